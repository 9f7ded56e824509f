"""What a database can have, and what people are told about it.

Two kinds matter. The *database's own* trouble (locked, full, gone, restarting) hits everybody
alike and passes: `StoreUnavailable`, repeat with the same key. Trouble that *one change* makes (a
row that is there already, a value that no column takes) must hit only the one who brought it.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
)
from sqlalchemy.exc import (
    TimeoutError as PoolTimeout,
)

from segue.app.ports import StoreUnavailable


class StoreMisfit(StoreUnavailable):
    """This database cannot be used by this program, and waiting will not help."""


class StoreTaken(StoreMisfit):
    """Another server has it. `holder` says which: `Another Segue (process 7)`."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"{holder} is running on this database. Stop it first, choose another folder with"
            " SEGUE_DATA_DIR, or use PostgreSQL to run several."
        )
        self.holder = holder


_SQLITE = {
    sqlite3.SQLITE_FULL: ("The disk is full: nothing more can be kept. Make room.", 10),
    sqlite3.SQLITE_BUSY: ("The database is locked by another program.", 1),
    sqlite3.SQLITE_LOCKED: ("The database is locked by another program.", 1),
    sqlite3.SQLITE_READONLY: ("The database file cannot be written.", 10),
    sqlite3.SQLITE_CANTOPEN: ("The database file cannot be opened.", 10),
    sqlite3.SQLITE_IOERR: ("The disk gives errors.", 10),
    sqlite3.SQLITE_CORRUPT: ("The database file is damaged. Restore a backup.", 60),
    sqlite3.SQLITE_NOTADB: ("The database file is not a database.", 60),
}

_POSTGRES = {
    "53100": ("PostgreSQL's disk is full: nothing more can be kept. Make room.", 10),
    "53300": ("PostgreSQL takes no more connections.", 5),
    "57P03": ("PostgreSQL is starting or stopping.", 2),
    "57P01": ("PostgreSQL is being shut down.", 2),
    "57P02": ("PostgreSQL crashed and is recovering.", 2),
    "57014": ("PostgreSQL took too long.", 2),
    "55P03": ("A row in PostgreSQL stayed locked for too long.", 1),
    "25006": ("PostgreSQL takes no changes: it is read-only.", 10),
    "28P01": ("PostgreSQL refuses the password.", 10),
    "3D000": ("PostgreSQL has no such database.", 10),
}


def unavailable(why: BaseException) -> StoreUnavailable | None:
    """The same trouble in words for callers; None when it belongs to a single change."""
    match why:
        case StoreUnavailable():
            return why
        case DBAPIError():
            return _database(why)
        case PoolTimeout() | TimeoutError():
            return StoreUnavailable("The database does not answer.", 2)
        case OSError():
            return StoreUnavailable(f"The database cannot be reached: {why}.", 2)
        case _:
            return None


def _database(why: DBAPIError) -> StoreUnavailable | None:
    said = why.orig
    if isinstance(said, sqlite3.Error):
        code = getattr(said, "sqlite_errorcode", 0) & 0xFF
        if code in _SQLITE:
            return StoreUnavailable(*_SQLITE[code])
    state = getattr(said, "sqlstate", None) or ""
    if state in _POSTGRES:
        return StoreUnavailable(*_POSTGRES[state])
    if state[:2] in ("08", "53", "57", "58") or why.connection_invalidated:
        return StoreUnavailable("PostgreSQL does not answer.", 2)
    if isinstance(why, IntegrityError):
        return None
    if isinstance(why, OperationalError | InternalError | InterfaceError) and not state:
        return StoreUnavailable(f"The database has trouble: {said}.", 2)
    return None
