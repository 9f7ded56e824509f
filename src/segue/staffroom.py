"""`segue init` and `segue add-agent`: the first team, inbox and people of an installation.

What is there already stays as it is; passwords are made here, shown once, and kept only as a hash.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from segue.app import people
from segue.app.feed import Hub
from segue.app.ports import Store
from segue.app.ports_staff import Agent, Inbox, Team
from segue.build import database_url
from segue.domain.access import RANK
from segue.domain.ids import AgentId, TeamId
from segue.settings import Settings

EMAIL = re.compile(r"\A[^@\s]+@[^@\s]+\.[^@\s]+\Z")


class Unfit(ValueError):
    """What was asked for cannot be done, and why."""


@dataclass(frozen=True)
class Made:
    """What was made, for the person at the keyboard. `password` is shown this once."""

    agent: Agent
    password: str
    inbox_key: str = ""


def slug(name: str) -> str:
    """An id of a name: `Inès Laurent` becomes `ines-laurent`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or secrets.token_hex(4)


def checked(email: str, role: str) -> None:
    """Raises `Unfit` for an address or a role that cannot be."""
    if not EMAIL.match(email):
        raise Unfit(f"{email!r} is not an e-mail address.")
    if role not in RANK:
        raise Unfit(f"{role!r} is no role. It is one of {', '.join(RANK)}.")


async def add_agent(
    store: Store,
    name: str,
    email: str,
    role: str,
    teams: tuple[str, ...],
    capacity: int,
    skills: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
) -> Made:
    """A new member of the staff. Raises `Unfit` when the address, a team or a skill does not fit.
    `skills` are words such as `refunds:2`, `languages` codes such as `de`."""
    checked(email, role)
    try:
        can, speaks = people.skills_in(skills), people.languages_in(languages)
    except people.Unfit as why:
        raise Unfit(str(why)) from None
    known = {team.id for team in await store.teams()}
    wrong = [team for team in teams if team not in known]
    if wrong:
        raise Unfit(f"There is no team {wrong[0]!r}. There are: {', '.join(sorted(known))}.")
    if await store.agent_by_email(email) is not None:
        raise Unfit(f"Somebody signs in as {email} already.")
    from segue.web.passwords import hash_password  # noqa: PLC0415 - argon2 takes its time

    taken = {agent.id for agent in await store.agents()}
    wanted = slug(name)
    agent_id = wanted if wanted not in taken else f"{wanted}-{secrets.token_hex(2)}"
    password = secrets.token_urlsafe(12)
    served = tuple(TeamId(team) for team in teams) or tuple(sorted(known))
    agent = Agent(
        AgentId(agent_id), name, email, role, served, capacity, skills=can, languages=speaks
    )
    await store.save_agent(agent, await hash_password(password))
    return Made(agent, password)


async def init(store: Store, settings: Settings, name: str, email: str) -> Made:
    """The first team, inbox and admin. Raises `Unfit` when there are people already."""
    checked(email, "admin")
    if await store.agents():
        raise Unfit("There are people here already. Add more with `segue add-agent`.")
    team = TeamId(settings.default_team)
    if team not in {one.id for one in await store.teams()}:
        await store.save_team(Team(team, settings.default_team.replace("-", " ").title()))
    inboxes = await store.inboxes()
    if not inboxes:
        key = f"pk_{secrets.token_urlsafe(12)}"
        await store.save_inbox(Inbox("web", key, "Web", settings.brand, team=team))
        inboxes = await store.inboxes()
    made = await add_agent(store, name, email, "admin", (str(team),), 4)
    return Made(made.agent, made.password, inboxes[0].key)


def with_store(settings: Settings, work: Callable[[Store], Awaitable[Made]]) -> Made:
    """Run `work(store)` on the installation's store and close it again."""
    from segue.store import open_store  # noqa: PLC0415

    async def run() -> Made:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        store = open_store(database_url(settings), feed=Hub())
        await store.start()
        try:
            return await work(store)
        finally:
            await store.stop()

    return asyncio.run(run())
