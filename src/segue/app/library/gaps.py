"""Questions that nothing answered: the same ones together, and what the team said to them.

A draft for a gap is made of the team's own sentences after the question, as they were written.
Sentences about one customer only (names, numbers, addresses), questions and courtesies are left
out; somebody has to read it before it is published.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from msgspec import Struct

from segue.app.ports import Clock, Row, Store
from segue.app.ports_knowledge import Grouping, Index, Missed
from segue.domain import events as e
from segue.domain.ids import ConversationId

LOOKED_BACK: Final = timedelta(days=30)
NEWEST: Final = 2000
GAPS: Final = 50
CONVERSATIONS: Final = 20
DRAFTED: Final = 20
"""So many gaps, the largest first, get a draft."""
ANSWERS: Final = 5
EVENTS_AFTER: Final = 40
LONGEST_QUESTION: Final = 400
_FEWEST_WORDS: Final = 5
_SENTENCES: Final = 6
_SENTENCE: Final = re.compile(r"(?<=[.!?。！？؟])\s+|\n+")
_ONE_CUSTOMERS: Final = re.compile(r"\d{4,}|#\s?\w+|\S+@\S+|\b[A-Z]{2,}-?\d+")
_COURTESY: Final = re.compile(
    r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you|sorry|sure"
    r"|you'?re welcome|one moment|let me|please wait"
    r"|i(?:'ll| will| am|'m) (?:check|look|happy|glad)"
    r"|have a|is there anything|anything else|bye|hallo|guten|danke|hola|gracias|buenos)\b",
    re.IGNORECASE,
)


class GapDraft(Struct, frozen=True):
    """Words of the team: `answers` says how many answers they are from."""

    title: str
    body: str
    answers: int


class Gap(Struct, frozen=True):
    """A question, how often it was asked without an answer, and where; the newest first."""

    question: str
    times: int
    handed_over: int
    turns: tuple[Missed, ...]
    examples: tuple[str, ...]
    draft: GapDraft | None = None


@dataclass
class Gaps:
    """Grouped anew only when something else was missed, or is known."""

    store: Store
    clock: Clock
    group: Grouping
    index: Callable[[], Index]
    _key: tuple[object, ...] = ()
    _kept: list[Gap] = field(default_factory=list)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _looking: asyncio.Task[list[Gap]] | None = None

    async def find(self) -> list[Gap]:
        """The most frequent first, then the newest; without what has an answer by now."""
        async with self._one:
            found = await self.store.missed(self.clock() - LOOKED_BACK, NEWEST)
            turns = tuple((one.conversation, one.seq, one.handed_over) for one in found)
            key = (self.index().built, turns)
            if key != self._key:
                self._kept = await self._grouped([one for one in found if one.text.strip()])
                self._key = key
            return self._kept

    def looking(self) -> asyncio.Task[list[Gap]]:
        """Somebody looks; ask again later for what is `known` then."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self.find(), name="gaps")
        return self._looking

    @property
    def known(self) -> int:
        """How many there were when somebody looked last."""
        return len(self._kept)

    async def _grouped(self, found: Sequence[Missed]) -> list[Gap]:
        if not found:
            return []
        groups = await self.group([one.text[:LONGEST_QUESTION] for one in found])
        gaps = [gap_of([found[n] for n in group]) for group in groups if group]
        gaps.sort(key=lambda gap: (-gap.times, -gap.turns[0].at.timestamp()))
        asked = gaps[: 2 * GAPS]
        answered = await self.index().covers([gap.question for gap in asked])
        return [gap for gap, now in zip(asked, answered, strict=True) if not now][:GAPS]

    async def drafted(self, gaps: Sequence[Gap]) -> list[Gap]:
        """With a draft where the team has answered."""
        done: list[Gap] = []
        for n, gap in enumerate(gaps):
            draft = await self.draft(gap) if n < DRAFTED else None
            done.append(Gap(gap.question, gap.times, gap.handed_over, gap.turns, gap.examples,
                            draft))  # fmt: skip
        return done

    async def draft(self, gap: Gap) -> GapDraft | None:
        """From the newest few conversations in which somebody of the team answered."""
        said: list[list[str]] = []
        for one in gap.turns[:CONVERSATIONS]:
            if not one.handed_over:
                continue
            rows = await self.store.events(one.conversation, one.seq, EVENTS_AFTER)
            kept = told(rows, await self._names(one.conversation))
            if kept:
                said.append(kept)
            if len(said) == ANSWERS:
                break
        if not said:
            return None
        body = "\n\n".join(" ".join(sentences) for sentences in _once(said))
        return GapDraft(titled(gap.question), body, len(said))

    async def _names(self, conversation: ConversationId) -> frozenset[str]:
        one = await self.store.conversation(conversation)
        name = one.contact.name if one else None
        return frozenset((name or "").casefold().split())


def gap_of(turns: Sequence[Missed]) -> Gap:
    turns = sorted(turns, key=lambda one: one.at, reverse=True)
    texts = list(dict.fromkeys(one.text.strip()[:LONGEST_QUESTION] for one in turns))
    question = min(texts, key=lambda text: (abs(len(text.split()) - 8), texts.index(text)))
    return Gap(
        question=question,
        times=len(turns),
        handed_over=sum(one.handed_over for one in turns),
        turns=tuple(turns),
        examples=tuple(texts[:5]),
    )


def told(rows: Sequence[Row], names: frozenset[str]) -> list[str]:
    """Sentences of the team that say something, to anybody."""
    found: list[str] = []
    for row in rows:
        event = row.event
        if isinstance(event, e.Reopened):
            break
        if isinstance(event, e.MessagePosted) and event.author == e.Author.AGENT:
            found += [one.strip() for one in _SENTENCE.split(event.text) if one.strip()]
    return [one for one in found if _says_something(one, names)][:_SENTENCES]


def _says_something(sentence: str, names: frozenset[str]) -> bool:
    words = sentence.split()
    if len(words) < _FEWEST_WORDS or sentence.endswith(("?", "؟", "？")):
        return False
    if _ONE_CUSTOMERS.search(sentence) or _COURTESY.match(sentence):
        return False
    return not names & {word.strip(".,!?:;'’").casefold() for word in words}


def _once(said: Sequence[Sequence[str]]) -> list[list[str]]:
    """Each sentence once, whoever said it."""
    known: set[str] = set()
    kept: list[list[str]] = []
    for sentences in said:
        fresh = [one for one in sentences if one.casefold() not in known]
        known |= {one.casefold() for one in fresh}
        if fresh:
            kept.append(fresh)
    return kept


def titled(question: str) -> str:
    """The question as a title."""
    line = " ".join(question.split())[:120].strip()
    return line[:1].upper() + line[1:]


async def by_words(texts: Sequence[str]) -> list[list[int]]:
    """Without models: the same words are the same question. `Grouping`."""
    groups: dict[str, list[int]] = {}
    for n, text in enumerate(texts):
        groups.setdefault(" ".join(re.findall(r"\w+", text.casefold())), []).append(n)
    return list(groups.values())
