"""How good answers were: did the range hold, and how far off was it?

Three readings of every figure. *served*: real waits of those who were served. *all*: those who left
as well, with the wait they would have had. *ipcw*: the served again, but each counted 1/G times,
where G is the chance that somebody like them stays for so long (Kaplan and Meier, by type, from
earlier days; at least .1): those who stayed speak for those who did not.

The loss is the mean of the pinball losses at 10, 50 and 90 %, in seconds: smaller is better, for
a range that is too narrow and for one that is too wide alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from segue.domain.value import Plain
from segue.simulating.baselines import NAMES, intervals, pinball
from segue.simulating.patience import Patience
from segue.simulating.telling import Estimated, Heard

LEAST_WEIGHT = 0.1
DRAWS = 1_000
SEED = 7
PLACES = ((1, "1"), (2, "2"), (4, "3-4"), (7, "5-7"), (10**9, "8 and more"))
DECILES = 10


class Figures(Plain, frozen=True, omit_defaults=False):
    """Of the estimates of one kind. Shares from 0 to 1, the rest seconds; None of nothing."""

    n: int = 0
    coverage: float | None = None  # low <= wait <= high
    below: float | None = None
    above: float | None = None
    pinball: float | None = None
    width: float | None = None  # median of high - low
    error: float | None = None  # mean of median - wait


class Readings(Plain, frozen=True, omit_defaults=False):
    """The three readings."""

    served: Figures
    all: Figures
    ipcw: Figures


class Group(Plain, frozen=True, omit_defaults=False):
    """One line of a table."""

    name: str
    served: Figures
    all: Figures


class Beside(Plain, frozen=True, omit_defaults=False):
    """One other way to answer, on the same estimates as ours."""

    name: str
    n: int
    point: float | None  # pinball of the number alone, served
    readings: Readings  # with an interval fitted on earlier days
    ours: Readings
    gain: float | None  # mean of its loss less ours, served
    gain_low: float | None  # 95 %, hours drawn as blocks
    gain_high: float | None


class Scores:
    """Arrays of the settled estimates of one moment (entry, or while waiting)."""

    def __init__(self, rows: Sequence[Estimated], weights: np.ndarray) -> None:
        self.rows = rows
        self.told = np.asarray([(one.low, one.median, one.high) for one in rows]).reshape(-1, 3)
        self.waits = np.asarray([one.wait for one in rows], dtype=float)
        self.served = np.asarray([one.served for one in rows], dtype=bool)
        self.weights = weights

    def readings(self, told: np.ndarray | None = None) -> Readings:
        """Of ours, or of what somebody else told for the same rows."""
        told = self.told if told is None else told
        served = self.served
        return Readings(
            figures(told[served], self.waits[served]),
            figures(told, self.waits),
            figures(told[served], self.waits[served], self.weights[served]),
        )

    def some(self, mask: np.ndarray) -> Scores:
        """A part of them."""
        rows = [row for row, keep in zip(self.rows, mask, strict=True) if keep]
        return Scores(rows, self.weights[mask])


def figures(told: np.ndarray, waits: np.ndarray, weights: np.ndarray | None = None) -> Figures:
    """Of estimates (n x 3) and the waits that came of them."""
    n = len(waits)
    if not n:
        return Figures()
    weights = np.ones(n) if weights is None else weights
    total = float(weights.sum())

    def mean(values: np.ndarray) -> float:
        return round(float((values * weights).sum()) / total, 4)

    below, above = waits < told[:, 0], waits > told[:, 2]
    return Figures(
        n,
        mean(~(below | above)),
        mean(below),
        mean(above),
        mean(pinball(told, waits)),
        round(float(np.median(told[:, 2] - told[:, 0])), 2),
        mean(told[:, 1] - waits),
    )


def settled(estimates: Sequence[Estimated], heard: Sequence[Heard], *, later: bool) -> Scores:
    """Those whose wait is known, at entry or `later`, with their weights."""
    rows = [one for one in estimates if one.wait is not None and (one.elapsed > 0) == later]
    return Scores(rows, _weights(rows, heard))


def _weights(rows: Sequence[Estimated], heard: Sequence[Heard]) -> np.ndarray:
    """1/G for those served; 1 for the others."""
    of_day: dict[tuple[int, str], Patience] = {}
    weights = np.ones(len(rows))
    for i, row in enumerate(rows):
        if not row.served or row.wait is None:
            continue
        known = (row.day, row.type)
        if known not in of_day:
            of_day[known] = Patience(
                (one.waited, not one.served)
                for one in heard
                if one.day < row.day and one.type == row.type
            )
        stays = of_day[known]
        share = stays.staying(row.elapsed + row.wait) / max(stays.staying(row.elapsed), 1e-9)
        weights[i] = 1 / max(share, LEAST_WEIGHT)
    return weights


def on_days(scores: Scores, days: frozenset[int]) -> Scores:
    return scores.some(np.asarray([row.day in days for row in scores.rows], dtype=bool))


# --- tables --------------------------------------------------------------------------------------


def table(scores: Scores, name: Callable[[Estimated], Hashable]) -> tuple[Group, ...]:
    """By anything, in its order."""
    names = [name(row) for row in scores.rows]
    found = []
    for one in sorted(set(names), key=lambda each: (str(type(each)), each)):
        part = scores.some(np.asarray([each == one for each in names], dtype=bool)).readings()
        found.append(Group(str(one), part.served, part.all))
    return tuple(found)


def by_place(scores: Scores) -> tuple[Group, ...]:
    order = {label: at for at, (_, label) in enumerate(PLACES)}
    found = table(scores, lambda row: next(label for most, label in PLACES if row.place <= most))
    return tuple(sorted(found, key=lambda one: order[one.name]))


def by_decile(scores: Scores) -> tuple[Group, ...]:
    """Ten groups of the same size by what was told, the shortest first."""
    if len(scores.rows) < DECILES:
        return ()
    medians = scores.told[:, 1]
    edges = np.quantile(medians, np.arange(1, DECILES) / DECILES)
    which = np.searchsorted(edges, medians, side="right")
    found = []
    for one in range(DECILES):
        inside = which == one
        if not inside.any():
            continue
        part = scores.some(inside)
        low, high = part.told[:, 1].min(), part.told[:, 1].max()
        readings = part.readings()
        found.append(Group(f"{low:.0f}-{high:.0f} s", readings.served, readings.all))
    return tuple(found)


# --- beside others -------------------------------------------------------------------------------


def beside(scores: Scores, every: Sequence[Estimated]) -> tuple[Beside, ...]:
    """The baselines on the same estimates; `every` holds those of earlier days, too."""
    return tuple(_beside(scores, every, which, name) for which, name in enumerate(NAMES))


def _beside(scores: Scores, every: Sequence[Estimated], which: int, name: str) -> Beside:
    told = intervals(scores.rows, every, which)
    fitted = ~np.isnan(told).any(axis=1)
    part, told = scores.some(fitted), told[fitted]
    served = part.served
    points = np.asarray([row.points[which] for row in part.rows], dtype=float)
    alone = pinball(np.repeat(points[:, None], 3, axis=1), part.waits)
    gains = (pinball(told, part.waits) - pinball(part.told, part.waits))[served]
    hours = np.asarray([row.day * 24 + row.hour for row in part.rows], dtype=int)[served]
    gain = blocks(gains, hours)
    return Beside(
        name,
        int(served.sum()),
        round(float(alone[served].mean()), 4) if served.any() else None,
        part.readings(told),
        part.readings(),
        *gain,
    )


def blocks(values: np.ndarray, of: np.ndarray) -> tuple[float | None, float | None, float | None]:
    """The mean and its 95 % interval, whole blocks drawn with replacement from a fixed seed."""
    if not len(values):
        return None, None, None
    names, where = np.unique(of, return_inverse=True)
    sums, counts = np.bincount(where, weights=values), np.bincount(where)
    drawn = np.random.default_rng(SEED).integers(0, len(names), (DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return round(float(values.mean()), 3), round(float(low), 3), round(float(high), 3)
