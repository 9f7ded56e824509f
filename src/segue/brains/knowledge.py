"""Answers from help pages: which page, which of its words, and how sure.

A page's score is a convex blend of three likenesses between the question and the page:

- *near* (.55): the highest cosine with any of its examples, passages and sentences,
- *centre* (.28): the cosine with the middle of its title and examples,
- *words* (.17): TF-IDF cosine, for names and codes.

Two logistic curves turn scores into probabilities: that the pages hold an answer at all
(*answerable*), and that this page is the right one (*confidence*). They were fitted on half of the
project's own questions and on StackFAQ, see `benchmarks/answers.py`; the other half says how well
they do. Below `SURE` the answer is a miss, and says so.

Where pages have many examples, these teach more than likeness: see `segue.brains.examples`.

Encoding blocks: use it from a thread.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from segue.brains.encoder import Encoder, Vector, encoder
from segue.brains.examples import Examples, Said, enough
from segue.brains.pages import Item, read_items, sentences
from segue.brains.softmax import chances
from segue.brains.vectors import vectors_for
from segue.brains.wording import Wording
from segue.domain.value import Plain

# Shares of the blend: they add up to 1.
NEAR, CENTRE, WORDS = 1.0 / 1.8, 0.5 / 1.8, 0.3 / 1.8

# P(answerable) and P(right) as logistic curves over (constant, score, lead over the next four).
_ANSWERABLE: Final = (-4.62, 7.32, 12.12)
_RIGHT: Final = (-6.37, 9.14, 15.03)

SURE: Final = 0.45
"""From this confidence on an answer is given; below, the bot says that it does not know."""

ANSWERABLE: Final = 0.5
"""Nor does it answer what the pages probably hold no answer to, whichever of them is nearest."""

_LONGEST_ANSWER: Final = 75  # words; longer passages are cut to their most fitting sentences
_NEXT: Final = 4  # the lead is measured over the mean of this many runners-up
_FOLLOW_UP: Final = 5  # a question of so few words may lean on the one before it
_RUNNERS_UP: Final = 3

_OPENING: Final = re.compile(
    r"^\W*(?:"
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|dear all|thanks|thank you|please)"
    r"(?: there| team| all)?[\s,.!:;-]+)+",
    re.IGNORECASE,
)
# A number says which order, not what is asked.
_REFERENCE: Final = re.compile(
    r"\b(?:(?:for|of|with|about|on|in) )?(?:my |the )?order (?:number |no\.? |nr\.? )?"
    r"#?[A-Z]{0,3}-?\d{3,}\b"
    r"|#?\b(?=\w{0,12}\d{3})\w{1,24}\b",
    re.IGNORECASE,
)


class RunnerUp(Plain, frozen=True):
    id: str
    confidence: float


class Answer(Plain, frozen=True):
    """The best answer there is, right or not: `sure` says whether to give it.

    `answerable` is the probability that any page answers the question; `confidence` that this one
    does; both follow from `score` and `lead`. `text` is plain text, a passage of the page or its
    most fitting sentences.
    """

    id: str
    title: str
    url: str | None
    text: str
    confidence: float
    answerable: float
    score: float = 0.0
    lead: float = 0.0
    runners_up: tuple[RunnerUp, ...] = ()

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE and self.answerable >= ANSWERABLE


class Knowledge:
    """Help pages, indexed in memory. Immutable: build another when pages change."""

    def __init__(
        self, items: Sequence[Item], kept_in: Path | None = None, by: Encoder | None = None
    ) -> None:
        """Index `items`. Their vectors are kept in the folder `kept_in`, if one is given."""
        self.items = tuple(item for item in items if item.passages)
        self.languages = frozenset(item.language for item in self.items)
        self._encoder = by or encoder()
        self._pieces: list[tuple[int, int, str]] = []  # (item, passage or -1, text)
        for number, item in enumerate(self.items):
            self._pieces += [(number, -1, text) for text in (item.title, *item.examples) if text]
            for place, passage in enumerate(item.passages):
                lead = passage.heading or item.title
                self._pieces.append((number, place, f"{lead}: {passage.text}"))
                said = [one for line in passage.text.split("\n") for one in sentences(line)]
                self._pieces += [(number, place, one) for one in said]
        self._vectors = vectors_for([text for *_, text in self._pieces], self._encoder, kept_in)
        self._starts = np.array(
            [next(n for n, piece in enumerate(self._pieces) if piece[0] == number)
             for number in range(len(self.items))],
            dtype=np.intp,
        )  # fmt: skip
        self._centres = self._middle_of_each()
        self._wording = Wording([_all_of(item) for item in self.items])
        self._learned = self._learn()

    @classmethod
    def read(cls, paths: Iterable[Path], kept_in: Path | None = None) -> Knowledge:
        """Index the help pages in files and folders; see `segue.brains.pages`."""
        return cls(read_items(paths), kept_in)

    def answer(
        self,
        question: str,
        before: Sequence[str] = (),
        audience: str = "public",
        leaving_out: Collection[str] = (),
    ) -> Answer | None:
        """Return the best answer to `question`; None when there are no pages for the audience.

        `before` are the customer's earlier turns, oldest first: a very short question that finds
        nothing alone is tried together with the one before it. Staff (`internal`) see all pages.
        Pages in `leaving_out` (ids) are not considered.
        """
        found = self._answer(question, audience, leaving_out)
        if found and not found.sure and before and len(question.split()) <= _FOLLOW_UP:
            together = self._answer(f"{before[-1]} {question}", audience, leaving_out)
            if together and together.confidence > max(SURE, found.confidence):
                return together
        return found

    def _answer(self, question: str, audience: str, leaving_out: Collection[str]) -> Answer | None:
        asked = essence(question)
        vector = self._encoder.encode(asked)
        scores, near = self._scores(asked, vector)
        hidden = [
            item.id in leaving_out or (item.audience == "internal" and audience != "internal")
            for item in self.items
        ]
        scores[np.array(hidden, dtype=bool)] = -np.inf
        order = np.argsort(-scores, kind="stable")
        order = order[np.isfinite(scores[order])]
        if not order.size:
            return None
        best = int(order[0])
        item = self.items[best]
        ranked = scores[order]
        right, answerable = self._chances(scores, ranked)
        lead = _lead(ranked)
        return Answer(
            id=item.id,
            title=item.title,
            url=item.url,
            text=self._words_of(best, near, vector),
            confidence=right,
            answerable=answerable,
            score=float(ranked[0]),
            lead=lead,
            runners_up=tuple(
                RunnerUp(self.items[int(n)].id, self._chance_of_runner_up(scores, int(n), lead))
                for n in order[1 : 1 + _RUNNERS_UP]
            ),
        )

    def _scores(self, asked: str, vector: Vector) -> tuple[Vector, Vector]:
        """Return a score for each item, and the likeness of each piece of text."""
        near = self._vectors @ vector
        if not self.items:
            return np.zeros(0, dtype=np.float32), near
        highest, centre = np.maximum.reduceat(near, self._starts), self._centres @ vector
        words = self._wording.alike(asked)
        if self._learned:
            return self._learned.scores(vector, highest, centre, words), near
        return (NEAR * highest + CENTRE * centre + WORDS * words).astype(np.float32), near

    def _chances(self, scores: Vector, ranked: Vector) -> tuple[float, float]:
        """Return the chance that the best page is right, and that any page answers."""
        if self._learned:
            return self._learned.right(scores), self._learned.answerable(scores)
        best, lead = float(ranked[0]), _lead(ranked)
        return _chance(_RIGHT, best, lead), _chance(_ANSWERABLE, best, lead)

    def _chance_of_runner_up(self, scores: Vector, number: int, lead: float) -> float:
        if self._learned:
            return float(chances(scores[None])[0, number])
        return _chance(_RIGHT, float(scores[number]), -lead)

    def _learn(self) -> Examples | None:
        """Learn from the examples, where there are enough of them."""
        places = [
            place for place, (number, passage, text) in enumerate(self._pieces)
            if passage < 0 and text in self.items[number].examples
        ]  # fmt: skip
        pages = np.array([self._pieces[place][0] for place in places], dtype=np.intp)
        if not enough(pages, len(self.items)):
            return None
        texts = [essence(self._pieces[place][2]) for place in places]
        said = Said(texts, self._vectors[places], pages)
        return Examples(said, len(self.items), self._words_from)

    def _words_from(self, said: Said) -> Callable[[str], NDArray[np.float64]]:
        """Return what compares words with the pages, if their examples were only `said`."""
        examples: list[list[str]] = [[] for _ in self.items]
        for text, page in zip(said.texts, said.pages, strict=True):
            examples[page].append(text)
        return Wording(
            [_all_of(item, some) for item, some in zip(self.items, examples, strict=True)]
        ).alike

    def _words_of(self, number: int, near: Vector, vector: Vector) -> str:
        """Return the passage of an item that fits best, in plain text."""
        item = self.items[number]
        fits = np.zeros(len(item.passages), dtype=np.float32)
        for n in range(self._starts[number], len(self._pieces)):
            owner, place, _ = self._pieces[n]
            if owner != number:
                break
            if place >= 0:
                fits[place] = max(fits[place], near[n])
        # Pages begin with what most people ask: the first passage wins a near tie.
        fits[0] += 0.11
        return self._shortened(item.passages[int(fits.argmax())].text, vector)

    def _shortened(self, text: str, vector: Vector) -> str:
        if "\n" in text or len(text.split()) <= _LONGEST_ANSWER:
            return text
        said = sentences(text)
        fits = self._encoder.encode_all(said) @ vector
        first = last = int(fits.argmax())
        while True:
            room = _LONGEST_ANSWER - len(" ".join(said[first : last + 1]).split())
            after = last + 1 < len(said) and len(said[last + 1].split()) <= room
            before = first > 0 and len(said[first - 1].split()) <= room
            if after:
                last += 1
            elif before:
                first -= 1
            else:
                return " ".join(said[first : last + 1])

    def _middle_of_each(self) -> Vector:
        """Return the middle of the title and examples of each item, as unit vectors."""
        middles = np.zeros((len(self.items), self._vectors.shape[1]), dtype=np.float32)
        for row, (number, place, _) in zip(self._vectors, self._pieces, strict=True):
            if place < 0:
                middles[number] += row
        # A page with neither is represented by its passages.
        for bare in np.flatnonzero(~middles.any(axis=1)):
            middles[bare] = sum(
                row
                for row, piece in zip(self._vectors, self._pieces, strict=True)
                if piece[0] == bare
            )
        unit: Vector = middles / np.linalg.norm(middles, axis=1, keepdims=True)
        return unit


def essence(question: str) -> str:
    """Return the question without its greeting and without numbers that only name a case."""
    bare = _OPENING.sub("", question)
    bare = re.sub(r"\s+", " ", _REFERENCE.sub(" ", bare)).strip()
    return bare or question


def _lead(ranked: Vector) -> float:
    """Return how far the best is before the next few."""
    return float(ranked[0] - ranked[1 : 1 + _NEXT].mean()) if len(ranked) > 1 else 0.1


def _all_of(item: Item, examples: Sequence[str] | None = None) -> str:
    said = item.examples if examples is None else examples
    passages = " ".join(f"{one.heading} {one.text}" for one in item.passages)
    return f"{item.title} {item.title} {' '.join(said)} {passages}"


def _chance(curve: tuple[float, float, float], score: float, lead: float) -> float:
    constant, by_score, by_lead = curve
    return 1.0 / (1.0 + math.exp(-(constant + by_score * score + by_lead * lead)))
