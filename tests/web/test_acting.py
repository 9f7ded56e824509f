"""Actions over the real sockets: a yes by tap and in words, an agent's eyes, a card for both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from segue.app.ports_actions import ActionWish, NothingDone
from segue.app.ports_bot import BotReply, BotTurn
from segue.domain.actions import ActionCall, ActionResult, FieldAsk
from segue.domain.ids import AgentId, ConversationId, Epoch
from segue.domain.inputs import AgentActed, AgentApprovedAction, Who
from segue.testing import SentBack
from web.conftest import House, MakeHouse
from web.test_identity import Post

pytestmark = pytest.mark.slow

RETURN = ActionCall(
    "return",
    "Start a return",
    (("order", "4812"),),
    (("Order", "4812"),),
    ask="Shall I start the return of order 4812?",
    needs_yes=True,
)
ANA = Who(AgentId("ana"), "Ana Ruiz")


class ActingBot:
    """Starts returns, asks for orders, and answers everything else."""

    async def answer(self, turn: BotTurn) -> BotReply:
        text = turn.text.lower()
        if "return" in text:
            return BotReply("", act=ActionWish("return"))
        if "meant" in text:
            choices = ("Returns", "Repairs")
            return BotReply("Which?", clarifies=True, choices=choices)
        if "order" in text:
            ask = FieldAsk("order", "Order number", "order", "return")
            return BotReply("Which order?", asks=ask)
        return BotReply("It takes two days.", confidence=0.9, sure=True)


@dataclass
class Doer(NothingDone):
    call_of: ActionCall = RETURN
    ran: list[int] = field(default_factory=list)

    def call(self, wish: ActionWish, *, who: str, language: str) -> ActionCall:  # noqa: ARG002
        return self.call_of

    async def run(self, call: ActionCall, n: int, **_: Any) -> ActionResult:
        self.ran.append(n)
        rows = (("Return", "R-1"),)
        return ActionResult(n, call.action, "", "done", "It is on its way.", rows, why="secret")


async def a_house(houses: MakeHouse, call: ActionCall = RETURN) -> tuple[House, Doer]:
    house = await houses(bot=ActingBot())
    doer = Doer(call)
    work: Any = house.segue.jobs.work["run_action"]
    work.__self__.doing = doer
    return house, doer


async def test_a_tap_says_yes_and_the_result_is_a_card(houses: MakeHouse) -> None:
    house, doer = await a_house(houses)
    customer = await house.customer()
    await customer.say("I want to return it")
    wanted = await customer.sees("action_wanted", state="confirm")
    assert wanted["text"] == RETURN.ask
    assert wanted["rows"] == [{"label": "Order", "value": "4812"}]
    state = await customer.shows("assistant")
    assert state["action"]["n"] == 1
    await customer.allow(1)
    said = await customer.sees("message", author="bot", run=1)
    assert said["text"] == "It is on its way."
    done = await customer.sees("action_done", n=1)
    assert done["rows"] == [{"label": "Return", "value": "R-1"}]
    assert "why" not in done
    assert doer.ran == [1]
    with pytest.raises(SentBack, match="not_now"):
        await customer.allow(2)


async def test_no_in_words_leaves_it(houses: MakeHouse) -> None:
    house, doer = await a_house(houses)
    customer = await house.customer()
    await customer.say("I want to return it")
    await customer.sees("action_wanted")
    await customer.say("no")
    over = await customer.sees("action_over", how="stopped")
    assert over["text"] == "All right, nothing was changed."
    assert doer.ran == []


async def test_an_agent_looks_at_it_first(houses: MakeHouse) -> None:
    call = ActionCall("return", "Start a return", needs_approval=True)
    house, doer = await a_house(houses, call)
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.say("I want to return it")
    wanted = await customer.sees("action_wanted", state="approval")
    assert wanted["text"].startswith("A colleague looks at this first.")
    told = await ana.hears("action_wanted", customer.conversation)
    assert (told["action"], told["wanted_by"]) == ("return", "assistant")
    page = await ana.get("/conversations?view=approvals")
    assert [one["action"]["state"] for one in page["items"]] == ["approval"]
    assert page["counts"]["approvals"] == 1
    await house.segue.turns.take(ConversationId(customer.conversation), AgentApprovedAction(ANA, 1))
    await customer.sees("action_done", n=1)
    assert doer.ran == [1]


async def test_with_a_person_the_card_shows_and_nobody_else_speaks(houses: MakeHouse) -> None:
    house, _ = await a_house(houses)
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    epoch = Epoch(ana.epoch(customer.conversation))
    acted = AgentActed(ANA, RETURN, epoch)
    await house.segue.turns.take(ConversationId(customer.conversation), acted)
    done = await customer.sees("action_done", n=1)
    assert done["text"] == "It is on its way."
    told = await ana.hears("action_done", customer.conversation)
    assert (told["why"], told["by"]) == ("secret", "Ana Ruiz")
    assert customer.said("bot") == []


async def test_choices_are_tapped_and_fields_filled_in(houses: MakeHouse) -> None:
    house, _ = await a_house(houses)
    customer = await house.customer()
    await customer.say("what is meant?")
    asked = await customer.sees("message", author="bot", asked=True)
    assert asked["choices"] == ["Returns", "Repairs"]
    await customer.say("my order")
    wanted = await customer.sees("field_wanted")
    assert (wanted["value_kind"], wanted["purpose"]) == ("order", "return")
    state = await customer.shows("assistant")
    assert state["fields"][0] == {
        "field": "order",
        "label": "Order number",
        "kind": "order",
        "choices": [],
        "purpose": "return",
        "asked": True,
    }
    await customer.answer_field("order", "4812")
    assert (await customer.sees("message", author="customer", text="4812"))["seq"]


async def test_who_was_helped_in_the_line_leaves_it_with_one_tap(houses: MakeHouse) -> None:
    house, _ = await a_house(houses)
    customer = await house.customer()
    await customer.ask_person()
    assert customer.state["may_leave_solved"] is False
    await customer.say("How long does it take?")
    await customer.sees("message", author="bot")
    await customer.shows(customer.state["key"], may_leave_solved=True)
    await customer.choose("solved")
    await customer.sees("wrap_up", outcome="solved")


async def test_the_code_may_be_written_like_a_message(houses: MakeHouse) -> None:
    post = Post()
    house = await houses(bot=ActingBot(), mailer=post)
    work: Any = house.segue.jobs.work["run_action"]
    work.__self__.doing = Doer(ActionCall("return", "Start a return", needs_identity=True))
    customer = await house.customer()
    await customer.say("I want to return it")
    await customer.sees("identity_asked", n=1)
    await customer.say("kim@example.org")
    sent = await customer.sees("code_asked")
    assert sent["email"] == "k…@example.org"
    code = await post.code()
    await customer.say("000000" if code != "000000" else "111111")
    await customer.frame("refused", code="wrong_code")
    await customer.say(code)
    await customer.sees("identity_proven", how="code")
    await customer.sees("action_done", n=1)
    state = await customer.shows("assistant")
    assert state["identity"] == {"verified": True, "asked": False, "sent": False}


async def test_an_agent_asks_who_it_is(houses: MakeHouse) -> None:
    post = Post()
    house = await houses(bot=ActingBot(), mailer=post)
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await ana.act(customer.conversation, "ask_proof")
    asked = await customer.sees("identity_asked", n=0)
    assert asked["text"].startswith("Ana would like you to confirm")
    state = await customer.shows("joined")
    assert state["identity"]["asked"] is True
    await customer.ask_code("kim@example.org")
    await customer.give_code(await post.code())
    proven = await ana.hears("identity_proven", customer.conversation)
    assert proven["email"] == "kim@example.org"
