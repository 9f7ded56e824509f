"""Two numbers a signal: p' = sigmoid(shift + slope x logit p), Platt (1999); prior at (0, 1).

Under two hundred labels the prior is narrow: fifty labels can show that a score is badly off, not
that it is a little off. What is shown is measured on labels that were left out of the fit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segue.app.calibrating.labelling import Label
from segue.domain.policy import Calibration
from segue.domain.value import Plain

FEWEST = 50
MANY = 200
NARROW, WIDE = 0.2, 1.0  # standard deviations of the prior
FOLDS, STEPS, BINS = 5, 50, 10
EDGE = 1e-4
Numbers = NDArray[np.float64]


class Fit(Plain, frozen=True, omit_defaults=False):
    """Before and after, on labels left out of the fit. `ece_floor` is what a perfect forecaster
    would show at this size: no improvement below it can be told from luck. `gain_error` is the
    standard error of the gain in log loss, label by label."""

    signal: str
    labels: int
    of_them_true: int
    shift: float
    slope: float
    log_loss_before: float
    log_loss_after: float
    ece_before: float
    ece_after: float
    ece_floor: float
    gain_error: float = 0.0

    @property
    def enough(self) -> bool:
        """Are there labels enough, of both kinds?"""
        return self.labels >= FEWEST and 0 < self.of_them_true < self.labels

    @property
    def helps(self) -> bool:
        """Is it better on labels that it has not seen, by more than chance plays?"""
        gain = self.log_loss_before - self.log_loss_after
        return self.enough and gain > max(0.0, self.gain_error)

    def calibration(self) -> Calibration:
        """What the policy keeps of it."""
        return Calibration(self.signal, round(self.shift, 4), round(self.slope, 4), self.labels)


def fit(signal: str, labels: Sequence[Label], live: Calibration | None = None) -> Fit:
    """Fit to the labels of this signal; of none, a fit that changes nothing. "Before" is what is
    `live` now: the score as it is, or as it was calibrated earlier."""
    own = [one for one in labels if one.signal == signal]
    p = np.clip(np.array([one.p for one in own], dtype=np.float64), EDGE, 1 - EDGE)
    y = np.array([one.y for one in own], dtype=np.float64)
    shift, slope = solve(p, y)
    left_out = _left_out(p, y)
    now = live or Calibration(signal)
    before = np.array([now.applied(float(one)) for one in p], dtype=np.float64)
    return Fit(
        signal=signal,
        labels=len(own),
        of_them_true=int(y.sum()),
        shift=shift,
        slope=slope,
        log_loss_before=log_loss(before, y),
        log_loss_after=log_loss(left_out, y),
        ece_before=ece(before, y),
        ece_after=ece(left_out, y),
        ece_floor=floor(before),
        gain_error=_error(losses(before, y) - losses(left_out, y)),
    )


def solve(p: Numbers, y: Numbers) -> tuple[float, float]:
    """Newton's method on the penalised log likelihood; convex, so that it always ends."""
    at = np.array([0.0, 1.0])
    if len(p) == 0:
        return 0.0, 1.0
    x = np.stack([np.ones_like(p), _logit(p)], axis=1)
    precision = 1 / (NARROW if len(p) < MANY else WIDE) ** 2
    for _ in range(STEPS):
        q = sigmoid(x @ at)
        gradient = x.T @ (q - y) + precision * (at - np.array([0.0, 1.0]))
        hessian = (x * (q * (1 - q))[:, None]).T @ x + precision * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        at = at - step
        if float(np.abs(step).max()) < 1e-9:  # noqa: PLR2004 - converged
            break
    return float(at[0]), max(0.05, float(at[1]))


def _left_out(p: Numbers, y: Numbers) -> Numbers:
    """Each label scored by a fit that has not seen it."""
    scored = p.copy()
    for fold in range(FOLDS):
        out = np.arange(len(p)) % FOLDS == fold
        shift, slope = solve(p[~out], y[~out])
        scored[out] = sigmoid(shift + slope * _logit(p[out]))
    return scored


def losses(p: Numbers, y: Numbers) -> Numbers:
    """Log loss of each, in nats."""
    q = np.clip(p, EDGE, 1 - EDGE)
    return -(y * np.log(q) + (1 - y) * np.log(1 - q))


def log_loss(p: Numbers, y: Numbers) -> float:
    """Mean, in nats; 0 of nothing."""
    return round(float(losses(p, y).mean()), 4) if len(p) else 0.0


def _error(gains: Numbers) -> float:
    """The standard error of a mean."""
    return round(float(gains.std(ddof=1) / np.sqrt(len(gains))), 4) if len(gains) > 1 else 0.0


def ece(p: Numbers, y: Numbers) -> float:
    """Expected calibration error in ten equal bins (Guo et al. 2017)."""
    if len(p) == 0:
        return 0.0
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    off = [abs(float(y[bins == n].sum() - p[bins == n].sum())) for n in range(BINS)]
    return round(sum(off) / len(p), 4)


def floor(p: Numbers, draws: int = 200) -> float:
    """The mean ECE of outcomes drawn from the scores themselves, with a fixed seed."""
    if len(p) == 0:
        return 0.0
    dice = np.random.default_rng(7)
    return round(
        float(
            np.mean([ece(p, (dice.random(len(p)) < p).astype(np.float64)) for _ in range(draws)])
        ),
        4,
    )


def _logit(p: Numbers) -> Numbers:
    return np.log(p / (1 - p))


def sigmoid(x: Numbers) -> Numbers:
    """The logistic function, safe at both ends."""
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))
