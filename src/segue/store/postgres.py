"""PostgreSQL: any number of processes on one database.

Each process has a few lanes with a connection each, and a pool for reading. Two processes that
change one conversation at the same moment meet at the key `(conversation, seq)`: the slower one
reads anew and decides again. What all of them committed comes back, in one order, by the tail.

No wait is longer than a few seconds: not for a connection, a statement or a lock, and not for a
network that swallows everything.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from zlib import crc32

import structlog
from sqlalchemy import Connection, make_url, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from segue.app import crash
from segue.app.ports import Feed, Row, StoreUnavailable
from segue.domain.ids import AgentId
from segue.store import schema as t
from segue.store.coding import cursor as at
from segue.store.coding import position
from segue.store.drafting import Turn
from segue.store.lanes import Lane, Op
from segue.store.migrating import migrate
from segue.store.pages import Pages
from segue.store.reading import events_after
from segue.store.sql import SqlStore
from segue.store.statements import Hot
from segue.store.tail import (
    POLL_S,
    POLL_WITH_WAKEUPS_S,
    Tail,
    newest_settled,
    settled,
)
from segue.store.trouble import StoreMisfit, unavailable
from segue.store.waking import Wakeups

T = TypeVar("T")
LANES = 4
READERS = 8
CONNECT_S = 5.0
STATEMENT_S = 4.0
LOCK_S = 3.0
PATIENCE_S = 5.0
"""For one whole batch or one read, whatever the network does."""

log = structlog.get_logger()
_TXID = text("SELECT pg_current_xact_id()::text::bigint")
_LOCK_AGENT = text("SELECT pg_advisory_xact_lock(hashtext('segue.seats'), hashtext(:agent))")
_DEAD = (DBAPIError, OSError, TimeoutError)


class Desk:
    """One lane's connection. Also how its rows are numbered."""

    shared = True

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self._connection: AsyncConnection | None = None
        self.read = store.read

    async def transaction(self, change: Callable[[Connection], T]) -> T:
        try:
            async with asyncio.timeout(PATIENCE_S):
                if self._connection is None or self._connection.invalidated:
                    await self.close()
                    self._connection = await self._store.writer.connect()
                return await self._connection.run_sync(_transact, change)
        except _DEAD as why:
            if not isinstance(why, DBAPIError) or why.connection_invalidated or _unsure(why):
                await self.close()
            raise

    async def close(self) -> None:
        """Without waiting for an answer: there may never be one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await _throw_away(connection)

    def next_ids(self, connection: Connection, many: int) -> tuple[int, int]:
        """Rows are counted within their transaction; its number is asked for as late as possible,
        after everything was decided, so that a later decision has a higher one."""
        del many
        return connection.execute(_TXID).scalar_one() + self._store.ahead, 1

    def lock(self, connection: Connection, agents: Sequence[AgentId]) -> None:
        self._store.lock_agents(connection, agents)


class PostgresStore(SqlStore):
    """See `ports.Store`. `url` as for libpq: `postgresql://name:password@host:5432/database`."""

    tails = True

    def __init__(self, url: str, feed: Feed, nats_url: str = "", *, lanes: int = LANES) -> None:
        super().__init__()
        self.ahead = 0
        self._url = url
        self.writer = _engine(url)
        self._reader = _engine(url, pooled=True)
        self._pages = Pages()
        self.wakeups = Wakeups(nats_url, self._woken)
        self._tail = Tail(self, feed, self._pages, self._polls)
        self._desks = [Desk(self) for _ in range(lanes)]
        hot = Hot(self.writer.dialect)
        self._lanes = [Lane(desk, hot, desk, self._pages, self._kept) for desk in self._desks]

    def _kept(self, txid: int, kept: Any) -> None:
        self._tail.kept(txid, kept)
        self.wakeups.tell()

    def _woken(self) -> None:
        self._tail.wake()

    def _polls(self) -> float:
        return POLL_WITH_WAKEUPS_S if self.wakeups.connected else POLL_S

    # --- beginning and end ------------------------------------------------------------------------

    async def start(self) -> None:
        """Raises `StoreUnavailable` when there is no server, `StoreMisfit` for a wrong one."""
        patient = _engine(self._url, patient=True)
        try:
            async with patient.connect() as connection:
                self.ahead = await connection.run_sync(_prepare)
        except Exception as why:
            await self._dispose()
            raise unavailable(why) or why from why
        finally:
            await patient.dispose()
        await self._tail.start(self.ahead)
        self.wakeups.start()
        for lane in self._lanes:
            lane.start()

    async def stop(self) -> None:
        await asyncio.gather(*(lane.stop() for lane in self._lanes))
        await self._tail.stop()
        await self.wakeups.stop()
        for desk in self._desks:
            await desk.close()
        await self._dispose()

    async def _dispose(self) -> None:
        for engine in (self.writer, self._reader):
            with contextlib.suppress(*_DEAD):
                await engine.dispose()

    # --- asking and changing ----------------------------------------------------------------------

    async def read(self, ask: Callable[[Connection], T]) -> T:
        """Once more when the connection was a dead one: the server may have restarted."""
        for last in (False, True):
            try:
                return await self._read(ask)
            except Exception as why:
                gone = isinstance(why, DBAPIError) and why.connection_invalidated
                if last or not gone:
                    raise unavailable(why) or why from why
        raise StoreUnavailable("PostgreSQL does not answer.")

    async def _read(self, ask: Callable[[Connection], T]) -> T:
        async with asyncio.timeout(PATIENCE_S):
            connection = await self._reader.connect()
            try:
                result = await connection.run_sync(ask)
            except (TimeoutError, asyncio.CancelledError, OSError):
                await _throw_away(connection)
                raise
            except BaseException:
                await connection.close()
                raise
            await connection.close()
            return result

    def lock_agents(self, connection: Connection, agents: Sequence[AgentId]) -> None:
        for agent in agents:
            connection.execute(_LOCK_AGENT, {"agent": agent})

    def submit(self, one: Turn) -> None:
        self._lane(one.conversation).submit(one)

    def submit_op(self, op: Op) -> None:
        self._lane(op.order).submit(op)

    def _lane(self, name: str) -> Lane:
        return self._lanes[crc32(name.encode("utf-8", "replace")) % len(self._lanes)]

    # --- cursors ----------------------------------------------------------------------------------

    async def events_since(self, cursor: str, limit: int = 1000) -> list[Row]:
        after, condition = position(cursor), settled(self.ahead)
        return await self.read(lambda connection: events_after(connection, after, limit, condition))

    async def cursor(self) -> str:
        return at(*await self.read(lambda connection: newest_settled(connection, self.ahead)))


def _transact(connection: Connection, change: Callable[[Connection], T]) -> T:
    with connection.begin():
        result = change(connection)
        crash.here("before_commit")
    crash.here("after_commit")
    return result


def _unsure(why: DBAPIError) -> bool:
    """Can this connection still be trusted? After the database's own trouble: rather not."""
    return unavailable(why) is not None


