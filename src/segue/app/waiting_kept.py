"""Estimates on their way to the store, their outcomes, and how good they were so far.

Nothing here waits for the disk: what is told and settled is gathered, and written between two
rounds of estimates. What cannot be written stays for the next time, as far as there is room.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from msgspec.structs import replace

from segue.app.ports_waits import Estimates, Outcome, Told
from segue.app.waiting_followed import Telling
from segue.domain.waits_curve import LEVELS

MOST = 20_000
"""Estimates that wait for a store that is away; of more the oldest are given up."""
AT_ONCE = 500


@dataclass
class Counted:
    """Since this process began: estimates that were shown as a number, and how they turned out."""

    shown: int = 0
    settled: int = 0
    covered: int = 0
    pinball_s: float = 0.0


@dataclass
class Keeping:
    """Only what somebody of this process looked at is written by it."""

    store: Estimates
    counted: Counted = field(default_factory=Counted)
    _new: deque[Telling] = field(default_factory=lambda: deque(maxlen=MOST))
    _ended: deque[Outcome] = field(default_factory=lambda: deque(maxlen=MOST))

    def tell(self, one: Telling) -> None:
        """Keep this one."""
        self._new.append(one)
        one.waits = True
        self.counted.shown += one.told.shown_low_s is not None

    def settle(self, one: Telling, how: str, wait_s: float | None) -> None:
        """It is over."""
        one.told = replace(one.told, how=how, wait_s=wait_s)
        if one.id:
            self._ended.append(Outcome(one.id, how, wait_s))
        elif not one.waits:
            return
        if wait_s is not None and one.told.shown_low_s is not None:
            self.counted.settled += 1
            self.counted.covered += one.told.low_s <= wait_s <= one.told.high_s
            self.counted.pinball_s += pinball(one.told, wait_s)

    async def write(self) -> None:
        """Everything that was gathered. Raises `StoreUnavailable`; nothing is lost by that."""
        while self._new:
            some = [self._new[n] for n in range(min(AT_ONCE, len(self._new)))]
            as_they_are = [one.told for one in some]
            ids = await self.store.keep_estimates(as_they_are)
            for one, told, number in zip(some, as_they_are, ids, strict=True):
                one.id, one.waits = number, False
                if one.told.how != told.how:  # it ended while it was written
                    self._ended.append(Outcome(number, one.told.how, one.told.wait_s))
            for _ in some:
                self._new.popleft()
        while self._ended:
            outcomes = [self._ended[n] for n in range(min(AT_ONCE, len(self._ended)))]
            await self.store.settle_estimates(outcomes)
            for _ in outcomes:
                self._ended.popleft()


def pinball(told: Told, wait_s: float) -> float:
    """Mean pinball loss of one estimate at 10, 50 and 90 %, in seconds."""
    quantiles = zip(LEVELS, (told.low_s, told.median_s, told.high_s), strict=True)
    return sum(max(p * (wait_s - q), (p - 1) * (wait_s - q)) for p, q in quantiles) / len(LEVELS)
