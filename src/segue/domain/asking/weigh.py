"""The rules over places: given where words of each part stand in a clause, what does it say?

The same for all languages; only the ruler differs, which measures in words, or in characters where
a language writes no spaces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from segue.domain.asking.lexicon import NAMES_A_PERSON, Gaps, LanguageTable, Part

Span: TypeAlias = tuple[int, int]
Kind: TypeAlias = Literal["request", "declined", "blocked"]

# Parts that show which language a clause is in.
_SHOWS_THE_LANGUAGE: Final = tuple(set(Part) - {Part.TALK_AFTER})

_PARTS: Final = len(Part)


class Hits:
    """Where the entries of one language stand in a clause, by part."""

    def __init__(self) -> None:
        self.spans: tuple[list[Span], ...] = tuple([[] for _ in range(_PARTS)])
        self._free = [0] * _PARTS

    def add(self, part: Part, start: int, end: int) -> None:
        # Entries of one part do not overlap: the longest at the earliest place counts.
        if start >= self._free[part]:
            self.spans[part].append((start, end))
            self._free[part] = end

    def name_a_person(self) -> bool:
        return any(self.spans[part] for part in NAMES_A_PERSON)

    def places(self, *parts: Part) -> set[int]:
        return {n for part in parts for start, end in self.spans[part] for n in range(start, end)}

    def letters_known(self, words: Sequence[str]) -> int:
        """Count the letters of the words that this language knows."""
        return sum(len(words[place]) for place in self.places(*_SHOWS_THE_LANGUAGE))


class Ruler(NamedTuple):
    """How far apart two places are, and how far is near enough for what."""

    before: Sequence[int]  # the number of words (or characters) before each place
    talk: int
    want: int
    neg_before: int
    neg_after: int
    anti_before: int
    anti_after: int
    phrase_before: int
    adjacent_restart: bool  # a new statement may begin right after the negation ("no I want")
    verb_first: (
        bool  # verbs of contact stand before the person; those that follow have their own list
    )

    @classmethod
    def for_words(cls, words: Sequence[str], gaps: Gaps, table: LanguageTable) -> Ruler:
        before = [0]
        for word in words:
            # What follows an apostrophe is no word of its own ("operator's").
            before.append(before[-1] + (not word.startswith("'")))
        return cls(
            before, gaps.talk, gaps.want, gaps.neg_before, gaps.neg_after, 6, 5, 5,
            adjacent_restart=table.restart_adjacent,
            verb_first="talk_after" in table.entries,
        )  # fmt: skip

    @classmethod
    def for_signs(cls, length: int, gaps: Gaps) -> Ruler:
        near = gaps.chars
        return cls(
            range(length + 1), near, near, 6, 8, 8, 10, 30, adjacent_restart=False, verb_first=False
        )

    def distance(self, start: int, end: int) -> int:
        return self.before[end] - self.before[start] if end > start else 0

    def gap(self, one: Span, other: Span) -> int:
        return self.distance(min(one[1], other[1]), max(one[0], other[0]))


class Candidate(NamedTuple):
    """Words that ask for a person, unless something is said against them; `noun` names the
    person. Of a `whole` one, a negation inside is part of what asks ("I don't do bots")."""

    start: int
    end: int
    noun: Span
    whole: bool = False


def weigh(
    hits: Hits, ruler: Ruler, extra: Sequence[Candidate], length: int
) -> tuple[Kind, Span] | None:
    """Return what the clause says and which places say it. Shorter candidates are tried first."""
    declined: Span | None = None
    candidates = [*_candidates(hits, ruler), *_bare(hits, length), *extra]
    for candidate in sorted(candidates, key=lambda one: one.end - one.start):
        if not _negated(candidate, hits, ruler):
            return "request", (candidate.start, candidate.end)
        declined = (candidate.start, candidate.end)
    for refused in _machine_refused(hits, ruler):
        return "request", refused
    return ("declined", declined) if declined else None


def phrase(hits: Hits, ruler: Ruler) -> Span | None:
    """Return the first entry that is enough alone, unless a negation stands shortly before it or
    after it."""
    for start, end in hits.spans[Part.PHRASES][:1]:
        negated = any(
            no[0] < start and ruler.distance(no[1], start) < ruler.phrase_before
            for no in hits.spans[Part.NEG]
        )
        if not negated and not _negated_after(
            Candidate(start, end, (start, end), whole=True), hits, ruler
        ):
            return start, end
    return None


def _candidates(hits: Hits, ruler: Ruler) -> Iterator[Candidate]:
    strong, weak = hits.spans[Part.STRONG], hits.spans[Part.WEAK]
    talk, after = hits.spans[Part.TALK], hits.spans[Part.TALK_AFTER]
    for noun in (*strong, *weak):
        for verb in talk:
            stands_well = verb[1] <= noun[0] or not ruler.verb_first
            if stands_well and _apart(verb, noun) and ruler.gap(verb, noun) <= ruler.talk:
                yield _around(verb, noun)
        for verb in after:
            if noun[1] <= verb[0] and ruler.gap(verb, noun) <= ruler.talk:
                yield Candidate(noun[0], verb[1], noun)
    for noun in strong:
        for wish in hits.spans[Part.WANT]:
            if _apart(wish, noun) and ruler.gap(wish, noun) <= ruler.want:
                yield _around(wish, noun)


def _around(verb: Span, noun: Span) -> Candidate:
    return Candidate(min(verb[0], noun[0]), max(verb[1], noun[1]), noun)


def _bare(hits: Hits, length: int) -> Iterator[Candidate]:
    """Yield the clause as a whole when nothing stands in it but a person and fillers."""
    strong = hits.spans[Part.STRONG]
    if strong and len(hits.places(Part.STRONG, Part.FILLER, Part.WEAK)) == length:
        yield Candidate(strong[0][0], strong[-1][1], strong[0])


def _negated(candidate: Candidate, hits: Hits, ruler: Ruler) -> bool:
    return any(
        _negates(no, candidate, hits, ruler) for no in hits.spans[Part.NEG]
    ) or _negated_after(candidate, hits, ruler)


def _negated_after(candidate: Candidate, hits: Hits, ruler: Ruler) -> bool:
    return any(_negates_after(no, candidate, hits, ruler) for no in hits.spans[Part.NEG_AFTER])


def _negates(no: Span, candidate: Candidate, hits: Hits, ruler: Ruler) -> bool:
    noun = candidate.noun
    if no[0] >= (candidate.start if candidate.whole else candidate.end):
        return False
    if no[0] < candidate.start:
        low, high = no[1], candidate.start
        if ruler.distance(low, high) > ruler.neg_before:
            return False
    else:
        low, high = no[1], noun[0]
    if any(
        low <= new[0] < high and (ruler.adjacent_restart or ruler.distance(low, new[0]) >= 1)
        for new in hits.spans[Part.RESTART]
    ):
        return False
    # The negated thing may be the machine, not the person.
    return not any(no[1] <= bot[0] and bot[1] <= max(noun[0], low) for bot in hits.spans[Part.ANTI])


def _negates_after(no: Span, candidate: Candidate, hits: Hits, ruler: Ruler) -> bool:
    begun = candidate.end if candidate.whole else candidate.start
    if no[0] < begun or ruler.distance(candidate.end, no[0]) > ruler.neg_after:
        return False
    turned = (*hits.spans[Part.RESTART], *hits.spans[Part.ANTI])
    return not any(candidate.noun[1] <= other[0] < no[0] for other in turned)


def _machine_refused(hits: Hits, ruler: Ruler) -> Iterator[Span]:
    verbs = (*hits.spans[Part.TALK], *hits.spans[Part.WANT])
    for bot in hits.spans[Part.ANTI]:
        if not any(_apart(verb, bot) and ruler.gap(verb, bot) <= ruler.talk for verb in verbs):
            continue
        before = [
            no[0]
            for no in hits.spans[Part.NEG]
            if no[1] <= bot[0] and ruler.distance(no[1], bot[0]) <= ruler.anti_before
        ]
        after = [
            no[0]
            for no in hits.spans[Part.NEG_AFTER]
            if no[0] >= bot[1] and ruler.distance(bot[1], no[0]) <= ruler.anti_after
        ]
        if before or after:
            yield min([*before, bot[0]]), bot[1]


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]
