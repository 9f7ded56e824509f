"""The index that answers come from: swapped whole, never away, the same in every process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from segue.app.feed import Hub
from segue.app.ports import StoreUnavailable
from segue.app.ports_knowledge import KnowledgeItem, KnowledgeSource
from segue.knowledge.live import LiveKnowledge, NotIndexed
from segue.store import open_store
from segue.store.memory import MemoryStore

pytestmark = pytest.mark.slow  # it loads a model

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ASKED = "How long does a refund take?"
REFUNDS = KnowledgeItem(
    "refunds",
    "s",
    "How long does a refund take?",
    "Refunds arrive within seven days.",
    examples=("Where is my refund?", "How long does a refund take?"),
    place="refunds.md",
    updated=NOW,
)
OTHERS = tuple(
    KnowledgeItem(f"k{n}", "s", title, f"{title} is explained here.", place=f"{n}.md", updated=NOW)
    for n, title in enumerate(("Shipping abroad", "Sizes of boots", "Gift cards", "Opening hours"))
)


@pytest_asyncio.fixture
async def store() -> AsyncIterator[MemoryStore]:
    made = MemoryStore()
    await made.save_source(KnowledgeSource("s", "folder", "Help", "/x"))
    await made.save_items([REFUNDS, *OTHERS])
    yield made


def best(live: LiveKnowledge) -> str:
    """The text of the best answer now."""
    knowledge = live()
    assert knowledge is not None
    found = knowledge.answer(ASKED)
    assert found is not None
    return found.text


async def until(live: LiveKnowledge, is_so: Callable[[], bool]) -> None:
    """Until one of its looks has come to that."""
    news = asyncio.Event()
    live.looked.append(news.set)
    async with asyncio.timeout(30):
        while not is_so():
            await news.wait()
            news.clear()
    live.looked.remove(news.set)


async def built(live: LiveKnowledge, state: int) -> None:
    await until(live, lambda: live.built >= state)


async def test_there_is_always_an_answer_while_the_index_is_built_anew(
    store: MemoryStore, tmp_path: Path
) -> None:
    live = LiveKnowledge(store, tmp_path, every_s=0.01)
    assert live() is None
    await live.start()
    await live.ready()
    said: set[str] = set()
    stop = asyncio.Event()

    async def asking() -> None:
        while not stop.is_set():
            said.add(await asyncio.to_thread(best, live))

    customers = [asyncio.create_task(asking()) for _ in range(3)]
    item = REFUNDS
    for days in ("eight", "nine", "ten"):
        item = replace(item, version=item.version + 1, body=f"Refunds arrive within {days} days.")
        state = await store.save_items([item])
        live.wake()
        await built(live, state)
    assert best(live) == "Refunds arrive within ten days."
    stop.set()
    await asyncio.gather(*customers)
    assert said <= {
        f"Refunds arrive within {days} days." for days in ("seven", "eight", "nine", "ten")
    }
    await live.stop()


async def test_an_index_that_cannot_be_built_leaves_the_old_one(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveKnowledge(store, every_s=0.01)
    await live.start()
    await live.ready()

    def broken(*_: object) -> None:
        raise MemoryError("too much")

    with monkeypatch.context() as breaking:
        breaking.setattr(live, "_made", broken)
        state = await store.save_items([replace(REFUNDS, version=2, body="Refunds take a day.")])
        await until(live, lambda: bool(live.trouble))
        assert best(live) == "Refunds arrive within seven days."
        assert "too much" in live.trouble
    await built(live, state)
    assert (best(live), live.trouble) == ("Refunds take a day.", "")
    await live.stop()


async def test_a_store_that_is_away_leaves_the_old_one(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone() -> int:
        raise StoreUnavailable("gone for a moment")

    live = LiveKnowledge(store, every_s=0.01)
    await live.start()
    await live.ready()
    with monkeypatch.context() as broken:
        broken.setattr(store, "state", gone)
        looks: list[int] = []
        live.looked.append(lambda: looks.append(1))
        await until(live, lambda: len(looks) > 1)
        assert best(live).startswith("Refunds")
    await live.stop()


async def test_only_what_is_on_answers(store: MemoryStore) -> None:
    live = LiveKnowledge(store)
    await live.refresh()
    await store.save_items([replace(REFUNDS, version=2, on=False)])
    await live.refresh()
    knowledge = live()
    assert knowledge is not None
    assert {one.id for one in knowledge.items} == {one.id for one in OTHERS}
    await store.save_source(KnowledgeSource("s", "folder", "Help", "/x", on=False))
    await live.refresh()
    empty = live()
    assert empty is not None
    assert empty.items == ()
    await live.stop()


async def test_a_trial_with_other_items_changes_nothing_that_is_live(
    store: MemoryStore, tmp_path: Path
) -> None:
    live = LiveKnowledge(store, tmp_path)
    await live.refresh()
    tried = await live.with_these([replace(REFUNDS, body="Refunds take a month."), *OTHERS])
    found = tried.answer(ASKED)
    assert found is not None
    assert found.text == "Refunds take a month."
    assert best(live) == "Refunds arrive within seven days."
    await live.stop()


async def test_without_a_first_index_whoever_waits_is_told(store: MemoryStore) -> None:
    async def gone() -> int:
        raise StoreUnavailable("gone for good")

    store.state = gone  # type: ignore[method-assign]
    live = LiveKnowledge(store, every_s=0.01)
    await live.start()
    with pytest.raises(NotIndexed):
        await live.ready()
    await live.stop()


async def test_what_another_process_changes_is_answered_within_a_moment(
    postgres_url: str, tmp_path: Path
) -> None:
    here, there = open_store(postgres_url, Hub()), open_store(postgres_url, Hub())
    await here.start()
    await there.start()
    await here.save_source(KnowledgeSource("s", "folder", "Help", "/x"))
    await here.save_items([REFUNDS, *OTHERS])
    live = LiveKnowledge(there, tmp_path, every_s=0.05)
    await live.start()
    await live.ready()
    state = await here.save_items([replace(REFUNDS, version=2, body="Refunds take a day.")])
    await built(live, state)
    assert best(live) == "Refunds take a day."
    await live.stop()
    await here.stop()
    await there.stop()
