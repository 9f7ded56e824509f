"""The wait in a running house: told on the screen, scored for leads, counted for monitors."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

import httpx
import pytest

from web.conftest import House

pytestmark = pytest.mark.slow  # real servers


async def score(house: House, name: str, query: str = "") -> httpx.Response:
    async with aclosing(await house.http(name)) as http:
        answer: httpx.Response = await http.get(f"/api/v1/waits/score{query}")
        return answer


async def test_before_anybody_waited_there_is_no_score(house: House) -> None:
    found: dict[str, Any] = (await score(house, "lea")).json()
    assert (found["days"], found["shown"], found["settled"]) == (7, 0, 0)
    assert found["coverage"] is None
    assert found["with_leavers"]["held"] is None
    assert (found["by_team"], found["by_day"]) == ([], [])


async def test_what_a_customer_read_is_scored_when_a_person_has_come(house: House) -> None:
    ana = await house.agent("Ana Ruiz")
    await ana.presence("available")
    wren = await house.customer()
    await wren.ask_person()
    offer = await ana.offered()
    waits = house.segue.waits
    assert waits is not None
    await waits.round()
    await ana.accept(offer)
    await wren.shows("joined")
    await waits.write()
    found: dict[str, Any] = (await score(house, "lea", "?days=1")).json()
    assert found["settled"] >= 1
    assert found["coverage"] is not None
    [team] = found["by_team"]
    assert team["team"] == {"id": "orders", "name": "Orders"}
    assert [one["settled"] for one in found["by_day"]] == [found["settled"]]
    async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        told = (await http.get("/metrics")).text
    assert f"segue_wait_estimates_settled_total {float(found['settled'])}" in told


async def test_the_score_is_for_leads_and_of_days_that_there_were(house: House) -> None:
    assert (await score(house, "ana")).status_code == 403
    for query in ("?days=0", "?days=91", "?days=many"):
        assert (await score(house, "lea", query)).status_code in (400, 422)
