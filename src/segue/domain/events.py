"""What is now true, kept for ever. Past tense; add fields with defaults, never rename.

An event that the customer should hear of carries a `Line`: the sentence is made from the event,
so there is no handoff without a line and no line without a handoff.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from segue.domain.actions import FieldAsk
from segue.domain.events_of_actions import (
    ActionDone,
    ActionMoved,
    ActionOver,
    ActionWanted,
    CodeAsked,
    FieldMissed,
    IdentityAsked,
    IdentityProven,
)
from segue.domain.events_of_rules import (
    CustomerDescribed,
    Judged,
    Marked,
    StandByAsked,
    StandByReleased,
    StoodBy,
    TeamChanged,
)
from segue.domain.events_of_the_line import CallTried, Relaxed, WaitOutgrown, Whispered
from segue.domain.ids import AgentId, InboxId, Seq, TeamId
from segue.domain.inputs import Contact
from segue.domain.line import Line
from segue.domain.signals import Signals
from segue.domain.stages import (
    Evidence,
    Fact,
    Handoff,
    HeldDraft,
    KeptPlace,
    Priority,
    Promise,
    Reason,
    Source,
)
from segue.domain.value import Value


class Author(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class ConversationOpened(Value, frozen=True):
    """A customer opened a chat. `number` is the number of its case, should it become one."""

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
    consider: bool = False  # does this turn want to be understood …
    answer: bool = True  # … and, once it is, answered?
    choices: tuple[str, ...] = ()  # answers to tap, where the assistant asks which is meant
    asked: bool = False  # it asks back: for a field, or which of several is meant
    run: int = 0  # it tells how this run of an action ended
    verified: bool = False  # a customer's: was it proven who they are when they said it?
    answer_by: datetime | None = None  # a customer's, with a person: an answer is promised by then


class FactsLearned(Value, frozen=True):
    """Something was said or known that nobody has to ask for again."""

    facts: tuple[Fact, ...]


class ContactKnown(Value, frozen=True):
    """How the customer can be reached, as far as it is new. Fields that are None say nothing."""

    contact: Contact


class SignalsRead(Value, frozen=True):
    """What the models read from the customer's turn `about`. Kept, so that decisions replay."""

    about: Seq
    signals: Signals


class BotMissed(Value, frozen=True):
    """The bot had no answer to the turn `about`."""

    misses: int  # in a row, counting this one
    about: Seq
    confidence: float = 0.0


class FieldWanted(Value, frozen=True):
    """The customer is asked for this, to save them the question later."""

    field: str
    ask: FieldAsk | None = None


class PersonOffered(Value, frozen=True):
    """The customer was asked whether they want a person."""

    reason: Reason
    team: TeamId
    line: Line
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""


class PersonDeclined(Value, frozen=True):
    """No to the offer of a person: the same is not offered up to and with this turn."""

    quiet_until_turn: int


class DraftHeld(Value, frozen=True):
    """The bot was not sure enough: its answer waits for a person's approval."""

    draft: HeldDraft


class DraftSettled(Value, frozen=True):
    """A held answer was approved, edited or rejected, or its time or its question is over."""

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
    surge: bool = False  # more come than can be served: other ways are shown at once
    never: bool = False  # nobody is ever coming: it becomes a case as soon as that was read


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
    """The customer left the line by choice. Their place is kept for a few minutes."""

    kept: KeptPlace
    line: Line


class PlaceGone(Value, frozen=True):
    """The kept place was given up after its time."""


class PriorityChanged(Value, frozen=True):
    """Who waits goes before or after others from now on."""

    priority: Priority
    why: str = ""


class OfferMade(Value, frozen=True):
    """It rings at this agent until the lease ends. `n` numbers the offers of a conversation."""

    agent: AgentId
    name: str
    until: datetime
    n: int
    binding: bool = False
    why: str = ""  # why this agent, in a word or two


class OfferEnded(Value, frozen=True):
    """declined, lapsed, withdrawn (the agent or the customer left), or taken by another."""

    agent: AgentId
    why: str
    reason: str = ""
    not_before: datetime | None = None


