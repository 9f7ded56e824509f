"""Makes the database fit the code, at every start.

An empty database gets all tables at once. An older one goes through the migrations, step by step
(`migrations/versions`; Alembic is loaded only then). A newer one is fine as long as it says that
code as old as this may still use it: that is how a rolling restart can *expand* the tables first
and *contract* them a release later.

    meta.schema   the newest migration that ran
    meta.needs    the oldest code (its `SCHEMA`) that may use these tables
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text, update

from segue.store import schema as t
from segue.store.trouble import StoreMisfit

MIGRATIONS = Path(__file__).parent / "migrations"
FIRST_NUMBER = 1001
"""The first case number: long enough to look like one."""

SEEDED = ("meta", "counter")
"""Tables that are never empty."""

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('segue.migrate'))")


def migrate(connection: Connection) -> None:
    """In one transaction; harmless to repeat, and by several processes at once.

    Raises `StoreMisfit` when the tables are too new for this code.
    """
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(_ONE_AT_A_TIME)
        known = schema_of(connection)
        if known is None:
            create(connection)
            return
        made, needs = known
        if needs > t.SCHEMA:
            raise StoreMisfit(
                f"This database was changed by a newer Segue (tables {made}, this program knows"
                f" {t.SCHEMA}). Update Segue, or restore the backup from before the update."
            )
        if made < t.SCHEMA:
            upgrade(connection)


def schema_of(connection: Connection) -> tuple[int, int] | None:
    """`schema` and `needs`; None for a database without our tables."""
    if not inspect(connection).has_table(t.meta.name):
        return None
    names = ("schema", "needs")
    chosen = select(t.meta.c.name, t.meta.c.value).where(t.meta.c.name.in_(names))
    found = {name: int(value) for name, value in connection.execute(chosen)}
    return (found.get("schema", 0), found.get("needs", 0))


def create(connection: Connection) -> None:
    """All tables as they are now, marked as if every migration had run."""
    t.metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(
        text("INSERT INTO alembic_version VALUES (:head)"), {"head": f"{t.SCHEMA:04d}"}
    )
    seed(connection)


def seed(connection: Connection) -> None:
    """The rows that are always there."""
    rows = {"schema": str(t.SCHEMA), "needs": "1", "touched": "", "txid_ahead": "0"}
    connection.execute(insert(t.meta), [{"name": n, "value": v} for n, v in rows.items()])
    connection.execute(insert(t.counter).values(name="case", value=FIRST_NUMBER))


def upgrade(connection: Connection) -> None:
    """The migrations that have not run yet, in the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - costs most of a second, and is rarely needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.execute(update(t.meta).where(t.meta.c.name == "schema").values(value=str(t.SCHEMA)))
