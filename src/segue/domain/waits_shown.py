"""What a customer reads of an estimate: a range of whole minutes that keeps its word.

Edges are 0, 1, 2, 5, 10 and 20 minutes. The lower end is the largest edge at or under the 33 %
quantile, the upper end the smallest at or over the 80 % quantile; between the three known quantiles
ln(w + 10 s) is taken as linear. The upper end is sticky, because a number that flickers is not
believed: it falls when the high end is well under the next edge, otherwise by one edge at most, and
it rises only when the median has passed it.
"""

from __future__ import annotations

from math import exp, log

from segue.domain.value import Plain
from segue.domain.waits_curve import LEVELS
from segue.domain.waits_learning import OFFSET_S

EDGES_MIN = (0, 1, 2, 5, 10, 20)
LOWER, UPPER = 0.33, 0.80
"""The quantiles that are shown: such a range holds for 85 % of those served."""
WELL_UNDER = 0.9
NO_NUMBER_S = 3600.0
"""With a high end over an hour nothing honest can be said in minutes."""


class Wait(Plain, frozen=True, omit_defaults=False):
    """Seconds from now, in order: 10 %, 50 % and 90 % of such waits are shorter."""

    low_s: float
    median_s: float
    high_s: float

    def quantile(self, p: float) -> float:
        """Seconds that a share of `p` stays under; between .1 and .9, linear in ln(w + c)."""
        known = (self.low_s, self.median_s, self.high_s)
        i = 0 if p <= LEVELS[1] else 1
        below, above = log(known[i] + OFFSET_S), log(known[i + 1] + OFFSET_S)
        part = (p - LEVELS[i]) / (LEVELS[i + 1] - LEVELS[i])
        return max(exp(below + part * (above - below)) - OFFSET_S, 0.0)


class Shown(Plain, frozen=True, omit_defaults=False):
    """`low_min` to `high_min` minutes; without an upper end, more than `low_min`. `grew` when the
    upper end is worse than the one shown before, which has to be said aloud."""

    low_min: int
    high_min: int | None
    grew: bool = False


def shown(wait: Wait | None, previous: Shown | None = None) -> Shown | None:
    """The range to read, given the one that is on the screen. None: no honest number."""
    if wait is None or wait.high_s > NO_NUMBER_S:
        return None
    low = max(edge for edge in EDGES_MIN if edge * 60 <= wait.quantile(LOWER))
    upper = wait.quantile(UPPER)
    high = _smallest(upper)
    grew = False
    if previous is not None:
        high, grew = _sticky(high, upper, wait, previous.high_min)
    return Shown(min(low, _under(high)), high, grew)


def _smallest(seconds: float) -> int | None:
    return next((edge for edge in EDGES_MIN[1:] if edge * 60 >= seconds), None)


def _sticky(
    high: int | None, upper: float, wait: Wait, before: int | None
) -> tuple[int | None, bool]:
    """The upper end after `before`, and whether that is worse."""
    if before is None:
        return high, False
    if high is None or high > before:
        return (high, True) if wait.median_s > before * 60 else (before, False)
    if high < before and upper > WELL_UNDER * high * 60:
        one_less = EDGES_MIN[EDGES_MIN.index(before) - 1]
        return max(one_less, high), False
    return high, False


def _under(high: int | None) -> int:
    """The largest lower end that stays under this upper one."""
    return EDGES_MIN[-1] if high is None else EDGES_MIN[EDGES_MIN.index(high) - 1]
