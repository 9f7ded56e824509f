"""Agents who vanish, sleep, press twice, have less room or sign out: nobody pays for it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from segue.domain import stages as s
from segue.settings import Settings
from segue.testing import AgentClient, SentBack
from web.conftest import House, MakeHouse
from web.days import floor, later, nobody_is_forgotten, row, soon, stage_of

pytestmark = pytest.mark.slow  # real servers


async def person(lead: AgentClient, agent: str) -> dict[str, Any] | None:
    """How the floor shows this agent, if it does."""
    people = (await floor(lead))["people"]
    return next((one for one in people if one["agent"]["id"] == agent), None)


async def test_who_accepts_and_vanishes_costs_the_customer_nothing(houses: MakeHouse) -> None:
    house = await houses(settings=Settings(agent_grace_s=1.0))
    lea, ana, ben = [await house.agent(name) for name in ("Lea", "Ana", "Ben")]
    await ana.available()
    wren = await house.customer("Wren")
    await wren.ask_person()
    began = (await row(lea, wren))["since"]
    await ana.accept(await ana.offered(wren.conversation))
    await wren.shows("joined", name="Ana")
    other = await house.customer("other")
    await other.ask_person()
    await ana.offered(other.conversation)
    await ana.drop()
    told = await wren.sees("handoff_requested", reason="agent_lost")
    assert told["text"].startswith("Ana lost the connection, sorry.")
    seen = await wren.shows("person_lost")
    assert (seen["place"], seen["name"], seen["team"]) == (1, "Ana", "Orders")
    found = await row(lea, wren)
    assert (found["place"], found["reason_text"]) == (1, "Colleague lost the connection")
    stage = await stage_of(house, wren)
    assert isinstance(stage, s.Waiting)
    assert stage.ahead
    assert stage.since.isoformat().replace("+00:00", "Z") == began, "the wait goes on"
    await ben.available()
    await ben.accept(await ben.offered(wren.conversation))
    await wren.shows("joined", name="Ben")
    assert (await stage_of(house, other)) is not None
    await nobody_is_forgotten(house, wren, other)


async def test_of_two_tabs_that_accept_one_owns_it_and_the_other_is_told(house: House) -> None:
    lea, ana, tab = await house.agent("Lea"), await house.agent("Ana"), await house.agent("Ana")
    await ana.available()
    wren = await house.customer()
    await wren.ask_person()
    offers = await asyncio.gather(*(one.offered(wren.conversation) for one in (ana, tab)))
    both = await asyncio.gather(
        *(one.accept(offer) for one, offer in zip((ana, tab), offers, strict=True)),
        return_exceptions=True,
    )
    done = [one for one in both if not isinstance(one, BaseException)]
    refused = [one.code for one in both if isinstance(one, SentBack)]
    assert len(done) + len(refused) == 2
    assert done
    assert set(refused) <= {"nothing_to_accept", "taken"}
    assert len({one["epoch"] for one in done}) == 1
    joined = [one for one in wren.events.values() if one["kind"] == "agent_joined"]
    assert len(joined) == 1
    at = await person(lea, "ana")
    assert at is not None
    assert at["load"] == 1.0, "one conversation, one place"
    for one in (ana, tab):
        await one.until(lambda one=one: not one.offers or None, what="silence")  # type: ignore[misc]
        await one.say(wren.conversation, f"From {one.connects} screen")
    assert len(wren.said("agent")) == 2 or await wren.until(lambda: len(wren.said("agent")) == 2)
    await nobody_is_forgotten(house, wren)


async def test_a_laptop_that_sleeps_gives_back_what_it_had_and_wakes_to_refusals(
    houses: MakeHouse,
) -> None:
    house = await houses(settings=Settings(agent_grace_s=1.0))
    lea, ana = await house.agent("Lea"), await house.agent("Ana")
    await ana.available()
    had = [await house.customer(f"c{n}") for n in range(4)]
    for one in had:
        await one.ask_person()
        await ana.accept(await ana.offered(one.conversation))
        await one.shows("joined")
    epochs = {one.conversation: ana.epoch(one.conversation) for one in had}
    late = await house.customer("late")
    await late.ask_person()
    await late.shows("in_line_next", place=1)
    await ana.drop()
    for one in had:
        seen = await one.shows("person_lost")
        assert seen["people_online"] is False
        assert "email" in seen["choices"]

    async def stand() -> bool:
        return sorted(one.state["place"] or 0 for one in had) == [1, 2, 3, 4]

    await soon(stand, "four in front, one behind the other")
    seen = await late.until(lambda: late.state if late.state["place"] == 5 else None)
    because = [one["because"] for one in late.frames if one["type"] == "waiting"]
    assert "back" in because, "who is overtaken reads why"
    assert len((await floor(lea))["line"]) == 5
    await ana.reconnect()
    with pytest.raises(SentBack) as no:
        await ana.say(had[0].conversation, "Here again", epoch=epochs[had[0].conversation])
    assert no.value.code in ("not_yours", "stale_owner")
    assert no.value.message.strip()
    with pytest.raises(SentBack) as no:
        await ana.accept(had[1].conversation)
    assert no.value.code == "nothing_to_accept"
    assert (await ana.get("me"))["status"] == "offline"
    await nobody_is_forgotten(house, *had, late)
    await ana.available()
    for one in had:
        await ana.offered(one.conversation)
    assert late.conversation not in ana.offers, "there is room for four"


async def test_an_offer_at_a_sleeping_laptop_dies_with_its_lease(house: House) -> None:
    lea, ana, ben = [await house.agent(name) for name in ("Lea", "Ana", "Ben")]
    await ana.available()
    wren = await house.customer()
    await wren.ask_person()
    offer = await ana.offered(wren.conversation)
    found = await row(lea, wren, stage="offered")
    assert found["why_not_yet"] == "Ringing at Ana."
    await ana.drop()
    await ben.available()
    later(house, seconds=61)
    await ben.offered(wren.conversation)
    await row(lea, wren, stage="offered", why_not_yet="Ringing at Ben.")
    await ana.reconnect()
    with pytest.raises(SentBack) as no:
        await ana.command({"type": "accept", "conversation": offer["conversation"]})
    assert no.value.code == "taken"
    await ben.accept(wren.conversation)
    await wren.shows("joined", name="Ben")
    await nobody_is_forgotten(house, wren)


async def test_less_room_in_mid_air_takes_nothing_away_and_gives_nothing_more(
    house: House,
) -> None:
    lea, max_, ana = [await house.agent(name) for name in ("Lea", "Max", "Ana")]
    await ana.available()
    first, second, third = [await house.customer(f"c{n}") for n in range(3)]
    await first.ask_person()
    await ana.accept(await ana.offered(first.conversation))
    await second.ask_person()
    await ana.offered(second.conversation)
    await max_.ask("PATCH", "agents/ana", capacity=1)
    await third.ask_person()
    seen = await third.shows("in_line_next", "in_line")
    assert seen["people_online"] is True
    at = await person(lea, "ana")
    assert at is not None
    assert (at["load"], at["capacity"], at["over"]) == (2.0, 1.0, True)
    await ana.accept(second.conversation)
    await second.shows("joined", name="Ana")
    await row(lea, third, why_not_yet="Everybody is busy.")
    await ana.end(first.conversation)
    await house.segue.router.round()
    assert third.conversation not in ana.offers, "one, and one is what fits"
    await ana.end(second.conversation)
    await ana.offered(third.conversation)
    await nobody_is_forgotten(house, first, second, third)


async def test_who_signs_out_while_it_rings_is_not_rung_at_any_more(house: House) -> None:
    lea, ana, ben = [await house.agent(name) for name in ("Lea", "Ana", "Ben")]
    await ana.available()
    wren = await house.customer()
    await wren.ask_person()
    offer = await ana.offered(wren.conversation)
    await ben.available()
    await ana.ask("POST", "sign-out")
    await ana.lost()
    await ben.offered(wren.conversation)
    await row(lea, wren, why_not_yet="Ringing at Ben.")
    back = await house.agent("Ana")
    with pytest.raises(SentBack) as no:
        await back.command({"type": "accept", "conversation": offer["conversation"]})
    assert no.value.code == "taken"
    await ben.accept(wren.conversation)
    await wren.shows("joined", name="Ben")
    await nobody_is_forgotten(house, wren)


async def test_who_goes_offline_with_a_chat_and_shuts_the_laptop_leaves_nobody_alone(
    houses: MakeHouse,
) -> None:
    house = await houses(settings=Settings(agent_grace_s=1.0))
    lea, ana, ben = [await house.agent(name) for name in ("Lea", "Ana", "Ben")]
    await ana.available()
    wren = await house.customer()
    await wren.ask_person()
    await ana.accept(await ana.offered(wren.conversation))
    await wren.shows("joined")
    await ana.presence("offline")
    await ana.say(wren.conversation, "I finish this one.")
    await wren.sees("message", text="I finish this one.")
    await ana.drop()
    seen = await wren.shows("person_lost", name="Ana")
    assert (seen["place"], seen["people_online"]) == (1, False)
    assert (await row(lea, wren))["reason_text"] == "Colleague lost the connection"
    await ben.available()
    await ben.accept(await ben.offered(wren.conversation))
    await wren.shows("joined", name="Ben")
    await nobody_is_forgotten(house, wren)
