"""What leads and managers change of the people on the staff, over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from segue.domain.ids import AgentId, ConversationId
from segue.people_server import change_there
from segue.settings import BadSettings
from web.conftest import PASSWORD, House

pytestmark = pytest.mark.slow  # each asks a house of its own


@asynccontextmanager
async def signed_in(house: House, name: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API as this person, closed afterwards."""
    http = await house.http(name)
    try:
        yield http
    finally:
        await http.aclose()


@pytest.fixture
async def lead(house: House) -> Any:
    """Lea, who leads."""
    async with signed_in(house, "lea") as http:
        yield http


@pytest.fixture
async def manager(house: House) -> Any:
    """Max, who manages."""
    async with signed_in(house, "max") as http:
        yield http


async def test_a_lead_changes_status_capacity_and_when_somebody_is_back(
    house: House, lead: Any
) -> None:
    back = (house.clock() + timedelta(hours=2)).isoformat()
    answer = await lead.patch(
        "/api/v1/agents/ana", json={"status": "away", "capacity": 2, "back_at": back}
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["status"], told["capacity"], told["load"]) == ("away", 2, 0)
    assert told["back_at"] is not None
    assert told["changes"][-1]["by"] == "Lea Haas"
    assert "capacity 4 → 2" in told["changes"][-1]["what"]
    assert house.segue.staffing.agents[AgentId("ana")].capacity == 2
    assert (await lead.get("/api/v1/agents/ana")).json()["status"] == "away"


