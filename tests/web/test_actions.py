"""Acting in other systems over the API: see, try, do, agree, take back; and who may not.

The other system is the demo shop's own, on a socket of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.conftest import DEMO, ENVIRON, SHOP_KEY, served
from segue.actions import actions_in
from segue.app.ports_actions import ActionWish
from segue.demo.shop import MOUNT, demo_services
from segue.domain.ids import ConversationId, Epoch
from segue.domain.inputs import BotAnswered, Contact, CustomerAllowedAction, IdentityProven
from segue.testing import AgentClient, Customer
from web.conftest import House

pytestmark = pytest.mark.slow  # real servers, real time-outs

NOA = Contact("Noa Berg", "noa@shopper.example", verified=True, customer_id="c-1001")


@pytest.fixture
async def acting(house: House, tmp_path: Path) -> AsyncIterator[House]:
    """A house that acts in the demo's shop."""
    shop = demo_services(tmp_path / "shop", SHOP_KEY, house.clock)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(served(shop))
        doing = actions_in(DEMO, urls={"shop": url + MOUNT}, environ=ENVIRON)
        house.segue.doing = doing
        workers: Any = house.segue.jobs.work["run_action"]
        workers.__self__.doing = doing
        yield house
        await doing.stop()
    shop.close()


async def prove(house: House, customer: Customer, contact: Contact = NOA) -> None:
    name = ConversationId(customer.conversation or "")
    await house.segue.turns.take(name, IdentityProven(contact, "token"))


async def joined(
    house: House, name: str = "Ana", *, proven: bool = True
) -> tuple[Customer, AgentClient]:
    """A customer, known for sure, with this agent."""
    agent = await house.agent(name)
    await agent.available()
    customer = await house.customer()
    await customer.say("Something about my order.")
    if proven:
        await prove(house, customer)
    await customer.ask_person()
    await agent.accept(await agent.offered(customer.conversation))
    await customer.sees("agent_joined")
    return customer, agent


async def epoch(house: House, customer: Customer) -> int:
    one = await house.segue.store.conversation(ConversationId(customer.conversation or ""))
    assert one is not None
    return one.epoch


async def post(
    http: httpx.AsyncClient, customer: Customer, path: str = "", **body: Any
) -> httpx.Response:
    return await http.post(
        f"/api/v1/conversations/{customer.conversation}/actions{path}", json=body
    )


async def test_the_staff_sees_what_can_be_done_and_not_how(acting: House) -> None:
    http = await acting.http("ana")
    told = (await http.get("/api/v1/actions")).json()["items"]
    assert [one["id"] for one in told][:3] == ["track_order", "change_address", "cancel_order"]
    assert told[0]["inputs"][0]["fact"] == "order"
    assert (told[2]["undo"], told[3]["needs_approval"]) == ("restore_order", True)
    assert "127.0.0.1" not in str(told)
    assert "KEY" not in str(told)
    await http.aclose()


async def test_an_agent_acts_and_both_see_what_came_of_it(acting: House) -> None:
    customer, ana = await joined(acting)
    http = await acting.http("ana")
    now = await epoch(acting, customer)
    answer = await post(
        http, customer, action="track_order", inputs={"order": "48213"}, epoch=now, client_id="a1"
    )
    assert answer.status_code == 201
    assert answer.json()["n"] == 1
    done = await customer.sees("action_done")
    assert (done["n"], done["outcome"]) == (1, "done")
    assert {"label": "Status", "value": "on its way"} in done["rows"]
    await ana.hears("action_done", customer.conversation)
    again = await post(
        http, customer, action="track_order", inputs={"order": "48213"}, epoch=now, client_id="a1"
    )
    assert (again.status_code, again.json()) == (201, answer.json())
    thread = await ana.record(customer.conversation)
    assert [one["event"]["kind"] for one in thread].count("action_done") == 1
    await http.aclose()


async def test_what_was_done_can_be_taken_back_once(acting: House) -> None:
    customer, _ = await joined(acting)
    http = await acting.http("ana")
    now = await epoch(acting, customer)
    await post(http, customer, action="cancel_order", inputs={"order": "48377"}, epoch=now)
    await customer.sees("action_done", n=1)
    undone = await post(http, customer, "/1/undo", epoch=now)
    assert (undone.status_code, undone.json()["n"]) == (201, 2)
    done = await customer.sees("action_done", n=2)
    assert done["outcome"] == "done"
    again = await post(http, customer, "/1/undo", epoch=now)
    assert (again.status_code, again.json()["code"]) == (409, "not_now")
    none = await post(http, customer, "/7/undo", epoch=now)
    assert (none.status_code, none.json()["code"]) == (409, "not_now")
    await http.aclose()


