"""Writes a drafted batch, inside one transaction. Plain functions of a connection.

The rows of events go first: `(conversation, seq)` is the optimistic lock, and whoever else wrote
that number makes the whole transaction fail before anything depends on it. All rows are written in
the order of their conversations, so that two processes can wait for each other but never both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, case, func, insert, select, update

from segue.app.outbox import settle
from segue.domain.ids import AgentId, ConversationId, Seq
from segue.store import schema as t
from segue.store.coding import conversation_of, conversation_row, input_of, micros
from segue.store.drafting import Asked, Draft
from segue.store.pages import KEYS, Page, fingerprint
from segue.store.seats import write_moves
from segue.store.slots import write_bookings
from segue.store.statements import Hot
from segue.store.uses import mark

Change = Callable[[Connection], Any]


class Marks(Protocol):
    """What differs between the databases while a batch is written."""

    def next_ids(self, connection: Connection, many: int) -> tuple[int, int]:
        """The transaction's number and the first of `many` numbers in it, for cursors."""
        ...

    def lock(self, connection: Connection, agents: Sequence[AgentId]) -> None:
        """Nobody else gives these agents a seat until the end of the transaction."""
        ...


@dataclass(slots=True)
class Written:
    """Where the rows of a batch are, and what the other changes gave back."""

    txid: int
    first_id: int
    results: list[Any]


def write(
    connection: Connection, hot: Hot, marks: Marks, made: Draft, changes: Sequence[Change]
) -> Written:
    """Everything of one batch. Raises `NoSeatFor` (or for slots `NoSlotFor`), `IntegrityError` and
    other database errors."""
    seats = write_moves(connection, hot, made.moves, marks.lock) if made.moves else None
    slots = write_bookings(connection, hot, made.bookings) if made.bookings else None
    txid, first_id = marks.next_ids(connection, len(made.rows)) if made.rows else (0, 0)
    if made.rows:
        rows = [(txid, first_id + n, *row) for n, row in enumerate(made.rows)]
        rows.sort(key=_by_conversation)
        hot.events.run(connection, rows)
        changed = sorted(made.changed(), key=_by_name)
        hot.snapshots.run(
            connection, [conversation_row(head.snapshot, at) for _, head, at in changed]
        )
    if seats:
        seats()
    if slots:
        slots()
    if made.jobs:
        write_jobs(connection, hot, made)
    if made.uses:
        hot.uses.run(connection, sorted(made.uses))
    if made.calls:
        mark(connection, made.calls)
    return Written(txid, first_id, [change(connection) for change in changes])


def _by_conversation(row: tuple[Any, ...]) -> tuple[str, int]:
    return (row[2], row[3])


def _by_name(changed: tuple[ConversationId, object, object]) -> str:
    return changed[0]


def write_jobs(connection: Connection, hot: Hot, made: Draft) -> None:
    jobs = settle(made.jobs)
    hot.no_timers.run(connection, sorted((name,) for name in jobs.timers_of))
    hot.no_jobs.run(connection, sorted((key,) for key in jobs.forget))
    hot.jobs.run(
        connection,
        [(put.key, put.kind, put.conversation, put.body, micros(put.run_at)) for put in jobs.put],
    )


# --- reading what turns are decided on -----------------------------------------------------------


def read_pages(
    connection: Connection, names: Sequence[ConversationId]
) -> dict[ConversationId, Page]:
    """Those that exist, with their newest keys, which are read last: ahead perhaps, never late."""
    found = connection.execute(
        select(t.conversation.c.id, t.conversation.c.snapshot).where(t.conversation.c.id.in_(names))
    ).all()
    pages: dict[ConversationId, Page] = {}
    for name, snapshot in found:
        rows = connection.execute(
            select(t.event.c.key, t.event.c.seq, t.event.c.input)
            .where(t.event.c.conversation == name, t.event.c.key.is_not(None))
            .order_by(t.event.c.seq.desc())
            .limit(KEYS)
        ).all()
        keys = {_key(key): (seq, _mark(heard)) for key, seq, heard in reversed(rows)}
        one = conversation_of(snapshot)
        pages[ConversationId(name)] = Page(one, keys, complete=len(rows) < KEYS)
    return pages


def read_keys(
    connection: Connection, asked: Sequence[Asked]
) -> dict[Asked, tuple[int, int] | None]:
    """Where these keys were used, if they were."""
    found: dict[Asked, tuple[int, int] | None] = {}
    for name, key in asked:
        row = connection.execute(
            select(t.event.c.seq, t.event.c.input).where(
                t.event.c.conversation == name,
                t.event.c.key == key.encode("utf-8", "surrogatepass"),
            )
        ).first()
        found[name, key] = None if row is None else (row.seq, _mark(row.input))
    return found


def read_seqs(connection: Connection, names: Sequence[ConversationId]) -> dict[ConversationId, Seq]:
    """How far these conversations are now."""
    rows = connection.execute(
        select(t.conversation.c.id, t.conversation.c.seq).where(t.conversation.c.id.in_(names))
    )
    return {ConversationId(name): Seq(seq) for name, seq in rows}


def _key(key: bytes) -> str:
    return bytes(key).decode("utf-8", "surrogatepass")


def _mark(heard: bytes | None) -> int:
    return 0 if heard is None else fingerprint(input_of(heard))


# --- small changes -------------------------------------------------------------------------------


def see(connection: Connection, name: ConversationId, who: str, seq: Seq) -> None:
    """A receipt: never back, and never past what was said."""
    column = t.conversation.c[f"seen_by_{who}"]
    upto = case((t.conversation.c.seq < seq, t.conversation.c.seq), else_=seq)
    connection.execute(
        update(t.conversation)
        .where(t.conversation.c.id == name, column < upto)
        .values({column: upto})
    )


def draw_numbers(connection: Connection, name: str, many: int, first: int) -> int:
    """Reserve `many` numbers; the first of them."""
    drawn = connection.execute(
        update(t.counter)
        .where(t.counter.c.name == name)
        .values(value=t.counter.c.value + many)
        .returning(t.counter.c.value)
    ).scalar()
    if drawn is None:
        connection.execute(insert(t.counter).values(name=name, value=first + many))
        return first
    return int(drawn) - many


def touch(connection: Connection) -> None:
    """The smallest real write."""
    connection.execute(
        update(t.meta)
        .where(t.meta.c.name == "touched")
        .values(value=func.coalesce(t.meta.c.value, ""))
    )
