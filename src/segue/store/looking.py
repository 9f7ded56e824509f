"""A look at an installation's store from beside it, also while a server runs on it.

SQLite allows one server a file; whoever only reads may read beside it. When no server runs, the
store is opened as usual, so that older tables are brought up to date first.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from segue.app.feed import Hub
from segue.app.ports import Store
from segue.store import open_store
from segue.store.memory import MemoryStore
from segue.store.trouble import StoreMisfit


def missing(store: Store) -> Path | None:
    """The file of a store that is not there; None when it is, or when the store is no file."""
    path = getattr(store, "path", None)
    return path if isinstance(path, Path) and not path.exists() else None


def must_exist(store: Store) -> None:
    """Raises `StoreMisfit` for a file that is not there."""
    path = missing(store)
    if path is not None:
        said = f"There is no database {path}. Say where it is: --data, or SEGUE_DATA_DIR."
        raise StoreMisfit(said)


@asynccontextmanager
async def looking_at(url: str, *, or_empty: bool = False) -> AsyncIterator[Store]:
    """The store, for reading only. Raises `StoreMisfit` when there is none, or with `or_empty`
    gives one with nothing in it: what needs no installation should not ask for one."""
    store = open_store(url, Hub())
    if or_empty and missing(store) is not None:
        yield MemoryStore()
        return
    must_exist(store)
    try:
        await store.start()
    except StoreMisfit:
        if store.tails:  # a server that others may join: it is not taken, something is wrong
            raise
        yield open_store(url, Hub())  # a server has it: reading needs no start
        return
    try:
        yield store
    finally:
        await store.stop()
