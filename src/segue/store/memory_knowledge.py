"""Knowledge in dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from msgspec.structs import replace

from segue.app.ports import Row
from segue.app.ports_knowledge import (
    Failure,
    ItemVersion,
    KnowledgeItem,
    KnowledgeSource,
    LastDays,
    Missed,
    StaleItem,
    SyncState,
    UnknownSource,
    Use,
)
from segue.domain import events as e
from segue.domain.ids import ConversationId, Seq
from segue.store.coding import micros, moment
from segue.store.drafting import Draft
from segue.store.knowledge import (
    by_name,
    by_title,
    counted,
    same_words,
    settings_of,
    use_of,
    version_of,
)
from segue.store.uses import BROKEN, MISSED, UseRow, marked


class MemoryKnowledge:
    """Everything of the `Items` port."""

    def __init__(self) -> None:
        self._sources: dict[str, KnowledgeSource] = {}
        self._leases: dict[str, tuple[str, datetime]] = {}
        self._items: dict[str, KnowledgeItem] = {}
        self._versions: dict[str, list[ItemVersion]] = {}
        self._uses: dict[tuple[str, int, str], UseRow] = {}
        self._said: dict[tuple[str, int], str] = {}
        self._state = 0

    async def sources(self) -> list[KnowledgeSource]:
        return sorted(self._sources.values(), key=by_name)

    async def source(self, source: str) -> KnowledgeSource | None:
        return self._sources.get(source)

    async def save_source(self, source: KnowledgeSource) -> None:
        before = self._sources.get(source.id)
        if before is None:
            self._sources[source.id] = source
        elif settings_of(before) == settings_of(source):
            return
        else:
            kept = replace(source, sync=before.sync, failures=before.failures)
            self._sources[source.id] = kept
        self._state += 1

    async def save_sync(
        self, source: str, sync: SyncState, failures: Sequence[Failure] | None = None
    ) -> bool:
        one = self._sources.get(source)
        if one is None:
            return False
        told = one.failures if failures is None else tuple(failures)
        self._sources[source] = replace(one, sync=sync, failures=told)
        return True

    async def drop_source(self, source: str) -> bool:
        if self._sources.pop(source, None) is None:
            return False
        for name in [one.id for one in self._items.values() if one.source == source]:
            self._drop(name)
        self._leases.pop(source, None)
        self._state += 1
        return True

    def _drop(self, item: str) -> None:
        self._items.pop(item, None)
        self._versions.pop(item, None)

    async def lease_source(self, source: str, by: str, now: datetime, until: datetime) -> bool:
        held = self._leases.get(source)
        if source not in self._sources or (held and held[0] != by and held[1] > now):
            return False
        self._leases[source] = (by, until)
        return True

    async def release_source(self, source: str, by: str = "") -> None:
        held = self._leases.get(source)
        if held and by in ("", held[0]):
            del self._leases[source]

    # --- items ------------------------------------------------------------------------------------

    async def items(self, source: str | None = None) -> list[KnowledgeItem]:
        found = (one for one in self._items.values() if source in (None, one.source))
        return sorted(found, key=by_title)

    async def item(self, item: str) -> KnowledgeItem | None:
        return self._items.get(item)

    async def save_items(
        self, items: Sequence[KnowledgeItem], *, gone: Sequence[str] = (), note: str = ""
    ) -> int:
        for one in items:
            if one.source not in self._sources:
                raise UnknownSource(one.source)
            before = self._items.get(one.id)
            newest = before.version if before else 0
            if one.version != newest + 1:
                raise StaleItem(one.id, newest)
        for one in items:
            before = self._items.get(one.id)
            self._items[one.id] = one
            if one.body and (before is None or not same_words(one, before)):
                self._versions.setdefault(one.id, []).insert(0, version_of(one, note))
        for name in gone:
            self._drop(name)
        self._state += 1
        return self._state

    async def state(self) -> int:
        return self._state

    async def versions(self, item: str) -> list[ItemVersion]:
        return list(self._versions.get(item, ()))

    # --- what they answered -----------------------------------------------------------------------

    def _use(self, rows: Sequence[Row], made: Draft) -> None:
        """What the draft of one turn says of items, and what was said."""
        for row in rows:
            if isinstance(row.event, e.MessagePosted):
                self._said[row.conversation, row.seq] = row.event.text
        for use in made.uses:
            self._uses.setdefault(use[:3], use)
        for call in made.calls:
            for key, use in self._uses.items():
                if marked(use, call):
                    self._uses[key] = (*use[:6], 1)

    def _used(self, since: int = 0) -> list[UseRow]:
        """The newest first."""
        found = [row for row in self._uses.values() if row[3] >= since]
        return sorted(found, key=lambda row: (-row[3], row[0], -row[1]))

    async def uses(self, item: str | None = None, limit: int = 50) -> list[Use]:
        found = (row for row in self._used() if item in (None, row[2]))
        return [use_of(row) for row in islice(found, limit)]

    async def use_counts(self, since: datetime) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for row in self._used(micros(since)):
            if row[2] != MISSED:
                used, helped = found.get(row[2], (0, 0))
                found[row[2]] = (used + 1, helped + 1 - row[6])
        return found

    async def missed(self, since: datetime, limit: int = 2000) -> list[Missed]:
        found = [
            Missed(ConversationId(name), Seq(seq), moment(at), self._said[name, seq], bool(failed))
            for name, seq, item, at, _, sure, failed in self._used(micros(since))
            if item == MISSED and sure > BROKEN and (name, seq) in self._said
        ]
        return found[:limit]

    async def last_days(self, since: datetime) -> LastDays:
        of_each: dict[str, list[UseRow]] = {}
        for row in self._used(micros(since)):
            if row[5] > BROKEN:
                of_each.setdefault(row[0], []).append(row)
        return counted(
            [
                (
                    name,
                    len({row[1] for row in rows if row[2] != MISSED}),
                    sum(row[2] == MISSED for row in rows),
                    max(row[6] for row in rows),
                )
                for name, rows in of_each.items()
            ]
        )
