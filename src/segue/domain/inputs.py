"""What the world says. Every change of a conversation begins as one of these.

Plain speech: `CustomerSaid`, `BotFailed`, `AgentAccepted`. Bots, timers and the router carry the
epoch or the offer they believe in, so that a late one decides nothing. People's inputs carry `by`,
the person as access has checked them, and `epoch` where speaking needs one.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from segue.domain.actions import ActionCall, FieldAsk, Measured
from segue.domain.ids import AgentId, Epoch, HandoffId, InboxId, Seq, TeamId
from segue.domain.inputs_of_actions import (
    ActionFinished,
    ActionLapsed,
    AgentActed,
    AgentApprovedAction,
    AgentAskedProof,
    AgentRejectedAction,
    Contact,
    CustomerAllowedAction,
    CustomerAskedCode,
    CustomerStoppedAction,
    IdentityProven,
    Who,
)
from segue.domain.inputs_of_the_line import (
    AgentCalled,
    AnswerDue,
    LeadWhispered,
    RelaxReached,
    WaitGrew,
)
from segue.domain.signals import Signals
from segue.domain.stages import Fact, Priority, Source
from segue.domain.value import Value

# --- the customer ----------


class ConversationStarted(Value, frozen=True):
    """A customer opened a chat. `number` becomes the case number."""

    number: int
    inbox: InboxId = InboxId("web")
    channel: str = "web"
    language: str = "en"
    contact: Contact = Contact()
    zone: str = "UTC"  # the customer's time zone: times are said in it


class CustomerSaid(Value, frozen=True):
    """Words. Kept first, then understood."""

    text: str
    client_id: str = ""


class CustomerAskedForPerson(Value, frozen=True):
    """By the button, which is always there."""

    client_id: str = ""


class CustomerTookPerson(Value, frozen=True):
    """Yes to "shall I bring in a person?"."""

    client_id: str = ""


class CustomerDeclinedPerson(Value, frozen=True):
    """No to "shall I bring in a person?"."""

    client_id: str = ""


class CustomerChose(Value, frozen=True):
    """Of what waiting offers: email, callback, leave_message, keep_asking, leave_line."""

    choice: str
    email: str | None = None
    phone: str | None = None
    at: datetime | None = None
    text: str = ""
    client_id: str = ""


class CustomerAnsweredField(Value, frozen=True):
    """A field that was wanted, filled in."""

    field: str
    value: str
    client_id: str = ""


class CustomerRated(Value, frozen=True):
    """1 to 5, once an episode."""

    score: int
    comment: str = ""
    client_id: str = ""


class CustomerAskedTranscript(Value, frozen=True):
    """Mail me the conversation."""

    email: str
    client_id: str = ""


class CustomerWentAway(Value, frozen=True):
    """No connection for five minutes. Never said for channels that are asynchronous."""


class CustomerCameBack(Value, frozen=True):
    """A connection after having been away."""


# --- the bot and what reads the turns ----------


class Understood(Value, frozen=True):
    """The signals of one customer turn, read off the event loop."""

    about: Seq
    signals: Signals


class BotAnswered(Value, frozen=True):
    """`sure` is the bot's own word; one that is not sure counts as a miss.

    With `asks` the text asks for a field, with `clarifies` which of several things is meant
    (`choices`): neither is an answer, and neither is a miss. With `act` the bot wants something
    done; the text then introduces it, or is empty. `facts`, `tags` and `note` are kept beside.
    """

    about: Seq
    epoch: Epoch
    text: str
    sure: bool
    confidence: float = 0.0
    sources: tuple[Source, ...] = ()
    small_talk: bool = False
    clarifies: bool = False
    choices: tuple[str, ...] = ()
    asks: FieldAsk | None = None
    act: ActionCall | None = None
    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""  # for the team
    solved: bool = False  # the bot says that this is over: the goodbye begins
    measured: Measured | None = None


class BotFailed(Value, frozen=True):
    """The bot raised, hung or answered rubbish."""

    about: Seq
    epoch: Epoch
    why: str = ""


class BotAskedForPerson(Value, frozen=True):
    """The bot itself thinks that a person should take over. `text` is said first, if there is
    any; a team or a skill that nobody knows is left out, and noted."""

    about: Seq
    epoch: Epoch
    summary: str = ""
    team: TeamId | None = None
    text: str = ""
    why: str = ""
    skills: tuple[str, ...] = ()
    priority: Priority | None = None
    facts: tuple[Fact, ...] = ()


class IntegrationAskedForPerson(Value, frozen=True):
    """Another system wants a person here (`POST /conversations/{id}/handoff`)."""

    reason: str
    team: TeamId | None = None
    skills: tuple[str, ...] = ()
    priority: Priority | None = None
    summary: str = ""
    facts: tuple[Fact, ...] = ()


# --- the router and the clock ----------


class AgentFound(Value, frozen=True):
    """The router has a free agent for this handoff."""

    agent: AgentId
    name: str
    handoff: HandoffId
    why: str = ""  # in a word or two: least busy, asked for again, …


class OfferExpired(Value, frozen=True):
    """The lease of offer `n` ended."""

    agent: AgentId
    n: int


class AgentLost(Value, frozen=True):
    """An agent had no connection for a minute."""

    agent: AgentId


class WaitReached(Value, frozen=True):
    """1: time to show choices, 2: time to apologise, 3: the team's limit."""

    handoff: HandoffId
    level: int


class TeamClosed(Value, frozen=True):
    """This team's day is over."""

    team: TeamId


