"""Hears of every commit, of this process and of others, in the one order of all events.

PostgreSQL numbers its transactions when they begin and shows them when they end, so a row with a
lower number may appear after one with a higher. Waiting cures it: a row is read only once its
transaction is older than every one that still runs (`txid < pg_snapshot_xmin(…)`). From then on
nothing can appear before it, and `txid.id` is a cursor that may be resumed from, with nothing
missing and nothing twice.

A transaction that somebody leaves open for writing anywhere in the same PostgreSQL server holds all
of this up; the log then says which.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import BigInteger, ColumnElement, Connection, literal_column, select, text, tuple_

from segue.app import crash
from segue.app.ports import Feed, Kept, Row, StoreUnavailable
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId
from segue.store import schema as t
from segue.store.coding import position, row_of
from segue.store.pages import Pages
from segue.store.reading import EVENT, snapshots

T = TypeVar("T")
POLL_S = 0.2
POLL_WITH_WAKEUPS_S = 2.0
SOON_S = 0.01
"""Look again so soon when own rows are still held up by transactions that run."""

HELD_UP_S = 5.0
CHUNK = 1000
Position = tuple[int, int]
log = structlog.get_logger()

_NEWEST = (
    select(t.event.c.txid, t.event.c.id)
    .order_by(t.event.c.txid.desc(), t.event.c.id.desc())
    .limit(1)
)
_HOLDER = text(
    "SELECT pid, datname, application_name, state, extract(epoch FROM now() - xact_start)"
    " FROM pg_stat_activity WHERE backend_xid IS NOT NULL ORDER BY age(backend_xid) DESC LIMIT 1"
)


def oldest_running(ahead: int) -> ColumnElement[int]:
    """Every transaction below this one has ended. `ahead`: see `postgres.Numbers`."""
    sql = f"pg_snapshot_xmin(pg_current_snapshot())::text::bigint + {int(ahead)}"
    return literal_column(sql, BigInteger)


def settled(ahead: int) -> ColumnElement[bool]:
    """A condition on rows before which nothing can appear any more."""
    return t.event.c.txid < oldest_running(ahead)


def newest_settled(connection: Connection, ahead: int) -> Position:
    row = connection.execute(_NEWEST.where(settled(ahead))).first()
    return (0, 0) if row is None else (row.txid, row.id)


class Reads(Protocol):
    async def read(self, ask: Callable[[Connection], T]) -> T: ...


class Tail:
    """One task; `wake` after own commits and when others say so."""

    def __init__(self, store: Reads, feed: Feed, pages: Pages, polls: Callable[[], float]) -> None:
        """`polls` says how long to wait when nobody wakes it."""
        self._store = store
        self._feed = feed
        self._pages = pages
        self._polls = polls
        self._ahead = 0
        self._at: Position = (0, 0)
        self._own: dict[int, list[Kept]] = {}
        self._held_up_since: float | None = None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self, ahead: int) -> None:
        """From now on; what was before is read by whoever resumes."""
        self._ahead = ahead
        self._at = await self._store.read(partial(newest_settled, ahead=ahead))
        self._task = asyncio.create_task(self._run(), name="tail")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        self._wake.set()

    def kept(self, txid: int, kept: list[Kept]) -> None:
        """This process wrote this: it need not be read again, only told in its turn."""
        unread = [one for one in kept if position(one.rows[0].cursor) > self._at]
        if unread:
            self._own[txid] = unread
        self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            wait = self._polls()
            try:
                more, waits_for = await self._round()
                if more:
                    continue
                wait = await self._patience(wait, waits_for)
            except StoreUnavailable as why:
                log.warning("tail.store_unavailable", why=str(why))
                wait = max(wait, 0.5)
            except Exception:  # the tail outlives whatever one round met
                log.exception("tail.round_failed")
                wait = 1.0
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                pass

    async def _patience(self, wait: float, running: int) -> float:
        """How long to wait; shorter while own rows are held up."""
        if not any(txid >= running for txid in self._own):
            self._held_up_since = None
            return wait
        now = asyncio.get_running_loop().time()
        if self._held_up_since is None:
            self._held_up_since = now
        elif now - self._held_up_since > HELD_UP_S:
            self._held_up_since = now
            holder = await self._store.read(lambda connection: connection.execute(_HOLDER).first())
            log.warning("tail.held_up", by=None if holder is None else tuple(holder))
            return wait
        return min(wait, SOON_S)

    async def _round(self) -> tuple[bool, int]:
        """Read and tell one chunk. Is there more, and which is the oldest running transaction?"""
        ask = partial(_marks, after=self._at, ahead=self._ahead, limit=CHUNK)
        marks, running = await self._store.read(ask)
        if not marks:
            return False, running
        foreign = [mark for mark in marks if not self._is_own(mark)]
        read = await self._store.read(partial(_rows, marks=foreign)) if foreign else NOTHING_READ
        for row in read.rows:
            page = self._pages.peek(row.conversation)
            if page is not None and page.snapshot.seq < row.seq:
                self._pages.drop(row.conversation)  # another process changed it
        own = self._take_own(marks[-1])  # some may have become known while they were read above
        told = [*(one for one in own if one[0] not in set(foreign)), *_runs(read)]
        self._at = max(marks[-1], *(end for _, end, _ in told))
        crash.here("before_publish")
        for _, _, kept in sorted(told, key=lambda one: one[0]):
            self._publish(kept)
        return len(marks) == CHUNK, running

    def _is_own(self, mark: Position) -> bool:
        kept = self._own.get(mark[0])
        return kept is not None and position(kept[0].rows[0].cursor) <= mark

    def _take_own(self, upto: Position) -> Iterable[tuple[Position, Position, Kept]]:
        """What this process wrote and may be told now. A turn is told whole."""
        for txid in [txid for txid in self._own if txid <= upto[0]]:
            for kept in self._own[txid]:
                first = position(kept.rows[0].cursor)
                if first <= upto:
                    yield first, position(kept.rows[-1].cursor), kept
            later = [one for one in self._own[txid] if position(one.rows[0].cursor) > upto]
            if later:
                self._own[txid] = later
            else:
                del self._own[txid]

    def _publish(self, kept: Kept) -> None:
        try:
            self._feed.publish(kept)
        except Exception:  # one deaf listener must not end the tail
            log.exception("tail.publish")


@dataclass(slots=True)
class Read:
    """Rows that others wrote, and how their conversations are now."""

    rows: list[Row]
    now: dict[ConversationId, Conversation]


NOTHING_READ = Read([], {})


def _marks(
    connection: Connection, after: Position, ahead: int, limit: int
) -> tuple[list[Position], int]:
    """Where the settled rows after a position are, and the oldest running transaction."""
    here = tuple_(t.event.c.txid, t.event.c.id)
    rows = connection.execute(
        select(t.event.c.txid, t.event.c.id, oldest_running(ahead))
        .where(here > tuple_(*after), settled(ahead))
        .order_by(t.event.c.txid, t.event.c.id)
        .limit(limit)
    ).all()
    if rows:
        return [(txid, number) for txid, number, _ in rows], rows[-1][2]
    return [], connection.execute(select(oldest_running(ahead))).scalar_one()


def _rows(connection: Connection, marks: Sequence[Position]) -> Read:
    """These rows, and after them the snapshots, which may therefore be newer but never older."""
    here = tuple_(t.event.c.txid, t.event.c.id)
    found = connection.execute(
        select(*EVENT)
        .where(
            here >= tuple_(*marks[0]),
            here <= tuple_(*marks[-1]),
            t.event.c.txid.in_({txid for txid, _ in marks}),
        )
        .order_by(t.event.c.txid, t.event.c.id)
    ).all()
    wanted = set(marks)
    rows = [row_of(*row) for row in found if (row.txid, row.id) in wanted]
    names = list({row.conversation for row in rows})
    return Read(rows, {one.id: one for one in snapshots(connection, names)})


def _runs(read: Read) -> Iterable[tuple[Position, Position, Kept]]:
    """Rows of one conversation that follow each other in one commit are told together.

    Not over commits: one of our own may lie between two of the others', and what is heard must
    come in the order that is resumed in.
    """
    for (name, _), run in groupby(
        read.rows, key=lambda row: (row.conversation, position(row.cursor)[0])
    ):
        rows = tuple(run)
        if name in read.now:
            first, last = position(rows[0].cursor), position(rows[-1].cursor)
            yield first, last, Kept(read.now[name], rows, seq=rows[0].seq)
