"""What the benchmarks of judgement share: reading sets, and vectors that are kept between runs.

Figures and their intervals are those of `segue.benching.intervals`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from segue.benching.intervals import (
    DRAWS,
    SEED,
    Figure,
    Floats,
    auroc,
    auroc_figure,
    bootstrap,
    calibration_error,
    calibration_figure,
    share,
    share_of,
)
from segue.brains.encoder import Encoder, Vector
from segue.brains.vectors import vectors_for

__all__ = [
    "DRAWS",
    "SEED",
    "Figure",
    "Floats",
    "Sets",
    "auroc",
    "auroc_figure",
    "bootstrap",
    "calibration_error",
    "calibration_figure",
    "progress",
    "sets",
    "share",
    "share_of",
    "tell",
]
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


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    return Encoder(remembered=1)
