"""Times for a call, over real sockets: what is offered, taken, refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from segue.domain.hours import OpenHours
from segue.testing import Customer, SentBack
from web.conftest import ORDERS, House

pytestmark = pytest.mark.slow  # real servers
PHONE = "+34 600 123 456"


async def slots(house: House, customer: Customer) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        answer = await http.get("/api/v1/widget/slots", params={"session": customer.session})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def refusal(customer: Customer) -> dict[str, Any]:
    return next(frame for frame in reversed(customer.frames) if frame["type"] == "refused")


async def refused(customer: Customer, code: str, **choice: Any) -> dict[str, Any]:
    with pytest.raises(SentBack) as no:
        await customer.choose("callback", **choice)
    assert no.value.code == code
    return refusal(customer)


async def test_a_customer_sees_free_times_and_takes_one(house: House) -> None:
    wren = await house.customer()
    await wren.ask_person()
    found = await slots(house, wren)
    assert (found["zone"], found["team"], found["next_open"]) == ("UTC", "Orders", None)
    assert found["now_ish"] is False, "nobody is at work"
    first = found["items"][0]
    assert first["left"] == 2
    await wren.choose("callback", phone=PHONE, at=first["at"])
    await wren.shows("callback_booked")
    assert (await slots(house, wren))["items"][0] == {"at": first["at"], "left": 1}


async def test_a_slot_just_taken_is_refused_with_times_that_are_free(house: House) -> None:
    three = [await house.customer() for _ in range(3)]
    at = (await slots(house, three[0]))["items"][3]["at"]
    for one in three[:2]:
        await one.choose("callback", phone=PHONE, at=at)
    told = await refused(three[2], "slot_taken", phone=PHONE, at=at)
    assert "quicker" in told["message"]
    free = [one["at"] for one in (await slots(house, three[2]))["items"]]
    assert at not in free
    assert len(told["alternatives"]) == 3
    assert set(told["alternatives"]) <= set(free)
    await three[2].choose("callback", phone=PHONE, at=told["alternatives"][0])
    await three[2].shows("callback_booked")


async def test_times_outside_the_hours_and_in_the_past_are_refused(house: House) -> None:
    night = house.clock().replace(hour=3, minute=0, second=0, microsecond=0)
    team = house.segue.staffing.teams[ORDERS]
    day = OpenHours("UTC", (((9 * 60, 17 * 60),),) * 7)
    await house.segue.store.save_team(replace(team, hours=day))
    await house.segue.presence.changed()
    wren = await house.customer()
    told = await refused(
        wren, "slot_closed", phone=PHONE, at=(night + timedelta(days=2)).isoformat()
    )
    assert len(told["alternatives"]) == 3
    await refused(wren, "slot_past", phone=PHONE, at=(night - timedelta(days=2)).isoformat())
    await refused(wren, "slot_closed", phone=PHONE, at=(night + timedelta(days=30)).isoformat())
    assert wren.state["key"] in ("assistant", "assistant_closed"), "nothing happened"


async def test_a_number_that_is_none_is_refused_in_the_customers_language(house: House) -> None:
    wren = await house.customer(locale="es")
    told = await refused(wren, "phone_unknown", phone="llámame")
    assert "+34 600 123 456" in told["message"]
    assert told["message"].startswith("Eso no parece")
    await refused(wren, "phone_needed")
    await wren.choose("callback", phone="600 12 34 56")
    await wren.shows("callback_booked")


async def test_a_call_as_soon_as_possible_is_offered_while_somebody_is_there(house: House) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    wren = await house.customer()
    assert (await slots(house, wren))["now_ish"] is True


async def test_a_team_that_never_opens_offers_no_times(house: House) -> None:
    team = house.segue.staffing.teams[ORDERS]
    never = replace(team, hours=OpenHours("UTC", ((),) * 7))
    await house.segue.store.save_team(never)
    await house.segue.presence.changed()
    wren = await house.customer()
    found = await slots(house, wren)
    assert (found["items"], found["next_open"], found["now_ish"]) == ([], None, False)
    await wren.choose("callback", phone=PHONE)
    await wren.shows("callback_booked")


async def test_nobody_reads_times_without_a_session(house: House) -> None:
    async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        for session in ("", "cs_forged", "x" * 500):
            answer = await http.get("/api/v1/widget/slots", params={"session": session})
            assert (answer.status_code, answer.json()["code"]) == (401, "session_over")
