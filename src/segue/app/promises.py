"""Every promise that is open, in memory, in the order in which they are due.

Heard as the journal grows, and read from the store once at the start. What is shown of a promise is
read from the store when it is asked for, so a list never names one that was kept meanwhile.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from segue.app.ports import Clock, Kept, StoreUnavailable
from segue.app.staffing import Staffing
from segue.domain import promises
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.promises import Owed
from segue.domain.value import Plain

PAGE = 100
AGAIN_S = 2.0
SOME = 500
log = structlog.get_logger()


class Reads(Protocol):
    """What of the store is read."""

    async def line(self) -> list[Conversation]: ...

    async def seats(self) -> dict[ConversationId, AgentId]: ...

    async def conversations(self, ids: Sequence[ConversationId]) -> list[Conversation]: ...


class Wanted(Plain, frozen=True):
    """Which promises are asked for. `teams` None is all of them; `or_agent`, when given, adds
    those that this agent has, of whatever team; `agent` is only what they have."""

    teams: tuple[TeamId, ...] | None = None
    or_agent: AgentId | None = None
    agent: AgentId | None = None
    kinds: tuple[str, ...] = promises.KINDS

    def fits(self, owed: Owed) -> bool:
        if self.agent is not None and owed.agent != self.agent:
            return False
        if self.teams is None or owed.team in self.teams:
            return True
        return self.or_agent is not None and owed.agent == self.or_agent


class Listed(Plain, frozen=True):
    """A promise, how it stands now, and the conversation as it is."""

    owed: Owed
    state: str
    conversation: Conversation


class Page(Plain, frozen=True):
    """`counts` are of everything that fits but for its kind: `soon`, `broken`, `callbacks`,
    `cases`; `next` is what `after` must be for the page behind it."""

    items: tuple[Listed, ...]
    counts: dict[str, int]
    next: str | None = None


@dataclass
class Promises:
    """One per process, beside the staffing."""

    store: Reads
    staffing: Staffing
    clock: Clock
    owed: dict[ConversationId, Owed] = field(default_factory=dict)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Kind and outcome: kept, broken, moved or dropped, since this process began."""
    _seqs: dict[ConversationId, int] = field(default_factory=dict)
    _reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read what is owed, beside everything else that begins."""
        self._reading = asyncio.create_task(self.read(), name="promises")

    async def stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def read(self) -> None:
        """Everything that is owed, from the store, until it could be read."""
        while True:
            try:
                seated = list(await self.store.seats())
                for start in range(0, len(seated), SOME):
                    self._know(await self.store.conversations(seated[start : start + SOME]))
                self._know(await self.store.line())
            except StoreUnavailable as why:
                log.warning("promises.unread", why=str(why))
                await asyncio.sleep(AGAIN_S)
            else:
                return

    def _know(self, found: Collection[Conversation]) -> None:
        for one in found:
            if one.id not in self._seqs:  # whatever was heard meanwhile is newer
                self._take(one)

    def _take(self, one: Conversation) -> Owed | None:
        owed = promises.owed_in(one)
        if owed is None:
            self.owed.pop(one.id, None)
            self._seqs.pop(one.id, None)
        else:
            self.owed[one.id] = owed
            self._seqs[one.id] = one.seq
        return owed

    def heard(self, kept: Kept) -> None:
        """A commit: promises begin, move, are kept or broken."""
        one = kept.conversation
        before = self.owed.get(one.id)
        if one.seq < self._seqs.get(one.id, 0):
            return
        after = self._take(one)
        if before is None or before == after:
            return
        if after is not None and (after.kind, after.seq) == (before.kind, before.seq):
            if after.state == "broken" != before.state:
                self.ended[before.kind, "broken"] += 1
            return
        how = promises.how_it_ended(before, after, tuple(row.event for row in kept.rows))
        if how != "late":
            self.ended[before.kind, how] += 1

    # --- questions --------------------------------------------------------------------------------

    def counted(self) -> Counter[tuple[str, str]]:
        """Open ones by kind and state."""
        now, policy = self.clock(), self.staffing.policy
        return Counter(
            (one.kind, promises.state_at(one, policy, now)) for one in self.owed.values()
        )

    async def listed(self, wanted: Wanted, after: str | None = None, limit: int = PAGE) -> Page:
        """Those that fit, by when they are due. Raises ValueError for what is no cursor."""
        now, policy = self.clock(), self.staffing.policy
        found = sorted((one for one in self.owed.values() if wanted.fits(one)), key=_rank)
        counts = dict.fromkeys(("soon", "broken", "callbacks", "cases"), 0)
        for one in found:
            state = promises.state_at(one, policy, now)
            counts["callbacks"] += one.kind == "callback"
            counts["cases"] += one.kind == "case"
            if state in counts:
                counts[state] += 1
        chosen = [one for one in found if one.kind in wanted.kinds]
        if after is not None:
            chosen = chosen[bisect_right(chosen, _cursor(after), key=_rank) :]
        page, more = chosen[:limit], len(chosen) > limit
        last = page[-1] if page and more else None
        return Page(
            tuple(await self._true(page, now)),
            counts,
            f"{last.by.isoformat()}~{last.conversation}" if last else None,
        )

    async def _true(self, page: Sequence[Owed], now: datetime) -> list[Listed]:
        """As the store has them now; those that are owed no more are left out."""
        ids = [one.conversation for one in page]
        found = {one.id: one for one in await self.store.conversations(ids)} if ids else {}
        policy, listed = self.staffing.policy, []
        for name in ids:
            one = found.get(name)
            owed = promises.owed_in(one) if one is not None else None
            if one is not None and owed is not None:
                listed.append(Listed(owed, promises.state_at(owed, policy, now), one))
        return listed


def _rank(owed: Owed) -> tuple[datetime, str]:
    return owed.rank


def _cursor(text: str) -> tuple[datetime, str]:
    at, mark, name = text.partition("~")
    read = datetime.fromisoformat(at)
    if not mark or read.tzinfo is None:
        raise ValueError("That is no cursor of a list of promises.")
    return read, name
