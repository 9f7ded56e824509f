"""The library: everything that is known, where it comes from, and what is done with it.

Put together in `build.py`; until something can read and index (a test, a small tool), the stand-ins
at the end of this page say so.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from segue.app.feed import Hub, Passing, Stop
from segue.app.library.editing import Editing
from segue.app.library.gaps import Gaps, by_words
from segue.app.library.looking import Looking
from segue.app.library.sources import Sources
from segue.app.library.syncing import Syncing
from segue.app.library.uploads import Uploads
from segue.app.ports import Clock, Job, Store
from segue.app.ports_bot import BotReply, BotTurn
from segue.app.ports_knowledge import (
    Documents,
    Grouping,
    Index,
    KnowledgeItem,
    KnowledgeSource,
    NothingThere,
    Read,
    Trying,
)

log = structlog.get_logger()


class NoDocuments:
    """Nothing can be read here. `Documents`."""

    async def read(self, source: KnowledgeSource, known: Mapping[str, str]) -> AsyncIterator[Read]:
        del known
        nothing: tuple[Read, ...] = ()
        for one in nothing:
            yield one
        raise NothingThere(f"Nothing here can read a {source.kind}.")


class NoIndex:
    """Nothing is indexed here. `Index`."""

    built, trouble, passages = -1, "", 0
    languages: frozenset[str] = frozenset()

    def wake(self) -> None:
        """Nobody sleeps."""

    async def covers(self, questions: Sequence[str]) -> list[bool]:
        return [False] * len(questions)


async def nothing_tried(
    turn: BotTurn,  # noqa: ARG001
    items: Sequence[KnowledgeItem] | None,  # noqa: ARG001
) -> tuple[BotReply, float]:
    """Nothing answers here. `Trying`."""
    return BotReply(""), 1.0


@dataclass
class Library:
    """Use cases by what they are about; `start` and `stop` with the installation.

    `folder` is the folder of help pages that the settings name, empty for none; `folders` are those
    that others have to be in.
    """

    store: Store
    hub: Hub
    clock: Clock
    uploads: Uploads
    documents: Documents = field(default_factory=NoDocuments)
    index: Index = field(default_factory=NoIndex)
    attempt: Trying = nothing_tried
    group: Grouping = by_words
    folder: str = ""
    folders: tuple[str, ...] = ()
    wake: Callable[[], None] = lambda: None
    by: tuple[str, str] = ("knowledge", "")
    """What answers: its kind (`knowledge`, `model`, `remote`) and its name."""

    def __post_init__(self) -> None:
        self._deaf: Stop = lambda: None
        self.syncing = Syncing(
            self.store,
            self.hub,
            self.clock,
            self.documents,
            self.uploads,
            changed=self._changed,
            wake=self._wake_jobs,
        )
        self.sources = Sources(self.store, self.clock, self.syncing, self._told, self.folders)
        self.editing = Editing(self.store, self.clock, self._told)
        self.looking = Looking(self.store, self.clock)
        self.gaps = Gaps(self.store, self.clock, self.alike, lambda: self.index)

    async def start(self) -> None:
        """The store has started. Makes the sources that are always there; begins no reading."""
        made = await self.sources.begin(self.folder)
        if made is not None:
            await self.syncing.now(made.id)
        else:
            self.syncing.read_once.set()
        await self.syncing.begin()
        self._deaf = self.hub.overhear(self._overheard)

    async def stop(self) -> None:
        self._deaf()
        await self.syncing.stop()

    def _overheard(self, passing: Passing) -> None:
        """Another process may have changed something: its word is quicker than our next look."""
        if passing.what == "knowledge":
            self.index.wake()

    async def alike(self, texts: Sequence[str]) -> list[list[int]]:
        """Groups of what means the same; of the same words, where no model can tell."""
        try:
            return await self.group(texts)
        except Exception as why:  # noqa: BLE001 - a list with less sense is better than none
            log.warning("knowledge.not_grouped", why=f"{type(why).__name__}: {why}")
            return await by_words(texts)

    async def read_first(self) -> None:
        """Until a new installation has read what it begins with."""
        await self.syncing.read_once.wait()

    async def sync(self, job: Job) -> None:
        """The work of a `sync` job."""
        await self.syncing.job(job)

    def _wake_jobs(self) -> None:
        self.wake()  # set after the library was made

    def _changed(self) -> None:
        self.index.wake()

    def _told(self) -> None:
        self.index.wake()
        self.hub.tell(Passing("knowledge"))
