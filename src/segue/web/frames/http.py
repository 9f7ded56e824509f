"""Bodies of requests and answers. Requests forbid unknown fields; answers may grow."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from segue.domain.brief_parts import Brief
from segue.web.frames.base import Body, ClientId, ObjectId, SeqIn, Short, Text, Told, When
from segue.web.frames.floor import SurgeShown
from segue.web.frames.shared import AgentShown, Item, ThreadEvent, Viewer

Status = Literal["available", "busy", "away", "offline"]
Outcome = Literal["solved", "unsolved", "no_reply", "spam"]
CallOutcome = Literal["reached", "no_answer", "busy", "voicemail", "wrong_number"]
Verdict = Literal["right", "too_early", "too_late", "bots_job"]
Sentence: TypeAlias = Annotated[str, Meta(max_length=1000)]
Tag: TypeAlias = Annotated[str, Meta(min_length=1, max_length=40)]
Summary: TypeAlias = Annotated[str, Meta(max_length=2000)]


class Problem(Told, frozen=True, omit_defaults=True):
    """RFC 9457, with a stable `code`. `retry_after_s` says that the same may be asked again."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    retry_after_s: float | None = None
    errors: tuple[dict[str, str], ...] = ()


# --- customers ------------------------------------------------------------------------------------


class NewSession(Body, frozen=True, kw_only=True):
    """`resume` is the session of an earlier visit; a dead one simply begins a new conversation."""

    inbox_key: Annotated[str, Meta(min_length=1, max_length=80)]
    locale: Annotated[str, Meta(max_length=35)] = ""
    identity: Annotated[str, Meta(max_length=4096)] | None = None
    resume: Annotated[str, Meta(max_length=200)] | None = None
    zone: Annotated[str, Meta(max_length=64)] = ""


class Branding(Told, frozen=True):
    """`suggestions` are first questions; `greeting` the assistant's hello in the customer's
    language."""

    brand: str
    accent: str
    email: str | None
    phone: str | None
    suggestions: tuple[str, ...]
    greeting: str


class IdentityShown(Told, frozen=True, omit_defaults=True):
    """What became of the identity token: verified, or why not, for whoever builds the page. Codes:
    identity_off, identity_signature, identity_claims, identity_expired, identity_life."""

    verified: bool
    code: str = ""
    message: str = ""


class Session(Told, frozen=True):
    """The session is a secret: it opens this conversation and no other."""

    session: str
    conversation: str
    locale: str
    branding: Branding
    identity: IdentityShown | None = None


class WidgetConfig(Told, frozen=True):
    """What the launcher on a page needs before anybody chats. Public."""

    brand: str
    accent: str
    label: str
    position: Literal["start", "end"]
    people_online: bool
    locale: str


# --- staff ----------------------------------------------------------------------------------------


class SignIn(Body, frozen=True, kw_only=True):
    """`code` is reserved for a second factor."""

    email: Annotated[str, Meta(min_length=1, max_length=254)]
    password: Annotated[str, Meta(min_length=1, max_length=1024)]
    code: Annotated[str, Meta(max_length=16)] | None = None


class SignedIn(Told, frozen=True):
    """The token works as `Authorization: Bearer`; browsers get it as a cookie, too."""

    token: str
    agent: AgentShown


class SignOut(Body, frozen=True, kw_only=True):
    everywhere: bool = False


class HintAccount(Told, frozen=True):
    email: str
    password: str
    name: str
    team: str


class Hints(Told, frozen=True):
    """Sign-in data to click on; only in the demo."""

    demo: bool
    organisation: str
    accounts: tuple[HintAccount, ...]


class SetPresence(Body, frozen=True, kw_only=True):
    """`back_at`: when you will take conversations again, for colleagues and leads."""

    status: Status
    back_at: When | None = None


class PresenceNow(Told, frozen=True):
    status: str
    back_at: datetime | None


class TeamNow(Told, frozen=True):
    """`hours_text` says in one line when it is open; `surge`, while one is on."""

    id: str
    name: str
    open: bool
    waiting: int
    available: int
    opens_at: datetime | None
    hours_text: str
    surge: SurgeShown | None


class Page(Told, frozen=True):
    """A page of a list; `next` is what `after` must be for the page behind it."""

    items: tuple[Item, ...]
    counts: dict[str, int]
    next: str | None


class You(Told, frozen=True):
    """What you may do here now."""

    may: tuple[str, ...]


class Opened(Item, frozen=True):
    """One conversation with everything: the list row, the brief, the newest 200 events."""

    brief: Brief | None
    you: You
    events: tuple[ThreadEvent, ...]
    viewers: tuple[Viewer, ...]


class Events(Told, frozen=True):
    """In order. `next` is set when there are more: ask again with it as `after`."""

    events: tuple[ThreadEvent, ...]
    next: int | None


