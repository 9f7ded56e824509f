"""The job table in a dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from segue.app.outbox import Put, Settled, timer_key
from segue.app.ports import Job, JobCounts
from segue.store.work import MOST_STARTS, POISON, short


@dataclass(slots=True)
class Kept:
    """A job, and whether somebody works on it."""

    job: Job
    leased: bool = False


@dataclass
class MemoryWork:
    """Everything of the `Jobs` port."""

    _jobs: dict[int, Kept] = field(default_factory=dict)
    _by_key: dict[str, int] = field(default_factory=dict)
    _last_job: int = 0

    def _put(self, put: Put) -> None:
        self._forget(put.key)
        self._last_job += 1
        job = Job(self._last_job, put.key, put.kind, put.conversation, put.body, put.run_at)
        self._jobs[job.id] = Kept(job)
        self._by_key[job.key] = job.id

    def _forget(self, key: str) -> None:
        number = self._by_key.pop(key, None)
        if number is not None:
            self._jobs.pop(number, None)

    def _settle(self, changes: Settled) -> None:
        for conversation in changes.timers_of:
            start = timer_key(conversation, "")
            for key in [key for key in self._by_key if key.startswith(start)]:
                self._forget(key)
        for key in changes.forget:
            self._forget(key)
        for put in changes.put:
            self._put(put)

    async def claim(self, now: datetime, lease_s: float, limit: int) -> list[Job]:
        due = [one for one in self._jobs.values() if not one.job.dead and one.job.run_at <= now]
        taken: list[Job] = []
        for one in sorted(due, key=lambda one: one.job.run_at)[:limit]:
            begun = one.job.attempts
            if begun >= MOST_STARTS:
                one.job = replace(one.job, dead=True, last_error=POISON, attempts=begun + 1)
                one.leased = False
                continue
            leased = replace(one.job, run_at=now + timedelta(seconds=lease_s))
            one.job, one.leased = replace(leased, attempts=begun + 1), True
            taken.append(leased)
        return sorted(taken, key=lambda job: job.id)

    async def done(self, ids: Sequence[int]) -> None:
        for number in ids:
            one = self._jobs.get(number)
            if one is not None:
                self._forget(one.job.key)

    async def again(self, job: int, run_at: datetime, error: str) -> None:
        one = self._jobs.get(job)
        if one is not None:
            one.job, one.leased = replace(one.job, run_at=run_at, last_error=short(error)), False

    async def bury(self, job: int, error: str) -> None:
        one = self._jobs.get(job)
        if one is not None:
            one.job, one.leased = replace(one.job, dead=True, last_error=short(error)), False

    async def put(self, key: str, kind: str, body: bytes, run_at: datetime) -> None:
        self._put(Put(key, kind, None, body, run_at))

    async def cancel(self, key: str) -> None:
        self._forget(key)

    async def next_due(self) -> datetime | None:
        alive = [one.job.run_at for one in self._jobs.values() if not one.job.dead]
        return min(alive, default=None)

    async def job_counts(self, now: datetime) -> JobCounts:
        alive = [one for one in self._jobs.values() if not one.job.dead]
        later = [one for one in alive if one.job.run_at > now]
        running = sum(one.leased for one in later)
        return JobCounts(
            due=len(alive) - len(later),
            scheduled=len(later) - running,
            running=running,
            dead=len(self._jobs) - len(alive),
        )

    async def dead(self, limit: int = 100) -> list[Job]:
        return [one.job for one in reversed(self._jobs.values()) if one.job.dead][:limit]

    async def revive(self, job: int, now: datetime) -> bool:
        one = self._jobs.get(job)
        if one is None or not one.job.dead:
            return False
        one.job, one.leased = replace(one.job, dead=False, attempts=0, run_at=now), False
        return True
