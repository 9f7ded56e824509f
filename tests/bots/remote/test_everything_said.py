"""What a bot may do besides answering, as customer and team see it in a whole house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.remote.houses import BotHouse
from segue.fakes.serving import Answer, Emulator, Got

pytestmark = pytest.mark.slow


class Scripted(Emulator):
    """Answers a turn with the actions that are written for its last words."""

    script: dict[str, list[dict[str, Any]]]

    async def answers(self, got: Got) -> Answer:
        told = got.json()
        if told["type"] != "bot.turn":
            return 204, b""
        plain = [{"do": "reply", "text": "Hm."}]
        return 200, {"actions": self.script.get(told["input"][-1]["text"], plain)}


@pytest.fixture
async def bot() -> AsyncIterator[Scripted]:
    async with Scripted() as made:
        made.script = {}
        yield made


@pytest.fixture
async def house(tmp_path: Path, bot: Scripted) -> AsyncIterator[BotHouse]:
    async with BotHouse(tmp_path, bot.url) as made:
        yield made


async def test_what_it_learned_is_known_and_only_the_team_reads_its_notes(
    house: BotHouse, bot: Scripted
) -> None:
    bot.script["I am late"] = [
        {"do": "reply", "text": "Let me see."},
        {"do": "set", "attributes": {"order": "4711"}, "tags": ["late"]},
        {"do": "note", "text": "Courier strike in the north."},
    ]
    lead = await house.agent("Lea")
    customer = await house.customer()
    await customer.say("I am late")
    await customer.sees("message", author="bot", text="Let me see.")
    await customer.say("And now?")
    await customer.sees("message", author="bot", text="Hm.")
    assert bot.got[-1].json()["conversation"]["attributes"]["order"] == "4711"
    opened = await lead.get(f"conversations/{customer.conversation}")
    assert opened["tags"] == ["late"]
    kept = str(await lead.record(customer.conversation))
    assert "Courier strike in the north." in kept
    assert "Courier strike" not in str(customer.frames)


async def test_a_choice_is_shown_and_its_tap_comes_back(house: BotHouse, bot: Scripted) -> None:
    choices = [{"title": "The red one", "id": "red"}, {"title": "The blue one"}]
    bot.script["Which?"] = [{"do": "reply", "text": "Which one?", "choices": choices}]
    customer = await house.customer()
    await customer.say("Which?")
    shown = await customer.sees("message", author="bot", text="Which one?")
    assert shown["choices"] == ["The red one", "The blue one"]
    await customer.say("The red one")
    await customer.sees("message", author="bot", text="Hm.")
    assert bot.got[-1].json()["input"] == [
        {**bot.got[-1].json()["input"][0], "text": "The red one", "choice": "red"}
    ]


async def test_a_field_is_asked_for_and_known_in_the_next_turn(
    house: BotHouse, bot: Scripted
) -> None:
    ask = {"do": "ask", "field": "order", "text": "Which order is it?", "kind": "order"}
    bot.script["Where is my parcel?"] = [ask]
    customer = await house.customer()
    await customer.say("Where is my parcel?")
    await customer.sees("message", author="bot", text="Which order is it?")
    await customer.say("It is 48213")
    await customer.sees("message", author="bot", text="Hm.")
    turn = bot.got[-1].json()
    assert turn["asked"] == "order"
    assert turn["conversation"]["attributes"]["order"] == "48213"


async def test_it_may_say_goodbye(house: BotHouse, bot: Scripted) -> None:
    bot.script["Thanks, that was it"] = [
        {"do": "reply", "text": "Gladly!"},
        {"do": "close", "reason": "solved"},
    ]
    customer = await house.customer()
    await customer.say("Thanks, that was it")
    await customer.sees("message", author="bot", text="Gladly!")
    await customer.sees("wrap_up", outcome="solved")


async def test_its_text_comes_before_the_person(house: BotHouse, bot: Scripted) -> None:
    bot.script["My tent burned"] = [
        {"do": "reply", "text": "I am sorry! I bring in a person."},
        {"do": "handoff", "reason": "fire", "summary": "The tent burned.", "queue": "billing",
         "priority": "urgent", "fields": {"product": "tent"}},
    ]  # fmt: skip
    agent = await house.agent("Bea")
    await agent.available()
    customer = await house.customer()
    await customer.say("My tent burned")
    offer = await agent.offered(customer.conversation)
    assert (offer["item"]["reason"], offer["item"]["priority"]) == ("bot_asked", "urgent")
    opened = await agent.get(f"conversations/{customer.conversation}")
    assert "The tent burned." in str(opened["brief"])
    assert "product" in str(opened["brief"])
    assert customer.said("bot") == ["I am sorry! I bring in a person."]


async def test_an_action_that_is_none_of_the_company_s_is_a_failure(
    house: BotHouse, bot: Scripted
) -> None:
    bot.script["Pay me"] = [{"do": "run", "action": "transfer_money", "inputs": {"to": "me"}}]
    agent = await house.agent("Ana")
    await agent.available()
    customer = await house.customer()
    await customer.say("Pay me")
    offer = await agent.offered(customer.conversation)
    assert offer["item"]["reason"] == "bot_error"


async def test_a_customer_in_the_line_is_answered_and_stays_there(
    house: BotHouse, bot: Scripted
) -> None:
    bot.script["Do you have tents?"] = [
        {"do": "reply", "text": "Many."},
        {"do": "handoff", "reason": "again"},
    ]
    agent = await house.agent("Ana")
    customer = await house.customer()
    await customer.ask_person()
    await customer.say("Do you have tents?")
    await customer.sees("message", author="bot", text="Many.")
    assert bot.got[-1].json()["conversation"]["waiting"] is True
    assert bot.got[-1].json()["conversation"]["owner"] == "line"
    kept = [one["event"]["kind"] for one in await agent.record(customer.conversation)]
    assert kept.count("handoff_requested") == 1
