"""Answers that wait for approval, and heads-ups: both sides of each, over real sockets."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from segue.testing import AgentClient, Customer, SentBack
from web.conftest import House, MakeHouse, exclaimed

pytestmark = pytest.mark.slow  # real servers, real time-outs

HELD = "Perhaps an egg."


async def held(house: House, customer: Customer | None = None) -> tuple[Customer, dict[str, Any]]:
    """Two unsure answers in a row: the second waits for the staff."""
    customer = customer or await house.customer()
    await customer.say("a riddle?")
    await customer.sees("message", author="bot")
    await customer.say("and another riddle?")
    await customer.shows("assistant", preparing=True)
    one = await house.segue.store.conversation(customer.conversation)  # type: ignore[arg-type]
    draft: Any = one.stage.draft  # type: ignore[union-attr]
    return customer, {"n": draft.n, "until": draft.until}


async def ask(http: httpx.AsyncClient, method: str, path: str, **body: Any) -> httpx.Response:
    return await http.request(method, f"/api/v1/{path}", json=body)


async def test_an_answer_that_is_held_appears_at_the_team_with_the_time_left(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer, draft = await held(house)
    event = await ana.hears("draft_held", customer.conversation)
    assert event["draft"]["text"] == HELD
    row = ana.items[customer.conversation]["draft"]
    assert (row["n"], row["text"], row["confidence"]) == (draft["n"], HELD, 0.3)
    assert row["rule_name"] == "Unsure twice: a person checks the answer"
    assert row["team"] == {"id": "orders", "name": "Orders"}
    page = await ana.get("conversations?view=approvals")
    assert [one["id"] for one in page["items"]] == [customer.conversation]
    assert page["counts"]["approvals"] == 1
    opened = await ana.get(f"conversations/{customer.conversation}")
    assert "approve" in opened["you"]["may"]
    assert opened["brief"]["rule"]["id"] == "low-confidence"


async def test_approved_it_comes_as_the_assistants_and_only_the_staff_reads_by_whom(
    house: House,
) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer, draft = await held(house)
    await ana.act(customer.conversation, f"drafts/{draft['n']}/approve")
    said = await customer.sees("message", author="bot", after=customer.seq - 1)
    assert said["text"] == HELD
    await customer.shows("assistant", preparing=False)
    messages = [one for one in customer.events.values() if one["kind"] == "message"]
    assert messages[-1]["author"] == "bot"
    assert {one.get("name", "") for one in messages if one["author"] == "bot"} == {""}
    assert "Ana" not in str(customer.frames)
    assert "approved" not in str(customer.frames)
    seen = await ana.hears("draft_settled", customer.conversation)
    assert (seen["how"], seen["by"]) == ("approved", "Ana Ruiz")
    thread = await ana.record(customer.conversation)
    assert thread[-1]["event"]["approved_by"] == "Ana Ruiz"
    assert (await ana.get("conversations?view=approvals"))["items"] == []


async def test_edited_it_comes_as_edited(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer, draft = await held(house)
    await ana.act(customer.conversation, f"drafts/{draft['n']}/approve", text="An egg, surely.")
    await customer.sees("message", text="An egg, surely.")
    settled = await ana.hears("draft_settled", customer.conversation)
    assert (settled["how"], settled["text"]) == ("edited", "An egg, surely.")
    [kept] = (await ana.get("examples"))["items"]
    assert (kept["label"], kept["text"], kept["note"]) == ("edited", HELD, "An egg, surely.")


async def test_rejected_the_rules_fallback_comes(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer, draft = await held(house)
    await ana.act(customer.conversation, f"drafts/{draft['n']}/reject")
    await customer.sees("handoff_requested")
    assert HELD not in [one.get("text") for one in customer.events.values()][2:]
    with pytest.raises(SentBack) as gone:
        await ana.act(customer.conversation, f"drafts/{draft['n']}/approve")
    assert gone.value.code == "draft_gone"


async def test_when_its_time_is_over_a_person_is_called(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer, _ = await held(house)
    house.clock.turn(seconds=61)
    house.segue.jobs.wake()
    await customer.sees("handoff_requested")
    settled = await ana.hears("draft_settled", customer.conversation)
    assert settled["how"] == "timed_out"


async def test_another_teams_answers_are_not_shown_and_not_approved(house: House) -> None:
    ana, bea, lea = [await house.agent(name) for name in ("Ana", "Bea", "Lea")]
    await ana.available()
    customer, draft = await held(house)
    await ana.hears("draft_held", customer.conversation)
    assert (await lea.hears("draft_held", customer.conversation))["draft"]["n"] == draft["n"]
    assert (await bea.get("conversations?view=approvals"))["items"] == []
    assert (await bea.get("conversations"))["counts"]["approvals"] == 0
    assert not [one for one in bea.heard if one["event"]["kind"] == "draft_held"]
    for verb in ("approve", "reject"):
        with pytest.raises(SentBack) as no:
            await bea.act(customer.conversation, f"drafts/{draft['n']}/{verb}", epoch=0)
        assert no.value.code == "forbidden"
    await lea.act(customer.conversation, f"drafts/{draft['n']}/approve", epoch=0)
    await customer.sees("message", text=HELD)


async def test_a_server_that_starts_again_knows_what_waits(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer, _ = await held(house)
    await house.stop()
    await house.start()
    await ana.reconnect()
    await customer.reconnect()
    await customer.shows("assistant", preparing=True)
    finding = house.web.audience._finding  # noqa: SLF001 - when it has looked
    assert finding is not None
    await finding
    page = await ana.get("conversations?view=approvals")
    assert [one["id"] for one in page["items"]] == [customer.conversation]


# --- heads-ups ----------


def heads_ups(agent: AgentClient, kind: str = "heads_up") -> list[dict[str, Any]]:
    return [one for one in agent.frames if one["type"] == kind]


async def stood_by(agent: AgentClient, customer: Customer) -> dict[str, Any]:
    """The assistant does not know, and somebody is told quietly."""
    await agent.available()
    await customer.say("what is the meaning of order 1234?")
    told: dict[str, Any] = await agent.until(
        lambda: next(
            (one for one in heads_ups(agent) if one["conversation"] == customer.conversation), None
        ),
        what="a heads-up",
    )
    return told


async def test_who_stands_by_is_told_with_the_brief_and_nothing_is_taken(house: House) -> None:
    ana, ben = await house.agent("Ana"), await house.agent("Ben")
    customer = await house.customer()
    told = await stood_by(ana, customer)
    assert 0.3 <= told["chance"] <= 1
    assert told["why"].endswith("A person may be needed within the next two turns.")
    assert told["brief"]["rule"] == {"id": "stand-by", "name": "Will soon need a person"}
    assert [fact["value"] for fact in told["brief"]["facts"]] == ["1234"]
    assert told["item"]["standing"]["agent"] == "ana"
    assert (await ana.get("me"))["load"] == 0
    assert heads_ups(ben) == []
    assert "stand" not in str(customer.frames)


async def test_a_tab_that_comes_back_is_told_again(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await house.customer()
    await stood_by(ana, customer)
    await ana.reconnect()
    hello = [one for one in ana.frames if one["type"] == "hello"][-1]
    assert [one["conversation"] for one in hello["heads_up"]] == [customer.conversation]


async def test_it_ends_when_a_person_is_called_and_the_offer_comes_to_who_stood_by(
    house: House,
) -> None:
    ana, ben = await house.agent("Ana"), await house.agent("Ben")
    customer = await house.customer()
    await stood_by(ana, customer)
    await ben.available()
    await customer.ask_person()
    ended = await ana.until(lambda: heads_ups(ana, "heads_up_ended"), what="its end")
    assert [(one["conversation"], one["why"]) for one in ended] == [
        (customer.conversation, "handed_off")
    ]
    await ana.offered(customer.conversation)


async def test_it_ends_when_the_turns_are_calm_again(houses: MakeHouse) -> None:
    house = await houses(read=exclaimed)
    ana = await house.agent("Ana")
    customer = await house.customer()
    await stood_by(ana, customer)
    for _ in range(4):
        await customer.say("when do you deliver?")
        await customer.sees("message", author="bot", after=customer.seq)
    ended = await ana.until(lambda: heads_ups(ana, "heads_up_ended"), what="its end")
    assert ended[0]["why"] == "calm"


async def test_it_ends_when_a_lead_takes_over(house: House) -> None:
    ana, lea = await house.agent("Ana"), await house.agent("Lea")
    customer = await house.customer()
    await stood_by(ana, customer)
    await lea.act(customer.conversation, "take_over")
    ended = await ana.until(lambda: heads_ups(ana, "heads_up_ended"), what="its end")
    assert ended[0]["why"] in ("taken", "handed_off")


async def test_it_ends_when_the_conversation_does(house: House) -> None:
    ana, lea = await house.agent("Ana"), await house.agent("Lea")
    customer = await house.customer()
    await stood_by(ana, customer)
    await lea.act(customer.conversation, "close", epoch=0)
    ended = await ana.until(lambda: heads_ups(ana, "heads_up_ended"), what="its end")
    assert ended[0]["why"] == "over"


async def test_who_comes_back_hears_of_their_own_teams_answers_only(house: House) -> None:
    ana, bea = await house.agent("Ana"), await house.agent("Bea")
    await ana.available()
    await bea.close()
    await ana.close()
    customer, _ = await held(house)
    await ana.reconnect()
    await ana.hears("draft_held", customer.conversation)
    await bea.reconnect()
    await bea.get("me")
    assert not [one for one in bea.heard if one["event"]["kind"] == "draft_held"]
