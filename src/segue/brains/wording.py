"""How alike two texts are in their very words: TF-IDF cosine over a small, fixed set of pages.

The lexical part of finding an answer. Its weight is small (rank fusion with it made answers worse),
but it knows names and codes that no sentence vector knows: "Tarn 3", "iDEAL".

Own 40 lines and not a search engine: a few hundred help pages fit in a dictionary, the result is
the same on every machine, and there is nothing to start.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segue.domain.asking.fold import fold

_WORD = re.compile(r"\w+")


class Wording:
    """The words of some texts, to compare questions with."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(_words(text)) for text in texts]
        held_by = Counter(word for some in counts for word in some)
        self._count = len(texts)
        self._unseen = math.log(1 + self._count)
        self._rarity = {word: math.log(1 + self._count / n) for word, n in held_by.items()}
        self._places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, some in enumerate(counts):
            weights = {word: self._weight(word, n) for word, n in some.items()}
            length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
            for word, weight in weights.items():
                self._places[word].append((place, weight / length))

    def alike(self, text: str) -> NDArray[np.float64]:
        """Return the cosine (0 to 1) of `text` with each of the texts, in their order."""
        weights = {word: self._weight(word, n) for word, n in Counter(_words(text)).items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        found = np.zeros(self._count)
        for word, weight in weights.items():
            for place, other in self._places.get(word, ()):
                found[place] += weight * other / length
        return found

    def _weight(self, word: str, count: int) -> float:
        return (1 + math.log(count)) * self._rarity.get(word, self._unseen)


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]
