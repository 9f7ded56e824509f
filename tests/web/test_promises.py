"""The list of promises over HTTP: what it tells, and who sees which."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

import httpx
import pytest

from web.conftest import House

pytestmark = pytest.mark.slow  # real servers


async def listed(house: House, name: str, query: str = "") -> dict[str, Any]:
    async with aclosing(await house.http(name)) as http:
        answer = await http.get(f"/api/v1/promises{query}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


async def test_a_call_that_was_promised_is_listed_with_everything_to_make_it(house: House) -> None:
    wren = await house.customer()
    await wren.say("My tent from order 4812 leaks")
    await wren.choose("callback", phone="+34 600 123 456")
    await wren.shows("callback_booked")
    [one] = (await listed(house, "ana"))["items"]
    assert (one["kind"], one["state"], one["channel"]) == ("callback", "ok", "callback")
    assert (one["phone"], one["conversation"]) == ("+34600123456", wren.conversation)
    assert one["team"] == {"id": "orders", "name": "Orders"}
    assert one["case"] == wren.state["case"]
    assert one["due_at"] == wren.state["answer_by"]
    assert (one["agent"], one["calls"], one["again_at"]) == (None, [], None)
    assert one["customer"]["verified"] is False
    assert one["language"] == "en"


async def test_agents_see_their_teams_and_leads_all(house: House) -> None:
    wren = await house.customer()
    await wren.choose("leave_message", text="The zip broke.")
    await wren.shows("saved")
    assert (await listed(house, "ana"))["counts"]["cases"] == 1
    assert (await listed(house, "lea", "?team=orders"))["counts"]["cases"] == 1
    assert (await listed(house, "lea", "?team=billing"))["items"] == []
    assert (await listed(house, "bea"))["items"] == [], "Billing does not serve Orders"
    assert (await listed(house, "bea", "?team=orders"))["items"] == []
    assert (await listed(house, "ana", "?kind=callback"))["items"] == []
    assert len((await listed(house, "ana", "?kind=callback,case"))["items"]) == 1
    assert (await listed(house, "ana", "?mine=true"))["items"] == []


async def test_what_is_asked_wrongly_is_refused(house: House) -> None:
    async with aclosing(await house.http("lea")) as http:
        for query in ("team=nowhere", "kind=dance", "after=yesterday", "mine=perhaps"):
            answer = await http.get(f"/api/v1/promises?{query}")
            assert answer.status_code in (400, 422), answer.text
    async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        assert (await http.get("/api/v1/promises")).status_code == 401


async def test_promises_are_measured(house: House) -> None:
    wren = await house.customer()
    await wren.ask_person()
    await wren.choose("leave_message", text="The zip broke.")
    await wren.shows("saved")
    async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        told = (await http.get("/metrics")).text
    assert 'segue_promises_open{kind="case",state="ok"} 1.0' in told
    assert 'segue_promises_total{kind="first_answer",outcome="moved"} 1.0' in told
