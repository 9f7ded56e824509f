"""The load: customers who write, agents who read, in a process of their own.

Two ways. *Saturation*: every customer keeps `window` messages un-acked. *Open loop*: messages have
their times in advance (Poisson, `rate` a second) and every latency is counted from that time, so a
stalled server is charged for all that it held up. Loopback only.

Reads one order as JSON on standard input, prints one JSON object.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import os
import random
import struct
import sys
import time
from array import array
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
import uvloop
from msgspec import Struct
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from segue.benching.dialects import NONE, Dialect, FloorDialect, SegueDialect
from segue.benching.measuring import cpu_s, many_files, percentiles_ms

AT_ONCE = 50
GREETS_WITHIN_S = 20.0
CLOCK_MONOTONIC, TFD_NONBLOCK = 1, 0o4000
now = time.monotonic


class Order(Struct, frozen=True, kw_only=True):
    """One run. `window` 0 is open loop at `rate`; `pid` is the server's."""

    dialect: str
    run: str
    customers: list[str]
    agents: list[str]
    pid: int
    window: int = 0
    rate: float = 2000.0
    warm_s: float = 1.0
    measure_s: float = 4.0
    drain_s: float = 8.0
    seed: int = 1


class End(WSListener):
    """One socket: a customer by number, or an agent."""

    def __init__(self, load: Load, number: int) -> None:
        self.load = load
        self.number = number
        self.greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.wire: WSTransport

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.wire = transport
        if getattr(self.load.dialect, "silent", False):
            self.greeted.set_result(None)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()
            return
        words = frame.get_payload_as_bytes()
        if self.greeted.done():
            self.hear(words)
        elif self.load.dialect.greeted(words):
            self.greeted.set_result(None)
        elif self.load.dialect.refused(words):
            self.greeted.set_exception(ConnectionRefusedError(words.decode()))

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002
        self.load.closed += not self.load.over
        if not self.greeted.done():
            self.greeted.set_exception(ConnectionError("closed before hello"))

    def hear(self, words: bytes) -> None:
        raise NotImplementedError


class Reader(End):
    """An agent: notes when a message came, and whether it came in order."""

    def hear(self, words: bytes) -> None:
        load = self.load
        n = load.dialect.delivered(words)
        if n == NONE:
            return
        if load.got[n]:
            load.duplicated += 1
            return
        load.got[n] = now()
        load.delivered += 1
        writer = load.by[n]
        load.out_of_order += n < load.newest[writer]
        load.newest[writer] = n


class Writer(End):
    """A customer: notes when a message was acknowledged; in saturation, writes the next one."""

    def hear(self, words: bytes) -> None:
        load = self.load
        n = load.dialect.acked(words)
        if n == NONE:
            load.refused += load.dialect.refused(words)
            return
        if load.kept[n]:
            return
        at = load.kept[n] = now()
        load.acked += 1
        if load.order.window and not load.over:
            load.say(self, at)


