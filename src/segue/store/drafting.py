"""Decides a batch of turns in memory, before anything is written. No I/O.

Each turn is decided on what the turn before it left behind, so a batch may hold any number of
turns of one conversation. What comes out is a draft: rows to write if the database agrees, and
answers to give once it has. If it does not agree, the draft is thrown away and made again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from segue.app.outbox import JobChange, job_changes
from segue.app.ports import (
    Capacity,
    Kept,
    KeyReused,
    Room,
    Row,
    Step,
    UnknownConversation,
    Weight,
)
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.effects import Effect
from segue.domain.events import Event
from segue.domain.ids import AgentId, ConversationId, Seq
from segue.domain.inputs import Input
from segue.domain.line_rules import UNIT
from segue.domain.slots import Claim, slot_claim
from segue.store.coding import KIND, cursor, encode, micros
from segue.store.pages import Page, fingerprint
from segue.store.uses import Call, UseRow, uses_of

Keys = dict[str, tuple[int, int]]
"""Idempotency key: the number of the turn's first event, and the fingerprint of its input."""

Asked = tuple[ConversationId, str]
"""A key that is looked for in the database."""


class Turn:
    """One call of `take`, waiting for its answer."""

    __slots__ = (
        "answer",
        "capacity",
        "conversation",
        "heard",
        "key",
        "new",
        "note",
        "now",
        "slots",
        "step",
        "weight",
    )

    def __init__(
        self,
        conversation: ConversationId,
        step: Step,
        heard: Input,
        now: datetime,
        *,
        key: str | None = None,
        new: bool = False,
        capacity: Capacity | None = None,
        weight: Weight | None = None,
        slots: Room | None = None,
        note: Callable[[], bytes | None] | None = None,
        answer: asyncio.Future[Kept] | None = None,
    ) -> None:
        self.conversation = conversation
        self.step = step
        self.heard = heard
        self.now = now
        self.key = key
        self.new = new
        self.capacity = capacity
        self.weight = weight
        self.slots = slots
        self.note = note
        self.answer = answer


class Head:
    """A conversation as the turns decided so far would leave it."""

    __slots__ = ("base", "keys", "snapshot", "written")

    def __init__(self, conversation: ConversationId, base: Page | None) -> None:
        self.base = base
        self.snapshot = base.snapshot if base else Conversation(conversation)
        self.keys: Keys = {}
        self.written: datetime | None = None  # when the last turn that left events was heard

    def knows(self, key: str) -> tuple[int, int] | None:
        return self.keys.get(key) or (self.base.keys.get(key) if self.base else None)

    @property
    def complete(self) -> bool:
        return self.base is None or self.base.complete


@dataclass(slots=True)
class Move:
    """A seat changes hands. `weight` is what the one that is taken weighs."""

    turn: Turn
    leaves: AgentId | None
    takes: AgentId | None
    weight: int = UNIT


@dataclass(slots=True)
class Booking:
    """A place in a slot for a call is let go, taken, or both."""

    turn: Turn
    leaves: Claim | None
    takes: Claim | None


@dataclass(slots=True)
class Decided:
    """What one turn came to: an error, nothing, a repeat, or events (from row `first` on)."""

    turn: Turn
    error: BaseException | None = None
    conversation: Conversation | None = None
    seq: int = 0
    repeat: bool = False
    events: tuple[Event, ...] = ()
    effects: tuple[Effect, ...] = ()
    first: int = 0


EventRow = tuple[ConversationId, int, int, str, bytes, bytes | None, bytes | None, bytes | None]
"""conversation, seq, at, kind, body, input, note, key"""


@dataclass(slots=True)
class Draft:
    """A batch, decided."""

    decided: list[Decided] = field(default_factory=list)
    heads: dict[ConversationId, Head] = field(default_factory=dict)
    rows: list[EventRow] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    jobs: list[JobChange] = field(default_factory=list)
    uses: list[UseRow] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    asked: set[Asked] = field(default_factory=set)
    """Keys that may have been used before, and decide whether an answer is right."""
    unproven: set[ConversationId] = field(default_factory=set)
    """Answers that no row will prove: decided on a page that could be old."""

    def changed(self) -> Iterable[tuple[ConversationId, Head, datetime]]:
        """Conversations with new events, and when the last of them was heard."""
        return ((name, head, head.written) for name, head in self.heads.items() if head.written)


