"""Sources of knowledge over HTTP, uploads, and who may do what with knowledge."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from segue.web.routes import ROUTES
from web.conftest import House
from web.knowing import API, REFUNDS, added, get, read, sent, signed_in, stocked, told

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
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "help"
    folder.mkdir()
    (folder / "refunds.md").write_text(REFUNDS)
    (folder / "shipping.md").write_text("# Shipping\n\nTwo days.\n")
    return folder


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


async def test_files_are_read_and_the_bad_ones_are_listed_with_why(
    full: House, max_: httpx.AsyncClient
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
    assert full.segue.library.uploads.waiting() == {}


async def test_a_file_of_200_mb_is_refused_and_nothing_is_left(
    full: House, max_: httpx.AsyncClient
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
    parts = full.segue.library.uploads.folder / "parts"
    assert list(parts.iterdir()) == []
    assert full.segue.library.uploads.waiting() == {}


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
    full: House, max_: httpx.AsyncClient, kind: str, body: bytes, status: int, code: str
) -> None:
    answer = await max_.post(
        f"{API}/knowledge/upload", content=body, headers={"content-type": kind}
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert full.segue.library.uploads.waiting() == {}


async def test_too_many_files_at_once_are_refused(max_: httpx.AsyncClient) -> None:
    answer = await sent(max_, *((f"{n}.md", b"# x\n\ny") for n in range(51)))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


# --- who may ----------


def table() -> Iterator[tuple[str, str, str]]:
    needs = {"read": "agent", "edit_knowledge": "lead", "keep_knowledge": "manager"}
    for route in ROUTES:
        if route.tag == "knowledge":
            path = route.path.replace("{source:str}", "x").replace("{item:str}", "x")
            yield route.method, path.replace("{version:int}", "1"), needs[str(route.needs.value)]


async def test_agents_read_leads_write_managers_keep(full: House) -> None:
    rank = ("", "ana", "lea", "max")
    roles = ("nobody", "agent", "lead", "manager")
    for place, name in enumerate(rank):
        http = await full.http(name)
        for method, path, needed in table():
            body: dict[str, Any] | None = {} if method in ("POST", "PATCH") else None
            answer = await http.request(method, path, json=body)
            allowed = roles.index(needed) <= place
            refused = answer.status_code in (401, 403)
            assert refused != allowed, f"{name or 'nobody'}: {method} {path} {answer.status_code}"
        await http.aclose()
