"""Two small heads over a sentence's vector, for English: does it ask for a person, is it annoyed.

Each is 384 weights and a constant, trained by `benchmarks/train_heads.py`; `HEADS.md` is their
card. The request head speaks only where the words are silent, and its word is an offer at most: no
model on this encoder tells "get me an agent" from "travel agent".
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np

from segue.brains.encoder import Vector, encoder

_TABLE: Final = Path(__file__).with_name("heads.npz")


def chance(head: Literal["request", "frustration"], vector: Vector) -> float:
    """Return the probability that the head gives the text behind `vector`, 0 to 1.

    For `request`, .5 is the threshold that one in a thousand ordinary messages passes.
    """
    weights = _heads().get(head)
    if weights is None:
        return 0.0
    score = float(vector @ weights[:-1] + weights[-1])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def _heads() -> dict[str, Vector]:
    """Return the heads by name; none, when they were trained on another encoder."""
    with _TABLE.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        if str(kept["fingerprint"]) != encoder().fingerprint:
            return {}
        return {name: kept[name] for name in ("request", "frustration")}