def draft(
    turns: Iterable[Turn],
    pages: Mapping[ConversationId, Page | None],
    found: Mapping[Asked, tuple[int, int] | None],
) -> Draft:
    """Decide them in order. `found` says what is known of keys that were looked for."""
    made = Draft()
    for turn in turns:
        head = made.heads.get(turn.conversation)
        if head is None:
            head = made.heads[turn.conversation] = Head(
                turn.conversation, pages.get(turn.conversation)
            )
        one = _decide(turn, head, made, found)
        made.decided.append(one)
        if one.events:
            made.unproven.discard(turn.conversation)
        elif head.written is None and not one.repeat:
            made.unproven.add(turn.conversation)
    return made


def _decide(
    turn: Turn, head: Head, made: Draft, found: Mapping[Asked, tuple[int, int] | None]
) -> Decided:
    key = turn.key
    if key is not None:
        before = head.knows(key) or found.get((turn.conversation, key))
        if before is not None:
            return _again(turn, head, *before)
    if head.base is None and head.written is None and not turn.new:
        return Decided(turn, UnknownConversation(turn.conversation))
    try:
        one = _step(turn, head, made)
    except Exception as no:  # noqa: BLE001 - Refused or a mistake: the caller's, nobody else's
        one = Decided(turn, no)
    if not one.events and key is not None and not head.complete:
        asked = (turn.conversation, key)
        if asked not in found:
            made.asked.add(asked)
    return one


def _again(turn: Turn, head: Head, seq: int, mark: int) -> Decided:
    if mark != fingerprint(turn.heard):
        return Decided(turn, KeyReused(f"The key {turn.key!r} was used for something else."))
    return Decided(turn, conversation=head.snapshot, seq=seq, repeat=True)


def _step(turn: Turn, head: Head, made: Draft) -> Decided:
    was = head.snapshot
    now, events, effects = turn.step(was)
    if not events:
        return Decided(turn, conversation=was)
    name, key = turn.conversation, turn.key
    seq, at = was.seq + 1, micros(turn.now)
    note = turn.note() if turn.note else None
    first: tuple[bytes | None, ...] = (
        encode(turn.heard),
        note,
        None if key is None else key.encode("utf-8", "surrogatepass"),
    )
    rows = [
        (name, seq + n, at, KIND[type(event)], encode(event), *(first if n == 0 else NOTHING))
        for n, event in enumerate(events)
    ]
    jobs = job_changes(name, Seq(seq), effects, turn.now) if effects else ()
    uses, calls = uses_of(now, events, seq, at)
    leaves, takes = s.seat_of(was.stage), s.seat_of(now.stage)
    weight = turn.weight(now) if turn.weight and takes else UNIT
    # From here on nothing can fail: the turn is in the draft whole, or not at all.
    one = Decided(
        turn,
        conversation=now,
        seq=seq,
        events=events,
        effects=effects,
        first=len(made.rows),
    )
    made.rows += rows  # type: ignore[arg-type]  # mypy cannot see through the star
    made.jobs += jobs
    made.uses += uses
    made.calls += calls
    if leaves != takes:
        made.moves.append(Move(turn, leaves, takes, weight))
    lets_go, wants = slot_claim(was), slot_claim(now)
    if lets_go != wants:
        made.bookings.append(Booking(turn, lets_go, wants))
    head.snapshot, head.written = now, turn.now
    if key is not None:
        head.keys[key] = (seq, fingerprint(turn.heard))
    return one


NOTHING = (None, None, None)


def kept_of(one: Decided, txid: int, first_id: int) -> Kept:
    """The answer to one turn, once its rows are on disk under these numbers."""
    assert one.conversation is not None  # noqa: S101 - errors are answered elsewhere
    rows = tuple(
        Row(
            cursor(txid, first_id + one.first + n),
            one.turn.conversation,
            Seq(one.seq + n),
            one.turn.now,
            event,
        )
        for n, event in enumerate(one.events)
    )
    return Kept(one.conversation, rows, one.effects, Seq(one.seq), one.repeat)
