"""The live floor, as leads see it: `GET /floor`, and `floor` frames of the agent's socket.

Counts are conversations, durations seconds, times UTC. Capacity and load are in ordinary chats and
may be fractions where a channel weighs less than one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from segue.web.frames.base import Body, ClientFrame, ObjectId, ServerFrame, Told
from segue.web.frames.shared import AgentRef, CustomerShown, TeamRef


class WithAssistant(Told, frozen=True):
    """`close`: somebody may soon have to come."""

    count: int
    close: int


class InLine(Told, frozen=True):
    """`promised_*`: the wait that somebody who joins now would be told."""

    count: int
    longest_s: int | None
    promised_low_s: int | None
    promised_high_s: int | None


class WithPeople(Told, frozen=True):
    count: int
    places: float


class Today(Told, frozen=True):
    """Until the first reply of a person, over the last 24 hours."""

    median_s: int | None
    p90_s: int | None
    handoffs: int


class Kept(Told, frozen=True):
    """The share of waits that ended with a person within what was promised."""

    share: float | None
    target: float


class FloorRow(Told, frozen=True):
    """Somebody who waits. `risk` is ok, near or over; `why_not_yet` one short sentence."""

    conversation: str
    case: str
    customer: CustomerShown
    quote: str
    reason: str
    reason_text: str
    flags: tuple[str, ...]
    team: TeamRef
    since: datetime
    waited_s: int
    promised_s: int | None
    risk: str
    place: int
    stage: str
    offered_to: AgentRef | None
    until: datetime | None
    priority: str
    why_not_yet: str


class More(Told, frozen=True):
    """Others who wait in this team's line, and are not listed."""

    team: TeamRef
    count: int


class SkillShown(Told, frozen=True):
    name: str
    level: int


class Helping(Told, frozen=True):
    team: TeamRef
    until: datetime


class Ringing(Told, frozen=True):
    conversation: str
    until: datetime


class FloorPerson(Told, frozen=True):
    """`longest_s`: how long the oldest of their chats goes on; `over`: more than fits."""

    agent: AgentRef
    status: str
    back_at: datetime | None
    teams: tuple[TeamRef, ...]
    lent: tuple[Helping, ...]
    load: float
    capacity: float
    over: bool
    longest_s: int | None
    offer: Ringing | None
    skills: tuple[SkillShown, ...]
    languages: tuple[str, ...]


class FloorAct(Told, frozen=True):
    """Something to do about it: surge, end_surge, borrow, review, promises or peek."""

    act: str
    label: str
    agent: AgentRef | None = None
    team: TeamRef | None = None


class Decision(Told, frozen=True):
    """Something that a lead should decide on. `id` is the same as long as it is the same thing."""

    id: str
    kind: str
    team: TeamRef | None
    title: str
    text: str
    acts: tuple[FloorAct, ...]


class Point(Told, frozen=True):
    at: datetime
    longest_s: int


class History(Told, frozen=True, rename={"since": "from", "until": "to"}):
    """The longest wait at moments of the last hour."""

    since: datetime
    until: datetime
    points: tuple[Point, ...]
    promise_s: int | None


class SurgeShown(Told, frozen=True):
    until: datetime
    by: str
    more: int


class FloorTeam(Told, frozen=True):
    team: TeamRef
    open: bool
    opens_at: datetime | None
    surge: SurgeShown | None
    waiting: int
    free: float


class FloorShown(Told, frozen=True):
    """The whole page at one moment; of one team, or with `team` null of all."""

    at: datetime
    team: TeamRef | None
    assistant: WithAssistant
    waiting: InLine
    person: WithPeople
    today: Today
    promise: Kept
    line: tuple[FloorRow, ...]
    more: tuple[More, ...]
    people: tuple[FloorPerson, ...]
    decisions: tuple[Decision, ...]
    history: History
    teams: tuple[FloorTeam, ...]


class FloorFrame(ServerFrame, frozen=True, kw_only=True, tag="floor"):
    """The floor now: at once when a screen begins to watch, then whenever it moved."""

    floor: FloorShown


class WatchFloor(ClientFrame, frozen=True, kw_only=True):
    """This tab shows the live floor; null is all teams."""

    team: ObjectId | None = None


class UnwatchFloor(ClientFrame, frozen=True, kw_only=True):
    """It does not any more."""


class SurgeAsked(Body, frozen=True, kw_only=True):
    """Surge mode on for so long, or off at once."""

    on: bool
    for_min: Annotated[int, Meta(ge=5, le=720)] = 60
    more: Annotated[int, Meta(ge=0, le=5)] = 1
