"""Figures with their intervals, as every benchmark of judging and answering tells them.

Shares have Wilson intervals, everything else a bootstrap with a fixed seed; both 95 %. A figure is
`{"value", "low", "high", "n"}`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[Any]
Figure: TypeAlias = dict[str, float]
DRAWS = 1_000
SEED = 7
_Z = 1.959964
_BINS = 15


def share(hits: int, n: int) -> Figure:
    """Return a share with its Wilson interval."""
    if not n:
        return {"value": math.nan, "low": math.nan, "high": math.nan, "n": 0}
    p = hits / n
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n))
    return figure(p, max(0.0, middle - half), min(1.0, middle + half), n)


def share_of(right: NDArray[np.bool_]) -> Figure:
    return share(int(right.sum()), len(right))


def bootstrap(
    of: Callable[[NDArray[np.intp]], float], n: int, draws: int = DRAWS, groups: Any = None
) -> Figure:
    """Return `of(rows)` with its interval over resampled rows; whole groups, if any are given."""
    chance = np.random.default_rng(SEED)
    everything = np.arange(n)
    if groups is None:
        drawn = (chance.integers(0, n, n) for _ in range(draws))
    else:
        members = [np.flatnonzero(groups == one) for one in np.unique(groups)]
        size = len(members)
        drawn = (
            np.concatenate([members[one] for one in chance.integers(0, size, size)])
            for _ in range(draws)
        )
    found = [of(rows) for rows in drawn]
    low, high = np.nanquantile(found, [0.025, 0.975])
    return figure(of(everything), float(low), float(high), n)


def auroc(scores: Floats, yes: NDArray[np.bool_]) -> float:
    """Return the chance that a positive scores above a negative; ties count half."""
    low, high = np.sort(scores[~yes]), scores[yes]
    if not len(low) or not len(high):
        return math.nan
    below = (np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")) / 2
    return float(below.mean() / len(low))


def auroc_figure(scores: Any, yes: Any, groups: Any = None) -> Figure:
    scores, yes = np.asarray(scores, dtype=float), np.asarray(yes, dtype=bool)
    return bootstrap(lambda rows: auroc(scores[rows], yes[rows]), len(yes), groups=groups)


def calibration_error(p: Floats, right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over 15 equal bins."""
    bins = np.minimum((p * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for one in range(_BINS):
        inside = bins == one
        if inside.any():
            error += abs(float(p[inside].mean() - right[inside].mean())) * float(inside.mean())
    return error


def calibration_figure(p: Any, right: Any) -> Figure:
    """Return the calibration error, its interval, and the floor: what a perfect forecaster shows.

    The floor is the mean error of forecasts `p` whose outcomes are drawn from `p` itself.
    """
    p, right = np.asarray(p, dtype=float), np.asarray(right, dtype=bool)
    found = bootstrap(lambda rows: calibration_error(p[rows], right[rows]), len(p), 300)
    chance = np.random.default_rng(SEED)
    floor = [calibration_error(p, chance.random(len(p)) < p) for _ in range(300)]
    return {**found, "floor": round(float(np.mean(floor)), 4)}


def figure(value: float, low: float, high: float, n: int) -> Figure:
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4), "n": n}
