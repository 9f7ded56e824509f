"""Migrations: an old database and an empty one end alike; twice is as good as once."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from contracts.house import C1, House
from segue.store.migrating import MIGRATIONS, create, migrate, schema_of, upgrade
from segue.store.schema import SCHEMA, counter, meta, metadata


def differences(connection: Connection) -> list[object]:
    """Between the tables there and those the code wants."""
    found = compare_metadata(MigrationContext.configure(connection), metadata)
    return [one for one in found if not str(one).count("alembic_version")]


def always_there(connection: Connection) -> set[tuple[str, str]]:
    rows = {(row.name, row.value) for row in connection.execute(select(meta))}
    return rows | {(row.name, str(row.value)) for row in connection.execute(select(counter))}


def an_old_one_ends_as_an_empty_one(connection: Connection) -> None:
    upgrade(connection)  # every migration there ever was, from the first
    assert differences(connection) == []
    old = always_there(connection)
    stamped = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))
    create(connection)
    assert differences(connection) == []
    assert always_there(connection) == old
    assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == stamped


def twice_is_harmless(connection: Connection) -> None:
    for _ in range(2):
        migrate(connection)
        assert schema_of(connection) == (SCHEMA, 1)
        connection.rollback()
    with connection.begin():
        upgrade(connection)
        assert differences(connection) == []
    migrate(connection)


def on_sqlite(check: Callable[[Connection], None], path: Path, *, within: bool) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        if within:
            with connection.begin():
                check(connection)
        else:
            check(connection)
    engine.dispose()


def test_an_old_sqlite_database_ends_as_an_empty_one(tmp_path: Path) -> None:
    on_sqlite(an_old_one_ends_as_an_empty_one, tmp_path / "old.db", within=True)


def test_migrating_sqlite_twice_is_harmless(tmp_path: Path) -> None:
    on_sqlite(twice_is_harmless, tmp_path / "twice.db", within=False)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("check", [an_old_one_ends_as_an_empty_one, twice_is_harmless])
async def test_the_same_on_postgres(postgres_url: str, check: Callable[[Connection], None]) -> None:
    engine = create_async_engine(postgres_url)
    async with engine.connect() as connection:
        await connection.run_sync(check)
    await engine.dispose()


async def test_a_database_made_by_migrations_is_as_good_as_any(tmp_path: Path) -> None:
    on_sqlite(upgrade, tmp_path / "old.db", within=True)
    house = House(f"sqlite:///{tmp_path / 'old.db'}")
    await house.open()
    await house.with_person()
    assert (await house.say(C1, "hello", key="k1")).rows
    assert await house.store.next_number() == 1001
    await house.close()


def test_the_code_knows_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == f"{SCHEMA:04d}"
    for script in scripts.walk_revisions():
        name = Path(script.path).stem
        assert name.startswith((f"expand_{script.revision}_", f"contract_{script.revision}_"))


async def test_sqlite_is_opened_as_promised(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path / 'segue.db'}")
    await house.open()
    seen: dict[str, object] = {}

    def look(connection: Connection) -> None:
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            seen[name] = connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    await house.store.write(look)  # type: ignore[attr-defined]
    assert seen == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 2000,
    }
    await house.close()
    with sqlite3.connect(tmp_path / "segue.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'segue.db'}")
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()
