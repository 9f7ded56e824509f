"""Bodies about knowledge: sources, items, what is missing, and what the assistant can do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from segue.web.frames.actions import ActionShown
from segue.web.frames.base import Body, ObjectId, SeqIn, Told

Audience = Literal["public", "internal", "signed_in"]
Filter = Literal["all", "gaps", "stale", "off", "drafts"]
Title: TypeAlias = Annotated[str, Meta(min_length=1, max_length=300)]
Words: TypeAlias = Annotated[str, Meta(max_length=200_000, description="Markdown.")]
Phrasing: TypeAlias = Annotated[str, Meta(min_length=1, max_length=300)]
Phrasings: TypeAlias = Annotated[
    tuple[Phrasing, ...], Meta(max_length=200, description="Customers' own phrasings.")
]
LanguageIn: TypeAlias = Annotated[
    str, Meta(max_length=16, pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
]
Owner: TypeAlias = Annotated[str, Meta(max_length=120)]
NeedsIn: TypeAlias = Annotated[
    tuple[Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")], ...],
    Meta(max_length=10, description="Fields that an answer wants first: `order`, `email`."),
]
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=120)]
Where: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2000)]
Depth: TypeAlias = Annotated[int, Meta(ge=0, le=10)]
Most: TypeAlias = Annotated[int, Meta(ge=1, le=20_000)]
Hours: TypeAlias = Annotated[int, Meta(ge=0, le=8760)]


# --- sources --------------------------------------------------------------------------------------


class FailureShown(Told, frozen=True):
    """A document that could not be read: where, a stable code, and what to do."""

    where: str
    code: str
    said: str
    at: datetime


class SyncShown(Told, frozen=True):
    """How the last reading went, or how far the present one is. `total` 0: not known yet."""

    state: Literal["never", "running", "done", "failed"]
    started: datetime | None
    ended: datetime | None
    done: int
    total: int
    added: int
    changed: int
    same: int
    gone: int
    failed: int
    error: str


class SourceShown(Told, frozen=True):
    """Where knowledge comes from. `every_h` 0 is by hand only; `items` is how many there are."""

    id: str
    kind: Literal["folder", "upload", "site", "articles"]
    name: str
    where: str
    depth: int
    most: int
    every_h: int
    audience: str
    language: str
    owner: str
    on: bool
    items: int
    sync: SyncShown
    failures: tuple[FailureShown, ...]


class Sources(Told, frozen=True):
    items: tuple[SourceShown, ...]


class Uploaded(Told, frozen=True):
    """The files have arrived and are being read: ask for the source to see how it goes."""

    source: SourceShown


class SourceIn(Body, frozen=True, kw_only=True):
    """A folder on the server, or a web site. `depth` and `most` are for sites: links to follow from
    the start page, and pages at most."""

    kind: Literal["folder", "site"]
    name: Name
    where: Where
    depth: Depth = 3
    most: Most = 500
    every_h: Hours = 0
    audience: Audience = "public"
    language: LanguageIn = ""
    owner: Owner = ""


class SourceChange(Body, frozen=True, kw_only=True):
    """What shall be other; what is left out stays."""

    name: Name | UnsetType = UNSET
    where: Where | UnsetType = UNSET
    depth: Depth | UnsetType = UNSET
    most: Most | UnsetType = UNSET
    every_h: Hours | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    language: LanguageIn | UnsetType = UNSET
    owner: Owner | UnsetType = UNSET
    on: bool | UnsetType = UNSET


# --- items ----------------------------------------------------------------------------------------


class ItemDraftShown(Told, frozen=True):
    """A change that is not live. `by` is empty when it is what the item's source says now."""

    title: str
    body: str
    examples: tuple[str, ...]
    at: datetime | None
    by: str
    note: str


class ItemShown(Told, frozen=True):
    """One topic. `used` and `helped` (a share, null below three answers) are of the last 30 days;
    `stale`: its review date is here; `why_off` says why it is off when nobody did it."""

    id: str
    source: str
    source_name: str
    title: str
    url: str | None
    language: str
    audience: str
    owner: str
    review: date | None
    on: bool
    version: int
    updated: datetime | None
    by: str
    edited: bool
    stale: bool
    used: int
    helped: float | None
    draft: ItemDraftShown | None
    needs: tuple[str, ...]
    why_off: str


class PassageShown(Told, frozen=True):
    """A piece that can be an answer, in plain text."""

    heading: str
    text: str


class AnsweredTurn(Told, frozen=True):
    """A turn that was answered from the item. `helped` null: too early to say."""

    conversation: str
    case: str
    at: datetime
    question: str
    confidence: float
    helped: bool | None


class FullItem(ItemShown, frozen=True):
    """An item with its words, and its newest answers in conversations that you may see."""

    body: str
    examples: tuple[str, ...]
    passages: tuple[PassageShown, ...]
    answers: tuple[AnsweredTurn, ...]


