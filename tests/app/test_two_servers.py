"""Two servers on one PostgreSQL, woken by NATS: one conversation, wherever one connects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from segue.testing import Rig
from servers.nats import Nats

pytestmark = pytest.mark.slow


@pytest.fixture
async def rigs(
    postgres_url: str, nats_server: Nats, tmp_path: Path
) -> AsyncIterator[tuple[Rig, Rig]]:
    shared = {"database_url": postgres_url, "nats_url": nats_server.url}
    one = Rig(settings=shared, folder=tmp_path)
    two = Rig(settings=shared, folder=tmp_path)
    async with one, two:
        yield one, two


async def test_a_customer_here_and_an_agent_there_talk_and_survive_a_kill(
    rigs: tuple[Rig, Rig],
) -> None:
    here, there = rigs
    wren = await here.customer("Wren")
    sara = await there.agent("Sara Kim")
    await sara.available()
    await wren.say("my parcel 1234 is lost")
    await wren.ask_person()
    offer = await sara.offered(wren.conversation)
    await sara.accept(offer)
    await wren.sees("agent_joined", name="Sara")
    await sara.say(wren.conversation, "Hi, Sara here.")
    await wren.sees("message", author="agent", text="Hi, Sara here.")
    await wren.say("great")
    await sara.hears("message", wren.conversation, text="great")

    await here.kill()
    await sara.say(wren.conversation, "Still there?")
    wren.rig = there
    await wren.reconnect()
    await wren.sees("message", text="Still there?")
    await wren.say("yes, I am")
    await sara.hears("message", wren.conversation, text="yes, I am")
    await wren.sees("message", text="yes, I am")
    assert wren.said("customer") == ["my parcel 1234 is lost", "great", "yes, I am"]
    assert wren.said("agent") == ["Hi, Sara here.", "Still there?"]
    assert wren.faults == []


async def test_two_agents_on_two_servers_accept_and_one_gets_it(rigs: tuple[Rig, Rig]) -> None:
    here, there = rigs
    wren = await here.customer("Wren")
    sara, marco = await here.agent("Sara Kim"), await there.agent("Marco Ruiz")
    await wren.ask_person()
    picked = await asyncio.gather(
        sara.act(wren.conversation, "pick"),
        marco.act(wren.conversation, "pick"),
        return_exceptions=True,
    )
    refused = [one for one in picked if isinstance(one, BaseException)]
    assert len(refused) == 1
    joined = await wren.sees("agent_joined")
    assert joined["name"] in ("Sara", "Marco")
    assert sum(1 for event in wren.events.values() if event["kind"] == "agent_joined") == 1
