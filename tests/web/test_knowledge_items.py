"""Items of knowledge over HTTP: drafts, versions, gaps, trials, and what the assistant can do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from web.conftest import House
from web.knowing import API, REFUNDS, added, get, signed_in, stocked, told, written

pytestmark = pytest.mark.slow  # each asks a house of its own


@pytest.fixture
async def full(house: House) -> House:
    return stocked(house)


@pytest.fixture
async def max_(full: House) -> AsyncIterator[httpx.AsyncClient]:
    """Max, a manager."""
    async with signed_in(full, "max") as http:
        yield http


@pytest.fixture
async def lea(full: House) -> AsyncIterator[httpx.AsyncClient]:
    """Lea, a lead."""
    async with signed_in(full, "lea") as http:
        yield http


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "help"
    folder.mkdir()
    (folder / "refunds.md").write_text(REFUNDS)
    (folder / "shipping.md").write_text("# Shipping\n\nTwo days.\n")
    return folder


# --- items ----------


async def test_an_article_by_a_manager_is_live_and_by_a_lead_waits(
    max_: httpx.AsyncClient, lea: httpx.AsyncClient
) -> None:
    live = await written(max_, examples=["a present?", "a present?"], needs=["order"])
    assert (live["body"], live["draft"], live["owner"]) == ("All about Gifts.", None, "Max Weber")
    assert live["examples"] == ["a present?"]
    waits = await written(lea, "Vouchers")
    assert (waits["body"], waits["draft"]["body"]) == ("", "All about Vouchers.")
    path = f"{API}/knowledge/items/{waits['id']}"
    answer = await lea.post(f"{path}/publish", json={"version": waits["version"]})
    assert answer.status_code == 403
    done = await told(await max_.post(f"{path}/publish", json={"version": waits["version"]}))
    assert (done["body"], done["draft"], done["by"]) == ("All about Vouchers.", None, "Max Weber")


async def test_an_old_version_is_refused(max_: httpx.AsyncClient) -> None:
    item = await written(max_)
    path = f"{API}/knowledge/items/{item['id']}"
    await told(await max_.patch(path, json={"version": 1, "body": "Two."}))
    answer = await max_.patch(path, json={"version": 1, "body": "Mine."})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_item")
    assert (await get(max_, f"knowledge/items/{item['id']}"))["body"] == "Two."


async def test_drafts_are_written_thrown_away_published_and_taken_back(
    max_: httpx.AsyncClient,
) -> None:
    item = await written(max_)
    path = f"{API}/knowledge/items/{item['id']}"
    draft = await told(await max_.patch(path, json={"version": 1, "body": "New.", "draft": True}))
    assert (draft["body"], draft["draft"]["body"]) == ("All about Gifts.", "New.")
    assert (await get(max_, "knowledge/items", filter="drafts"))["counts"]["drafts"] == 1
    gone = await told(await max_.post(f"{path}/discard", json={"version": draft["version"]}))
    assert gone["draft"] is None
    answer = await max_.post(f"{path}/publish", json={"version": gone["version"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_draft")
    body = {"version": gone["version"], "body": "Newer.", "title": "Presents", "draft": True}
    draft = await told(await max_.patch(path, json=body))
    live = await told(await max_.post(f"{path}/publish", json={"version": draft["version"]}))
    assert (live["title"], live["body"]) == ("Presents", "Newer.")
    versions = (await get(max_, f"knowledge/items/{item['id']}/versions"))["items"]
    assert [one["title"] for one in versions] == ["Presents", "Gifts"]
    back = await told(await max_.post(f"{path}/versions/1/restore"))
    assert (back["title"], back["body"]) == ("Gifts", "All about Gifts.")
    assert (await max_.post(f"{path}/versions/77/restore")).status_code == 404


async def test_a_lead_edits_by_draft_and_does_not_widen_the_audience(
    max_: httpx.AsyncClient, lea: httpx.AsyncClient
) -> None:
    item = await written(max_, audience="internal")
    path = f"{API}/knowledge/items/{item['id']}"
    changed = await told(await lea.patch(path, json={"version": 1, "body": "Mine."}))
    assert (changed["body"], changed["draft"]["by"]) == ("All about Gifts.", "Lea Haas")
    answer = await lea.patch(path, json={"version": 2, "audience": "public"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    off = await told(await lea.patch(path, json={"version": 2, "on": False}))
    assert off["on"] is False
    answer = await lea.patch(path, json={"version": 3, "on": True})
    assert answer.status_code == 403
    assert (await lea.delete(path)).status_code == 403
    assert (await max_.delete(path)).status_code == 204
    assert (await max_.get(path)).status_code == 404


async def test_a_review_date_makes_an_item_stale_when_it_is_here(
    full: House, max_: httpx.AsyncClient
) -> None:
    day = f"{full.clock():%Y-%m-%d}"
    item = await written(max_, review=day)
    assert item["stale"] is True
    found = await get(max_, "knowledge/items", filter="stale")
    assert [one["id"] for one in found["items"]] == [item["id"]]
    path = f"{API}/knowledge/items/{item['id']}"
    fresh = await told(await max_.patch(path, json={"version": 1, "review": None}))
    assert (fresh["stale"], fresh["review"]) == (False, None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": "x"},
        {"title": "", "body": "x"},
        {"title": "\u0000\u0007", "body": "x"},
        {"title": "x", "body": "y", "live": True},
        {"title": "x", "body": "y", "examples": "z"},
        {"title": "x", "body": "y", "audience": "everybody"},
        {"title": "x", "body": "y", "review": "soon"},
        {"title": "x", "body": "y", "needs": ["not a name"]},
        {"title": "x", "body": "y", "language": "Deutsch!"},
    ],
)
async def test_what_is_no_article_is_refused(max_: httpx.AsyncClient, body: Any) -> None:
    answer = await max_.post(f"{API}/knowledge/items", json=body)
    assert answer.status_code == 422, answer.text


async def test_text_that_is_no_utf_8_is_refused(max_: httpx.AsyncClient) -> None:
    answer = await max_.post(
        f"{API}/knowledge/items",
        content=b'{"title":"\xff\xfe","body":"x"}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code in (400, 422)


async def test_ids_that_are_not_there_are_not_found(max_: httpx.AsyncClient) -> None:
    for name in ("nothing", "%00", "..%2F..%2Fetc", "x" * 300, "%ED%A0%80"):
        for path in (f"knowledge/items/{name}", f"knowledge/sources/{name}"):
            assert (await max_.get(f"{API}/{path}")).status_code in (400, 404), path
        answer = await max_.patch(f"{API}/knowledge/items/{name}", json={"version": 1})
        assert answer.status_code in (400, 404)
        answer = await max_.post(f"{API}/knowledge/sources/{name}/sync")
        assert answer.status_code in (400, 404)


# --- what was answered, and what was not ----------


async def test_an_item_tells_what_it_answered_and_whether_it_helped(
    full: House, max_: httpx.AsyncClient
) -> None:
    store = full.segue.store
    await written(max_)
    (item,) = await store.items()
    await store.save_items([], gone=[item.id])
    await store.save_items([replace(item, id="delivery", place="delivery", title="Delivery")])
    wren = await full.customer("Wren")
    await wren.say("when do you deliver?")
    await wren.sees("message", author="bot")
    shown = await get(max_, "knowledge/items/delivery")
    (answer,) = shown["answers"]
    assert (answer["question"], answer["helped"]) == ("when do you deliver?", None)
    assert (shown["used"], shown["helped"]) == (1, None)
    await wren.ask_person()
    await wren.sees("handoff_requested")
    shown = await get(max_, "knowledge/items/delivery")
    assert shown["answers"][0]["helped"] is False
    shown = await get(max_, "assistant")
    assert shown["fails"][0]["item"] == "delivery"
    assert shown["fails"][0]["why"] == "handed_over"


async def test_gaps_come_with_a_draft_of_what_the_team_said(
    full: House, max_: httpx.AsyncClient
) -> None:
    for name in ("Wren", "Finn"):
        customer = await full.customer(name)
        await customer.say("Do you repair zips?")
        await customer.sees("message", author="bot")
        await customer.ask_person()
        await customer.sees("handoff_requested")
        sara = await full.agent("Ana")
        await sara.act(customer.conversation, "pick")
        await customer.sees("agent_joined")
        await sara.say(customer.conversation, f"Hi {name}! We repair zips for free in any shop.")
        await customer.sees("message", author="agent")
    (gap,) = (await get(max_, "knowledge/gaps"))["items"]
    assert (gap["question"], gap["times"], gap["handed_over"]) == ("Do you repair zips?", 2, 2)
    assert len(gap["conversations"]) == 2
    assert gap["draft"]["title"] == "Do you repair zips?"
    assert gap["draft"]["body"] == "We repair zips for free in any shop."
    assert gap["draft"]["answers"] == 2
    assert (await get(max_, "knowledge/items"))["counts"]["gaps"] == 1
    bea = await full.http("bea")
    assert (await get(bea, "knowledge/gaps"))["items"] == [], "another team's conversations"
    assert (await get(bea, "assistant"))["fails"] == []
    await bea.aclose()


async def test_a_trial_answers_live_and_with_the_draft_and_leaves_no_trace(
    full: House, max_: httpx.AsyncClient
) -> None:
    item = await written(max_)
    path = f"{API}/knowledge/items/{item['id']}"
    await told(await max_.patch(path, json={"version": 1, "body": "Soon.", "draft": True}))
    body = {"question": "gifts?", "item": item["id"], "draft": True}
    both = await told(await max_.post(f"{API}/knowledge/ask", json=body))
    assert (both["live"]["sure"], both["live"]["would_offer"]) == (False, True)
    assert (both["draft"]["text"], both["draft"]["sure"]) == ("Soon.", True)
    assert both["draft"]["sources"] == [{"id": item["id"], "title": "Gifts", "url": None}]
    assert (both["draft"]["answerable"], both["draft"]["needs"]) == (True, 0.6)
    assert await full.segue.store.uses() == []
    body = {"question": "gifts?", "item": "nothing"}
    assert (await max_.post(f"{API}/knowledge/ask", json=body)).status_code == 404
    body = {"question": " \u0007 "}
    assert (await max_.post(f"{API}/knowledge/ask", json=body)).status_code == 422


async def test_a_trial_of_an_assistant_that_breaks_says_so(
    full: House, max_: httpx.AsyncClient
) -> None:
    async def broken(*_: object) -> Any:
        raise RuntimeError("no model")

    full.segue.library.attempt = broken
    full.segue.library.group = broken
    answer = await max_.post(f"{API}/knowledge/ask", json={"question": "gifts?"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    await written(max_)
    assert [one["title"] for one in (await get(max_, "assistant"))["topics"]] == ["Gifts"]


async def test_what_the_assistant_can_do_is_one_page(
    full: House, max_: httpx.AsyncClient, pages: Path
) -> None:
    await added(max_, pages)
    ana = await full.http("ana")
    shown = await get(ana, "assistant")
    assert (shown["by"], shown["covers"]["items"], shown["covers"]["on"]) == ("knowledge", 2, 2)
    assert {one["title"] for one in shown["topics"]} == {"Refunds", "Shipping"}
    assert shown["last_days"] == {
        "answers": 0,
        "missed": 0,
        "handed_over": 0,
        "solved": 0,
        "days": 7,
    }
    assert all(one["text"] and one["rule"] for one in shown["may_say"])
    await ana.aclose()
