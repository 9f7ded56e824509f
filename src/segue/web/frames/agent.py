"""The agent's socket, `/api/v1/agent/socket?after=CURSOR`, by cookie or `?token=`.

On connect the server says `hello` with the offers that ring now; with `after`, everything that
was missed follows, in order. With `reset` it was too much to replay: read the lists again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta

from segue.domain.brief_parts import Brief
from segue.web.frames.base import (
    ClientFrame,
    ClientId,
    ObjectId,
    SeqIn,
    ServerFrame,
    Text,
    Told,
)
from segue.web.frames.customer import Ping, Pong
from segue.web.frames.floor import FloorFrame, UnwatchFloor, WatchFloor
from segue.web.frames.shared import AgentEvent, AgentShown, Colleague, Item, TeamLine, Viewer

# --- the server says ------------------------------------------------------------------------------


class OfferShown(Told, frozen=True):
    """A conversation that rings at this agent until `until`."""

    conversation: str
    item: Item
    brief: Brief | None
    until: datetime
    lease_s: int
    epoch: int
    binding: bool


class HeadsUpShown(Told, frozen=True):
    """A customer who may soon need you. Nothing rings and nothing is taken from you.

    `chance` is that of the next two turns, 0 to 1; `why` says it in one sentence.
    """

    conversation: str
    item: Item
    brief: Brief | None
    chance: float
    why: str


class Line(Told, frozen=True):
    teams: tuple[TeamLine, ...]


class AgentHello(ServerFrame, frozen=True, kw_only=True, tag="hello", omit_defaults=False):
    cursor: str
    agent: AgentShown
    offers: tuple[OfferShown, ...]
    heads_up: tuple[HeadsUpShown, ...]
    line: Line
    reset: bool


class AgentEventFrame(ServerFrame, frozen=True, kw_only=True, tag="event", omit_defaults=False):
    """One kept event, and the list row after it."""

    conversation: str
    seq: int
    cursor: str
    at: datetime
    event: AgentEvent
    item: Item


class Offer(ServerFrame, frozen=True, kw_only=True, omit_defaults=False):
    conversation: str
    item: Item
    brief: Brief | None
    until: datetime
    lease_s: int
    epoch: int
    binding: bool


class OfferEnded(ServerFrame, frozen=True, kw_only=True):
    """`why`: accepted, declined, lapsed, taken or withdrawn."""

    conversation: str
    why: str


class HeadsUp(ServerFrame, frozen=True, kw_only=True, omit_defaults=False):
    """A customer who may soon need you, told quietly: see `hello`."""

    conversation: str
    item: Item
    brief: Brief | None
    chance: float
    why: str


class HeadsUpEnded(ServerFrame, frozen=True, kw_only=True):
    """`why`: handed_off (a person is called now: an offer may follow), calm, over or taken."""

    conversation: str
    why: str


class Gone(ServerFrame, frozen=True, kw_only=True):
    """This conversation went where you may not see it: take it off your lists."""

    conversation: str


class LineFrame(ServerFrame, frozen=True, kw_only=True, tag="line"):
    teams: tuple[TeamLine, ...]


class Presence(ServerFrame, frozen=True, kw_only=True):
    agents: tuple[Colleague, ...]


class AgentTyping(ServerFrame, frozen=True, kw_only=True, tag="typing"):
    conversation: str
    who: str
    name: str | None = None


class Viewing(ServerFrame, frozen=True, kw_only=True, omit_defaults=False):
    """Who of the staff looks at this conversation now."""

    conversation: str
    agents: tuple[Viewer, ...]


class AgentSeen(ServerFrame, frozen=True, kw_only=True, tag="seen"):
    """Read up to here, by the customer or by the agent who has it."""

    conversation: str
    who: str
    seq: int


class AgentAccepted(ServerFrame, frozen=True, kw_only=True, tag="accepted"):
    """It is on disk."""

    client_id: str
    seq: int
    epoch: int


class AgentRefused(ServerFrame, frozen=True, kw_only=True, tag="refused"):
    """It was not done, and nothing changed."""

    code: str
    message: str
    client_id: str | None = None
    conversation: str | None = None
    retry_after_s: float | None = None


AgentTold: TypeAlias = (
    AgentHello
    | AgentEventFrame
    | Offer
    | OfferEnded
    | HeadsUp
    | HeadsUpEnded
    | Gone
    | LineFrame
    | Presence
    | FloorFrame
    | AgentTyping
    | Viewing
    | AgentSeen
    | AgentAccepted
    | AgentRefused
    | Pong
)


# --- the client says ------------------------------------------------------------------------------


class Accept(ClientFrame, frozen=True, kw_only=True):
    conversation: ObjectId
    client_id: ClientId | None = None


class Decline(ClientFrame, frozen=True, kw_only=True):
    conversation: ObjectId
    reason: Annotated[str, Meta(max_length=300)] = ""
    client_id: ClientId | None = None


class SayTo(ClientFrame, frozen=True, kw_only=True, tag="say"):
    conversation: ObjectId
    client_id: ClientId
    epoch: SeqIn
    text: Text


class TypingIn(ClientFrame, frozen=True, kw_only=True, tag="typing"):
    conversation: ObjectId


class Look(ClientFrame, frozen=True, kw_only=True, tag="viewing"):
    """Which conversation this tab shows; null for none."""

    conversation: ObjectId | None


class SeenIn(ClientFrame, frozen=True, kw_only=True, tag="seen"):
    conversation: ObjectId
    seq: SeqIn


AgentSays: TypeAlias = (
    Accept | Decline | SayTo | TypingIn | Look | SeenIn | WatchFloor | UnwatchFloor | Ping
)
