"""Which passages a model may see, and how likely it is that they answer at all.

Retrieval is the offline bot's. Who may see what is decided here once more, before anything is
looked for: internal pages never reach a model that speaks to customers, and pages for those who are
signed in only when it is proven who the customer is.

Encoding blocks: use it from a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import structlog

from segue.app.ports_bot import BotTurn
from segue.bots.model.cleaning import orders_a_machine
from segue.brains.encoder import Encodes
from segue.brains.knowledge import Knowledge, essence
from segue.brains.pages import Item
from segue.domain.value import Plain

log = structlog.get_logger()

MOST_ITEMS, MOST_PASSAGES, MOST_CHARACTERS, MOST_RESULTS = 4, 8, 1_500, 4
_WORTH_SHOWING: Final = 0.15  # cosine; passages further away only cost tokens


class Shown(Plain, frozen=True):
    """A passage as the model sees it; `id` is `p1`, `p2` … within one turn."""

    id: str
    item: str
    title: str
    text: str
    heading: str = ""
    url: str | None = None
    language: str = "en"


class Found(Plain, frozen=True):
    """`passages` are pages first, then results of actions (`results`), which belong to no item.
    `chances` is how likely each item is the right one, (item, 0 to 1); `answerable` that any of
    them is."""

    passages: tuple[Shown, ...] = ()
    answerable: float = 0.0
    chances: tuple[tuple[str, float], ...] = ()

    def named(self, name: str) -> Shown | None:
        return next((one for one in self.passages if one.id == name), None)


class Best(Plain, frozen=True):
    """The page that one wording of a question leads to, how likely it is the right one, and that
    there is any. Without pages, none."""

    item: str = ""
    chance: float = 0.0
    answerable: float = 0.0


class Finds(Protocol):
    """What looks for passages."""

    @property
    def languages(self) -> frozenset[str]:
        """The codes of the languages that there are pages in."""

    @property
    def encoder(self) -> Encodes: ...

    def find(self, question: str, before: Sequence[str], *, verified: bool) -> Found:
        """The passages for this question, nearest first. `before` are the customer's earlier
        turns, oldest first."""

    def best(self, question: str, *, verified: bool) -> Best:
        """The page nearest to this question."""


class InKnowledge:
    """Finds passages in the offline bot's knowledge. `Finds`."""

    def __init__(self, knowledge: Callable[[], Knowledge], by: Encodes | None = None) -> None:
        """`knowledge` returns what there is to know now; it is asked at each turn."""
        self._knowledge = knowledge
        self._by = by

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._knowledge().languages)

    @property
    def encoder(self) -> Encodes:
        return self._by or self._knowledge().encoder

    def find(self, question: str, before: Sequence[str], *, verified: bool) -> Found:
        knowledge = self._knowledge()
        hidden = _hidden(knowledge.items, verified=verified)
        answer = knowledge.answer(question, before, _audience(verified=verified), hidden)
        if answer is None or answer.id in hidden:
            return Found()
        chances = [(answer.id, answer.confidence)]
        chances += [(one.id, one.confidence) for one in answer.runners_up]
        chances = [one for one in chances if one[0] not in hidden][:MOST_ITEMS]
        shown = self._nearest(knowledge, question, [name for name, _ in chances])
        return Found(tuple(shown), answer.answerable, tuple(chances))

    def best(self, question: str, *, verified: bool) -> Best:
        knowledge = self._knowledge()
        hidden = _hidden(knowledge.items, verified=verified)
        answer = knowledge.answer(question, (), _audience(verified=verified), hidden)
        return Best(answer.id, answer.confidence, answer.answerable) if answer else Best()

    def _nearest(self, knowledge: Knowledge, question: str, names: Sequence[str]) -> list[Shown]:
        """The passages of these items that are nearest to the question, the best item's first."""
        asked = essence(question)
        alike = knowledge.index.alike(asked, knowledge.encoder.encode(asked))
        numbers = {item.id: number for number, item in enumerate(knowledge.items)}
        rows = [
            (rank, place, knowledge.items[numbers[name]], float(likeness))
            for rank, name in enumerate(names)
            for place, likeness in enumerate(knowledge.index.passages_of(numbers[name], alike))
        ]
        near = [row for row in rows if row[3] >= _WORTH_SHOWING or row[0] == 0]
        # A page that gives orders to machines was written for no customer: it is no evidence.
        near = [row for row in near if not _tainted(row[2], row[1])]
        kept = sorted(near, key=lambda row: (row[0] > 0, -row[3]))[:MOST_PASSAGES]
        kept.sort(key=lambda row: (row[0], row[1]))
        return [
            Shown(
                f"p{number}",
                item.id,
                item.title,
                item.passages[place].text[:MOST_CHARACTERS],
                item.passages[place].heading,
                item.url,
                item.language,
            )
            for number, (_, place, item, _) in enumerate(kept, 1)
        ]


def _tainted(item: Item, place: int) -> bool:
    passage = item.passages[place]
    if not orders_a_machine(f"{item.title}\n{passage.heading}\n{passage.text}"):
        return False
    log.warning("model.page_gives_orders", item=item.id)
    return True


def results(turn: BotTurn) -> tuple[Shown, ...]:
    """What was done for this customer, as passages `d1`, `d2` …: the newest first."""
    shown = []
    for number, one in enumerate(reversed(turn.done[-MOST_RESULTS:]), 1):
        rows = [f"{label}: {value}." for label, value in one.rows[:8]]
        text = "\n".join([one.text, *rows]).strip()[:MOST_CHARACTERS]
        if text and not orders_a_machine(f"{one.title}\n{text}"):
            shown.append(Shown(f"d{number}", "", one.title, text))
    return tuple(shown)


def _audience(*, verified: bool) -> str:
    return "signed_in" if verified else "public"


def _hidden(items: Sequence[Item], *, verified: bool) -> frozenset[str]:
    seen = {"public", "signed_in"} if verified else {"public"}
    return frozenset(item.id for item in items if item.audience not in seen)
