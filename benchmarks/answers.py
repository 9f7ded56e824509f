"""How well questions are answered from help pages, and how often wrongly when nothing answers them.

    python benchmarks/answers.py [--stackfaq FILE] [--fit] [--show]

Prints JSON: on the project's own questions about the demo shop
(`tests/brains/data/questions.jsonl`: questions and pages have one author, so believe the
direction, not the decimals; thresholds were chosen on the half `tune`, the half `test` was looked
at for figures only). With the file of StackFAQ, its paraphrases against 125 questions, without and
with three of them as examples; *answerability* is the AUROC of questions against the same
questions with their item taken away. `--fit` prints the curves of `segue.brains.sureness` fitted
anew (on all but the half `test`, and without what examples teach by themselves).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import segue
from segue.brains import sureness
from segue.brains.knowledge import Answer, Knowledge
from segue.brains.pages import Item, passages_of, read_items

QUESTIONS = Path(__file__).resolve().parent.parent / "tests/brains/data/questions.jsonl"
HELP = Path(segue.__file__).parent / "demo/help"
OWN_WEIGHT = 2.0  # of the own questions against StackFAQ
UNANSWERED, DOUBT = 0.1, 0.45  # shares of questions without an answer that the curves are for
Floats = NDArray[np.float64]


class Asked(NamedTuple):
    """One question: the best answer, and what should have been found (None: nothing)."""

    answer: Answer
    page: str | None

    @property
    def right(self) -> bool:
        return self.answer.id == self.page

    @property
    def place(self) -> int | None:
        """Where the right page is among the first few; None where it is not."""
        first = [self.answer.id, *(one.id for one in self.answer.runners_up)]
        return first.index(self.page) if self.page in first else None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stackfaq", type=Path, help="faq.jsonl of StackFAQ")
    options.add_argument("--fit", action="store_true")
    options.add_argument("--show", action="store_true", help="print what went wrong")
    chosen = options.parse_args()
    begun = time.perf_counter()
    shop = Knowledge(read_items([HELP]))
    result: dict[str, Any] = {"index_s": round(time.perf_counter() - begun, 2), "own": {}}
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    sets: dict[str, list[Asked]] = {}
    for half in ("tune", "test"):
        sets[half] = _asked(shop, [(r["question"], r["id"]) for r in rows if r["half"] == half])
        result["own"][half] = _figures(sets[half])
    result["ms_per_question"] = _speed(shop, [row["question"] for row in rows])
    if chosen.show:
        for row in rows:
            _show(row, shop.answer(row["question"]))
    if chosen.stackfaq:
        result["stackfaq"] = {}
        for examples in (0, 3):
            name = f"stackfaq_{examples}"
            sets[name] = _stackfaq(chosen.stackfaq, examples)
            result["stackfaq"][f"{examples} examples"] = _figures(sets[name])
    if chosen.fit:
        used = [(sets["tune"], OWN_WEIGHT)]
        if chosen.stackfaq:
            used += [(_stackfaq(chosen.stackfaq, n, learning=False), 1.0) for n in (0, 3)]
        result["fit"] = _fit(used)
    sys.stdout.write(json.dumps(result, indent=2) + "\n")


def _asked(knowledge: Knowledge, questions: Sequence[tuple[str, str | None]]) -> list[Asked]:
    found = []
    for question, page in questions:
        answer = knowledge.answer(question)
        if answer is not None:
            found.append(Asked(answer, page))
    return found


def _stackfaq(path: Path, examples: int, *, learning: bool = True) -> list[Asked]:
    """Ask each paraphrase that is no example, once with its item and once without."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    knowledge = Knowledge(
        [
            Item(
                str(row["id"]),
                row["question"],
                tuple(passages_of(row["answers"][0][:1500]))[:6],
                examples=tuple(row["paraphrases"][:examples]),
            )
            for row in rows
        ]
    )
    if not learning:
        knowledge.learned = None
    found = []
    for row in rows:
        page = str(row["id"])
        for question in row["paraphrases"][examples:]:
            with_it = knowledge.answer(question)
            without = knowledge.answer(question, leaving_out={page})
            if with_it and without:
                found += [Asked(with_it, page), Asked(without, None)]
    return found


