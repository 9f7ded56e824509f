"""Tells other processes that there is something to read, through NATS.

A wake-up and nothing more: everybody also looks by themselves now and then, so NATS may be absent,
late or restarted, and all it costs is time.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import nats
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

SUBJECT = "segue.wake"
RETRY_S = 1
log = structlog.get_logger()


class Wakeups:
    """`heard` is called for every wake-up of another process."""

    def __init__(self, url: str, heard: Callable[[], None]) -> None:
        self._url = url
        self._heard = heard
        self.ready = asyncio.Event()
        """Set when it is connected for the first time."""

        self._client: Client | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._telling: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Connect on the side, for as long as it takes."""
        if self._url:
            self._connecting = asyncio.create_task(self._connect(), name="nats")

    async def stop(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._client is not None:
            with contextlib.suppress(Exception):  # it may be anywhere in a reconnect
                await self._client.close()

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    def tell(self) -> None:
        """There is something new. Many in a moment become one."""
        if self.connected and self._telling is None:
            self._telling = asyncio.get_running_loop().call_later(0.002, self._send)

    def _send(self) -> None:
        self._telling = None
        client = self._client
        if client is not None and client.is_connected:
            task = asyncio.ensure_future(client.publish(SUBJECT, b""))
            task.add_done_callback(_forgiven)

    async def _connect(self) -> None:
        while True:
            try:
                client = await nats.connect(
                    self._url,
                    name="segue",
                    no_echo=True,
                    connect_timeout=5,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=RETRY_S,
                    error_cb=_trouble,
                    reconnected_cb=self._back,
                )
                await client.subscribe(SUBJECT, cb=self._message)
            except Exception as why:  # noqa: BLE001 - whatever it is, it is tried again
                log.warning("nats.unreachable", why=f"{type(why).__name__}: {why}")
                await asyncio.sleep(RETRY_S)
            else:
                self._client = client
                self.ready.set()
                self._heard()  # what happened meanwhile
                return

    async def _message(self, _: Msg) -> None:
        self._heard()

    async def _back(self) -> None:
        self._heard()


async def _trouble(why: Exception) -> None:
    log.debug("nats.trouble", why=f"{type(why).__name__}: {why}")


def _forgiven(task: asyncio.Future[None]) -> None:
    if not task.cancelled():
        task.exception()
