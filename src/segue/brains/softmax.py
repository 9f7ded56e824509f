"""Logistic regression over several classes, in numpy: small enough to be trained while one waits.

Accelerated gradient steps, bolder than the curvature promises to allow, with half the step whenever
one went too far, and a restart where the momentum points uphill. It needs no tuning and no library.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[Any]
_POWER_STEPS: Final = 12
_BOLD: Final = 16  # times the step that is safe for the worst direction there could be
_WORSE: Final = 1.02
_SMALL: Final = 1e-4  # a step that moves no weight by more than this was the last
_WARMTHS: Final = np.exp(np.linspace(np.log(0.2), np.log(5.0), 65))


def fit(
    x: Floats,
    y: NDArray[Any],
    classes: int,
    strength: float,
    steps: int,
    around: Floats | None = None,
) -> Floats:
    """Return weights of shape (columns, classes) for rows `x` of classes `y` (0 to classes - 1).

    `strength` is C, the inverse of the ridge, which pulls to `around` (zeros, if not given), where
    the steps begin, too. A constant, if wanted, is a column of ones.
    """
    home = np.zeros((x.shape[1], classes), dtype=np.float32) if around is None else around
    weights, ahead, good = home, home, home
    pace, lowest = 1.0, np.inf
    size = _BOLD / (0.5 * _curvature(x) + _BOLD / strength)
    rows = np.arange(len(y))
    for _ in range(steps):
        p, away = chances(x @ ahead), ahead - home
        unlikely = -np.log(np.maximum(p[rows, y], 1e-12)).sum()
        loss = float(unlikely + 0.5 / strength * (away**2).sum())
        if loss > lowest * _WORSE:
            size, pace, weights, ahead = size / 2, 1.0, good, good
            lowest = np.inf  # from here on; momentum had come this far
            continue
        lowest, good = min(lowest, loss), ahead
        p[rows, y] -= 1
        slope = x.T @ p + away / np.float32(strength)
        new = ahead - np.float32(size) * slope
        moved = new - weights
        if float((slope * moved).sum()) > 0:
            pace, ahead = 1.0, new
        else:
            faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
            ahead, pace = new + np.float32((pace - 1) / faster) * moved, faster
        weights = new
        if float(np.abs(moved).max()) < _SMALL:
            break
    return weights


def chances(scores: Any, warmth: float = 1.0) -> Floats:
    """Return the softmax of each row of `scores`, divided by `warmth` first."""
    z = np.asarray(scores, dtype=np.float32) / np.float32(warmth)
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    p: Floats = powers / powers.sum(axis=1, keepdims=True)
    return p


def temperature(scores: Floats, y: NDArray[Any]) -> float:
    """Return the warmth at which held-out `scores` make the truth `y` likeliest."""
    rows = np.arange(len(y))
    losses = [
        -float(np.log(np.maximum(chances(scores, float(t))[rows, y], 1e-9)).mean())
        for t in _WARMTHS
    ]
    return float(_WARMTHS[int(np.argmin(losses))])


def _curvature(x: Floats) -> float:
    """Return the largest eigenvalue of x'x, from below by power steps and a little more."""
    direction = np.ones(x.shape[1], dtype=np.float32)
    length = 1.0
    for _ in range(_POWER_STEPS):
        direction = x.T @ (x @ direction)
        length = float(np.linalg.norm(direction)) or 1.0
        direction /= length
    return 1.05 * length