def _figures(asked: Sequence[Asked]) -> dict[str, Any]:
    known = [one for one in asked if one.page is not None]
    unknown = [one for one in asked if one.page is None]
    given = [one for one in known if one.answer.sure]
    outcome = np.array([one.right for one in asked], dtype=float)
    confidence = np.array([one.answer.confidence for one in asked])
    return {
        "known": len(known),
        "p_at_1": _share(sum(one.right for one in known), len(known)),
        "answered": len(given),
        "answered_rightly": sum(one.right for one in given),
        "unknown": len(unknown),
        "answered_although_unknown": sum(one.answer.sure for one in unknown),
        "answerability_auroc": _auroc(
            [one.answer.answerable for one in known], [one.answer.answerable for one in unknown]
        ),
        "brier": round(float(np.mean((confidence - outcome) ** 2)), 3),
        "ece_10": round(_calibration_error(confidence, outcome), 3),
    }


def _share(part: int, whole: int) -> float:
    return round(part / max(1, whole), 3)


def _auroc(higher: Sequence[float], lower: Sequence[float]) -> float:
    low = np.array(lower)
    shares = [(low < one).mean() + (low == one).mean() / 2 for one in higher]
    return round(float(np.mean(shares)), 3)


def _calibration_error(confidence: Floats, outcome: Floats) -> float:
    bins = np.minimum((confidence * 10).astype(int), 9)
    return float(
        sum(
            abs(confidence[bins == n].mean() - outcome[bins == n].mean()) * (bins == n).mean()
            for n in np.unique(bins)
        )
    )


def _fit(sets: Sequence[tuple[Sequence[Asked], float]]) -> dict[str, Any]:
    """Fit the two logistic curves over (constant, score, lead), and the sharpness of the shares."""
    among = _curve(sets, lambda one: one.place is not None, UNANSWERED)
    leaning = _curve(sets, lambda one: one.page is not None, DOUBT)
    placed = [
        (one.answer.near[: sureness.FIRST], one.place) for some, _ in sets for one in some
        if one.place is not None
    ]  # fmt: skip
    losses = {
        sharp: -sum(math.log(max(_share_of(near, place, sharp), 1e-12)) for near, place in placed)
        for sharp in range(5, 121)
    }
    best = min(losses, key=lambda sharp: losses[sharp])
    return {"ANSWERABLE": leaning, "AMONG": among, "SHARPNESS": best}


def _share_of(near: Sequence[float], place: int, sharp: float) -> float:
    powers = np.exp(sharp * (np.array(near) - near[0]))
    return float(powers[place] / powers.sum())


def _curve(
    sets: Sequence[tuple[Sequence[Asked], float]],
    outcome: Callable[[Asked], bool],
    unanswered: float,
) -> list[float]:
    """Fit one curve; each set counts by its weight, and in it `unanswered` of the questions are as
    if they had no answer."""
    rows: list[tuple[Asked, float]] = []
    for some, weight in sets:
        none = sum(one.page is None for one in some)
        for one in some:
            of = unanswered / none if one.page is None else (1 - unanswered) / (len(some) - none)
            rows.append((one, weight * of))
    x = np.array([(1.0, one.answer.score, one.answer.lead) for one, _ in rows])
    y = np.array([float(outcome(one)) for one, _ in rows])
    w = np.array([weight for _, weight in rows])
    curve = np.zeros(3)
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ curve))
        slope = x.T @ (w * (p - y))
        bend = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag([0.0, 1e-7, 1e-7])
        step = np.linalg.solve(bend, slope)
        curve -= step
        if np.abs(step).max() < 1e-8:  # noqa: PLR2004
            break
    return [round(float(one), 2) for one in curve]


def _speed(knowledge: Knowledge, questions: Sequence[str]) -> float:
    """Return the median of ms a question, none of which was encoded before."""
    times = []
    for question in questions:
        begun = time.perf_counter()
        knowledge.answer(f"{question} please tell me")
        times.append(time.perf_counter() - begun)
    return round(float(np.median(times)) * 1000, 2)


def _show(row: dict[str, Any], answer: Answer | None) -> None:
    if answer and (answer.id != row["id"] if row["id"] else answer.sure):
        found = f"{row['half']} {row['id']} -> {answer.id} ({answer.confidence:.2f})"
        sys.stderr.write(f"{found}: {row['question']}\n")


if __name__ == "__main__":
    main()
