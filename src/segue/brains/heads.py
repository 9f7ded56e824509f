"""Small heads over a sentence's vector, for English: does it ask for a person, is it annoyed, ...

Each is 384 weights and a constant, trained by scripts in `benchmarks/`; `HEADS.md` is their card.
The request head speaks only where the words are silent, and its word is an offer at most: no model
on this encoder tells "get me an agent" from "travel agent".

Heads know one encoder, the one they were trained on. On another's vectors they would say numbers
without meaning, so they say nothing.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from segue.brains import versions
from segue.brains.encoder import Vector, encoder

TABLES: Final = (
    Path(__file__).with_name("heads.npz"),
    Path(__file__).with_name("tones.npz"),
)


def chance(head: str, vector: Vector) -> float:
    """Return the probability that the head gives the text behind `vector`, 0 to 1.

    For `request`, .5 is the threshold that one in a thousand ordinary messages passes. A head that
    is not there, or was made for other vectors, says 0.
    """
    weights = _heads().get(head)
    if weights is None or len(weights) != len(vector) + 1:
        return 0.0
    score = float(vector @ weights[:-1] + weights[-1])
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def version() -> str:
    """Return the name and version of the heads."""
    return versions.of_files("heads", *TABLES)


@lru_cache(maxsize=1)
def _heads() -> dict[str, Vector]:
    """Return the heads by name; none of a table that was trained on another encoder."""
    found: dict[str, Vector] = {}
    for table in TABLES:
        if not table.exists():
            continue
        with table.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["fingerprint"]) == encoder().fingerprint:
                found |= {name: kept[name] for name in kept.files if name != "fingerprint"}
    return {name: head for name, head in found.items() if head.ndim == 1}
