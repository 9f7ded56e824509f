"""The server does what its own reference says, for input that nobody thought of.

Schemathesis makes requests from `/openapi.json`: right ones, wrong ones, odd ones. Whatever comes,
the answer is documented, never 5xx, and a refusal is a problem document with a code.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from segue.web.limits import Rate, Rates
from web.conftest import PASSWORD, House, MakeHouse

schemathesis = pytest.importorskip("schemathesis")
EASY = Rate(1e9, 1e9)
LEFT_OUT = ("/metrics", "/openapi.json", "/api/v1/sign-out", "/api/v1/sign-in")


def play(house: House, token: str, conversation: str) -> int:
    """A few examples of every operation; returns how many requests were made."""
    schema = schemathesis.openapi.from_url(f"{house.url}/openapi.json")
    made = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path in LEFT_OUT:
            continue

        @settings(
            max_examples=8,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            nonlocal made
            made += 1
            if "conversation" in (case.path_parameters or {}):
                case.path_parameters["conversation"] = conversation
            answer = case.call(headers={"authorization": f"Bearer {token}"})
            told = f"{case.method} {case.path} {case.body!r} {answer.status_code} {answer.text}"
            assert answer.status_code < 500, told
            if answer.status_code >= 400:
                kind = answer.headers["content-type"][0]
                assert kind.startswith("application/problem+json"), told
                assert answer.json()["code"], told

        check()
    return made


@pytest.mark.slow
async def test_odd_requests_get_documented_answers(houses: MakeHouse) -> None:
    house = await houses(rates=Rates(agent_commands=EASY, requests_by_agent=EASY))
    customer = await house.customer()
    await customer.say("hello there")
    http = await house.http()
    body = {"email": "lea@fernhill.example", "password": PASSWORD}
    token = (await http.post("/api/v1/sign-in", json=body)).json()["token"]
    await http.aclose()
    await customer.close()  # a socket's pings are random, which Hypothesis takes for its own fault
    made = await asyncio.to_thread(play, house, token, customer.conversation)
    assert made > 100
    await customer.reconnect()
    await customer.say("and the customer is still here")
