"""How long will I wait? An interval, learned from the installation's own waits; or no number.

Three layers, each of which works without the next: a curve of the places that will have come free
(`waits_curve`), the place among those who compete for the same agents (here), and what the
installation's own waits have taught (`waits_learning`). What is shown of it to a customer, and how
it keeps its word, is in `waits_shown`.

The k-th place that comes free is mine, where k counts each person ahead of me by how much they
compete for my agents, and by the chance that they have not left by then:

    k = 1 + sum_{j ahead} o_j exp(-T_j / patience(type_j)) + rate_hi max(head - waited, 0)/2
    o_j = sum_a w_a(y_j) w_a(y_i) n_a / sum_a w_a(y_i) n_a           n_a = places of agent a
    T_j = (sum of o before j + o_j/2) (mean + gap) / sum_a w_a(y_i) n_a

the last term of k only for somebody without a head start of their own, who may still be overtaken.
With q_p from the curve, b and theta learned, and off the learned quantiles of the residual:

    lb = ln(q50 + c);  spread = clip(ln((q90+c)/(q10+c))/2.563, .25, 1.5);  sc = (spread + .75)/2
    x  = [1, lb - ln 100, ln k - 1, ln(1 + waited/60), priority?, first in line?]
    mu = lb + b[type] + theta.x
    low, median, high = exp(mu + sc off) - c, at least 0 and at least what those ahead were told

One curve per event serves the whole line: a running (k, sum of o) for each type and one walk.
Pure: no clock, no I/O. Times are seconds on any one clock of the caller's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import exp, log
from typing import NamedTuple

from segue.domain.value import Plain
from segue.domain.waits_curve import (
    GRID,
    NORMAL,
    AtWork,
    Constants,
    Curve,
    freed,
    gamma_quantile,
    time_until,
)
from segue.domain.waits_learning import OFFSET_S, History, Receipt
from segue.domain.waits_shown import Shown, Wait, shown

__all__ = (
    "AtWork",
    "Constants",
    "Estimate",
    "History",
    "Receipt",
    "Shown",
    "Wait",
    "Waiting",
    "estimate",
    "estimate_line",
    "estimates",
    "shown",
)

PRIORITY = 2
"""From this priority on somebody has a head start and is not overtaken."""
NEAREST = 0.25
FARTHEST = 1.5
"""Spread of the curve in ln(wait)."""
LARGEST = 20.0
"""exp() of more is no wait but a mistake."""
BUCKETS = (1.5, 3.0, 6.0)
LATER = len(BUCKETS) + 1
ENTERED_S = 15.0
"""Who has waited for longer is not coming in any more: what is left of their wait is distributed
differently, so that it has buckets of its own."""
NOBODY = 1e-9
WIDTH = 2.563
"""Standard deviations from the low to the high quantile of a normal distribution."""


class Waiting(Plain, frozen=True):
    """Somebody in the line. The serving order is the caller's: the order of the sequence.

    `type` says who may serve them. `group` is whose waits they are like, for what is learned: a
    team's, where a type is that team and a skill. None is their type's own.
    """

    id: str
    type: str
    priority: int
    joined: float
    group: str = ""


class Estimate(NamedTuple):
    """A wait from now, and what to settle it by when its length is known."""

    wait: Wait
    receipt: Receipt


def estimate(
    line: Sequence[Waiting], agents: Sequence[AtWork], history: History, now: float
) -> Wait | None:
    """For the last of `line`; None when nobody at work may serve them."""
    if not line:
        return None
    last = line[-1].id
    found = estimate_line(line, agents, history, now, only=(last,))[last]
    return found.wait if found else None


def estimate_line(
    line: Sequence[Waiting],
    agents: Sequence[AtWork],
    history: History,
    now: float,
    *,
    only: Collection[str] | None = None,
    newcomers: Sequence[Waiting] = (),
) -> dict[str, Estimate | None]:
    """For everybody in `line`, or `only` for some; None for whom nobody at work may serve.

    `newcomers` are not there yet: each is estimated as if they came now, alone, behind the line.
    """
    found = estimates(line, agents, history, now, only=only, newcomers=newcomers)
    return dict(pair for pair in found if pair is not None)


def estimates(
    line: Sequence[Waiting],
    agents: Sequence[AtWork],
    history: History,
    now: float,
    *,
    only: Collection[str] | None = None,
    newcomers: Sequence[Waiting] = (),
) -> Iterator[tuple[str, Estimate | None] | None]:
    """The same bit by bit: yields None now and then, where a caller with other duties may rest."""
    wanted = None if only is None else frozenset(only)
    supply = _Supply(line, newcomers, history, wanted)
    for agent in agents:
        supply.add(agent, now)
        yield None
    supply.close()
    walk = _Walk(supply, history, now)
    for at, one in enumerate(line):
        if wanted is None or one.id in wanted:
            yield one.id, walk.told(one, first=at == 0)
        else:
            yield None
        walk.past(one)
    for one in newcomers:
        yield one.id, walk.told(one, first=not line)


class _Walk:
    """Along the line from the front, counting for each type the places that were taken."""

    def __init__(self, supply: _Supply, history: History, now: float) -> None:
        self.supply, self.history, self.now = supply, history, now
        self.rate = history.overtaking_rate(now)
        self.nearest: dict[str, Wait] = {}

    def told(self, one: Waiting, *, first: bool) -> Estimate | None:
        """The estimate for whoever stands here; None when nobody at work may serve them."""
        mine = self.supply.types.get(one.type)
        if mine is None or mine.curve is None:
            return None
        waited, k = self.now - one.joined, mine.k
        if one.priority < PRIORITY:
            k += self.rate * max(self.history.constants.head_start_s - waited, 0.0) * 0.5
        found = _estimate(one, k, mine.curve, self.history, max(waited, 0.0), first=first)
        wait = _at_least(found.wait, self.nearest.get(one.type))
        self.nearest[one.type] = wait
        return Estimate(wait, found.receipt)

    def past(self, one: Waiting) -> None:
        """They stand ahead of everybody behind, unless they leave before it is their turn."""
        mine = self.supply.types[one.type]
        for rival, share in mine.rivals:
            leaving = (rival.before + 0.5 * share) * rival.pace
            rival.k += share * exp(-leaving / mine.patience_s)
            rival.before += share


def _at_least(wait: Wait, floor: Wait | None) -> Wait:
    """Nobody is told less than somebody of their type ahead of them."""
    if floor is None:
        return wait
    return Wait(
        max(wait.low_s, floor.low_s),
        max(wait.median_s, floor.median_s),
        max(wait.high_s, floor.high_s),
    )


def _estimate(
    one: Waiting, k: float, curve: Curve, history: History, waited: float, *, first: bool
) -> Estimate:
    """The wait at place `k` of this curve, as the history corrects it."""
    low, median, high = (time_until(curve, gamma_quantile(k, z)) for z in NORMAL)
    group = one.group or one.type
    log_curve = log(median + OFFSET_S)
    x = (
        1.0,
        log_curve - log(100.0),
        log(k) - 1,
        log(1 + waited / 60),
        1.0 if one.priority >= PRIORITY else 0.0,
        1.0 if first else 0.0,
    )
    centre = log_curve + history.correction(group, x)
    spread = log((high + OFFSET_S) / (low + OFFSET_S)) / WIDTH
    scale = 0.5 * min(FARTHEST, max(NEAREST, spread)) + 0.5 * history.constants.spread
    bucket = sum(k >= edge for edge in BUCKETS)
    if history.constants.apart and waited >= ENTERED_S:
        bucket += LATER
    wait = Wait(
        *(
            max(0.0, exp(min(centre + scale * off, LARGEST)) - OFFSET_S)
            for off in history.quantiles(group, bucket)
        )
    )
    weight = 1.0 if waited < 1 else 0.5
    return Estimate(wait, Receipt(x, group, log_curve, centre, scale, bucket, weight))


class _Type:
    """What the line is for one type: its curve, and how far the walk has come."""

    __slots__ = ("before", "curve", "k", "pace", "patience_s", "places", "rivals")

    def __init__(self, patience_s: float) -> None:
        self.patience_s = patience_s
        self.places = 0.0
        self.curve: Curve | None = None
        self.k, self.before, self.pace = 1.0, 0.0, 0.0
        self.rivals: list[tuple[_Type, float]] = []
        """Types whose agents somebody of this type needs too, and how much of them."""


class _Supply:
    """The agents' curves summed by type, and which types compete."""

    def __init__(
        self,
        line: Sequence[Waiting],
        newcomers: Sequence[Waiting],
        history: History,
        wanted: frozenset[str] | None,
    ) -> None:
        self.history = history
        groups = {one.type: one.group or one.type for one in (*newcomers, *line)}
        self.types = {name: _Type(history.patience_s(groups[name])) for name in groups}
        self.needed = {one.type for one in line if wanted is None or one.id in wanted}
        self.needed.update(one.type for one in newcomers)
        self.shared: dict[tuple[str, str], float] = {}
        self.seconds = self.count = 0.0

    def add(self, agent: AtWork, now: float) -> None:
        """One more agent."""
        places, mean_s = agent.places, self.history.mean_s(agent.id)
        self.seconds += mean_s * places
        self.count += places
        able = [(name, w) for name, w in agent.weight.items() if w > 0 and name in self.types]
        if not able or not places:
            return
        curve = freed(agent, mean_s, now, self.history.constants)
        for name, weight in able:
            kind = self.types[name]
            kind.places += weight * places
            if name in self.needed:
                kind.curve = kind.curve or [0.0] * len(GRID)
                for i, here in enumerate(curve):
                    kind.curve[i] += weight * here
            for other, theirs in able:
                pair = (name, other)
                self.shared[pair] = self.shared.get(pair, 0.0) + weight * theirs * places

    def close(self) -> None:
        """All agents are in: who competes with whom, and how fast places come."""
        mean = self.seconds / max(self.count, 1) + self.history.constants.gap_s
        for kind in self.types.values():
            if kind.places <= NOBODY:
                kind.curve = None
            else:
                kind.pace = mean / kind.places
        for (mine, theirs), shared in self.shared.items():
            kind = self.types[mine]
            if kind.curve is not None:
                self.types[theirs].rivals.append((kind, shared / kind.places))
