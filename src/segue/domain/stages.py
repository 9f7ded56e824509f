"""Who has a conversation now: seven stages, each with just what it needs.

A stage is a sum type: `WithAgent` has an agent, `Waiting` has a handoff and a `since`. No pair of
nullable columns has to agree, because none exists.

    with_bot -> waiting -> offered -> with_agent -> wrapping_up -> closed
        ^          |          |           |             |            |
        +----------+----------+-----------+-------------+------------+
                          deferred (a later answer)
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TypeAlias, assert_never

from segue.domain.actions import FieldAsk
from segue.domain.ids import AgentId, HandoffId, Seq, TeamId
from segue.domain.value import Plain, Value


class Reason(StrEnum):
    """Why a person was called. Stable codes: they stand in the journal, the API and the reports."""

    ASKED = "asked"
    MISSES = "misses"
    CIRCLES = "circles"
    UNKNOWN = "unknown"
    MOOD = "mood"
    URGENT = "urgent"
    SENSITIVE = "sensitive"
    VIP = "vip"
    LONG = "long"
    LOW_CONFIDENCE = "low_confidence"
    BOT_ERROR = "bot_error"
    BOT_ASKED = "bot_asked"
    POLICY = "policy"
    REOPENED = "reopened"
    AGENT_LOST = "agent_lost"
    TRANSFERRED = "transferred"
    INTEGRATION = "integration"


class Priority(IntEnum):
    """Higher goes first; within one priority the longest wait goes first."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    URGENT = 3


class Evidence(Plain, frozen=True):
    """What a handoff rests on: the customer's own words, or a score beside its threshold."""

    kind: str  # quote | score | button | note
    text: str = ""
    seq: Seq = Seq(0)
    label: str = ""
    value: float = 0.0
    needs: float = 0.0


class Fact(Plain, frozen=True):
    """Something known, and how: nobody has to say it twice."""

    name: str  # order | email | phone | amount | name | …
    value: str
    source: str = "said"  # signed_in | said | order | crm | guess
    seq: Seq = Seq(0)


class Tried(Plain, frozen=True):
    """One thing the bot did, for the brief."""

    what: str
    result: str  # answered | missed | failed
    sources: tuple[str, ...] = ()
    confidence: float = 0.0
    seq: Seq = Seq(0)


class Promise(Plain, frozen=True):
    """Something the customer was told to expect."""

    text: str
    at: datetime
    due: datetime | None = None


class Source(Plain, frozen=True):
    """Where an answer stands written."""

    id: str
    title: str
    url: str | None = None


class Marks(Plain, frozen=True):
    """What rules have marked so far, for whoever gets the conversation."""

    team: TeamId | None = None
    why_team: str = ""
    skills: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL


class Handoff(Plain, frozen=True):
    """One request for a person, with everything that person should be told."""

    id: HandoffId
    reason: Reason
    team: TeamId
    at: datetime
    evidence: tuple[Evidence, ...] = ()
    skills: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    why_team: str = "default"
    language: str = "en"
    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()
    promises: tuple[Promise, ...] = ()
    preferred: AgentId | None = None
    avoid: tuple[AgentId, ...] = ()
    note: str = ""  # what the one who sent it wrote: a transfer's why, a bot's summary
    told_low_s: int | None = None  # the wait that the customer was told first, in seconds
    told_high_s: int | None = None
    rule: str = ""  # the rule of the policy that called, if one did …
    policy: int = 0  # … and the version it stood in
    tier: str = ""  # the customer's, as the company's own system says
    first_by: datetime | None = None  # by when a person should have said something
    notes: tuple[str, ...] = ()  # what could not be done as it was asked for
    nobody_has: tuple[str, ...] = ()  # needed skills that nobody of the house had
    language_needed: bool = False  # somebody of the house speaks it, and not everybody does


class CallTry(Plain, frozen=True):
    """One call to the customer: reached, no_answer, busy, voicemail or wrong_number."""

    at: datetime
    outcome: str
    by: str  # the name of who called
    note: str = ""


class Due(Plain, frozen=True):
    """Something that was promised for a time: first_answer, next_answer, callback or case."""

    what: str
    by: datetime
    seq: Seq = Seq(0)  # the event that began it
    state: str = "ok"  # ok | soon | broken; broken it stays, even if it is moved, until it is kept
    warned: bool = False  # was it said before, since it was made or moved?
    breaks: int = 0  # how often it was broken and made anew


class Passed(Plain, frozen=True):
    """An agent who let an offer go, and until when it is not offered to them again."""

    agent: AgentId
    until: datetime


class KeptPlace(Plain, frozen=True):
    """The place of a customer who left the line by choice, kept a few minutes."""

    handoff: Handoff
    since: datetime
    until: datetime


class PersonOffer(Plain, frozen=True):
    """The bot's question "shall I bring in a person?", not answered yet."""

    reason: Reason
    team: TeamId
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""


class Standing(Plain, frozen=True):
    """Somebody may soon be needed: an agent knows, nothing is taken from anybody."""

    rule: str
    team: TeamId
    reason: Reason
    chance: float
    turn: int  # the customer's turn at which it was asked for
    agent: AgentId | None = None
    name: str = ""


class HeldDraft(Plain, frozen=True):
    """An answer that waits for a person's approval."""

    n: int
    text: str
    about: Seq
    until: datetime
    confidence: float = 0.0
    sources: tuple[Source, ...] = ()
    team: TeamId | None = None  # who may approve it
    rule: str = ""
    fallback: str = "hand_off"  # hand_off | send | unknown
    evidence: tuple[Evidence, ...] = ()


