"""Which offers ring, and until when by a clock that nobody can set.

An offer's lease is a timer of the store, which goes by the clock on the wall. Somebody may set that
clock back, and a phone would ring for an hour. So every process also counts the lease itself, from
when it first heard of the offer, and never longer than an offer lasts.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId

GRACE_S = 3.0
"""The store's timer goes first; this is for when it does not come."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Offer `n` at this agent, and the tick at which it is over."""

    agent: AgentId
    n: int
    ends: float


@dataclass
class Ringing:
    """All live offers that this process has heard of."""

    offers: dict[ConversationId, Ring] = field(default_factory=dict)
    ends: list[tuple[float, ConversationId]] = field(default_factory=list)
    """A heap; what has ended otherwise is left in it."""

    def heard(self, one: Conversation, now: datetime, tick: float, lasts: timedelta) -> None:
        """A conversation as it is now."""
        match one.stage:
            case (
                s.Offered(agent=agent, until=until, n=n)
                | s.Deferred(offer=s.LiveOffer(agent=agent, until=until, n=n))
            ):
                before = self.offers.get(one.id)
                if before is None or before.n != n:
                    left = min(max(timedelta(), until - now), lasts)
                    ends = tick + left.total_seconds()
                    self.offers[one.id] = Ring(agent, n, ends)
                    heapq.heappush(self.ends, (ends, one.id))
            case _:
                self.offers.pop(one.id, None)

    def over(self, tick: float) -> list[tuple[ConversationId, Ring]]:
        """Offers that should have ended a while ago. Each is told once."""
        found = []
        while self.ends and self.ends[0][0] + GRACE_S <= tick:
            ends, one = heapq.heappop(self.ends)
            ring = self.offers.get(one)
            if ring is not None and ring.ends == ends:
                found.append((one, ring))
        return found

    def again(self, some: Iterable[tuple[ConversationId, Ring]]) -> None:
        """These could not be ended just now."""
        for one, ring in some:
            heapq.heappush(self.ends, (ring.ends, one))
