"""How the day goes: everybody who was in a line today, how long, and how soon they had a reply.

Made from the journal: heard as it grows, and read back once at the start. It is kept in memory, for
one day and the most recent `MOST` waits: reports over weeks are made from the journal itself.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from segue.app.ports import Clock, Kept, Listed, Recorded, Row, StoreUnavailable
from segue.domain import events as e
from segue.domain.ids import ConversationId, TeamId
from segue.domain.value import Plain

MOST = 20_000
PAGE = 200
DAY = timedelta(hours=24)
ENDS = {
    e.AgentJoined: "joined",
    e.LeftLine: "left",
    e.AnswerDeferred: "later",
    e.BotReturned: "returned",
    e.WrapUpBegun: "solved",
    e.ConversationClosed: "closed",
}
"""Events that end a wait, and how."""
log = structlog.get_logger()


@dataclass(slots=True)
class InLine:
    """One wait of one customer: from a handoff to a person, a promise, or their own choice."""

    conversation: ConversationId
    team: TeamId
    began: datetime
    ended: datetime | None = None
    how: str = ""
    replied: datetime | None = None

    def waited(self, now: datetime) -> float:
        """Seconds, until now while it goes on."""
        return max(0.0, ((self.ended or now) - self.began).total_seconds())


class DayFigures(Plain, frozen=True):
    """Seconds from the handoff to the first reply, and the share that a person met in time.

    A wait that the customer ended by a promise or by being helped is in no share; one that they
    gave up counts as not met when it had lasted longer than promised.
    """

    median_s: float | None = None
    p90_s: float | None = None
    handoffs: int = 0
    within: float | None = None


class Reads(Protocol):
    """What of the store is read back at the start."""

    async def listed(
        self, *, stages: Sequence[str] = (), after: str | None = None, limit: int = 100
    ) -> tuple[list[Listed], str | None]: ...

    async def recorded(self, conversations: Sequence[ConversationId]) -> list[Recorded]: ...


@dataclass
class FloorDay:
    """Feed it with every commit; ask as often as you like."""

    store: Reads
    clock: Clock
    waits: deque[InLine] = field(default_factory=lambda: deque(maxlen=MOST))
    _open: dict[ConversationId, InLine] = field(default_factory=dict)
    _silent: dict[ConversationId, InLine] = field(default_factory=dict)
    _seen: dict[ConversationId, int] = field(default_factory=dict)
    _reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read today back, on the side."""
        self._reading = asyncio.create_task(self._read_back(), name="floor-day")

    async def stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _read_back(self) -> None:
        try:
            await self.read_back()
        except StoreUnavailable as why:
            log.warning("floor_day.not_read", why=str(why))
        except Exception:  # the figures of earlier today are missing; the floor is not
            log.exception("floor_day.not_read")

    async def read_back(self) -> None:
        """What happened in the last day, of conversations that were not heard of yet."""
        since, after = self.clock() - DAY, None
        while len(self.waits) < MOST:
            found, after = await self.store.listed(after=after, limit=PAGE)
            ids = [one.conversation.id for one in found if one.conversation.handoffs]
            fresh = [name for name in ids if name not in self._seen]
            rows = [one.row for one in await self.store.recorded(fresh)] if fresh else []
            self._take(row for row in rows if row.at >= since)
            last = found[-1].conversation.last.at if found else None
            if after is None or last is None or last < since:
                break
        self.waits = deque(sorted(self.waits, key=lambda one: one.began), maxlen=MOST)

    def heard(self, kept: Kept) -> None:
        """A commit."""
        self._take(kept.rows)

    def _take(self, rows: Iterable[Row]) -> None:
        for row in rows:
            one, event = row.conversation, row.event
            if isinstance(event, e.HandoffRequested):
                if self._seen.get(one, 0) >= row.seq:
                    continue
                self._seen[one] = row.seq
                self._end(one, row.at, "again")
                begun = InLine(one, event.handoff.team, row.at)
                self._open[one] = self._silent[one] = begun
                self.waits.append(begun)
            elif isinstance(event, e.MessagePosted):
                silent = self._silent
                if one in silent and event.author == e.Author.AGENT:
                    silent.pop(one).replied = row.at
            elif isinstance(event, e.TeamChanged) and one in self._open:
                self._open[one].team = event.team
            elif type(event) in ENDS:
                self._end(one, row.at, ENDS[type(event)])
        if len(self._seen) > 2 * MOST:
            self._seen = dict.fromkeys((one.conversation for one in self.waits), 0)

    def _end(self, one: ConversationId, at: datetime, how: str) -> None:
        wait = self._open.pop(one, None)
        if wait is not None:
            wait.ended, wait.how = at, how
        if how != "joined":
            self._silent.pop(one, None)

    # --- questions --------------------------------------------------------------------------------

    def figures(
        self, now: datetime, promised: dict[TeamId, float], team: TeamId | None = None
    ) -> DayFigures:
        """Of the last 24 hours. `promised` are seconds by team; teams without one are in no
        share."""
        mine = [one for one in self.waits if now - one.began <= DAY and team in (None, one.team)]
        replies = sorted(
            (one.replied - one.began).total_seconds() for one in mine if one.replied is not None
        )
        met = [
            one.waited(now) <= promised[one.team]
            for one in mine
            if one.team in promised and _counts(one, now, promised[one.team])
        ]
        return DayFigures(
            median_s=quantile(replies, 0.5),
            p90_s=quantile(replies, 0.9),
            handoffs=len(mine),
            within=sum(met) / len(met) if met else None,
        )

    def longest(
        self, now: datetime, team: TeamId | None = None, minutes: int = 60, step: int = 2
    ) -> list[tuple[datetime, float]]:
        """The longest wait at moments of the last hour, in seconds: exact, as it was then."""
        since = now - timedelta(minutes=minutes)
        mine = [
            one
            for one in self.waits
            if team in (None, one.team) and (one.ended is None or one.ended > since)
        ]
        moments = [since + timedelta(minutes=n) for n in range(0, minutes + 1, step)]
        return [
            (
                at,
                max(
                    (
                        (at - one.began).total_seconds()
                        for one in mine
                        if one.began <= at and (one.ended is None or one.ended > at)
                    ),
                    default=0.0,
                ),
            )
            for at in moments
        ]


def _counts(one: InLine, now: datetime, promised: float) -> bool:
    """Is it known whether this wait met its promise?"""
    if one.how == "joined":
        return True
    late = one.waited(now) > promised
    return late and one.how in ("", "left", "closed")


def quantile(ordered: Sequence[float], p: float) -> float | None:
    """The smallest value that is not exceeded by the share `p` of them; None of nothing."""
    return ordered[max(0, math.ceil(p * len(ordered)) - 1)] if ordered else None
