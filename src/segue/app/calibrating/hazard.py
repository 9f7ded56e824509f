"""The weights behind "will soon need a person", fitted to one's own handovers.

Logistic regression on the features of `domain.hazard`, one row a turn, pulled to the shipped
weights by a ridge; what is predicted is a handover within the next two turns of the customer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segue.app.calibrating.fitting import ece, floor, log_loss, sigmoid
from segue.app.decisions.readings import PolicyAt, Taken, steps
from segue.domain import events as e
from segue.domain.hazard import WEIGHTS, features
from segue.domain.ids import ConversationId
from segue.domain.value import Plain

FEWEST_HANDOVERS = 200
AHEAD = 2
RIDGE, ROUNDS, FOLDS = 4.0, 60, 5
NAMES = tuple(WEIGHTS)
Numbers = NDArray[np.float64]
Rows = tuple[list[list[float]], list[int]]


class HazardFit(Plain, frozen=True, omit_defaults=False):
    """Before (the weights that are live) and after, on conversations left out of the fit."""

    turns: int
    handovers: int
    weights: dict[str, float]
    log_loss_before: float
    log_loss_after: float
    ece_before: float
    ece_after: float
    ece_floor: float

    @property
    def helps(self) -> bool:
        """Are there handovers enough, and is it better where it has not looked?"""
        return self.handovers >= FEWEST_HANDOVERS and self.log_loss_after < self.log_loss_before


def rows_of(conversation: ConversationId, journal: Sequence[Taken], policy_at: PolicyAt) -> Rows:
    """Features of every turn that was read before a person came, and whether one came soon."""
    turns: list[tuple[int, list[float]]] = []
    said, handed = 0, None
    for step in steps(conversation, journal, policy_at):
        for reading in step.readings:
            if reading.kind == "heard" and handed is None:
                seen = features(reading.moment)
                turns.append((said, [seen[name] for name in NAMES]))
        for row in step.taken.rows:
            if isinstance(row.event, e.MessagePosted) and row.event.author == e.Author.CUSTOMER:
                said += 1
            if isinstance(row.event, e.HandoffRequested) and handed is None:
                handed = said
    soon = [int(handed is not None and at < handed <= at + AHEAD) for at, _ in turns]
    return [row for _, row in turns], soon


def fit_hazard(of_each: Sequence[Rows], live: dict[str, float] | None = None) -> HazardFit:
    """Fit to all turns, from the shipped weights; shown on conversations left out, five times,
    beside the weights that are `live`."""
    start = np.array([WEIGHTS[name] for name in NAMES])
    now = np.array([(live or WEIGHTS).get(name, 0.0) for name in NAMES])
    x, y = _stacked(of_each)
    left_out = np.zeros(len(y))
    sizes = [len(soon) for _, soon in of_each]
    group = np.repeat(np.arange(len(of_each)) % FOLDS, sizes) if of_each else np.zeros(0)
    for fold in range(FOLDS):
        out = group == fold
        weights = _solved(x[~out], y[~out], start)
        left_out[out] = sigmoid(x[out] @ weights)
    before = sigmoid(x @ now) if len(y) else left_out
    final = _solved(x, y, start)
    return HazardFit(
        turns=len(y),
        handovers=sum(any(soon) for _, soon in of_each),
        weights={name: round(float(value), 3) for name, value in zip(NAMES, final, strict=True)},
        log_loss_before=log_loss(before, y),
        log_loss_after=log_loss(left_out, y),
        ece_before=ece(before, y),
        ece_after=ece(left_out, y),
        ece_floor=floor(before),
    )


def _stacked(of_each: Sequence[Rows]) -> tuple[Numbers, Numbers]:
    rows = [row for some, _ in of_each for row in some]
    soon = [one for _, some in of_each for one in some]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES)), np.array(soon, float)


def _solved(x: Numbers, y: Numbers, start: Numbers) -> Numbers:
    at = start.copy()
    if len(y) == 0:
        return at
    for _ in range(ROUNDS):
        q = sigmoid(x @ at)
        gradient = x.T @ (q - y) + RIDGE * (at - start)
        hessian = (x * (q * (1 - q))[:, None]).T @ x + RIDGE * np.eye(len(at))
        step = np.linalg.solve(hessian, gradient)
        at = at - step
        if float(np.abs(step).max()) < 1e-8:  # noqa: PLR2004 - converged
            break
    return at
