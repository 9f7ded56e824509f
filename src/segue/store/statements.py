"""The statements of the hot path: SQLAlchemy Core, compiled once, many rows in one go.

A batch of a hundred turns is a handful of statements. Each is a Core statement with room for 1, 2,
4 … 64 rows, compiled for the dialect when it is first needed and run as plain text with plain
tuples; that costs next to nothing a row, and lets go of Python's lock once a statement rather than
once a row. Everything that is not hot is ordinary Core, beside the code that needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Executable,
    Table,
    bindparam,
    delete,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from segue.store import schema as t

MOST_ROWS = 64
EVENT_COLUMNS = (
    "txid",
    "id",
    "conversation",
    "seq",
    "at",
    "kind",
    "body",
    "input",
    "note",
    "key",
)
SNAPSHOT_COLUMNS = (
    "id",
    "snapshot",
    "seq",
    "epoch",
    "stage",
    "team",
    "agent",
    "snoozed",
    "priority",
    "ahead",
    "since",
    "last_at",
    "number",
    "search",
)
JOB_COLUMNS = ("key", "kind", "conversation", "body", "run_at")
SEAT_COLUMNS = ("agent", "slot", "conversation", "weight", "since")
SLOT_COLUMNS = ("team", "at", "n", "conversation")
USE_COLUMNS = ("conversation", "seq", "item", "at", "turn", "confidence", "failed")


def insert(dialect: Dialect, table: Table) -> Any:
    """`INSERT` that knows `ON CONFLICT`: spelled alike, but living in two places."""
    return sqlite_insert(table) if dialect.name == "sqlite" else postgres_insert(table)


class Many:
    """One statement for any number of rows."""

    def __init__(self, dialect: Dialect, build: Callable[[int], Executable]) -> None:
        """`build(n)` makes the statement for `n` rows, its parameters in the rows' order."""
        self._dialect = dialect
        self._build = build
        self._texts: dict[int, str] = {}

    def _text(self, n: int) -> str:
        known = self._texts.get(n)
        if known is None:
            compiled = self._build(n).compile(dialect=self._dialect)  # type: ignore[attr-defined]
            known = self._texts[n] = compiled.string
        return known

    def run(self, connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
        """Run it for all rows, in order."""
        start = 0
        while start < len(rows):
            n = min(MOST_ROWS, 1 << (len(rows) - start).bit_length() - 1)
            values = tuple(chain.from_iterable(rows[start : start + n]))
            connection.exec_driver_sql(self._text(n), values)
            start += n


class Lookup:
    """One query by lists of keys. Each list is filled up to 1, 2, 4 … 64 by repeating its last."""

    def __init__(self, dialect: Dialect, build: Callable[[Sequence[int]], Executable]) -> None:
        """`build(sizes)` makes the query for lists of these sizes, their parameters in order."""
        self._dialect = dialect
        self._build = build
        self._texts: dict[tuple[int, ...], str] = {}

    def run(self, connection: Connection, *keys: Sequence[str]) -> list[Any]:
        """Rows for any of the keys; there must be some in each list, and at most 64."""
        sizes = tuple(1 << (len(some) - 1).bit_length() for some in keys)
        known = self._texts.get(sizes)
        if known is None:
            compiled = self._build(sizes).compile(dialect=self._dialect)  # type: ignore[attr-defined]
            known = self._texts[sizes] = compiled.string
        values = chain.from_iterable(
            (*some, *(some[-1],) * (size - len(some)))
            for some, size in zip(keys, sizes, strict=True)
        )
        return list(connection.exec_driver_sql(known, tuple(values)).all())


def _among(column: Any, name: str, size: int) -> Any:
    return column.in_([bindparam(f"{name}{n}") for n in range(size)])


class Hot:
    """Everything that one batch of turns may write, for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

        def rows(table: Table, columns: Sequence[str], n: int) -> Any:
            values: list[dict[str, Any]] = [
                {c: bindparam(f"{c}__{i}") for c in columns} for i in range(n)
            ]
            return insert(dialect, table).values(values)

        def snapshots(n: int) -> Executable:
            new = rows(t.conversation, SNAPSHOT_COLUMNS, n)
            changed = {name: new.excluded[name] for name in SNAPSHOT_COLUMNS[1:]}
            made: Executable = new.on_conflict_do_update(index_elements=["id"], set_=changed)
            return made

        def without(table: Table, column: str) -> Callable[[int], Executable]:
            return lambda n: delete(table).where(
                table.c[column].in_([bindparam(f"x{i}") for i in range(n)])
            )

        def timers(n: int) -> Executable:
            wanted: list[Any] = [bindparam(f"x{i}") for i in range(n)]
            is_timer = t.job.c.kind == literal_column("'timer'")
            return delete(t.job).where(is_timer, t.job.c.conversation.in_(wanted))

        self.events = Many(dialect, lambda n: rows(t.event, EVENT_COLUMNS, n))
        self.snapshots = Many(dialect, snapshots)
        self.jobs = Many(dialect, lambda n: rows(t.job, JOB_COLUMNS, n))
        self.no_jobs = Many(dialect, without(t.job, "key"))
        self.no_timers = Many(dialect, timers)
        self.seats = Many(dialect, lambda n: rows(t.seat, SEAT_COLUMNS, n))
        self.uses = Many(
            dialect, lambda n: rows(t.knowledge_use, USE_COLUMNS, n).on_conflict_do_nothing()
        )
        self.no_seats = Many(dialect, without(t.seat, "conversation"))
        held, who = t.seat.c, t.agent.c
        self.seats_of = Lookup(
            dialect,
            lambda sizes: select(
                held.agent, held.slot, held.conversation, held.weight, held.since
            ).where(
                or_(_among(held.agent, "a", sizes[0]), _among(held.conversation, "c", sizes[1]))
            ),
        )
        self.agents = Lookup(
            dialect,
            lambda sizes: select(who.id, who.profile, who.status, who.seen_at, who.missed).where(
                _among(who.id, "a", sizes[0])
            ),
        )
        self.slots = Many(dialect, lambda n: rows(t.slot_seat, SLOT_COLUMNS, n))
        self.no_slots = Many(dialect, without(t.slot_seat, "conversation"))