class AgentJoined(Value, frozen=True):
    """A person has it from now on, and the customer reads who."""

    agent: AgentId
    name: str
    team: TeamId
    at: datetime
    line: Line
    how: str = "accepted"  # accepted | picked | assigned | took_over | desk
    handoff: Handoff | None = None
    since: datetime | None = None


class AgentLeft(Value, frozen=True):
    """The person who had it does not have it any more. What follows says who does."""

    agent: AgentId
    name: str
    why: str  # lost | transferred | replaced | called (and not reached)
    note: str = ""


class GuestInvited(Value, frozen=True):
    """The owner lets a colleague speak here too."""

    agent: AgentId
    name: str


class Transferred(Value, frozen=True):
    """Somebody sent it on, with a reason for the colleague."""

    by: str
    why: str
    to_team: TeamId
    to_agent: AgentId | None = None
    to_name: str = ""


class BotReturned(Value, frozen=True):
    """A person gave it back to the bot, with what the bot should know."""

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
    line_at: datetime | None = None  # from when it stands in the line
    ready: bool = True  # may it be given to somebody now? A call in a slot not before its time
    again_at: datetime | None = None  # when the next call is tried


class PromiseMoved(Value, frozen=True):
    """The answer comes later than promised, and the customer reads by when."""

    answer_by: datetime
    line: Line
    call_at: datetime | None = None  # of a call that was to come at another time


class AlarmRaised(Value, frozen=True):
    """A promise is due soon, or broken: the team is told."""

    # promise, first_answer, next_answer or callback, and _due or _broken: the promise of that name;
    # never_opens or no_members: of the team that should answer
    what: str
    at: datetime


class WrapUpBegun(Value, frozen=True):
    """It is resolved, and the goodbye begins."""

    by: str  # bot | agent | customer
    outcome: str
    line: Line | None = None
    agent: AgentId | None = None
    name: str = ""
    note: str = ""
    source: Source | None = None  # where the last answer stands written


class SurveyAsked(Value, frozen=True):
    """The customer is asked how it was, once an episode."""

    name: str = ""


class Rated(Value, frozen=True):
    """The customer's answer, 1 to 5."""

    score: int
    comment: str = ""


class TranscriptAsked(Value, frozen=True):
    """The conversation is mailed to this address, as the customer saw it."""

    email: str


class ConversationClosed(Value, frozen=True):
    """It is over. Until `reopen_until`, a word continues the same episode."""

    outcome: str
    at: datetime
    reopen_until: datetime
    line: Line | None = None
    place_until: datetime | None = None  # so long the place of somebody who waited is kept


class Reopened(Value, frozen=True):
    """To the bot; a reopening into the line is followed by its own handoff."""

    episode: int
    at: datetime | None = None


class NoteAdded(Value, frozen=True):
    """Only the team sees this."""

    agent: AgentId
    name: str
    text: str
    at: datetime
    client_id: str = ""


class Tagged(Value, frozen=True):
    """These are its tags now."""

    tags: tuple[str, ...]
    by: str = ""


class VerdictGiven(Value, frozen=True):
    """What a colleague thinks of the handoff: right, too_early, too_late, bots_job."""

    verdict: str
    by: str
    note: str = ""


class Snoozed(Value, frozen=True):
    """Its owner put it aside: until a time, or (None) until the customer's next word."""

    until: datetime | None
    by: str = ""


class Woken(Value, frozen=True):
    """It is back from being put aside."""

    why: str  # time | customer | agent


class CustomerLeft(Value, frozen=True):
    """The customer's last connection was gone for a while."""

    at: datetime


class CustomerReturned(Value, frozen=True):
    """The customer is connected again."""

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
    | CustomerDescribed
    | SignalsRead
    | BotMissed
    | FieldWanted
    | Judged
    | Marked
    | StandByAsked
    | StoodBy
    | StandByReleased
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
    | TeamChanged
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
    | ActionWanted
    | ActionMoved
    | ActionOver
    | ActionDone
    | FieldMissed
    | IdentityAsked
    | CodeAsked
    | IdentityProven
    | Relaxed
    | WaitOutgrown
    | CallTried
    | Whispered
)
