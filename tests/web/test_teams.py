"""Teams over HTTP: their hours, what customers then see, surges; and who may."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest

from segue.app.ports_staff import Team
from segue.domain.hours import OpenHours
from segue.domain.ids import TeamId
from web.conftest import House

pytestmark = pytest.mark.slow  # real servers

OFFICE: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "week": [[["09:00", "17:00"]]] * 5 + [[], []],
    "closed_on": ["2026-12-25"],
    "days": [
        {"date": "2026-12-24", "name": "Christmas Eve", "open": [["09:00", "12:00"]]},
        {"date": "2027-01-01", "name": "New Year", "open": []},
    ],
    "more": [],
}


People = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def people(house: House) -> AsyncIterator[People]:
    """Somebody of the staff, signed in."""
    async with AsyncExitStack() as stack:

        async def signed_in(name: str) -> httpx.AsyncClient:
            http = await house.http(name)
            stack.push_async_callback(http.aclose)
            return http

        yield signed_in


async def patched(http: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await http.patch("/api/v1/teams/orders", json=body)


async def test_a_manager_gives_a_team_hours_and_reads_them_back(people: People) -> None:
    max_ = await people("max")
    answer = await patched(max_, hours=OFFICE, name="Orders", answer_within_min=90)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["hours"] == OFFICE
    assert told["hours_text"] == "Mon–Fri 09:00–17:00 (Europe/Berlin)"
    assert (told["answer_within_min"], told["members"], told["surge"]) == (90, 3, None)
    assert (await max_.get("/api/v1/teams/orders")).json()["hours"] == OFFICE
    again = await patched(max_, hours=told["hours"])
    assert again.json()["hours"] == OFFICE, "what is shown may be sent back"
    always = await patched(max_, hours="always")
    assert always.json()["hours_text"] == "Always open"
    assert (await patched(max_, hours=always.json()["hours"])).json()["open"] is True


async def test_hours_that_cannot_be_are_refused_with_everything_that_is_wrong(
    people: People,
) -> None:
    max_ = await people("max")
    wrong = {"zone": "Mars/Olympus", "week": {"mon": "17:00-09:00", "tue": "09:00-25:00"}}
    answer = await patched(max_, hours=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_hours")
    codes = {one["code"] for one in answer.json()["errors"]}
    assert codes == {"zone_unknown", "end_before_begin", "time_unreadable"}
    assert (await max_.get("/api/v1/teams/orders")).json()["hours_text"] == "Always open"


async def test_agents_and_leads_may_look_but_not_change(people: People) -> None:
    for name in ("ana", "lea"):
        http = await people(name)
        assert (await http.get("/api/v1/teams/orders")).status_code == 200
        assert (await patched(http, hours="always")).status_code == 403
    ana, lea = await people("ana"), await people("lea")
    assert (await ana.post("/api/v1/teams/orders/surge", json={"on": True})).status_code == 403
    assert (await lea.post("/api/v1/teams/orders/surge", json={"on": True})).status_code == 200
    assert (await lea.get("/api/v1/teams/nowhere")).status_code == 404
    assert (await lea.get("/api/v1/teams/nowhere/preview")).status_code == 404


async def test_hours_change_what_a_customer_sees_at_once(house: House, people: People) -> None:
    max_ = await people("max")
    wren = await house.customer()
    await wren.ask_person()
    await wren.shows("in_line")
    assert (await patched(max_, hours={"zone": "UTC", "week": [[]] * 7})).status_code == 200
    await wren.shows("away")


async def test_a_surge_ends_by_itself(house: House, people: People) -> None:
    lea = await people("lea")
    begun = await lea.post("/api/v1/teams/orders/surge", json={"on": True, "for_min": 30})
    surge = begun.json()["surge"]
    assert (surge["by"], surge["more"]) == ("Lea Haas", 1)
    wren = await house.customer()
    assert wren.state["surge"]
    listed = {one["id"]: one for one in (await lea.get("/api/v1/teams")).json()}
    assert listed["orders"]["surge"] == surge
    house.clock.turn(minutes=31)
    assert (await lea.get("/api/v1/teams/orders")).json()["surge"] is None
    off = await lea.post("/api/v1/teams/orders/surge", json={"on": False})
    assert off.json()["surge"] is None
    too_long = await lea.post("/api/v1/teams/orders/surge", json={"on": True, "for_min": 9999})
    assert too_long.status_code == 422


async def test_what_a_customer_would_see_can_be_looked_at_beforehand(people: People) -> None:
    max_ = await people("max")
    await patched(max_, hours=OFFICE)
    ana = await people("ana")
    query = "at=2026-12-25T10:00&zone=Europe/Madrid&language=es"
    seen = (await ana.get(f"/api/v1/teams/orders/preview?{query}")).json()
    assert (seen["at"], seen["local"]) == ("2026-12-25T09:00:00Z", "2026-12-25T10:00")
    assert (seen["open"], seen["state"], seen["case"]) == (False, "away", True)
    assert seen["opens_at"] == "2026-12-28T08:00:00Z"
    assert seen["opens_local"] == "lun. 09:00"
    assert seen["answer_by_local"] == "lun. 13:00"
    assert "lun. 09:00" in seen["header"][0]
    assert "leave_message" in seen["choices"]
    assert "1001" in seen["saved"]
    texted = (await ana.get(f"/api/v1/teams/orders/preview?{query}&channel=sms")).json()
    assert texted["header"] == []
    assert texted["lines"][0].startswith("Volvemos a las lun. 09:00.")
    day = "at=2026-12-23T10:00&zone=Europe/Madrid"
    by_day = (await ana.get(f"/api/v1/teams/orders/preview?{day}")).json()
    assert (by_day["open"], by_day["state"]) == (True, "finding")
    alone = (await ana.get(f"/api/v1/teams/orders/preview?{day}&staffed=false")).json()
    assert alone["state"] == "in_line"
    named = (await ana.get("/api/v1/teams/orders/preview?at=2027-01-01T10:00")).json()
    assert (named["closed_for"], named["local"]) == ("New Year", "2027-01-01T10:00")
    assert named["header"][0] == "Closed for New Year"
    assert named["lines"][0].startswith("Closed for New Year. People are away until Mon 0")


@pytest.mark.parametrize(
    "query",
    ["at=tomorrow", "zone=Mars/Olympus", "at=9999-12-31T23:59", "at=0001-01-01T00:00",
     "staffed=maybe", "at=2126-01-01T00:00", "language=" + "x" * 40],
)  # fmt: skip
async def test_a_preview_of_nonsense_is_refused(people: People, query: str) -> None:
    ana = await people("ana")
    answer = await ana.get(f"/api/v1/teams/orders/preview?{query}")
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"]


async def test_what_is_odd_about_a_team_is_told(house: House, people: People) -> None:
    max_ = await people("max")
    old = OFFICE | {"closed_on": ["2020-12-25"], "days": []}
    told = (await patched(max_, hours=old)).json()
    assert [one["code"] for one in told["warnings"]] == ["holidays_past"]
    never = (await patched(max_, hours={"zone": "UTC", "week": [[]] * 7})).json()
    assert [one["code"] for one in never["warnings"]] == ["never_opens"]
    await house.segue.store.save_team(Team(TeamId("empty"), "Empty", OpenHours()))
    empty = (await max_.get("/api/v1/teams/empty")).json()
    assert [one["code"] for one in empty["warnings"]] == ["no_members"]


@pytest.mark.parametrize("when", ["open", "closed"])
async def test_the_preview_of_now_is_what_a_customer_sees_now(
    house: House, people: People, when: str
) -> None:
    max_ = await people("max")
    closed = when == "closed"
    day = f"{house.clock() + timedelta(days=3):%a}"
    hours: Any = {"zone": "UTC", "week": {day: "09:00-17:00"}} if closed else "always"
    assert (await patched(max_, hours=hours)).status_code == 200

    async def previewed() -> dict[str, Any]:
        query = "language=de&zone=UTC&staffed=false"
        found: dict[str, Any] = (await max_.get(f"/api/v1/teams/orders/preview?{query}")).json()
        return found

    told = await previewed()
    wren = await house.customer(locale="de")
    before = (wren.state["key"], wren.state["opens_at"])
    await wren.ask_person()
    seen = await wren.shows(told["state"])
    assert before == ("assistant_closed" if closed else "assistant", told["opens_at"])
    assert (seen["choices"], seen["opens_at"]) == (told["choices"], told["opens_at"])
    assert seen["answer_by"] in {told["answer_by"], (await previewed())["answer_by"]}
    asked = await wren.sees("handoff_requested")
    assert [asked["text"]] == told["lines"]
    await wren.choose("leave_message", text="Der Reißverschluss ist kaputt.")
    saved = await wren.sees("deferred")
    assert saved["text"].startswith("Gespeichert als Vorgang")
    assert told["saved"].startswith("Gespeichert als Vorgang")
