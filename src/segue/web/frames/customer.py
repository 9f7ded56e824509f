"""The customer's socket, `/api/v1/widget/socket?session=S&after=SEQ`.

On connect the server says `hello` and then every event after SEQ, then live ones. Whatever was
accepted is on disk; sent again with the same `client_id` it is accepted with the same `seq`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from segue.web.frames.base import (
    ClientFrame,
    ClientId,
    Email,
    LongText,
    Phone,
    SeqIn,
    ServerFrame,
    Text,
    Told,
    When,
)
from segue.web.frames.events import CustomerEvent
from segue.web.frames.runs import IdentityState, RunShown

Owner = Literal["bot", "line", "person", "later", "nobody"]
Speaker = Literal["bot", "agent"]
StateKey = Literal[
    "assistant",
    "assistant_closed",
    "offer",
    "finding",
    "in_line",
    "in_line_next",
    "in_line_longer",
    "left_line",
    "joined",
    "transferring",
    "person_lost",
    "handed_back",
    "away",
    "saved",
    "callback_booked",
    "rating",
    "ended",
]
Choice = Literal["email", "callback", "leave_message", "keep_asking", "leave_line", "solved"]


class WantedField(Told, frozen=True):
    """Something that would help, if the customer likes to say it. `asked`: it was asked for just
    now, and the next words are taken for it; `kind` says what they should look like."""

    field: str
    label: str
    kind: str
    choices: tuple[str, ...]
    purpose: str
    asked: bool


class State(Told, frozen=True):
    """What the customer's screen shows now. `key` names an entry of `words/states.yaml`;
    `preparing`: an answer takes longer than usual, which `lines.preparing` says;
    `may_leave_solved`: the assistant helped while they waited, and the choice `solved` ends the
    wait; `action`: what waits for somebody's yes, or is being done. With `eta_low_s` and no
    `eta_high_s` it is more than that; with neither, nobody can say. `grew`: how often the wait
    became longer than was told; `surge`: more people come than can be served, other ways are shown
    first; `slot`: when the call is, if a time was chosen; `calls`: how many did not reach them;
    `closed_for`: the day for which the team is closed now, as it is called there."""

    key: StateKey
    epoch: int
    owner: Owner
    speaks: Literal["assistant", "person", "nobody"]
    name: str | None
    initials: str | None
    team: str | None
    place: int | None
    eta_low_s: int | None
    eta_high_s: int | None
    eta_at: datetime | None
    first_eta_low_s: int | None
    first_eta_high_s: int | None
    case: str | None
    answer_by: datetime | None
    opens_at: datetime | None
    people_online: bool
    email: str | None
    choices: tuple[Choice, ...]
    survey: bool
    can_ask_person: bool
    companion: bool
    preparing: bool
    may_leave_solved: bool
    grew: int
    surge: bool
    slot: datetime | None
    calls: int
    closed_for: str
    fields: tuple[WantedField, ...]
    action: RunShown | None
    identity: IdentityState


# --- the server says ------------------------------------------------------------------------------


class Hello(ServerFrame, frozen=True, kw_only=True):
    """First of all: which conversation, its newest event, and what to show. Events follow."""

    conversation: str
    seq: int
    state: State


class EventFrame(ServerFrame, frozen=True, kw_only=True, tag="event"):
    """One event of the thread. `seq` rises; numbers may be missing, events never are."""

    seq: int
    at: datetime
    event: CustomerEvent


class StateFrame(ServerFrame, frozen=True, kw_only=True, tag="state"):
    """What to show has changed."""

    state: State


class Waiting(ServerFrame, frozen=True, kw_only=True, omit_defaults=False):
    """Place in line and the wait as a range; `because`: asked, changed, team (another one helps),
    or why the place became worse: urgent (somebody whose matter cannot wait went first), lost
    (somebody who lost their person), back (somebody who waited before came back), priority."""

    place: int | None
    eta_low_s: int | None
    eta_high_s: int | None
    team: str | None
    because: str


class Accepted(ServerFrame, frozen=True, kw_only=True):
    """It is on disk. A command that changed nothing is accepted with the newest `seq`."""

    client_id: str
    seq: int


class Refused(ServerFrame, frozen=True, kw_only=True):
    """It was not done, and nothing changed. With `retry_after_s`, the same may be sent again;
    `alternatives` are times that are free instead of one that was not."""

    code: str
    message: str
    client_id: str | None = None
    retry_after_s: float | None = None
    alternatives: tuple[datetime, ...] = ()


class Typing(ServerFrame, frozen=True, kw_only=True):
    who: Speaker
    name: str | None = None


class Seen(ServerFrame, frozen=True, kw_only=True):
    """The person has read up to here."""

    who: Literal["agent"]
    seq: int


class Pong(ServerFrame, frozen=True, kw_only=True):
    pass


CustomerTold: TypeAlias = (
    Hello | EventFrame | StateFrame | Waiting | Accepted | Refused | Typing | Seen | Pong
)


# --- the client says ------------------------------------------------------------------------------


class Say(ClientFrame, frozen=True, kw_only=True):
    client_id: ClientId
    text: Text
    attachments: Annotated[
        tuple[str, ...], Meta(max_length=0, description="Reserved; none are taken yet.")
    ] = ()


class AskPerson(ClientFrame, frozen=True, kw_only=True):
    """The button that is always there."""

    client_id: ClientId | None = None


class AcceptPerson(ClientFrame, frozen=True, kw_only=True):
    """Yes to person_offered."""

    client_id: ClientId | None = None


class DeclinePerson(ClientFrame, frozen=True, kw_only=True):
    """No to person_offered."""

    client_id: ClientId | None = None


class TypingNow(ClientFrame, frozen=True, kw_only=True, tag="typing"):
    pass


class SeenUpTo(ClientFrame, frozen=True, kw_only=True, tag="seen"):
    seq: SeqIn


class Choose(ClientFrame, frozen=True, kw_only=True):
    """What to do instead of waiting. `email` for e-mail, `phone` and `at` for a callback: `at` is a
    time that `GET /widget/slots` offers; without it we call as soon as it is their turn. `solved`
    needs nothing any more, and is for whoever the assistant has."""

    choice: Choice
    email: Email | None = None
    phone: Phone | None = None
    at: When | None = None
    text: LongText = ""
    client_id: ClientId | None = None


class AnswerField(ClientFrame, frozen=True, kw_only=True):
    field: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\w.-]+$")]
    value: Annotated[str, Meta(min_length=1, max_length=500)]
    client_id: ClientId | None = None


class Rate(ClientFrame, frozen=True, kw_only=True):
    score: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=2000)] = ""
    client_id: ClientId | None = None


class Transcript(ClientFrame, frozen=True, kw_only=True):
    """Mail me the conversation."""

    email: Email
    client_id: ClientId | None = None


class AllowAction(ClientFrame, frozen=True, kw_only=True):
    """Yes to run `n`."""

    n: Annotated[int, Meta(ge=1, le=2**31)]
    client_id: ClientId | None = None


class StopAction(ClientFrame, frozen=True, kw_only=True):
    """No to run `n`, whatever it waits for."""

    n: Annotated[int, Meta(ge=1, le=2**31)]
    client_id: ClientId | None = None


class AskCode(ClientFrame, frozen=True, kw_only=True):
    """Mail a one-time code to this address, to prove that it is theirs."""

    email: Email
    client_id: ClientId | None = None


class GiveCode(ClientFrame, frozen=True, kw_only=True):
    """The code of that mail. Refused with wrong_code, too_many_tries or code_expired."""

    code: Annotated[str, Meta(min_length=1, max_length=32)]
    client_id: ClientId | None = None


class Ping(ClientFrame, frozen=True, kw_only=True):
    pass


CustomerSays: TypeAlias = (
    Say
    | AskPerson
    | AcceptPerson
    | DeclinePerson
    | TypingNow
    | SeenUpTo
    | Choose
    | AnswerField
    | Rate
    | Transcript
    | AllowAction
    | StopAction
    | AskCode
    | GiveCode
    | Ping
)
