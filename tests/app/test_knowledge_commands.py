"""`segue knowledge`, as it is typed: on a store, and through a running server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.typed import Typed
from segue.app.feed import Hub
from segue.store import open_store
from segue.testing import Rig

LONG = "We send the money back within seven days, and you pay nothing for it at all."


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys, "knowledge")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of an installation without knowledge."""
    folder = tmp_path / "data"
    folder.mkdir()

    async def make() -> None:
        store = open_store(f"sqlite:///{folder / 'segue.db'}", Hub())
        await store.start()
        await store.stop()

    asyncio.run(make())
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "help"
    folder.mkdir()
    (folder / "refunds.md").write_text(f"# Refunds\n\n{LONG}")
    (folder / "shipping.md").write_text("# Shipping\n\nA parcel takes two days to your door.")
    return folder


def test_a_folder_is_added_read_again_listed_and_removed(
    typed: Typed, data: Path, pages: Path
) -> None:
    assert typed("add", pages, "--name", "Help pages", "--data", data) == 0
    assert "Help pages" in typed.out
    assert "2 new" in typed.out
    (pages / "cut.pdf").write_bytes(b"%PDF-1.7")
    (pages / "shipping.md").unlink()
    assert typed("sync", "--data", data) == 1
    assert "1 the same, 1 gone, 1 failed" in typed.out
    assert "cut.pdf" in typed.err
    assert typed("list", "--data", data, "--json") == 0
    (source,) = [one for one in typed.told() if one["kind"] == "folder"]
    assert (source["name"], source["items"], source["sync"]["state"]) == ("Help pages", 1, "done")
    assert typed("items", "--q", "refunds", "--data", data, "--json") == 0
    assert [one["id"] for one in typed.told()] == ["refunds"]
    assert typed("remove", source["id"], "--data", data) == 0
    assert typed("items", "--data", data, "--json") == 0
    assert typed.told() == []


def test_single_files_are_read_and_one_item_can_be_removed(
    typed: Typed, data: Path, pages: Path
) -> None:
    assert typed("add", pages / "refunds.md", pages / "shipping.md", "--data", data, "--json") == 0
    (source,) = typed.told()
    assert (source["id"], source["items"]) == ("upload", 2)
    assert (pages / "refunds.md").exists(), "a copy was read"
    assert typed("remove", "refunds", "--data", data) == 0
    assert typed("items", "--data", data) == 0
    assert "shipping" in typed.out
    assert "refunds" not in typed.out


@pytest.mark.parametrize(
    "words",
    [
        ("add", "/nowhere/at/all"),
        ("add", "ftp://example.com"),
        ("add", "/", "/usr"),
        ("add", "/", "--audience", "everybody"),
        ("sync", "nothing"),
        ("sync", "articles"),
        ("remove", "nothing"),
        ("remove", "articles"),
        ("items", "--filter", "strange"),
        ("ask", "  "),
        ("fly",),
    ],
)
def test_mistakes_end_with_a_sentence_and_status_2(
    typed: Typed, data: Path, words: tuple[str, ...]
) -> None:
    more = () if words == ("fly",) else ("--data", data)
    assert typed(*words, *more) == 2
    assert typed.err.strip()
    assert "Traceback" not in typed.err


def test_without_an_installation_it_says_where_to_look(typed: Typed, tmp_path: Path) -> None:
    assert typed("list", "--data", tmp_path) == 1
    assert "--data" in typed.err


@pytest.mark.slow
def test_a_question_is_answered_for_a_trial(typed: Typed, data: Path, pages: Path) -> None:
    typed("add", pages, "--data", data)
    typed("ask", "how long does it take until I get a refund?", "--data", data, "--json")
    found = typed.told()
    assert {"text", "sure", "confidence", "needs", "sources"} <= set(found["live"])
    assert found["draft"] is None
    assert typed("ask", "who won the cup in 1954?", "--data", data) == 1
    assert "not sure" in typed.err


@pytest.mark.slow
async def test_beside_a_running_server_everything_goes_through_it(
    typed: Typed, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Rig() as rig:
        person = rig.account("Inès")  # a manager
        monkeypatch.setenv("SEGUE_PASSWORD", person["password"])
        data = rig.folder / "data"
        there = ("--url", rig.url, "--email", person["email"])
        assert await asyncio.to_thread(typed, "add", pages, "--data", data) == 1
        assert "--url" in typed.err
        assert await asyncio.to_thread(typed, "add", pages, *there, "--json") == 0
        (made,) = typed.told()
        assert (made["items"], made["sync"]["state"]) == (2, "done")
        assert await asyncio.to_thread(typed, "list", *there) == 0
        assert made["id"] in typed.out
        assert await asyncio.to_thread(typed, "items", "--source", made["id"], *there) == 0
        assert "Shipping" in typed.out
        await asyncio.to_thread(typed, "ask", "how long does shipping take?", *there, "--json")
        assert typed.told()["live"]["text"]
        assert await asyncio.to_thread(typed, "remove", made["id"], *there) == 0
        assert await asyncio.to_thread(typed, "remove", made["id"], *there) == 2
