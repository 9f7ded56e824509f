"""Answers that come later, and the fence: in a whole house, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from bots.remote.houses import BotHouse
from bots.remote.making import SECRET
from segue.fakes.serving import Answer, Emulator, Got

pytestmark = pytest.mark.slow
REPLY = {"actions": [{"do": "reply", "text": "It comes on Friday."}], "confidence": 0.9}


class Slow(Emulator):
    """Takes every turn with 202 and keeps what else it is told."""

    async def answers(self, got: Got) -> Answer:
        told = Webhook(SECRET).verify(got.body, got.headers)
        return (202, {}) if told["type"] == "bot.turn" else (204, b"")

    def turns(self) -> list[dict[str, Any]]:
        return [one for got in self.got if (one := got.json())["type"] == "bot.turn"]

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [one for got in self.got if (one := got.json())["type"] == kind]


@pytest.fixture
async def slow() -> AsyncIterator[Slow]:
    async with Slow() as made:
        yield made


@pytest.fixture
async def house(tmp_path: Path, slow: Slow) -> AsyncIterator[BotHouse]:
    async with BotHouse(tmp_path, f"{slow.url}/bot", bot_observe="observe") as made:
        yield made


async def post(turn: dict[str, Any], body: Any, **headers: str) -> httpx.Response:
    answer = turn["answer"]
    given = {"authorization": f"Bearer {answer['token']}", **headers}
    async with httpx.AsyncClient(trust_env=False) as http:
        return await http.post(answer["url"], json=body, headers=given)


async def test_an_answer_comes_later_and_only_once(house: BotHouse, slow: Slow) -> None:
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    turn = slow.turns()[0]
    typing = await post(turn, {"actions": [{"do": "typing"}]})
    assert typing.status_code == 200, typing.text
    first = await post(turn, REPLY)
    assert first.status_code == 200, first.text
    again = await post(turn, REPLY)
    assert (again.status_code, again.json()) == (200, first.json())
    other = await post(turn, {"actions": [{"do": "reply", "text": "Or on Monday."}]})
    assert (other.status_code, other.json()["error"]) == (409, "answered_already")
    await customer.sees("message", author="bot", text="It comes on Friday.")
    assert customer.said("bot") == ["It comes on Friday."]
    assert house.outside.state().answers == 1


async def test_after_a_take_over_a_late_answer_is_refused_and_nobody_reads_it(
    house: BotHouse, slow: Slow
) -> None:
    lead = await house.agent("Lea")
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    await lead.act(customer.conversation, "take_over", why="I know this one")
    late = await post(slow.turns()[0], REPLY)
    problem = late.json()
    assert late.status_code == 409
    assert late.headers["content-type"].startswith("application/problem+json")
    assert (problem["error"], problem["owner"]) == ("stale_owner", "person")
    assert problem["epoch"] > slow.turns()[0]["conversation"]["owner_epoch"]
    await customer.sees("agent_joined")
    assert customer.said("bot") == []


async def test_the_bot_is_told_who_has_it_and_what_is_said(house: BotHouse, slow: Slow) -> None:
    lead = await house.agent("Lea")
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    await post(slow.turns()[0], REPLY)
    await lead.act(customer.conversation, "take_over", why="I know this one")
    await customer.say("Oh, hello")
    await customer.sees("message", author="customer", text="Oh, hello")
    await slow.until(3)
    changed = slow.told("conversation.owner.changed")
    assert [(one["conversation"]["owner"], one["name"]) for one in changed] == [("person", "Lea")]
    seen = slow.told("conversation.message")
    assert [(one["who"], one["text"]) for one in seen] == [("customer", "Oh, hello")]
    assert len(slow.turns()) == 1


async def test_what_a_person_left_is_in_the_next_turn(house: BotHouse, slow: Slow) -> None:
    lead = await house.agent("Lea")
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    await post(slow.turns()[0], REPLY)
    await lead.act(customer.conversation, "take_over", why="I know this one")
    await lead.hears("agent_joined", customer.conversation)
    await lead.act(
        customer.conversation, "return", summary="Sent a new one.", promises=["A mail on Friday"]
    )
    await customer.say("And the old one?")
    async with asyncio.timeout(10):
        while len(slow.turns()) < 2:
            await slow.until(len(slow.got) + 1)
    back = slow.turns()[1]["handback"]
    assert back == {"by": "Lea", "summary": "Sent a new one.", "promises": ["A mail on Friday"]}


async def test_an_older_turn_is_refused_once_the_customer_spoke_again(
    house: BotHouse, slow: Slow
) -> None:
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    await customer.say("My order is 1234")
    await slow.until(2)
    late = await post(slow.turns()[0], REPLY)
    assert (late.status_code, late.json()["error"]) == (409, "stale_turn")
    newer = slow.turns()[1]
    assert [one["text"] for one in newer["input"]] == ["When does it come?", "My order is 1234"]
    assert newer["input"][0]["id"] == slow.turns()[0]["input"][0]["id"]
    assert (await post(newer, REPLY)).status_code == 200


async def test_a_promise_that_is_not_kept_opens_the_conversation_to_people(
    tmp_path: Path, slow: Slow
) -> None:
    async with BotHouse(tmp_path, slow.url, bot_deadline_s=0.5) as house:
        agent = await house.agent("Ana")
        await agent.available()
        customer = await house.customer()
        await customer.say("When does it come?")
        offer = await agent.offered(customer.conversation)
        assert offer["item"]["reason"] == "bot_error"
        late = await post(slow.turns()[0], REPLY)
        assert (late.status_code, late.json()["error"]) == (409, "stale_owner")


@pytest.mark.parametrize(
    ("token", "status"),
    [("x", 401), ("tt_x.y", 401), ("tt_" + "A" * 2000, 401)],
)
async def test_nobody_answers_without_the_token_of_the_turn(
    token: str, status: int, house: BotHouse, slow: Slow
) -> None:
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    turn = slow.turns()[0]
    denied = await post(turn, REPLY, authorization=f"Bearer {token}")
    assert denied.status_code == status
    assert "traceback" not in denied.text.lower()


async def test_a_token_opens_its_own_turn_and_no_other(house: BotHouse, slow: Slow) -> None:
    one, two = await house.customer(), await house.customer()
    await one.say("When does it come?")
    await slow.until(1)
    await two.say("And mine?")
    await slow.until(2)
    first, second = slow.turns()
    crossed = {**first, "answer": {**first["answer"], "token": second["answer"]["token"]}}
    assert (await post(crossed, REPLY)).status_code == 401


async def test_a_late_answer_that_makes_no_sense_is_a_422_and_may_be_mended(
    house: BotHouse, slow: Slow
) -> None:
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    turn = slow.turns()[0]
    bodies: list[Any] = [{}, {"actions": []}, {"actions": [{"do": "reply"}]}, [], {"actions": "x"}]
    for body in bodies:
        wrong = await post(turn, body)
        assert wrong.status_code == 422, (body, wrong.text)
    assert (await post(turn, REPLY)).status_code == 200


async def test_a_late_request_for_a_person_carries_its_summary(house: BotHouse, slow: Slow) -> None:
    agent = await house.agent("Ana")
    await agent.available()
    customer = await house.customer()
    await customer.say("I want my money back")
    await slow.until(1)
    wish = {
        "actions": [
            {"do": "handoff", "reason": "refund", "summary": "Refund for 1234.", "queue": "orders",
             "fields": {"order": "1234"}}
        ]
    }  # fmt: skip
    assert (await post(slow.turns()[0], wish)).status_code == 200
    offer = await agent.offered(customer.conversation)
    opened = await agent.get(f"conversations/{customer.conversation}")
    assert offer["item"]["reason"] == "bot_asked"
    assert "Refund for 1234." in str(opened["brief"])


async def test_what_the_bot_could_not_be_told_is_told_again(house: BotHouse, slow: Slow) -> None:
    lead = await house.agent("Lea")
    customer = await house.customer()
    await customer.say("When does it come?")
    await slow.until(1)
    await post(slow.turns()[0], REPLY)
    slow.then = [(503, {})]
    await lead.act(customer.conversation, "take_over", why="I know this one")
    await slow.until(3)
    first, again = slow.got[1:3]
    assert first.json() == again.json()
    assert first.headers["webhook-id"] == again.headers["webhook-id"]
    assert first.json()["type"] == "conversation.owner.changed"