@pytest.mark.parametrize(
    "body",
    [{"skills": ["refunds:2"]}, {"languages": ["de"]}, {"teams": ["billing"]}, {"shift": None}],
    ids=str,
)
async def test_what_somebody_can_do_and_where_they_belong_needs_a_manager(
    lead: Any, manager: Any, body: dict[str, Any]
) -> None:
    refused = await lead.patch("/api/v1/agents/ana", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert (await manager.patch("/api/v1/agents/ana", json=body)).status_code == 200


async def test_skills_and_languages_are_there_after_a_restart(house: House, manager: Any) -> None:
    body = {"skills": ["refunds:3", "gift cards"], "languages": ["en", "de"], "capacity": 6}
    assert (await manager.patch("/api/v1/agents/ana", json=body)).status_code == 200
    await house.stop()
    await house.start()
    async with signed_in(house, "lea") as http:
        told = (await http.get("/api/v1/agents/ana")).json()
    assert told["skills"] == [{"name": "refunds", "level": 3}, {"name": "gift cards", "level": 1}]
    assert (told["languages"], told["capacity"]) == (["en", "de"], 6)


async def test_hours_of_their_own_are_read_as_teams_have_them(manager: Any) -> None:
    week = [[["09:00", "13:00"]]] * 5 + [[], []]
    answer = await manager.patch(
        "/api/v1/agents/ana", json={"shift": {"zone": "Europe/Madrid", "week": week}}
    )
    assert answer.json()["shift"]["week"] == week
    wrong = await manager.patch("/api/v1/agents/ana", json={"shift": {"week": [[["9", "x"]]]}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_hours")
    none = await manager.patch("/api/v1/agents/ana", json={"shift": None})
    assert none.json()["shift"] is None


async def test_a_lower_capacity_takes_nothing_away(house: House, lead: Any) -> None:
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    await ana.accept(await ana.offered(customer.conversation))
    answer = await lead.patch("/api/v1/agents/ana", json={"capacity": 0})
    assert (answer.json()["capacity"], answer.json()["load"]) == (0, 1)
    kept = await house.segue.store.conversation(ConversationId(customer.conversation))
    assert kept is not None
    assert kept.seat == "ana"


async def test_more_capacity_wakes_the_router(house: House, lead: Any) -> None:
    assert (await lead.patch("/api/v1/agents/ana", json={"capacity": 0})).status_code == 200
    ana = await house.agent("Ana")
    await ana.available()
    customer = await house.customer()
    await customer.ask_person()
    assert (await lead.patch("/api/v1/agents/ana", json={"capacity": 1})).status_code == 200
    assert await ana.offered(customer.conversation)


async def test_who_is_lent_is_offered_what_the_other_team_has(house: House, lead: Any) -> None:
    bea = await house.agent("Bea")  # of Billing; the customer is one for Orders
    await bea.available()
    customer = await house.customer()
    await customer.ask_person()
    answer = await lead.post("/api/v1/agents/bea/lend", json={"team": "orders", "for_min": 30})
    assert answer.status_code == 200, answer.text
    assert [one["team"]["id"] for one in answer.json()["lent"]] == ["orders"]
    assert await bea.offered(customer.conversation)
    await bea.accept(await bea.offered(customer.conversation))


async def test_being_lent_ends_by_itself(house: House, lead: Any) -> None:
    await lead.post("/api/v1/agents/bea/lend", json={"team": "orders", "for_min": 30})
    house.clock.turn(minutes=31)
    assert (await lead.get("/api/v1/agents/bea")).json()["lent"] == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [("ana/lend", {"team": "sales"}, 422, "unknown_team"),
     ("ana/lend", {"team": "orders"}, 422, "serves_already"),
     ("ana/lend", {"team": "billing", "for_min": 2}, 422, "bad_time"),
     ("nobody/lend", {"team": "orders"}, 404, "not_found")],
    ids=str,
)  # fmt: skip
async def test_lending_that_cannot_be_is_refused(
    lead: Any, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = await lead.post(f"/api/v1/agents/{path}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_nobody_is_not_found_and_an_agent_changes_nobody(house: House, lead: Any) -> None:
    assert (await lead.get("/api/v1/agents/nobody")).status_code == 404
    assert (await lead.patch("/api/v1/agents/nobody", json={"capacity": 1})).status_code == 404
    async with signed_in(house, "ana") as http:
        assert (await http.patch("/api/v1/agents/ben", json={"capacity": 1})).status_code == 403
        seen = (await http.get("/api/v1/agents/ben")).json()
    assert seen["changes"] == []


async def test_i_say_when_i_am_back_and_being_here_takes_it_back(house: House) -> None:
    back = (house.clock() + timedelta(minutes=20)).isoformat()
    async with signed_in(house, "ana") as http:
        answer = await http.put("/api/v1/me/presence", json={"status": "away", "back_at": back})
        assert (answer.status_code, answer.json()["status"]) == (200, "away")
        assert answer.json()["back_at"] is not None
        assert (await http.get("/api/v1/agents/ana")).json()["back_at"] is not None
        answer = await http.put("/api/v1/me/presence", json={"status": "available"})
        assert answer.json() == {"status": "available", "back_at": None}
        past = await http.put(
            "/api/v1/me/presence", json={"status": "away", "back_at": "2020-01-01T00:00:00Z"}
        )
        assert (past.status_code, past.json()["code"]) == (422, "bad_time")
    known = await house.segue.store.agent(AgentId("ana"))
    assert known is not None
    assert replace(known, changes=()).back_at is None


async def test_people_are_changed_by_command_through_a_running_server(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEGUE_PASSWORD", PASSWORD)
    max_ = "max@fernhill.example"
    body = {"skills": ["refunds:2"], "capacity": 2}
    made = await asyncio.to_thread(change_there, house.url, max_, "PATCH", "Ana Ruiz", "", body)
    assert (made["capacity"], made["skills"]) == (2, [{"name": "refunds", "level": 2}])
    help_ = {"team": "billing", "for_min": 30}
    made = await asyncio.to_thread(change_there, house.url, max_, "POST", "ana", "/lend", help_)
    assert made["lent"][0]["team"]["id"] == "billing"
    with pytest.raises(BadSettings, match="nobody called 'zoe'"):
        await asyncio.to_thread(change_there, house.url, max_, "PATCH", "zoe", "", body)
    lea = "lea@fernhill.example"
    with pytest.raises(BadSettings, match="needs the role manager"):
        await asyncio.to_thread(change_there, house.url, lea, "PATCH", "ana", "", body)
