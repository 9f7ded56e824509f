"""One socket's way out.

Frames are encoded once, by whoever has something to say, and shared between sockets. Here they are
only collected until the event loop has gone round once, and then written in one go. Nothing waits
for a slow reader: when more than `limits.OUTGOING_BYTES` stand unread, the socket is closed with
`TOO_SLOW`, which means "come back with after=<the last number you saw>".
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from segue.web import limits

Message: TypeAlias = MutableMapping[str, Any]
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

RESUME: Final = 1012
"""The server goes away for a moment: come back, with `after`."""

TOO_SLOW: Final = 4408
SESSION_OVER: Final = 4401
FAULT: Final = 1011
LATER: Final = 1013
CLOSES: Final = {401: SESSION_OVER, 403: 4403, 429: 4429, 503: LATER}
"""How a socket is closed that was never let in, by the status of the refusal."""

DIRECT: Final = "segue.direct"
"""The ASGI extension by which our server offers `Direct`; on any other one we do without."""


class Direct(Protocol):
    """Write without a coroutine: what `serving.py` adds to uvicorn's protocol."""

    def write_texts(self, frames: Sequence[bytes]) -> None: ...

    def unsent(self) -> int: ...

    def close_now(self, code: int, reason: str) -> None: ...


class Outbox:
    """The sockets that have something to write, until the event loop has gone round twice: a
    commit is told to rooms in one round, and in the next to the one who waits for it."""

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        self._waiting: list[Wire] = []

    def has(self, wire: Wire) -> None:
        if not self._waiting:
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self._flush)
        self._waiting.append(wire)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for wire in waiting:
            wire.flush()


class Wire:
    """`push` never blocks and never fails; what comes after a close goes nowhere."""

    __slots__ = ("_backlog", "_direct", "_frames", "_outbox", "_send", "_size", "_task", "closed")

    def __init__(self, outbox: Outbox, scope: Scope, send: Send) -> None:
        self._outbox = outbox
        direct: Direct | None = scope.get("extensions", {}).get(DIRECT)
        self._direct = direct
        self._send = send
        self._frames: list[bytes] | None = None
        self._backlog: list[Message] = []
        self._size = 0
        self._task: asyncio.Task[None] | None = None
        self.closed = 0

    def push(self, frame: bytes) -> None:
        """Send this frame, together with whatever else is pushed in a moment."""
        if self.closed:
            return
        if self._frames is None:
            self._frames = [frame]
            self._outbox.has(self)
        else:
            self._frames.append(frame)

    async def replay(self, frames: Iterable[bytes]) -> None:
        """Send many frames without overrunning the reader: a long thread is no reason to close."""
        size = 0
        for frame in frames:
            if self.closed:
                return
            self.push(frame)
            size += len(frame)
            if size > limits.REPLAY_BYTES:
                await self._drained()
                size = 0

    async def _drained(self) -> None:
        self.flush()
        pause, waited = 0.005, 0.0
        while not self.closed and self._unsent() > limits.REPLAY_BYTES:
            if waited > limits.REPLAY_S:
                self.close(TOO_SLOW, "read faster, and resume")
                return
            await asyncio.sleep(pause)
            waited += pause
            pause = min(0.25, pause * 2)

    def _unsent(self) -> int:
        return self._direct.unsent() if self._direct is not None else self._size

    def close(self, code: int, reason: str = "") -> None:
        """Say goodbye after what was pushed so far."""
        if self.closed:
            return
        self.flush()
        self.closed = code
        if self._direct is not None:
            self._direct.close_now(code, reason)
        else:
            self._later([{"type": "websocket.close", "code": code, "reason": reason}])

    def drop(self) -> None:
        """The other side is gone."""
        self.closed = self.closed or 1006
        self._frames = None
        self._backlog.clear()
        if self._task is not None:
            self._task.cancel()

    def flush(self) -> None:
        """Write what was pushed, in one go."""
        frames, self._frames = self._frames, None
        if frames is None or self.closed:
            return
        if self._direct is not None:
            self._direct.write_texts(frames)
        else:
            texts = [frame.decode() for frame in frames]
            self._size += sum(map(len, texts))
            self._later({"type": "websocket.send", "text": text} for text in texts)
        if self._unsent() > limits.OUTGOING_BYTES:
            self.close(TOO_SLOW, "read faster, and resume")

    # --- without our own server: the same by a task while there is something to write -----------

    def _later(self, messages: Iterable[Message]) -> None:
        self._backlog += messages
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._backlog:
                message = self._backlog.pop(0)
                await self._send(message)
                self._size -= len(message.get("text", ""))
        except (OSError, RuntimeError):
            self.drop()
