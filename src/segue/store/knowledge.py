"""Knowledge in the database: sources, items, their versions; what they answered, in `uses.py`.

The number of its newest state is a counter that rises in the transaction of every change, so that
a process which sees the number can read all that it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, insert, or_, select, tuple_, update

from segue.app.ports_knowledge import (
    ARTICLES,
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
from segue.store import schema as t
from segue.store.coding import (
    encode,
    event_of,
    failures_of,
    item_of,
    item_version_of,
    micros,
    moment,
    source_of,
    storable,
    sync_of,
)
from segue.store.reading import Sql
from segue.store.uses import BROKEN, MISSED
from segue.store.writing import draw_numbers

AT_ONCE = 200
COUNTER = "knowledge"
SOURCE = (t.knowledge_source.c.body, t.knowledge_source.c.sync, t.knowledge_source.c.failures)


class Knowledge(Sql):
    """Everything of the `Items` port."""

    async def sources(self) -> list[KnowledgeSource]:
        def ask(connection: Connection) -> list[KnowledgeSource]:
            return [_source(*row) for row in connection.execute(select(*SOURCE))]

        return sorted(await self.read(ask), key=by_name)

    async def source(self, source: str) -> KnowledgeSource | None:
        def ask(connection: Connection) -> KnowledgeSource | None:
            chosen = select(*SOURCE).where(t.knowledge_source.c.id == source)
            row = connection.execute(chosen).first()
            return None if row is None else _source(*row)

        return await self.read(ask) if storable(source) else None

    async def save_source(self, source: KnowledgeSource) -> None:
        await self.write(partial(_save_source, source=source), order=COUNTER)

    async def save_sync(
        self, source: str, sync: SyncState, failures: Sequence[Failure] | None = None
    ) -> bool:
        values = {"sync": encode(sync)}
        if failures is not None:
            values["failures"] = encode(tuple(failures))
        return await self._set_source(source, **values)

    async def _set_source(self, source: str, **values: object) -> bool:
        def change(connection: Connection) -> bool:
            chosen = update(t.knowledge_source).where(t.knowledge_source.c.id == source)
            return bool(connection.execute(chosen.values(**values)).rowcount)

        return await self.write(change, order=COUNTER)

    async def drop_source(self, source: str) -> bool:
        def change(connection: Connection) -> bool:
            chosen = delete(t.knowledge_source).where(t.knowledge_source.c.id == source)
            gone = connection.execute(chosen)
            mine = select(t.knowledge_item.c.id).where(t.knowledge_item.c.source == source)
            connection.execute(
                delete(t.knowledge_version).where(t.knowledge_version.c.item.in_(mine))
            )
            connection.execute(delete(t.knowledge_item).where(t.knowledge_item.c.source == source))
            if gone.rowcount:
                _rise(connection)
            return bool(gone.rowcount)

        return await self.write(change, order=COUNTER) if storable(source) else False

    async def lease_source(self, source: str, by: str, now: datetime, until: datetime) -> bool:
        def change(connection: Connection) -> bool:
            c = t.knowledge_source.c
            free = or_(c.leased_by == by, c.leased_until.is_(None), c.leased_until <= micros(now))
            taken = update(t.knowledge_source).where(c.id == source, free)
            values = {"leased_by": by, "leased_until": micros(until)}
            return bool(connection.execute(taken.values(**values)).rowcount)

        return await self.write(change, order=COUNTER)

    async def release_source(self, source: str, by: str = "") -> None:
        def change(connection: Connection) -> None:
            c = t.knowledge_source.c
            given = update(t.knowledge_source).where(c.id == source)
            given = given.where(c.leased_by == by) if by else given
            connection.execute(given.values(leased_by="", leased_until=None))

        await self.write(change, order=COUNTER)

    # --- items ------------------------------------------------------------------------------------

    async def items(self, source: str | None = None) -> list[KnowledgeItem]:
        def ask(connection: Connection) -> list[KnowledgeItem]:
            chosen = select(t.knowledge_item.c.body)
            if source is not None:
                chosen = chosen.where(t.knowledge_item.c.source == source)
            return [item_of(body) for (body,) in connection.execute(chosen)]

        if source is not None and not storable(source):
            return []
        return sorted(await self.read(ask), key=by_title)

    async def item(self, item: str) -> KnowledgeItem | None:
        def ask(connection: Connection) -> KnowledgeItem | None:
            chosen = select(t.knowledge_item.c.body).where(t.knowledge_item.c.id == item)
            body = connection.execute(chosen).scalar()
            return None if body is None else item_of(body)

        return await self.read(ask) if storable(item) else None

    async def save_items(
        self, items: Sequence[KnowledgeItem], *, gone: Sequence[str] = (), note: str = ""
    ) -> int:
        change = partial(_save_items, items=items, gone=gone, note=note)
        return await self.write(change, order=COUNTER)

    async def state(self) -> int:
        def ask(connection: Connection) -> int:
            chosen = select(t.counter.c.value).where(t.counter.c.name == COUNTER)
            return connection.execute(chosen).scalar() or 0

        return await self.read(ask)

    async def versions(self, item: str) -> list[ItemVersion]:
        def ask(connection: Connection) -> list[ItemVersion]:
            c = t.knowledge_version.c
            chosen = select(c.body).where(c.item == item).order_by(c.version.desc())
            return [item_version_of(body) for (body,) in connection.execute(chosen)]

        return await self.read(ask) if storable(item) else []

    # --- what they answered -----------------------------------------------------------------------

    async def uses(self, item: str | None = None, limit: int = 50) -> list[Use]:
        def ask(connection: Connection) -> list[Use]:
            c = t.knowledge_use.c
            chosen = select(t.knowledge_use).order_by(c.at.desc(), c.conversation, c.seq.desc())
            if item is not None:
                chosen = chosen.where(c.item == item)
            return [use_of(row) for row in connection.execute(chosen.limit(limit))]

        return await self.read(ask) if item is None or storable(item) else []

    async def use_counts(self, since: datetime) -> dict[str, tuple[int, int]]:
        def ask(connection: Connection) -> dict[str, tuple[int, int]]:
            c = t.knowledge_use.c
            helped = func.count().filter(c.failed == 0)
            chosen = select(c.item, func.count(), helped).where(
                c.item != MISSED, c.at >= micros(since)
            )
            rows = connection.execute(chosen.group_by(c.item))
            return {item: (used, helped) for item, used, helped in rows}

        return await self.read(ask)

    async def missed(self, since: datetime, limit: int = 2000) -> list[Missed]:
        return await self.read(partial(_missed, since=micros(since), limit=limit))

    async def last_days(self, since: datetime) -> LastDays:
        def ask(connection: Connection) -> LastDays:
            c = t.knowledge_use.c
            answered, missed = c.item != MISSED, c.item == MISSED
            chosen = (
                select(
                    c.conversation,
                    func.count(func.distinct(c.seq)).filter(answered),
                    func.count().filter(missed),
                    func.max(c.failed),
                )
                .where(c.at >= micros(since), c.confidence > BROKEN)
                .group_by(c.conversation)
            )
            return counted(connection.execute(chosen).all())

        return await self.read(ask)


def counted(rows: Sequence[Sequence[Any]]) -> LastDays:
    """From (conversation, answered, missed, failed) of each conversation."""
    return LastDays(
        answered=sum(answered for _, answered, _, _ in rows),
        missed=sum(missed for _, _, missed, _ in rows),
        called=sum(failed for *_, failed in rows),
        solved=sum(1 for _, a, m, failed in rows if a and not m and not failed),
    )


def by_name(one: KnowledgeSource) -> tuple[bool, str, str]:
    return (one.id != ARTICLES, one.name.casefold(), one.id)


def by_title(one: KnowledgeItem) -> tuple[str, str]:
    return (one.title.casefold(), one.id)


def settings_of(one: KnowledgeSource) -> KnowledgeSource:
    """Without how its reading goes."""
    return replace(one, sync=SyncState(), failures=())


def same_words(one: KnowledgeItem, other: KnowledgeItem) -> bool:
    """Would both answer with the same?"""
    words = (one.title, one.body, one.examples)
    return words == (other.title, other.body, other.examples)


def version_of(one: KnowledgeItem, note: str) -> ItemVersion:
    """This item as it is live now. An item that is kept has a time."""
    assert one.updated is not None  # noqa: S101 - whoever keeps an item says when
    return ItemVersion(
        one.id, one.version, one.updated, one.by, one.title, one.body, one.examples, note
    )


def _source(body: bytes, sync: bytes, failures: bytes) -> KnowledgeSource:
    return replace(source_of(body), sync=sync_of(sync), failures=failures_of(failures))


def use_of(row: Sequence[Any]) -> Use:
    """From a row in the order of `statements.USE_COLUMNS`."""
    conversation, seq, item, at, _, confidence, failed = row
    helped = False if failed else None
    kind = "answered" if item else "missed"
    return Use(item, ConversationId(conversation), Seq(seq), moment(at), confidence, helped, kind)


def _rise(connection: Connection) -> int:
    return draw_numbers(connection, COUNTER, 1, 1) + 1


def _save_source(connection: Connection, source: KnowledgeSource) -> None:
    c = t.knowledge_source.c
    kept = settings_of(source)
    before = connection.execute(select(c.body).where(c.id == source.id)).scalar()
    if before is None:
        empty = {"sync": encode(source.sync), "failures": encode(source.failures)}
        values = {"id": source.id, "body": encode(kept), **empty}
        connection.execute(insert(t.knowledge_source).values(**values))
    elif source_of(before) != kept:
        chosen = update(t.knowledge_source).where(c.id == source.id)
        connection.execute(chosen.values(body=encode(kept)))
    else:
        return
    _rise(connection)


def _save_items(
    connection: Connection, items: Sequence[KnowledgeItem], gone: Sequence[str], note: str
) -> int:
    wanted = {one.source for one in items}
    there = select(t.knowledge_source.c.id).where(t.knowledge_source.c.id.in_(sorted(wanted)))
    missing = wanted - {name for (name,) in connection.execute(there)}
    if missing:
        raise UnknownSource(min(missing))
    known = _bodies(connection, [one.id for one in items])
    versions = []
    for one in sorted(items, key=lambda one: one.id):
        before = known.get(one.id)
        _save_item(connection, one, before)
        if one.body and (before is None or not same_words(one, before)):
            made = encode(version_of(one, note))
            versions.append({"item": one.id, "version": one.version, "body": made})
    if versions:
        connection.execute(insert(t.knowledge_version), versions)
    for start in range(0, len(gone), AT_ONCE):
        some = sorted(gone)[start : start + AT_ONCE]
        connection.execute(delete(t.knowledge_version).where(t.knowledge_version.c.item.in_(some)))
        connection.execute(delete(t.knowledge_item).where(t.knowledge_item.c.id.in_(some)))
    return _rise(connection)


def _bodies(connection: Connection, ids: Sequence[str]) -> dict[str, KnowledgeItem]:
    found: dict[str, KnowledgeItem] = {}
    for start in range(0, len(ids), AT_ONCE):
        c = t.knowledge_item.c
        chosen = select(c.body).where(c.id.in_(ids[start : start + AT_ONCE]))
        found |= {one.id: one for (body,) in connection.execute(chosen) for one in [item_of(body)]}
    return found


def _save_item(connection: Connection, one: KnowledgeItem, before: KnowledgeItem | None) -> None:
    """Raises `StaleItem` unless its version follows the one that is kept."""
    c = t.knowledge_item.c
    values = {"source": one.source, "version": one.version, "body": encode(one)}
    newest = before.version if before else 0
    if one.version != newest + 1:
        raise StaleItem(one.id, newest)
    if before is None:
        connection.execute(insert(t.knowledge_item).values(id=one.id, **values))
        return
    chosen = update(t.knowledge_item).where(c.id == one.id, c.version == before.version)
    if not connection.execute(chosen.values(**values)).rowcount:
        raise StaleItem(one.id, newest + 1)


def _missed(connection: Connection, since: int, limit: int) -> list[Missed]:
    c, said = t.knowledge_use.c, t.event.c
    chosen = select(c.conversation, c.seq, c.at, c.failed).where(
        c.item == MISSED, c.at >= since, c.confidence > BROKEN
    )
    rows = connection.execute(chosen.order_by(c.at.desc(), c.conversation).limit(limit)).all()
    texts: dict[tuple[str, int], str] = {}
    for start in range(0, len(rows), AT_ONCE):
        places = [(row.conversation, row.seq) for row in rows[start : start + AT_ONCE]]
        spoken = select(said.conversation, said.seq, said.body)
        spoken = spoken.where(tuple_(said.conversation, said.seq).in_(places))
        for conversation, seq, body in connection.execute(spoken):
            event = event_of(body)
            if isinstance(event, e.MessagePosted):
                texts[conversation, seq] = event.text
    return [
        Missed(
            ConversationId(row.conversation),
            Seq(row.seq),
            moment(row.at),
            texts[row.conversation, row.seq],
            bool(row.failed),
        )
        for row in rows
        if (row.conversation, row.seq) in texts
    ]
