"""What many examples teach about which page answers a question, beyond the likeness to each.

With `ENOUGH` phrasings a page, a logistic regression over their vectors is worth more than any
likeness (CLINC150: .963 right instead of .92). It begins at the middles of the pages' examples, and
is pulled back to them, so that a page with few examples is still known by its middle, and what is
like no page scores low for all of them. Its log-odds are added to ten times the likenesses.

How sure to be is measured, not guessed: some examples are left out, their pages are looked for, and
two logistic curves are fitted to how that went. No labels are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from segue.brains.encoder import Vector
from segue.brains.softmax import Floats, chances, fit

Whole: TypeAlias = NDArray[np.intp]
Yes: TypeAlias = NDArray[np.bool_]

ENOUGH: Final = 10  # examples a page, on the average
FEW: Final = 3
OF_ALL: Final = 300  # or so few a page, where there are so many altogether
MOST: Final = 250_000  # examples times pages that are learned from while somebody waits
_SHARPNESS: Final = 20.0  # of the cosine with a page's middle, where the regression begins
_STRENGTH, _STEPS = 30.0, 100
_LIKENESS: Final = 10.0  # of the likenesses beside log-odds
_NEAR, _TEXT_OF_FEW = 0.5, 0.5
_FOLDS, _FEW_FOLDS, _MOST_HELD_OUT = 10, 3, 1_500
_UNANSWERED: Final = 0.1  # of the questions, it is expected, have no answer on any page
_RIDGE, _SMALL = 0.1, 1e-3


class Curve(NamedTuple):
    """A logistic curve over (constant, best score, its lead over the second, log-odds)."""

    weights: Floats

    def chance(self, scores: Floats) -> Floats:
        """Return the probability for each row of scores."""
        p: Floats = 1 / (1 + np.exp(-np.clip(_features(scores) @ self.weights, -30, 30)))
        return p


class Said(NamedTuple):
    """The examples: their texts, vectors, and the number of the page of each."""

    texts: Sequence[str]
    vectors: Vector
    pages: Whole

    def only(self, which: Yes) -> Said:
        texts = [text for text, yes in zip(self.texts, which, strict=True) if yes]
        return Said(texts, self.vectors[which], self.pages[which])


Texts: TypeAlias = Callable[[Floats], Floats]
"""Compares vectors, a row each, with the passages of every page."""

Words: TypeAlias = Callable[[Said], Callable[[str], NDArray[np.float64]]]
"""Makes of examples what compares a question's words with every page."""


class Beside(NamedTuple):
    """What else of the pages questions are compared with, and how much their text counts: where
    examples are few it helps, where there are many it is noise."""

    words: Words
    texts: Texts
    of_text: float


class Examples:
    """Scores of pages learned from their examples, and what the scores mean. Immutable."""

    def __init__(
        self,
        said: Said,
        pages: int,
        beside: Beside,
        examples: Whole | None = None,
    ) -> None:
        """Learn from `said`; `pages` is their number. Takes seconds with thousands.

        `examples` are the places of what customers said, if not all is: titles are learned from,
        but how sure to be is measured on examples only.
        """
        self._of_text = beside.of_text
        self._weights = _fit(said, pages)
        held_scores, held_pages = _held_out(said, pages, beside, examples)
        self._right = _curve(held_scores, held_scores.argmax(axis=1) == held_pages)
        without = held_scores.copy()
        without[np.arange(len(without)), held_pages] = -np.inf
        self._answerable = _curve(
            np.vstack([held_scores, without]),
            np.repeat([True, False], len(held_pages)),
            shape=(0, 1),
            weights=np.repeat([1.0, _UNANSWERED / (1 - _UNANSWERED)], len(held_pages)),
        )

    def scores(
        self, vector: Vector, near: Floats, centre: Floats, text: Floats, words: Floats
    ) -> Floats:
        """Return a score for each page, from a question's vector and its four likenesses."""
        log_odds = np.append(vector, np.float32(1)) @ self._weights
        blended: Floats = log_odds + _LIKENESS * (
            centre + _NEAR * near + self._of_text * text + words
        )
        return blended

    def right(self, scores: Floats) -> float:
        """Return the chance that the page with the best of `scores` is the right one."""
        return float(self._right.chance(scores[None])[0])

    def answerable(self, scores: Floats) -> float:
        """Return the chance that any page answers."""
        return float(self._answerable.chance(scores[None])[0])


