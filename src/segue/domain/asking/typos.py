"""Mistyped words of the lexicon: "represenative", "temsicli", "mitarbeitr".

An unknown word of four letters or more stands for a word of the lexicon when both begin with the
same letter and one slip lies between them (a letter too many, too few, another, or two swapped);
from eight letters on, two slips. Words of four letters only count when two letters are swapped or
one is missing, because at that length nearly everything is near to something. Words people do use,
and mean, are listed in the lexicon as `not_typos`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

SHORTEST: Final = 4
LONGEST: Final = 24  # no entry is longer; nobody's slip is either
_SHORTEST_STEM: Final = 6


class _Known(NamedTuple):
    word: str
    letters: int  # a bit for each letter: a cheap bound on how far two words can be apart
    language: int
    is_stem: bool


class Vocabulary:
    """The words that slips are measured against, for all languages together."""

    def __init__(
        self,
        words: Sequence[Collection[str]],
        stems: Sequence[Collection[str]],
        never: Collection[str],
        two_edits_from: int,
    ) -> None:
        """Take the words and the stems ("any ending") of each language, in the lexicon's order."""
        self._two_edits_from = two_edits_from
        self._known: dict[str, list[_Known]] = defaultdict(list)
        self._settled = set(never)
        for language, some in enumerate(words):
            for word in some:
                self._known[word[0]].append(_Known(word, _letters(word), language, is_stem=False))
                self._settled.add(word)
        for language, some in enumerate(stems):
            for stem in some:
                if len(stem) >= _SHORTEST_STEM:
                    self._known[stem[0]].append(
                        _Known(stem, _letters(stem), language, is_stem=True)
                    )
        self.meant_by = lru_cache(maxsize=16_384)(self._meant_by)

    def _meant_by(self, word: str) -> Mapping[int, str]:
        """Return what `word` was meant to be, for each language in which it is a slip."""
        if not SHORTEST <= len(word) <= LONGEST or word in self._settled or not word.isalpha():
            return {}
        meant: dict[int, str] = {}
        letters = _letters(word)
        slips = 1 if len(word) < self._two_edits_from else 2
        for known in self._known.get(word[0], ()):
            if known.language in meant:
                continue
            if known.is_stem:
                if (ending := _ending_after(word, known.word)) is not None:
                    meant[known.language] = known.word + ending
            elif (
                abs(len(known.word) - len(word)) <= slips
                and (known.letters ^ letters).bit_count() <= 2 * slips
                and _could_be(word, known.word)
                and distance(word, known.word, slips) <= slips
            ):
                meant[known.language] = known.word
        swapped = word[1] + word[0] + word[2:]  # the one slip that changes the first letter
        for known in self._known.get(swapped[0], ()):
            if known.word == swapped and not known.is_stem and len(swapped) > SHORTEST:
                meant.setdefault(known.language, swapped)
        return meant


def distance(one: str, other: str, most: int) -> int:
    """Count the slips between two words; anything over `most` is returned as `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last = row, before
        row = [i]
        for j, wanted in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]


def _could_be(word: str, known: str) -> bool:
    swapped = len(word) == len(known) and sorted(word) == sorted(known)
    if len(word) == SHORTEST and not swapped and len(known) != SHORTEST + 1:
        return False
    if (
        len(known) == SHORTEST
        and len(word) != SHORTEST + 1
        and not (len(word) == SHORTEST and swapped)
    ):
        return False
    # "human" is not "humans" mistyped, nor the other way round: both are words.
    return not known.startswith(word) and not (word.startswith(known) and len(known) > SHORTEST)


def _ending_after(word: str, stem: str) -> str | None:
    """Return what follows the mistyped stem in `word`, or None when it does not begin with one."""
    if len(word) <= len(stem) or word.startswith(stem):
        return None
    for end in (len(stem) - 1, len(stem), len(stem) + 1):
        begun = word[:end]
        if (_letters(begun) ^ _letters(stem)).bit_count() <= 2 and distance(begun, stem, 1) <= 1:  # noqa: PLR2004
            return word[end:]
    return None


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
