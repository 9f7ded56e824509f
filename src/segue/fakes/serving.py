"""What the stand-ins share: a real server on a port of its own, in this event loop.

A stand-in is strict: what the product would refuse is refused here, and written down in `refused`.
What it answers hangs on words in what it is asked: see `wish`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self

Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]]


@dataclass
class Got:
    """One request, as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Emulator:
    """Answers `does(got)`; `got` keeps everything that came. `then` are answers that come first."""

    does: Callable[[Got], Awaitable[Answer]] | None = None
    got: list[Got] = field(default_factory=list)
    then: list[Answer] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    hold: asyncio.Event | None = None
    port: int = 0
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.hold is not None:
            self.hold.set()
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def answers(self, got: Got) -> Answer:
        """What the product does; for those who inherit."""
        if self.does is not None:
            return await self.does(got)
        return 200, {}

    def refuse(self, status: int, why: str) -> Answer:
        self.refused.append(why)
        return status, {"error": why}

    async def until(self, wanted: int = 1, within: float = 10.0) -> Got:
        """The latest request, once so many have come."""
        async with asyncio.timeout(within):
            while len(self.got) < wanted:
                self._news.clear()
                await self._news.wait()
        return self.got[-1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        gone = (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError)
        with contextlib.suppress(*gone):  # this task has no parent that would have to know
            while got := await _read(reader):
                self.got.append(got)
                self._news.set()
                if self.hold is not None:
                    await self.hold.wait()
                answer = self.then.pop(0) if self.then else await self.answers(got)
                await _write(writer, answer)
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Got | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Got(method, path, headers, body)


async def _write(writer: asyncio.StreamWriter, answer: Answer) -> None:
    status, body, *more = answer
    headers = {"content-type": "application/json", **(more[0] if more else {})}
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if isinstance(body, AsyncIterator):
        lines.append("transfer-encoding: chunked")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        async for piece in body:
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
        writer.write(b"0\r\n\r\n")
    else:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines.append(f"content-length: {len(raw)}")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + raw)
    await writer.drain()


ANSWER = "It comes on Friday."
SUMMARY = "Wants a refund for order 1234."


async def never() -> None:
    """Hangs until the stand-in ends."""
    await asyncio.Event().wait()


def wish(text: str) -> str:
    """What the stand-ins do, by a word in the text: person, fail, garbage, slow, choices, nothing;
    else they answer with `ANSWER`."""
    lower = text.lower()
    words = ("person", "fail", "garbage", "slow", "choices", "nothing")
    return next((word for word in words if word in lower), "answer")
