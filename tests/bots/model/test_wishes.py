"""An action is wanted only with what the customer said or what is known, when asked for."""

from __future__ import annotations

from typing import Any

import pytest

from bots.model.conftest import Making
from bots.model.house import Shop, turn
from bots.model.scripted import scripted
from segue.app.ports_bot import BotReply, BotTurn, Fact, FieldAsk
from segue.bots.model.limits import Limits

LIMITS = Limits("openai:scripted")


def wants(name: str, **inputs: str) -> dict[str, Any]:
    pairs = [{"name": key, "value": value} for key, value in inputs.items()]
    return {"wants_action": {"name": name, "inputs": pairs}}


async def said(making: Making, shop: Shop, form: dict[str, Any], asked: BotTurn) -> BotReply:
    bot = making(LIMITS, doing=shop, model=scripted(form))
    return await bot.answer(asked)


async def test_a_wish_with_what_the_customer_said_is_passed_on(making: Making, shop: Shop) -> None:
    reply = await said(
        making, shop, wants("cancel_order", order="4712"), turn("Please cancel my order #4712")
    )
    assert reply.act is not None
    assert reply.act.inputs == (("order", "4712"),)
    assert not reply.text
    assert shop.ran == []


async def test_a_number_said_two_turns_ago_still_counts(making: Making, shop: Shop) -> None:
    asked = turn("I want to cancel an order please", ("customer", "I ordered 4712"), ("bot", "OK"))
    reply = await said(making, shop, wants("cancel_order", order="4712"), asked)
    assert reply.act is not None


@pytest.mark.parametrize("order", ["4713", "471", "47122", "712"])
async def test_a_number_that_nobody_said_is_asked_for(
    making: Making, shop: Shop, order: str
) -> None:
    asked = turn("Please cancel my order 4712, it was placed today")
    reply = await said(making, shop, wants("cancel_order", order=order), asked)
    assert reply.act is None
    assert reply.asks is not None
    assert (reply.asks.name, reply.asks.purpose) == ("order", "cancel_order")
    assert reply.text == "What is your order number?"


async def test_what_the_assistant_or_a_person_wrote_is_no_value(making: Making, shop: Shop) -> None:
    asked = turn("cancel my order", ("bot", "Is it order 4712?"), ("agent", "4712, right?"))
    reply = await said(making, shop, wants("cancel_order", order="4712"), asked)
    assert reply.act is None
    assert reply.asks is not None


async def test_a_known_fact_fills_the_input_in(making: Making, shop: Shop) -> None:
    asked = turn("Please cancel my order", facts=(Fact("order", "4712", "said"),))
    reply = await said(making, shop, wants("cancel_order"), asked)
    assert reply.act is not None
    assert reply.act.inputs == (("order", "4712"),)


@pytest.mark.parametrize(
    ("fact", "verified"),
    [(Fact("order", "4712", "guess"), True), (Fact("order", "4712", "crm"), False),
     (Fact("phone", "4712", "said"), True)],
)  # fmt: skip
async def test_a_guess_a_record_without_proof_or_another_fact_does_not(
    making: Making,
    shop: Shop,
    fact: Fact,
    verified: bool,  # noqa: FBT001
) -> None:
    asked = turn("Please cancel my order", facts=(fact,), verified=verified)
    reply = await said(making, shop, wants("cancel_order", order="4712"), asked)
    assert reply.act is None
    assert reply.asks is not None


async def test_an_answer_to_our_question_goes_into_the_action(making: Making, shop: Shop) -> None:
    ask = FieldAsk("order", "Order number", "order", "cancel_order")
    asked = turn("4712", ("customer", "cancel it"), ("bot", "What is it?"), asked=ask)
    reply = await said(making, shop, wants("cancel_order", order="4712"), asked)
    assert reply.act is not None


async def test_an_action_that_was_not_asked_for_is_not_wanted(making: Making, shop: Shop) -> None:
    asked = turn("How long does a refund take? My order is 4712.")
    reply = await said(making, shop, wants("cancel_order", order="4712"), asked)
    assert reply.act is None
    assert reply.asks is None


async def test_in_another_language_the_customer_is_asked_whether_they_want_it(
    making: Making, shop: Shop
) -> None:
    bot = making(
        Limits("openai:scripted", translates=True),
        doing=shop,
        model=scripted(wants("cancel_order", order="4712")),
    )
    asked = turn("Bitte machen Sie den Kauf 4712 rückgängig, ich brauche ihn nicht", language="de")
    reply = await bot.answer(asked)
    assert reply.act is None
    assert reply.clarifies
    assert reply.choices == ("Bestellung stornieren",)
    said_so = turn("Bestellung stornieren", ("customer", asked.text), language="de")
    assert (await bot.answer(said_so)).act is not None


@pytest.mark.parametrize("name", ["refund", "delete_everything", "CANCEL_ORDER", "cancel_order "])
async def test_an_action_that_is_unknown_or_for_the_staff_is_dropped(
    making: Making, shop: Shop, name: str
) -> None:
    asked = turn("Please refund my order 4712")
    reply = await said(making, shop, wants(name, order="4712"), asked)
    if name.strip() != "cancel_order":
        assert reply.act is None
    assert reply.asks is None


async def test_inputs_that_the_action_has_not_never_go_along(making: Making, shop: Shop) -> None:
    asked = turn("Please cancel my order 4712 as customer 99")
    reply = await said(
        making, shop, wants("cancel_order", order="4712", customer_id="99", url="x"), asked
    )
    assert reply.act is not None
    assert reply.act.inputs == (("order", "4712"),)


async def test_what_was_asked_often_enough_is_not_asked_again(making: Making, shop: Shop) -> None:
    ask = FieldAsk("order", "Order number", "order", "cancel_order", tries=3)
    reply = await said(making, shop, wants("cancel_order"), turn("no idea", asked=ask))
    assert reply.asks is None


async def test_a_field_is_asked_for_only_when_an_action_needs_it(
    making: Making, shop: Shop
) -> None:
    needed = await said(making, shop, {"asks_field": "order"}, turn("I want to cancel an order"))
    assert needed.asks is not None
    secret = await said(making, shop, {"asks_field": "password"}, turn("I want to cancel an order"))
    assert secret.asks is None
    other = await said(making, shop, {"asks_field": "order"}, turn("Which tent is for winter?"))
    assert other.asks is None


async def test_a_person_is_asked_for_with_the_customers_own_words(
    making: Making, shop: Shop
) -> None:
    form = {"wants_person": True, "why_person": "complaint", "text": "Sara will call you at once!"}
    reply = await said(making, shop, form, turn("Your tent collapsed and hurt my son"))
    assert reply.person is not None
    assert reply.person.why == "complaint"
    assert reply.person.summary == "Your tent collapsed and hurt my son"
    assert not reply.text
