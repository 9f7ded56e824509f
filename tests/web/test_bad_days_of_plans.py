"""Clocks that jump, times that are taken, rules and room that change: while people wait."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from segue.testing import AgentClient, Customer, SentBack
from web.conftest import House
from web.days import decision, floor, later, nobody_is_forgotten, promise, row, soon, stage_of
from web.test_slots import slots

pytestmark = pytest.mark.slow  # real servers
PHONE = "+34 600 123 456"
MONEY: dict[str, Any] = {
    "segue_policy": 1,
    "team": "orders",
    "rules": [
        {
            "id": "refunds-to-billing",
            "lane": "business",
            "when": [{"words": ["refund"]}],
            "do": "hand_off",
            "team": "billing",
        }
    ],
}


async def three_in_flight(house: House) -> tuple[AgentClient, Customer, Customer, Customer]:
    """An offer that rings at Ana, somebody who waits behind it, and a call that is promised."""
    max_, ana = await house.agent("Max"), await house.agent("Ana")
    await max_.ask("PATCH", "agents/ana", capacity=1)
    await ana.available()
    rung, waits, called = [await house.customer(name) for name in ("rung", "waits", "called")]
    await rung.ask_person()
    await ana.offered(rung.conversation)
    await waits.ask_person()
    await waits.shows("in_line", "in_line_next")
    await called.choose("callback", phone=PHONE)
    await called.shows("callback_booked")
    return ana, rung, waits, called


def still_rings(house: House, agent: AgentClient) -> dict[str, Any] | None:
    """An offer on this screen whose lease has not ended."""
    now = house.clock()
    living = (one for one in agent.offers.values() if datetime.fromisoformat(one["until"]) > now)
    return next(living, None)


# --- clocks ----------


async def test_a_clock_put_an_hour_forward_ends_offers_and_waits_honestly(house: House) -> None:
    lea = await house.agent("Lea")
    ana, rung, waits, called = await three_in_flight(house)
    later(house, hours=1)
    for one in (rung, waits):
        seen = await one.shows("saved", "finding")
        assert seen["case"], "the team's limit is over: it has a number, and the chat stays open"
        await one.sees("deferred")
    found = await promise(lea, called, kind="callback")
    assert (found["state"], found["phone"]) == ("ok", "+34600123456")
    await nobody_is_forgotten(house, rung, waits, called)
    house.segue.router.wake()
    offer = await ana.until(lambda: still_rings(house, ana), what="an offer of after the jump")
    await ana.accept(offer)
    served = next(one for one in (rung, waits, called) if one.conversation == offer["conversation"])
    await served.shows("joined", name="Ana")
    await nobody_is_forgotten(house, rung, waits, called)


async def test_a_clock_put_an_hour_back_loses_nobody_and_shows_no_nonsense(house: House) -> None:
    lea = await house.agent("Lea")
    ana, rung, waits, called = await three_in_flight(house)
    later(house, hours=-1)
    await house.segue.router.round()
    found = await row(lea, waits)
    assert (found["waited_s"], found["risk"]) == (0, "ok")
    told = await floor(lea)
    assert (told["waiting"]["count"], told["waiting"]["longest_s"]) == (2, 0)
    assert (await promise(lea, called))["state"] == "ok"
    await ana.accept(rung.conversation)
    await rung.shows("joined", name="Ana")
    await waits.say("Still here")
    seen = await waits.shows("in_line", "in_line_next", "finding", place=1)
    assert all(seen[name] is None or seen[name] >= 0 for name in ("eta_low_s", "eta_high_s"))
    await ana.end(rung.conversation)
    await ana.accept(await ana.offered(waits.conversation))
    await waits.shows("joined", name="Ana")
    await nobody_is_forgotten(house, rung, waits, called)


# --- calls ----------


async def test_a_number_that_is_none_leaves_them_where_they_stood(house: House) -> None:
    lea, wren = await house.agent("Lea"), await house.customer()
    await wren.ask_person()
    before = await row(lea, wren)
    for phone in ("call me", "0000", "+1", "12345678901234567890123"):
        with pytest.raises(SentBack) as no:
            await wren.choose("callback", phone=phone)
        assert no.value.code == "phone_unknown", phone
        assert no.value.message.startswith("That doesn’t look like a phone number.")
    after = await row(lea, wren)
    assert (after["place"], after["since"]) == (before["place"], before["since"])
    assert wren.state["key"] in ("in_line", "in_line_next")
    await nobody_is_forgotten(house, wren)


async def test_of_two_who_take_the_last_time_at_once_one_has_it_and_one_chooses_again(
    house: House,
) -> None:
    lea, three = await house.agent("Lea"), [await house.customer(f"c{n}") for n in range(3)]
    for one in three:
        await one.ask_person()
    at = (await slots(house, three[0]))["items"][2]["at"]
    await three[0].choose("callback", phone=PHONE, at=at)
    done = await asyncio.gather(
        *(one.choose("callback", phone=PHONE, at=at) for one in three[1:]), return_exceptions=True
    )
    [refused] = [one for one in done if isinstance(one, SentBack)]
    assert refused.code == "slot_taken"
    assert refused.message == "Somebody was quicker: that time is taken. Please choose another one."
    late, quick = three[1:] if isinstance(done[0], SentBack) else reversed(three[1:])
    assert (await quick.shows("callback_booked"))["slot"] == at
    assert late.state["key"] in ("in_line", "in_line_next"), "the place is kept"
    assert (await promise(lea, quick))["slot"] == at
    [stands] = (await floor(lea))["line"]
    assert stands["conversation"] == late.conversation
    told = next(one for one in reversed(late.frames) if one["type"] == "refused")
    await late.choose("callback", phone=PHONE, at=told["alternatives"][0])
    await late.shows("callback_booked", slot=told["alternatives"][0])
    await nobody_is_forgotten(house, *three)


# --- what changes while people wait ----------


async def test_a_surge_reaches_those_who_wait_already_and_ends_by_itself(house: House) -> None:
    lea, ana, wren = await house.agent("Lea"), await house.agent("Ana"), await house.customer()
    await wren.ask_person()
    seen = await wren.shows("in_line")
    assert not seen["surge"]
    await lea.ask("POST", "teams/orders/surge", on=True, for_min=5, more=1)
    await wren.until(lambda: wren.state["surge"] or None, what="a surge on the screen")
    assert {"email", "callback"} <= set(wren.state["choices"])
    told = await decision(lea, "surge_on")
    assert told["text"].startswith("Lea Haas began it. It ends by itself in")
    await ana.available()
    await ana.accept(await ana.offered(wren.conversation))
    [at] = [one for one in (await floor(lea))["people"] if one["agent"]["id"] == "ana"]
    assert at["capacity"] == 5.0
    other = await house.customer("other")
    await ana.presence("busy")
    await other.ask_person()
    asked = await other.sees("handoff_requested")
    assert asked["text"].startswith("Many people are waiting just now.")
    later(house, minutes=6)
    await other.until(lambda: not other.state["surge"] or None, what="the end of the surge")
    assert [one["surge"] for one in (await floor(lea))["teams"]] == [None, None]
    await nobody_is_forgotten(house, wren, other)


async def test_a_rule_that_moves_them_in_line_tells_them_and_keeps_their_wait(house: House) -> None:
    max_, lea, bea = [await house.agent(name) for name in ("Max", "Lea", "Bea")]
    await max_.ask("POST", "policies", file=MONEY, note="money", based_on=1)
    await max_.ask("PATCH", "agents/bea", capacity=1)
    await bea.available()
    first, wren = await house.customer("first"), await house.customer()
    await first.say("I want my refund")
    await bea.accept(await bea.offered(first.conversation))
    await wren.ask_person()
    before = await row(lea, wren)
    assert before["team"]["id"] == "orders"
    await wren.say("It is about a refund")
    after = await row(lea, wren, team={"id": "billing", "name": "Billing"})
    assert after["since"] == before["since"]
    seen = await wren.shows("in_line_next", "in_line", team="Billing")
    assert seen["place"] == 1
    await wren.sees("team_changed")
    assert any("Billing" in words for _, words in wren.lines())
    await bea.end(first.conversation)
    await bea.accept(await bea.offered(wren.conversation))
    await wren.shows("joined", name="Bea")
    await nobody_is_forgotten(house, first, wren)


async def test_a_policy_published_while_people_wait_orders_them_anew_and_says_why(
    house: House,
) -> None:
    max_, lea = await house.agent("Max"), await house.agent("Lea")
    plain, high = await house.customer("plain"), await house.customer("high")
    await plain.ask_person()
    body = {"reason": "a form", "priority": "high"}
    await max_.ask("POST", f"conversations/{high.conversation}/handoff", **body)
    await row(lea, high, place=1)
    await row(lea, plain, place=2)
    file = {"segue_policy": 1, "team": "orders", "line": {"first": {"high": "0 s"}}}
    await max_.ask("POST", "policies", file=file, note="nobody first", based_on=1)
    await row(lea, plain, place=1)
    await row(lea, high, place=2)
    await plain.until(lambda: plain.state["place"] == 1 or None, what="place 1")
    await high.until(lambda: high.state["place"] == 2 or None, what="place 2")
    waits = [one for one in high.frames if one["type"] == "waiting"]
    assert waits[-1]["because"] in ("back", "changed")
    for one in (plain, high):
        stage = await stage_of(house, one)
        assert stage.__struct_config__.tag == "waiting"
    await nobody_is_forgotten(house, plain, high)


async def test_a_team_that_closes_while_people_wait_tells_them_and_keeps_them(house: House) -> None:
    max_, lea, ana = [await house.agent(name) for name in ("Max", "Lea", "Ana")]
    wren = await house.customer()
    await wren.ask_person()
    opens = f"{(house.clock()).date().isoformat()}"
    day = f"{house.clock():%a}".lower()
    week = {name: ["09:00-17:00"] for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    week[day] = []
    await max_.ask("PATCH", "teams/orders", hours={"zone": "UTC", "week": week})
    seen = await wren.shows("away")
    assert seen["opens_at"] > opens
    told = await wren.sees("choices_shown")
    assert told["text"].startswith("People are away until")
    await ana.available()
    found = await row(lea, wren, why_not_yet="The team is closed.")
    assert found["place"] == 1
    later(house, minutes=16)
    await wren.shows("saved")
    owed = await promise(lea, wren, kind="case")
    assert owed["due_at"] > seen["opens_at"]
    assert ana.offers == {}
    later(house, hours=40)

    async def rings() -> bool:
        return wren.conversation in ana.offers

    await soon(rings, "an offer in the morning")
    await nobody_is_forgotten(house, wren)
