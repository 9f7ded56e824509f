"""How likely the next two turns need a person: the number behind "stand by".

A discrete-time hazard, h = sigmoid(bias + sum of weight x feature) (Singer and Willett 1993, "It's
About Time"), over features that everybody may look at. The weights that ship are a judgement, not a
measurement: one miss or one repeated question should warn, two should be past warning. They can be
fitted to one's own handovers (`segue calibrate --hazard`), from two hundred of them on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.domain.rules.moments import Moment

WEIGHTS: dict[str, float] = {
    "bias": -3.0,
    "wants_person": 3.0,
    "declined": -1.5,
    "urgent": 2.5,
    "unsure": 1.2,
    "repeats": 2.0,
    "misses": 2.2,
    "frustration": 2.0,
    "turns": 0.08,
}
"""One number a feature. Features are 0 to 1, but for `misses` and `turns`, which count (to 10)."""

MOST = 10.0


def features(moment: Moment) -> dict[str, float]:
    """The features at this moment; what is not known counts as nothing."""
    turn = moment.turn
    signals = turn.signals
    frustration = [one.signals.frustration or 0.0 for one in moment.turns[-3:]] or [0.0]
    unsure = 0.0 if turn.confidence is None else 1 - turn.confidence
    return {
        "bias": 1.0,
        "wants_person": signals.wants_person or 0.0,
        "declined": float(signals.declined),
        "urgent": float(bool(signals.urgency)),
        "unsure": unsure,
        "repeats": signals.repeats or 0.0,
        "misses": min(MOST, moment.misses),
        "frustration": sum(frustration) / len(frustration) if moment.mood else 0.0,
        "turns": min(MOST, moment.was.turns_now),
    }


def hazard(moment: Moment) -> float:
    """The chance, 0 to 1."""
    weights = dict(moment.hazard) or WEIGHTS
    score = sum(weights.get(name, 0.0) * value for name, value in features(moment).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
