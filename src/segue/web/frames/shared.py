"""Shapes that the agent's socket and HTTP have in common."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

from segue.domain.brief_parts import Brief
from segue.web.frames.base import Told
from segue.web.frames.runs import ResultShown, RunShown

AgentEvent: TypeAlias = dict[str, Any]
"""One event as the staff reads it: `kind`, the event's own fields, and `text` where it has words.
All kinds stand in docs/reference/sockets.md; clients ignore the ones they do not know."""


class TeamRef(Told, frozen=True):
    id: str
    name: str


class AgentRef(Told, frozen=True):
    id: str
    name: str
    initials: str


class AgentShown(Told, frozen=True):
    """Somebody of the staff, as they see themselves."""

    id: str
    name: str
    initials: str
    email: str
    role: str
    teams: tuple[TeamRef, ...]
    capacity: int
    load: int
    status: str


class Colleague(Told, frozen=True):
    """Somebody of the staff, as the others see them."""

    id: str
    name: str
    initials: str
    status: str
    load: int
    capacity: int
    teams: tuple[TeamRef, ...]


class CustomerShown(Told, frozen=True):
    """`verified`: a signed token said so; everything else is the customer's word."""

    name: str | None
    initials: str
    email: str | None
    verified: bool


class PreviewShown(Told, frozen=True):
    author: str
    text: str


class DraftShown(Told, frozen=True):
    """An answer of the assistant that waits for approval until `until`. The customer reads only
    that an answer is being prepared."""

    n: int
    text: str
    about: int
    confidence: float
    until: datetime
    team: TeamRef | None
    rule: str
    rule_name: str


class StandingShown(Told, frozen=True):
    """Somebody may soon be needed. `agent` is the one who stands by, null while nobody does."""

    agent: str | None
    name: str
    chance: float
    reason: str


class Item(Told, frozen=True):
    """One row of a list: what is true of a conversation after event `seq`.

    `due_kind`: what was promised for `due_at`: first_answer, next_answer, callback or case;
    `due_state`: ok, soon or broken. `calls` were tried and did not reach the customer; `again_at`
    is when the next one is.
    """

    id: str
    seq: int
    epoch: int
    stage: str
    owner: str
    customer: CustomerShown
    channel: str
    language: str
    team: TeamRef | None
    agent: AgentRef | None
    reason: str | None
    priority: str
    tags: tuple[str, ...]
    preview: PreviewShown | None
    last_at: datetime
    waiting_since: datetime | None
    replied_at: datetime | None
    due_at: datetime | None
    due_kind: str | None
    due_state: str | None
    unread: int
    snoozed_until: datetime | None
    case: str | None
    phone: str | None
    slot: datetime | None
    calls: int
    again_at: datetime | None
    place: int | None
    away: bool
    draft: DraftShown | None
    standing: StandingShown | None
    action: RunShown | None


class ThreadEvent(Told, frozen=True):
    """One event of a thread, for the staff."""

    seq: int
    at: datetime
    event: AgentEvent


class TeamLine(Told, frozen=True):
    """One team's line: how many wait, and how long the first has waited."""

    team: TeamRef
    waiting: int
    longest_s: int | None


class Viewer(Told, frozen=True):
    id: str
    name: str
    initials: str


__all__ = [
    "AgentEvent",
    "AgentRef",
    "AgentShown",
    "Brief",
    "Colleague",
    "CustomerShown",
    "DraftShown",
    "Item",
    "PreviewShown",
    "ResultShown",
    "RunShown",
    "StandingShown",
    "TeamLine",
    "TeamRef",
    "ThreadEvent",
    "Viewer",
]
