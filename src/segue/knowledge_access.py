"""How the commands reach the knowledge of an installation: in its store, or through its server.

`Here` works on the store; to change something on SQLite, no server may be running on it. `There`
(`knowledge_server.py`) speaks to a running server. Both tell the same plain data, in the shapes of
the HTTP API.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

import msgspec

from segue.app.feed import Hub
from segue.app.library import (
    BadSource,
    BeingRead,
    Library,
    NothingToRead,
    UnknownItem,
)
from segue.app.library.looking import fits, said_in
from segue.app.ports import Store
from segue.app.ports_bot import BotTurn
from segue.app.ports_knowledge import (
    UPLOADS,
    KnowledgeItem,
    KnowledgeSource,
    SyncState,
    UnknownSource,
)
from segue.build import wall_clock
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.policy_access import settings_for
from segue.settings import BadSettings, Settings
from segue.store_access import on_store

T = TypeVar("T")
Row: TypeAlias = dict[str, Any]
Tell: TypeAlias = Callable[[str, int, int], None]
"""The name of a source, documents done, and of how many."""


class Knows(Protocol):
    """What can be done with knowledge, wherever it is."""

    def sources(self) -> list[Row]: ...

    def add(self, wanted: Row, tell: Tell) -> Row: ...

    def upload(self, files: Sequence[Path], tell: Tell) -> Row: ...

    def sync(self, ids: Sequence[str], tell: Tell) -> list[Row]: ...

    def items(self, words: str, source: str, which: str) -> list[Row]: ...

    def ask(self, question: str, item: str) -> Row: ...

    def remove(self, name: str) -> str: ...


# --- in the store ----------


@dataclass
class Here:
    """On the store of this data folder."""

    data: Path | None = None

    def sources(self) -> list[Row]:
        async def work(library: Library) -> list[Row]:
            items, _ = await library.looking.all()
            return [_source(one, items) for one in await library.store.sources()]

        return self._run(work, changes=False)

    def add(self, wanted: Row, tell: Tell) -> Row:
        async def work(library: Library) -> Row:
            made = await library.sources.add(KnowledgeSource(id="", **wanted))
            return await _read(library, made.id, tell)

        return self._run(work)

    def upload(self, files: Sequence[Path], tell: Tell) -> Row:
        async def work(library: Library) -> Row:
            for file in files:
                part = library.uploads.part()
                shutil.copyfile(file, part)
                library.uploads.arrived(part, file.name)
            return await _read(library, UPLOADS, tell)

        return self._run(work)

    def sync(self, ids: Sequence[str], tell: Tell) -> list[Row]:
        async def work(library: Library) -> list[Row]:
            there = [one for one in await library.store.sources() if one.kind in ("folder", "site")]
            wanted = list(ids) or [one.id for one in there if one.on]
            return [await _read(library, name, tell) for name in wanted]

        return self._run(work)

    def items(self, words: str, source: str, which: str) -> list[Row]:
        async def work(library: Library) -> list[Row]:
            items, _ = await library.looking.all()
            today = library.clock().date()
            found = [
                one
                for one in items
                if source in ("", one.source)
                and fits(one, which, today)  # type: ignore[arg-type]  # checked by the command
                and said_in(one, words)
            ]
            return [_item(library, one) for one in found]

        return self._run(work, changes=False)

    def ask(self, question: str, item: str) -> Row:
        settings = settings_for(self.data)

        async def work(library: Library) -> Row:
            return await _asked(library, settings, question, item)

        return self._run(work, changes=False)

    def remove(self, name: str) -> str:
        async def work(library: Library) -> str:
            if await library.store.source(name) is not None:
                await library.sources.drop(name)
                return "source"
            await library.editing.drop(name)
            return "item"

        return self._run(work)

    def _run(self, work: Callable[[Library], Awaitable[T]], *, changes: bool = True) -> T:
        settings = settings_for(self.data)

        async def with_library(store: Store) -> T:
            return await _with_library(settings, store, work, begin=changes)

        try:
            return on_store(settings, with_library, changes=changes)
        except (BadSource, BeingRead, NothingToRead) as why:
            raise BadSettings(str(why)) from None
        except (UnknownSource, UnknownItem) as why:
            raise nothing_called(str(why.args[0])) from None


async def _with_library(
    settings: Settings,
    store: Store,
    work: Callable[[Library], Awaitable[T]],
    *,
    begin: bool,
) -> T:
    from segue.opening import library_of  # noqa: PLC0415 - with everything that reads

    library, documents, live = library_of(settings, store, Hub(), wall_clock)
    try:
        if begin:
            await library.sources.begin(library.folder)
        return await work(library)
    finally:
        await library.stop()
        await documents.stop()
        await live.stop()


async def _read(library: Library, name: str, tell: Tell) -> Row:
    """Read it to the end."""
    source = await library.store.source(name)
    title = source.name if source else name

    def saved(state: SyncState) -> None:
        tell(title, state.done, state.total)

    library.syncing.progress = saved
    made = await library.syncing.here(name)
    tell(title, 0, 0)
    return _source(made, await library.store.items(name))


async def _asked(library: Library, settings: Settings, question: str, item: str) -> Row:
    from segue.bots.knowledge import KnowledgeBot  # noqa: PLC0415 - loads the models
    from segue.brains.knowledge import SURE  # noqa: PLC0415
    from segue.knowledge.live import LiveKnowledge  # noqa: PLC0415

    items, _ = await library.looking.all()
    if item and not any(one.id == item for one in items):
        raise UnknownItem(item)
    live = LiveKnowledge(library.store, settings.data_dir / "cache")
    await live.refresh()
    bot = KnowledgeBot(brand=settings.brand, shelf=live)
    turn = BotTurn(ConversationId("trial"), Seq(1), Epoch(0), "en", question)
    reply = await bot.answer(turn)
    found: Row = {"live": _reply(reply, SURE), "draft": None}
    draft = next((one.draft for one in items if one.id == item), None)
    if draft is not None:
        words = {"title": draft.title, "body": draft.body, "examples": draft.examples}
        tried = [
            msgspec.structs.replace(one, **words, on=True) if one.id == item else one
            for one in items
        ]
        knowledge = await live.with_these(tried)
        found["draft"] = _reply(await asyncio.to_thread(bot.reply, turn, knowledge), SURE)
    bot.close()
    await live.stop()
    return found


def _reply(reply: Any, needs: float) -> Row:
    return {
        "text": reply.text,
        "sure": reply.sure,
        "confidence": round(reply.confidence, 3),
        "needs": needs,
        "sources": [{"id": one.id, "title": one.title, "url": one.url} for one in reply.sources],
        "clarifies": reply.clarifies,
        "choices": list(reply.choices),
    }


def _source(one: KnowledgeSource, items: Sequence[KnowledgeItem]) -> Row:
    row = _plain(one)
    row.pop("left_out")
    row["sync"] = _plain(one.sync)
    return row | {"items": sum(it.source == one.id for it in items)}


def _item(library: Library, one: KnowledgeItem) -> Row:
    row = _plain(one)
    for name in ("body", "print", "ours", "place", "created", "examples"):
        row.pop(name)
    return row | {"stale": fits(one, "stale", library.clock().date())}


def _plain(one: msgspec.Struct) -> Row:
    """All fields, also those that say nothing."""
    return {name: msgspec.to_builtins(getattr(one, name)) for name in one.__struct_fields__}


def nothing_called(name: str) -> BadSettings:
    return BadSettings(
        f"There is no {name!r}. See which there are: segue knowledge list, segue knowledge items."
    )


# --- progress ----------


def bar() -> Tell:
    """A line that grows, where somebody watches."""
    watched = sys.stderr.isatty()

    def tell(name: str, done: int, of: int) -> None:
        if not watched:
            return
        room = 24
        full = round(room * done / of) if of else 0
        line = f"  {name}  [{'#' * full}{'.' * (room - full)}]  {done}" + (
            f" of {of}" if of else ""
        )
        sys.stderr.write(f"\r\x1b[2K{line}" if done or of else "\r\x1b[2K")
        sys.stderr.flush()

    return tell


def ago(at: str | None) -> str:
    """When that was, for people."""
    if not at:
        return "never"
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d %H:%M")
