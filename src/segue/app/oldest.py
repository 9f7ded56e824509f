"""Since when the one waits who has waited longest: kept along, for all who look at a line."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from segue.domain.ids import ConversationId, TeamId
from segue.domain.routing import Place


@dataclass
class Oldest:
    """A heap for each team; what has left it or moved is thrown out when it comes to the top."""

    heaps: dict[TeamId, list[tuple[datetime, ConversationId]]] = field(default_factory=dict)

    def stands(self, place: Place, before: Place | None) -> None:
        """Somebody stands here now; `before` is where they stood."""
        if place.case or (before is not None and _where(before) == _where(place)):
            return
        heapq.heappush(self.heaps.setdefault(place.team, []), (place.since, place.conversation))

    def of(self, team: TeamId, places: Mapping[ConversationId, Place]) -> datetime | None:
        """None when nobody waits there; later answers do not count."""
        heap = self.heaps.get(team, [])
        while heap:
            since, one = heap[0]
            place = places.get(one)
            if place is not None and _where(place) == (team, since, False):
                return since
            heapq.heappop(heap)
        return None


def _where(place: Place) -> tuple[TeamId, datetime, bool]:
    return (place.team, place.since, place.case)
