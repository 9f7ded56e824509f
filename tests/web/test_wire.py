"""One socket's way out, on a server that is not ours: the same promises by plain ASGI."""

from __future__ import annotations

import asyncio

from segue.web.serving import text_frame
from segue.web.sockets.wire import TOO_SLOW, Message, Outbox, Wire


class Client:
    """The other end. While `reading` is not set, nothing more is taken."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.news = asyncio.Event()
        self.reading = asyncio.Event()
        self.reading.set()
        self.wire = Wire(Outbox(), {"extensions": {}}, self.send)

    async def send(self, message: Message) -> None:
        await self.reading.wait()
        self.got.append(message)
        self.news.set()

    async def has(self, count: int) -> list[Message]:
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self.news.clear()
                await self.news.wait()
        return self.got


async def test_frames_come_in_order_and_the_goodbye_last() -> None:
    client = Client()
    for number in range(5):
        client.wire.push(b"%d" % number)
    client.wire.close(1000, "bye")
    client.wire.push(b"after the end")
    got = await client.has(6)
    assert [one.get("text") for one in got[:5]] == ["0", "1", "2", "3", "4"]
    assert got[5] == {"type": "websocket.close", "code": 1000, "reason": "bye"}
    await asyncio.sleep(0)
    assert len(client.got) == 6


async def test_a_reader_who_stops_is_closed_and_costs_no_more_memory() -> None:
    client = Client()
    client.reading.clear()
    frame = b"x" * 8_000
    for _ in range(60):
        client.wire.push(frame)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert client.wire.closed == TOO_SLOW
    client.wire.drop()


async def test_a_long_thread_is_no_reason_to_close() -> None:
    client = Client()
    await client.wire.replay(b"x" * 8_000 for _ in range(100))
    await client.has(100)
    assert not client.wire.closed


def test_the_header_of_a_frame_says_its_size() -> None:
    assert text_frame(b"") == b"\x81\x00"
    assert text_frame(b"x" * 125) == b"\x81\x7d"
    assert text_frame(b"x" * 126) == b"\x81\x7e\x00\x7e"
    assert text_frame(b"x" * 65_535) == b"\x81\x7e\xff\xff"
    assert text_frame(b"x" * 65_536) == b"\x81\x7f" + (65_536).to_bytes(8, "big")
