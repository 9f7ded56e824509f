"""How uvicorn is run: uvloop, httptools, sans-I/O websockets, and a direct way to write.

Compression is off (it costs memory per socket and opens the door to bombs), messages are small,
idle connections are found by pings. On the way down every socket hears 1012, which clients know as
"come back in a moment, with your last number".
"""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeAlias

import structlog
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from segue.build import Segue
from segue.web import limits
from segue.web.app import make_app
from segue.web.limits import Rates
from segue.web.sockets.wire import DIRECT

Step: TypeAlias = Callable[[], Awaitable[None]]
log = structlog.get_logger()

PING_EVERY_S = 40.0
PING_ANSWER_S = 20.0
KEEP_ALIVE_S = 30
GRACE_S = 5
GONE_AFTER_S = 10.0
READ_AHEAD = 8
HEAD_BYTES = 64 * 1024
SHORT, MIDDLE = 126, 1 << 16
GC_THRESHOLDS = (20_000, 20, 50)


def text_frame(payload: bytes) -> bytes:
    """One unmasked, unfragmented text frame (RFC 6455 section 5.2): only its header."""
    size = len(payload)
    if size < SHORT:
        return bytes((0x81, size))
    if size < MIDDLE:
        return b"\x81\x7e" + size.to_bytes(2, "big")
    return b"\x81\x7f" + size.to_bytes(8, "big")


class PatientHttp(HttpToolsProtocol):
    """Uvicorn's own protocol, plus an end to its patience: a head must come soon and be small."""

    _head_bytes = 0
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head_timer is None:
            return
        self._head_bytes += len(data)  # and the head is still not complete
        if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self._have_head()
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_bytes = 0
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(limits.HEAD_S, self.transport.close)

    def _have_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


class DirectProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's own protocol, plus writing without a coroutine (`sockets.wire.Direct`)."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            extensions: dict[str, Any] = dict(self.scope["extensions"])
            extensions[DIRECT] = self
            self.scope["extensions"] = extensions

    def send_receive_event_to_app(self) -> None:
        """As uvicorn's, but reading goes on until some messages wait: to stop and start it for
        every single one costs two system calls each."""
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if self.close_sent:
            return
        if self.curr_msg_data_type != "text":
            self.queue.put_nowait({"type": "websocket.receive", "bytes": data})
        else:
            try:
                text = data.decode()
            except UnicodeDecodeError:
                self.conn.send_close(1007)
                self.handle_parser_exception()
                return
            self.queue.put_nowait({"type": "websocket.receive", "text": text})
        if not self.read_paused and self.queue.qsize() >= READ_AHEAD:
            self.read_paused = True
            self.transport.pause_reading()

    def write_texts(self, frames: Sequence[bytes]) -> None:
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        parts: list[bytes] = []
        for frame in frames:
            parts += (text_frame(frame), frame)
        self.transport.write(b"".join(parts))

    def unsent(self) -> int:
        return 0 if self.disconnected else self.transport.get_write_buffer_size()

    def close_now(self, code: int, reason: str) -> None:
        """Close without waiting for the reader; a reader who never reads is cut off."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(GONE_AFTER_S, self.transport.abort)


def config(app: Any, host: str, port: int, fd: int | None = None) -> uvicorn.Config:
    """The settings of one server process."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        fd=fd,
        loop="auto",
        http=PatientHttp,
        ws=DirectProtocol,
        ws_max_size=limits.FRAME_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_EVERY_S,
        ws_ping_timeout=PING_ANSWER_S,
        lifespan="on",
        proxy_headers=False,  # `who.client_address` knows the trusted ones
        server_header=False,
        date_header=False,  # the application says it, by its own clock
        access_log=False,
        log_config=None,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
        backlog=4096,
    )


class Server(uvicorn.Server):
    """A server that knows its port, says when it listens, and can be told to end."""

    def __init__(self, config: uvicorn.Config, ready: Step | None = None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._ready is not None:
            await self._ready()

    @property
    def port(self) -> int:
        """The port it listens on; with port 0, the one it was given."""
        for server in self.servers:
            for listening in server.sockets:
                name: Any = listening.getsockname()
                return int(name[1])
        raise RuntimeError("The server does not listen yet.")

    def end(self) -> None:
        self.should_exit = True


def server(app: Any, host: str, port: int, fd: int | None = None) -> Server:
    """A server, not yet started: `await server.serve()`."""
    return Server(config(app, host, port, fd))


def listening(host: str, port: int) -> socket.socket:
    """A bound socket, for those who must know the port before the server starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    bound.set_inheritable(True)
    return bound


async def serve_on(
    segue: Segue,
    bound: socket.socket,
    *,
    before: Step | None = None,
    ready: Step | None = None,
    rates: Rates | None = None,
) -> None:
    """Serve on this socket until told to end. `before` runs when the store is open, `ready` when
    the first message can be taken."""

    async def settled() -> None:
        calm_garbage_collector()
        if ready is not None:
            await ready()

    running = Server(config(make_app(segue, rates=rates, before=before), "", 0), settled)
    await running.serve(sockets=[bound])


def calm_garbage_collector() -> None:
    """Look for cycles less often, and not among what was loaded at the start.

    Every message makes some dozens of short-lived objects without cycles; with Python's usual
    thresholds a quarter of the time under load went into looking through them in vain.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def serve(segue: Segue, host: str, port: int, *, rates: Rates | None = None) -> None:
    """Serve until interrupted."""

    async def ready() -> None:
        address = bound.getsockname()
        log.info("serving", host=address[0], port=address[1])

    bound = listening(host, port)
    run(serve_on(segue, bound, ready=ready, rates=rates))


def run(work: Coroutine[Any, Any, None]) -> None:
    """Like `asyncio.run`, on uvloop where there is one."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)
