"""Changing items by hand: drafts beside what is live, publishing, going back, switching off.

Every change carries the version that its author read; a newer one is refused (`StaleItem`), so that
nobody overwrites what they have not seen. Whoever may not publish writes drafts only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from secrets import token_hex
from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from segue.app.library.comparing import WORDS
from segue.app.ports import Clock, Store
from segue.app.ports_knowledge import (
    ARTICLES,
    UPLOADS,
    ItemDraft,
    ItemVersion,
    KnowledgeItem,
    StaleItem,
)

TEXT = ("title", "body", "examples")
SETTINGS = ("language", "audience", "owner", "review", "on", "needs")
WIDER = {"internal": 0, "signed_in": 1, "public": 2}


class UnknownItem(LookupError):
    """No item has this id (any more)."""


class NothingToPublish(ValueError):
    """There is no draft."""


class MayNotPublish(PermissionError):
    """This would change what customers read; it needs somebody who may publish."""


class Change(Struct, frozen=True, kw_only=True):
    """What shall be other. What is not given stays as it is."""

    title: str | UnsetType = UNSET
    body: str | UnsetType = UNSET
    examples: tuple[str, ...] | UnsetType = UNSET
    language: str | UnsetType = UNSET
    audience: str | UnsetType = UNSET
    owner: str | UnsetType = UNSET
    review: date | UnsetType | None = UNSET
    on: bool | UnsetType = UNSET
    needs: tuple[str, ...] | UnsetType = UNSET
    draft: bool = False

    def given(self, names: tuple[str, ...]) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in names}
        return {name: value for name, value in found.items() if value is not UNSET}


@dataclass(frozen=True)
class Author:
    """Who changes something, and whether they may publish it."""

    name: str
    publishes: bool = True


@dataclass
class Editing:
    """Every method raises `UnknownItem` and, where it takes a version, `StaleItem`."""

    store: Store
    clock: Clock
    changed: Callable[[], None] = lambda: None

    async def _item(self, name: str, version: int | None = None) -> KnowledgeItem:
        item = await self.store.item(name)
        if item is None:
            raise UnknownItem(name)
        if version is not None and version != item.version:
            raise StaleItem(name, item.version)
        return item

    async def _keep(self, item: KnowledgeItem, note: str = "") -> KnowledgeItem:
        await self.store.save_items([item], note=note)
        self.changed()
        return item

    async def add(self, change: Change, by: Author) -> KnowledgeItem:
        """A new article; by somebody who may not publish, or with `draft`, one that waits."""
        title, body = change.given(("title",)).get("title", ""), change.given(("body",))
        examples = change.given(("examples",)).get("examples", ())
        item = KnowledgeItem(
            id=f"a_{token_hex(6)}",
            source=ARTICLES,
            title=title,
            updated=self.clock(),
            created=self.clock(),
            by=by.name,
            edited=True,
            **{"owner": by.name, **change.given(SETTINGS)},
        )
        item = replace(item, place=item.id)
        draft = ItemDraft(title, body.get("body", ""), examples, self.clock(), by.name)
        if change.draft or not by.publishes:
            return await self._keep(replace(item, draft=draft))
        return await self._keep(replace(item, body=draft.body, examples=examples))

    async def change(self, name: str, version: int, change: Change, by: Author) -> KnowledgeItem:
        """Words go live, or into the draft; settings are changed at once. Raises `MayNotPublish`
        for a wider audience by somebody who may not."""
        item = await self._item(name, version)
        text, settings = change.given(TEXT), change.given(SETTINGS)
        if not by.publishes:
            _may_set(item, settings)
        item = self._settled(item, settings)
        if text and (change.draft or not by.publishes):
            item = replace(item, draft=self._drafted(item, text, by))
        elif text:
            item = _by_hand(replace(item, **text), *text)
        if text or settings:
            item = replace(item, updated=self.clock(), by=by.name)
        return await self._keep(replace(item, version=item.version + 1))

    def _settled(self, item: KnowledgeItem, settings: dict[str, Any]) -> KnowledgeItem:
        if settings.get("on"):
            item = replace(item, why_off="")
        ours = [name for name in ("language", "audience") if name in settings]
        return _by_hand(replace(item, **settings), *ours)

    def _drafted(self, item: KnowledgeItem, text: dict[str, Any], by: Author) -> ItemDraft:
        """On top of the draft that there is, else of what is live."""
        base = item.draft or ItemDraft(item.title, item.body, item.examples)
        return replace(base, **text, at=self.clock(), by=by.name, note="")

    async def publish(self, name: str, version: int, by: Author) -> KnowledgeItem:
        """The draft is live from now on. Raises `NothingToPublish`.

        A draft that is the source's own words puts the item back into the source's hands."""
        item = await self._item(name, version)
        draft = item.draft
        if draft is None:
            raise NothingToPublish("There is no draft to publish.")
        live = replace(item, title=draft.title, body=draft.body, examples=draft.examples)
        if draft.by or item.source == ARTICLES:
            changed = [one for one in TEXT if getattr(draft, one) != getattr(item, one)]
            live = _by_hand(live, *changed)
        else:
            ours = tuple(one for one in item.ours if one not in WORDS)
            live = replace(live, ours=ours, edited=False)
        return await self._keep(self._next(live, by), draft.note)

    def _next(self, item: KnowledgeItem, by: Author) -> KnowledgeItem:
        now = self.clock()
        return replace(item, draft=None, version=item.version + 1, updated=now, by=by.name)

    async def discard(self, name: str, version: int | None, by: Author) -> KnowledgeItem:  # noqa: ARG002 - drafts leave no trace
        """Throw the draft away. Raises `NothingToPublish` when there is none."""
        item = await self._item(name, version)
        if item.draft is None:
            raise NothingToPublish("There is no draft to throw away.")
        return await self._keep(replace(item, draft=None, version=item.version + 1))

    async def restore(self, name: str, version: int, by: Author) -> KnowledgeItem:
        """What was live as this version is live again. Raises `LookupError` for none."""
        item = await self._item(name)
        old = next((one for one in await self.store.versions(name) if one.version == version), None)
        if old is None:
            raise UnknownItem(name)
        live = replace(item, title=old.title, body=old.body, examples=old.examples)
        changed = [one for one in TEXT if getattr(old, one) != getattr(item, one)]
        return await self._keep(
            replace(self._next(_by_hand(live, *changed), by), draft=item.draft),
            f"as version {version} was",
        )

    async def versions(self, name: str) -> list[ItemVersion]:
        await self._item(name)
        return await self.store.versions(name)

    async def drop(self, name: str) -> None:
        """Delete it. What comes from a folder or a site is left out from then on."""
        item = await self._item(name)
        source = await self.store.source(item.source)
        if source is not None and item.source not in (ARTICLES, UPLOADS):
            left = tuple(dict.fromkeys((*source.left_out, item.place)))
            await self.store.save_source(replace(source, left_out=left))
        await self.store.save_items([], gone=[name])
        self.changed()


def _by_hand(item: KnowledgeItem, *names: str) -> KnowledgeItem:
    """These fields are set by a person now."""
    ours = tuple(dict.fromkeys((*item.ours, *names)))
    edited = item.edited or any(name in WORDS for name in names)
    return replace(item, ours=ours, edited=edited)


def _may_set(item: KnowledgeItem, settings: dict[str, Any]) -> None:
    """Raises `MayNotPublish` for what would show more to customers than they read now."""
    audience = settings.get("audience", item.audience)
    if item.body and WIDER.get(audience, 0) > WIDER.get(item.audience, 0):
        raise MayNotPublish("Showing it to more people needs the role manager.")
    if item.body and settings.get("on") and not item.on:
        raise MayNotPublish("Switching it on again needs the role manager.")
