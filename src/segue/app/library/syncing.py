"""Reads sources: now, or every few hours, one reading of a source at a time over all processes.

A job row says that a source is to be read, and a lease on the source who reads it. The job comes
back when the lease would end, so a reading that died with its process is begun anew by whoever
finds it. Uploaded files lie on one machine's disk: the process that got them reads them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex
from typing import Any

import structlog

from segue.app.feed import Hub, Passing
from segue.app.library.reading import Pass
from segue.app.library.uploads import Uploads
from segue.app.ports import Clock, Job, Store, StoreUnavailable
from segue.app.ports_knowledge import (
    ARTICLES,
    UPLOADS,
    Documents,
    Failure,
    KnowledgeSource,
    NothingThere,
    SyncState,
    UnknownSource,
)

LEASE = timedelta(seconds=30)
BEAT_S = 8.0
SAVED_EVERY_S = 0.5
KIND = "sync"
log = structlog.get_logger()


class NothingToRead(ValueError):
    """Articles are written by hand: there is nothing to read."""


class BeingRead(RuntimeError):
    """Another process is reading the source just now."""


class _Dropped(Exception):
    """Somebody removed the source, or reads it instead of us."""


def key_of(source: str) -> str:
    """The key of the job of this source."""
    return f"sync.{source}"


@dataclass
class Syncing:
    """`changed` is called when items were kept, `wake` when a job is due now, `progress` whenever
    it is saved how far a reading is."""

    store: Store
    hub: Hub
    clock: Clock
    documents: Documents
    uploads: Uploads
    changed: Callable[[], None] = lambda: None
    wake: Callable[[], None] = lambda: None
    progress: Callable[[SyncState], None] = lambda _: None
    saved_every_s: float = SAVED_EVERY_S
    read_once: asyncio.Event = field(default_factory=asyncio.Event)
    """Something was read, well or badly, or nothing has to be."""
    me: str = field(default_factory=lambda: f"{os.getpid()}.{token_hex(6)}")
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    # --- beginning and end ------------------------------------------------------------------------

    async def begin(self) -> None:
        """Take up what an earlier process left, and plan what is to be read every few hours."""
        for source in await self.store.sources():
            if source.id in (ARTICLES, UPLOADS):
                continue
            if source.sync.state == "running":
                if self.store.tails:
                    continue  # another process may be at it: its job comes back if it is not
                await self.store.release_source(source.id)
                await self._plan(source.id, timedelta())
            else:
                await self.replan(source)
        self.uploads.sweep(self.clock() - timedelta(days=1))
        if self.uploads.waiting():
            self.read_uploads()

    async def stop(self) -> None:
        """Let go at once; what was not finished is begun anew by the next process."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Until nothing is being read here."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    # --- asking for it ----------------------------------------------------------------------------

    async def now(self, name: str) -> KnowledgeSource:
        """Read this source now. One that is being read already goes on as it is.

        Raises `UnknownSource` and `NothingToRead`."""
        source = await self.store.source(name)
        if source is None:
            raise UnknownSource(name)
        if name == ARTICLES:
            raise NothingToRead("Articles are written here: there is nothing to read.")
        if name == UPLOADS:
            if self.uploads.waiting() and source.sync.state != "running":
                await self.store.save_sync(name, SyncState("running", self.clock()))
            self.read_uploads()
            return await self.store.source(name) or source
        if source.sync.state != "running":
            await self._plan(name, timedelta())
            await self.store.save_sync(name, SyncState("running", self.clock()))
            self._tell(name)
        self.wake()
        return await self.store.source(name) or source

    async def replan(self, source: KnowledgeSource) -> None:
        """When it is read next, after its settings have changed."""
        if source.sync.state == "running" or source.kind in ("articles", "upload"):
            return
        if not source.every_h or not source.on:
            await self.store.cancel(key_of(source.id))
            return
        read = source.sync.ended or self.clock()
        due = max(self.clock(), read + timedelta(hours=source.every_h))
        await self.store.put(key_of(source.id), KIND, source.id.encode(), due)

    async def _plan(self, name: str, after: timedelta) -> None:
        await self.store.put(key_of(name), KIND, name.encode(), self.clock() + after)

    async def job(self, job: Job) -> None:
        """The work of a job: begin, unless somebody is at it. The job stays until it is done."""
        name = job.body.decode()
        source = await self.store.source(name)
        if source is None:
            return
        await self._plan(name, LEASE)
        if name not in self._running and await self._lease(name):
            self._start(name, self._once(source))

    async def here(self, name: str) -> KnowledgeSource:
        """Read a source in this process and come back when it is read: for commands.

        Raises `UnknownSource`, `NothingToRead` and `BeingRead`."""
        source = await self.store.source(name)
        if source is None:
            raise UnknownSource(name)
        if name == ARTICLES:
            raise NothingToRead("Articles are written here: there is nothing to read.")
        if not await self._lease(name):
            raise BeingRead(f"“{source.name}” is being read by another process just now.")
        seen = self.uploads.waiting() if name == UPLOADS else {}
        await self._once(source)
        self.uploads.read(seen)
        return await self.store.source(name) or source

    # --- uploaded files ---------------------------------------------------------------------------

    def read_uploads(self) -> None:
        """Read the files that have arrived here."""
        if UPLOADS not in self._running:
            self._start(UPLOADS, self._all_uploads())

    async def _all_uploads(self) -> None:
        while seen := self.uploads.waiting():
            source = await self.store.source(UPLOADS)
            if source is None:
                return
            try:
                if await self._lease(UPLOADS):
                    await self._once(source)
                    self.uploads.read(seen)
                    continue
            except StoreUnavailable as why:
                log.warning("sync.uploads_wait", why=str(why))
            await asyncio.sleep(1.0)  # another process reads its own, or the store is away

    # --- one reading ------------------------------------------------------------------------------

    def _start(self, name: str, work: Any) -> None:
        task = asyncio.create_task(work, name=f"sync {name}")
        self._running[name] = task
        task.add_done_callback(lambda done: self._ended(name, done))

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        self._running.pop(name, None)
        self.read_once.set()
        if not task.cancelled() and (why := task.exception()) is not None:
            log.warning("sync.ended", source=name, why=f"{type(why).__name__}: {why}")

    async def _lease(self, name: str) -> bool:
        now = self.clock()
        return await self.store.lease_source(name, self.me, now, now + LEASE)

    async def _once(self, source: KnowledgeSource) -> None:
        """One whole reading, with everything that is kept of it."""
        one = Pass(self.store, source, self.clock)
        beat = asyncio.create_task(self._beat(source))
        try:
            ended, failures = await self._read(one)
            await self.store.save_sync(source.id, ended, failures)
            await self._after(source)
        except (_Dropped, UnknownSource):
            log.info("sync.dropped", source=source.id)
        except asyncio.CancelledError:
            with contextlib.suppress(StoreUnavailable):
                await self._let_go(source)
            raise
        finally:
            beat.cancel()
            self.changed()
            self._tell(source.id)

    async def _let_go(self, source: KnowledgeSource) -> None:
        await self.store.release_source(source.id, self.me)
        if source.kind != "upload":
            await self._plan(source.id, timedelta())

    async def _after(self, source: KnowledgeSource) -> None:
        await self.store.release_source(source.id, self.me)
        now = await self.store.source(source.id)
        if now is not None and source.kind != "upload":
            await self.replan(now)

    async def _read(self, one: Pass) -> tuple[SyncState, tuple[Failure, ...]]:
        """How it ended. Raises what keeps it from going on at all."""
        await self._save(one)
        saved = time.monotonic()
        try:
            await one.begin()
            async for read in self.documents.read(one.source, one.known):
                await one.take(read)
                if time.monotonic() - saved >= self.saved_every_s:
                    await self._save(one)
                    saved = time.monotonic()
                    self.changed()
            await one.finish()
        except NothingThere as why:
            return one.failed(str(why))
        except (StoreUnavailable, UnknownSource, _Dropped):
            raise
        except Exception as why:  # a reader that breaks is told on the page, and not tried for ever
            log.exception("sync.failed", source=one.source.id)
            return one.failed(f"Something broke while reading: {type(why).__name__}.")
        return one.ended()

    async def _save(self, one: Pass) -> None:
        if not await self.store.save_sync(one.source.id, one.state):
            raise _Dropped
        self.progress(one.state)
        self._tell(one.source.id)

    async def _beat(self, source: KnowledgeSource) -> None:
        """Keep the lease, and the job that would bring it back, ahead of us."""
        while True:
            await asyncio.sleep(BEAT_S)
            with contextlib.suppress(StoreUnavailable):
                await self._lease(source.id)
                if source.kind != "upload":
                    await self._plan(source.id, LEASE)

    def _tell(self, name: str) -> None:
        self.hub.tell(Passing("knowledge", name=name))
