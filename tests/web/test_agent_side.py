"""The staff's side of the contract: lists, threads, commands, and the socket beside them."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from segue.testing import AgentClient, Customer, SentBack
from segue.web.limits import Rate, Rates
from web.conftest import House, MakeHouse


async def handed_over(house: House, agent: AgentClient, words: str = "") -> Customer:
    """A customer who talks with this agent."""
    await agent.available()
    customer = await house.customer()
    if words:
        await customer.say(words)
    await customer.ask_person()
    await agent.accept(await agent.offered(customer.conversation))
    await customer.sees("agent_joined")
    return customer


async def test_two_agents_press_accept_together_and_one_is_told(house: House) -> None:
    ana, ben = await house.agent("Ana"), await house.agent("Ben")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.offered(customer.conversation)
    frame = {"type": "accept", "conversation": customer.conversation}
    results = await asyncio.gather(
        ana.command(dict(frame)), ben.command(dict(frame)), return_exceptions=True
    )
    assert isinstance(results[0], dict)
    assert isinstance(results[1], SentBack)
    assert results[1].code == "taken"
    await customer.sees("agent_joined", name="Ana")


async def test_a_stale_epoch_is_a_conflict(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await handed_over(house, ana)
    epoch = ana.epoch(customer.conversation)
    with pytest.raises(SentBack) as refused:
        await ana.say(customer.conversation, "too late", epoch=epoch - 1)
    assert refused.value.code == "stale_owner"
    http = await house.http("ana")
    answer = await http.post(
        f"/api/v1/conversations/{customer.conversation}/messages",
        json={"text": "too late", "epoch": epoch - 1, "client_id": "a"},
    )
    await http.aclose()
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_owner")
    assert customer.said("agent") == []


async def test_a_command_sent_twice_is_done_once(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await handed_over(house, ana)
    http = await house.http("ana")
    body = {
        "text": "said once",
        "epoch": ana.epoch(customer.conversation),
        "client_id": str(uuid.uuid4()),
    }
    path = f"/api/v1/conversations/{customer.conversation}/messages"
    first, again = await http.post(path, json=body), await http.post(path, json=body)
    other = await http.post(path, json={**body, "text": "said otherwise"})
    await http.aclose()
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "client_id_reused")
    await customer.sees("message", text="said once")
    assert customer.said("agent") == ["said once"]


async def test_the_card_says_what_the_agent_must_know(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await handed_over(house, ana, "When do you deliver order 55 12 #48123?")
    opened = await ana.get(f"conversations/{customer.conversation}")
    assert opened["stage"] == "with_agent"
    assert opened["agent"] == {"id": "ana", "name": "Ana Ruiz", "initials": "AR"}
    assert opened["team"] == {"id": "orders", "name": "Orders"}
    assert opened["owner"] == "person"
    assert opened["brief"]["reason"] == "asked"
    assert "Ana" in opened["brief"]["greeting"]
    assert "say" in opened["you"]["may"]
    kinds = [event["event"]["kind"] for event in opened["events"]]
    assert kinds[0] == "opened"
    assert "agent_joined" in kinds
    assert [event["seq"] for event in opened["events"]] == list(range(1, opened["seq"] + 1))


async def test_views_hold_what_they_say(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await handed_over(house, ana)
    bot_only = await house.customer("other")
    await bot_only.say("When do you deliver?")
    await bot_only.sees("message", author="bot")

    async def ids(view: str) -> set[str]:
        page = await ana.get(f"conversations?view={view}")
        return {item["id"] for item in page["items"]}

    assert await ids("mine") == {customer.conversation}
    assert await ids("bot") == {bot_only.conversation}
    assert await ids("all") == {customer.conversation, bot_only.conversation}
    assert await ids("waiting") == set()
    page = await ana.get("conversations?view=mine")
    assert page["counts"]["mine"] == 1
    await ana.act(customer.conversation, "snooze", until=None)
    assert await ids("snoozed") == {customer.conversation}


async def test_a_screen_that_was_away_hears_everything_once(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await handed_over(house, ana)
    await ana.drop()
    for number in range(20):
        await customer.say(f"word {number}")
    cursor = ana.cursor
    await ana.open(house.socket_url("/api/v1/agent/socket", token=ana.token, after=cursor))
    await ana.hears("message", customer.conversation, text="word 19")
    words = [
        frame["event"]["text"]
        for frame in ana.heard
        if frame["event"]["kind"] == "message" and frame["event"]["author"] == "customer"
    ]
    assert words == [f"word {number}" for number in range(20)]


async def test_coming_back_in_the_middle_misses_and_repeats_nothing(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await handed_over(house, ana)
    seen: list[tuple[str, int]] = []

    async def write() -> None:
        for number in range(60):
            await customer.say(f"word {number}")

    writing = asyncio.create_task(write())
    for _ in range(6):
        await ana.drop()
        ana.cursor = ana.heard[-1]["cursor"]
        await ana.reconnect()
    await writing
    await ana.hears("message", customer.conversation, text="word 59")
    seen = [(frame["conversation"], frame["seq"]) for frame in ana.heard]
    assert len(seen) == len(set(seen))
    words = [
        frame["event"]["text"]
        for frame in ana.heard
        if frame["event"]["kind"] == "message" and frame["event"]["author"] == "customer"
    ]
    assert words == [f"word {number}" for number in range(60)]


@pytest.mark.parametrize("after", ["nonsense", "%00", "-1", "9" * 40])
async def test_a_cursor_that_is_none_means_read_anew(house: House, after: str) -> None:
    ana = await house.agent("Ana")
    await ana.close()
    ana.cursor = ""
    before = len(ana.frames)
    await ana.open(house.socket_url("/api/v1/agent/socket", token=ana.token, after=after))
    hello = await ana.until(
        lambda: next((one for one in ana.frames[before:] if one["type"] == "hello"), None)
    )
    assert hello["cursor"]
    await ana.send({"type": "ping"})
    await ana.frame("pong")


async def test_all_tabs_of_an_agent_hear_the_same_and_ring_together(house: House) -> None:
    one, two = await house.agent("Ana"), await house.agent("Ana")
    await one.available()
    customer = await house.customer()
    await customer.ask_person()
    await one.offered(customer.conversation)
    await two.offered(customer.conversation)
    await two.accept(customer.conversation)
    await one.frame("offer_ended", conversation=customer.conversation, why="accepted")
    await one.hears("agent_joined", customer.conversation)


async def test_words_of_others_conversations_are_not_pushed(house: House) -> None:
    ana, ben = await house.agent("Ana"), await house.agent("Ben")
    customer = await handed_over(house, ana)
    await customer.say("only for Ana")
    await ana.hears("message", customer.conversation, text="only for Ana")
    await ana.end(customer.conversation)
    await ben.hears("wrap_up", customer.conversation)
    assert "only for Ana" not in [frame["event"].get("text") for frame in ben.heard]


async def test_who_looks_at_a_conversation_hears_its_words(house: House) -> None:
    ana, lea = await house.agent("Ana"), await house.agent("Lea")
    customer = await handed_over(house, ana)
    await lea.send({"type": "viewing", "conversation": customer.conversation})
    await lea.frame("viewing", conversation=customer.conversation)
    await ana.send({"type": "viewing", "conversation": customer.conversation})
    seen = await ana.until(
        lambda: next(
            (f for f in ana.frames if f["type"] == "viewing" and len(f["agents"]) == 2), None
        )
    )
    assert {one["id"] for one in seen["agents"]} == {"ana", "lea"}
    await customer.say("is a lead here?")
    await lea.hears("message", customer.conversation, text="is a lead here?")


async def test_the_line_and_the_people_are_told_as_they_change(house: House) -> None:
    lea = await house.agent("Lea")
    customer = await house.customer()
    await customer.ask_person()
    told = await lea.until(
        lambda: next(
            (
                team
                for frame in lea.frames
                if frame["type"] == "line"
                for team in frame["teams"]
                if team["waiting"] == 1
            ),
            None,
        )
    )
    assert told["team"] == {"id": "orders", "name": "Orders"}
    ana = await house.agent("Ana")
    await ana.presence("available")
    await lea.until(
        lambda: next(
            (
                one
                for frame in lea.frames
                if frame["type"] == "presence"
                for one in frame["agents"]
                if (one["id"], one["status"]) == ("ana", "available")
            ),
            None,
        )
    )


async def test_an_offer_that_is_let_go_rings_at_the_next(house: House) -> None:
    ana, ben = await house.agent("Ana"), await house.agent("Ben")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    offer = await ana.offered(customer.conversation)
    await ben.available()
    await ana.decline(offer, "at lunch")
    await ana.frame("offer_ended", why="declined")
    await ben.accept(await ben.offered(customer.conversation))
    await customer.sees("agent_joined", name="Ben")


async def test_a_transfer_goes_to_the_other_team_with_its_reason(house: House) -> None:
    ana, bea = await house.agent("Ana"), await house.agent("Bea")
    customer = await handed_over(house, ana)
    await bea.available()
    with pytest.raises(SentBack) as refused:
        await ana.transfer(customer.conversation, "a bill", team="nobody")
    assert refused.value.code == "unknown_team"
    await ana.transfer(customer.conversation, "a bill", team="billing")
    offer = await bea.offered(customer.conversation)
    assert offer["brief"]["note"] == "a bill"
    await bea.accept(offer)
    await customer.sees("transferred", to_team="Billing")
    await customer.sees("agent_joined", name="Bea")


async def test_returning_to_the_assistant_says_so(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await handed_over(house, ana)
    await ana.give_back(customer.conversation, "sorted out")
    returned = await customer.sees("bot_returned")
    assert "Ana" in returned["text"]
    await customer.say("When do you deliver?")
    await customer.sees("message", author="bot", after=returned["seq"])


async def test_an_integration_calls_a_person_and_may_ask_twice(house: House) -> None:
    customer = await house.customer()
    await customer.say("hello there")
    http = await house.http("max")
    path = f"/api/v1/conversations/{customer.conversation}/handoff"
    body: dict[str, Any] = {
        "reason": "order is stuck",
        "team": "orders",
        "priority": "high",
        "summary": "Parcel lost.",
        "facts": {"order": "4812"},
    }
    headers = {"idempotency-key": "shop-4812"}
    first = await http.post(path, json=body, headers=headers)
    again = await http.post(path, json=body, headers=headers)
    other = await http.post(path, json={**body, "reason": "else"}, headers=headers)
    await http.aclose()
    assert first.status_code == 200, first.text
    receipt = first.json()
    assert receipt["place"] == 1
    assert receipt["case"]
    assert again.json() == receipt
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    await customer.sees("handoff_requested", reason="integration")


async def test_limits_also_hold_for_agents(houses: MakeHouse) -> None:
    house = await houses(rates=Rates(agent_commands=Rate(5, 0.01)))
    ana = await house.agent("Ana")
    customer = await house.customer()
    for number in range(5):
        await ana.act(customer.conversation, "notes", text=f"note {number}", epoch=1)
    with pytest.raises(SentBack) as refused:
        await ana.act(customer.conversation, "notes", text="one too many", epoch=1)
    assert refused.value.code == "rate_limited"
