"""A database that is locked, full, gone, somebody else's or not one at all."""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import make_url, update

from contracts.house import C1, House, names
from segue.app.feed import Hub
from segue.app.ports import StoreUnavailable
from segue.domain.ids import ConversationId
from segue.store import StoreMisfit, open_store
from segue.store.schema import meta
from segue.store.sqlite import SqliteStore
from store.proxy import Wire


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """On SQLite, not very patient with locks."""
    made = House(f"sqlite:///{tmp_path / 'segue.db'}")
    made.store = SqliteStore(tmp_path / "segue.db", busy_ms=50)
    await made.store.start()
    await made.begin()
    yield made
    await made.store.stop()


# --- SQLite --------------------------------------------------------------------------------------


async def test_while_another_program_has_the_lock_nothing_is_lost_and_reads_go_on(
    house: House, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "segue.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked") as said:
        await house.say(C1, "hello", key="k1")
    assert said.value.retry_after_s >= 1
    assert await house.seqs() == [1]
    with pytest.raises(StoreUnavailable):
        await house.store.ping()
    other.execute("ROLLBACK")
    other.close()
    kept = await house.say(C1, "hello", key="k1")
    assert kept.rows
    assert not kept.repeat


async def acknowledged(house: House, n: int) -> bool:
    """Was there room for this one?"""
    try:
        kept = await house.say(C1, f"{n} " + "x" * 2000, key=f"k{n}")
    except StoreUnavailable:
        return False
    return bool(kept.rows)


async def test_a_full_disk_is_said_and_survived(house: House) -> None:
    store = house.store
    assert isinstance(store, SqliteStore)
    await store.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count=70").close())
    acked = 0
    while await acknowledged(house, acked):
        acked += 1
    assert acked
    assert len(await house.seqs()) == 1 + acked
    with pytest.raises(StoreUnavailable, match="full"):
        await house.say(C1, f"{acked} " + "x" * 2000, key=f"k{acked}")
    await store.write(lambda c: c.exec_driver_sql("PRAGMA max_page_count=100000").close())
    kept = await house.say(C1, f"{acked} " + "x" * 2000, key=f"k{acked}")
    assert not kept.repeat
    assert len(await house.seqs()) == 2 + acked


async def test_a_second_server_on_the_same_file_is_turned_away(
    house: House, tmp_path: Path
) -> None:
    second = SqliteStore(tmp_path / "segue.db")
    with pytest.raises(StoreMisfit, match=f"process {os.getpid()}.*PostgreSQL"):
        await second.start()
    await second.stop()
    assert (await house.say(C1, "still here")).rows


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"These are my notes. " * 500)
    store = SqliteStore(file)
    with pytest.raises(StoreMisfit, match="not an SQLite database"):
        await store.start()
    await store.stop()
    assert file.read_bytes() == b"These are my notes. " * 500


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "nowhere" / "segue.db")
    with pytest.raises(StoreMisfit, match="nowhere"):
        await store.start()
    await store.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    os.chmod(tmp_path, 0o500)  # noqa: PTH101 - quick, and nobody waits
    store = SqliteStore(tmp_path / "segue.db")
    with pytest.raises(StoreMisfit, match="cannot be written"):
        await store.start()
    await store.stop()
    os.chmod(tmp_path, 0o700)  # noqa: PTH101 - as above


async def test_tables_of_a_newer_segue_are_not_touched(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path / 'segue.db'}")
    await house.open()
    store = house.store
    assert isinstance(store, SqliteStore)

    def newer(value: str) -> None:
        with sqlite3.connect(tmp_path / "segue.db") as connection:
            statement = update(meta).where(meta.c.name == "needs").values(value=value)
            connection.execute(str(statement.compile(compile_kwargs={"literal_binds": True})))

    await house.close()
    newer("99")
    with pytest.raises(StoreMisfit, match="newer Segue"):
        await house.open()
    newer("1")
    await house.open()
    await house.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_a_url_that_means_nothing_is_explained(url: str) -> None:
    with pytest.raises(StoreMisfit, match="Write"):
        open_store(url, Hub())


