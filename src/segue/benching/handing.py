"""Load for `handover.py`: clients who begin conversations and ask for a person, agents who look.

A client does one thing after the other; what it waits for is the ring on an agent's screen, which
comes over another socket of this process. Loopback only. Reads one order as JSON on standard
input, prints one JSON object.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import msgspec
import uvloop
from msgspec import Struct
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from segue.benching.measuring import cpu_s, many_files, percentiles_ms

RINGS_WITHIN_S = 20.0
FAR = 2**52
OFFER = b'{"type":"offer"'
HELLO = b'{"type":"hello"'
REFUSED = b'{"type":"refused"'
NAMED = b'"conversation":"'
now = time.monotonic


class Order(Struct, frozen=True, kw_only=True):
    """One run against the server at `url` whose process is `pid`."""

    url: str
    inbox_key: str
    agents: list[str]
    pid: int
    clients: int = 8
    warm_s: float = 1.0
    measure_s: float = 6.0


class Screen(WSListener):
    """An agent's: it notes for which conversation it rings."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.wire: WSTransport

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.wire = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()
            return
        words = frame.get_payload_as_bytes()
        if words.startswith(OFFER):
            at = words.index(NAMED) + len(NAMED)
            self.load.rang(words[at : words.index(b'"', at)].decode())
        elif words.startswith(HELLO) and not self.ready.done():
            self.ready.set_result(None)


class Widget(WSListener):
    """A customer's: asks for a person as soon as it is greeted."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.wire: WSTransport

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.wire = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()
            return
        words = frame.get_payload_as_bytes()
        if words.startswith(HELLO):
            transport.send(WSMsgType.TEXT, b'{"type":"ask_person","client_id":"ask"}')
        elif words.startswith(REFUSED):
            self.load.refused += 1


class Load:
    """One run."""

    def __init__(self, order: Order) -> None:
        self.order = order
        where = urlsplit(order.url)
        if where.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("Load is made on this machine only.")
        self.host, self.port = where.hostname, where.port
        self.waiting: dict[str, asyncio.Future[None]] = {}
        self.done: list[tuple[float, float, float]] = []
        """When each was begun, when its session was there, when it rang."""
        self.early: set[str] = set()
        self.settled: set[str] = set()
        self.rang_twice = self.refused = self.lost = 0
        body = json.dumps({"inbox_key": order.inbox_key, "locale": "en"}).encode()
        self.request = (
            f"POST /api/v1/widget/sessions HTTP/1.1\r\nHost: {where.netloc}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def rang(self, conversation: str) -> None:
        if conversation in self.settled:
            self.rang_twice += 1
            return
        self.settled.add(conversation)
        waiting = self.waiting.pop(conversation, None)
        if waiting is None:
            self.early.add(conversation)
        elif not waiting.done():
            waiting.set_result(None)

    async def begin(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple[str, str]:
        """A new conversation: its session and its name."""
        writer.write(self.request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        at = head.index(b"content-length:") + len(b"content-length:")
        answer = await reader.readexactly(int(head[at : head.index(b"\r\n", at)]))
        if b" 201 " not in head.partition(b"\r\n")[0]:
            raise ConnectionError(f"No session: {head!r} {answer[:300]!r}")
        told = msgspec.json.decode(answer)
        return told["session"], told["conversation"]

    async def client(self, end: float) -> None:
        """One after the other until the end."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        base = f"ws://{self.host}:{self.port}/api/v1/widget/socket"
        while now() < end:
            began = now()
            session, conversation = await self.begin(reader, writer)
            had = now()
            rings = asyncio.get_running_loop().create_future()
            self.waiting[conversation] = rings
            wire, _ = await ws_connect(
                lambda: Widget(self), f"{base}?session={session}&after={FAR}"
            )
            try:
                async with asyncio.timeout(RINGS_WITHIN_S):
                    await rings
            except TimeoutError:
                self.lost += 1
            else:
                self.done.append((began, had, now()))
            wire.disconnect()
        writer.close()

    async def run(self) -> dict[str, Any]:
        order = self.order
        screens = []
        for url in order.agents:
            screen = Screen(self)
            await ws_connect(lambda screen=screen: screen, url)
            await screen.ready
            screens.append(screen)
        gc.collect()
        gc.freeze()
        gc.disable()
        begin = now() + 0.05
        warm, end = begin + order.warm_s, begin + order.warm_s + order.measure_s
        before: dict[str, float] = {}
        after: dict[str, float] = {}
        loop = asyncio.get_running_loop()
        loop.call_later(warm - now(), self._look, before)
        loop.call_later(end - now(), self._look, after)
        await asyncio.gather(*(self.client(end) for _ in range(order.clients)))
        await asyncio.sleep(max(0.0, end - now()) + 0.02)
        for screen in screens:
            screen.wire.disconnect()
        return self._told(warm, end, before, after)

    def _look(self, into: dict[str, float]) -> None:
        into["at"] = now()
        into["server"] = cpu_s(self.order.pid)
        into["generator"] = time.process_time()

    def _told(
        self, warm: float, end: float, before: dict[str, float], after: dict[str, float]
    ) -> dict[str, Any]:
        span = after["at"] - before["at"]
        measured = [one for one in self.done if warm <= one[2] < end]
        server = after["server"] - before["server"]
        return {
            "handed_over_per_s": round(len(measured) / span, 1),
            "begun_to_ringing_ms": percentiles_ms(rang - began for began, _, rang in measured),
            "asked_to_ringing_ms": percentiles_ms(rang - had for _, had, rang in measured),
            "server_cpu_ms_each": round(server / max(1, len(measured)) * 1e3, 3),
            "server_cpu_percent": round(server / span * 100, 1),
            "generator_cpu_percent": round(
                (after["generator"] - before["generator"]) / span * 100, 1
            ),
            "done": len(self.done),
            "lost": self.lost,
            "rang_twice": self.rang_twice,
            "refused": self.refused,
        }


def main() -> None:
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    many_files()
    sys.stdout.write(json.dumps(uvloop.run(Load(order).run())) + "\n")


if __name__ == "__main__":
    main()
