"""The job table: work that must not be forgotten.

A lease is a `run_at` moved forward, so one index serves due work, timers and the leases of workers
that died. A job set again gets a new id: who has just finished the old one cannot take it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, case, delete, func, insert, select, update

from segue.app.ports import Job, JobCounts
from segue.store import schema as t
from segue.store.coding import job_of, micros, some_moment
from segue.store.reading import Sql

MOST_STARTS = 20
"""A job that was begun so often and never ended, well or badly, kills its workers: buried."""

POISON = f"begun {MOST_STARTS} times and never ended"
SHORT = 500


class Work(Sql):
    """Everything of the `Jobs` port."""

    async def claim(self, now: datetime, lease_s: float, limit: int) -> list[Job]:
        until = now + timedelta(seconds=lease_s)
        change = partial(_claim, now=micros(now), until=micros(until), limit=limit)
        return await self.write(change, order="jobs")

    async def done(self, ids: Sequence[int]) -> None:
        def change(connection: Connection) -> None:
            connection.execute(delete(t.job).where(t.job.c.id.in_(sorted(ids))))

        if ids:
            await self.write(change, order="jobs")

    async def again(self, job: int, run_at: datetime, error: str) -> None:
        await self._set(job, run_at=micros(run_at), leased=0, last_error=short(error))

    async def bury(self, job: int, error: str) -> None:
        await self._set(job, dead=1, leased=0, last_error=short(error))

    async def _set(self, job: int, **values: object) -> None:
        def change(connection: Connection) -> None:
            connection.execute(update(t.job).where(t.job.c.id == job).values(**values))

        await self.write(change, order="jobs")

    async def put(self, key: str, kind: str, body: bytes, run_at: datetime) -> None:
        def change(connection: Connection) -> None:
            connection.execute(delete(t.job).where(t.job.c.key == key))
            connection.execute(
                insert(t.job).values(key=key, kind=kind, body=body, run_at=micros(run_at))
            )

        await self.write(change, order="jobs")

    async def cancel(self, key: str) -> None:
        def change(connection: Connection) -> None:
            connection.execute(delete(t.job).where(t.job.c.key == key))

        await self.write(change, order="jobs")

    async def next_due(self) -> datetime | None:
        def ask(connection: Connection) -> int | None:
            chosen = select(func.min(t.job.c.run_at)).where(t.job.c.dead == 0)
            return connection.execute(chosen).scalar()

        return some_moment(await self.read(ask))

    async def job_counts(self, now: datetime) -> JobCounts:
        return await self.read(partial(_counts, now=micros(now)))

    async def dead(self, limit: int = 100) -> list[Job]:
        def ask(connection: Connection) -> list[Job]:
            chosen = select(t.job).where(t.job.c.dead == 1).order_by(t.job.c.id.desc())
            return [job_of(row) for row in connection.execute(chosen.limit(limit))]

        return await self.read(ask)

    async def revive(self, job: int, now: datetime) -> bool:
        def change(connection: Connection) -> bool:
            dug_up = connection.execute(
                update(t.job)
                .where(t.job.c.id == job, t.job.c.dead == 1)
                .values(dead=0, leased=0, attempts=0, run_at=micros(now))
            )
            return dug_up.rowcount == 1

        return await self.write(change, order="jobs")


def _claim(connection: Connection, now: int, until: int, limit: int) -> list[Job]:
    c = t.job.c
    due = (
        select(c.id)
        .where(c.dead == 0, c.run_at <= now)
        .order_by(c.run_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    poison = c.attempts >= MOST_STARTS
    taken = connection.execute(
        update(t.job)
        .where(c.id.in_(due.scalar_subquery()))
        .values(
            run_at=until,
            leased=case((poison, 0), else_=1),
            attempts=c.attempts + 1,
            dead=case((poison, 1), else_=0),
            last_error=case((poison, POISON), else_=c.last_error),
        )
        .returning(
            c.id, c.key, c.kind, c.conversation, c.body, c.run_at, c.last_error, c.dead,
            (c.attempts - 1).label("attempts"),
        )
    ).all()  # fmt: skip
    return [job_of(row) for row in sorted(taken, key=lambda row: row.id) if not row.dead]


def _counts(connection: Connection, now: int) -> JobCounts:
    c = t.job.c
    alive, due = c.dead == 0, c.run_at <= now
    row = connection.execute(
        select(
            func.count().filter(alive, due),
            func.count().filter(alive, ~due, c.leased == 0),
            func.count().filter(alive, ~due, c.leased == 1),
            func.count().filter(c.dead == 1),
        ).select_from(t.job)
    ).one()
    return JobCounts(*row)


def short(error: str) -> str:
    return error.replace("\x00", " ").encode("utf-8", "replace").decode()[:SHORT]
