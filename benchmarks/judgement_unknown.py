"""Answers and "I do not know", through the code of `segue answer`.

    python benchmarks/judgement_unknown.py --data FOLDER [--vectors FOLDER]

Prints JSON with 95 % intervals:

- *clinc150*: 150 items with the training part as their examples, asked the development part, and
  questions that are out of scope (`oos_train` and `oos_dev`, used for nothing else). AUROC of
  *answerable*; how many in-scope questions are answered rightly where 92 % of the others are
  refused; whether *confidence* means what it says, with and without the questions out of scope.
- *banking77*: the same in one narrow domain, where 20 of the 77 intents are left out of the items
  (three seeds) and their questions have no answer. With nothing left out: calibration.
- *stackfaq*: 125 questions with their answers as items, without and with three paraphrases as
  examples; the other paraphrases are asked, with and without their item.

Whatever is learned is learned from the items when they are indexed; thresholds and curves of items
with few examples are those shipped (fitted in part on StackFAQ). Calibration error comes with its
floor: what a perfect forecaster shows with so many questions. Takes a few minutes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from figures import (
    Sets,
    auroc_figure,
    bootstrap,
    calibration_figure,
    progress,
    sets,
    share_of,
    tell,
)

from segue.brains.knowledge import Answer, Knowledge
from segue.brains.pages import Item, Passage, passages_of

REFUSED = 0.92
LEFT_OUT, SEEDS = 20, (1, 2, 3)
PUBLISHED = {
    "CLINC150 test part, max probability and nearest neighbour": {
        "AUROC": 0.977, "right at 92 % refused": 0.911, "accuracy": 0.954, "ECE": 0.006,
    },
    "Banking77 test part": {"accuracy": 0.924, "ECE": 0.010},
    "StackFAQ, MiniLM on questions": {"P@1": 0.945, "answerability": 0.929},
    "goals": {"AUROC": 0.985, "right at 92 % refused": 0.93, "ECE": "0.01 in domain, 0.02 new",
              "P@1": 0.96, "answerability": 0.95},
}  # fmt: skip


class Asked(NamedTuple):
    """The best answer to a question, and the item that is right (None: there is none)."""

    answer: Answer
    page: str | None


def main() -> None:
    given, _ = sets(__doc__)
    tell(
        {
            "what": "answers, and knowing that there is none",
            "trained on": "the items' own examples, when they are indexed",
            "published": PUBLISHED,
            "clinc150": _clinc(given),
            "banking77": _banking(given),
            "stackfaq": {f"{n} examples": _stackfaq(given, n) for n in (0, 3)},
        }
    )


def _knowledge(given: Sets, name: str, items: Sequence[Item]) -> Knowledge:
    progress(f"indexing {name}")
    return Knowledge(items, given.kept / "unknown" / name if given.kept else None)


def _items(rows: Sequence[dict[str, Any]], without: frozenset[str] = frozenset()) -> list[Item]:
    said: dict[str, list[str]] = {}
    for row in rows:
        if row["intent"] not in without:
            said.setdefault(row["intent"], []).append(row["text"])
    return [
        Item(intent, title, (Passage(title),), examples=tuple(some))
        for intent, some in sorted(said.items())
        for title in [intent.replace("_", " ")]
    ]


def _ask(knowledge: Knowledge, questions: Sequence[tuple[str, str | None]]) -> list[Asked]:
    found = [(knowledge.answer(text), page) for text, page in questions]
    return [Asked(answer, page) for answer, page in found if answer is not None]


def _clinc(given: Sets) -> dict[str, Any]:
    begun = time.process_time()
    knowledge = _knowledge(given, "clinc150", _items(given.rows("clinc150/train")))
    seconds = time.process_time() - begun
    known = [(row["text"], row["intent"]) for row in given.rows("clinc150/dev")]
    strange = [
        (row["text"], None) for part in ("oos_train", "oos_dev")
        for row in given.rows(f"clinc150/{part}")
    ]  # fmt: skip
    begun = time.process_time()
    asked = _ask(knowledge, [*known, *strange])
    each = (time.process_time() - begun) / len(asked)
    return {"indexing_s": round(seconds, 1), "ms_a_question": round(each * 1e3, 2), **_told(asked)}


def _banking(given: Sets) -> dict[str, Any]:
    train, dev = given.rows("banking77/train"), given.rows("banking77/dev")
    intents = sorted({row["intent"] for row in train})
    whole = _knowledge(given, "banking77", _items(train))
    found: dict[str, Any] = {
        "nothing left out": _told(_ask(whole, [(row["text"], row["intent"]) for row in dev]))
    }
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        out = frozenset(chance.choice(intents, LEFT_OUT, replace=False).tolist())
        knowledge = _knowledge(given, f"banking77-{seed}", _items(train, out))
        questions = [(row["text"], None if row["intent"] in out else row["intent"]) for row in dev]
        found[f"20 intents left out, seed {seed}"] = _told(_ask(knowledge, questions))
    return found


def _stackfaq(given: Sets, examples: int) -> dict[str, Any]:
    rows = given.rows("stackfaq/faq")
    items = [
        Item(
            str(row["id"]),
            row["question"],
            tuple(passages_of(row["answers"][0][:1500]))[:6],
            examples=tuple(row["paraphrases"][:examples]),
        )
        for row in rows
    ]
    knowledge = _knowledge(given, f"stackfaq-{examples}", items)
    asked = []
    for row in rows:
        page = str(row["id"])
        for question in row["paraphrases"][examples:]:
            asked += _ask(knowledge, [(question, page)])
            without = knowledge.answer(question, leaving_out={page})
            asked += [Asked(without, None)] if without else []
    return _told(asked)


def _told(asked: Sequence[Asked]) -> dict[str, Any]:
    known = np.array([one.page is not None for one in asked])
    right = np.array([one.answer.id == one.page for one in asked])
    answerable = np.array([one.answer.answerable for one in asked])
    confidence = np.array([one.answer.confidence for one in asked])
    sure = np.array([one.answer.sure for one in asked])
    found: dict[str, Any] = {
        "right, of those with an answer": share_of(right[known]),
        "calibration, of those with an answer": calibration_figure(confidence[known], right[known]),
    }
    if known.all():
        return found

    def at_refused(rows: Any) -> float:
        strange = answerable[rows][~known[rows]]
        bar = np.quantile(strange, REFUSED) if len(strange) else 0.0
        return float((right & (answerable > bar))[rows][known[rows]].mean())

    return {
        **found,
        "answerable, AUROC": auroc_figure(answerable, known),
        "right at 92 % refused": bootstrap(at_refused, len(asked), 300),
        "calibration, of all": calibration_figure(confidence, right),
        "as shipped: answered rightly": share_of((right & sure)[known]),
        "as shipped: others refused": share_of(~sure[~known]),
    }


if __name__ == "__main__":
    main()
