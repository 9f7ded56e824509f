"""Estimates that were shown, how they turned out, and what was learned: as the shell needs them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from segue.domain.ids import ConversationId, HandoffId, TeamId
from segue.domain.value import Plain
from segue.domain.waits import Receipt


class Told(Plain, frozen=True):
    """One estimate of somebody's wait. Seconds are from `at` on.

    `shown_low_s` to `shown_high_s` is what they read; without the upper one "more than", without
    both no number. `how` is how it ended: served, left (the wait is what it would have been), or
    dropped (nobody knows); empty while it goes on.
    """

    conversation: ConversationId
    handoff: HandoffId
    team: TeamId
    at: datetime
    place: int
    low_s: float
    median_s: float
    high_s: float
    shown_low_s: int | None = None
    shown_high_s: int | None = None
    waited_s: float = 0.0
    wait_s: float | None = None
    how: str = ""
    grew: int = 0  # how often the shown wait had become longer by then
    receipt: Receipt | None = None  # what it teaches when it is settled
    id: int = 0  # 0: not kept yet


class Outcome(Plain, frozen=True):
    """How an estimate that is kept turned out."""

    id: int
    how: str  # served | left | dropped
    wait_s: float | None = None


class Tally(Plain, frozen=True):
    """All estimates of one team and day (in UTC) that ended in one way, summed. Only those that
    were shown as a number count."""

    team: TeamId
    day: str  # 2026-11-24
    how: str  # served | left | dropped, empty: not known yet
    shown: int
    covered: int = 0  # of them, with a wait between low and high
    below: int = 0
    above: int = 0
    held: int = 0  # with a wait within what was read
    error_s: float = 0.0  # sum of median minus wait
    pinball_s: float = 0.0  # sum of the mean pinball loss at 10, 50 and 90 %


class Estimates(Protocol):
    """Estimates, and what was learned of waits, by name."""

    async def keep_estimates(self, told: Sequence[Told]) -> list[int]:
        """Their ids, in order."""
        ...

    async def settle_estimates(self, outcomes: Sequence[Outcome]) -> None:
        """Say how they turned out. Unknown ids and those that ended before are left alone."""
        ...

    async def open_estimates(self) -> list[Told]:
        """Those whose end is not known, oldest first."""
        ...

    async def tally_estimates(self, since: datetime) -> list[Tally]:
        """By team, day and how they ended; of those that were told since then."""
        ...

    async def forget_estimates(self, before: datetime) -> int:
        """Delete those that were told before; says how many there were."""
        ...

    async def learned(self, name: str) -> bytes | None:
        """What was kept under this name last."""
        ...

    async def keep_learned(self, name: str, body: bytes, at: datetime) -> None: ...
