"""Everything that is kept, in one database: SQLite by default, PostgreSQL for several processes.

open_store(url, feed)      which store a URL means

sql.py                     what both share: the port, on top of
  lanes.py                 writer lanes: queue, group commit, answers
  drafting.py              decide a batch in memory (no I/O)
  writing.py  seats.py     write it in one transaction
  reading.py  work.py  staff.py    lists and events, the job table, people and sessions
sqlite.py  postgres.py     connections, and how rows are numbered
  tail.py  waking.py       several processes: hear of each other's commits
memory.py                  the same in dictionaries, for tests
schema.py  migrating.py  migrations/
"""

from __future__ import annotations

from pathlib import Path

from segue.app.ports import Feed, Store
from segue.store.trouble import StoreMisfit

__all__ = ["StoreMisfit", "open_store"]


def open_store(url: str, feed: Feed, nats_url: str = "") -> Store:
    """The store of this URL, not started yet.

    `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://name:password@host/database`,
    or `memory:` for one that forgets. Raises `StoreMisfit` for anything else.
    """
    scheme, _, rest = url.partition(":")
    match scheme.split("+", 1)[0]:
        case "sqlite":
            from segue.store.sqlite import SqliteStore  # noqa: PLC0415 - load what is used

            return SqliteStore(_file(url, rest))
        case "postgresql" | "postgres":
            from segue.store.postgres import PostgresStore  # noqa: PLC0415

            return PostgresStore(url, feed, nats_url)
        case "memory":
            from segue.store.memory import MemoryStore  # noqa: PLC0415

            return MemoryStore()
        case _:
            raise StoreMisfit(
                f"{url.rpartition('@')[2]!r} is no database that Segue knows. Write for example"
                " sqlite:///segue.db or postgresql://name:password@host/segue."
            )


def _file(url: str, rest: str) -> Path:
    path = rest.removeprefix("///").split("?", 1)[0]
    if not rest.startswith("///") or not path or path == ":memory:":
        raise StoreMisfit(
            f"{url!r} names no file. Write sqlite:///segue.db, or sqlite:////var/lib/segue.db."
        )
    return Path(path)