def enough(pages: Whole, count: int) -> float | None:
    """Return how much the text of pages counts beside examples of these pages; None where there
    are not enough examples to learn from. `count` is the number of pages."""
    if count < 2 or len(pages) < FEW * count:  # noqa: PLR2004
        return None
    if len(pages) >= ENOUGH * count:
        return 0.0
    return _TEXT_OF_FEW if len(pages) >= OF_ALL and len(pages) * count <= MOST else None


def _fit(said: Said, pages: int) -> Floats:
    x = np.hstack([said.vectors, np.ones((len(said.pages), 1), dtype=np.float32)])
    home = np.zeros((x.shape[1], pages), dtype=np.float32)
    home[:-1] = _SHARPNESS * _middles(said, pages).T
    return fit(x, said.pages, pages, _STRENGTH, _STEPS, around=home)


def _middles(said: Said, pages: int) -> Floats:
    middles = np.zeros((pages, said.vectors.shape[1]), dtype=np.float32)
    np.add.at(middles, said.pages, said.vectors)
    unit: Floats = middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    return unit


def _held_out(
    said: Said, pages: int, beside: Beside, examples: Whole | None = None
) -> tuple[Floats, Whole]:
    """Return the scores of examples that nothing was learned from, and their pages. `examples`
    are the places of those that may be held out; None: all."""
    chance = np.random.default_rng(0)
    order = chance.permutation(len(said.pages) if examples is None else examples)
    if len(order) > _MOST_HELD_OUT * 2:
        parts = [order[:_MOST_HELD_OUT]]
    else:
        # Where a page has few examples, each that is held out is missed.
        parts = np.array_split(order, _FOLDS if len(order) < _MOST_HELD_OUT else _FEW_FOLDS)
    scores, of = [], []
    for part in parts:
        out = np.zeros(len(said.pages), dtype=bool)
        out[part] = True
        scores.append(_scores_of(said.only(out), said.only(~out), pages, beside))
        of.append(said.pages[out])
    return np.vstack(scores), np.concatenate(of)


def _scores_of(asked: Said, known: Said, pages: int, beside: Beside) -> Floats:
    weights, alike = _fit(known, pages), beside.words(known)
    order = np.argsort(known.pages, kind="stable")
    starts = np.searchsorted(known.pages[order], np.arange(pages))
    has = np.bincount(known.pages, minlength=pages) > 0
    near = np.zeros((len(asked.pages), pages), dtype=np.float32)
    likeness = asked.vectors @ known.vectors[order].T
    near[:, has] = np.maximum.reduceat(likeness, starts[has], axis=1)
    centre = asked.vectors @ _middles(known, pages).T
    said = np.array([alike(text) for text in asked.texts], dtype=np.float32)
    log_odds = asked.vectors @ weights[:-1] + weights[-1]
    text = beside.of_text * beside.texts(asked.vectors)
    scores: Floats = log_odds + _LIKENESS * (centre + _NEAR * near + text + said)
    return scores


def _features(scores: Floats) -> Floats:
    """Return what the curves look at, a row for each row of scores; absent pages are -inf."""
    ranked = -np.sort(-scores, axis=1)
    lead = np.minimum(ranked[:, 0] - ranked[:, 1], 30.0) if ranked.shape[1] > 1 else 30.0
    top = np.clip(chances(scores).max(axis=1), 1e-4, 1 - 1e-4)
    return np.column_stack(
        [np.ones(len(scores)), ranked[:, 0] / 10, np.full(len(scores), lead) / 5,
         np.log(top / (1 - top)) / 5]
    )  # fmt: skip


def _curve(
    scores: Floats,
    yes: Yes,
    shape: tuple[int, ...] = (0, 1, 2, 3),
    weights: Floats | None = None,
) -> Curve:
    """Fit a curve over the features in `shape` to how it went (Newton, hardly any ridge)."""
    x = _features(scores)[:, shape]
    counts = np.ones(len(x)) if weights is None else weights
    found = np.zeros(len(shape))
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        bend = (x * (counts * p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(len(shape))
        step = np.linalg.solve(bend, x.T @ (counts * (p - yes)) + _RIDGE * found)
        found -= step
        if np.abs(step).max() < _SMALL:
            break
    whole = np.zeros(4)
    whole[list(shape)] = found
    return Curve(whole)