class Counts(Told, frozen=True):
    all: int
    gaps: int
    stale: int
    off: int
    drafts: int


class Items(Told, frozen=True):
    """By title. `next` is what `after` must be for the page behind it."""

    items: tuple[ItemShown, ...]
    next: str | None
    counts: Counts


class ItemIn(Body, frozen=True, kw_only=True):
    """A new article. By a lead, or with `draft`, it waits until a manager publishes it."""

    title: Title
    body: Words
    examples: Phrasings = ()
    language: LanguageIn = "en"
    audience: Audience = "public"
    owner: Owner | UnsetType = UNSET
    review: date | UnsetType | None = UNSET
    needs: NeedsIn = ()
    draft: bool = False


class ItemChange(Body, frozen=True, kw_only=True):
    """What shall be other; what is left out stays. `version` is the one that you read: if the item
    was changed since, it is 409 `stale_item`. Title, body and examples go live, or with `draft`
    (and always when a lead changes them) into the draft."""

    version: SeqIn
    title: Title | UnsetType = UNSET
    body: Words | UnsetType = UNSET
    examples: Phrasings | UnsetType = UNSET
    language: LanguageIn | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    owner: Owner | UnsetType = UNSET
    review: date | UnsetType | None = UNSET
    on: bool | UnsetType = UNSET
    needs: NeedsIn | UnsetType = UNSET
    draft: bool = False


class AtVersion(Body, frozen=True, kw_only=True):
    """The version of the item that you read."""

    version: SeqIn


class ItemVersionShown(Told, frozen=True):
    version: int
    at: datetime
    by: str
    title: str
    body: str
    examples: tuple[str, ...]
    note: str


class ItemVersions(Told, frozen=True):
    """Newest first: every one that was live. Drafts and settings count, too, so numbers skip."""

    items: tuple[ItemVersionShown, ...]


# --- what is missing ------------------------------------------------------------------------------


class GapTurn(Told, frozen=True):
    id: str
    case: str
    at: datetime


class GapDraftShown(Told, frozen=True):
    """Made of sentences that your team wrote in so many answers, as they stand."""

    title: str
    body: str
    examples: tuple[str, ...]
    answers: int


class GapShown(Told, frozen=True):
    """A question of the last 30 days that nothing answered, in its different wordings.
    `conversations` are those that you may see."""

    question: str
    times: int
    handed_over: int
    conversations: tuple[GapTurn, ...]
    last: datetime
    examples: tuple[str, ...]
    draft: GapDraftShown | None


class GapsShown(Told, frozen=True):
    """The most frequent first."""

    items: tuple[GapShown, ...]


# --- trying ---------------------------------------------------------------------------------------


class ToAsk(Body, frozen=True, kw_only=True):
    """A question for a trial: nothing is kept, and it counts in no report. With `item` and `draft`
    it is also answered as if the item's draft were live."""

    question: Annotated[str, Meta(min_length=1, max_length=4000)]
    item: ObjectId | None = None
    draft: bool = False
    language: LanguageIn = "en"


class SourceNamed(Told, frozen=True):
    id: str
    title: str
    url: str | None


class AskedShown(Told, frozen=True):
    """What the assistant would say. `needs` is the confidence it needs to be sure; `measured` is
    what the confidence was made of; `act` names the action that it would begin."""

    text: str
    sure: bool
    confidence: float
    needs: float
    answerable: bool
    sources: tuple[SourceNamed, ...]
    clarifies: bool
    choices: tuple[str, ...]
    would_offer: bool
    asks: str
    act: str
    measured: dict[str, Any]


class AskedBoth(Told, frozen=True):
    live: AskedShown
    draft: AskedShown | None


# --- the assistant --------------------------------------------------------------------------------


class Covers(Told, frozen=True):
    """`trouble`: why what was changed last is not live; empty when it is."""

    items: int
    on: int
    passages: int
    languages: tuple[str, ...]
    sources: int
    trouble: str


class Topic(Told, frozen=True):
    title: str
    items: int
    used: int
    helped: float | None


class MaySay(Told, frozen=True):
    """A rule about answers, as a sentence."""

    text: str
    rule: str


class Failing(Told, frozen=True):
    """A turn that did not go well: `why` is missed, low_confidence, handed_over or error."""

    question: str
    why: Literal["missed", "low_confidence", "handed_over", "error"]
    at: datetime
    conversation: str | None
    case: str | None
    item: str | None


class LastDays(Told, frozen=True):
    """`answers` and `missed` are turns; `handed_over` and `solved` conversations."""

    answers: int
    missed: int
    handed_over: int
    solved: int
    days: int


class Assistant(Told, frozen=True):
    """What answers, what it covers, does and may say, and where it fails."""

    by: Literal["knowledge", "model", "remote"]
    name: str
    covers: Covers
    topics: tuple[Topic, ...]
    actions: tuple[ActionShown, ...]
    may_say: tuple[MaySay, ...]
    fails: tuple[Failing, ...]
    last_days: LastDays
