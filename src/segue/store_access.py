"""How a command reaches the store of its own installation: to look, or to change.

Looking works beside a running server. Changing needs the store to itself on SQLite, and says how
the same is done through the server that has it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from segue.app.feed import Hub
from segue.app.ports import Store
from segue.build import database_url
from segue.settings import Settings
from segue.store import open_store
from segue.store.looking import looking_at, must_exist
from segue.store.trouble import StoreMisfit, StoreTaken

T = TypeVar("T")


def on_store(settings: Settings, work: Callable[[Store], Awaitable[T]], *, changes: bool) -> T:
    """Run `work` on the store. Raises `StoreMisfit` when there is none, or when a server has it
    that alone may change it."""

    async def run() -> T:
        url = database_url(settings)
        async with opened(url, settings.nats_url) if changes else looking_at(url) as store:
            return await work(store)

    try:
        return asyncio.run(run())
    except StoreTaken as why:
        url = settings.public_url or f"http://{settings.host}:{settings.port or 8080}"
        raise StoreMisfit(
            f"{why.holder} is running on this database, and only it may change it. Do it through"
            f" the server: add --url {url} --email YOUR@ADDRESS, or use the workspace, or stop it"
            " first."
        ) from None


@asynccontextmanager
async def opened(url: str, nats_url: str) -> AsyncIterator[Store]:
    """A store that is there, to be changed. Raises `StoreMisfit`."""
    store = open_store(url, Hub(), nats_url)
    must_exist(store)
    await store.start()
    try:
        yield store
    finally:
        await store.stop()
