"""Days on which nobody can come: what customers then read, and what leads see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from segue.app.ports_staff import Team
from segue.domain.hours import OpenHours
from segue.domain.ids import TeamId
from segue.settings import Settings
from segue.testing import AgentClient, Customer
from web.conftest import ORDERS, House, MakeHouse
from web.days import decision, floor, later, nobody_is_forgotten, promise, rings, row

pytestmark = pytest.mark.slow  # real servers
NEVER = OpenHours("UTC", ((),) * 7)


async def sent_to(who: AgentClient, customer: Customer, **wish: Any) -> dict[str, Any]:
    """An integration hands this conversation over."""
    body = {"reason": "a form of the shop", **wish}
    told: dict[str, Any] = await who.ask(
        "POST", f"conversations/{customer.conversation}/handoff", **body
    )
    return told


async def alarmed(lead: AgentClient, customer: Customer, what: str) -> None:
    await lead.hears("alarm", customer.conversation, what=what)


async def test_a_team_with_no_members_says_so_makes_a_case_and_alarms(house: House) -> None:
    await house.segue.store.save_team(Team(TeamId("empty"), "Empty"))
    await house.segue.presence.changed()
    max_, lea, wren = await house.agent("Max"), await house.agent("Lea"), await house.customer()
    await sent_to(max_, wren, team="empty")
    seen = await wren.shows("away")
    assert {"email", "callback", "leave_message"} <= set(seen["choices"])
    asked = await wren.sees("handoff_requested")
    assert asked["text"] == "Nobody is here right now. You can leave a message."
    await alarmed(lea, wren, "no_members")
    at_once = await decision(lea, "nobody_on")
    assert at_once["title"] == "Nobody belongs to Empty"
    later(house, minutes=1)
    seen = await wren.shows("saved")
    assert seen["case"]
    assert seen["answer_by"]
    found = await promise(lea, wren, case=seen["case"])
    assert (found["kind"], found["team"]["id"]) == ("case", "empty")
    assert (await decision(lea, "nobody_on"))["id"] == "nobody_on:empty", "until it has people"
    await nobody_is_forgotten(house, wren)


async def test_hours_that_never_open_say_so_make_a_case_and_alarm(house: House) -> None:
    team = house.segue.staffing.teams[ORDERS]
    await house.segue.store.save_team(replace(team, hours=NEVER))
    await house.segue.presence.changed()
    lea, ana, wren = await house.agent("Lea"), await house.agent("Ana"), await house.customer()
    await ana.available()
    await wren.ask_person()
    seen = await wren.shows("away")
    assert seen["opens_at"] is None
    asked = await wren.sees("handoff_requested")
    assert asked["text"] == "Nobody is here right now. You can leave a message."
    await alarmed(lea, wren, "never_opens")
    told = await decision(lea, "nobody_on")
    assert told["title"] == "Orders never opens"
    assert told["text"].startswith("1 person is waiting or promised an answer. Give it hours")
    found = await row(lea, wren)
    assert found["why_not_yet"] == "The team is closed."
    later(house, minutes=1)
    seen = await wren.shows("saved")
    found = await promise(lea, wren, case=seen["case"])
    assert found["state"] == "ok"
    assert ana.offers == {}, "nothing rings outside the hours"
    await nobody_is_forgotten(house, wren)


async def test_a_holiday_list_of_another_year_is_told_and_closes_nothing(house: House) -> None:
    max_, ana, wren = await house.agent("Max"), await house.agent("Ana"), await house.customer()
    week = [[["00:00", "24:00"]]] * 7
    days = [{"date": "2020-12-25", "name": "Christmas Day", "open": []}]
    hours = {"zone": "UTC", "week": week, "closed_on": ["2020-12-26"], "days": days}
    told = await max_.ask("PATCH", "teams/orders", hours=hours)
    assert [one["code"] for one in told["warnings"]] == ["holidays_past"]
    await ana.available()
    await wren.ask_person()
    await ana.accept(await ana.offered(wren.conversation))
    await wren.shows("joined", name="Ana")
    await nobody_is_forgotten(house, wren)


async def test_a_skill_that_nobody_has_is_noted_and_keeps_nobody_waiting(house: House) -> None:
    max_, ana, wren = await house.agent("Max"), await house.agent("Ana"), await house.customer()
    receipt = await sent_to(max_, wren, skills=["juggling:3"])
    assert receipt["notes"] == ["Nobody has the skill ‘juggling’: it is not needed."]
    seen = await wren.shows("in_line")
    assert seen["people_online"] is False
    await ana.available()
    offer = await ana.offered(wren.conversation)
    assert "juggling" in str(offer["brief"])
    await ana.accept(offer)
    await wren.shows("joined", name="Ana")
    why = await max_.get(f"conversations/{wren.conversation}/routing")
    assert why["decisions"][-1]["agent"]["id"] == "ana"
    await nobody_is_forgotten(house, wren)


async def test_all_agents_gone_at_once_everybody_is_told_and_stands_as_before(
    houses: MakeHouse,
) -> None:
    house = await houses(settings=Settings(agent_grace_s=1.0))
    lea, ana, ben = [await house.agent(name) for name in ("Lea", "Ana", "Ben")]
    for one in (ana, ben):
        await one.available()
    talking, ringing = await house.customer("talking"), await house.customer("ringing")
    await talking.ask_person()
    offer = await rings(talking, ana, ben)
    await offer.accept(talking.conversation)
    await talking.shows("joined")
    await ringing.ask_person()
    await rings(ringing, ana, ben)
    for one in (ana, ben):
        await one.drop()
    lost = await talking.shows("person_lost")
    assert (lost["place"], lost["name"]) == (1, offer.name)
    said = await talking.sees("handoff_requested", reason="agent_lost")
    assert f"{offer.name} lost the connection, sorry." in said["text"]
    waits = await ringing.shows("in_line")
    assert (waits["place"], waits["people_online"]) == (2, False)
    told = await decision(lea, "nobody_on")
    assert told["title"] == "Nobody of Orders is here"
    assert told["text"].startswith("2 people are waiting")
    line = (await floor(lea))["line"]
    assert {one["place"] for one in line} == {1, 2}
    assert {one["why_not_yet"] for one in line} == {"Nobody of the team is here."}
    statuses = {one["agent"]["id"]: one["status"] for one in (await floor(lea))["people"]}
    assert statuses.keys().isdisjoint({"ana", "ben"}), "who is gone and has nothing is not shown"
    await nobody_is_forgotten(house, talking, ringing)
    later(house, minutes=3)
    await ben.reconnect()
    await ben.available()
    assert (await ben.offered(talking.conversation))["conversation"] == talking.conversation
    await ben.accept(talking.conversation)
    await talking.shows("joined", name="Ben")


async def test_a_day_with_a_name_is_named_to_the_customer(house: House) -> None:
    max_, lea = await house.agent("Max"), await house.agent("Lea")
    today = house.clock().date()
    days = [{"date": f"{today + timedelta(days=n)}", "name": "Founders’ Day", "open": []}
            for n in range(2)]  # fmt: skip
    week = [[["00:00", "24:00"]]] * 7
    await max_.ask("PATCH", "teams/orders", hours={"zone": "UTC", "week": week, "days": days})
    wren, ute = await house.customer(), await house.customer("Ute", locale="de")
    for one in (wren, ute):
        assert one.state["closed_for"] == "Founders’ Day"
        await one.ask_person()
        assert (await one.shows("away"))["closed_for"] == "Founders’ Day"
    said = await wren.sees("handoff_requested")
    assert said["text"].startswith("Closed for Founders’ Day. People are away until")
    gesagt = await ute.sees("handoff_requested")
    assert gesagt["text"].startswith("Geschlossen: Founders’ Day. Bis ")
    [orders] = [one for one in (await floor(lea))["teams"] if one["team"]["id"] == "orders"]
    assert (orders["open"], orders["waiting"]) == (False, 2)
    await max_.ask("PATCH", "teams/orders", hours="always")
    await wren.shows("in_line", closed_for="")
    await nobody_is_forgotten(house, wren, ute)