async def test_a_dry_run_tells_what_would_be_sent_and_does_nothing(acting: House) -> None:
    customer, _ = await joined(acting)
    http = await acting.http("ana")
    now = await epoch(acting, customer)
    told = await post(
        http, customer, action="cancel_order", inputs={"order": "48377"}, epoch=now, dry_run=True
    )
    assert told.status_code == 200
    rows = {one["label"]: one["value"] for one in told.json()["result"]["rows"]}
    assert rows["Request"].startswith("POST http://127.0.0.1:")
    assert "•••" in rows["Headers"]
    assert SHOP_KEY not in told.text
    one = await acting.segue.store.conversation(ConversationId(customer.conversation or ""))
    assert one is not None
    assert one.actions == 0
    stale = await post(
        http, customer, action="cancel_order", inputs={"order": "1"}, epoch=now - 1, dry_run=True
    )
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_owner")
    await http.aclose()


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        ({"action": "drop_tables"}, 422, "unknown_action", None),
        ({"action": "track_order"}, 422, "missing_input", "order"),
        ({"action": "track_order", "inputs": {"order": "; x"}}, 422, "bad_input", "order"),
        ({"action": "track_order", "inputs": {"order": "1", "X-Customer": "c-1002"}}, 422,
         "bad_input", "X-Customer"),
        ({"action": "track_order", "inputs": {"order": 48213}}, 422, "bad_request", None),
        ({"action": "track_order", "inputs": {"order": "48213"}, "epoch": 0}, 409, "stale_owner",
         None),
    ],
)  # fmt: skip
async def test_a_wrong_wish_is_refused_with_its_code(
    acting: House, body: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    customer, _ = await joined(acting)
    http = await acting.http("ana")
    no = await post(http, customer, **({"epoch": await epoch(acting, customer)} | body))
    assert (no.status_code, no.json()["code"]) == (status, code), no.text
    if field:
        assert no.json()["errors"][0]["field"] == field
    await http.aclose()


async def test_for_somebody_unproven_nothing_of_theirs_is_fetched(acting: House) -> None:
    customer, _ = await joined(acting, proven=False)
    http = await acting.http("ana")
    wanted: dict[str, Any] = {"action": "track_order", "inputs": {"order": "48213"}}
    now = await epoch(acting, customer)
    no = await post(http, customer, **wanted, epoch=now)
    assert (no.status_code, no.json()["code"]) == (409, "needs_identity")
    slots: dict[str, Any] = {"action": "list_slots", "inputs": {"kind": "repair", "store": "Porto"}}
    assert (await post(http, customer, **slots, epoch=now)).status_code == 201
    await http.aclose()


async def test_nobody_acts_in_a_conversation_that_is_not_theirs(acting: House) -> None:
    customer, _ = await joined(acting)
    now = await epoch(acting, customer)
    wanted: dict[str, Any] = {"action": "track_order", "inputs": {"order": "48213"}}
    wanted["epoch"] = now
    ben, bea = await acting.http("ben"), await acting.http("bea")
    no = await post(ben, customer, **wanted)
    assert (no.status_code, no.json()["code"]) == (409, "not_yours")
    assert (await post(ben, customer, **wanted, dry_run=True)).json()["code"] == "not_yours"
    assert (await post(bea, customer, **wanted)).status_code == 404
    nobody = await acting.http()
    assert (await post(nobody, customer, **wanted)).status_code == 401
    for http in (ben, bea, nobody):
        await http.aclose()


async def waits_for_approval(house: House) -> Customer:
    """The customer said yes to a cancellation, and the shop wants the team to agree: run 2."""
    customer = await house.customer()
    await customer.say("Cancel order 48402")
    await prove(house, customer)
    name = ConversationId(customer.conversation or "")
    one = await house.segue.store.conversation(name)
    assert one is not None
    wish = ActionWish("cancel_order", (("order", "48402"),))
    call = house.segue.doing.call(wish, who="bot", language="en")
    await house.segue.turns.take(
        name, BotAnswered(one.heard, Epoch(one.epoch), text="One moment.", sure=True, act=call)
    )
    await house.segue.turns.take(name, CustomerAllowedAction(1))
    refused = await customer.sees("action_done", n=1)
    assert refused["outcome"] == "refused"
    wanted = await customer.sees("action_wanted", n=2)
    assert (wanted["title"], wanted["state"]) == ("Cancel a large order", "approval")
    return customer


async def test_what_the_shop_wants_agreed_to_goes_to_the_team_which_agrees(acting: House) -> None:
    ana = await acting.agent("Ana")
    await ana.available()
    customer = await waits_for_approval(acting)
    bea = await acting.http("bea")
    no = await post(bea, customer, "/2/approve")
    assert no.status_code in (403, 404)
    http = await acting.http("ana")
    assert (await post(http, customer, "/2/approve", client_id="y1")).status_code == 200
    done = await customer.sees("action_done", n=2)
    assert done["outcome"] == "done"
    late = await post(http, customer, "/2/reject", why="too late")
    assert (late.status_code, late.json()["code"]) == (409, "draft_gone")
    for one in (http, bea):
        await one.aclose()


async def test_the_team_says_no_and_it_is_not_done(acting: House) -> None:
    ana = await acting.agent("Ana")
    await ana.available()
    customer = await waits_for_approval(acting)
    http = await acting.http("ana")
    assert (await post(http, customer, "/2/reject", why="It is a gift.")).status_code == 200
    over = await customer.sees("action_over", n=2)
    assert over["how"] == "rejected"
    assert "gift" not in str(customer.frames)
    await http.aclose()


async def test_leads_read_who_ran_what(acting: House) -> None:
    customer, _ = await joined(acting)
    http = await acting.http("ana")
    now = await epoch(acting, customer)
    await post(http, customer, action="cancel_order", inputs={"order": "48377"}, epoch=now)
    await customer.sees("action_done")
    assert (await http.get("/api/v1/actions/runs")).status_code == 403
    lea = await acting.http("lea")
    told = (await lea.get("/api/v1/actions/runs")).json()
    lines = [(one["what"], one["how"], one["by"], one["action"]) for one in told["items"]]
    assert lines == [
        ("wanted", "running", "Ana Ruiz", "cancel_order"),
        ("done", "done", "Ana Ruiz", "cancel_order"),
    ]
    assert told["items"][0]["inputs"] == [{"label": "Order number", "value": "48377"}]
    rest = (await lea.get("/api/v1/actions/runs", params={"after": told["next"]})).json()
    assert rest == {"items": [], "next": told["next"]}
    assert (await lea.get("/api/v1/actions/runs?after=nonsense")).status_code == 422
    for one in (http, lea):
        await one.aclose()