async def _throw_away(connection: AsyncConnection) -> None:
    with contextlib.suppress(*_DEAD):
        async with asyncio.timeout(2):
            if not connection.closed and not connection.invalidated:
                await connection.invalidate()
            await connection.close()


def _prepare(connection: Connection) -> int:
    """Tables, and how far the numbers of transactions here lie behind those in the rows.

    A backup restored into another server brings rows whose numbers are higher than those of its
    new transactions. New rows then count on from the old ones.
    """
    if connection.dialect.server_version_info < (13,):  # type: ignore[operator]
        raise StoreMisfit("Segue needs PostgreSQL 13 or newer.")
    connection.commit()
    migrate(connection)
    with connection.begin():
        known = t.meta.c.name == "txid_ahead"
        ahead = int(connection.execute(select(t.meta.c.value).where(known)).scalar() or 0)
        newest = connection.execute(
            select(t.event.c.txid).order_by(t.event.c.txid.desc(), t.event.c.id.desc()).limit(1)
        ).scalar()
        now = connection.execute(_TXID).scalar_one() + ahead
        if newest is not None and newest >= now:
            ahead += newest - now + 1
            connection.execute(update(t.meta).where(known).values(value=str(ahead)))
    return ahead


def _engine(url: str, *, pooled: bool = False, patient: bool = False) -> AsyncEngine:
    """`patient` is for migrations, which may take as long as they need."""
    address = make_url(url).set(drivername="postgresql+asyncpg")
    limits = {
        "application_name": "segue",
        "jit": "off",
    }
    if not patient:
        limits["statement_timeout"] = str(int(STATEMENT_S * 1000))
        limits["lock_timeout"] = str(int(LOCK_S * 1000))
        limits["idle_in_transaction_session_timeout"] = "10000"
    arguments: dict[str, Any] = {
        "timeout": CONNECT_S,
        "command_timeout": None if patient else PATIENCE_S,
        "prepared_statement_cache_size": 400,
        "server_settings": limits,
    }
    if pooled:
        return create_async_engine(
            address,
            connect_args=arguments,
            isolation_level="AUTOCOMMIT",
            pool_size=READERS,
            max_overflow=0,
            pool_timeout=CONNECT_S,
        )
    return create_async_engine(address, connect_args=arguments, poolclass=NullPool)
