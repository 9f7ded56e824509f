"""What is kept of knowledge: sources, items, their versions, what went wrong, what they answered.

A *source* is where knowledge comes from: a folder, uploaded files, a web site, or articles written
by hand. An *item* is one topic: a title, a Markdown body, customers' phrasings. Bots answer from
items that are on; a store keeps every version that was ever live.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from segue.domain.ids import ConversationId, Seq
from segue.domain.value import Plain

SourceKind = Literal["folder", "upload", "site", "articles"]
ARTICLES = "articles"
"""The id of the source of articles that are written by hand. It is always there."""


class Failure(Plain, frozen=True):
    """One document that could not be read. `code` is stable, `said` tells what to do."""

    where: str
    code: str
    said: str
    at: datetime


class SyncState(Plain, frozen=True):
    """How the last reading of a source went, or how far the present one is.

    `state`: never | running | done | failed (nothing could be read, `error` says why). `total` is
    0 while it is not known.
    """

    state: str = "never"
    started: datetime | None = None
    ended: datetime | None = None
    done: int = 0
    total: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    failed: int = 0
    error: str = ""


class KnowledgeSource(Plain, frozen=True):
    """Where items come from. `where` is a folder or an address; `every_h` 0 is by hand only."""

    id: str
    kind: SourceKind
    name: str
    where: str = ""
    depth: int = 3  # of a site: links followed from the start page
    most: int = 500  # of a site: pages at most
    every_h: int = 0
    audience: str = "public"
    language: str = ""  # empty: read off each document
    owner: str = ""
    on: bool = True
    created: datetime | None = None
    sync: SyncState = SyncState()
    failures: tuple[Failure, ...] = ()


class ItemDraft(Plain, frozen=True):
    """A change of an item that is not live."""

    title: str
    body: str
    examples: tuple[str, ...] = ()
    at: datetime | None = None
    by: str = ""
    note: str = ""


class KnowledgeItem(Plain, frozen=True):
    """One topic. `place` names it within its source (a path, an address); `print` is a digest of
    what was read there, so that only what changed is read again. `edited` items were changed by
    hand: what their source says later becomes a draft. `needs` are fields that an answer wants
    first (`order`)."""

    id: str
    source: str
    title: str
    body: str = ""
    place: str = ""
    url: str | None = None
    language: str = "en"
    audience: str = "public"  # public | internal | signed_in
    examples: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    owner: str = ""
    review: date | None = None
    on: bool = True
    version: int = 1
    updated: datetime | None = None
    by: str = ""
    edited: bool = False
    print: str = ""
    draft: ItemDraft | None = None


class ItemVersion(Plain, frozen=True):
    """One version that was live."""

    item: str
    version: int
    at: datetime
    by: str
    title: str
    body: str
    examples: tuple[str, ...] = ()
    note: str = ""


class Use(Plain, frozen=True):
    """An item answered a turn. `at` is when, `confidence` how sure the bot was."""

    item: str
    conversation: ConversationId
    seq: Seq
    at: datetime
    confidence: float = 0.0
    helped: bool | None = None  # False: a person was called after it; None: not known yet


class Found(Plain, frozen=True):
    """A document as a source gives it, before it becomes an item."""

    place: str
    title: str
    body: str  # Markdown
    url: str | None = None
    language: str = ""
    audience: str = ""
    examples: tuple[str, ...] = ()
    print: str = ""
    id: str = ""


class Items(Protocol):
    """The knowledge in a store."""

    async def sources(self) -> list[KnowledgeSource]: ...

    async def save_source(self, source: KnowledgeSource) -> None: ...

    async def drop_source(self, source: str) -> bool:
        """With all its items. Says whether there was one."""
        ...

    async def items(self, source: str | None = None) -> list[KnowledgeItem]: ...

    async def item(self, item: str) -> KnowledgeItem | None: ...

    async def save_items(
        self, items: Sequence[KnowledgeItem], *, gone: Sequence[str] = (), note: str = ""
    ) -> int:
        """Keep these and forget `gone`, in one transaction; a version is kept of each whose title,
        body or examples are new. Returns the number of the knowledge's own newest state, which
        rises with each change: whoever has an older one builds anew."""
        ...

    async def state(self) -> int:
        """That number; 0 when there is no knowledge yet."""
        ...

    async def versions(self, item: str) -> list[ItemVersion]:
        """The newest first."""
        ...

    async def uses(self, item: str | None = None, limit: int = 50) -> list[Use]:
        """The newest first."""
        ...

    async def use_counts(self, since: datetime) -> dict[str, tuple[int, int]]:
        """By item: how often it answered, and how often no person was needed after."""
        ...
