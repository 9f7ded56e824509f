"""From a message to clauses of folded words, each knowing where in the message it was written.

A clause is what stands between two punctuation marks. Each is judged alone, which settles most of
what a negation covers: in "no, I want a person" the "no" is a clause of its own.

Three things happen on the way. Quoted speech becomes the one word ``#`` (the button "Talk to a
human" is named, not pressed), unless the message is nothing else. Spaced-out letters become a word
("h u m a n"). A short list of mistyped small words is put right ("wiht" is "with").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from segue.domain.asking.fold import fold

QUOTED: Final = "#"

# Runs of words, found by their first word.
Runs: TypeAlias = Mapping[str, Sequence[tuple[str, ...]]]
Respellings: TypeAlias = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]

# Everything a word is made of: letters and digits, and the marks that Python's \w leaves out
# (accents written apart, Arabic and Hebrew points, Devanagari and Thai vowels), and joiners nobody
# sees.
_LETTERS: Final = (
    r"\w\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
    r"\u093a-\u094f\u0951-\u0957\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a"
    r"\u200b-\u200d\ufeff\u00ad"
)
WORD: Final = re.compile(rf"'*[{_LETTERS}]+")
_PIECE: Final = re.compile(
    rf"(?P<word>'*[{_LETTERS}]+)|(?P<comma>[,،、，])|"
    r"(?P<stop>[.!?;:\n()…。！？；：।؟·—–۔]+|\s-+\s)"
)
_QUOTE: Final = re.compile(
    r"“[^”]{2,80}”|„[^“”]{2,80}[“”]|«[^»]{2,80}»|「[^」]{2,60}」|\"[^\"]{2,80}\""
    r"|(?<!\w)'[^']{3,80}'(?!\w)|‘[^’]{2,80}’"
)
# A call in a piece of code names things and asks for none: "connect(human)", not "agent(s)".
_CALL: Final = re.compile(r"\w\((?!e?s\))[^()\n]{0,80}\)")
_QUOTE_MARK: Final = re.compile("[“„«「\"'‘]")
_SPACED: Final = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-]){3,}[^\W\d_](?!\w)")
_BETWEEN_SPACED: Final = str.maketrans("", "", " .-")

# Same length each, so that places in the text stay what they are.
_APOSTROPHES: Final = str.maketrans("’`´ʼ", "''''")


@dataclass(slots=True)
class Clause:
    """Folded words of one clause; `starts[i]` and `ends[i]` are the place of word i in the
    message."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, word: str, start: int, end: int) -> None:
        self.words.append(word)
        self.starts.append(start)
        self.ends.append(end)

    def extend(self, other: Clause) -> None:
        self.words += other.words
        self.starts += other.starts
        self.ends += other.ends

    def saying(self, words: list[str]) -> Clause:
        """Return the same places under other words, one for one."""
        return Clause(words, self.starts, self.ends)

    def begins_with(self, runs: Runs) -> bool:
        return any(tuple(self.words[: len(run)]) == run for run in runs.get(self.words[0], ()))


