"""The beginning of a conversation is told from memory, and never differs from what is on disk."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contracts.house import C1, House
from segue.app.ports import StoreUnavailable
from segue.domain.ids import Seq
from segue.store.begun import LONGEST
from segue.store.sqlite import SqliteStore


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = House(f"sqlite:///{tmp_path / 'segue.db'}")
    made.store = SqliteStore(tmp_path / "segue.db", busy_ms=50)
    await made.store.start()
    await made.begin()
    yield made
    await made.store.stop()


async def on_disk(house: House) -> list[int]:
    """What a reader of the file sees."""
    return [row.seq for row in await house.store.latest_events(C1, 500)]


async def test_what_is_remembered_is_what_was_written(house: House) -> None:
    await house.say(C1, "hello")
    await house.say(C1, "are you there?")
    rows = await house.store.events(C1)
    assert rows == await house.store.latest_events(C1, 500)
    assert await house.store.events(C1, after=Seq(1), limit=1) == rows[1:2]
    assert await house.store.events(C1, after=rows[-1].seq) == []


async def test_a_long_conversation_is_read_whole(house: House) -> None:
    for n in range(LONGEST + 3):
        await house.say(C1, f"{n}")
    assert [row.seq for row in await house.store.events(C1)] == await on_disk(house)


async def test_after_a_commit_that_failed_nothing_is_missing(house: House, tmp_path: Path) -> None:
    await house.say(C1, "hello")
    other = sqlite3.connect(tmp_path / "segue.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        await house.say(C1, "lost?", key="k")
    other.execute("ROLLBACK")
    other.close()
    assert [row.seq for row in await house.store.events(C1)] == await on_disk(house)
    await house.say(C1, "lost?", key="k")
    assert [row.seq for row in await house.store.events(C1)] == await on_disk(house)
