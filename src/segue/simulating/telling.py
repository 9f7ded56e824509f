"""What one customer in the line was told, and whether it held."""

from __future__ import annotations

from dataclasses import dataclass, field

from segue.domain.waits import Receipt, Shown, Wait, Waiting, shown
from segue.simulating.calls import Call

MOST_GROWTH = 2
"""A number that has grown so often is not shown any more."""


@dataclass(slots=True)
class Estimated:
    """One estimate, and the wait from there on when it is known. Seconds."""

    line: int  # of the call
    day: int
    clock: float  # when it was told, in seconds after midnight
    type: str
    place: int
    elapsed: float  # 0 at entry; 30, 60 ... while waiting
    low: float
    median: float
    high: float
    points: tuple[float, ...]  # what other products would have said
    wait: float | None = None
    served: bool = False  # else settled: the wait that somebody who left would have had

    @property
    def hour(self) -> int:
        return int(self.clock // 3600)


@dataclass(slots=True)
class Heard:
    """What came of one customer's wait: a line of the output."""

    line: int
    day: int
    type: str
    place: int
    estimate: Wait | None
    first: Shown | None  # the range shown when they joined
    waited: float = 0.0
    served: bool = False
    settled: float | None = None
    grew: int = 0
    outlived: bool | None = None  # did the wait outlive the first promise?
    refreshes: int = 0
    held: int = 0  # of them, the range that was on the screen held


@dataclass(slots=True)
class Told:
    """Somebody in the line, or somebody who left it and whose wait is not settled yet."""

    call: Call
    key: tuple[float, int]
    waiting: Waiting
    heard: Heard
    receipts: list[tuple[float, Receipt, Estimated]] = field(default_factory=list)
    shown: Shown | None = None
    promised: float | None = None  # the first promise, as a time of the clock
    seen: list[tuple[float, Shown]] = field(default_factory=list)

    def refreshed(self, now: float, wait: Wait | None) -> None:
        """The range on the screen after a new estimate: sticky, and silent after growing twice."""
        if self.heard.grew >= MOST_GROWTH:
            return
        self.shown = shown(wait, self.shown)
        if self.shown is None:
            return
        if self.shown.grew:
            self.heard.grew += 1
            if self.heard.grew >= MOST_GROWTH:
                self.shown = None
                return
        self.seen.append((now, self.shown))

    def entered(self, now: float, wait: Wait | None) -> None:
        """The first estimate; its upper end is the promise that they remember."""
        self.refreshed(now, wait)
        self.heard.estimate, self.heard.first = wait, self.shown
        if self.shown is not None and self.shown.high_min is not None:
            self.promised = now + 60.0 * self.shown.high_min

    def settled(self, now: float, *, served: bool) -> None:
        """It is known when their turn came, or would have come."""
        heard = self.heard
        heard.settled = now - self.call.joined
        heard.served = served
        if self.promised is not None:
            heard.outlived = now > self.promised
        heard.refreshes = len(self.seen)
        heard.held = sum(holds(range_, now - at) for at, range_ in self.seen)
        self.seen.clear()


def holds(range_: Shown, wait: float) -> bool:
    """Was the wait as long as the range said?"""
    high = range_.high_min
    return range_.low_min * 60 <= wait and (high is None or wait <= high * 60)
