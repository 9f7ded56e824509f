"""Reading sources over restarts and in several processes; files that are uploaded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.conftest import Turned
from app.shelves import Pages, Shelf, shelf
from segue.app.feed import Hub
from segue.app.library import Author, Change
from segue.app.library.syncing import LEASE
from segue.app.ports import StoreUnavailable
from segue.app.ports_knowledge import StaleItem
from segue.store import open_store
from segue.store.memory import MemoryStore

INES = Author("Ines")
REFUNDS, RETURNS = "Refunds\n\nA week.", "Returns\n\nThirty days."


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Shelf]:
    """Two pages, read once."""
    clock = Turned()
    pages = Pages(clock, {"refunds.md": REFUNDS, "returns.md": RETURNS})
    made = await shelf(MemoryStore(), tmp_path, clock, pages)
    await made.work()
    yield made
    await made.library.stop()


# --- restarts, with a real database ----------


async def test_a_restart_in_the_middle_of_a_reading_begins_it_anew(tmp_path: Path) -> None:
    clock = Turned()
    url = f"sqlite:///{tmp_path / 'segue.db'}"
    store = open_store(url, Hub())
    await store.start()
    pages = Pages(clock, {f"p{n:03}.md": f"Page {n}\n\nText." for n in range(80)}, held="p060.md")
    one = await shelf(store, tmp_path, clock, pages)
    (job,) = await store.claim(clock(), 30, 1)
    await one.library.sync(job)
    await store.done([job.id])
    await pages.reached.wait()
    await one.library.stop()
    await store.stop()

    store = open_store(url, Hub())
    await store.start()
    assert len(await store.items()) == 50
    pages.held, pages.extracted = "", []
    two = await shelf(store, tmp_path, clock, pages)
    source = await two.work()
    assert (source.sync.state, source.sync.added, source.sync.same) == ("done", 30, 50)
    assert len(pages.extracted) == 30, "what was kept is not read again"
    await two.library.stop()
    await store.stop()


async def test_a_database_that_is_away_ends_a_reading_and_its_job_brings_it_back(
    full: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object, **__: object) -> int:
        raise StoreUnavailable("gone for a moment")

    full.pages.texts["new.md"] = "New\n\nText."
    with monkeypatch.context() as broken:
        broken.setattr(full.store, "save_items", gone)
        source = await full.sync()
        assert source.sync.state == "running"
    full.clock.go_on(seconds=61)
    source = await full.work()
    assert (source.sync.state, source.sync.added) == ("done", 1)


# --- uploaded files ----------


async def test_uploaded_files_are_read_once_and_nothing_goes_with_the_next(full: Shelf) -> None:
    def upload(name: str, text: str) -> None:
        part = full.library.uploads.part()
        part.write_text(text)
        full.library.uploads.arrived(part, name)
        full.pages.texts = {name: text}

    upload("../../etc/guide.md", "Guide\n\nHow to.")
    assert [one.name for one in full.library.uploads.waiting()] == ["guide.md"]
    full.library.syncing.read_uploads()
    await full.library.syncing.idle()
    assert full.library.uploads.waiting() == {}
    upload("other.md", "Other\n\nText.")
    full.library.syncing.read_uploads()
    await full.library.syncing.idle()
    mine = [one.title for one in await full.store.items("upload")]
    assert mine == ["Guide", "Other"]


# --- several processes on one database ----------


@pytest.mark.slow
async def test_of_two_processes_one_reads_and_the_other_takes_over_when_it_dies(
    postgres_url: str, tmp_path: Path
) -> None:
    clock = Turned()
    here, there = open_store(postgres_url, Hub()), open_store(postgres_url, Hub())
    await asyncio.gather(here.start(), there.start())
    pages = Pages(clock, {f"p{n:03}.md": f"Page {n}\n\nText." for n in range(120)}, held="p080.md")
    one, two = await asyncio.gather(
        shelf(here, tmp_path / "one", clock, pages), shelf(there, tmp_path / "two", clock, pages)
    )
    assert len(await here.sources()) == 3, "made once"
    (job,) = await here.claim(clock(), 30, 5)
    assert await there.claim(clock(), 30, 5) == []
    await one.library.sync(job)
    await here.done([job.id])
    await pages.reached.wait()
    clock.go_on(seconds=31)
    for late in await there.claim(clock(), 30, 5):
        now, me = clock(), one.library.syncing.me
        assert await here.lease_source("folder", me, now, now + LEASE), "it lives"
        await two.library.sync(late)
        await there.done([late.id])
    assert pages.readings == 1
    await one.library.stop()  # it lets go …
    pages.held = ""
    source = await two.work()  # … and the other goes on
    assert (source.sync.state, source.sync.added, source.sync.same) == ("done", 70, 50)
    assert len(await there.items()) == 120
    await asyncio.gather(here.stop(), there.stop())


@pytest.mark.slow
async def test_readings_and_edits_of_two_processes_lose_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    clock = Turned()
    here, there = open_store(postgres_url, Hub()), open_store(postgres_url, Hub())
    await asyncio.gather(here.start(), there.start())
    texts = {f"p{n:03}.md": f"Page {n}\n\nText." for n in range(60)}
    one = await shelf(here, tmp_path / "one", clock, Pages(clock, texts))
    two = await shelf(there, tmp_path / "two", clock, Pages(clock, texts))
    await one.work()
    one.pages.texts |= {place: f"{text} More." for place, text in texts.items()}
    names = [f"p{n:03}" for n in range(0, 60, 2)]

    async def edit(name: str) -> None:
        while True:
            item = await there.item(name)
            assert item is not None
            try:
                change = Change(body=f"By hand: {name}")
                await two.library.editing.change(name, item.version, change, INES)
            except StaleItem:
                continue
            return

    await asyncio.gather(one.sync(), *(edit(name) for name in names))
    items = await one.items()
    assert all(items[name].body == f"By hand: {name}" for name in names)
    others = [item for name, item in items.items() if name not in names]
    assert all(item.body.endswith("More.") for item in others)
    await asyncio.gather(here.stop(), there.stop())
