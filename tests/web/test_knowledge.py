"""Knowledge over HTTP: sources, uploads, items, drafts, gaps, trials; who may do what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from segue.app.ports_bot import BotReply, BotTurn
from segue.app.ports_knowledge import KnowledgeItem
from segue.domain.actions import Measured
from segue.domain.stages import Source
from segue.knowledge.sources import Sources
from segue.web.routes import ROUTES
from web.conftest import House

pytestmark = pytest.mark.slow  # each asks a house of its own

API = "/api/v1"
REFUNDS = "# Refunds\n\nRefunds arrive within seven days.\n"


async def echoing(
    turn: BotTurn, items: list[KnowledgeItem] | tuple[KnowledgeItem, ...] | None
) -> tuple[BotReply, float]:
    """Answers with the item whose title is asked for; `items` None is nothing."""
    found = [one for one in items or () if one.title.casefold() in turn.text.casefold()]
    if not found:
        return BotReply("I do not know.", confidence=0.1), 0.6
    one = found[0]
    source = Source(one.id, one.title, one.url)
    measured = Measured(answerable=0.9)
    return BotReply(one.body, (source,), confidence=0.9, sure=True, measured=measured), 0.6


@pytest.fixture
async def stocked(house: House) -> House:
    """A house that reads real files."""
    library = house.segue.library
    library.syncing.documents = Sources(house.clock, library.uploads.inbox)
    library.attempt = echoing  # type: ignore[assignment]  # a list is a sequence
    return house


@pytest.fixture
async def max_(stocked: House) -> AsyncIterator[httpx.AsyncClient]:
    """Max, a manager."""
    http = await stocked.http("max")
    yield http
    await http.aclose()


@pytest.fixture
async def lea(stocked: House) -> AsyncIterator[httpx.AsyncClient]:
    """Lea, a lead."""
    http = await stocked.http("lea")
    yield http
    await http.aclose()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "help"
    folder.mkdir()
    (folder / "refunds.md").write_text(REFUNDS)
    (folder / "shipping.md").write_text("# Shipping\n\nTwo days.\n")
    return folder


async def told(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def get(http: httpx.AsyncClient, path: str, **asked: Any) -> dict[str, Any]:
    return await told(await http.get(f"{API}/{path}", params=asked))


async def read(http: httpx.AsyncClient, source: str) -> dict[str, Any]:
    """The source, once nobody reads it any more."""
    async with asyncio.timeout(20):
        while True:
            found = await get(http, f"knowledge/sources/{source}")
            if found["sync"]["state"] not in ("running", "never"):
                return found
            await asyncio.sleep(0.02)


async def added(http: httpx.AsyncClient, folder: Path, **more: Any) -> dict[str, Any]:
    body = {"kind": "folder", "name": "Help", "where": str(folder), **more}
    made = await told(await http.post(f"{API}/knowledge/sources", json=body), 201)
    return await read(http, made["id"])


async def written(http: httpx.AsyncClient, title: str = "Gifts", **more: Any) -> dict[str, Any]:
    body = {"title": title, "body": f"All about {title}.", **more}
    return await told(await http.post(f"{API}/knowledge/items", json=body), 201)


# --- sources ----------


async def test_a_folder_is_added_read_and_searched(max_: httpx.AsyncClient, pages: Path) -> None:
    source = await added(max_, pages)
    assert (source["sync"]["state"], source["items"], source["failures"]) == ("done", 2, [])
    found = await get(max_, "knowledge/items", q="seven DAYS", source=source["id"])
    (item,) = found["items"]
    assert (item["title"], item["source_name"], item["on"]) == ("Refunds", "Help", True)
    assert found["counts"] == {"all": 2, "gaps": 0, "stale": 0, "off": 0, "drafts": 0}
    full = await get(max_, f"knowledge/items/{item['id']}")
    assert full["passages"] == [{"heading": "Refunds", "text": "Refunds arrive within seven days."}]


async def test_lists_come_in_pages(max_: httpx.AsyncClient, pages: Path) -> None:
    await added(max_, pages)
    first = await get(max_, "knowledge/items", limit=1)
    second = await get(max_, "knowledge/items", limit=1, after=first["next"])
    titles = [one["items"][0]["title"] for one in (first, second)]
    assert (titles, second["next"]) == (["Refunds", "Shipping"], None)
    answer = await max_.get(f"{API}/knowledge/items", params={"after": "nothing"})
    assert answer.json()["code"] == "bad_request"


async def test_settings_of_a_source_change_and_it_goes_with_its_items(
    max_: httpx.AsyncClient, pages: Path
) -> None:
    source = await added(max_, pages)
    path = f"{API}/knowledge/sources/{source['id']}"
    changed = await told(await max_.patch(path, json={"name": "Pages", "every_h": 24}))
    assert (changed["name"], changed["every_h"], changed["where"]) == ("Pages", 24, str(pages))
    (pages / "new.md").write_text("# New\n\nText.")
    await told(await max_.post(f"{path}/sync"), 202)
    assert (await read(max_, source["id"]))["sync"]["added"] == 1
    assert (await max_.delete(path)).status_code == 204
    assert (await max_.get(path)).status_code == 404
    assert (await get(max_, "knowledge/items"))["items"] == []
    kinds = [one["kind"] for one in (await get(max_, "knowledge/sources"))["items"]]
    assert kinds == ["articles", "upload"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "folder", "name": "x", "where": "relative"}, "bad_source"),
        ({"kind": "site", "name": "x", "where": "javascript:alert(1)"}, "bad_source"),
        ({"kind": "articles", "name": "x", "where": "/x"}, "bad_request"),
        ({"kind": "folder", "name": "", "where": "/x"}, "bad_request"),
        ({"kind": "folder", "name": "x", "where": "/x", "depth": 99}, "bad_request"),
        ({"kind": "folder", "name": "x", "where": "/x", "id": "mine"}, "bad_request"),
    ],
)
async def test_what_is_no_source_is_refused(
    max_: httpx.AsyncClient, body: dict[str, Any], code: str
) -> None:
    answer = await max_.post(f"{API}/knowledge/sources", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_what_is_always_there_stays(max_: httpx.AsyncClient) -> None:
    answer = await max_.delete(f"{API}/knowledge/sources/articles")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_source")
    answer = await max_.post(f"{API}/knowledge/sources/articles/sync")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_read")


# --- uploads ----------


async def sent(http: httpx.AsyncClient, *files: tuple[str, bytes]) -> httpx.Response:
    return await http.post(
        f"{API}/knowledge/upload", files=[("files", (name, data)) for name, data in files]
    )


async def test_files_are_read_and_the_bad_ones_are_listed_with_why(
    stocked: House, max_: httpx.AsyncClient
) -> None:
    answer = await sent(
        max_,
        ("refunds.md", REFUNDS.encode()),
        ("faq.csv", b"question,answer\nHow much?,Ten.\nHow long?,A day.\n"),
        ("cut.pdf", b"%PDF-1.7 and no more"),
        ("latin.txt", "Überweisung".encode("latin-1") + b"\x81\x9d\xff"),
        ("old.doc", b"words"),
        ("../../evil.md", b"# Evil\n\nNot outside."),
    )
    assert (await told(answer, 202))["source"]["id"] == "upload"
    source = await read(max_, "upload")
    assert {one["where"] for one in source["failures"]} >= {"cut.pdf", "old.doc"}
    assert all(one["said"] and one["code"] for one in source["failures"])
    titles = {one["title"] for one in (await get(max_, "knowledge/items"))["items"]}
    assert {"Refunds", "Evil"} <= titles
    assert len(titles) >= 4
    assert stocked.segue.library.uploads.waiting() == {}


async def test_a_file_of_200_mb_is_refused_and_nothing_is_left(
    stocked: House, max_: httpx.AsyncClient
) -> None:
    class Large(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\n'
            for _ in range(200):
                yield bytes(1_000_000)
            yield b"\r\n--b--\r\n"

    answer = await max_.post(
        f"{API}/knowledge/upload",
        content=Large(),
        headers={"content-type": "multipart/form-data; boundary=b"},
        timeout=60,
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "a.md" in answer.json()["detail"]
    parts = stocked.segue.library.uploads.folder / "parts"
    assert list(parts.iterdir()) == []
    assert stocked.segue.library.uploads.waiting() == {}


@pytest.mark.parametrize(
    ("kind", "body", "status", "code"),
    [
        ("application/json", b"{}", 415, "not_multipart"),
        ("multipart/form-data", b"--b--", 415, "not_multipart"),
        ("multipart/form-data; boundary=b", b"--b--\r\n", 422, "empty"),
        ("multipart/form-data; boundary=b", b"", 400, "bad_multipart"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\ncut',
            400,
            "bad_multipart",
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
            422,
            "empty",
        ),
    ],
)
async def test_what_is_no_upload_is_refused(
    stocked: House, max_: httpx.AsyncClient, kind: str, body: bytes, status: int, code: str
) -> None:
    answer = await max_.post(
        f"{API}/knowledge/upload", content=body, headers={"content-type": kind}
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert stocked.segue.library.uploads.waiting() == {}


async def test_too_many_files_at_once_are_refused(max_: httpx.AsyncClient) -> None:
    answer = await sent(max_, *((f"{n}.md", b"# x\n\ny") for n in range(51)))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


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
    stocked: House, max_: httpx.AsyncClient
) -> None:
    day = f"{stocked.clock():%Y-%m-%d}"
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


# --- who may ----------


def table() -> Iterator[tuple[str, str, str]]:
    needs = {"read": "agent", "edit_knowledge": "lead", "keep_knowledge": "manager"}
    for route in ROUTES:
        if route.tag == "knowledge":
            path = route.path.replace("{source:str}", "x").replace("{item:str}", "x")
            yield route.method, path.replace("{version:int}", "1"), needs[str(route.needs.value)]


async def test_agents_read_leads_write_managers_keep(stocked: House) -> None:
    rank = ("", "ana", "lea", "max")
    roles = ("nobody", "agent", "lead", "manager")
    for place, name in enumerate(rank):
        http = await stocked.http(name)
        for method, path, needed in table():
            body: dict[str, Any] | None = {} if method in ("POST", "PATCH") else None
            answer = await http.request(method, path, json=body)
            allowed = roles.index(needed) <= place
            refused = answer.status_code in (401, 403)
            assert refused != allowed, f"{name or 'nobody'}: {method} {path} {answer.status_code}"
        await http.aclose()


# --- what was answered, and what was not ----------


async def test_an_item_tells_what_it_answered_and_whether_it_helped(
    stocked: House, max_: httpx.AsyncClient
) -> None:
    store = stocked.segue.store
    await written(max_)
    (item,) = await store.items()
    await store.save_items([], gone=[item.id])
    await store.save_items([replace(item, id="delivery", place="delivery", title="Delivery")])
    wren = await stocked.customer("Wren")
    await wren.say("when do you deliver?")
    await wren.sees("message", author="bot")
    full = await get(max_, "knowledge/items/delivery")
    (answer,) = full["answers"]
    assert (answer["question"], answer["helped"]) == ("when do you deliver?", None)
    assert (full["used"], full["helped"]) == (1, None)
    await wren.ask_person()
    await wren.sees("handoff_requested")
    full = await get(max_, "knowledge/items/delivery")
    assert full["answers"][0]["helped"] is False
    shown = await get(max_, "assistant")
    assert shown["fails"][0]["item"] == "delivery"
    assert shown["fails"][0]["why"] == "handed_over"


async def test_gaps_come_with_a_draft_of_what_the_team_said(
    stocked: House, max_: httpx.AsyncClient
) -> None:
    for name in ("Wren", "Finn"):
        customer = await stocked.customer(name)
        await customer.say("Do you repair zips?")
        await customer.sees("message", author="bot")
        await customer.ask_person()
        await customer.sees("handoff_requested")
        sara = await stocked.agent("Ana")
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
    bea = await stocked.http("bea")
    assert (await get(bea, "knowledge/gaps"))["items"] == [], "another team's conversations"
    assert (await get(bea, "assistant"))["fails"] == []
    await bea.aclose()


async def test_a_trial_answers_live_and_with_the_draft_and_leaves_no_trace(
    stocked: House, max_: httpx.AsyncClient
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
    assert await stocked.segue.store.uses() == []
    body = {"question": "gifts?", "item": "nothing"}
    assert (await max_.post(f"{API}/knowledge/ask", json=body)).status_code == 404
    body = {"question": " \u0007 "}
    assert (await max_.post(f"{API}/knowledge/ask", json=body)).status_code == 422


async def test_what_the_assistant_can_do_is_one_page(
    stocked: House, max_: httpx.AsyncClient, pages: Path
) -> None:
    await added(max_, pages)
    ana = await stocked.http("ana")
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
