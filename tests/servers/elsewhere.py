"""A server somewhere else: real HTTP/1.1 on a loopback port, as honest or as broken as told.

    async with elsewhere() as place:
        place.pages["/help"] = html("<p>Hello</p>")
        place.pages["/slow"] = drip  # async def drip(asked, writer)

It keeps what it was asked in `place.asked`.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Asked:
    """A request as it came in. Header names are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Page:
    """A reply. Content-Length is added unless the headers name one or are chunked."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    def bytes(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} As told"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        named = {name.lower() for name, _ in self.headers}
        if not named & {"content-length", "transfer-encoding"}:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


Answering = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
Choosing = Callable[[Asked], Page]


@dataclass
class Elsewhere:
    port: int = 0
    scheme: str = "http"
    pages: dict[str, Page | Choosing] = field(default_factory=dict)
    raw: dict[str, Answering] = field(default_factory=dict)
    otherwise: Choosing = field(default=lambda _: Page(b"nothing here", 404))
    asked: list[Asked] = field(default_factory=list)
    busy: int = 0
    busiest: int = 0
    connections: int = 0

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.place}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await self._conversation(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _conversation(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while asked := await read_request(reader):
                self.asked.append(asked)
                self.busy += 1
                self.busiest = max(self.busy, self.busiest)
                try:
                    await self._answer(asked, writer)
                finally:
                    self.busy -= 1
                if writer.is_closing():
                    break

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        bare = asked.path.partition("?")[0]
        if bare in self.raw:
            await self.raw[bare](asked, writer)
            writer.close()
            return
        page = self.pages.get(asked.path) or self.pages.get(bare) or self.otherwise
        writer.write((page if isinstance(page, Page) else page(asked)).bytes())
        await writer.drain()


async def read_request(reader: asyncio.StreamReader) -> Asked | None:
    """Read one request; None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(method, path, headers, body)


def html(body: str, *headers: tuple[str, str], status: int = 200) -> Page:
    """A page of HTML in UTF-8."""
    return Page(body.encode(), status, (("Content-Type", "text/html; charset=utf-8"), *headers))


def json_page(body: str, status: int = 200) -> Page:
    return Page(body.encode(), status, (("Content-Type", "application/json"),))


def moved(to: str, status: int = 302) -> Page:
    return Page(b"", status, (("Location", to),))


@asynccontextmanager
async def elsewhere(tls: ssl.SSLContext | None = None) -> AsyncIterator[Elsewhere]:
    """Start one on a free port of 127.0.0.1, and stop it."""
    place = Elsewhere(scheme="https" if tls else "http")
    tasks: set[asyncio.Task[None]] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        # Told to stop, it just stops: asyncio's streams make a noise about a cancelled one.
        with suppress(asyncio.CancelledError):
            await place.serve(reader, writer)
        tasks.discard(task)

    server = await asyncio.start_server(served, "127.0.0.1", 0, ssl=tls)
    place.port = server.sockets[0].getsockname()[1]
    try:
        yield place
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
