"""What is now true, kept for ever. Past tense; add fields with defaults, never rename.

An event that the customer should hear of carries a `Line`: the sentence is made from the event,
so there is no handoff without a line and no line without a handoff.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from segue.domain.ids import AgentId, InboxId, Seq, TeamId
from segue.domain.inputs import Contact, Signals, Source
from segue.domain.stages import (
    Evidence,
    Fact,
    Handoff,
    HeldDraft,
    KeptPlace,
    Priority,
    Promise,
    Reason,
)
from segue.domain.value import Plain, Value


class Author(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Line(Plain, frozen=True):
    """A sentence for the customer, before it is worded: which one, and what goes into it.

    `key` names an entry of `words/states.yaml`. Times are aware, durations are seconds.
    """

    key: str
    language: str = "en"
    name: str | None = None
    team: str | None = None
    place: int | None = None
    eta_low_s: int | None = None
    eta_high_s: int | None = None
    case: str | None = None
    by: datetime | None = None
    opens_at: datetime | None = None
    time: datetime | None = None
    email: str | None = None


class ConversationOpened(Value, frozen=True):
    number: int
    at: datetime
    inbox: InboxId = InboxId("web")
    channel: str = "web"
    language: str = "en"
    contact: Contact = Contact()
    zone: str = "UTC"


class MessagePosted(Value, frozen=True):
    """Something said to or by the customer. Everything else in the thread is a line or a note."""

    author: Author
    text: str
    at: datetime
    name: str = ""
    agent: AgentId | None = None
    client_id: str = ""
    sources: tuple[Source, ...] = ()
    confidence: float | None = None
    approved_by: str = ""
    small_talk: bool = False
    consider: bool = False  # does this turn want to be understood and answered?


class FactsLearned(Value, frozen=True):
    facts: tuple[Fact, ...]


class ContactKnown(Value, frozen=True):
    contact: Contact


class SignalsRead(Value, frozen=True):
    about: Seq
    signals: Signals


class BotMissed(Value, frozen=True):
    misses: int  # in a row, counting this one
    about: Seq
    confidence: float = 0.0


class FieldWanted(Value, frozen=True):
    field: str


class PersonOffered(Value, frozen=True):
    """The customer was asked whether they want a person."""

    reason: Reason
    team: TeamId
    line: Line
    evidence: tuple[Evidence, ...] = ()


class PersonDeclined(Value, frozen=True):
    quiet_until_turn: int


class DraftHeld(Value, frozen=True):
    draft: HeldDraft


class DraftSettled(Value, frozen=True):
    n: int
    how: str  # approved | edited | rejected | timed_out | overtaken
    by: str = ""
    text: str = ""


class HandoffRequested(Value, frozen=True):
    """A person was called. Carries the place in the line and the customer's line, always."""

    handoff: Handoff
    since: datetime
    line: Line
    ahead: bool = False


class PlaceTold(Value, frozen=True):
    """The customer asked again and was told again where things stand."""

    line: Line
    at: datetime


class ChoicesShown(Value, frozen=True):
    """The wait got long enough to say what else can be done. 2 comes with an apology."""

    level: int
    line: Line | None = None


class CompanionKept(Value, frozen=True):
    """The customer chose to keep asking the assistant while waiting."""


class LeftLine(Value, frozen=True):
    kept: KeptPlace
    line: Line


class PlaceGone(Value, frozen=True):
    """The kept place was given up after its time."""


class PriorityChanged(Value, frozen=True):
    priority: Priority
    why: str = ""


class OfferMade(Value, frozen=True):
    agent: AgentId
    name: str
    until: datetime
    n: int
    binding: bool = False


class OfferEnded(Value, frozen=True):
    """declined, lapsed, withdrawn (the agent or the customer left), or taken by another."""

    agent: AgentId
    why: str
    reason: str = ""
    not_before: datetime | None = None


class AgentJoined(Value, frozen=True):
    agent: AgentId
    name: str
    team: TeamId
    at: datetime
    line: Line
    how: str = "accepted"  # accepted | picked | assigned | took_over | desk
    handoff: Handoff | None = None
    since: datetime | None = None


class AgentLeft(Value, frozen=True):
    agent: AgentId
    name: str
    why: str  # lost | transferred | replaced
    note: str = ""


class GuestInvited(Value, frozen=True):
    agent: AgentId
    name: str


class Transferred(Value, frozen=True):
    by: str
    why: str
    to_team: TeamId
    to_agent: AgentId | None = None
    to_name: str = ""


class BotReturned(Value, frozen=True):
    by: str
    line: Line
    summary: str = ""
    promises: tuple[Promise, ...] = ()


class AnswerDeferred(Value, frozen=True):
    """A later answer was promised, with a number and a time."""

    handoff: Handoff
    case: str
    channel: str  # message | email | callback
    answer_by: datetime
    since: datetime
    line: Line
    slot: datetime | None = None


class PromiseMoved(Value, frozen=True):
    answer_by: datetime
    line: Line


class AlarmRaised(Value, frozen=True):
    what: str  # promise_due | promise_broken
    at: datetime


class WrapUpBegun(Value, frozen=True):
    by: str  # bot | agent | customer
    outcome: str
    line: Line | None = None
    agent: AgentId | None = None
    name: str = ""
    note: str = ""


class SurveyAsked(Value, frozen=True):
    name: str = ""


class Rated(Value, frozen=True):
    score: int
    comment: str = ""


class TranscriptAsked(Value, frozen=True):
    email: str


class ConversationClosed(Value, frozen=True):
    outcome: str
    at: datetime
    reopen_until: datetime
    line: Line | None = None


class Reopened(Value, frozen=True):
    """To the bot; a reopening into the line is followed by its own handoff."""

    episode: int


class NoteAdded(Value, frozen=True):
    """Only the team sees this."""

    agent: AgentId
    name: str
    text: str
    at: datetime
    client_id: str = ""


class Tagged(Value, frozen=True):
    tags: tuple[str, ...]
    by: str = ""


class VerdictGiven(Value, frozen=True):
    verdict: str
    by: str
    note: str = ""


class Snoozed(Value, frozen=True):
    until: datetime | None
    by: str = ""


class Woken(Value, frozen=True):
    why: str  # time | customer | agent


class CustomerLeft(Value, frozen=True):
    """The customer's last connection was gone for a while."""

    at: datetime


class CustomerReturned(Value, frozen=True):
    at: datetime


class Dropped(Value, frozen=True):
    """A late machine input that decided nothing, kept for the record."""

    what: str
    why: str


Event: TypeAlias = (
    ConversationOpened
    | MessagePosted
    | FactsLearned
    | ContactKnown
    | SignalsRead
    | BotMissed
    | FieldWanted
    | PersonOffered
    | PersonDeclined
    | DraftHeld
    | DraftSettled
    | HandoffRequested
    | PlaceTold
    | ChoicesShown
    | CompanionKept
    | LeftLine
    | PlaceGone
    | PriorityChanged
    | OfferMade
    | OfferEnded
    | AgentJoined
    | AgentLeft
    | GuestInvited
    | Transferred
    | BotReturned
    | AnswerDeferred
    | PromiseMoved
    | AlarmRaised
    | WrapUpBegun
    | SurveyAsked
    | Rated
    | TranscriptAsked
    | ConversationClosed
    | Reopened
    | NoteAdded
    | Tagged
    | VerdictGiven
    | Snoozed
    | Woken
    | CustomerLeft
    | CustomerReturned
    | Dropped
)
