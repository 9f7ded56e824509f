"""The words of asking for a person, in many languages, indexed by the first word of each entry.

`lexicon.yaml` beside this file is what people read and edit; `lexicon.json` is made from it by
`tools/gen_lexicon.py` and is what is loaded, once, when first needed. (That table lies in the
package and never changes while the program runs: reading it makes nothing here depend on the
world.)

One pass over a clause finds the entries of all languages together. That is what makes an ordinary
message cheap: a word that begins no entry costs one look-up, and is then remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from segue.domain.asking.clauses import WORD, Respellings, Runs
from segue.domain.asking.fold import fold
from segue.domain.asking.typos import LONGEST, SHORTEST, Vocabulary

TABLE: Final = Path(__file__).with_name("lexicon.json")

_ENTRY_WORD: Final = re.compile(WORD.pattern + r"\*?")
_SHORTEST_ELIDED: Final = 3  # the apostrophe and two letters


class Part(IntEnum):
    """What an entry does in a sentence; `lexicon.yaml` explains each at its top."""

    STRONG = 0
    WEAK = 1
    ANTI = 2
    TALK = 3
    TALK_AFTER = 4
    WANT = 5
    NEG = 6
    NEG_AFTER = 7
    RESTART = 8
    FILLER = 9
    FUNCTION = 10
    PHRASES = 11
    DEPARTMENT = 12


# Parts that can make a request at all: a clause with none of them is not looked at twice.
NAMES_A_PERSON: Final = frozenset(
    {Part.STRONG, Part.WEAK, Part.ANTI, Part.PHRASES, Part.DEPARTMENT}
)
# Parts that nouns with a prefix written to them may have ("والموظف", "לנציג").
_TAKES_A_PREFIX: Final = frozenset({Part.STRONG, Part.WEAK, Part.ANTI, Part.DEPARTMENT})
# Parts whose words are worth putting right when mistyped.
_WORTH_RESPELLING: Final = ("strong", "weak", "talk")


class Entry(NamedTuple):
    """An entry as found under its first word: where it belongs, and the words that must follow."""

    language: int
    part: Part
    rest: tuple[str, ...]
    length: int  # of the whole entry in characters: of two that fit, the longer counts


class Block(NamedTuple):
    """A look-alike: its words are taken out of the clause, or the whole clause is dropped."""

    pattern: re.Pattern[str]
    drops_clause: bool


class LanguageTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One language in `lexicon.json`; every entry is folded already."""

    kind: str  # "words", or "chars" for languages written without spaces
    prefixes: tuple[str, ...] = ()
    elides: bool = False
    restart_adjacent: bool = False
    entries: dict[str, tuple[str, ...]] = {}
    blocks: tuple[str, ...] = ()
    neg_suffix: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    asks_by: tuple[str, ...] = ()


class Gaps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far apart words may stand and still belong together: in words; `chars` in characters."""

    talk: int
    want: int
    neg_before: int
    neg_after: int
    chars: int


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`lexicon.json` as a whole."""

    version: int
    gap: Gaps
    two_edits_from: int
    respell: dict[str, str]
    team_words: tuple[str, ...]
    team_links: tuple[str, ...]
    common: tuple[str, ...]
    tails: tuple[str, ...]
    languages: dict[str, LanguageTable]
    not_typos: tuple[str, ...]


