"""How alike two texts are in their very words: TF-IDF cosine over a fixed set of pages.

The lexical part of finding an answer. Its weight is small (rank fusion with it made answers worse),
but it knows names and codes that no sentence vector knows: "Tarn 3", "iDEAL".

Words are compared by their first five letters, a stem for any language ("return", "returned",
"Rücksendung", "Rücksendungen"); what has a digit in it is compared whole. Scripts without spaces
are read in pairs of characters.

Own lines and not a search engine: some thousand pages fit into three arrays, the result is the
same on every machine, and there is nothing to start.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from segue.domain.asking.fold import fold

Whole: TypeAlias = NDArray[np.int32]
Share: TypeAlias = NDArray[np.float32]

_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]{2,}")
_STEM: Final = 5  # letters


class Bag(NamedTuple):
    """The words of one text: their numbers in a `Vocabulary`, rising, and how often each occurs."""

    words: Whole
    counts: Share


class Vocabulary:
    """Numbers for words. It only grows, so that bags made with it stay true."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def bag(self, text: str) -> Bag:
        """Return the words of `text`; unknown ones are added."""
        numbers = self._numbers
        counts = Counter(numbers.setdefault(word, len(numbers)) for word in words_of(text))
        rising = sorted(counts)
        return Bag(
            np.array(rising, dtype=np.int32),
            np.array([counts[word] for word in rising], dtype=np.float32),
        )

    def known(self, text: str) -> tuple[Bag, Share]:
        """Return the known words of `text`, and how often each unknown one occurs."""
        said = Counter(words_of(text))
        known = {
            n: count for word, count in said.items() if (n := self._numbers.get(word)) is not None
        }
        strange = [count for word, count in said.items() if word not in self._numbers]
        rising = sorted(known)
        return (
            Bag(np.array(rising, dtype=np.int32),
                np.array([known[word] for word in rising], dtype=np.float32)),
            np.array(strange, dtype=np.float32),
        )  # fmt: skip


class Wording:
    """The words of some texts, to compare questions with. Immutable."""

    def __init__(
        self, texts: Sequence[str] | Sequence[Bag], vocabulary: Vocabulary | None = None
    ) -> None:
        """Take texts, or bags that were made with `vocabulary`."""
        self._vocabulary = vocabulary or Vocabulary()
        bags = [one if isinstance(one, Bag) else self._vocabulary.bag(one) for one in texts]
        self._count, size = len(bags), len(self._vocabulary)
        words = _joined([bag.words for bag in bags], np.int32)
        counts = _joined([bag.counts for bag in bags], np.float32)
        places = np.repeat(np.arange(self._count, dtype=np.int32), [len(b.words) for b in bags])
        held_by = np.bincount(words, minlength=size)
        self._unseen = float(np.log1p(self._count))
        self._rarity = np.where(
            held_by > 0, np.log1p(self._count / np.maximum(held_by, 1)), self._unseen
        ).astype(np.float32)
        weights = (1 + np.log(counts)) * self._rarity[words]
        lengths = np.sqrt(np.bincount(places, weights.astype(float) ** 2, minlength=self._count))
        weights /= np.maximum(lengths, 1e-9)[places]
        order = np.argsort(words, kind="stable")
        self._places, self._weights = places[order], weights[order].astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(held_by)])

    def alike(self, text: str) -> NDArray[np.float64]:
        """Return the cosine (0 to 1) of `text` with each of the texts, in their order."""
        found = np.zeros(self._count)
        bag, strange = self._vocabulary.known(text)
        new = bag.words >= len(self._rarity)  # words of texts that came later
        unseen = np.concatenate([strange, bag.counts[new]])
        words, counts = bag.words[~new], bag.counts[~new]
        weights = (1 + np.log(counts)) * self._rarity[words]
        length = float(weights @ weights) + float(
            (((1 + np.log(unseen)) * self._unseen) ** 2).sum()
        )
        for word, weight in zip(words.tolist(), weights.tolist(), strict=True):
            where = slice(self._starts[word], self._starts[word + 1])
            found[self._places[where]] += weight * self._weights[where]
        return found / (length**0.5 or 1.0)


def words_of(text: str) -> Iterable[str]:
    """Return what of `text` is compared: stems, codes, and pairs of characters."""
    for word in _WORD.findall(text):
        plain = fold(word)
        if _UNSPACED.search(plain):
            yield from (plain[n : n + 2] for n in range(len(plain) - 1))
        elif plain.isalpha():
            yield plain[:_STEM]
        else:
            yield plain


def _joined(
    parts: Sequence[NDArray[np.float32]] | Sequence[Whole], kind: type
) -> NDArray[np.generic]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
