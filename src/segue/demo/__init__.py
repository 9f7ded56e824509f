"""A company to try Segue with: Fernhill, a shop for tents. Six people, two teams, help pages.

Passwords are made at random for each data folder and kept in it, so that a demo that somebody
left running is not an open door; the sign-in page of a demo offers them.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from segue.app.ports import Store
from segue.app.ports_staff import Agent, Inbox, Team
from segue.domain.hours import OpenHours
from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import Skill

BRAND = "Fernhill"
ORDERS, BILLING = TeamId("orders"), TeamId("billing")
DEFAULT_TEAM = ORDERS
DAY = ((8 * 60, 20 * 60),)
SHOP_HOURS = OpenHours(zone="UTC", week=(DAY, DAY, DAY, DAY, DAY, ((9 * 60, 16 * 60),), ()))


class Works(NamedTuple):
    """Somebody of the shop's staff. Everybody may serve the default team; no languages: all."""

    short: str
    name: str
    role: str
    teams: tuple[TeamId, ...]
    skills: tuple[Skill, ...] = ()
    languages: tuple[str, ...] = ()


PEOPLE = (
    Works("sara", "Sara Kim", "agent", (ORDERS, BILLING), (Skill("refunds", 3), Skill("tents"))),
    Works("marco", "Marco Ruiz", "agent", (ORDERS,), (Skill("delivery", 2),), ("en", "es")),
    Works("amal", "Amal Haddad", "agent", (ORDERS, BILLING), (Skill("refunds", 2),), ("en", "ar")),
    Works("ines", "Inès Laurent", "manager", (ORDERS, BILLING)),
    Works("lena", "Lena Vogt", "agent", (ORDERS, BILLING), (Skill("refunds"),), ("en", "de")),
    Works("tomas", "Tomas Novak", "agent", (ORDERS,), (Skill("returns", 2), Skill("tents", 3))),
)
WORDS = ("birch", "cedar", "fern", "heron", "larch", "moss", "otter", "pine", "reed", "wren")


def help_folder() -> Path:
    """The help pages of the demo shop."""
    return Path(str(files(__name__).joinpath("help")))


def actions_file() -> Path:
    """What can be done in the demo shop's own systems."""
    return Path(str(files(__name__).joinpath("actions.yaml")))


def policy_file() -> Path:
    """How the shop works its line: the policy that a new demo begins with."""
    return Path(str(files(__name__).joinpath("policy.yaml")))


def _password() -> str:
    """Easy to type, hard to guess: four words and four digits (about 26 bits, for one demo)."""
    words = "-".join(secrets.choice(WORDS) for _ in range(4))
    return f"{words}-{secrets.randbelow(10**4):04d}"


def secrets_of(folder: Path) -> dict[str, Any]:
    """The demo's keys and passwords: made once, then read from its folder."""
    kept = folder / "demo.json"
    read: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    made = {
        "inbox_key": f"pk_{secrets.token_urlsafe(12)}",
        "identity_secret": secrets.token_urlsafe(32),
        "shop_key": secrets.token_urlsafe(24),
    } | read
    made["passwords"] = {one.short: _password() for one in PEOPLE} | read.get("passwords", {})
    if made == read:
        return read
    folder.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(json.dumps(made, indent=1), encoding="utf-8")
    part.chmod(0o600)
    part.replace(kept)
    return made


def accounts(kept: dict[str, Any]) -> list[dict[str, str]]:
    """Sign-in data, as the demo prints it."""
    return [
        {
            "email": f"{one.short}@fernhill.example",
            "password": kept["passwords"][one.short],
            "name": one.name,
            "team": one.teams[-1].title(),
        }
        for one in PEOPLE
    ]


async def seed(store: Store, kept: dict[str, Any], hash_password: Any, at: datetime | None) -> None:
    """Put the company into an empty store; what is there already stays as it is."""
    hours = SHOP_HOURS if at is not None else OpenHours()
    there = {team.id: team for team in await store.teams()}
    for team, name in ((ORDERS, "Orders"), (BILLING, "Billing")):
        old = there.get(team, Team(team, name, hours))
        ours = old.hours in (SHOP_HOURS, OpenHours())  # and nobody's own since
        await store.save_team(replace(old, hours=hours) if ours else old)
    await store.save_inbox(
        Inbox(
            id="web",
            key=kept["inbox_key"],
            name="Shop",
            brand=BRAND,
            email="help@fernhill.example",
            phone="0800 000 123",
            team=DEFAULT_TEAM,
            suggestions=("Where’s my order?", "Send something back", "Help me choose a tent"),
        )
    )
    known = {agent.id for agent in await store.agents()}
    for one in PEOPLE:
        if AgentId(one.short) in known:
            continue
        hashed = await hash_password(kept["passwords"][one.short])
        made = Agent(
            AgentId(one.short),
            one.name,
            f"{one.short}@fernhill.example",
            one.role,
            one.teams,
            skills=one.skills,
            languages=one.languages,
        )
        await store.save_agent(made, hashed)