class Act(Body, frozen=True, kw_only=True):
    """What every command has: the epoch the agent believes in, and an idempotency key."""

    client_id: ClientId | None = None
    epoch: SeqIn | None = None


class Decline(Act, frozen=True, kw_only=True):
    reason: Short = ""


class Message(Act, frozen=True, kw_only=True):
    """`epoch` is needed: it is what makes sure that you are still the one who speaks."""

    text: Text
    epoch: SeqIn


class Note(Act, frozen=True, kw_only=True):
    text: Text


class Transfer(Act, frozen=True, kw_only=True):
    """To a team, or to one agent; `why` is read by the colleague first."""

    why: Annotated[str, Meta(min_length=1, max_length=1000)]
    team: ObjectId | None = None
    agent: ObjectId | None = None


class Return(Act, frozen=True, kw_only=True):
    summary: Summary = ""
    promises: Annotated[tuple[Sentence, ...], Meta(max_length=10)] = ()


class Close(Act, frozen=True, kw_only=True):
    outcome: Outcome = "solved"
    note: Summary | None = None


class Snooze(Act, frozen=True, kw_only=True):
    """Without `until`: until the customer's next word."""

    until: When | None = None


class Judge(Act, frozen=True, kw_only=True):
    verdict: Verdict
    note: Sentence = ""


class Tags(Act, frozen=True, kw_only=True):
    tags: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...], Meta(max_length=20)
    ]


class Assign(Act, frozen=True, kw_only=True):
    agent: ObjectId
    why: Sentence = ""


class TakeOver(Act, frozen=True, kw_only=True):
    why: Sentence = ""


class Whisper(Act, frozen=True, kw_only=True):
    """Words for the agent who has it; the customer never reads them."""

    text: Text


class Called(Act, frozen=True, kw_only=True):
    """What came of a call. `again_at`: when it is tried again; without it the policy says."""

    outcome: CallOutcome
    again_at: When | None = None
    note: Sentence = ""


class Approve(Act, frozen=True, kw_only=True):
    """A held draft, as it is or as edited."""

    text: Text | None = None


class Done(Told, frozen=True):
    """It is on disk. `seq` and `epoch` are the conversation's, after it."""

    seq: int
    epoch: int


class FactIn(Body, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    value: Annotated[str, Meta(min_length=1, max_length=500)]
    source: Literal["signed_in", "said", "order", "crm", "guess"] = "crm"


class HandoffAsked(Body, frozen=True, kw_only=True):
    """Another system wants a person here."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    team: ObjectId | None = None
    skills: Annotated[tuple[Short, ...], Meta(max_length=20)] = ()
    priority: Literal["low", "normal", "high", "urgent"] | None = None
    summary: Summary = ""
    facts: (
        Annotated[dict[Annotated[str, Meta(max_length=64)], Sentence], Meta(max_length=40)]
        | Annotated[tuple[FactIn, ...], Meta(max_length=40)]
    ) = ()


class Receipt(Told, frozen=True):
    """Where the customer stands now. `notes` say what could not be done as it was asked for."""

    place: int | None
    eta_low_s: int | None
    eta_high_s: int | None
    case: str | None
    seq: int
    epoch: int
    state: str
    notes: tuple[str, ...] = ()


# --- the house ------------------------------------------------------------------------------------


class StoreHealth(Told, frozen=True):
    kind: str
    ok: bool
    latency_ms: float | None


class FeedHealth(Told, frozen=True):
    kind: str
    ok: bool


class JobsHealth(Told, frozen=True):
    due: int
    scheduled: int
    running: int
    dead: int


class DeadJob(Told, frozen=True):
    """A piece of work that was given up after its last attempt."""

    id: str
    kind: str
    conversation: str | None
    attempts: int
    last_error: str | None
    at: datetime


class Sockets(Told, frozen=True):
    customers: int
    agents: int


class EncoderHealth(Told, frozen=True):
    ok: bool


class MailHealth(Told, frozen=True):
    configured: bool
    ok: bool
    last_error: str | None


class BotHealth(Told, frozen=True):
    """The company's own bot. `off` says why it is not asked any more; `failing` counts failures
    since its last answer."""

    kind: str
    host: str
    ok: bool
    off: str
    answers: int
    failures: int
    failing: int
    last_answer: datetime | None
    last_failure: datetime | None
    last_error: str


class System(Told, frozen=True):
    version: str
    started_at: datetime
    store: StoreHealth
    feed: FeedHealth
    jobs: JobsHealth
    dead: tuple[DeadJob, ...]
    sockets: Sockets
    encoder: EncoderHealth
    mail: MailHealth
    bot: BotHealth | None = None


class Retried(Told, frozen=True):
    retried: bool


class Health(Told, frozen=True):
    status: str