class Lexicon:
    """The table, indexed. `lexicon()` makes the one there is."""

    def __init__(self, table: Table) -> None:
        self.gaps = table.gap
        self.codes = tuple(table.languages)
        self.tables = tuple(table.languages.values())
        self.team_words = frozenset(table.team_words)
        self.team_links = frozenset(table.team_links)
        self._exact: dict[str, list[Entry]] = {}
        self._stems: dict[str, list[Entry]] = {}
        self._common = frozenset(table.common).union(
            *(one.entries.get("function", ()) for one in self.tables)
        ) - self.team_words.union({"person", "human", "service", "answer"})
        # The most telling word of every entry that names a person: without one of these, no
        # request.
        self._tells: set[str] = set()
        for number, one in enumerate(self.tables):
            if one.kind == "words":
                self._index(number, one)
        self._shortest_stem = min(map(len, self._stems), default=LONGEST)
        self._prefixes = tuple(
            (prefix, number) for number, one in enumerate(self.tables) for prefix in one.prefixes
        )
        self._eliding = frozenset(n for n, one in enumerate(self.tables) if one.elides)
        self.vocabulary = _vocabulary(table, self._common)
        self.respellings = _respellings(table.respell)
        self.joiners = _runs(run for one in self.tables for run in one.join)
        self.tails = frozenset(map(split, table.tails))
        # The first language that has a keyword keeps it.
        self.keywords = {
            split(text): number
            for number, one in reversed(tuple(enumerate(self.tables)))
            for text in one.keyword
        }
        self._tells |= {self._most_telling(run) for run in self.keywords}
        # Words that open what asks by how it is put together, whomever it names.
        self.may_open = frozenset(word for one in self.tables for word in one.asks_by)
        self._tells |= self.may_open
        self._pieces = {word for word in self._exact if len(word) > 1} | {"i", "a"}
        # Remembered: people use few words, many times. Bounded: not all of them are people.
        self.entries_at = lru_cache(maxsize=16_384)(self._entries_at)
        self.may_ask = lru_cache(maxsize=16_384)(self._may_ask)
        self.part = lru_cache(maxsize=1_024)(self._part)
        self.signs = cache(self._signs)
        self.blocks = cache(self._blocks)
        self.suffixes = cache(self._suffixes)
        self.asks = cache(self._asks)
        self.sign_languages = tuple(n for n, one in enumerate(self.tables) if one.kind == "chars")
        self._loose = tuple(frozenset(map(split, one.loose)) for one in self.tables)

    def loose(self, number: int) -> frozenset[tuple[str, ...]]:
        """Return the verbs of contact that take a topic as well as a person ("discuss billing")."""
        return self._loose[number]

    def _index(self, number: int, one: LanguageTable) -> None:
        # They show the language as well ("I need to be transferred").
        for word in one.asks_by:
            entry = Entry(number, Part.FUNCTION, (), len(word))
            self._exact.setdefault(word, []).append(entry)
        for name, texts in one.entries.items():
            part = Part[name.upper()]
            for text in texts:
                first, *rest = split(text)
                entry = Entry(number, part, tuple(rest), len(text))
                if part in NAMES_A_PERSON:
                    self._tells.add(self._most_telling((first, *rest)))
                if first.endswith("*"):
                    self._stems.setdefault(first[:-1], []).append(entry)
                else:
                    self._exact.setdefault(first, []).append(entry)

    def _most_telling(self, run: tuple[str, ...]) -> str:
        """Return the longest of the words that are not common, or of all."""
        return max(run, key=lambda word: (word not in self._common, len(word)))

    def _entries_at(self, word: str) -> tuple[Entry, ...]:
        """Return the entries that `word` can begin, longest first. `word` is folded."""
        found = set(self._beginning(word))
        if word.startswith("'") and len(word) > _SHORTEST_ELIDED:
            # l'agent, d'un conseiller, all'operatore
            bare = self._beginning(word.lstrip("'"))
            found.update(entry for entry in bare if entry.language in self._eliding)
        for prefix, number in self._prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                found.update(
                    entry
                    for entry in self._beginning(word[len(prefix) :])
                    if entry.language == number and entry.part in _TAKES_A_PREFIX
                )
        return tuple(sorted(found, key=lambda entry: (-entry.length, entry)))

    def _beginning(self, word: str) -> Iterator[Entry]:
        yield from self._exact.get(word, ())
        for end in range(self._shortest_stem, min(len(word), LONGEST) + 1):
            yield from self._stems.get(word[:end], ())

    def _may_ask(self, written: str) -> bool:
        """Say whether a word as written could have part in asking for a person."""
        word = fold(written)
        return (
            any(self._tells_of(form) for form in self._forms(word))
            or word in self.respellings
            or bool(self.vocabulary.meant_by(word))
        )

    def _forms(self, word: str) -> Iterator[str]:
        """Yield the word, and the word without what may be written to it."""
        yield word
        if word.startswith("'"):
            yield word.lstrip("'")
        for prefix, _ in self._prefixes:
            if word.startswith(prefix):
                yield word[len(prefix) :]

    def _tells_of(self, word: str) -> bool:
        ends = range(self._shortest_stem, min(len(word), LONGEST) + 1)
        return word in self._tells or any(f"{word[:end]}*" in self._tells for end in ends)

    def _part(self, letters: str) -> tuple[str, ...]:
        """Part spaced-out letters into words ("ineedahuman"); as they are, where that fails."""
        # For each length: the best score so far, and where its last word begins. Long words score.
        best: list[tuple[int, int] | None] = [(0, 0), *[None] * len(letters)]
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - LONGEST), end):
                begun = best[start]
                if begun is not None and letters[start:end] in self._pieces:
                    score = (begun[0] + (end - start) ** 2, start)
                    best[end] = max(best[end] or score, score)
        words: list[str] = []
        end = len(letters)
        while end and (step := best[end]) is not None:
            words.insert(0, letters[step[1] : end])
            end = step[1]
        return tuple(words) if words else (letters,)

    def _signs(self, number: int) -> dict[Part, re.Pattern[str]]:
        """Return the patterns of a language written without spaces: longest entry first."""
        return {
            Part[name.upper()]: re.compile(
                "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))
            )
            for name, texts in self.tables[number].entries.items()
            if texts
        }

    def _blocks(self, number: int) -> tuple[Block, ...]:
        """Return the look-alikes of a language, compiled when first needed."""
        return tuple(
            Block(re.compile(text.removeprefix("!")), drops_clause=text.startswith("!"))
            for text in self.tables[number].blocks
        )

    def _asks(self, number: int) -> re.Pattern[str] | None:
        """Return what asks for a person by how it is put together, as one pattern."""
        texts = self.tables[number].asks
        return re.compile("|".join(f"(?:{text})" for text in texts)) if texts else None

    def _suffixes(self, number: int) -> tuple[re.Pattern[str], ...]:
        """Return the endings that negate in a language (Turkish -ma, -meyin)."""
        return tuple(re.compile(text) for text in self.tables[number].neg_suffix)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon; the first call reads and indexes it (some 100 ms), later ones return it.

    Most of that is compiling what is asked in English, so that no customer waits for it; the other
    languages, which have less of it, compile theirs when first needed (some 5 ms).
    """
    words = Lexicon(msgspec.json.decode(TABLE.read_bytes(), type=Table))
    english = words.codes.index("en")
    words.asks(english)
    words.blocks(english)
    return words


def split(text: str) -> tuple[str, ...]:
    """Return the words of a folded entry; "word*" stays one word."""
    return tuple(_ENTRY_WORD.findall(text))


def _vocabulary(table: Table, common: frozenset[str]) -> Vocabulary:
    words: list[dict[str, None]] = []
    stems: list[dict[str, None]] = []
    for one in table.languages.values():
        words.append({})
        stems.append({})
        if one.kind != "words":
            continue
        for name in _WORTH_RESPELLING:
            for word in (word for text in one.entries.get(name, ()) for word in split(text)):
                bare = word.lstrip("'").rstrip("*")
                if len(bare) >= SHORTEST and bare not in common:
                    words[-1][bare] = None
                if word.endswith("*"):
                    stems[-1][bare] = None
    return Vocabulary(words, stems, table.not_typos, table.two_edits_from)


def _respellings(respell: dict[str, str]) -> Respellings:
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for wrong, meant in respell.items():
        run = split(wrong)
        found.setdefault(run[0], []).append((run, split(meant)))
    return found


def _runs(texts: Iterable[str]) -> Runs:
    found: dict[str, list[tuple[str, ...]]] = {}
    for text in texts:
        run = split(text)
        found.setdefault(run[0], []).append(run)
    return found
