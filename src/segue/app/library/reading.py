"""One pass over a source: what was read becomes items, what is not there any more goes.

Items are kept in batches while the reading goes on, so answers come early. Somebody may change an
item in the meantime: then the batch is made again from what is kept now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from msgspec.structs import replace

from segue.app.library import comparing
from segue.app.ports import Clock, Store
from segue.app.ports_knowledge import (
    Failure,
    Found,
    KnowledgeItem,
    KnowledgeSource,
    Progress,
    Read,
    Same,
    StaleItem,
    SyncState,
)

BATCH = 50
FAILURES_KEPT = 200
ATTEMPTS = 8


@dataclass
class Pass:
    """Takes what is read, one after another; `state` is how far it is."""

    store: Store
    source: KnowledgeSource
    clock: Clock
    state: SyncState = field(init=False)
    known: dict[str, str] = field(default_factory=dict)
    _items: dict[str, KnowledgeItem] = field(default_factory=dict)  # by place
    _places: dict[str, str] = field(default_factory=dict)  # by id
    _taken: set[str] = field(default_factory=set)  # ids of all items
    _seen: set[str] = field(default_factory=set)
    _batch: list[Found] = field(default_factory=list)
    _moved: list[Found] = field(default_factory=list)  # perhaps known from another place
    _failures: list[Failure] = field(default_factory=list)
    _found: int = 0

    def __post_init__(self) -> None:
        self.state = SyncState("running", self.clock())

    async def begin(self) -> None:
        """See what is known of the source."""
        await self._look()
        self.known = {place: one.print for place, one in self._items.items() if one.print}
        self.known |= dict.fromkeys(self.source.left_out, "")

    async def _look(self) -> None:
        items = await self.store.items()
        self._taken = {one.id for one in items}
        self._items = {one.place: one for one in items if one.source == self.source.id}
        self._places = {one.id: one.place for one in self._items.values()}

    async def take(self, read: Read) -> None:
        match read:
            case Progress(done, total):
                self.state = replace(self.state, done=done, total=total)
                return
            case Failure():
                self._failures.append(read)
                self._seen |= {read.where, *self._of_document(read.where)}
                self._count("failed")
            case Same(place):
                self._found += 1
                self._seen.add(place)
                self._count("same")
                if (item := self._items.get(place)) and item.why_off == comparing.GONE:
                    self._batch.append(_as_found(item))
            case Found() if read.place in self._seen:
                return  # each place once, whatever a reader says
            case Found():
                self._found += 1
                self._seen.add(read.place)
                if read.place in self.source.left_out:
                    self._count("same")
                else:
                    self._batch.append(read)
            case _:
                assert_never(read)
        if len(self._batch) >= BATCH:
            await self._flush()

    def _of_document(self, where: str) -> list[str]:
        """Places of the items that are from this document: a table holds many."""
        return [place for place in self._items if place.startswith(f"{where}#")]

    async def finish(self) -> None:
        """Everything was read."""
        await self._flush()
        moved, self._moved = self._moved, []
        for found in moved:
            old = self._places.get(comparing.own_name(found, self.source))
            if old in self._items and old not in self._seen:
                self._items[found.place] = self._items.pop(old)
        self._batch = moved
        await self._flush(settled=True)
        if self.source.kind != "upload" and not self._nothing():
            await self._forget()

    def ended(self) -> tuple[SyncState, tuple[Failure, ...]]:
        if self._nothing():
            if self._failures:
                return self.failed(f"No document could be read. {self._failures[0].said}")
            if self._items:
                many = len(self._items)
                return self.failed(f"Nothing was found there: the {many} items are kept.")
        many = self._found + len(self._failures)
        state = replace(self.state, state="done", ended=self.clock(), done=many, total=many)
        return state, tuple(self._failures[:FAILURES_KEPT])

    def failed(self, why: str) -> tuple[SyncState, tuple[Failure, ...]]:
        state = replace(self.state, state="failed", ended=self.clock(), error=why[:500])
        return state, tuple(self._failures[:FAILURES_KEPT])

    def _nothing(self) -> bool:
        """A folder that is not mounted looks like an empty one: what was known is kept."""
        return not self._found and self.source.kind != "upload"

    def _count(self, what: str) -> None:
        self.state = replace(self.state, **{what: getattr(self.state, what) + 1})
        if not self.state.total:
            self.state = replace(self.state, done=self._found + len(self._failures))

    async def _flush(self, *, settled: bool = False) -> None:
        batch, self._batch = self._batch, []
        for attempt in range(ATTEMPTS):
            held = [] if settled else [one for one in batch if self._may_have_moved(one)]
            rest = [one for one in batch if one not in held]
            changed, counted = self._made(rest)
            try:
                if changed:
                    await self.store.save_items(changed, note="")
            except StaleItem:
                if attempt == ATTEMPTS - 1:
                    raise
                await self._look()
                continue
            self._items |= {one.place: one for one in changed}
            self._taken |= {one.id for one in changed}
            self._places |= {one.id: one.place for one in changed}
            self._moved += held
            for what in counted:
                self._count(what)
            return

    def _may_have_moved(self, found: Found) -> bool:
        """Is its id that of an item here with another place, whose document was not seen yet?"""
        old = self._places.get(comparing.own_name(found, self.source))
        return found.place not in self._items and old is not None and old not in self._seen

    def _made(self, batch: list[Found]) -> tuple[list[KnowledgeItem], list[str]]:
        """The items that are new or other, and what is counted."""
        changed: list[KnowledgeItem] = []
        counted: list[str] = []
        names = set(self._taken)
        for found in batch:
            before = self._items.get(found.place)
            if before is None:
                name = comparing.name_for(found, self.source, names.__contains__)
                names.add(name)
                changed.append(comparing.made(found, self.source, name, self.clock()))
                counted.append("added")
                continue
            one = comparing.again(before, found, self.source, self.clock())
            if one is not None:
                changed.append(one)
            counted.append("same" if one is None else "changed")
        return changed, counted

    async def _forget(self) -> None:
        """What was not seen: gone, or switched off where somebody had worked on it."""
        for attempt in range(ATTEMPTS):
            await self._look()  # a reading takes minutes: somebody may have worked on them
            gone: list[str] = []
            off: list[KnowledgeItem] = []
            for place, item in self._items.items():
                if place in self._seen or item.why_off == comparing.GONE:
                    continue
                left = comparing.without_its_source(item)
                if left is None:
                    gone.append(item.id)
                else:
                    off.append(left)
            if not gone and not off:
                return
            try:
                await self.store.save_items(off, gone=gone, note=comparing.GONE)
            except StaleItem:
                if attempt == ATTEMPTS - 1:
                    raise
                continue
            self.state = replace(self.state, gone=len(gone) + len(off))
            return


def _as_found(item: KnowledgeItem) -> Found:
    """An item whose unchanged document is back."""
    return Found(item.place, item.title, item.body, item.url, examples=item.examples,
                 language=item.language, audience=item.audience, print=item.print)  # fmt: skip
