"""How well questions are answered, and how well it is known that there is no answer: public sets.

The folder holds `clinc150`, `banking77` and `stackfaq` as JSON lines. Only training and development
parts are read. Whatever is learned is learned from the items when they are indexed.

- *clinc150*: 150 items with the training part as their examples, asked the development part, and
  questions out of scope (`oos_train` and `oos_dev`, used for nothing else).
- *banking77*: one narrow domain, with nothing left out, and with 20 of the 77 intents left out of
  the items (three seeds): their questions have no answer.
- *stackfaq*: 125 questions with their answers as items, without and with three paraphrases as
  examples; the other paraphrases are asked, with and without their item. The curves for pages with
  few examples were fitted in part on these very questions.
- *few examples*: both intent sets with 1 and 5 examples an item, drawn once. Nothing was chosen on
  them: the nearest there is to a domain never met.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from segue.benching.intervals import auroc_figure, bootstrap, calibration_figure, share_of
from segue.brains.clarifying import competing
from segue.brains.encoder import Encoder
from segue.brains.knowledge import Answer, Knowledge
from segue.brains.pages import Item, Passage, passages_of

REFUSED: Final = 0.92
LEFT_OUT, SEEDS = 20, (1, 2, 3)
FEW: Final = (1, 5)
BASELINES: Final[dict[str, Any]] = {
    "clinc150, test part, logistic regression and nearest neighbour": {
        "AUROC": 0.977, "right at 92 % refused": 0.911, "right": 0.954, "ECE": 0.006,
    },
    "clinc150, test part, nearest neighbour alone": {"AUROC": 0.963, "right": 0.913},
    "banking77, test part, logistic regression": {"right": 0.926, "ECE": 0.010},
    "banking77, test part, nearest neighbour": {"right": 0.920},
    "stackfaq, sentence vectors of questions": {"P@1": 0.945, "answerability": 0.929},
    "stackfaq, BM25 of questions and answers": {"P@1": 0.649},
}  # fmt: skip
GOALS: Final[dict[str, Any]] = {
    "AUROC": 0.985, "right at 92 % refused": 0.93, "ECE": "0.01 in domain, 0.02 in a new one",
    "P@1": 0.96, "answerability": 0.95,
}  # fmt: skip
Rows = list[dict[str, Any]]


class Asked(NamedTuple):
    """The best answer to a question, and the item that is right (None: there is none)."""

    answer: Answer
    page: str | None


class AnswerSets:
    """The sets in a folder; vectors are kept in another between runs, if one is given."""

    def __init__(
        self, data: Path, kept: Path | None = None, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        self._data = data
        self._kept = kept
        self._tell = tell
        self._encoder = Encoder(remembered=30_000)

    def measure(self) -> dict[str, Any]:
        """Everything. Takes some minutes, most of it encoding."""
        return {
            "trained on": "the items' own examples, when they are indexed",
            "chosen on": "the development parts below, StackFAQ, half of the project's questions",
            "baselines": BASELINES,
            "goals": GOALS,
            "clinc150": self.clinc(),
            "banking77": self.banking(),
            "stackfaq": {f"{n} examples": self.stackfaq(n) for n in (0, 3)},
            "few examples": {f"{n} an item": self.few(n) for n in FEW},
        }

    def clinc(self) -> dict[str, Any]:
        begun = time.process_time()
        knowledge = self._knowledge("clinc150", items_of(self._rows("clinc150/train")))
        seconds = time.process_time() - begun
        begun = time.process_time()
        asked = ask(knowledge, self._clinc_questions())
        each = (time.process_time() - begun) / len(asked)
        return {
            "indexing_s": round(seconds, 1),
            "ms_a_question": round(each * 1e3, 2),
            **told(asked),
        }

    def banking(self) -> dict[str, Any]:
        train, dev = self._rows("banking77/train"), self._rows("banking77/dev")
        intents = sorted({row["intent"] for row in train})
        whole = self._knowledge("banking77", items_of(train))
        found: dict[str, Any] = {
            "nothing left out": told(ask(whole, [(row["text"], row["intent"]) for row in dev]))
        }
        for seed in SEEDS:
            chance = np.random.default_rng(seed)
            out = frozenset(chance.choice(intents, LEFT_OUT, replace=False).tolist())
            knowledge = self._knowledge(f"banking77-{seed}", items_of(train, out))
            questions = [
                (row["text"], None if row["intent"] in out else row["intent"]) for row in dev
            ]
            found[f"20 intents left out, seed {seed}"] = told(ask(knowledge, questions))
        return found

    def stackfaq(self, examples: int) -> dict[str, Any]:
        rows = self._rows("stackfaq/faq")
        items = [
            Item(
                str(row["id"]),
                row["question"],
                tuple(passages_of(row["answers"][0][:1500]))[:6],
                examples=tuple(row["paraphrases"][:examples]),
            )
            for row in rows
        ]
        knowledge = self._knowledge(f"stackfaq-{examples}", items)
        asked = []
        for row in rows:
            page = str(row["id"])
            for question in row["paraphrases"][examples:]:
                asked += ask(knowledge, [(question, page)])
                without = knowledge.answer(question, leaving_out={page})
                asked += [Asked(without, None)] if without else []
        return told(asked)

    def few(self, examples: int) -> dict[str, Any]:
        banking = [(row["text"], row["intent"]) for row in self._rows("banking77/dev")]
        found = {}
        for name, questions in (("clinc150", self._clinc_questions()), ("banking77", banking)):
            train = _some(self._rows(f"{name}/train"), examples)
            knowledge = self._knowledge(f"{name}-few-{examples}", items_of(train))
            found[name] = told(ask(knowledge, questions))
        return found

    def _clinc_questions(self) -> list[tuple[str, str | None]]:
        known = [(row["text"], row["intent"]) for row in self._rows("clinc150/dev")]
        parts = ("clinc150/oos_train", "clinc150/oos_dev")
        return [*known, *((row["text"], None) for part in parts for row in self._rows(part))]

    def _knowledge(self, name: str, items: Sequence[Item]) -> Knowledge:
        self._tell(f"indexing {name}")
        folder = self._kept / "unknown" / name if self._kept else None
        return Knowledge(items, folder, by=self._encoder)

    def _rows(self, name: str) -> Rows:
        # Not `splitlines`: JSON lines may hold other ends of lines inside.
        lines = (self._data / f"{name}.jsonl").read_text("utf-8").split("\n")
        return [json.loads(line) for line in lines if line]


def items_of(rows: Rows, without: frozenset[str] = frozenset()) -> list[Item]:
    """Return an item for each intent, with its lines as examples."""
    said: dict[str, list[str]] = {}
    for row in rows:
        if row["intent"] not in without:
            said.setdefault(row["intent"], []).append(row["text"])
    return [
        Item(intent, title, (Passage(title),), examples=tuple(some))
        for intent, some in sorted(said.items())
        for title in [intent.replace("_", " ")]
    ]


def ask(knowledge: Knowledge, questions: Sequence[tuple[str, str | None]]) -> list[Asked]:
    found = [(knowledge.answer(text), page) for text, page in questions]
    return [Asked(answer, page) for answer, page in found if answer is not None]


def told(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the figures of some questions."""
    known = np.array([one.page is not None for one in asked])
    right = np.array([one.answer.id == one.page for one in asked])
    answerable = np.array([one.answer.answerable for one in asked])
    confidence = np.array([one.answer.confidence for one in asked])
    sure = np.array([one.answer.sure for one in asked])
    which = [{page for page, _ in competing(one.answer)} for one in asked]
    asks = np.array([bool(some) for some in which])
    named = np.array([one.page in some for one, some in zip(asked, which, strict=True)])
    found: dict[str, Any] = {
        "right, of those with an answer": share_of(right[known]),
        "calibration, of those with an answer": calibration_figure(confidence[known], right[known]),
        "as shipped: answered rightly": share_of((right & sure)[known]),
        "as shipped: right, of what is answered": share_of(right[known & sure]),
        "as shipped: asks which of several": share_of(asks[known]),
    }
    if (known & asks).any():
        found["as shipped: the right one is among them"] = share_of(named[known & asks])
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
        "as shipped: others refused": share_of(~sure[~known]),
    }


def _some(rows: Rows, each: int) -> Rows:
    """Return so many lines of each intent, drawn once and for all."""
    chance, seen = np.random.default_rng(0), dict[str, int]()
    picked = []
    for n in chance.permutation(len(rows)).tolist():
        intent = rows[n]["intent"]
        seen[intent] = seen.get(intent, 0) + 1
        if seen[intent] <= each:
            picked.append(rows[n])
    return picked
