"""Help pages as numbers: what of a page is compared with a question, and how alike they are.

Of a page are compared its title and examples, one by one; of each passage its first words under its
heading, and its first sentence alone. More sentences find no more (measured, see
`docs/reference/answering.md`) and cost twice the time to read a page in.

A new index takes over from the one before whatever did not change: vectors by their text, words by
their page.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from segue.brains.encoder import Encoder, Vector
from segue.brains.pages import Item, Passage, sentences
from segue.brains.vectors import vectors_for
from segue.brains.wording import Bag, Vocabulary, Wording

# Shares of the blend. Found on StackFAQ and the half `tune` of the own questions.
SAID, CENTRE, TEXT, WORDS = 1.0 / 1.8, 0.5 / 1.8, 0.3, 0.3 / 1.8

_HEAD: Final = 45  # words of a passage that are read: about 64 tokens
Scores = NDArray[np.float32]


class Texts(NamedTuple):
    """What of one page is compared: what customers might say, and two texts a passage."""

    said: tuple[str, ...]
    text: tuple[str, ...]
    words: Bag


class Alike(NamedTuple):
    """Likenesses of a question: by page but for `passages`, which has two rows a passage."""

    said: Scores  # with the nearest of title and examples
    centre: Scores  # with the middle of them
    text: Scores  # with the nearest passage
    words: NDArray[np.float64]
    passages: Scores

    def blended(self) -> Scores:
        found: Scores = (
            SAID * self.said + CENTRE * self.centre + TEXT * self.text + WORDS * self.words
        ).astype(np.float32)
        return found


class Index:
    """The texts and vectors of some pages, each with at least one passage. Immutable."""

    def __init__(
        self,
        items: Sequence[Item],
        encoder: Encoder,
        kept_in: Path | None = None,
        before: Index | None = None,
    ) -> None:
        self._items = items
        self.encoder: Encoder = encoder
        self.vocabulary: Vocabulary = before.vocabulary if before else Vocabulary()
        known: dict[Item, Texts] = before.texts if before else {}
        self.texts: dict[Item, Texts] = {
            item: known.get(item) or self._texts(item) for item in items
        }
        each = [self.texts[item] for item in items]
        self.said_texts = tuple(text for one in each for text in one.said)
        texts = [*self.said_texts, *(text for one in each for text in one.text)]
        at_hand = before.by_text() if before and before.encoder is encoder else {}
        vectors = vectors_for(texts, encoder, kept_in, at_hand)
        self._all_texts = tuple(texts)
        self._all = vectors
        self.said, self._text = np.split(vectors, [len(self.said_texts)])
        self.pages_said = np.repeat(np.arange(len(items)), [len(one.said) for one in each])
        self._said_at = _starts([len(one.said) for one in each])
        self._text_at = _starts([len(one.text) for one in each])
        self._centres = self._middles()
        self._wording = Wording([one.words for one in each], self.vocabulary)

    def by_text(self) -> dict[str, Vector]:
        """Return the vectors by their texts."""
        return dict(zip(self._all_texts, self._all, strict=True))

    def alike(self, asked: str, vector: Vector) -> Alike:
        """Compare a question with all pages."""
        passages = self._text @ vector
        if not self._items:
            none = np.zeros(0, dtype=np.float32)
            return Alike(none, none, none, np.zeros(0), none)
        return Alike(
            np.maximum.reduceat(self.said @ vector, self._said_at),
            self._centres @ vector,
            np.maximum.reduceat(passages, self._text_at),
            self._wording.alike(asked),
            passages,
        )

    def text_alike(self, vectors: Vector) -> Scores:
        """Return the likeness of each row of vectors with the nearest passage of each page."""
        rows: Scores = np.maximum.reduceat(self._text @ vectors.T, self._text_at, axis=0).T
        return rows

    def passages_of(self, number: int, alike: Alike) -> Scores:
        """Return the likeness of each passage of a page."""
        first, count = int(self._text_at[number]), len(self._items[number].passages)
        rows: Scores = alike.passages[first : first + 2 * count].reshape(count, 2).max(axis=1)
        return rows

    def words_if_said(self, examples: Sequence[Sequence[str]]) -> Wording:
        """Return the words of all pages, if these were their examples."""
        return Wording(
            [_all_of(item, some) for item, some in zip(self._items, examples, strict=True)]
        )

    def _texts(self, item: Item) -> Texts:
        text = tuple(
            one for passage in item.passages for one in (_head(item, passage), _first(passage.text))
        )
        # What has neither title nor examples is asked for in its own words.
        said = tuple(one for one in (item.title, *item.examples) if one.strip()) or text
        return Texts(said, text, self.vocabulary.bag(_all_of(item, item.examples)))

    def _middles(self) -> Vector:
        if not self._items:
            return np.zeros((0, self.said.shape[1]), dtype=np.float32)
        sums = np.add.reduceat(self.said, self._said_at, axis=0)
        unit: Vector = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return unit


def _head(item: Item, passage: Passage) -> str:
    lead = passage.heading or item.title
    head = " ".join(passage.text.split()[:_HEAD])
    return f"{lead}: {head}" if lead else head


def _first(text: str) -> str:
    return next(iter(sentences(text.split("\n", maxsplit=1)[0])), text)


def _all_of(item: Item, examples: Sequence[str]) -> str:
    passages = " ".join(f"{one.heading} {one.text}" for one in item.passages)
    return f"{item.title} {item.title} {' '.join(examples)} {passages}"


def _starts(counts: Sequence[int]) -> NDArray[np.intp]:
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