async def test_after_the_end_nothing_is_taken(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path / 'segue.db'}")
    await house.open()
    await house.begin()
    waiting = [asyncio.ensure_future(house.say(C1, f"{n}")) for n in range(50)]
    await asyncio.sleep(0)
    await house.close()
    assert all([(await one).rows for one in waiting]), "who was waiting is served"
    with pytest.raises(StoreUnavailable, match="closed"):
        await house.say(C1, "too late")


# --- PostgreSQL ----------------------------------------------------------------------------------


@pytest.fixture
async def wire(postgres_url: str) -> AsyncIterator[tuple[Wire, House]]:
    """A store whose way to PostgreSQL can be cut."""
    made = Wire(urlsplit(postgres_url).port or 5432)
    await made.start()
    url = make_url(postgres_url).set(port=made.port)
    house = House(url.render_as_string(hide_password=False))
    await house.open()
    await house.begin()
    yield made, house
    made.flow()
    await house.close()
    await made.stop()


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_postgres_that_goes_and_comes_back(wire: tuple[Wire, House]) -> None:
    made, house = wire
    await house.say(C1, "before", key="k0")
    await made.cut()
    with pytest.raises(StoreUnavailable):
        await house.say(C1, "during", key="k1")
    with pytest.raises(StoreUnavailable):
        await house.store.conversation(C1)
    await made.start()
    kept = await house.say(C1, "during", key="k1")
    assert not kept.repeat
    assert (await house.store.conversation(C1)) == kept.conversation
    await house.hears(kept.rows)


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_wire_that_swallows_everything_wedges_nobody(
    wire: tuple[Wire, House],
) -> None:
    made, house = wire
    some = names(30)
    await asyncio.gather(*(house.begin(name, n) for n, name in enumerate(some)))
    made.swallow()
    began = time.monotonic()
    results = await asyncio.gather(
        *(house.say(name, "hello?", key="k1") for name in some),
        house.store.conversation(C1),
        return_exceptions=True,
    )
    assert {type(one) for one in results} == {StoreUnavailable}
    assert time.monotonic() - began < 9
    made.flow()
    again = await asyncio.gather(*(house.say(name, "hello?", key="k1") for name in some))
    assert {one.seq for one in again} == {2}
    for name in some:
        assert await house.seqs(name) == [1, 2]


@pytest.mark.slow
@pytest.mark.postgres
async def test_connections_that_postgres_ends_are_replaced(postgres_url: str) -> None:
    import asyncpg  # noqa: PLC0415 - only here

    house = House(postgres_url)
    await house.open()
    await house.begin()
    killer = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await killer.close()
    assert await house.store.conversation(C1) is not None
    try:
        await house.say(C1, "hello", key="k1")
    except StoreUnavailable:
        await house.say(C1, "hello", key="k1")
    assert await house.seqs() == [1, 2]
    await house.close()


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_postgres_that_is_not_there_is_said_at_the_start() -> None:
    store = open_store("postgresql://nobody@127.0.0.1:1/segue", Hub())
    with pytest.raises(StoreUnavailable):
        await store.start()


@pytest.mark.slow
@pytest.mark.postgres
async def test_a_restored_backup_counts_on_from_its_newest_row(postgres_url: str) -> None:
    import asyncpg  # noqa: PLC0415 - only here

    house = House(postgres_url)
    await house.open()
    await house.begin()
    await house.close()
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await connection.execute("UPDATE event SET txid = txid + 1000000000")
    await connection.close()
    await house.open()
    start = await house.store.cursor()
    assert int(start.split(".")[0]) > 1_000_000_000
    kept = await house.say(ConversationId(C1), "after the restore")
    assert await house.store.events_since(start) == list(kept.rows)
    await house.close()
