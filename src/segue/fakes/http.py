"""Just enough of HTTP/1.1 for a stand-in that has to be able to do everything wrong.

A server of a library would not let us send half an answer, stop in the middle of a word or hang
up; here every byte is ours.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

MOST_BYTES: Final = 4_000_000
_LONGEST_HEAD: Final = 64_000
_WORDS: Final = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}


@dataclass(frozen=True)
class Request:
    """What came in. Names of headers are in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises `ValueError`."""
        return json.loads(self.body)


@dataclass
class Answering:
    """Where an answer goes, piece by piece."""

    writer: asyncio.StreamWriter
    started: bool = False
    chunked: bool = False
    open: bool = True

    async def whole(
        self, status: int, body: bytes, kind: str = "application/json", **headers: str
    ) -> None:
        """A complete answer."""
        self._head(status, kind, {"content-length": str(len(body)), **headers})
        self.writer.write(body)
        await self.writer.drain()

    async def said(self, status: int, value: Any, **headers: str) -> None:
        """A complete answer in JSON."""
        await self.whole(status, json.dumps(value).encode(), **headers)

    async def stream(self, kind: str = "text/event-stream") -> None:
        """Begin an answer that comes in pieces."""
        self.chunked = True
        self._head(200, kind, {"transfer-encoding": "chunked", "cache-control": "no-cache"})
        await self.writer.drain()

    async def piece(self, data: bytes) -> None:
        self.writer.write(b"%x\r\n%s\r\n" % (len(data), data))
        await self.writer.drain()

    async def end(self) -> None:
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()

    def hang_up(self) -> None:
        """Break the connection, whatever was said so far."""
        self.open = False
        self.writer.transport.abort()

    def _head(self, status: int, kind: str, headers: Mapping[str, str]) -> None:
        self.started = True
        lines = [f"HTTP/1.1 {status} {_WORDS.get(status, 'Status')}", f"content-type: {kind}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())


Handler = Callable[[Request, Answering], Awaitable[None]]


@dataclass
class HttpServer:
    """A server on a free port of the loopback address.

    async with HttpServer(handler) as server:
        print(server.url)
    """

    handler: Handler
    host: str = "127.0.0.1"
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._met, self.host, self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        if self._server is not None:
            self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await _read(reader)) is not None:
                self.requests.append(request)
                answering = Answering(writer)
                await self.handler(request, answering)
                if not answering.open:
                    return
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            return
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """The next request; None when the other side has gone."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None
    if len(head) > _LONGEST_HEAD:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    length = int(headers.get("content-length", "0"))
    if length > MOST_BYTES:
        return None
    return Request(method, path, headers, await reader.readexactly(length))
