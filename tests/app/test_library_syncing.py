"""Reading sources: what changed, what is gone, what fails, what a person has touched."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.conftest import Turned
from app.shelves import Pages, Shelf, shelf
from segue.app.feed import Passing
from segue.app.library import Author, BadSource, Change, NothingToRead
from segue.app.library.keeping import NoIndex
from segue.app.library.syncing import LEASE
from segue.app.ports_knowledge import KnowledgeSource, UnknownSource
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


async def test_a_new_installation_reads_the_folder_that_is_set(full: Shelf) -> None:
    names = [(one.id, one.kind) for one in await full.store.sources()]
    assert names == [("articles", "articles"), ("folder", "folder"), ("upload", "upload")]
    items = await full.items()
    assert {one.title for one in items.values()} == {"Refunds", "Returns"}
    source = await full.store.source("folder")
    assert source is not None
    assert (source.sync.state, source.sync.added, source.sync.done) == ("done", 2, 2)


async def test_only_what_changed_is_read_and_written(full: Shelf) -> None:
    before = await full.items()
    full.pages.extracted.clear()
    full.pages.texts["refunds.md"] = "Refunds\n\nTwo weeks."
    sync = (await full.sync()).sync
    assert (sync.changed, sync.same, sync.added, sync.gone) == (1, 1, 0, 0)
    assert full.pages.extracted == ["refunds.md"]
    after = await full.items()
    assert after["returns"] == before["returns"]
    assert (after["refunds"].version, after["refunds"].body[-10:]) == (2, "Two weeks.")
    state = await full.store.state()
    await full.sync()
    assert await full.store.state() == state, "nothing is other, nothing is built anew"


async def test_what_is_gone_goes_and_what_is_new_comes(full: Shelf) -> None:
    del full.pages.texts["refunds.md"]
    full.pages.texts["shipping.md"] = "Shipping\n\nTwo days."
    sync = (await full.sync()).sync
    assert (sync.gone, sync.added, sync.same) == (1, 1, 1)
    assert set(await full.items()) == {"returns", "shipping"}


async def test_a_document_that_fails_is_listed_and_keeps_its_item(full: Shelf) -> None:
    del full.pages.texts["refunds.md"]
    full.pages.broken["refunds.md"] = "It is no UTF-8."
    source = await full.sync()
    assert (source.sync.state, source.sync.failed, source.sync.gone) == ("done", 1, 0)
    assert [(one.where, one.said) for one in source.failures] == [("refunds.md", "It is no UTF-8.")]
    assert "refunds" in await full.items()
    full.pages.broken.clear()
    full.pages.texts["refunds.md"] = REFUNDS
    assert (await full.sync()).failures == ()


async def test_a_table_that_fails_for_once_keeps_all_its_items(full: Shelf) -> None:
    full.pages.texts |= {"faq.csv#one": "One\n\nText.", "faq.csv#two": "Two\n\nText."}
    await full.sync()
    for place in ("faq.csv#one", "faq.csv#two"):
        del full.pages.texts[place]
    full.pages.broken["faq.csv"] = "It has no questions."
    source = await full.sync()
    assert (source.sync.gone, source.sync.failed) == (0, 1)
    assert len(await full.items()) == 4


async def test_a_source_that_cannot_be_read_at_all_loses_nothing(full: Shelf) -> None:
    full.pages.away = "There is no folder /srv/help."
    source = await full.sync()
    assert (source.sync.state, source.sync.error) == ("failed", "There is no folder /srv/help.")
    assert len(await full.items()) == 2
    full.pages.away = ""
    full.pages.texts.clear()
    source = await full.sync()
    assert (source.sync.state, "2 items are kept" in source.sync.error) == ("failed", True)
    full.pages.broken = {"a.pdf": "It is cut off."}
    assert "It is cut off." in (await full.sync()).sync.error
    assert len(await full.items()) == 2


async def test_what_a_person_wrote_is_not_overwritten(full: Shelf) -> None:
    edit = full.library.editing
    await edit.change("refunds", 1, Change(body="Ten days, says Ines."), INES)
    full.pages.texts["refunds.md"] = "Refunds\n\nTwo weeks."
    await full.sync()
    item = (await full.items())["refunds"]
    assert item.body == "Ten days, says Ines."
    assert item.draft is not None
    assert (item.draft.by, item.draft.body) == ("", "Refunds\n\nTwo weeks.")
    published = await edit.publish("refunds", item.version, INES)
    assert (published.body, published.edited) == ("Refunds\n\nTwo weeks.", False)
    full.pages.texts["refunds.md"] = "Refunds\n\nThree weeks."
    await full.sync()
    assert (await full.items())["refunds"].body == "Refunds\n\nThree weeks.", "the source's again"


async def test_a_persons_own_draft_is_kept_until_they_are_done(full: Shelf) -> None:
    edit = full.library.editing
    await edit.change("refunds", 1, Change(body="Ten days."), INES)
    await edit.change("refunds", 2, Change(body="Nine days?", draft=True), INES)
    full.pages.texts["refunds.md"] = "Refunds\n\nTwo weeks."
    await full.sync()
    draft = (await full.items())["refunds"].draft
    assert draft is not None
    assert draft.body == "Nine days?"
    await edit.discard("refunds", (await full.items())["refunds"].version, INES)
    await full.sync()
    draft = (await full.items())["refunds"].draft
    assert draft is not None
    assert draft.body.endswith("Two weeks.")


async def test_settings_of_an_item_outlive_a_new_text(full: Shelf) -> None:
    change = Change(examples=("money back?",), audience="internal", owner="Ines", needs=("order",))
    await full.library.editing.change("refunds", 1, change, INES)
    full.pages.texts["refunds.md"] = "Refunds\n\nTwo weeks."
    await full.sync()
    item = (await full.items())["refunds"]
    assert item.body.endswith("Two weeks.")
    assert (item.examples, item.audience, item.owner) == (("money back?",), "internal", "Ines")
    assert item.needs == ("order",)


async def test_what_was_edited_and_is_gone_is_switched_off_and_says_why(full: Shelf) -> None:
    await full.library.editing.change("refunds", 1, Change(title="Money back"), INES)
    del full.pages.texts["refunds.md"]
    assert (await full.sync()).sync.gone == 1
    item = (await full.items())["refunds"]
    assert (item.on, item.why_off) == (False, "What it came from is not there any more.")
    state = await full.store.state()
    await full.sync()
    assert await full.store.state() == state
    full.pages.texts["refunds.md"] = REFUNDS
    await full.sync()
    item = (await full.items())["refunds"]
    assert (item.on, item.why_off, item.title) == (True, "", "Money back")


async def test_a_moved_document_keeps_its_item(full: Shelf) -> None:
    full.pages.texts["a/refunds.md"] = full.pages.texts.pop("refunds.md")
    sync = (await full.sync()).sync
    assert (sync.changed, sync.added, sync.gone) == (1, 0, 0)
    assert (await full.items())["refunds"].place == "a/refunds.md"


async def test_two_documents_of_one_name_are_two_items_whose_ids_stay(full: Shelf) -> None:
    full.pages.texts["b/refunds.md"] = "Refunds of gifts\n\nA voucher."
    await full.sync()
    names = set(await full.items())
    assert len(names) == 3
    full.pages.texts["b/refunds.md"] = "Refunds of gifts\n\nMoney."
    await full.sync()
    assert set(await full.items()) == names


async def test_what_another_process_says_wakes_the_index(full: Shelf) -> None:
    woken: list[str] = []

    class Listening(NoIndex):
        def wake(self) -> None:
            woken.append("yes")

    full.library.index = Listening()
    full.library.hub.tell(Passing("presence"), from_afar=True)
    assert woken == []
    full.library.hub.tell(Passing("knowledge"), from_afar=True)
    assert woken == ["yes"]


async def test_a_deleted_item_does_not_come_back(full: Shelf) -> None:
    await full.library.editing.drop("refunds")
    full.pages.texts["refunds.md"] = "Refunds\n\nTwo weeks."
    await full.sync()
    assert set(await full.items()) == {"returns"}


async def test_progress_is_kept_and_told(full: Shelf) -> None:
    full.pages.texts |= {f"p{n:03}.md": f"Page {n}\n\nText." for n in range(120)}
    full.pages.held = "p100.md"
    full.told.clear()
    started = await full.library.syncing.now("folder")
    assert started.sync.state == "running"
    work = asyncio.create_task(full.work())
    await full.pages.reached.wait()
    source = await full.store.source("folder")
    assert source is not None
    assert (source.sync.state, source.sync.total) == ("running", 122)
    assert 90 < source.sync.done <= 101
    assert len(await full.items()) > 50, "answers come early"
    full.pages.go_on.set()
    assert (await work).sync.added == 120
    assert {one.what for one in full.told} == {"knowledge"}


async def test_a_source_is_read_by_one_at_a_time(full: Shelf, tmp_path: Path) -> None:
    other = await shelf(full.store, tmp_path / "other", full.clock, full.pages)
    full.pages.texts["new.md"] = "New\n\nText."
    full.pages.held = "new.md"
    before = full.pages.readings
    await full.library.syncing.now("folder")
    work = asyncio.create_task(full.work())
    await full.pages.reached.wait()
    full.clock.go_on(seconds=31)  # the job comes back, and is found by the other process …
    now, me = full.clock(), full.library.syncing.me
    assert await full.store.lease_source("folder", me, now, now + LEASE), "as its beat does"
    await other.work()
    assert full.pages.readings == before + 1, "… which leaves it to the first"
    full.pages.go_on.set()
    assert (await work).sync.added == 1
    await other.library.stop()


async def test_a_reading_that_died_is_begun_anew_when_its_lease_is_over(full: Shelf) -> None:
    full.pages.texts["new.md"] = "New\n\nText."
    now = full.clock()
    await full.library.syncing.now("folder")
    (job,) = await full.store.claim(now, 30, 1)
    assert await full.store.lease_source("folder", "a dead process", now, now + LEASE)
    full.clock.go_on(seconds=10)
    await full.library.sync(job)
    assert not full.library.syncing._running, "perhaps it is not dead"  # noqa: SLF001
    full.clock.go_on(seconds=31)
    source = await full.work()
    assert (source.sync.state, source.sync.added) == ("done", 1)


async def test_what_is_read_every_few_hours_is_read_again_then(full: Shelf) -> None:
    await full.library.sources.change("folder", {"every_h": 6})
    full.pages.texts["new.md"] = "New\n\nText."
    full.clock.go_on(hours=5)
    await full.work()
    assert "new" not in await full.items()
    full.clock.go_on(hours=2)
    await full.work()
    assert "new" in await full.items()
    full.pages.texts["newer.md"] = "Newer\n\nText."
    full.clock.go_on(hours=7)
    await full.work()
    assert "newer" in await full.items(), "and again"
    await full.library.sources.change("folder", {"every_h": 0})
    full.clock.go_on(hours=70)
    readings = full.pages.readings
    await full.work()
    assert full.pages.readings == readings


async def test_sources_that_are_no_places_are_refused(full: Shelf) -> None:
    add = full.library.sources.add
    for kind, where in (
        ("site", "ftp://example.com"),
        ("site", "https://"),
        ("site", "http://[::1"),
        ("folder", "relative/path"),
        ("folder", "/a\x00b"),
        ("folder", "/srv/help"),
        ("folder", "/"),
        ("folder", str(full.library.uploads.folder)),
    ):
        with pytest.raises(BadSource):
            await add(KnowledgeSource("", kind, "x", where))  # type: ignore[arg-type]
    full.library.sources.below = ("/srv", "/opt/pages")
    with pytest.raises(BadSource, match="administrator"):
        await add(KnowledgeSource("", "folder", "x", "/srv/../etc"))
    assert (await add(KnowledgeSource("", "folder", "x", "/opt/pages/deep/"))).name == "x"
    with pytest.raises(BadSource):
        await full.library.sources.drop("articles")
    with pytest.raises(UnknownSource):
        await full.library.syncing.now("nowhere")
    with pytest.raises(NothingToRead):
        await full.library.syncing.now("articles")


async def test_a_source_may_go_while_it_is_read(full: Shelf) -> None:
    full.pages.texts["new.md"] = "New\n\nText."
    full.pages.held = "new.md"
    await full.library.syncing.now("folder")
    (job,) = await full.store.claim(full.clock(), 30, 1)
    await full.library.sync(job)
    await full.pages.reached.wait()
    await full.library.sources.drop("folder")
    full.pages.go_on.set()
    await full.library.syncing.idle()
    assert await full.items() == {}
    assert [one.id for one in await full.store.sources()] == ["articles", "upload"]


async def test_an_edit_in_the_middle_of_a_reading_wins(full: Shelf) -> None:
    full.pages.texts["refunds.md"] = "Refunds\n\nTwo weeks."
    del full.pages.texts["returns.md"]
    full.pages.texts["z.md"] = "Last\n\nText."
    full.pages.held = "z.md"
    await full.library.syncing.now("folder")
    work = asyncio.create_task(full.work())
    await full.pages.reached.wait()
    for name in ("refunds", "returns"):
        await full.library.editing.change(name, 1, Change(body="By hand."), INES)
    full.pages.go_on.set()
    await work
    items = await full.items()
    assert items["refunds"].body == items["returns"].body == "By hand."
    assert items["refunds"].draft is not None
    assert not items["returns"].on
