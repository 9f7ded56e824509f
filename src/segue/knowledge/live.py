"""The index that answers come from: built on the side, swapped whole, never away.

Whoever answers holds `LiveKnowledge()` for one question at a time. When the knowledge changes (here
at once, in another process within `every_s`), the next index is built in a thread from the items
that are on, and takes the old one's place when it is ready. One that cannot be built changes
nothing, and says so in `trouble`.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from segue.app.ports import StoreUnavailable
from segue.app.ports_knowledge import Items, KnowledgeItem

if TYPE_CHECKING:
    from segue.brains.knowledge import Knowledge
    from segue.brains.pages import Item

EVERY_S = 3.0
FIRST_S = 6.0
log = structlog.get_logger()


class NotIndexed(RuntimeError):
    """There is nothing to answer from; the text says why."""


class LiveKnowledge:
    """`segue.app.ports_knowledge.Index`; called, it gives the index of this moment."""

    def __init__(
        self,
        store: Items,
        cache: Path | None = None,
        *,
        every_s: float = EVERY_S,
        first: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`cache` is a folder for vectors that are worth keeping between starts. `first` is what
        the first one waits for, but not for ever: a new installation reads its folder."""
        self._store = store
        self._cache = cache
        self._every_s = every_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="segue-index")
        self._trials = ThreadPoolExecutor(1, thread_name_prefix="segue-trial")
        self._one_at_a_time = threading.Lock()
        self._shown: Knowledge | None = None
        self._looked = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._building = asyncio.Lock()
        self._first = first
        self.looked: list[Callable[[], None]] = []
        """Called after each look, whatever came of it."""
        self._tried_once = asyncio.Event()
        self.built = -1
        self.trouble = ""

    def __call__(self) -> Knowledge | None:
        return self._shown

    @property
    def passages(self) -> int:
        return sum(len(one.passages) for one in self._shown.items) if self._shown else 0

    @property
    def languages(self) -> frozenset[str]:
        return self._shown.languages if self._shown else frozenset()

    async def covers(self, questions: Sequence[str]) -> list[bool]:
        """Which of these it has a sure answer to now."""
        knowledge = self._shown
        if knowledge is None or not questions:
            return [False] * len(questions)

        def answered(question: str) -> bool:
            found = knowledge.answer(question)
            return found is not None and found.sure

        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._trials, lambda: [answered(q) for q in questions])

    # --- beginning and end ------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to build the first one, and look for changes from now on."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(), name="knowledge")

    async def ready(self) -> None:
        """Until there is one to answer from. Raises `NotIndexed` when the first cannot be built."""
        await self._tried_once.wait()
        if self._shown is None:
            raise NotIndexed(self.trouble or "It is not built yet.")

    async def stop(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        for thread in (self._thread, self._trials):
            thread.shutdown(wait=False, cancel_futures=True)

    def wake(self) -> None:
        """There is something new: look now."""
        self._looked.set()

    async def _watch(self) -> None:
        if self._first is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(FIRST_S):
                    await self._first()
        while True:
            self._looked.clear()
            took = 0.0
            try:
                began = time.monotonic()
                await self.refresh()
                took = time.monotonic() - began
            except StoreUnavailable as why:
                log.warning("knowledge.store_unavailable", why=str(why))
            except Exception as why:  # the old one goes on answering
                self.trouble = f"{type(why).__name__}: {why}"[:300]
                log.exception("knowledge.not_built")
            self._tried_once.set()
            for tell in self.looked:
                tell()
            await asyncio.sleep(min(took, self._every_s))  # a long reading must not keep us busy
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every_s):
                    await self._looked.wait()

    async def refresh(self) -> None:
        """Build a new one if the knowledge has changed. Raises what keeps it from being built."""
        async with self._building:
            state = await self._store.state()
            if state == self.built:
                return
            items = await self._live()
            loop = asyncio.get_running_loop()
            made = await loop.run_in_executor(self._thread, self._made, items, self._cache)
            self._shown, self.built, self.trouble = made, state, ""

    async def _live(self) -> list[KnowledgeItem]:
        """Items that may answer: on, with words, of sources that are on."""
        on = {one.id for one in await self._store.sources() if one.on}
        return [one for one in await self._store.items() if one.live and one.source in on]

    # --- building, in the thread ------------------------------------------------------------------

    def _made(self, items: Sequence[KnowledgeItem], cache: Path | None) -> Knowledge:
        """What did not change is taken over from the one that is shown."""
        from segue.brains.knowledge import Knowledge  # noqa: PLC0415 - NumPy is loaded for it

        with self._one_at_a_time:  # indexes share their words, and number them while they are built
            return Knowledge([page_of(one) for one in items], cache, before=self._shown)

    async def with_these(self, items: Sequence[KnowledgeItem]) -> Knowledge:
        """An index of these items, for one trial: drafts among them, say."""
        loop = asyncio.get_running_loop()
        on = {one.id for one in await self._store.sources() if one.on}
        live = [one for one in items if one.live and one.source in on]
        return await loop.run_in_executor(self._trials, self._made, live, None)


def page_of(one: KnowledgeItem) -> Item:
    """An item as it is indexed."""
    from segue.brains.pages import Item, passages_of  # noqa: PLC0415 - with the index

    return Item(
        id=one.id,
        title=one.title,
        passages=tuple(passages_of(one.body)),
        url=one.url,
        examples=one.examples,
        language=one.language,
        audience=one.audience,
        needs=one.needs,
    )
