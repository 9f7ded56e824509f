"""The whole story through each product's bot: asked, answered, a person wanted, a person there.

A house with real sockets on both sides; of the bots, the strict stand-ins.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from bots.remote.houses import BotHouse
from bots.remote.vendors import ALL, BOTPRESS, CHATWOOT, Vendor
from segue.bots.remote.asking import number_of
from segue.bots.remote.botpress import name_of
from segue.fakes.botpress import FakeBotpress
from segue.fakes.chatwoot import TOKEN, FakeChatwootBot
from segue.fakes.serving import ANSWER, SUMMARY

pytestmark = pytest.mark.slow
Open = Callable[..., Awaitable[tuple[BotHouse, Any]]]


@pytest.fixture(params=ALL, ids=[one.kind for one in ALL])
def vendor(request: pytest.FixtureRequest) -> Vendor:
    found: Vendor = request.param
    return found


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Open]:
    """Makes a house and the stand-in that answers in it."""
    async with AsyncExitStack() as stack:

        async def make(vendor: Vendor, **more: Any) -> tuple[BotHouse, Any]:
            fake: Any = await stack.enter_async_context(vendor.fake())
            settings = {**vendor.settings(fake, tmp_path), **more}
            house = await stack.enter_async_context(
                BotHouse(tmp_path, vendor.url(fake), **settings)
            )
            fake.home = house.url
            return house, fake

        yield make


async def test_it_answers_and_hands_over_with_its_summary(vendor: Vendor, opened: Open) -> None:
    house, fake = await opened(vendor)
    agent = await house.agent("Ana")
    await agent.available()
    customer = await house.customer()
    await customer.say("When does it come?")
    await customer.sees("message", author="bot", text=ANSWER)
    await customer.say("I need someone to look at my refund: a person")
    offer = await agent.offered(customer.conversation)
    brief = (await agent.get(f"conversations/{customer.conversation}"))["brief"]
    if offer["item"]["reason"] == "bot_asked":  # else it was our own ear that heard the wish
        assert SUMMARY in str(brief)
    await agent.accept(offer)
    await agent.say(customer.conversation, "Hello, this is Ana.")
    await customer.sees("message", author="agent")
    assert customer.said("bot").count(ANSWER) == 1
    assert not fake.refused


async def test_the_bot_s_own_wish_for_a_person_reaches_the_brief(
    vendor: Vendor, opened: Open
) -> None:
    house, _ = await opened(vendor)
    agent = await house.agent("Ana")
    await agent.available()
    customer = await house.customer()
    await customer.say("It concerns personnel matters")  # "person" to a stand-in, and not to us
    offer = await agent.offered(customer.conversation)
    assert offer["item"]["reason"] == "bot_asked"
    brief = (await agent.get(f"conversations/{customer.conversation}"))["brief"]
    assert SUMMARY in str(brief)


@pytest.mark.parametrize("text", ["please fail", "garbage"])
async def test_failing_it_opens_the_conversation_to_people(
    text: str, vendor: Vendor, opened: Open
) -> None:
    house, _ = await opened(vendor, bot_deadline_s=1.5)
    agent = await house.agent("Ana")
    await agent.available()
    customer = await house.customer()
    await customer.say(text)
    offer = await agent.offered(customer.conversation)
    assert offer["item"]["reason"] == "bot_error"
    assert customer.said("bot") == []
    state = house.outside.state()
    assert (state.ok, state.failures) == (False, 1)


async def test_a_person_takes_over_while_its_answer_is_late(vendor: Vendor, opened: Open) -> None:
    """The answer comes, and nothing of it is shown."""
    house, fake = await opened(vendor)
    hold = asyncio.Event()
    if vendor is CHATWOOT:
        fake.before_calling = hold
    elif vendor is BOTPRESS:
        fake.before_saying = hold
    else:
        fake.hold = hold
    lead = await house.agent("Lea")
    customer = await house.customer()
    await customer.say("When does it come?")
    await fake.until(1)
    await lead.act(customer.conversation, "take_over", why="I know this one")
    await customer.sees("agent_joined")
    hold.set()
    await lead.hears("agent_joined", customer.conversation)
    await lead.say(customer.conversation, "Hello, this is Lea.")
    await customer.sees("message", author="agent")
    if vendor is CHATWOOT:
        async with asyncio.timeout(10):
            while not fake.calls:  # noqa: ASYNC110 - it cannot call us
                await asyncio.sleep(0.01)
        assert fake.calls == [("messages", 409)]
    else:
        async with asyncio.timeout(10):
            while house.outside.state().answers + house.outside.state().failures == 0:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    kept = await lead.record(customer.conversation)
    posted = [one["event"] for one in kept if one["event"]["kind"] == "message"]
    assert [one["author"] for one in posted] == ["customer", "agent"]
    assert customer.said("bot") == []


async def test_chatwoot_s_calls_need_the_key_the_account_and_a_turn(opened: Open) -> None:
    house, fake = await opened(CHATWOOT)
    customer = await house.customer()
    await customer.say("slow")
    await fake.until(1)
    here = f"/api/v1/accounts/1/conversations/{number_of(customer.conversation)}"
    said = {"content": ANSWER, "message_type": "outgoing"}
    assert (await fake.call(f"{here}/messages", said, token="wrong")).status_code == 401
    assert (await fake.call(f"{here}/messages", said, token="")).status_code == 401
    other = here.replace("accounts/1", "accounts/2")
    assert (await fake.call(f"{other}/messages", said)).status_code == 401
    nobody = "/api/v1/accounts/1/conversations/7"
    assert (await fake.call(f"{nobody}/messages", said)).status_code == 404
    empty = {**said, "content": " "}
    assert (await fake.call(f"{here}/messages", empty)).status_code == 422
    wrong = {"status": "flying"}
    assert (await fake.call(f"{here}/toggle_status", wrong)).status_code == 422
    incoming = {**said, "message_type": "incoming"}
    assert (await fake.call(f"{here}/messages", incoming)).status_code == 422
    good = await fake.call(f"{here}/messages", said)
    assert (good.status_code, good.json()["message_type"]) == (200, 1)
    await customer.sees("message", author="bot", text=ANSWER)
    assert (await fake.call(f"{here}/messages", {**said, "content": "x"})).status_code == 409


async def test_chatwoot_may_open_it_after_it_has_answered(opened: Open) -> None:
    house, fake = await opened(CHATWOOT)
    agent = await house.agent("Ana")
    await agent.available()
    customer = await house.customer()
    await customer.say("When does it come?")
    await customer.sees("message", author="bot", text=ANSWER)
    here = f"/api/v1/accounts/1/conversations/{number_of(customer.conversation)}"
    team = await fake.call(f"{here}/assignments", {"team_id": "billing"})
    assert team.status_code == 200
    again = await fake.call(f"{here}/toggle_status", {"status": "open"})
    assert again.status_code == 409
    await customer.shows("in_line", "waiting", "offered", "offline", "queued", "handoff", "nobody")


async def test_chatwoot_s_bot_hears_that_it_was_opened(opened: Open) -> None:
    house, fake = await opened(CHATWOOT, bot_observe="observe")
    lead = await house.agent("Lea")
    customer = await house.customer()
    await customer.say("When does it come?")
    await customer.sees("message", author="bot", text=ANSWER)
    await lead.act(customer.conversation, "take_over", why="I know this one")
    await fake.until(2)
    await lead.hears("agent_joined", customer.conversation)
    await lead.say(customer.conversation, "Hello, this is Lea.")
    await fake.until(3)
    assert isinstance(fake, FakeChatwootBot)
    told = [(one["event"], one.get("message_type")) for one in fake.events]
    assert told == [
        ("message_created", "incoming"),
        ("conversation_opened", None),
        ("message_created", "outgoing"),
    ]


async def test_botpress_may_start_hitl_by_its_call(opened: Open) -> None:
    house, fake = await opened(BOTPRESS, bot_deadline_s=4.0)
    agent = await house.agent("Ana")
    await agent.available()
    customer = await house.customer()
    await customer.say("slow")
    async with asyncio.timeout(10):
        while not any(got.path == "/messages" for got in fake.got):
            await fake.until(len(fake.got) + 1)
    start = {
        "userId": name_of(customer.conversation),
        "title": "Refund for order 1234",
        "description": "asked twice for a person",
        "messageHistory": [{"source": {"type": "bot"}, "type": "text", "payload": {"text": "x"}}],
    }
    async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        path = "/api/v1/botpress/start"
        denied = await http.post(path, json=start, headers={"authorization": f"Bearer {TOKEN}"})
        assert denied.status_code == 401
        key = {"authorization": "Bearer bp-token"}
        unknown = await http.post(path, json={**start, "userId": "somebody"}, headers=key)
        assert unknown.status_code == 404
        good = await http.post(path, json=start, headers=key)
    assert good.json() == {"conversationId": start["userId"]}
    offer = await agent.offered(customer.conversation)
    assert offer["item"]["reason"] == "bot_asked"
    await agent.accept(offer)
    assert isinstance(fake, FakeBotpress)
    async with asyncio.timeout(10):
        while not fake.events:
            await fake.until(len(fake.got) + 1)
    assert fake.events[0]["type"] == "hitlAssigned"
