"""Fernhill's own systems: orders, returns, appointments. Small, real, and nothing to do with Segue.

A company has something like this already. The assistant and the agents reach it as any other
system, over HTTP, with a key and the customer's number in a header: see `../actions.yaml`.

    books    the orders and what may be done with them (SQLite)
    seeds    what is in them at the beginning, with dates around today
    slots    which appointments there are
    server   all of it over HTTP; `openapi.json` describes it
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from segue.demo.shop.books import Books
from segue.demo.shop.server import ShopServer

__all__ = ["MOUNT", "demo_services"]

MOUNT = "/shop/api"
"""Where the demo's server has it; requests come with this in front of their path, or without."""


def demo_services(folder: Path, key: str, clock: Callable[[], datetime]) -> ShopServer:
    """The shop's services as an ASGI application, with its data in `folder/shop.db`.

    `key` is what opens it (`Authorization: Bearer`). Nothing has to be started; `close` it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return ShopServer(Books(folder / "shop.db", clock), key, MOUNT)
