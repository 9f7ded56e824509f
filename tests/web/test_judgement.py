"""The decisions page and what it stands on: over HTTP, with a real server behind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from segue.testing import Customer
from web.conftest import House, MakeHouse, exclaimed

pytestmark = pytest.mark.slow  # each asks a house of its own


@pytest.fixture
async def alert(houses: MakeHouse) -> House:
    """A house whose reader hears exclamation marks."""
    return await houses(read=exclaimed)


@pytest.fixture
async def ana(alert: House) -> AsyncIterator[httpx.AsyncClient]:
    http = await alert.http("ana")
    yield http
    await http.aclose()


async def spoken(house: House, *words: str) -> Customer:
    """A customer who said these, each answered (or held) before the next."""
    customer = await house.customer()
    for text in words:
        seq = await customer.say(text)

        def answered(seq: int = seq) -> bool:
            later = (one for number, one in customer.events.items() if number > seq)
            return customer.state["preparing"] or any(
                one["kind"] != "message" or one["author"] == "bot" for one in later
            )

        await customer.until(answered, what="an answer")
    return customer


async def decisions(http: httpx.AsyncClient, customer: Customer, **query: str) -> dict[str, Any]:
    answer = await http.get(
        f"/api/v1/conversations/{customer.conversation}/decisions", params=query
    )
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_every_turn_tells_what_was_seen_and_what_came_of_it(
    alert: House, ana: httpx.AsyncClient
) -> None:
    customer = await spoken(alert, "when do you deliver?", "this is taking ages!!")
    await customer.sees("person_offered")
    told = await decisions(ana, customer)
    first, answer, second = told["turns"][:3]
    assert (first["author"], first["moment"], first["outcome"]["kind"]) == (
        "customer",
        "heard",
        "stayed",
    )
    assert (answer["author"], answer["sources"], answer["confidence"]) == (
        "bot",
        [{"title": "Delivery"}],
        0.9,
    )
    assert second["outcome"]["rule"] == "frustration"
    assert second["outcome"]["text"].startswith("A person was offered. Lane 5")
    assert second["basis"] == [{"signal": "anger", "text": "!!", "back": 0}]
    hit = next(one for one in second["meters"] if one["field"] == "anger")
    assert (hit["value"], hit["needs"], hit["held"]) == (0.9, 0.8, True)
    assert {one["state"] for one in second["rules"]} >= {"decided", "not"}
    assert told["rules_version"] == alert.segue.policy.version
    assert told["case"]
    assert told["verdict"] is None


async def test_it_is_what_the_journal_says(alert: House, ana: httpx.AsyncClient) -> None:
    customer = await spoken(alert, "when do you deliver?", "riddle?", "nonsense", "riddle!!")
    page = await ana.get(f"/api/v1/conversations/{customer.conversation}/events")
    told = await decisions(ana, customer)  # afterwards: the newest turn may be judged meanwhile
    kept = [one["event"] for one in page.json()["events"] if one["event"]["kind"] == "judged"]
    assert kept
    for judged in kept:
        moment = "answered" if judged["answered"] else "heard"
        matched = [
            [one["id"] for one in turn["rules"] if one["state"] in ("decided", "matched")]
            for turn in told["turns"]
            if turn["moment"] == moment and turn["policy"] == judged["policy"]
        ]
        assert judged["matched"] in matched
        outcomes = [turn["outcome"]["rule"] for turn in told["turns"]]
        assert judged["fired"] in ("", *outcomes)


async def test_times_are_those_of_the_reader(alert: House, ana: httpx.AsyncClient) -> None:
    customer = await spoken(alert, "hello")
    await customer.ask_person()
    here = (await decisions(ana, customer))["why"]["then"]
    there = (await decisions(ana, customer, zone="Asia/Kolkata"))["why"]["then"]
    assert here != there
    assert "pressed the button for a person" in there
    path = f"/api/v1/conversations/{customer.conversation}/decisions"
    for zone in ("Nowhere/At all", "../../etc/passwd", "x" * 300):
        answer = await ana.get(path, params={"zone": zone})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


async def test_customers_never_see_what_was_judged(alert: House) -> None:
    ana = await alert.agent("Ana")
    await ana.available()
    customer = await spoken(alert, "nonsense", "riddle?", "hm!!")
    shown = str(customer.frames)
    for secret in ("judged", "signals", "marked", "stood_by", "stand_by", "draft", "frustration"):
        assert secret not in shown, secret


# --- examples ----------


async def test_a_turn_is_labelled_listed_and_unlabelled(
    alert: House, ana: httpx.AsyncClient
) -> None:
    customer = await spoken(alert, "when do you deliver?")
    path = f"/api/v1/conversations/{customer.conversation}/examples"
    turn = (await customer.sees("message", author="customer"))["seq"]
    made = await ana.post(path, json={"seq": turn, "label": "no_person", "note": "easy"})
    assert made.status_code == 201
    number = made.json()["id"]
    (one,) = (await ana.get("/api/v1/examples")).json()["items"]
    assert (one["id"], one["label"], one["by"], one["note"]) == (
        number, "no_person", "Ana Ruiz", "easy",
    )  # fmt: skip
    assert one["text"] == "when do you deliver?"
    assert (await ana.get("/api/v1/examples", params={"after": number})).json()["items"] == []
    assert (await ana.delete(f"/api/v1/examples/{number}")).status_code == 204
    assert (await ana.get("/api/v1/examples")).json() == {"items": [], "next": None}
    assert (await ana.delete(f"/api/v1/examples/{number}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"seq": 1, "label": "person"}, "no_turn"),
        ({"seq": 999, "label": "person"}, "no_turn"),
        ({"seq": 0, "label": "person"}, "no_turn"),
        ({"seq": -1, "label": "person"}, "bad_request"),
        ({"seq": 2, "label": "maybe"}, "bad_request"),
        ({"seq": 2, "label": "person", "note": "x" * 501}, "bad_request"),
        ({"seq": 2, "label": "person", "why": "x"}, "bad_request"),
        ({}, "bad_request"),
    ],
)
async def test_only_a_turn_of_the_customer_is_labelled(
    alert: House, ana: httpx.AsyncClient, body: dict[str, Any], code: str
) -> None:
    customer = await spoken(alert, "when do you deliver?")
    answer = await ana.post(f"/api/v1/conversations/{customer.conversation}/examples", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_examples_of_foreign_conversations_are_not_shown_and_not_taken_away(
    alert: House, ana: httpx.AsyncClient
) -> None:
    customer = await spoken(alert, "when do you deliver?")
    await customer.ask_person()  # to Orders
    turn = (await customer.sees("message", author="customer"))["seq"]
    path = f"/api/v1/conversations/{customer.conversation}/examples"
    number = (await ana.post(path, json={"seq": turn, "label": "person"})).json()["id"]
    bea = await alert.http("bea")
    assert (await bea.get("/api/v1/examples")).json()["items"] == []
    assert (await bea.delete(f"/api/v1/examples/{number}")).status_code == 404
    await bea.aclose()
    assert len((await ana.get("/api/v1/examples")).json()["items"]) == 1


# --- the customer as others describe them ----------


async def test_a_customer_is_described_and_rules_see_it(
    alert: House, ana: httpx.AsyncClient
) -> None:
    customer = await spoken(alert, "when do you deliver?")
    path = f"/api/v1/conversations/{customer.conversation}/customer"
    done = await ana.patch(path, json={"tier": "vip", "attributes": {"plan": "gold"}})
    assert done.status_code == 200, done.text
    assert set(done.json()) == {"seq", "epoch"}
    await customer.say("nonsense")
    await customer.sees("handoff_requested")
    told = await decisions(ana, customer)
    assert any(one["outcome"]["rule"] == "vip-missed" for one in told["turns"])
    opened = (await ana.get(f"/api/v1/conversations/{customer.conversation}")).json()
    assert opened["priority"] == "high"
    assert opened["brief"]["rule"]["name"] == "Important customer, one miss"
    assert "vip" in [one["id"] for one in opened["brief"]["also"]]


@pytest.mark.parametrize(
    "body",
    [
        {"tier": "x" * 41},
        {"tier": "<b>"},
        {"tier": 3},
        {"attributes": {"": "x"}},
        {"attributes": {"a b": "x"}},
        {"attributes": {"a": "x" * 201}},
        {"attributes": {f"a{n}": "x" for n in range(41)}},
        {"name": "x"},
    ],
)
async def test_a_description_that_is_none_is_refused(
    alert: House, ana: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    customer = await alert.customer()
    answer = await ana.patch(f"/api/v1/conversations/{customer.conversation}/customer", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
