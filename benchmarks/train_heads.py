"""Train the two small heads over sentence vectors: `src/segue/brains/heads.npz`.

    python benchmarks/train_heads.py --data FOLDER [--only HEAD] [--write]

*request*: does an English turn ask for a person, where the words of the lexicon are silent.
*frustration*: does an English turn of a customer sound frustrated, angry or disappointed; see
`training_tone.py`.
Each is a logistic regression: 384 weights and a constant. Sets and licences are in
`src/segue/brains/HEADS.md`; the folder holds them as `SET/*.jsonl`. Takes about three minutes on
one core; prints what the heads are worth as JSON. With `--only`, the other head stays as it is.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import training_tone
from numpy.typing import NDArray

from segue.brains.encoder import Encoder, Vector
from segue.domain.asking import asks_for_person

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/segue/brains/heads.npz"
OWN = ROOT / "tests/asking/data"
HEADS = ("request", "frustration")
LEAD_INS = ("{}", "please, {}", "hi. {}", "ok {}", "{} now", "sorry but {}")
ORDINARY_FALSE = 1 / 1000  # of ordinary lines may pass the threshold of the request head
Floats = NDArray[np.float64]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--only", choices=HEADS)
    options.add_argument("--write", action="store_true", help="write the heads; else only measure")
    chosen = options.parse_args()
    encoder = Encoder(remembered=200_000)
    with TARGET.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        heads = {name: kept[name] for name in HEADS}
    figures: dict[str, Any] = {}
    for name in [chosen.only] if chosen.only else HEADS:
        train = _request if name == "request" else _frustration
        head, figures[name] = train(chosen.data, encoder)
        heads[name] = head.astype(np.float32)
    if chosen.write:
        np.savez(TARGET, fingerprint=np.array(encoder.fingerprint), **heads)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _request(data: Path, encoder: Encoder) -> tuple[Floats, dict[str, Any]]:
    """Fit on requests and ordinary lines; the last entry is the constant less the threshold."""
    chance = random.Random(7)  # noqa: S311
    asks, weights = _requests(data, chance)
    ordinary = _ordinary(data, chance)
    x = np.vstack([encoder.encode_all(asks), encoder.encode_all(ordinary)])
    y = np.concatenate([np.ones(len(asks)), np.zeros(len(ordinary))])
    head = _fit(x, y, np.concatenate([weights, np.ones(len(ordinary))]), strength=10.0)
    quiet = [
        row["text"]
        for name in ("clinc150/dev", "banking77/dev", "multidogo/dev", "goemotions/dev")
        for row in _rows(data / f"{name}.jsonl")
        if asks_for_person(row["text"]) is None
    ]
    scores = np.sort(_scores(head, encoder.encode_all(quiet)))[::-1]
    head[-1] -= scores[int(len(scores) * ORDINARY_FALSE)]
    return head, {"asks": len(asks), "ordinary": len(ordinary), **_request_figures(head, encoder)}


def _request_figures(head: Floats, encoder: Encoder) -> dict[str, Any]:
    """Say what the head adds where the words are silent, on sets it was not trained on."""
    found = {}
    for name in ("check", "fresh", "second"):
        rows = [row for row in _rows(OWN / f"person_requests.{name}.jsonl") if row["lang"] == "en"]
        silent = [row for row in rows if asks_for_person(row["text"]) is None]
        passed = _scores(head, encoder.encode_all([row["text"] for row in silent])) > 0
        wanted = np.array([bool(row["wants_human"]) for row in silent])
        found[name] = {
            "silent": len(silent),
            "passed_of_ordinary": int((passed & ~wanted).sum()),
            "head_alone_recall": _recall(head, encoder, rows),
        }
    return found


def _recall(head: Floats, encoder: Encoder, rows: Sequence[dict[str, Any]]) -> float:
    asks = [row["text"] for row in rows if row["wants_human"]]
    return round(float((_scores(head, encoder.encode_all(asks)) > 0).mean()), 3)


def _requests(data: Path, chance: random.Random) -> tuple[list[str], Floats]:
    texts: list[str] = []
    weights: list[float] = []

    def add(text: str, weight: float) -> None:
        texts.append(text)
        weights.append(weight)

    for row in _rows(data / "nlupp/banking.jsonl"):
        asked = asks_for_person(row["text"])
        if row["wants_human"] and asked and asked.kind == "request":
            add(row["text"], 1.0)
    for row in _rows(data / "bitext/train.jsonl"):
        if row["wants_human"]:
            add(row["text"], 1.0)
    for row in _rows(OWN / "person_requests.train.jsonl"):
        if row["lang"] == "en" and row["wants_human"]:
            add(row["text"], 6.0)
            for _ in range(2):
                add(_mistyped(row["text"], chance), 2.0)
            for frame in chance.sample(LEAD_INS, 3):
                add(frame.format(row["text"]), 2.0)
    return texts, np.array(weights)


def _ordinary(data: Path, chance: random.Random) -> list[str]:
    rows = _rows(data / "clinc150/train.jsonl") + _rows(data / "banking77/train.jsonl")
    rows += _rows(data / "dstc11_intents/insurance.jsonl")
    rows += _rows(data / "multidogo/train2000.jsonl")
    rows += chance.sample(_rows(data / "goemotions/train.jsonl"), 10_000)
    rows += [
        row
        for row in _rows(data / "bitext/train.jsonl")
        if not row["wants_human"] and row["intent"] != "contact_customer_service"
    ]
    own = _rows(OWN / "person_requests.train.jsonl")
    texts = [row["text"] for row in rows if asks_for_person(row["text"]) is None]
    # Look-alikes are few and matter: each counts four times.
    return texts + 4 * [r["text"] for r in own if r["lang"] == "en" and not r["wants_human"]]


def _mistyped(text: str, chance: random.Random) -> str:
    place = chance.randrange(1, max(2, len(text) - 1))
    return text[: place - 1] + text[place : place + 1] + text[place - 1] + text[place + 1 :]


def _frustration(data: Path, encoder: Encoder) -> tuple[Floats, dict[str, Any]]:
    found = training_tone.Lines(lambda name: _rows(data / f"{name}.jsonl"), encoder.encode_all)
    head = training_tone.head(found, _fit)
    dev_x, dev_y = training_tone.comments(found, "goemotions/dev")
    scores = _scores(head, dev_x)
    return head, {
        "own_lines": len(training_tone.own()),
        "support_turns": len(training_tone.named_turns(found.rows)),
        "goemotions_dev_auroc": _auroc(scores[dev_y == 1], scores[dev_y == 0]),
    }


def _fit(x: Vector, y: Floats, weights: Floats, strength: float) -> Floats:
    """Return the weights and the constant of a logistic regression, converged (Newton)."""
    full = np.hstack([x.astype(np.float64), np.ones((len(x), 1))])
    ridge = np.full(full.shape[1], 1.0 / strength)
    ridge[-1] = 0.0
    head = np.zeros(full.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-full @ head))
        slope = full.T @ (weights * (p - y)) + ridge * head
        bend = (full * (weights * p * (1 - p))[:, None]).T @ full + np.diag(ridge + 1e-9)
        step = np.linalg.solve(bend, slope)
        head -= step
        if np.abs(step).max() < 1e-6:  # noqa: PLR2004
            return head
    raise RuntimeError("the fit has not converged")


def _scores(head: Floats, x: Vector) -> Floats:
    result: Floats = x @ head[:-1] + head[-1]
    return result


def _auroc(higher: Floats, lower: Floats) -> float:
    low = np.sort(lower)
    below = (np.searchsorted(low, higher, "left") + np.searchsorted(low, higher, "right")) / 2
    return round(float(below.mean() / len(low)), 3)


if __name__ == "__main__":
    main()