class Line:
    """A clause as one line of text, for the rules that are regular expressions."""

    def __init__(self, words: Sequence[str]) -> None:
        pieces: list[str] = []
        self.starts: list[int] = []
        at = 0
        for word in words:
            # "don", "'t" were one written word: they are joined again.
            if pieces and not word.startswith("'"):
                pieces.append(" ")
                at += 1
            self.starts.append(at)
            pieces.append(word)
            at += len(word)
        self.text = "".join(pieces)

    def words_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of words that the characters from start to end touch."""
        while end > start and self.text[end - 1] == " ":
            end -= 1
        while start < end and self.text[start] == " ":
            start += 1
        if start == end:
            return (0, 0)
        return bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1)


def clauses(
    text: str,
    respellings: Respellings,
    joiners: Runs,
    tails: Collection[tuple[str, ...]],
    part: Callable[[str], Sequence[str]],
) -> list[Clause]:
    """Return the clauses of `text`, without empty ones.

    `respellings` gives, for mistyped runs of words, what was meant. `joiners` are words before
    which a comma does not end a clause ("jemanden, mit dem ich sprechen kann"), and `tails` those
    that belong to it when nothing follows them ("reception, please"). `part` parts letters that
    stood alone ("ineedahuman") into words.
    """
    plain = text if text.isascii() else text.translate(_APOSTROPHES)
    found: list[Clause] = []
    for clause, after_comma in _split(plain, part):
        _respell(clause, respellings)
        belongs = clause.begins_with(joiners) or tuple(clause.words) in tails
        if after_comma and found and belongs:
            found[-1].extend(clause)
        else:
            found.append(clause)
    return found


def _split(text: str, part: Callable[[str], Sequence[str]]) -> Iterator[tuple[Clause, bool]]:
    """Yield the clauses in order, each with whether only a comma stands before it."""
    clause = Clause()
    marks = before = ""
    for kind, word, start, end in _pieces(text, part):
        if kind != "word":
            marks += kind
            continue
        if marks:
            if clause.words:
                yield clause, before == ","
                clause = Clause()
            before, marks = marks, ""
        clause.add(word, start, end)
    if clause.words:
        yield clause, before == ","


def _pieces(text: str, part: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str, int, int]]:
    """Yield (kind, folded word, start, end); kind is "word", or "," or "." for what parts
    clauses."""
    at = 0
    for start, end, quoted in _set_apart(text):
        yield from _plain_pieces(text, at, start)
        if quoted:
            yield "word", QUOTED, start, end
        else:
            for word in part(fold(text[start:end].translate(_BETWEEN_SPACED))):
                yield "word", word, start, end
        at = end
    yield from _plain_pieces(text, at, len(text))


def _plain_pieces(text: str, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    for piece in _PIECE.finditer(text, start, end):
        if piece.lastgroup == "word":
            word = fold(piece[0])
            if word.strip("'"):
                yield "word", word, piece.start(), piece.end()
        else:
            yield "," if piece.lastgroup == "comma" else ".", "", piece.start(), piece.end()


def _set_apart(text: str) -> list[tuple[int, int, bool]]:
    """Return places that are read as one word: (start, end, is it quoted speech)."""
    found: list[tuple[int, int, bool]] = []
    if _QUOTE_MARK.search(text):
        found = [(quote.start(), quote.end(), True) for quote in _QUOTE.finditer(text)]
        if found and not _says_more(text, found):
            found = []
    if "(" in text:
        found += [
            (call.start(), call.end(), True)
            for call in _CALL.finditer(text)
            if all(call.end() <= start or end <= call.start() for start, end, _ in found)
        ]
    for spaced in _SPACED.finditer(text):
        if all(spaced.end() <= start or end <= spaced.start() for start, end, _ in found):
            found.append((spaced.start(), spaced.end(), False))
    return sorted(found)


def _says_more(text: str, quotes: Sequence[tuple[int, int, bool]]) -> bool:
    ends = [0, *(end for _, end, _ in quotes)]
    starts = [*(start for start, _, _ in quotes), len(text)]
    return any(WORD.search(text, end, start) for end, start in zip(ends, starts, strict=True))


def _respell(clause: Clause, respellings: Respellings) -> None:
    """Put mistyped runs right, in place; the words put in share the place of those they replace."""
    place = 0
    while place < len(clause.words):
        for wrong, meant in respellings.get(clause.words[place], ()):
            end = place + len(wrong)
            if tuple(clause.words[place:end]) == wrong:
                starts = [clause.starts[place]] * len(meant)
                ends = [clause.ends[end - 1]] * len(meant)
                clause.words[place:end] = meant
                clause.starts[place:end] = starts
                clause.ends[place:end] = ends
                place += len(meant) - 1
                break
        place += 1
