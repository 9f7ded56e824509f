"""A socket as a screen sees it: everything that came, over reconnects too, and waiting for more."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias, TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Frame: TypeAlias = dict[str, Any]
T = TypeVar("T")
PATIENCE_S = 10.0
TOLD_AT_MOST = 8


class NeverCame(AssertionError):
    """What was waited for, and what came last instead."""


class SentBack(Exception):
    """The server refused a command; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def holds(given: Frame, wanted: Frame) -> bool:
    """Has `given` all the fields of `wanted`? A tuple or set means any of these."""
    return all(
        given.get(name) in value if isinstance(value, tuple | set) else given.get(name) == value
        for name, value in wanted.items()
    )


class Screen:
    """Base of `Customer` and `AgentClient`. `frames` holds what came, oldest first."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.frames: list[Frame] = []
        self.answers: dict[str, Frame] = {}
        self.connects = 0
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    # --- the connection -------------------------------------------------------------------------

    async def open(self, url: str) -> None:
        """Connect and read until the end of the connection."""
        self._socket = await connect(
            url, compression=None, proxy=None, max_size=2**22, max_queue=None, close_timeout=2
        )
        self.connects += 1
        self._reader = asyncio.create_task(self._read(self._socket))

    @property
    def connected(self) -> bool:
        return self._reader is not None and not self._reader.done()

    async def drop(self) -> None:
        """Lose the connection as a closed laptop does: no goodbye."""
        if self._socket is not None:
            self._socket.transport.abort()
        await self._ended()

    async def close(self) -> None:
        """End the connection in order."""
        if self._socket is not None:
            await self._socket.close()
        await self._ended()

    async def lost(self, within: float = PATIENCE_S) -> None:
        """Wait until the other side is gone."""
        await self.until(lambda: not self.connected, within, "the end of the connection")

    async def _ended(self) -> None:
        if self._reader is not None:
            with suppress(asyncio.CancelledError):
                await self._reader
        self._socket = self._reader = None

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for raw in socket:
                frame: Frame = json.loads(raw)
                self.frames.append(frame)
                if frame["type"] in ("accepted", "refused") and "client_id" in frame:
                    self.answers[frame["client_id"]] = frame
                self.hear(frame)
                self._news.set()
        except ConnectionClosed:
            pass
        finally:
            asyncio.get_running_loop().call_soon(self._news.set)

    def hear(self, frame: Frame) -> None:
        """Learn from one frame; for those who inherit."""

    # --- waiting --------------------------------------------------------------------------------

    async def until(
        self, question: Callable[[], T | None], within: float = PATIENCE_S, what: str = ""
    ) -> T:
        """Ask `question` now and after everything that comes in, until it has an answer.

        Raises `NeverCame` with the last frames after `within` seconds.
        """
        try:
            async with asyncio.timeout(within):
                while True:
                    self._news.clear()
                    answer = question()
                    if answer:
                        return answer
                    await self._news.wait()
        except TimeoutError:
            raise NeverCame(self._instead(what or "what was waited for", within)) from None

    def _instead(self, what: str, within: float) -> str:
        last = [json.dumps(one, ensure_ascii=False)[:400] for one in self.frames[-TOLD_AT_MOST:]]
        came = "\n  ".join(last) or "nothing"
        state = "" if self.connected else " (the connection is closed)"
        return f"{self.name} waited {within:g} s for {what}{state}. Came last:\n  {came}"

    async def frame(self, kind: str, within: float = PATIENCE_S, **wanted: Any) -> Frame:
        """The first frame of this type with these fields, of all that came or will."""
        return await self.until(
            lambda: next(
                (one for one in self.frames if one["type"] == kind and holds(one, wanted)), None
            ),
            within,
            f"a frame {kind} {wanted or ''}".rstrip(),
        )

    # --- speaking -------------------------------------------------------------------------------

    async def send(self, frame: Frame) -> None:
        """Put a frame on the wire; no answer is awaited."""
        if self._socket is None:
            raise ConnectionError(f"{self.name} is not connected.")
        await self._socket.send(json.dumps(frame, ensure_ascii=False))

    async def command(self, frame: Frame, within: float = PATIENCE_S) -> Frame:
        """Send a command and wait for its answer. Raises `SentBack` when it was refused."""
        key = str(frame.setdefault("client_id", str(uuid.uuid4())))
        self.answers.pop(key, None)
        await self.send(frame)
        answer = await self.until(
            lambda: self.answers.get(key), within, f"the answer to {frame['type']}"
        )
        if answer["type"] == "refused":
            raise SentBack(answer["code"], answer["message"])
        return answer
