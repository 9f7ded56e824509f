"""Adding, changing and removing sources. Two are always there: articles, and uploaded files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from segue.app.library.syncing import Syncing, key_of
from segue.app.ports import Clock, Store
from segue.app.ports_knowledge import (
    ARTICLES,
    FOLDER,
    UPLOADS,
    KnowledgeSource,
    UnknownSource,
)

ALWAYS = {
    ARTICLES: KnowledgeSource(ARTICLES, "articles", "Articles"),
    UPLOADS: KnowledgeSource(UPLOADS, "upload", "Uploaded files"),
}
MOST_SOURCES = 200


class BadSource(ValueError):
    """What is wrong with a source that somebody wants to add, and what to do."""


@dataclass
class Sources:
    """Methods that take a source raise `UnknownSource`. `below` are the folders that those of
    sources have to be in; empty is anywhere."""

    store: Store
    clock: Clock
    syncing: Syncing
    changed: Callable[[], None] = lambda: None
    below: tuple[str, ...] = ()

    async def begin(self, folder: str) -> KnowledgeSource | None:
        """Make what has to be there. The folder of the settings becomes a source the first time,
        and follows the setting; returns it when it is new or elsewhere now, and wants reading."""
        there = {one.id: one for one in await self.store.sources()}
        for name, source in ALWAYS.items():
            if name not in there:
                await self.store.save_source(replace(source, created=self.clock()))
        old = there.get(FOLDER)
        if not folder or (old is not None and old.where == folder):
            return None
        base = old or KnowledgeSource(FOLDER, "folder", "Help pages", created=self.clock())
        made = replace(base, where=folder)
        await self.store.save_source(made)
        return made

    async def add(self, wanted: KnowledgeSource) -> KnowledgeSource:
        """A folder or a site; its reading begins. Raises `BadSource`."""
        sources = await self.store.sources()
        if len(sources) >= MOST_SOURCES:
            raise BadSource(f"There are {MOST_SOURCES} sources already. Remove one first.")
        where = self._place(wanted)
        if any((one.kind, one.where) == (wanted.kind, where) for one in sources):
            raise BadSource(f"{where} is a source already.")
        made = replace(wanted, id=f"s_{token_hex(6)}", where=where, created=self.clock())
        await self.store.save_source(made)
        return await self.syncing.now(made.id)

    async def change(self, name: str, fields: dict[str, Any]) -> KnowledgeSource:
        """Other settings. Another place, depth or number of pages is read at once."""
        source = await self._source(name)
        made = replace(source, **fields)
        if name not in ALWAYS:
            made = replace(made, where=self._place(made))
        await self.store.save_source(made)
        self.changed()
        if (source.where, source.depth, source.most) != (made.where, made.depth, made.most):
            return await self.syncing.now(name)
        await self.syncing.replan(made)
        return await self._source(name)

    async def drop(self, name: str) -> None:
        """With all its items. Raises `BadSource` for the two that are always there."""
        await self._source(name)
        if name in ALWAYS:
            raise BadSource(f"“{ALWAYS[name].name}” is always there. Delete its items instead.")
        await self.store.drop_source(name)
        await self.store.cancel(key_of(name))
        self.changed()

    def _place(self, source: KnowledgeSource) -> str:
        """Raises `BadSource`, also for the folder that holds our own data."""
        where = place_of(source)
        if source.kind == "folder":
            own, folder = self.syncing.uploads.folder.resolve().parent, Path(where).resolve()
            if own.is_relative_to(folder) or folder.is_relative_to(own):
                raise BadSource(f"{where} holds Segue's own data. Choose another folder.")
            allowed = [Path(one).resolve() for one in self.below]
            if allowed and not any(folder.is_relative_to(one) for one in allowed):
                known = ", ".join(map(str, allowed))
                raise BadSource(f"Folders have to be in {known}: an administrator has set that.")
        return where

    async def _source(self, name: str) -> KnowledgeSource:
        source = await self.store.source(name)
        if source is None:
            raise UnknownSource(name)
        return source


def place_of(source: KnowledgeSource) -> str:
    """Where it is, in the form that is kept. Raises `BadSource`."""
    where = source.where.strip()
    if source.kind == "site":
        parts = _parts(where)
        if parts is None:
            raise BadSource(f"{where!r} is no address of a site. Write https://help.example.com/.")
        return where
    if source.kind == "folder":
        if "\x00" in where or not Path(where).is_absolute():
            raise BadSource("Give the whole path of the folder, like /srv/help, on the server.")
        return where.rstrip("/") or "/"
    raise BadSource("A source is a folder or a site.")


def _parts(where: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(where)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in where
    except ValueError:
        return None
    return (parts.scheme, parts.netloc) if fits else None
