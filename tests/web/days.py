"""What everybody reads on a bad day, and whether somebody was forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId
from segue.testing import AgentClient, Customer
from web.conftest import House

T = TypeVar("T")
LOOKS, PAUSE_S = 200, 0.05


async def soon(ask: Callable[[], Awaitable[T | None]], what: str) -> T:
    """Asked until there is an answer, ten seconds at the most."""
    for _ in range(LOOKS):
        found = await ask()
        if found:
            return found
        await asyncio.sleep(PAUSE_S)
    raise AssertionError(f"There never was {what}.")


async def floor(lead: AgentClient, team: str = "") -> dict[str, Any]:
    found: dict[str, Any] = await lead.get(f"floor?team={team}" if team else "floor")
    return found


async def row(lead: AgentClient, customer: Customer, **wanted: Any) -> dict[str, Any]:
    """The customer's row on the floor, once it has these fields."""

    async def look() -> dict[str, Any] | None:
        for one in (await floor(lead))["line"]:
            if one["conversation"] == customer.conversation:
                return one if all(one[name] == value for name, value in wanted.items()) else None
        return None

    return await soon(look, f"a row of {customer.name} with {wanted}")


async def decision(lead: AgentClient, kind: str) -> dict[str, Any]:
    """What the lead should decide on, once it says so."""

    async def look() -> dict[str, Any] | None:
        told = (await floor(lead))["decisions"]
        return next((one for one in told if one["kind"] == kind), None)

    return await soon(look, f"a decision {kind}")


async def promise(lead: AgentClient, customer: Customer, **wanted: Any) -> dict[str, Any]:
    """The customer's line in the list of promises, once it has these fields."""

    async def look() -> dict[str, Any] | None:
        for one in (await lead.get("promises"))["items"]:
            if one["conversation"] == customer.conversation:
                found: dict[str, Any] = one
                return found if all(one[name] == at for name, at in wanted.items()) else None
        return None

    return await soon(look, f"a promise to {customer.name} with {wanted}")


async def rings(customer: Customer, *agents: AgentClient) -> AgentClient:
    """At whose screen this one rings."""

    async def look() -> AgentClient | None:
        return next((one for one in agents if customer.conversation in one.offers), None)

    return await soon(look, f"an offer of {customer.name}")


def later(house: House, **by: float) -> None:
    """Time passes, and everything that looks at the clock looks."""
    house.clock.turn(**by)
    house.segue.jobs.wake()
    house.segue.router.wake()


async def stage_of(house: House, customer: Customer) -> s.Stage:
    one = await house.segue.store.conversation(ConversationId(customer.conversation))
    assert one is not None
    return one.stage


def how_it_stands(house: House, one: Conversation) -> str:
    """A person, a place in a line, a promise, their own choice, an end with a reason; or nothing,
    which must never be."""
    places, owed = house.segue.staffing.places, house.segue.promises.owed
    match one.stage:
        case s.WithAgent():
            return "person"
        case s.Waiting() | s.Offered():
            return "line" if one.id in places else ""
        case s.Deferred(case=case, answer_by=by, since=since, ready=ready):
            called = one.id in places or not ready  # a call in a slot stands in no line until then
            return "promise" if case and by > since and one.id in owed and called else ""
        case s.WithBot() | s.WrappingUp():
            return "assistant"
        case s.Closed(outcome=outcome):
            return "end" if outcome else ""


async def nobody_is_forgotten(house: House, *customers: Customer) -> None:
    """Everybody who asked for a person has one, a place, a promise, or an end with a reason; what
    the router believes is what the store has; and nothing on their screens was out of order."""
    ids = [ConversationId(one.conversation) for one in customers]
    for one in await house.segue.store.conversations(ids):
        assert how_it_stands(house, one), f"{one.id} is forgotten in {one.stage}"
    for customer in customers:
        assert customer.faults == [], customer.faults
