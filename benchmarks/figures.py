"""What the benchmarks of judgement share: reading sets, vectors, and figures with their intervals.

Shares have Wilson intervals, everything else a bootstrap with a fixed seed; both 95 %. A figure is
`{"value", "low", "high", "n"}`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from segue.brains.encoder import Encoder, Vector
from segue.brains.vectors import vectors_for

Floats: TypeAlias = NDArray[Any]
Figure: TypeAlias = dict[str, float]
DRAWS = 1_000
SEED = 7
_Z = 1.959964
_BINS = 15
_in_memory: dict[str, Vector] = {}  # by the hash of their texts, for this run


class Sets(NamedTuple):
    """The folder of public sets, and a folder in which vectors are kept between runs, if any."""

    data: Path
    kept: Path | None

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of `SET/PART`."""
        # Not `splitlines`: JSON lines may hold other ends of lines inside.
        lines = self.path(name).read_text("utf-8").split("\n")
        return [json.loads(line) for line in lines if line]

    def path(self, name: str) -> Path:
        return self.data / f"{name}.jsonl"

    def vectors(self, name: str, texts: Sequence[str]) -> Vector:
        """Return a row for each text, kept under `name`: shape (len(texts), 384)."""
        once = tuple(dict.fromkeys(texts))
        key = hashlib.sha256("\n".join(once).encode(errors="replace")).hexdigest()[:12]
        if key not in _in_memory:
            folder = self.kept / name / key if self.kept else None
            _in_memory[key] = vectors_for(once, _encoder(), folder)
        known = _in_memory[key]
        if len(once) == len(texts):
            return known
        place = {text: n for n, text in enumerate(once)}
        return known[[place[text] for text in texts]]


def sets(description: str | None, *flags: str) -> tuple[Sets, argparse.Namespace]:
    """Read the command line: `--data`, `--vectors`, and switches of the benchmark's own."""
    words = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    words.add_argument("--vectors", type=Path, help="folder to keep sentence vectors in")
    for flag in flags:
        words.add_argument(flag, action="store_true")
    chosen = words.parse_args()
    return Sets(chosen.data, chosen.vectors), chosen


def tell(found: dict[str, Any]) -> None:
    """Print the report."""
    sys.stdout.write(json.dumps(found, indent=2, ensure_ascii=False) + "\n")


def progress(what: str) -> None:
    """Say on stderr what is being done."""
    sys.stderr.write(f"{what}\n")


def share(hits: int, n: int) -> Figure:
    """Return a share with its Wilson interval."""
    if not n:
        return {"value": math.nan, "low": math.nan, "high": math.nan, "n": 0}
    p = hits / n
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n))
    return _figure(p, max(0.0, middle - half), min(1.0, middle + half), n)


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
    return _figure(of(everything), float(low), float(high), n)


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


def _figure(value: float, low: float, high: float, n: int) -> Figure:
    return {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4), "n": n}


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return Encoder(remembered=1)
