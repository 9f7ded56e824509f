"""What tests of the library share: documents that a test writes down, and a library to read them.

`Pages` gives what it holds, as a reader of files or sites would; a test may stop it in the middle.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.conftest import Turned
from segue.app.feed import Hub, Passing
from segue.app.library import Library, Uploads
from segue.app.ports import Store
from segue.app.ports_knowledge import (
    Failure,
    Found,
    KnowledgeItem,
    KnowledgeSource,
    NothingThere,
    Progress,
    Read,
    Same,
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class Pages:
    """Texts by place. `broken` cannot be read; `held` waits before this place."""

    clock: Turned
    texts: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    away: str = ""
    held: str = ""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    extracted: list[str] = field(default_factory=list)
    readings: int = 0

    async def read(self, source: KnowledgeSource, known: Mapping[str, str]) -> AsyncIterator[Read]:
        del source
        self.readings += 1
        if self.away:
            raise NothingThere(self.away)
        places = sorted({*self.texts, *self.broken})
        for done, place in enumerate(places):
            yield Progress(done, len(places))
            if place == self.held:
                self.reached.set()
                await self.go_on.wait()
            if place in self.broken:
                yield Failure(place, "broken", self.broken[place], self.clock())
                continue
            text = self.texts[place]
            if known.get(place) == digest(text):
                yield Same(place)
                continue
            self.extracted.append(place)
            name = place.rsplit("/", 1)[-1].removesuffix(".md")
            yield Found(place, text.split("\n")[0], text, print=digest(text), id=name)
        yield Progress(len(places), len(places))


@dataclass
class Shelf:
    """A library with its pages, and what it told."""

    library: Library
    pages: Pages
    clock: Turned
    told: list[Passing]

    @property
    def store(self) -> Store:
        return self.library.store

    async def sync(self, source: str = "folder") -> KnowledgeSource:
        """Read it now, to the end."""
        await self.library.syncing.now(source)
        return await self.work(source)

    async def work(self, source: str = "folder") -> KnowledgeSource:
        """Do what is due."""
        for job in await self.store.claim(self.clock(), 30, 100):
            await self.library.sync(job)
            await self.store.done([job.id])
        await self.library.syncing.idle()
        found = await self.store.source(source)
        assert found is not None
        return found

    async def items(self) -> dict[str, KnowledgeItem]:
        return {one.id: one for one in await self.store.items()}


async def shelf(store: Store, folder: Path, clock: Turned, pages: Pages | None = None) -> Shelf:
    """On a store that has started; with a source of pages called `folder`."""
    pages = pages or Pages(clock)
    hub = Hub()
    told: list[Passing] = []
    hub.overhear(told.append)
    library = Library(store, hub, clock, Uploads(folder / "uploads"), documents=pages)
    library.folder = "/srv/help"
    library.syncing.saved_every_s = 0.0
    await library.start()
    return Shelf(library, pages, clock, told)
