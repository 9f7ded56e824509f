"""The cable between one person and the server, which a story may pull out or bite through."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

CHUNK = 65_536


class Cable:
    """A TCP proxy on a port of its own.

    `cut` ends every connection and takes no new one. `freeze` is worse: connections stay, and
    nothing comes through, as when a train goes into a tunnel. `mend` undoes both.
    """

    def __init__(self, to_port: int) -> None:
        self.to_port = to_port
        self.port = 0
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        why: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flowing.set()
        await self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def cut(self) -> None:
        """Nothing goes through, and both ends notice."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._drop()

    def freeze(self) -> None:
        """Nothing goes through, and nobody is told."""
        self._flowing.clear()

    async def mend(self) -> None:
        """Everything goes through again; what hung is let go."""
        if not self._flowing.is_set():
            self._drop()
            self._flowing.set()
        if self._server is None:
            await self._listen()

    def _drop(self) -> None:
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _connected(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        self._ends.add(out)
        with suppress(OSError):
            await self._flowing.wait()
            far, there = await asyncio.open_connection("127.0.0.1", self.to_port)
            self._ends.add(there)
            for source, target in ((near, there), (far, out)):
                task = asyncio.create_task(self._pump(source, target))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            return
        out.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while some := await source.read(CHUNK):
                await self._flowing.wait()
                target.write(some)
                await target.drain()
        target.close()
        self._ends.discard(target)
