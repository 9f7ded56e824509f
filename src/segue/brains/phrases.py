"""Lists of words and phrases, found in folded text at the price of a look-up a word.

An entry is words in sequence; `word*` takes any ending. Whole words count. Arabic and Hebrew write
small words to the front of the next one, so those may stand there; scripts without spaces match
anywhere. One alternation over a thousand entries would cost a millisecond a message; an index over
first words costs a tenth.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, Generic, NamedTuple, TypeVar

from segue.domain.asking.fold import fold

T = TypeVar("T")
U = TypeVar("U")

_ANYWHERE: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_PREFIXED: Final = re.compile("[\u0590-\u06ff]")
# Small words that Arabic (and, so, in, to, like, the) and Hebrew join to the next one.
_PREFIX: Final = re.compile(
    "[\u0648\u0641]?(?:[\u0628\u0644\u0643]?\u0627\u0644|\u0644\u0644|[\u0628\u0644\u0643])"
    "|[\u0648\u0641]|[\u05d5\u05d4\u05d1\u05dc\u05de\u05e9\u05db]{1,2}"
)
_FEWEST_AFTER_PREFIX: Final = 3
# An elided small word is a word ("j'", "l'"); a vowel sign belongs to its word though it is no
# letter to `re`.
_WORD: Final = re.compile(
    r"[^\W\d_]{1,2}'(?=[^\W\d_])"
    r"|[\w\u0900-\u0903\u093a-\u094f]+(?:'[\w\u0900-\u0903\u093a-\u094f]+)*"
)
_SHORTEST_STEM: Final = 2


class Found(NamedTuple, Generic[T]):
    """An entry that was found: its tag, the (folded) words of the text, and where they stand."""

    tag: T
    words: str
    start: int
    end: int


class Phrases(Generic[T]):
    """Entries with a tag each, ready to be looked for."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], T]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[tuple[str, ...], T]]] = defaultdict(list)
        self._anywhere: list[tuple[str, T]] = []
        for entry, tag in entries:
            folded = fold(entry.strip().replace("*", "\x01")).replace("\x01", "*")
            if _ANYWHERE.search(folded):
                self._anywhere.append((folded.replace("*", ""), tag))
                continue
            words = tuple(_words_of_entry(folded))
            if words[0].endswith("*"):
                self._stems[words[0][:-1]].append((words[1:], tag))
            else:
                self._exact[words[0]].append((words[1:], tag))
        self._shortest = min(map(len, self._stems), default=_SHORTEST_STEM)
        self._longest = max(map(len, self._stems), default=0)

    def find(self, text: str) -> list[Found[T]]:
        """Return every entry in `text` (folded), in the order of the text."""
        found: list[Found[T]] = []
        words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
        for at, (word, start, _end) in enumerate(words):
            for rest, tag in self._beginning_with(word):
                last = at + len(rest)
                if last < len(words) and all(
                    _is(words[at + 1 + n][0], part) for n, part in enumerate(rest)
                ):
                    end = words[last][2]
                    found.append(Found(tag, text[start:end], start, end))
        if self._anywhere and _ANYWHERE.search(text):
            for signs, tag in self._anywhere:
                if (at := text.find(signs)) >= 0:
                    found.append(Found(tag, signs, at, at + len(signs)))
        return found

    def _beginning_with(self, word: str) -> list[tuple[tuple[str, ...], T]]:
        starts = [*self._exact.get(word, ())]
        for length in range(self._shortest, min(len(word), self._longest) + 1):
            if some := self._stems.get(word[:length]):
                starts += some
        if _PREFIXED.match(word) and (prefix := _PREFIX.match(word)):
            bare = word[prefix.end() :]
            if len(bare) >= _FEWEST_AFTER_PREFIX:
                starts += self._exact.get(bare, ())
                for length in range(self._shortest, min(len(bare), self._longest) + 1):
                    starts += self._stems.get(bare[:length], ())
        return starts


def without(found: Iterable[Found[T]], taken: Iterable[Found[U]]) -> list[Found[T]]:
    """Return those of `found` that touch none of the look-alikes in `taken`."""
    spans = [(one.start, one.end) for one in taken]
    if not spans:
        return list(found)
    return [
        one for one in found if all(one.end <= start or end <= one.start for start, end in spans)
    ]


def _words_of_entry(entry: str) -> Iterable[str]:
    for match in _WORD.finditer(entry):
        starred = entry[match.end() : match.end() + 1] == "*"
        yield match[0] + "*" * starred


def _is(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
