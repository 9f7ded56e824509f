"""What is kept of knowledge: sources, items, their versions, what went wrong, what they answered.

A *source* is where knowledge comes from: a folder, uploaded files, a web site, or articles written
by hand. An *item* is one topic: a title, a Markdown body, customers' phrasings. Bots answer from
items that are on; a store keeps every version that was ever live.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias

from segue.app.ports_bot import BotReply, BotTurn
from segue.domain.ids import ConversationId, Seq
from segue.domain.value import Plain

SourceKind = Literal["folder", "upload", "site", "articles"]
ARTICLES = "articles"
"""The id of the source of articles that are written by hand. It is always there."""

FOLDER, UPLOADS = "folder", "upload"
"""The ids of the source that the settings name, and of the one that uploaded files belong to."""


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
    left_out: tuple[str, ...] = ()  # places whose items were deleted: they do not come back


class ItemDraft(Plain, frozen=True):
    """A change of an item that is not live. Without `by` it is what its source says now."""

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
    created: datetime | None = None
    ours: tuple[str, ...] = ()  # fields that a person has set: a source does not change them
    why_off: str = ""  # why it was switched off, when nobody did it by hand

    @property
    def live(self) -> bool:
        """Does it have words that could answer?"""
        return self.on and bool(self.body.strip())


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
    """What became of a turn: an item `answered` it, or the bot `missed` it (`item` is empty then).

    `seq` is the answer's number; of a missed turn, the customer's. `helped` is False when a person
    was called within the customer's next `NEXT_TURNS` turns of the same episode, else None: not
    known yet, or not wanted.
    """

    item: str
    conversation: ConversationId
    seq: Seq
    at: datetime
    confidence: float = 0.0
    helped: bool | None = None
    kind: str = "answered"  # answered | missed


NEXT_TURNS = 3


class Missed(Plain, frozen=True):
    """A turn that the bot had no answer to, in the customer's words."""

    conversation: ConversationId
    seq: Seq
    at: datetime
    text: str
    handed_over: bool = False


class LastDays(Plain, frozen=True):
    """Since a moment: turns `answered` and `missed`; conversations with either in which a person
    was `called` after, and those in which answers were enough (`solved`)."""

    answered: int = 0
    missed: int = 0
    called: int = 0
    solved: int = 0


class Found(Plain, frozen=True):
    """A document as a source gives it, before it becomes an item.

    `print` is a digest of what it says; behind it, and no letter or digit, may follow marks of its
    bytes or its server. Without `id`, its place names it.
    """

    place: str
    title: str
    body: str  # Markdown
    url: str | None = None
    language: str = ""
    audience: str = ""
    examples: tuple[str, ...] = ()
    print: str = ""
    id: str = ""


class Same(Plain, frozen=True):
    """What is there at this place has the print that is known: it was not read again."""

    place: str


class Progress(Plain, frozen=True):
    """So many documents are done, of so many; `total` 0 is not known yet."""

    done: int
    total: int = 0


Read: TypeAlias = Found | Same | Failure | Progress


class NothingThere(OSError):
    """A source that cannot be read at all. The text tells a person why, and what to do."""


class Documents(Protocol):
    """Reads sources of every kind."""

    def read(self, source: KnowledgeSource, known: Mapping[str, str]) -> AsyncIterator[Read]:
        """All documents of `source`, one after another, each once.

        `known` says by place which print is known: a document that still has it is `Same`, and
        need not be extracted. Every known place is looked at, also where nothing leads to it any
        more, so that an index page which fails for once takes nothing away. One document that
        cannot be read is a `Failure` (its `where` is the place) and the reading goes on; a source
        that cannot be read at all raises `NothingThere`. Must not block the event loop.
        """
        ...


Trying: TypeAlias = Callable[
    [BotTurn, Sequence[KnowledgeItem] | None], Awaitable[tuple[BotReply, float]]
]
"""Ask the assistant: with the live knowledge (None), or as if these were all the items. Nothing is
kept. With the reply comes the confidence that it needed."""

Grouping: TypeAlias = Callable[[Sequence[str]], Awaitable[list[list[int]]]]
"""Group questions that mean the same: places in the sequence, the first of each group stands for
it. Each place occurs once."""


class Index(Protocol):
    """What answers come from: built from the live items, swapped whole, never away."""

    @property
    def built(self) -> int:
        """The state of the knowledge that it was built from; -1 before the first one."""
        ...

    @property
    def trouble(self) -> str:
        """Why a newer one could not be built; empty when it could."""
        ...

    @property
    def passages(self) -> int: ...

    @property
    def languages(self) -> frozenset[str]: ...

    def wake(self) -> None:
        """There is something new: look now."""
        ...

    async def covers(self, questions: Sequence[str]) -> list[bool]:
        """Which of these it has a sure answer to now."""
        ...


class StaleItem(ValueError):
    """Somebody else changed the item in between; `newest` is its version now (0: it is gone)."""

    def __init__(self, item: str, newest: int) -> None:
        said = f"It was changed meanwhile (version {newest})." if newest else "It was deleted."
        super().__init__(said)
        self.item, self.newest = item, newest


class UnknownSource(LookupError):
    """No source has this id (any more)."""


class Items(Protocol):
    """The knowledge in a store."""

    async def sources(self) -> list[KnowledgeSource]:
        """By name, the articles first."""
        ...

    async def source(self, source: str) -> KnowledgeSource | None: ...

    async def save_source(self, source: KnowledgeSource) -> None:
        """All but how its reading goes, which belongs to whoever reads."""
        ...

    async def save_sync(
        self, source: str, sync: SyncState, failures: Sequence[Failure] | None = None
    ) -> bool:
        """How its reading goes; without `failures` those before stay. False: no such source."""
        ...

    async def drop_source(self, source: str) -> bool:
        """With all its items. Says whether there was one."""
        ...

    async def lease_source(self, source: str, by: str, now: datetime, until: datetime) -> bool:
        """May `by` read it until then? Nobody else may meanwhile; again to go on."""
        ...

    async def release_source(self, source: str, by: str = "") -> None:
        """Give the lease back; without `by`, whoever has it."""
        ...

    async def items(self, source: str | None = None) -> list[KnowledgeItem]: ...

    async def item(self, item: str) -> KnowledgeItem | None: ...

    async def save_items(
        self, items: Sequence[KnowledgeItem], *, gone: Sequence[str] = (), note: str = ""
    ) -> int:
        """Keep these and forget `gone`, in one transaction; a version is kept of each whose title,
        body or examples are new. Returns the number of the knowledge's own newest state, which
        rises with each change: whoever has an older one builds anew.

        An item's version has to follow the one that is kept (1 for a new one). Raises `StaleItem`
        otherwise, and `UnknownSource`; nothing is changed then."""
        ...

    async def state(self) -> int:
        """That number; 0 when there is no knowledge yet."""
        ...

    async def versions(self, item: str) -> list[ItemVersion]:
        """The newest first."""
        ...

    async def uses(self, item: str | None = None, limit: int = 50) -> list[Use]:
        """The newest first; of all items, with missed turns among them."""
        ...

    async def missed(self, since: datetime, limit: int = 2000) -> list[Missed]:
        """The newest first."""
        ...

    async def last_days(self, since: datetime) -> LastDays: ...

    async def use_counts(self, since: datetime) -> dict[str, tuple[int, int]]:
        """By item: how often it answered, and how often no person was needed after."""
        ...