class LiveOffer(Plain, frozen=True):
    """A later answer offered to one agent as a work item."""

    agent: AgentId
    until: datetime
    n: int


class Earlier(Plain, frozen=True):
    """What the bot remembers of a person who gave the conversation back."""

    name: str
    summary: str = ""
    promises: tuple[Promise, ...] = ()


class WithBot(Value, frozen=True):
    """The bot has it. `misses` counts answers in a row that did not help."""

    misses: int = 0
    offer: PersonOffer | None = None
    declined: Reason | None = None  # what the last declined offer was for …
    quiet_until_turn: int = 0  # … and it is not repeated up to and with this customer turn
    declined_too: tuple[Reason, ...] = ()  # … nor are these, which were declined shortly before
    draft: HeldDraft | None = None
    wanted: tuple[str, ...] = ()
    asked: FieldAsk | None = None  # what the assistant asked for last, and what for
    kept: KeptPlace | None = None
    earlier: Earlier | None = None
    standing: Standing | None = None


class Waiting(Value, frozen=True):
    """In the line. `since` never gets later except by the customer's own choice to leave."""

    handoff: Handoff
    since: datetime
    ahead: bool = False  # ahead of its class: the agent was lost
    passed: tuple[Passed, ...] = ()
    shown: int = 0  # 0 nothing yet, 1 choices after 60 s, 2 apology after 3 min
    companion: bool = True  # may the bot answer meanwhile? Not after a person, unless asked to
    asked: FieldAsk | None = None  # what the assistant asked for last, while they wait
    helped: bool = False  # the assistant answered or did something meanwhile
    relaxed: int = 0  # steps taken of what may be let go after a wait …
    dropped: tuple[str, ...] = ()  # … skills, `language`, or `*` for everything
    lowered: int = 0  # … levels by which the needed skills were lowered
    widened: tuple[TeamId, ...] = ()  # … teams that may take it besides
    grew: int = 0  # how often the wait became longer than was told
    grown: int = 0  # the newest growth that the estimate reported, by its own count
    told_until: datetime | None = None  # the time that the customer was told first
    never: bool = False  # nobody is ever coming: the team has no people, or never opens


class Offered(Value, frozen=True):
    """In the line and ringing at one agent, until the lease ends."""

    waiting: Waiting
    agent: AgentId
    until: datetime
    n: int
    binding: bool = False  # a lead assigned it: no decline


class WithAgent(Value, frozen=True):
    """A person has it."""

    agent: AgentId
    name: str
    handoff: Handoff
    since: datetime
    joined_at: datetime
    snoozed: bool = False  # put aside: until a time, or until the customer's next word
    snoozed_until: datetime | None = None
    promises: tuple[Promise, ...] = ()
    guests: tuple[AgentId, ...] = ()
    calls: tuple[CallTry, ...] = ()
    callback: bool = False  # a call was promised, and the customer was not reached yet
    tried_before: int = 0  # calls that were made before this one was chosen


class Deferred(Value, frozen=True):
    """A later answer was promised; whoever picks it up becomes the owner first."""

    handoff: Handoff
    case: str
    channel: str  # message | email | callback
    answer_by: datetime
    since: datetime
    slot: datetime | None = None
    offer: LiveOffer | None = None
    passed: tuple[Passed, ...] = ()
    person_offered: bool = False
    line_at: datetime | None = None  # from when it stands in the line; None: by what it promises
    ready: bool = True  # may it be given to somebody now? A call in a slot not before its time
    calls: tuple[CallTry, ...] = ()
    again_at: datetime | None = None  # when the next call is tried
    tried_before: int = 0  # calls that were made before this one was chosen


class WrappingUp(Value, frozen=True):
    """Resolved, and the bot says goodbye: survey, article, transcript."""

    by: str  # bot | agent | customer
    outcome: str
    handoff: Handoff | None = None
    agent: AgentId | None = None
    name: str = ""


class Closed(Value, frozen=True):
    """Over, and nobody owns it. A later word reopens it."""

    outcome: str
    at: datetime
    reopen_until: datetime
    handoff: Handoff | None = None
    agent: AgentId | None = None
    name: str = ""
    by: str = "bot"
    kept: KeptPlace | None = None  # of somebody who was gone while they waited


Stage: TypeAlias = WithBot | Waiting | Offered | WithAgent | Deferred | WrappingUp | Closed


def owner_of(stage: Stage) -> tuple[str, str]:
    """Who may act now: (kind, name). Two stages with the same answer have the same owner."""
    match stage:
        case WithBot():
            return ("bot", "")
        case Waiting() | Offered():
            return ("line", "")
        case WithAgent(agent=agent):
            return ("person", agent)
        case Deferred():
            return ("later", "")
        case WrappingUp():
            return ("bot", "wrap_up")
        case Closed():
            return ("nobody", "")
        case _:
            assert_never(stage)


def seat_of(stage: Stage) -> AgentId | None:
    """Whose capacity this stage uses: the agent who has it, or at whom it rings."""
    match stage:
        case Offered(agent=agent) | WithAgent(agent=agent):
            return agent
        case Deferred(offer=LiveOffer(agent=agent)):
            return agent
        case _:
            return None


def handoff_of(stage: Stage) -> Handoff | None:
    """The handoff that this stage carries, if a person was ever called in this episode."""
    match stage:
        case Waiting(handoff=handoff) | WithAgent(handoff=handoff) | Deferred(handoff=handoff):
            return handoff
        case Offered(waiting=waiting):
            return waiting.handoff
        case WrappingUp(handoff=handoff) | Closed(handoff=handoff):
            return handoff
        case WithBot():
            return None
        case _:
            assert_never(stage)
