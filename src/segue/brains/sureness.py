"""What scores mean: probabilities from likenesses, for pages with few examples.

Three numbers say how sure an answer is, each a logistic curve of the best score and of its *lead*
over the mean of the next four, or a softmax:

- *answerable*: that the pages hold an answer at all,
- *among*: that the right page is one of the first four,
- each page's *share*: which of the four it is. Two pages that score alike share the chance, so
  that what stands on two pages is never a coin toss that looks like knowledge.

A page's confidence is *among* times its share. *among* is about questions of which one in ten has
no answer, *answerable* about questions of which nearly half have none. The curves were fitted on
StackFAQ and on the half `tune` of the project's own questions (`benchmarks/answers.py --fit`).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from segue.brains.index import Scores

FIRST: Final = 4  # pages that share the chance
NEXT: Final = 4  # the lead is measured over the mean of this many runners-up
_ALONE: Final = 0.1  # the lead where there is only one page

ANSWERABLE: Final = (-4.65, 4.87, 10.14)
AMONG: Final = (-2.74, 4.60, 11.93)
SHARPNESS: Final = 31.0


def lead_of(ranked: Scores) -> float:
    """Return how far the best of falling scores is before the next few."""
    return float(ranked[0] - ranked[1 : 1 + NEXT].mean()) if len(ranked) > 1 else _ALONE


def answerable(ranked: Scores) -> float:
    """Return the chance that any page answers, from falling scores."""
    return _chance(ANSWERABLE, ranked)


def confidences(ranked: Scores) -> tuple[float, ...]:
    """Return the chance of each of the first few pages to be the right one."""
    first = ranked[:FIRST].astype(float)
    powers = np.exp(SHARPNESS * (first - first[0]))
    return tuple((_chance(AMONG, ranked) * powers / powers.sum()).tolist())


def _chance(curve: tuple[float, float, float], ranked: Scores) -> float:
    constant, by_score, by_lead = curve
    z = constant + by_score * float(ranked[0]) + by_lead * lead_of(ranked)
    return 1.0 / (1.0 + math.exp(-z))