class DraftTimedOut(Value, frozen=True):
    """Nobody looked at the held answer `n` in time."""

    n: int


class PromiseDue(Value, frozen=True):
    """A later answer is due soon, or (`broken`) should have come."""

    epoch: Epoch
    broken: bool = False


class IdleTimedOut(Value, frozen=True):
    """Nothing was heard for a while: at the goodbye, or of a customer who is away."""

    epoch: Epoch


class SnoozeEnded(Value, frozen=True):
    """The time until which it was put aside has come."""

    epoch: Epoch


class StandByFound(Value, frozen=True):
    """The router found who may be needed soon, and has told them."""

    agent: AgentId
    name: str


class PlaceLapsed(Value, frozen=True):
    """The kept place of one who left the line is given up."""

    handoff: HandoffId


# --- people of the staff ----------


class AgentAccepted(Value, frozen=True):
    """Yes to an offer."""

    by: Who


class AgentDeclined(Value, frozen=True):
    """No to an offer."""

    by: Who
    reason: str = ""


class AgentPicked(Value, frozen=True):
    """Took it from the line, from the cases or from the closed ones, without an offer."""

    by: Who


class AgentSaid(Value, frozen=True):
    """Words to the customer. Only the owner and their guests, under the present epoch."""

    by: Who
    text: str
    epoch: Epoch
    client_id: str = ""


class AgentNoted(Value, frozen=True):
    """Words for the team only."""

    by: Who
    text: str
    client_id: str = ""


class AgentTagged(Value, frozen=True):
    """All tags, as they should be."""

    by: Who
    tags: tuple[str, ...]


class AgentJudged(Value, frozen=True):
    """Was the handoff right? right, too_early, too_late or bots_job."""

    by: Who
    verdict: str
    note: str = ""


class AgentApprovedDraft(Value, frozen=True):
    """The held answer may go out, as written or as edited."""

    by: Who
    n: int
    text: str | None = None  # as edited; None is as written


class AgentRejectedDraft(Value, frozen=True):
    """The held answer may not go out."""

    by: Who
    n: int


class AgentTransferred(Value, frozen=True):
    """To a team, to a colleague, or both; `why` is what they read first."""

    by: Who
    why: str
    epoch: Epoch
    team: TeamId | None = None
    to: Who | None = None


class AgentReturned(Value, frozen=True):
    """Back to the bot, with what was settled and promised."""

    by: Who
    epoch: Epoch
    summary: str = ""
    promises: tuple[str, ...] = ()


class AgentSnoozed(Value, frozen=True):
    """Put aside for now."""

    by: Who
    epoch: Epoch
    until: datetime | None = None  # None: until the customer's next word


class AgentClosed(Value, frozen=True):
    """Resolved: solved, unsolved, no_reply or spam."""

    by: Who
    outcome: str = "solved"
    note: str = ""
    epoch: Epoch | None = None


class CustomerDescribed(Value, frozen=True):
    """What the company's own system, or somebody of the staff, says of the customer."""

    by: Who
    tier: str | None = None  # None: as it was
    attributes: tuple[tuple[str, str], ...] = ()  # an empty value takes the attribute away


class AgentInvited(Value, frozen=True):
    """Let a colleague speak here too."""

    by: Who
    guest: Who
    epoch: Epoch


class LeadAssigned(Value, frozen=True):
    """A lead gives it to somebody, who cannot decline."""

    by: Who
    to: Who
    why: str = ""


class LeadTookOver(Value, frozen=True):
    """A lead takes it from whoever has it."""

    by: Who
    why: str = ""


class DeskAccepted(Value, frozen=True):
    """An outside helpdesk took it: it joins as a person would."""

    by: Who


CustomerInput: TypeAlias = (
    ConversationStarted
    | CustomerSaid
    | CustomerAskedForPerson
    | CustomerTookPerson
    | CustomerDeclinedPerson
    | CustomerChose
    | CustomerAnsweredField
    | CustomerRated
    | CustomerAskedTranscript
    | CustomerWentAway
    | CustomerCameBack
)
BotInput: TypeAlias = (
    Understood | BotAnswered | BotFailed | BotAskedForPerson | IntegrationAskedForPerson
)
MachineInput: TypeAlias = (
    AgentFound
    | OfferExpired
    | AgentLost
    | WaitReached
    | TeamClosed
    | DraftTimedOut
    | PromiseDue
    | IdleTimedOut
    | SnoozeEnded
    | PlaceLapsed
    | StandByFound
    | RelaxReached
    | WaitGrew
    | AnswerDue
)
AgentInput: TypeAlias = (
    AgentAccepted
    | AgentDeclined
    | AgentPicked
    | AgentSaid
    | AgentNoted
    | AgentTagged
    | AgentJudged
    | AgentApprovedDraft
    | AgentRejectedDraft
    | AgentTransferred
    | AgentReturned
    | AgentSnoozed
    | AgentClosed
    | AgentInvited
    | CustomerDescribed
    | LeadAssigned
    | LeadTookOver
    | LeadWhispered
    | AgentCalled
    | DeskAccepted
)
ActionInput: TypeAlias = (
    CustomerAllowedAction
    | CustomerStoppedAction
    | CustomerAskedCode
    | IdentityProven
    | ActionFinished
    | ActionLapsed
    | AgentActed
    | AgentAskedProof
    | AgentApprovedAction
    | AgentRejectedAction
)
Input: TypeAlias = CustomerInput | BotInput | MachineInput | AgentInput | ActionInput
