"""What a customer's thread is made of. `text`, where there is one, is a finished sentence.

An allow-list: what has no struct here never reaches a customer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

from segue.web.frames.base import Told, snake
from segue.web.frames.runs import Labelled, Outcome, Over, RunState

Author = Literal["customer", "bot", "agent", "system"]


class Said(Struct, frozen=True, tag=snake, tag_field="kind", omit_defaults=True, kw_only=True):
    """One event of the thread."""

    text: str = ""


class SourceRef(Told, frozen=True, omit_defaults=True):
    """Where an answer stands written."""

    id: str
    title: str
    url: str | None = None


class Message(Said, frozen=True, kw_only=True, tag="message"):
    """Something that was said. `name` is a first name, or the assistant's. `asked`: it asks back;
    `choices` are answers to tap, each said as it stands. `run` is the run that it tells the result
    of: its card is the `action_done` of the same number."""

    author: Author
    name: str = ""
    client_id: str = ""
    delivery: str
    sources: tuple[SourceRef, ...] = ()
    confidence: float | None = None
    choices: tuple[str, ...] = ()
    asked: bool = False
    run: int = 0


class HandoffRequested(Said, frozen=True, kw_only=True):
    """A person was called; the sentence says what happens now."""

    reason: str
    team: str
    place: int | None = None
    eta_low_s: int | None = None
    eta_high_s: int | None = None


class PlaceTold(Said, frozen=True, kw_only=True):
    """Where things stand, said again."""

    place: int | None = None
    eta_low_s: int | None = None
    eta_high_s: int | None = None


class ChoicesShown(Said, frozen=True, kw_only=True):
    """The wait is long enough to say what else can be done."""


class PersonOffered(Said, frozen=True, kw_only=True):
    """Shall a person be brought in? Answer with accept_person or decline_person."""

    team: str


class PersonDeclined(Said, frozen=True, kw_only=True):
    pass


class LeftLine(Said, frozen=True, kw_only=True):
    pass


class AgentJoined(Said, frozen=True, kw_only=True):
    name: str
    initials: str
    team: str


class AgentLeft(Said, frozen=True, kw_only=True):
    """`why`: lost, transferred, replaced, or called (and not reached). The next line says what
    happens now."""

    name: str
    why: str


class Transferred(Said, frozen=True, kw_only=True):
    to_team: str
    name: str = ""


class TeamChanged(Said, frozen=True, kw_only=True):
    """Another team helps from now on; the place in the line is kept."""

    team: str


class BotReturned(Said, frozen=True, kw_only=True):
    """The person has left; the assistant answers from now on."""

    name: str


class Deferred(Said, frozen=True, kw_only=True):
    """A later answer was promised."""

    case: str
    answer_by: datetime
    channel: str


class PromiseMoved(Said, frozen=True, kw_only=True):
    answer_by: datetime


class FieldWanted(Said, frozen=True, kw_only=True):
    """Something is asked for. Where the assistant asked in its own words, before this, there is no
    `text`. `value_kind` says what a value looks like (`kind` is this event's own); `purpose` is the
    action or the article that it is for."""

    field: str
    label: str
    value_kind: str = "text"
    choices: tuple[str, ...] = ()
    purpose: str = ""


class WrapUp(Said, frozen=True, kw_only=True):
    """It seems to be solved; nobody said a closing word. `source`: where the last answer stands."""

    outcome: str
    source: SourceRef | None = None


class Closed(Said, frozen=True, kw_only=True):
    outcome: str
    source: SourceRef | None = None


class Survey(Said, frozen=True, kw_only=True):
    """A rating may be given now. `name`: of the person who helped, if one did."""

    name: str = ""


class Rated(Said, frozen=True, kw_only=True):
    score: int


class TranscriptAsked(Said, frozen=True, kw_only=True):
    pass


class Reopened(Said, frozen=True, kw_only=True):
    pass


class Relaxed(Said, frozen=True, kw_only=True):
    """Other teams may help from now on, too; the place in the line is kept."""


class ActionWanted(Said, frozen=True, kw_only=True):
    """Something is to be done in another system. In `confirm`, `ask` wants a yes: answer with
    allow_action or stop_action, or in words."""

    n: int
    title: str
    rows: tuple[Labelled, ...] = ()
    ask: str = ""
    state: RunState


class ActionMoved(Said, frozen=True, kw_only=True):
    """Run `n` waits for something else now, or runs."""

    n: int
    state: RunState
    ask: str = ""


class ActionOver(Said, frozen=True, kw_only=True):
    """Run `n` will not be done."""

    n: int
    how: Over


class ActionDone(Said, frozen=True, kw_only=True):
    """The other system answered: a card. It has no `text` where a message said it before."""

    n: int
    title: str
    outcome: Outcome
    rows: tuple[Labelled, ...] = ()
    url: str | None = None
    url_label: str = ""
    undoes: int = 0


class IdentityAsked(Said, frozen=True, kw_only=True):
    """Run `n` needs to know for sure who the customer is. Answer with ask_code and give_code."""

    n: int


class CodeAsked(Said, frozen=True, kw_only=True):
    """A one-time code is on its way to this address, which is shown in part only."""

    email: str


class IdentityProven(Said, frozen=True, kw_only=True):
    """It is known now who the customer is. `how`: token or code."""

    how: str


CustomerEvent: TypeAlias = (
    Message
    | HandoffRequested
    | PlaceTold
    | ChoicesShown
    | PersonOffered
    | PersonDeclined
    | LeftLine
    | AgentJoined
    | AgentLeft
    | Transferred
    | TeamChanged
    | BotReturned
    | Deferred
    | PromiseMoved
    | FieldWanted
    | WrapUp
    | Closed
    | Survey
    | Rated
    | TranscriptAsked
    | Reopened
    | ActionWanted
    | ActionMoved
    | ActionOver
    | ActionDone
    | IdentityAsked
    | CodeAsked
    | IdentityProven
    | Relaxed
)
