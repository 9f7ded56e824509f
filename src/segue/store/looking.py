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


@asynccontextmanager
async def looking_at(url: str, *, or_empty: bool = False) -> AsyncIterator[Store]:
    """The store, for reading only. Raises `StoreMisfit` when there is none, or with `or_empty`
    gives one with nothing in it: what needs no installation should not ask for one."""
    store = open_store(url, Hub())
    path = getattr(store, "path", None)
    if isinstance(path, Path) and not path.exists():
        if or_empty:
            yield MemoryStore()
            return
        raise StoreMisfit(
            f"There is no database {path}. Say where it is: --data, or SEGUE_DATA_DIR."
        )
    try:
        await store.start()
    except StoreMisfit:
        if path is None:
            raise
        yield open_store(url, Hub())  # a server has it: reading needs no start
        return
    try:
        yield store
    finally:
        await store.stop()
