"""Train the three heads of tone over sentence vectors: `src/segue/brains/tones.npz`.

    python benchmarks/train_tones.py --data FOLDER [--write]

*anger*, *anxiety* and *pleased*: does an English turn sound so. Each is a logistic regression on
GoEmotions (Apache 2.0), moved so that .5 is what 5 in 1,000 ordinary lines of the development parts
of CLINC150, Banking77 and MultiDoGO pass (20 for *pleased*): comments are angrier than customers.
Prints what the heads are worth as JSON. Takes about three minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from train_heads import _auroc, _fit, _rows, _scores

from segue.brains.encoder import Encoder, Vector

TARGET = Path(__file__).resolve().parent.parent / "src/segue/brains/tones.npz"
TONES: dict[str, tuple[frozenset[str], float]] = {
    "anger": (frozenset({"anger"}), 0.005),
    "anxiety": (frozenset({"fear", "nervousness"}), 0.005),
    "pleased": (
        frozenset({"gratitude", "joy", "admiration", "excitement", "love", "relief", "pride"}),
        0.02,
    ),
}
STRENGTH = 0.3  # chosen on the development part, as for frustration
ORDINARY = ("clinc150/dev", "banking77/dev", "multidogo/dev")
MOST_OF_EACH = 3_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true", help="write the heads; else only measure")
    chosen = options.parse_args()
    encoder = Encoder(remembered=200_000)
    train = _rows(chosen.data / "goemotions/train.jsonl")
    dev = _rows(chosen.data / "goemotions/dev.jsonl")
    x, dev_x = _vectors(train, encoder), _vectors(dev, encoder)
    ordinary = encoder.encode_all(
        [
            row["text"]
            for name in ORDINARY
            for row in _rows(chosen.data / f"{name}.jsonl")[:MOST_OF_EACH]
        ]
    )
    heads: dict[str, Vector] = {}
    figures: dict[str, Any] = {"train": len(train), "dev": len(dev), "ordinary": len(ordinary)}
    for name, (labels, share) in TONES.items():
        y, dev_y = _marked(train, labels), _marked(dev, labels)
        head = _fit(x, y, np.ones(len(y)), STRENGTH)
        quiet = np.sort(_scores(head, ordinary))[::-1]
        head[-1] -= quiet[int(len(quiet) * share)]
        scores = _scores(head, dev_x)
        heads[name] = head.astype(np.float32)
        figures[name] = {
            "positives": int(y.sum()),
            "auroc_dev": _auroc(scores[dev_y > 0], scores[dev_y == 0]),
            "recall_dev_at_half": round(float((scores[dev_y > 0] > 0).mean()), 3),
            "passed_dev_at_half": round(float((scores[dev_y == 0] > 0).mean()), 3),
            "passed_ordinary_at_half": share,
        }
    if chosen.write:
        np.savez(TARGET, fingerprint=np.array(encoder.fingerprint), **heads)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def _vectors(rows: list[dict[str, Any]], encoder: Encoder) -> Vector:
    return encoder.encode_all([row["text"] for row in rows])


def _marked(rows: list[dict[str, Any]], labels: frozenset[str]) -> NDArray[np.float64]:
    return np.array([float(bool(labels & set(row["labels"]))) for row in rows])


if __name__ == "__main__":
    main()