class Load:
    """One run; every message has a place in four arrays of times."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.dialect: Dialect = (
            FloorDialect() if order.dialect == "floor" else SegueDialect(order.run)
        )
        self.due, self.sent = array("d"), array("d")
        self.got, self.kept = array("d"), array("d")
        self.by = array("l")
        self.newest = array("l", [NONE]) * len(order.customers)
        self.delivered = self.acked = self.closed = self.refused = 0
        self.duplicated = self.out_of_order = 0
        self.over = False
        self.readers: list[End] = []
        self.writers: list[End] = []

    def say(self, writer: End, due: float) -> None:
        n = len(self.due)
        for times, at in ((self.due, due), (self.sent, now()), (self.got, 0.0), (self.kept, 0.0)):
            times.append(at)
        self.by.append(writer.number)
        writer.wire.send(WSMsgType.TEXT, self.dialect.say(n))

    async def connect(self, kind: type[End], urls: list[str]) -> list[End]:
        made: list[End] = []
        for first in range(0, len(urls), AT_ONCE):
            some = enumerate(urls[first : first + AT_ONCE], first)
            made += await asyncio.gather(*(self._one(kind, n, url) for n, url in some))
        return made

    async def _one(self, kind: type[End], number: int, url: str) -> End:
        if urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("Load is made on this machine only.")
        _, end = await ws_connect(lambda: kind(self, number), url)
        if not isinstance(end, End):
            raise TypeError("not ours")
        async with asyncio.timeout(GREETS_WITHIN_S):
            await end.greeted
        return end

    # --- the run --------------------------------------------------------------------------------

    async def run(self) -> dict[str, Any]:
        order = self.order
        self.readers = await self.connect(Reader, order.agents)
        self.writers = await self.connect(Writer, order.customers)
        await asyncio.sleep(0.2)
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
        if order.window:
            await self._saturate(end)
        else:
            await self._open_loop(begin, end)
        await self._drain(end + order.drain_s)
        told = self._told(warm, end, before, after)
        for one in (*self.writers, *self.readers):
            one.wire.disconnect()
        return told

    def _look(self, into: dict[str, float]) -> None:
        into["at"] = now()
        into["server"] = cpu_s(self.order.pid)
        into["generator"] = time.process_time()
        into["delivered"] = self.delivered

    async def _saturate(self, end: float) -> None:
        for _ in range(self.order.window):
            for writer in self.writers:
                self.say(writer, now())
        await asyncio.sleep(end - now() + 0.02)
        self.over = True

    async def _open_loop(self, begin: float, end: float) -> None:
        chance = random.Random(self.order.seed)  # noqa: S311 - load, not secrets
        writers = list(self.writers)
        chance.shuffle(writers)
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        due, turn = begin, 0

        def speak() -> None:
            nonlocal due, turn
            at = now()
            while due <= at:
                if due >= end:
                    if not done.done():
                        done.set_result(None)
                    return
                self.say(writers[turn % len(writers)], due)
                turn += 1
                due += chance.expovariate(self.order.rate)
            alarm.at(due)

        alarm = Alarm(loop, speak)
        alarm.at(begin)
        await done
        alarm.close()

    async def _drain(self, deadline: float) -> None:
        self.over = self.over or bool(self.order.window)
        wanted = len(self.due)
        while now() < deadline and min(self.acked, self.delivered) < wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        self.over = True

    def _told(
        self, warm: float, end: float, before: dict[str, float], after: dict[str, float]
    ) -> dict[str, Any]:
        span = after["at"] - before["at"]
        relayed = after["delivered"] - before["delivered"]
        measured = [n for n, due in enumerate(self.due) if warm <= due < end]
        got = (self.got[n] - self.due[n] for n in measured if self.got[n])
        kept = (self.kept[n] - self.due[n] for n in measured if self.kept[n])
        server = after["server"] - before["server"]
        return {
            "msgs_per_s": round(relayed / span, 1),
            "delivery_ms": percentiles_ms(got),
            "ack_ms": percentiles_ms(kept),
            "server_cpu_us_per_msg": round(server / max(1, relayed) * 1e6, 1),
            "server_cpu_percent": round(server / span * 100, 1),
            "generator_lag_ms": percentiles_ms(self.sent[n] - self.due[n] for n in measured),
            "generator_cpu_percent": round(
                (after["generator"] - before["generator"]) / span * 100, 1
            ),
            "sent": len(self.due),
            "delivered": self.delivered,
            "acked": self.acked,
            "lost": len(self.due) - min(self.delivered, self.acked),
            "duplicated": self.duplicated,
            "out_of_order": self.out_of_order,
            "refused": self.refused,
            "closed": self.closed,
        }


class Alarm:
    """A timer finer than the event loop's, which counts in milliseconds."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd: int = self._libc.timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK)
        self._loop = loop
        loop.add_reader(self._fd, self._rings)

    def _rings(self) -> None:
        try:
            os.read(self._fd, 8)
        except BlockingIOError:
            return
        self._ring()

    def at(self, when: float) -> None:
        wait = max(when - now(), 1e-9)
        whole = int(wait)
        timer = struct.pack("qqqq", 0, 0, whole, int((wait - whole) * 1e9) or 1)
        self._libc.timerfd_settime(self._fd, 0, timer, None)

    def close(self) -> None:
        self._loop.remove_reader(self._fd)
        os.close(self._fd)


def main() -> None:
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    many_files()
    sys.stdout.write(json.dumps(uvloop.run(Load(order).run())) + "\n")


if __name__ == "__main__":
    main()
