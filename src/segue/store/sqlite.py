"""SQLite: one file, one process, one lane.

The lane's connection lives in a thread of its own and is the only one that writes; a few others
read, and never wait for it (WAL). `synchronous=FULL`: what was acknowledged survives a power cut.
A lock file keeps a second server away, because only one may number the events.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, select
from sqlalchemy.exc import DBAPIError

from segue.app import crash
from segue.app.ports import BEGINNING, Kept, Row
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, Seq
from segue.store import schema as t
from segue.store.begun import Begun
from segue.store.coding import cursor as at
from segue.store.coding import position
from segue.store.file_lock import FileLock
from segue.store.lanes import Lane, Op
from segue.store.migrating import migrate
from segue.store.pages import Pages
from segue.store.reading import events_after
from segue.store.sql import SqlStore
from segue.store.statements import Hot
from segue.store.trouble import StoreMisfit, unavailable

T = TypeVar("T")
READERS = 3
BUSY_MS = 2000
"""How long to wait for another program's lock before saying so."""

CHECKPOINT_PAGES = 4000
NEWEST = select(t.event.c.id).order_by(t.event.c.txid.desc(), t.event.c.id.desc()).limit(1)


class SqliteStore(SqlStore):
    """See `ports.Store`. `path` is the database file; it is made when it is not there."""

    tails = False
    shared = False

    def __init__(self, path: Path, *, busy_ms: int = BUSY_MS) -> None:
        super().__init__()
        self.path = path
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        self._writer = _engine(path, busy_ms, read_only=False)
        self._reader = _engine(path, busy_ms, read_only=True)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="segue-write")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="segue-read")
        self._connection: Connection | None = None
        self._next_id = 1
        self._pages = Pages()
        self._begun = Begun()
        self._lane = Lane(self, Hot(self._writer.dialect), self, self._pages, self._told)

    # --- beginning and end ------------------------------------------------------------------------

    async def start(self) -> None:
        """Raises `StoreMisfit` with what to do about it."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writing, self._open)
        self._lane.start()

    def _open(self) -> None:
        folder = self.path.parent
        if not folder.is_dir():
            raise StoreMisfit(f"The folder {folder} of the database does not exist. Make it first.")
        if not os.access(folder, os.W_OK):
            raise StoreMisfit(
                f"The folder {folder} cannot be written, and SQLite needs to. Change its rights,"
                " or choose another with SEGUE_DATA_DIR."
            )
        self._lock.take()
        try:
            self._connection = self._writer.connect()
            migrate(self._connection)
            self._next_id = (self._connection.execute(NEWEST).scalar() or 0) + 1
            self._connection.rollback()
        except BaseException as why:
            self._close()
            raise _misfit(self.path, why) from why

    async def stop(self) -> None:
        await self._lane.stop()
        loop = asyncio.get_running_loop()
        self._reading.shutdown(wait=True)
        self._reader.dispose()
        await loop.run_in_executor(
            self._writing, self._close
        )  # last, to fold the WAL into the file
        self._writing.shutdown(wait=False)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._writer.dispose()
        self._lock.give_back()

    # --- asking and changing ----------------------------------------------------------------------

    async def read(self, ask: Callable[[Connection], T]) -> T:
        def work() -> T:
            with self._reader.connect() as connection:
                return ask(connection)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._reading, work)
        except Exception as why:
            raise unavailable(why) or why from why

    async def transaction(self, change: Callable[[Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writing, self._transact, change)

    def _transact(self, change: Callable[[Connection], T]) -> T:
        if self._connection is None:
            self._connection = self._writer.connect()
        try:
            with self._connection.begin():
                result = change(self._connection)
                crash.here("before_commit")
        except BaseException:
            if self._connection.in_transaction() or self._connection.invalidated:
                self._connection.close()  # it could not even roll back: begin with a fresh one
                self._connection = None
            raise
        crash.here("after_commit")
        return result

    def submit(self, one: Any) -> None:
        self._lane.submit(one)

    def submit_op(self, op: Op) -> None:
        self._lane.submit(op)

    # --- what is special about a single writer ----------------------------------------------------

    def next_ids(self, connection: Connection, many: int) -> tuple[int, int]:
        """Numbers in memory: nobody else gives any. Those of a failed batch are not used again."""
        del connection
        first, self._next_id = self._next_id, self._next_id + many
        return 0, first

    def lock(self, connection: Connection, agents: Sequence[AgentId]) -> None:
        """Nobody else writes."""

    async def conversation(self, conversation: ConversationId) -> Conversation | None:
        """Remembered ones cost nothing: nobody else can have changed them."""
        page = self._pages.peek(conversation)
        return page.snapshot if page else await super().conversation(conversation)

    async def events(
        self, conversation: ConversationId, after: Seq = BEGINNING, limit: int = 500
    ) -> list[Row]:
        """A beginning that was made here costs nothing either, while the page vouches for it."""
        page = self._pages.peek(conversation)
        if page is not None:
            known = self._begun.events(conversation, after, limit, upto=page.snapshot.seq)
            if known is not None:
                return known
        return await super().events(conversation, after, limit)

    async def events_since(self, cursor: str, limit: int = 1000) -> list[Row]:
        after = position(cursor)
        return await self.read(lambda connection: events_after(connection, after, limit))

    async def cursor(self) -> str:
        def ask(connection: Connection) -> str:
            return at(0, connection.execute(NEWEST).scalar() or 0)

        return await self.read(ask)

    def _told(self, txid: int, kept: list[Kept]) -> None:
        """Remember how conversations begin. The feed hears of it from `Turns`."""
        del txid
        self._begun.heard(kept)


def _engine(path: Path, busy_ms: int, *, read_only: bool) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_ms / 1000, "cached_statements": 400},
        pool_size=READERS,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # we say when a transaction begins
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA temp_store=MEMORY")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _misfit(path: Path, why: BaseException) -> BaseException:
    """What keeps this file from being our database, in words."""
    code = getattr(getattr(why, "orig", None), "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_NOTADB:
            return StoreMisfit(
                f"{path} is not an SQLite database. Move it away, or choose another file with"
                " SEGUE_DATABASE_URL."
            )
        case sqlite3.SQLITE_CORRUPT:
            return StoreMisfit(f"{path} is damaged. Restore it from a backup.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreMisfit(f"{path} cannot be written. Change the rights of the file.")
        case _:
            known = unavailable(why) if isinstance(why, DBAPIError) else None
            return known or why
