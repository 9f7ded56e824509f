"""Reading conversations, events and lists. Plain functions of a connection, and the port on top.

Reads never wait for writers: they have connections of their own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from heapq import merge
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, and_, func, or_, select, text, tuple_

from segue.app.ports import BEGINNING, Listed, Row, Seat
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.store import schema as t
from segue.store.coding import (
    conversation_of,
    flat,
    folded,
    listed_of,
    row_of,
    some_moment,
    storable,
)
from segue.store.slots import taken_of
from segue.store.writing import see

T = TypeVar("T")
STAGES = (
    "with_bot",
    "waiting",
    "offered",
    "with_agent",
    "deferred",
    "wrapping_up",
    "closed",
)
IN_LINE = ("waiting", "offered", "deferred")
LINE_PAGE = 500
EVENT = (
    t.event.c.txid,
    t.event.c.id,
    t.event.c.conversation,
    t.event.c.seq,
    t.event.c.at,
    t.event.c.body,
)
LISTED = (
    t.conversation.c.snapshot,
    t.conversation.c.seen_by_agent,
    t.conversation.c.seen_by_customer,
)


class Sql(ABC):
    """A database: ask it things on the side, change it through the lanes."""

    @abstractmethod
    async def read(self, ask: Callable[[Connection], T]) -> T:
        """Raises `StoreUnavailable`."""

    @abstractmethod
    async def write(self, change: Callable[[Connection], T], order: str = "") -> T:
        """In one transaction with whatever else is waiting; `order` says what must stay in order.

        Raises `StoreUnavailable`, and what `change` raises.
        """


def events_of(connection: Connection, name: ConversationId, after: Seq, limit: int) -> list[Row]:
    rows = connection.execute(
        select(*EVENT)
        .where(t.event.c.conversation == name, t.event.c.seq > after)
        .order_by(t.event.c.seq)
        .limit(limit)
    )
    return [row_of(*row) for row in rows]


def latest_of(connection: Connection, name: ConversationId, limit: int) -> list[Row]:
    rows = connection.execute(
        select(*EVENT)
        .where(t.event.c.conversation == name)
        .order_by(t.event.c.seq.desc())
        .limit(limit)
    )
    return [row_of(*row) for row in rows][::-1]


def events_after(
    connection: Connection, after: tuple[int, int], limit: int, settled: object = None
) -> list[Row]:
    """In cursor order; `settled` is a condition on rows that no gap can open before any more."""
    chosen = select(*EVENT).where(tuple_(t.event.c.txid, t.event.c.id) > tuple_(*after))
    if settled is not None:
        chosen = chosen.where(settled)  # type: ignore[arg-type]  # SQLAlchemy's own condition
    rows = connection.execute(chosen.order_by(t.event.c.txid, t.event.c.id).limit(limit))
    return [row_of(*row) for row in rows]


def snapshots(connection: Connection, names: Sequence[ConversationId]) -> list[Conversation]:
    """Those that exist, in the order asked for."""
    found: dict[str, Conversation] = {}
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        chosen = select(t.conversation.c.id, t.conversation.c.snapshot)
        for name, snapshot in connection.execute(chosen.where(t.conversation.c.id.in_(some))):
            found[name] = conversation_of(snapshot)
    return [found[name] for name in names if name in found]


class Reading(Sql):
    """Conversations, their events, and lists of them."""

    async def conversation(self, conversation: ConversationId) -> Conversation | None:
        found = await self.conversations([conversation])
        return found[0] if found else None

    async def conversations(self, ids: Sequence[ConversationId]) -> list[Conversation]:
        names = [name for name in ids if storable(name)]
        return await self.read(partial(snapshots, names=names)) if names else []

    async def events(
        self, conversation: ConversationId, after: Seq = BEGINNING, limit: int = 500
    ) -> list[Row]:
        if not storable(conversation):
            return []
        return await self.read(partial(events_of, name=conversation, after=after, limit=limit))

    async def latest_events(self, conversation: ConversationId, limit: int) -> list[Row]:
        if not storable(conversation):
            return []
        return await self.read(partial(latest_of, name=conversation, limit=limit))

    async def one(self, conversation: ConversationId) -> Listed | None:
        if not storable(conversation):
            return None

        def ask(connection: Connection) -> Listed | None:
            chosen = select(*LISTED).where(t.conversation.c.id == conversation)
            row = connection.execute(chosen).first()
            return None if row is None else listed_of(*row)

        return await self.read(ask)

    async def listed(
        self,
        *,
        stages: Sequence[str] = (),
        agent: AgentId | None = None,
        teams: Sequence[TeamId] | None = None,
        text: str = "",
        after: str | None = None,
        limit: int = 100,
        snoozed: bool | None = None,
    ) -> tuple[list[Listed], str | None]:
        if not storable(text):
            return [], None
        c = t.conversation.c
        wanted = select(c.last_at, c.id, *LISTED).order_by(c.last_at.desc(), c.id.desc())
        if agent is not None:
            wanted = wanted.where(c.agent == agent)
        if teams is not None:
            wanted = wanted.where(or_(c.team.in_(teams), c.team.is_(None)))
        if text:
            wanted = wanted.where(c.search.contains(folded(text), autoescape=True))
        if snoozed is not None:
            wanted = wanted.where(c.snoozed == int(snoozed))
        if after is not None:
            wanted = wanted.where(tuple_(c.last_at, c.id) < tuple_(*page_start(after)))
        chosen = stages or (STAGES if agent is None else ())
        return await self.read(partial(_listed, wanted=wanted, stages=chosen, limit=limit))

    async def counts(self, agent: AgentId, teams: Sequence[TeamId]) -> dict[str, int]:
        return await self.read(partial(_counts, agent=agent, teams=teams))

    async def line(self) -> list[Conversation]:
        found: list[Conversation] = []
        after = ""
        while True:
            page = await self.read(partial(_line_page, after=after))
            found += page
            if len(page) < LINE_PAGE:
                return sorted(found, key=oldest_first)
            after = page[-1].id

    async def standing(self) -> dict[ConversationId, Seq]:
        def ask(connection: Connection) -> dict[ConversationId, Seq]:
            chosen = select(t.conversation.c.id, t.conversation.c.seq).where(text(t.IN_LINE))
            return {ConversationId(one): Seq(seq) for one, seq in connection.execute(chosen)}

        return await self.read(ask)

    async def holding(self, agent: AgentId) -> list[Conversation]:
        if not storable(agent):
            return []

        def ask(connection: Connection) -> list[Conversation]:
            rows = connection.execute(
                select(t.conversation.c.snapshot)
                .join(t.seat, t.seat.c.conversation == t.conversation.c.id)
                .where(t.seat.c.agent == agent)
                .order_by(t.seat.c.slot)
            )
            return [conversation_of(snapshot) for (snapshot,) in rows]

        return await self.read(ask)

    async def seats(self) -> dict[ConversationId, AgentId]:
        def ask(connection: Connection) -> dict[ConversationId, AgentId]:
            chosen = select(t.seat.c.conversation, t.seat.c.agent)
            return {ConversationId(one): AgentId(who) for one, who in connection.execute(chosen)}

        return await self.read(ask)

    async def seated(self) -> list[Seat]:
        def ask(connection: Connection) -> list[Seat]:
            c = t.seat.c
            rows = connection.execute(select(c.conversation, c.agent, c.weight, c.since))
            return [
                Seat(ConversationId(one), AgentId(who), weight, some_moment(since))
                for one, who, weight, since in rows
            ]

        return await self.read(ask)

    async def slots_taken(
        self, team: TeamId, since: datetime, until: datetime
    ) -> dict[datetime, int]:
        if not storable(team):
            return {}
        return await self.read(partial(taken_of, team=team, since=since, until=until))

    async def seen(self, conversation: ConversationId, who: str, seq: Seq) -> None:
        if who not in ("agent", "customer"):
            raise ValueError(f"Nobody called {who!r} reads receipts.")
        if storable(conversation):
            change = partial(see, name=conversation, who=who, seq=seq)
            await self.write(change, order=conversation)


def oldest_first(one: Conversation) -> tuple[bool, int, str]:
    """Whoever waits now by how long; later answers after them, by when they were promised."""
    row = flat(one.stage)
    return (row.stage == "deferred", row.since or 0, one.id)


def _line_page(connection: Connection, after: str) -> list[Conversation]:
    """By id, which never changes: nobody is missed because they moved between two pages."""
    c = t.conversation.c
    rows = connection.execute(
        select(c.snapshot).where(text(t.IN_LINE), c.id > after).order_by(c.id).limit(LINE_PAGE)
    )
    return [conversation_of(snapshot) for (snapshot,) in rows]


LONGEST_TIME = 18
"""Digits of microseconds that fit a column."""


def page_start(cursor: str) -> tuple[int, str]:
    """Raises ValueError for what is no cursor of a list."""
    at, _, name = cursor.partition(".")
    if not at.isdecimal() or len(at) > LONGEST_TIME or not storable(name):
        raise ValueError(f"{cursor[:40]!r} is no cursor of a list.")
    return int(at), name


def _listed(
    connection: Connection,
    wanted: Select[Any],
    stages: Sequence[str],
    limit: int,
) -> tuple[list[Listed], str | None]:
    """Every stage by its own index, merged: newest first however rare a stage is."""
    wanted = wanted.limit(limit + 1)
    each = [wanted.where(t.conversation.c.stage == stage) for stage in stages] or [wanted]
    found = [connection.execute(one).all() for one in each]
    newest = list(islice(merge(*found, key=lambda row: (row[0], row[1]), reverse=True), limit + 1))
    page = newest[:limit]
    more = f"{page[-1][0]}.{page[-1][1]}" if len(newest) > limit and page else None
    return [listed_of(*row[2:]) for row in page], more


def _counts(connection: Connection, agent: AgentId, teams: Sequence[TeamId]) -> dict[str, int]:
    c = t.conversation.c
    mine = c.agent == agent
    ours = or_(c.team.in_(teams), c.team.is_(None))
    conditions = {
        "mine": mine,
        "waiting": and_(c.stage.in_(("waiting", "offered")), ours),
        "bot": c.stage == "with_bot",
        "snoozed": and_(mine, c.snoozed == 1),
        "deferred": and_(c.stage == "deferred", ours),
    }
    asked = [
        select(func.count()).select_from(t.conversation).where(one).scalar_subquery().label(name)
        for name, one in conditions.items()
    ]
    row = connection.execute(select(*asked)).one()
    return dict(zip(conditions, row, strict=True))
