"""Runs of actions and one-time codes as jobs: once, under one key, whatever breaks in between."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.conftest import C1, House
from segue.app.ports_actions import ActionWish, BadAction, NothingDone
from segue.app.ports_bot import BotReply
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.actions import ActionCall, ActionResult, FieldAsk
from segue.domain.inputs import Contact, CustomerAskedCode, CustomerSaid, IdentityProven
from segue.domain.wanting import PROOF

TRACK = ActionCall("track", "Track an order")


@dataclass
class Doer(NothingDone):
    """Allows everything, and does what it was told to: a result, or an exception."""

    does: list[ActionResult | BaseException] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def call(self, wish: ActionWish, *, who: str, language: str) -> ActionCall:
        if wish.action != "track":
            raise BadAction("unknown_action", "There is no such action.")
        assert (who, language) == ("bot", "en")
        return TRACK

    async def run(self, call: ActionCall, n: int, **given: Any) -> ActionResult:
        self.asked.append({"call": call, "n": n, **given})
        done = self.does.pop(0) if self.does else ActionResult(n, "", "", "done", "It comes.")
        if isinstance(done, BaseException):
            raise done
        return done


@dataclass
class Codes:
    sent: list[tuple[str, str, str]] = field(default_factory=list)

    async def send(self, conversation: str, email: str, language: str) -> None:
        self.sent.append((conversation, email, language))


@pytest.fixture
def doer(house: House) -> Doer:
    """What does things in this house."""
    made = Doer()
    workers(house).doing = made
    return made


def workers(house: House) -> Any:
    work: Any = house.segue.jobs.work["run_action"]
    return work.__self__


async def wished(house: House, **wish: Any) -> None:
    """The customer asks, and the assistant wants to track an order."""
    house.bot.says.append(BotReply("", act=ActionWish("track"), **wish))
    await house.start()
    await house.say(CustomerSaid("Where is it?"))
    await house.work()


async def results(house: House) -> list[ActionResult]:
    rows = await house.segue.store.latest_events(C1, 50)
    return [row.event.result for row in rows if isinstance(row.event, e.ActionDone)]


async def test_a_wish_is_run_and_its_result_said(house: House, doer: Doer) -> None:
    await wished(house)
    (asked,) = doer.asked
    assert asked["key"] == f"{C1}/action/1"
    assert asked["again"] is False
    (result,) = await results(house)
    assert (result.outcome, result.title) == ("done", "Track an order")
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert one.last.text == "It comes."


async def test_whatever_it_throws_may_have_happened(house: House, doer: Doer) -> None:
    doer.does.append(RuntimeError("broken"))
    await wished(house)
    (result,) = await results(house)
    assert (result.outcome, result.why) == ("unsure", "RuntimeError")
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert isinstance(one.stage, s.Waiting)


async def test_one_that_hangs_is_given_up(house: House, doer: Doer) -> None:
    async def hangs(*_: Any, **__: Any) -> ActionResult:
        await asyncio.Event().wait()
        raise AssertionError

    doer.run = hangs  # type: ignore[method-assign]
    workers(house).action_deadline_s = 0.01
    await wished(house)
    (result,) = await results(house)
    assert (result.outcome, result.why) == ("unsure", "no answer in time")


async def test_who_dies_in_between_asks_again_with_the_same_key(house: House, doer: Doer) -> None:
    doer.does.append(asyncio.CancelledError())  # the process ends, and nobody knows what came of it
    with pytest.raises(asyncio.CancelledError):
        await wished(house)
    assert await results(house) == []
    house.clock.go_on(seconds=40)  # the lease is over
    await house.work()
    first, second = doer.asked
    assert (first["key"], first["again"]) == (f"{C1}/action/1", False)
    assert (second["key"], second["again"]) == (f"{C1}/action/1", True)
    assert [one.outcome for one in await results(house)] == ["done"]


async def test_a_bot_that_wants_what_there_is_not_has_failed(house: House, doer: Doer) -> None:
    house.bot.says.append(BotReply("", act=ActionWish("rob_a_bank")))
    await house.start()
    await house.say(CustomerSaid("Do it"))
    await house.work()
    assert doer.asked == []
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert one.handoff is not None
    assert one.handoff.reason == s.Reason.BOT_ERROR


async def test_what_is_only_claimed_does_not_reach_the_other_system(
    house: House, doer: Doer
) -> None:
    await house.start()
    await house.say(CustomerSaid("I am on +49 30 1234567"))
    await house.work()
    proof = IdentityProven(
        Contact(email="kim@example.org", customer_id="k1", verified=True), "token"
    )
    await house.say(proof)
    house.bot.says.append(BotReply("", act=ActionWish("track")))
    await house.say(CustomerSaid("Where is it?"))
    await house.work()
    contact = doer.asked[0]["contact"]
    assert (contact.customer_id, contact.email, contact.phone) == ("k1", "kim@example.org", None)


async def test_the_bot_is_told_what_is_known_and_what_it_asked_for(house: House) -> None:
    ask = FieldAsk("order", "Order number", "order", "track")
    house.bot.says.append(BotReply("Which order?", asks=ask, sure=True))
    await house.start()
    await house.say(CustomerSaid("Where is it?"))
    await house.work()
    await house.say(CustomerSaid("4812, and I am kim@example.org"))
    await house.work()
    turn = house.bot.heard[-1]
    assert turn.asked == ask
    assert {fact.name: fact.value for fact in turn.facts} == {
        "order": "4812",
        "email": "kim@example.org",
    }


async def test_the_address_for_a_code_is_not_the_bots_business(house: House) -> None:
    ask = FieldAsk("email", "E-mail", "email", PROOF)
    house.bot.says.append(BotReply("Your address?", asks=ask, sure=True))
    await house.start()
    await house.say(CustomerSaid("Where is it?"))
    await house.work()
    await house.say(CustomerSaid("Why?"))
    await house.work()
    assert house.bot.heard[-1].asked is None


async def test_a_code_is_mailed_once_it_is_asked_for(house: House) -> None:
    codes = Codes()
    workers(house).codes = codes
    await house.start()
    await house.say(CustomerAskedCode("kim@example.org"))
    await house.work()
    assert codes.sent == [(C1, "kim@example.org", "en")]


async def test_who_is_proven_meanwhile_gets_no_code(house: House) -> None:
    codes = Codes()
    workers(house).codes = codes
    await house.start()
    proof = IdentityProven(Contact(customer_id="k1", verified=True), "token")
    await house.say(CustomerAskedCode("kim@example.org"), proof)
    await house.work()
    assert codes.sent == []
