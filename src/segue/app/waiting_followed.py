"""Everybody in a line, what each was told, and who left before it was their turn.

A leaver is settled with the wait they would have had: up to the first later moment when somebody of
the same type who stood behind them is taken by a person, or when somebody who may serve them has
room and nobody to take. Until then their receipts are kept, an hour at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from segue.app.ports_waits import Told
from segue.domain.ids import ConversationId, HandoffId, TeamId
from segue.domain.routing import Rank
from segue.domain.waits import Receipt, Shown, Wait
from segue.domain.waits_shown import EDGES_MIN

MARKS_S = (30.0, 60.0, 120.0, 240.0, 480.0)
"""After so long in the line an estimate is kept to be learned from, besides the first."""
UNSETTLED_S = 3600.0
UNSURE = 2
"""A wait that grew so often is not told as a number any more."""
MIN_S = 60


@dataclass
class Telling:
    """One estimate that is kept: what was told, and what it was made of. `id` 0: not on disk;
    `waits`: but on its way there."""

    told: Told
    at: float
    id: int = 0
    waits: bool = False


@dataclass
class Followed:
    """Somebody in a line. Times in seconds since 1970."""

    conversation: ConversationId
    handoff: HandoffId
    team: TeamId
    kind: str
    rank: Rank
    began: float
    first: bool = True  # not estimated so far
    asked: bool = False  # somebody here looked at their estimate
    wait: Wait | None = None
    shown: Shown | None = None
    at: float = 0.0  # of the newest estimate
    place: int = 0
    grew: int = 0
    marked: int = 0  # marks that are behind them
    tellings: list[Telling] = field(default_factory=list)

    def due(self, now: float) -> bool:
        """Is it time to keep an estimate to learn from? Passes the mark when it is."""
        waited = now - self.began
        marked = sum(waited >= mark for mark in MARKS_S)
        if self.first or marked > self.marked:
            self.first = False
            self.marked = marked
            return True
        return False


@dataclass
class Left:
    """Somebody who left, and when."""

    who: Followed
    at: float


@dataclass
class Leavers:
    """Everybody who left and is not settled, by type."""

    by_kind: dict[str, dict[ConversationId, Left]] = field(default_factory=dict)

    def put(self, who: Followed, now: float) -> None:
        self.by_kind.setdefault(who.kind, {})[who.conversation] = Left(who, now)

    def back(self, conversation: ConversationId) -> list[Followed]:
        """They came back: nobody will know how long they would have waited."""
        found = [kept.pop(conversation, None) for kept in self.by_kind.values()]
        return [one.who for one in found if one is not None]

    def overtaken(self, kind: str, rank: Rank) -> list[Followed]:
        """Somebody of this type at `rank` was taken: everybody ahead of them would have been."""
        left = self.by_kind.get(kind, {})
        found = [name for name, one in left.items() if one.who.rank < rank]
        return [left.pop(name).who for name in found]

    def served(self, kinds: Iterable[str]) -> list[Followed]:
        """Somebody could serve these types and has nobody to take."""
        found = (self.by_kind.pop(kind, {}) for kind in kinds if kind in self.by_kind)
        return [one.who for left in found for one in left.values()]

    def too_old(self, now: float) -> list[Followed]:
        """Left too long ago to be settled."""
        old = [
            (left, name)
            for left in self.by_kind.values()
            for name, one in left.items()
            if now - one.at > UNSETTLED_S
        ]
        return [left.pop(name).who for left, name in old]

    def __iter__(self) -> Iterator[Left]:
        return (one for left in self.by_kind.values() for one in left.values())


def read_back(told: Iterable[Told]) -> dict[ConversationId, list[Told]]:
    """Open estimates by conversation, oldest first."""
    found: dict[ConversationId, list[Told]] = {}
    for one in told:
        found.setdefault(one.conversation, []).append(one)
    return found


def range_told(low_s: int | None, high_s: int | None) -> Shown | None:
    """What somebody was told in seconds, if that is a range as it is shown; None otherwise."""
    low = None if low_s is None else low_s // MIN_S
    high = None if high_s is None else high_s // MIN_S
    if low is None or (high is not None and (high not in EDGES_MIN or high <= low)):
        return None
    return Shown(low, high)


def telling(
    who: Followed, wait: Wait, receipt: Receipt | None, now: float, at: datetime
) -> Telling:
    """What is kept of this estimate, with what the customer reads of it."""
    number = who.shown if who.grew < UNSURE else None
    high = number.high_min if number else None
    told = Told(
        who.conversation,
        who.handoff,
        who.team,
        at,
        who.place,
        wait.low_s,
        wait.median_s,
        wait.high_s,
        number.low_min * MIN_S if number else None,
        high * MIN_S if high is not None else None,
        max(0.0, now - who.began),
        grew=who.grew,
        receipt=receipt,
    )
    return Telling(told, now)
