"""Makes scores mean what they say, from one's own conversations.

labelling.py   what verdicts, answers to offers and outcomes say about scores
fitting.py     two numbers a signal (Platt 1999) with a prior that says "no change"
hazard.py      the visible weights behind "will soon need a person"

A calibration is part of the policy: it is published as a version, stands beside every decision, and
is undone by going back. Kept signals stay raw.
"""

from __future__ import annotations

from segue.app.calibrating.fitting import FEWEST, Fit, fit
from segue.app.calibrating.hazard import FEWEST_HANDOVERS, HazardFit, fit_hazard
from segue.app.calibrating.labelling import SIGNALS, Label, labels_of

__all__ = [
    "FEWEST",
    "FEWEST_HANDOVERS",
    "SIGNALS",
    "Fit",
    "HazardFit",
    "Label",
    "fit",
    "fit_hazard",
    "labels_of",
]
