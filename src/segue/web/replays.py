"""Replays of a policy for a screen: beside the event loop, one at a time, with an end.

A replay counts for seconds. It gets a thread with a loop of its own, so that sockets go on, and
asks the store by way of ours. Whoever began it asks again until it is done; reports are kept in
memory for a while, for they are made anew as easily.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import structlog

from segue.app.ports import Recorded, Store
from segue.app.replaying import Report, replay
from segue.domain.ids import AgentId, ConversationId
from segue.domain.policy import Policy

log = structlog.get_logger()
TIME_S = 120.0
KEPT_S = 600.0
MOST = 20
State = Literal["running", "done", "failed"]


class TooMany(RuntimeError):
    """So many replays are waiting that another one would only make it worse."""


class Stopped(RuntimeError):
    """Its time is over, or nobody wants it any more."""


@dataclass(slots=True)
class Run:
    """One replay. `seen` of `of` conversations were looked at."""

    id: str
    by: AgentId | None
    began: float
    state: State = "running"
    seen: int = 0
    of: int | None = None
    report: Report | None = None
    problem: str | None = None
    ends: float = 0.0
    task: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class Across:
    """The store as another thread may ask it: every question is asked on the loop that has it."""

    store: Store
    loop: asyncio.AbstractEventLoop

    async def active_since(
        self, since: datetime, channel: str | None = None, newest: int | None = None
    ) -> list[ConversationId]:
        """See `ports.Records`."""
        asked = self.store.active_since(since, channel, newest)
        found: list[ConversationId] = await self._asked(asked)
        return found

    async def recorded(self, conversations: Sequence[ConversationId]) -> list[Recorded]:
        """See `ports.Records`."""
        found: list[Recorded] = await self._asked(self.store.recorded(conversations))
        return found

    async def _asked(self, question: Any) -> Any:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(question, self.loop))


@dataclass
class Replays:
    """All of this process."""

    store: Store
    runs: dict[str, Run] = field(default_factory=dict)
    _one: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    def begin(
        self,
        policy: Policy,
        since: datetime,
        until: datetime,
        *,
        by: AgentId | None = None,
        within_s: float = TIME_S,
        newest: int | None = None,
    ) -> Run:
        """Begin one, over the `newest` so many conversations if it is said. Raises `TooMany`."""
        self._forget()
        if sum(one.state == "running" for one in self.runs.values()) >= MOST:
            raise TooMany
        now = time.monotonic()
        run = Run(f"r_{secrets.token_urlsafe(9)}", by, now, ends=now + within_s)
        self.runs[run.id] = run
        run.task = asyncio.create_task(self._go(run, policy, since, until, newest), name="replay")
        return run

    def _forget(self) -> None:
        now = time.monotonic()
        old = [one.id for one in self.runs.values() if one.state != "running"
               and now - one.began > KEPT_S]  # fmt: skip
        for name in old:
            del self.runs[name]

    async def waited(self, run: Run, seconds: float) -> None:
        """Until it is done, at most so long."""
        if run.task is not None:
            await asyncio.wait([run.task], timeout=seconds)

    async def stop(self) -> None:
        """The server goes down: no more questions."""
        for run in self.runs.values():
            run.ends = 0.0
        tasks = [run.task for run in self.runs.values() if run.task is not None]
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _go(
        self, run: Run, policy: Policy, since: datetime, until: datetime, newest: int | None
    ) -> None:
        across = Across(self.store, asyncio.get_running_loop())
        try:
            async with self._one:
                work = asyncio.to_thread(_count, across, policy, since, until, run, newest)
                run.report = await work
            run.state = "done"
        except Stopped:
            run.state = "failed"
            run.problem = "It took too long. Choose a shorter time."
        except Exception:  # a broken replay is told to whoever began it
            log.exception("replay.failed", replay=run.id)
            run.state = "failed"
            run.problem = "Something broke on our side. It was written down."


def _count(
    across: Across,
    policy: Policy,
    since: datetime,
    until: datetime,
    run: Run,
    newest: int | None,
) -> Report:
    def progress(seen: int, of: int) -> None:
        run.seen, run.of = seen, of
        if time.monotonic() > run.ends:
            raise Stopped

    store: Any = across
    if time.monotonic() > run.ends:
        raise Stopped
    counted = replay(store, policy, since=since, until=until, progress=progress, newest=newest)
    return asyncio.run(counted)
