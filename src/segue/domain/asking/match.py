"""The rules: when do the words of a clause ask for a person, and when do they decline one.

A clause is judged only in the languages that cover most of its letters (content and small words
alike); otherwise "don't transfer me to an agent" is a request in Romanian. In each of them:

1. look-alikes are taken out ("travel agent", "per person"), or drop the clause ("are you human?",
   "the agent said", hiring, yesterday's call);
2. a *candidate* is an entry that is enough alone; a verb of contact near a noun for a person; a
   wish near a strong noun; or nothing but strong nouns and fillers ("agent pls");
3. a negation shortly before or after makes it *declined*, unless a new statement starts between
   them ("no, I want…") or it is the machine that is refused;
4. refusing the machine is asking for a person ("I don't want to talk to a bot").

Declining, or a look-alike, wins over a request in another language at equal coverage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from segue.domain.asking.clauses import QUOTED, Clause, Line
from segue.domain.asking.lexicon import Block, Entry, Lexicon, Part
from segue.domain.asking.teams import Mention, Teams
from segue.domain.asking.weigh import Candidate, Hits, Kind, Ruler, Span, phrase, weigh

# Longer clauses are prose, where an unknown word is more often a name than a slip.
_LONGEST_WITH_SLIPS: Final = 16

# How many small words may stand between a verb of contact and a team's name.
_LONGEST_TEAM_LINK: Final = 4

# Han, kana, Thai: languages that are read by characters.
_SIGN: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


class Verdict(NamedTuple):
    """What a clause says, in which language; `start` and `end` are places in the message."""

    kind: Kind
    language: int
    start: int = 0
    end: int = 0
    team: str | None = None


def judge(clause: Clause, lexicon: Lexicon, teams: Teams) -> Verdict | None:
    """Return what one clause says: a request, a refusal, a look-alike (blocked), or None."""
    verdicts = _in_words(clause, lexicon, teams) + _in_signs(clause, lexicon, teams)
    verdicts.sort(key=lambda verdict: verdict.language)
    against = [verdict for verdict in verdicts if verdict.kind != "request"]
    if against:
        return against[0]
    return verdicts[0] if verdicts else None


def _in_words(clause: Clause, lexicon: Lexicon, teams: Teams) -> list[Verdict]:
    words = clause.words
    slips: list[dict[int, str]] = [{}] * len(words)
    if len(words) <= _LONGEST_WITH_SLIPS:
        slips = [dict(lexicon.vocabulary.meant_by(word)) for word in words]
    found = _scan(words, lexicon)
    if not (
        any(slips)
        or any(hits.name_a_person() for hits in found.values())
        or not lexicon.may_open.isdisjoint(words)
        or teams.mentions(words, lexicon)
    ):
        return []
    verdicts = []
    for number in _languages(words, found, slips):
        verdict = _read(clause, found.get(number), number, lexicon, teams)
        if verdict is None and any(number in meant for meant in slips):
            meant_words = [
                meant.get(number, word) for word, meant in zip(words, slips, strict=True)
            ]
            verdict = _read(clause.saying(meant_words), None, number, lexicon, teams)
        if verdict:
            verdicts.append(verdict)
    return verdicts


def _languages(
    words: Sequence[str], found: dict[int, Hits], slips: Sequence[dict[int, str]]
) -> list[int]:
    letters = {number: hits.letters_known(words) for number, hits in found.items()}
    most = max(letters.values(), default=0)
    if most:
        return [number for number, known in letters.items() if known == most]
    # Nothing but mistyped words: any language in which they are one.
    return sorted({number for meant in slips for number in meant})


def _scan(words: Sequence[str], lexicon: Lexicon) -> dict[int, Hits]:
    """Return where the entries of each language stand in a clause: one pass for all languages."""
    found: dict[int, Hits] = {}
    for place, word in enumerate(words):
        for entry in lexicon.entries_at(word):
            if not entry.rest or _follow(words, place + 1, entry):
                if entry.language not in found:
                    found[entry.language] = Hits()
                found[entry.language].add(entry.part, place, place + 1 + len(entry.rest))
    return found


def _follow(words: Sequence[str], place: int, entry: Entry) -> bool:
    """Do the rest of the entry's words stand at this place? A star is any ending."""
    if place + len(entry.rest) > len(words):
        return False
    for wanted in entry.rest:
        word = words[place]
        place += 1
        if word != wanted and not (wanted.endswith("*") and word.startswith(wanted[:-1])):
            return False
    return True


def _read(
    clause: Clause, hits: Hits | None, number: int, lexicon: Lexicon, teams: Teams
) -> Verdict | None:
    """Judge a clause in one language that is written with spaces."""
    words = clause.words
    hits = hits or _scan(words, lexicon).get(number) or Hits()
    ruler = Ruler.for_words(words, lexicon.gaps, lexicon.tables[number])
    line = Line(words)
    blocks = [block for block in lexicon.blocks(number) if block.pattern.search(line.text)]
    if any(block.drops_clause for block in blocks):
        return Verdict("blocked", number)
    said: Span | None = phrase(hits, ruler)
    if said:
        return _verdict("request", number, clause, said, teams.mentions(words, lexicon))
    if blocks:
        words = _blotted(words, line, blocks)
        hits = _scan(words, lexicon).get(number) or Hits()
    for suffix in lexicon.suffixes(number):
        for match in suffix.finditer(line.text):
            hits.spans[Part.NEG_AFTER].append(line.words_of(*match.span()))
    mentions = teams.mentions_beside(hits.spans[Part.DEPARTMENT], words, lexicon)
    extra = (
        *_team_candidates(mentions, words, hits, lexicon, number),
        *_put_together(Line(words) if blocks else line, lexicon, number),
    )
    weighed = weigh(hits, ruler, extra, len(words))
    if weighed is None:
        # What is left once look-alikes are taken out asks for nobody.
        return Verdict("blocked", number) if blocks else None
    return _verdict(weighed[0], number, clause, weighed[1], mentions)


