"""How the commands reach a team's hours: in the store, or through its running server
(`hours_server.py`).

Both tell the same plain data, in the shapes of the HTTP API. Reading works beside a running server;
changing on SQLite needs the store to itself, or goes through the server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from segue.app.ports import Store
from segue.app.ports_staff import Team
from segue.app.previewing import preview
from segue.app.promises import Promises, Wanted
from segue.app.staffing import Staffing
from segue.build import wall_clock
from segue.domain import hours
from segue.domain.hours_form import hours_form, read_hours
from segue.domain.hours_warnings import hours_text, warnings
from segue.domain.ids import TeamId
from segue.policy_access import book_of, settings_for
from segue.settings import BadSettings, Settings
from segue.store_access import on_store

T = TypeVar("T")
Row: TypeAlias = dict[str, Any]


class Knows(Protocol):
    """What can be done with hours, wherever they are."""

    def teams(self) -> list[Row]: ...

    def team(self, team: str) -> Row: ...

    def change(self, team: str, changes: Row) -> Row: ...

    def preview(self, team: str, asked: Row) -> Row: ...

    def promises(self, team: str, kind: str) -> list[Row]: ...


def place(data: Path | None, url: str, email: str) -> Knows:
    """Where the hours are."""
    if url:
        from segue.hours_server import There  # noqa: PLC0415

        return There(url, email)
    return Here(data)


def no_team(team: str, known: list[str]) -> BadSettings:
    there = f"There are: {', '.join(sorted(known))}." if known else "There are none yet."
    return BadSettings(f"There is no team {team!r}. {there}")


# --- in the store ----------


@dataclass
class Here:
    """On the store of this data folder."""

    data: Path | None = None

    def teams(self) -> list[Row]:
        async def work(store: Store) -> list[Row]:
            members = await _members(store)
            return [_shown(one, members[one.id]) for one in await store.teams()]

        return self._run(work)

    def team(self, team: str) -> Row:
        async def work(store: Store) -> Row:
            return _shown(await _known(store, team), (await _members(store))[TeamId(team)])

        return self._run(work)

    def change(self, team: str, changes: Row) -> Row:
        async def work(store: Store) -> Row:
            one = await _known(store, team)
            if "hours" in changes:
                one = replace(one, hours=read_hours(changes["hours"]))
            if "answer_within_min" in changes:
                one = replace(one, answer_within_min=changes["answer_within_min"])
            await store.save_team(one)
            return _shown(one, (await _members(store))[one.id])

        return self._run(work, changes=True)

    def preview(self, team: str, asked: Row) -> Row:
        settings = settings_for(self.data)

        async def work(store: Store) -> Row:
            one = await _known(store, team)
            book = await book_of(store, settings)
            teams, members = await store.teams(), await _members(store)
            zone = asked["zone"] or one.hours.zone
            found = preview(
                one.id, teams, members, book.live, asked["at"], zone=zone,
                language=asked["language"], channel=asked["channel"], staffed=asked["staffed"],
            )  # fmt: skip
            told: Row = msgspec.to_builtins(msgspec.structs.asdict(found))
            return told

        return self._run(work)

    def promises(self, team: str, kind: str) -> list[Row]:
        settings = settings_for(self.data)

        async def work(store: Store) -> list[Row]:
            if team:
                await _known(store, team)
            return await _owed(store, settings, team, kind)

        return self._run(work)

    def _run(self, work: Callable[[Store], Awaitable[T]], *, changes: bool = False) -> T:
        return on_store(settings_for(self.data), work, changes=changes)


async def _known(store: Store, team: str) -> Team:
    teams = await store.teams()
    for one in teams:
        if one.id == team:
            return one
    raise no_team(team, [str(one.id) for one in teams])


async def _members(store: Store) -> Counter[TeamId]:
    return Counter(team for agent in await store.agents() for team in agent.teams)


def _shown(one: Team, members: int) -> Row:
    now = wall_clock()
    return {
        "id": one.id,
        "name": one.name,
        "hours": hours_form(one.hours),
        "hours_text": hours_text(one.hours),
        "open": hours.is_open(one.hours, now),
        "opens_at": msgspec.to_builtins(hours.opens_next(one.hours, now)),
        "answer_within_min": one.answer_within_min,
        "members": members,
        "warnings": msgspec.to_builtins(warnings(one.hours, now, members)),
    }


async def _owed(store: Store, settings: Settings, team: str, kind: str) -> list[Row]:
    book = await book_of(store, settings)
    staffing = Staffing(store, wall_clock, book.live)
    await staffing.refresh()
    promises = Promises(store, staffing, wall_clock)
    await promises.read()
    wanted = Wanted((TeamId(team),) if team else None)
    wanted = replace(wanted, kinds=tuple(kind.split(","))) if kind else wanted
    found: list[Row] = []
    after: str | None = None
    while True:
        page = await promises.listed(wanted, after)
        found += [
            {
                "conversation": one.owed.conversation,
                "case": one.conversation.case,
                "kind": one.owed.kind,
                "due_at": msgspec.to_builtins(one.owed.by),
                "state": one.state,
                "customer": one.conversation.contact.name,
                "phone": one.conversation.contact.phone,
                "email": one.conversation.contact.email,
                "team": one.owed.team,
                "agent": one.owed.agent,
            }
            for one in page.items
        ]
        if page.next is None:
            return found
        after = page.next
