"""The store in dictionaries: the same rules, one process, nothing kept. For tests and rehearsals.

Turns go through the same `draft`, seats through the same `reseat`, jobs through the same `settle`
as in the databases, so there is little here that could be different.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime

from segue.app.outbox import settle
from segue.app.ports import (
    BEGINNING,
    Capacity,
    Kept,
    Listed,
    Room,
    Row,
    Seat,
    Step,
    UnknownConversation,
    Weight,
)
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.domain.inputs import Input
from segue.store.coding import (
    Flat,
    flat,
    folded,
    last_at,
    micros,
    position,
    search_text,
    some_moment,
    storable,
)
from segue.store.coding import cursor as at
from segue.store.drafting import Draft, Turn, draft, kept_of
from segue.store.memory_estimates import MemoryEstimates
from segue.store.memory_identity import MemoryIdentities
from segue.store.memory_knowledge import MemoryKnowledge
from segue.store.memory_records import MemoryRecords
from segue.store.memory_staff import MemoryStaff
from segue.store.memory_work import MemoryWork
from segue.store.pages import Page
from segue.store.reading import IN_LINE, oldest_first, page_start
from segue.store.seats import NoSeatFor, Seating, reseat
from segue.store.slots import Booked, counted, rebook
from segue.store.sql import FIRST_NUMBER


class MemoryStore(
    MemoryWork, MemoryStaff, MemoryRecords, MemoryIdentities, MemoryKnowledge, MemoryEstimates
):
    """See `ports.Store`."""

    tails = False

    def __init__(self) -> None:
        MemoryWork.__init__(self)
        MemoryStaff.__init__(self)
        MemoryRecords.__init__(self)
        MemoryKnowledge.__init__(self)
        MemoryEstimates.__init__(self)
        MemoryIdentities.__init__(self)
        self._pages: dict[ConversationId, Page] = {}
        self._rows: list[Row] = []
        self._of: dict[ConversationId, list[Row]] = {}
        self._active: dict[ConversationId, int] = {}
        self._seen: dict[tuple[ConversationId, str], Seq] = {}
        self._seating: Seating = {}
        self._booked: Booked = {}
        self._number = FIRST_NUMBER

    async def start(self) -> None:
        """Nothing to connect to."""

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> float:
        return 0.0

    # --- turns ------------------------------------------------------------------------------------

    async def take(
        self,
        conversation: ConversationId,
        step: Step,
        heard: Input,
        *,
        now: datetime,
        key: str | None = None,
        new: bool = False,
        capacity: Capacity | None = None,
        weight: Weight | None = None,
        slots: Room | None = None,
        note: Callable[[], bytes | None] | None = None,
    ) -> Kept:
        """See `ports.Journal.take`."""
        if not storable(conversation):
            raise UnknownConversation(conversation)
        await asyncio.sleep(0)  # as with a database, others may go first
        turn = Turn(
            conversation,
            step,
            heard,
            now,
            key=key,
            new=new,
            capacity=capacity,
            weight=weight,
            slots=slots,
            note=note,
        )
        made = draft([turn], {conversation: self._pages.get(conversation)}, {})
        (one,) = made.decided
        if one.error is not None:
            raise one.error
        first_id = len(self._rows) + 1
        kept = kept_of(one, 0, first_id)
        if one.events:
            self._reseat(made)
            self._keep(kept, made, now)
        return kept

    def _reseat(self, made: Draft) -> None:
        seating = {agent: dict(taken) for agent, taken in self._seating.items()}
        booked = {claim: dict(taken) for claim, taken in self._booked.items() if taken}
        try:
            reseat(seating, made.moves, self._agents)
            rebook(booked, made.bookings)
        except NoSeatFor as no:
            raise no.refusal from None
        self._seating, self._booked = seating, booked

    def _keep(self, kept: Kept, made: Draft, now: datetime) -> None:
        one = kept.conversation
        page = self._pages.setdefault(one.id, Page(one))
        page.snapshot = one
        page.keys |= made.heads[one.id].keys
        self._rows += kept.rows
        self._record(kept.rows, made.rows)
        self._use(kept.rows, made)
        self._of.setdefault(one.id, []).extend(kept.rows)
        self._active[one.id] = last_at(one, now)
        self._settle(settle(made.jobs))

    async def conversation(self, conversation: ConversationId) -> Conversation | None:
        page = self._pages.get(conversation)
        return page.snapshot if page else None

    async def conversations(self, ids: Sequence[ConversationId]) -> list[Conversation]:
        return [self._pages[name].snapshot for name in ids if name in self._pages]

    async def events(
        self, conversation: ConversationId, after: Seq = BEGINNING, limit: int = 500
    ) -> list[Row]:
        return self._of.get(conversation, [])[after : after + limit]

    async def latest_events(self, conversation: ConversationId, limit: int) -> list[Row]:
        return self._of.get(conversation, [])[-limit:]

    async def events_since(self, cursor: str, limit: int = 1000) -> list[Row]:
        await asyncio.sleep(0)
        _, number = position(cursor)
        return self._rows[number : number + limit]

    async def cursor(self) -> str:
        return at(0, len(self._rows))

    async def next_number(self) -> int:
        self._number += 1
        return self._number - 1

    async def active_since(
        self, since: datetime, channel: str | None = None, newest: int | None = None
    ) -> list[ConversationId]:
        ranked = sorted(((at, name) for name, at in self._active.items()), reverse=True)
        found = [name for at, name in ranked if at >= micros(since)
                 and channel in (None, self._pages[name].snapshot.channel)]  # fmt: skip
        return sorted(found[:newest])

    # --- lists ------------------------------------------------------------------------------------

    def _listed(self, one: Conversation) -> Listed:
        by_agent = self._seen.get((one.id, "agent"), BEGINNING)
        return Listed(one, by_agent, self._seen.get((one.id, "customer"), BEGINNING))

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

        def wanted(one: Conversation, row: Flat) -> bool:
            return (
                (not stages or row.stage in stages)
                and (agent is None or row.agent == agent)
                and (teams is None or row.team is None or row.team in teams)
                and (snoozed is None or bool(row.snoozed) == snoozed)
                and folded(text) in search_text(one)
            )

        ranked = sorted((at, name) for name, at in self._active.items())
        upto = len(ranked)
        if after is not None:
            start = page_start(after)
            upto = bisect_right(ranked, start) - (start in ranked)
        newest = [self._pages[ConversationId(name)].snapshot for _, name in ranked[:upto][::-1]]
        found = [one for one in newest if wanted(one, flat(one.stage))]
        page = found[:limit]
        more = None
        if len(found) > limit and page:
            more = f"{self._active[page[-1].id]}.{page[-1].id}"
        return [self._listed(one) for one in page], more

    async def one(self, conversation: ConversationId) -> Listed | None:
        page = self._pages.get(conversation)
        return self._listed(page.snapshot) if page else None

    async def counts(self, agent: AgentId, teams: Sequence[TeamId]) -> dict[str, int]:
        counted = dict.fromkeys(("mine", "waiting", "bot", "snoozed", "deferred"), 0)
        for page in self._pages.values():
            row = flat(page.snapshot.stage)
            ours = row.team is None or row.team in teams
            counted["mine"] += row.agent == agent
            counted["waiting"] += ours and row.stage in ("waiting", "offered")
            counted["bot"] += row.stage == "with_bot"
            counted["snoozed"] += row.agent == agent and bool(row.snoozed)
            counted["deferred"] += ours and row.stage == "deferred"
        return counted

    async def line(self) -> list[Conversation]:
        there = (page.snapshot for page in self._pages.values())
        return sorted((one for one in there if flat(one.stage).stage in IN_LINE), key=oldest_first)

    async def standing(self) -> dict[ConversationId, Seq]:
        return {one.id: one.seq for one in await self.line()}

    async def holding(self, agent: AgentId) -> list[Conversation]:
        taken = self._seating.get(agent, {})
        return [self._pages[taken[slot].who].snapshot for slot in sorted(taken)]

    async def seats(self) -> dict[ConversationId, AgentId]:
        return {seat.conversation: seat.agent for seat in await self.seated()}

    async def seated(self) -> list[Seat]:
        return [
            Seat(sits.who, agent, sits.weight, some_moment(sits.since))
            for agent, taken in self._seating.items()
            for sits in taken.values()
        ]

    async def slots_taken(
        self, team: TeamId, since: datetime, until: datetime
    ) -> dict[datetime, int]:
        return counted(self._booked, team, since, until)

    async def seen(self, conversation: ConversationId, who: str, seq: Seq) -> None:
        if who not in ("agent", "customer"):
            raise ValueError(f"Nobody called {who!r} reads receipts.")
        page = self._pages.get(conversation)
        if page is not None:
            before = self._seen.get((conversation, who), BEGINNING)
            self._seen[conversation, who] = max(before, min(seq, page.snapshot.seq))
