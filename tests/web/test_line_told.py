"""What is told of a wait, a call and a lead's word, over the wire, and to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from segue.domain.ids import AgentId
from segue.domain.line_rules import LineRules, Skill, Step
from segue.testing import AgentClient, Customer
from web.conftest import House

WRONG = "There is no team ‘astronauts’: it went to Orders."


async def with_ana(house: House) -> tuple[Customer, AgentClient]:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    await customer.sees("agent_joined", name="Ana")
    return customer, ana


async def posted(
    house: House, who: str, customer: Customer, verb: str, **body: object
) -> dict[str, Any]:
    """What the server says to this command; or a problem, by its code."""
    http = await house.http(who)
    answer = await http.post(f"/api/v1/conversations/{customer.conversation}/{verb}", json=body)
    await http.aclose()
    told: dict[str, Any] = answer.json()
    return told


async def test_a_wrong_team_or_skill_is_noted_on_the_receipt(house: House) -> None:
    customer = await house.customer()
    wish = {"reason": "fraud check", "team": "astronauts", "skills": ["juggling:3"]}
    notes = (await posted(house, "max", customer, "handoff", **wish))["notes"]
    assert notes[0] == WRONG
    assert "juggling" in notes[1]
    again = await posted(house, "max", customer, "handoff", reason="again", team="nowhere")
    assert again["notes"][-1] == "There is no team ‘nowhere’: it stays with Orders."
    await customer.sees("handoff_requested", reason="integration")


async def test_a_whisper_reaches_the_agent_and_never_the_customer(house: House) -> None:
    customer, ana = await with_ana(house)
    assert "seq" in await posted(house, "lea", customer, "whisper", text="Offer the refund")
    await ana.hears("whispered", customer.conversation, text="Offer the refund")
    await ana.say(customer.conversation, "Shall we send the money back?")
    await customer.sees("message", text="Shall we send the money back?")
    assert "Offer the refund" not in str(customer.events)
    refused = await posted(house, "ana", customer, "whisper", text="psst")
    assert refused["code"] == "forbidden"


async def test_a_call_that_did_not_reach_them_is_tried_again_and_told(house: House) -> None:
    ana = await house.agent("Ana")
    customer = await house.customer()
    await customer.ask_person()
    await customer.choose("callback", phone="+34 600 123 456")
    await customer.shows("callback_booked")
    await ana.available()
    offer = await ana.offered(customer.conversation)
    await ana.accept(offer)
    await ana.hears("agent_joined", customer.conversation)
    item = ana.items[customer.conversation]
    assert (item["due_kind"], item["phone"]) == ("callback", "+34600123456")
    await ana.act(customer.conversation, "called", outcome="no_answer", note="rang out")
    told = await ana.hears("call_tried", customer.conversation, outcome="no_answer")
    assert told["text"] == "Ana Ruiz called and got no answer. rang out"
    shown = await customer.shows("callback_booked", calls=1)
    assert shown["slot"] is not None
    await customer.sees("deferred", channel="callback")


async def test_who_is_overtaken_reads_why(house: House) -> None:
    first, second = await house.customer(), await house.customer()
    await first.ask_person()
    await first.frame("waiting", place=1)
    await posted(house, "max", second, "handoff", reason="fraud check", priority="urgent")
    told = await first.frame("waiting", place=2)
    assert told["because"] == "urgent"


async def test_a_needed_skill_is_let_go_in_its_time_and_the_record_says_so(house: House) -> None:
    segue = house.segue
    bea = await segue.store.agent(AgentId("bea"))
    assert bea is not None
    await segue.store.save_agent(replace(bea, skills=(Skill("refunds"),)))
    await segue.staffing.refresh()
    steps = (Step(timedelta(seconds=0.2), drop=("*",)),)
    segue.turns.use(replace(segue.policy, line=LineRules(steps=steps)))
    ana, customer = await house.agent("Ana"), await house.customer()
    await ana.available()
    await posted(house, "max", customer, "handoff", reason="refund", skills=["refunds:2"])
    await ana.accept(await ana.offered(customer.conversation))
    kept = [one["event"] for one in await ana.record(customer.conversation)]
    kinds = [one["kind"] for one in kept]
    assert kinds.index("relaxed") < kinds.index("offer_made")
    said = next(one["text"] for one in kept if one["kind"] == "relaxed")
    assert said.startswith(("After ", "No skill"))
    assert "no skill or language is needed any more" in said.lower()
    assert all(one["kind"] != "relaxed" for one in customer.events.values())
