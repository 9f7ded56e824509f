"""How good the estimates were, over days: the figures of a page and of every report.

Coverage is judged on those who were served. Those who left are settled with the wait that they
would have had, and told besides: that is the promise which customers read (`waits` in the domain).
"""

from __future__ import annotations

from collections.abc import Iterable

from segue.app.ports_waits import Tally
from segue.domain.value import Plain

SERVED = ("served",)
SETTLED = ("served", "left")


class Figures(Plain, frozen=True, omit_defaults=False):
    """`coverage` is the share of waits between low and high (80 % are meant to be), `below` and
    `above` the shares outside; `held` the share within what was read. `bias_s` is the mean of
    median minus wait (more than 0: too careful), `pinball_s` the mean loss at 10, 50 and 90 %."""

    shown: int = 0
    settled: int = 0
    coverage: float | None = None
    below: float | None = None
    above: float | None = None
    bias_s: float | None = None
    pinball_s: float | None = None
    held: float | None = None


def figures(tallies: Iterable[Tally], ends: tuple[str, ...] = SERVED) -> Figures:
    """Of all estimates that were shown; the shares are of those that ended in one of `ends`."""
    every = list(tallies)
    known = [one for one in every if one.how in ends]
    shown, settled = sum(one.shown for one in every), sum(one.shown for one in known)
    if not settled:
        return Figures(shown)
    return Figures(
        shown=shown,
        settled=settled,
        coverage=round(sum(one.covered for one in known) / settled, 4),
        below=round(sum(one.below for one in known) / settled, 4),
        above=round(sum(one.above for one in known) / settled, 4),
        bias_s=round(sum(one.error_s for one in known) / settled, 2),
        pinball_s=round(sum(one.pinball_s for one in known) / settled, 2),
        held=round(sum(one.held for one in known) / settled, 4),
    )
