"""Carries out what the table of jobs says must not be forgotten.

A claimed job is leased by moving its `run_at` forward: if this process dies, the job comes back by
itself. A failed one is tried again with growing pauses and in the end buried, where the system
page shows it and a lead may dig it up. At least once, so every job's key is an idempotency key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TypeAlias

import structlog

from segue.app.ports import Clock, Job, Jobs, StoreUnavailable

Work: TypeAlias = Callable[[Job], Awaitable[None]]
log = structlog.get_logger()

PAUSES_S = (1, 5, 30, 120, 600, 1800, 3600)
"""Before the second, third … attempt. After the last one a job is buried."""

LEASE_S = 30.0
AT_ONCE = 32
LOOK_EVERY_S = 2.0


def pause_after(attempts: int, spread: float) -> timedelta | None:
    """How long to wait after so many failed attempts; None is "bury it". `spread` is 0 to 1."""
    if attempts > len(PAUSES_S):
        return None
    return timedelta(seconds=PAUSES_S[attempts - 1] * (0.8 + 0.4 * spread))


@dataclass
class Runner:
    """One per process; any number of processes may share a table."""

    jobs: Jobs
    clock: Clock
    work: Mapping[str, Work]
    random: Random = field(default_factory=Random)
    look_every_s: float = LOOK_EVERY_S
    running: int = 0
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _finished: list[int] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _loop: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._woken.set()

    def start(self) -> None:
        self._loop = asyncio.create_task(self._run(), name="jobs")

    async def stop(self) -> None:
        """Let go at once: what is not finished comes back when its lease ends."""
        tasks = [*self._tasks, *([self._loop] if self._loop else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._finished:
            await self._acknowledge()

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            wait = self.look_every_s
            try:
                await self._acknowledge()
                if not await self._claim():
                    wait = await self._until_next()
            except StoreUnavailable as why:
                log.warning("jobs.store_unavailable", why=str(why))
                wait = float(why.retry_after_s)
            except Exception:  # the runner outlives whatever one round met
                log.exception("jobs.round_failed")
                wait = 1.0
            try:
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def _until_next(self) -> float:
        due = await self.jobs.next_due()
        if due is None:
            return self.look_every_s
        return min(self.look_every_s, max(0.0, (due - self.clock()).total_seconds()))

    async def _claim(self) -> bool:
        """Start what is due, as far as there is room; True when something was."""
        room = AT_ONCE - self.running
        if room <= 0:
            return False
        claimed = await self.jobs.claim(self.clock(), LEASE_S, room)
        for job in claimed:
            self.running += 1
            task = asyncio.create_task(self._one(job))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(claimed)

    async def _acknowledge(self) -> None:
        finished, self._finished = self._finished, []
        if finished:
            try:
                await self.jobs.done(finished)
            except StoreUnavailable:
                self._finished += finished
                raise

    async def _one(self, job: Job) -> None:
        try:
            work = self.work[job.kind]
            async with asyncio.timeout(LEASE_S * 0.9):
                await work(job)
            self._finished.append(job.id)
        except asyncio.CancelledError:
            raise
        except Exception as why:  # noqa: BLE001 - whatever failed outside is tried again
            await self._failed(job, why)
        finally:
            self.running -= 1
            self.wake()

    async def _failed(self, job: Job, why: Exception) -> None:
        error = f"{type(why).__name__}: {why}"[:500]
        pause = pause_after(job.attempts + 1, self.random.random())
        log.warning("job.failed", kind=job.kind, key=job.key, attempts=job.attempts + 1, why=error)
        try:
            if pause is None:
                await self.jobs.bury(job.id, error)
            else:
                await self.jobs.again(job.id, self.clock() + pause, error)
        except StoreUnavailable:
            return  # the lease ends by itself and the job comes back