def _blotted(words: Sequence[str], line: Line, blocks: Sequence[Block]) -> list[str]:
    """Return the words with those of look-alikes made illegible."""
    left = list(words)
    for block in blocks:
        for match in block.pattern.finditer(line.text):
            start, end = line.words_of(*match.span())
            left[start:end] = [QUOTED] * (end - start)
    return left


def _verdict(
    kind: Kind, number: int, clause: Clause, span: Span, mentions: Sequence[Mention]
) -> Verdict:
    team = next((one.name for one in mentions if one.name is not None), None)
    return Verdict(kind, number, clause.starts[span[0]], clause.ends[span[1] - 1], team)


def _team_candidates(
    mentions: Sequence[Mention], words: Sequence[str], hits: Hits, lexicon: Lexicon, number: int
) -> Iterator[Candidate]:
    """Yield what asks for a team: `segue.domain.asking.teams` says when its name counts."""
    small = lexicon.team_links | lexicon.team_words
    known = hits.places(Part.FILLER, Part.STRONG, Part.WEAK, Part.DEPARTMENT)
    for mention in mentions:
        noun = (mention.start, mention.end)
        for verb in hits.spans[Part.TALK]:
            between = words[verb[1] : noun[0]] if verb[1] <= noun[0] else words[noun[1] : verb[0]]
            near = len(between) <= _LONGEST_TEAM_LINK and lexicon.team_links.issuperset(between)
            if near and tuple(words[slice(*verb)]) not in lexicon.loose(number):
                yield Candidate(min(verb[0], noun[0]), max(verb[1], noun[1]), noun)
        if mention.strong:
            for wish in hits.spans[Part.WANT]:
                near = wish[1] <= noun[0] <= wish[1] + lexicon.gaps.want
                if near and small.issuperset(words[wish[1] : noun[0]]):
                    yield Candidate(wish[0], noun[1], noun)
            others = set(range(len(words))) - set(range(*noun)) - known
            if small.issuperset(words[place] for place in others):
                yield Candidate(*noun, noun)


def _put_together(line: Line, lexicon: Lexicon, number: int) -> Iterator[Candidate]:
    """Yield what asks by how it is put together ("can a person look at this")."""
    if asks := lexicon.asks(number):
        for match in asks.finditer(line.text):
            start, end = line.words_of(*match.span())
            if start < end:
                yield Candidate(start, end, (start, end), whole=True)


def _in_signs(clause: Clause, lexicon: Lexicon, teams: Teams) -> list[Verdict]:
    """Judge a clause in the languages that are written without spaces."""
    line = Line(clause.words)
    if line.text.isascii() or not _SIGN.search(line.text):
        return []
    verdicts = []
    for number in lexicon.sign_languages:
        weighed = _weigh_signs(line.text, number, lexicon, teams)
        if weighed:
            kind, (start, end), team = weighed
            if kind == "blocked":
                verdicts.append(Verdict(kind, number))
            else:
                verdicts.append(Verdict(kind, number, *_place(clause, line, start, end), team))
    return verdicts


def _weigh_signs(
    text: str, number: int, lexicon: Lexicon, teams: Teams
) -> tuple[Kind, Span, str | None] | None:
    ruler = Ruler.for_signs(len(text), lexicon.gaps)
    blocks = [block for block in lexicon.blocks(number) if block.pattern.search(text)]
    if any(block.drops_clause for block in blocks):
        return "blocked", (0, 0), None
    named = [(text.index(name), name, team) for name, team in teams.folded if name in text]
    team = named[0][2] if named else None
    said = phrase(_sign_hits(text, number, lexicon), ruler)
    if said:
        return "request", said, team
    for block in blocks:
        text = block.pattern.sub(lambda match: QUOTED * len(match[0]), text)
    hits = _sign_hits(text, number, lexicon)
    hits.spans[Part.WEAK].extend((start, start + len(name)) for start, name, _ in named)
    hits.spans[Part.WEAK].extend(hits.spans[Part.DEPARTMENT])
    asks = lexicon.asks(number)
    extra = [
        Candidate(*match.span(), match.span(), whole=True)
        for match in (asks.finditer(text) if asks else ())
    ]
    weighed = weigh(hits, ruler, extra, len(text) - text.count(" "))
    return weighed and (*weighed, team)


def _sign_hits(text: str, number: int, lexicon: Lexicon) -> Hits:
    hits = Hits()
    for part, pattern in lexicon.signs(number).items():
        for match in pattern.finditer(text):
            hits.add(part, *match.span())
    machines = hits.spans[Part.ANTI]
    # The machine's name may hold a person's ("人工智能客服").
    hits.spans[Part.STRONG][:] = [
        (start, end)
        for start, end in hits.spans[Part.STRONG]
        if not any(low <= start and end <= high for low, high in machines)
    ]
    return hits


def _place(clause: Clause, line: Line, start: int, end: int) -> Span:
    """Return where in the message the characters from start to end of the line were written."""
    first, after = line.words_of(start, end)
    last = after - 1
    begun, ended = clause.starts[first], clause.ends[last]
    if len(clause.words[first]) == clause.ends[first] - begun:
        begun += start - line.starts[first]
    if len(clause.words[last]) == ended - clause.starts[last]:
        ended = clause.starts[last] + end - line.starts[last]
    return begun, ended
