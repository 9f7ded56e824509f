"""One suite for every store: in memory, SQLite, PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from contracts.house import House
from segue.store.migrating import SEEDED
from segue.store.schema import metadata
from servers.postgres import Cluster

KINDS = [
    "memory",
    "sqlite",
    pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow]),
]


@pytest.fixture(scope="session")
def one_postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """One database for all contract tests of this process: making one takes its time."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


async def swept(url: str) -> str:
    """With nothing in it but what is always there."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    there = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    known = {row["tablename"] for row in there} & set(metadata.tables) - set(SEEDED)
    if known:
        await connection.execute(f"TRUNCATE {', '.join(sorted(known))} RESTART IDENTITY")
    await connection.close()
    return url


async def _house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    match request.param:
        case "memory":
            url = "memory:"
        case "sqlite":
            url = f"sqlite:///{tmp_path / 'segue.db'}"
        case _:
            url = await swept(request.getfixturevalue("one_postgres_url"))
    made = House(url)
    await made.open()
    yield made
    await made.close()


@pytest.fixture(params=KINDS)
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """A store of each kind, started."""
    async for made in _house(request, tmp_path):
        yield made


@pytest.fixture(params=KINDS[1:])
async def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """Those that survive a restart."""
    async for made in _house(request, tmp_path):
        yield made


@pytest.fixture(params=KINDS[2:])
async def shared(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    """Those that several processes may use at once."""
    async for made in _house(request, tmp_path):
        yield made
