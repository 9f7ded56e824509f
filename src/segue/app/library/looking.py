"""Lists of items as people want them: searched, filtered, with what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from segue.app.ports import Clock, Store
from segue.app.ports_knowledge import KnowledgeItem, KnowledgeSource, Use
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import Seq

Filter: TypeAlias = Literal["all", "gaps", "stale", "off", "drafts"]
LOOKED_BACK: Final = timedelta(days=30)
ENOUGH: Final = 3
"""Answers from which on their share of good ones says something."""
QUESTION_BEFORE: Final = 12
"""Events before an answer among which its question is."""


class Shown(Struct, frozen=True):
    """An item with what lists tell of it. `helped` is a share from 0 to 1."""

    item: KnowledgeItem
    source_name: str
    stale: bool
    used: int
    helped: float | None


class Answered(Struct, frozen=True):
    """A turn that an item answered."""

    conversation: Conversation
    at: datetime
    question: str
    confidence: float
    helped: bool | None


class Looking:
    """Reads items once for each state of the knowledge."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._kept: tuple[int, list[KnowledgeItem], dict[str, KnowledgeSource]] | None = None

    async def all(self) -> tuple[list[KnowledgeItem], dict[str, KnowledgeSource]]:
        """Every item by title, and the sources by id."""
        state = await self._store.state()
        if self._kept is None or self._kept[0] != state:
            items = await self._store.items()
            sources = {one.id: one for one in await self._store.sources()}
            self._kept = (state, items, sources)
        return self._kept[1], self._kept[2]

    async def shown(self, items: Sequence[KnowledgeItem]) -> list[Shown]:
        """With their figures of the last 30 days."""
        now = self._clock()
        counts = await self._store.use_counts(now - LOOKED_BACK)
        _, sources = await self.all()
        return [
            Shown(
                one,
                sources[one.source].name if one.source in sources else "",
                is_stale(one, now.date()),
                counts.get(one.id, (0, 0))[0],
                share(*counts.get(one.id, (0, 0))),
            )
            for one in items
        ]

    async def answers(self, item: str, limit: int = 20) -> list[Answered]:
        """The newest first, each with the question."""
        uses = await self._store.uses(item, limit)
        names = list(dict.fromkeys(one.conversation for one in uses))
        known = {one.id: one for one in await self._store.conversations(names)}
        return [
            Answered(
                known[use.conversation],
                use.at,
                await self._question(use),
                use.confidence,
                judged(use, known[use.conversation]),
            )
            for use in uses
            if use.conversation in known
        ]

    async def _question(self, use: Use) -> str:
        after = Seq(max(0, use.seq - QUESTION_BEFORE))
        rows = await self._store.events(use.conversation, after, QUESTION_BEFORE)
        said = [
            row.event.text
            for row in rows
            if row.seq < use.seq or use.kind == "missed"
            if isinstance(row.event, e.MessagePosted) and row.event.author == e.Author.CUSTOMER
            if row.seq <= use.seq
        ]
        return said[-1] if said else ""


def judged(use: Use, conversation: Conversation) -> bool | None:
    """Did it help? Yes when the conversation went on, or ended, without a person."""
    if use.helped is False:
        return False
    over = isinstance(conversation.stage, s.Closed | s.WrappingUp)
    return True if over or conversation.heard > use.seq else None


def share(used: int, helped: int) -> float | None:
    return round(helped / used, 2) if used >= ENOUGH else None


def is_stale(one: KnowledgeItem, today: date) -> bool:
    """Is the day on which somebody wanted to look at it again here?"""
    return one.review is not None and one.review <= today


def fits(one: KnowledgeItem, wanted: Filter, today: date) -> bool:
    match wanted:
        case "stale":
            return is_stale(one, today)
        case "off":
            return not one.on
        case "drafts":
            return one.draft is not None
        case "gaps":
            return False
        case _:
            return True


def said_in(one: KnowledgeItem, words: str) -> bool:
    """Are all these words in it?"""
    if not words:
        return True
    draft = (one.draft.title, one.draft.body) if one.draft else ()
    text = " ".join((one.title, one.body, *one.examples, *draft)).casefold()
    return all(word in text for word in words.casefold().split())
