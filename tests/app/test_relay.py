"""Two processes tell each other who is typing, over a real NATS."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from segue.app.feed import Hub, Passing
from segue.channels.relay import Relay
from segue.domain.ids import ConversationId

pytestmark = pytest.mark.slow
TYPING = Passing("typing", ConversationId("c1"), "agent", name="Sara")


@pytest.fixture
async def relays(nats_server: object) -> AsyncIterator[tuple[Relay, Relay]]:
    url = str(getattr(nats_server, "url", nats_server))
    one, two = Relay(url, Hub()), Relay(url, Hub())
    one.start()
    two.start()
    await asyncio.gather(one.joined.wait(), two.joined.wait())
    yield one, two
    await one.stop()
    await two.stop()


async def test_a_word_reaches_the_other_process_once_and_does_not_come_back(
    relays: tuple[Relay, Relay],
) -> None:
    one, two = relays
    heard: asyncio.Queue[Passing] = asyncio.Queue()
    at_home: asyncio.Queue[Passing] = asyncio.Queue()
    two.hub.overhear(heard.put_nowait)
    one.hub.overhear(at_home.put_nowait)
    one.hub.tell(TYPING)
    async with asyncio.timeout(10):
        assert await heard.get() == TYPING
    two.hub.tell(Passing("seen", ConversationId("c1"), "customer", seq=3))
    async with asyncio.timeout(10):
        assert await at_home.get() == TYPING
        assert (await at_home.get()).seq == 3
    assert (at_home.qsize(), heard.qsize()) == (0, 1)


async def test_without_nats_words_stay_at_home() -> None:
    relay = Relay("nats://127.0.0.1:1", Hub())
    heard: list[Passing] = []
    relay.hub.overhear(heard.append)
    relay.start()
    relay.hub.tell(TYPING)
    await relay.stop()
    assert heard == [TYPING]
