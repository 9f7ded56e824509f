"""What customers were promised and have not got yet."""

from __future__ import annotations

from datetime import datetime

from segue.web.frames.base import Told
from segue.web.frames.shared import AgentRef, CustomerShown, TeamRef


class CallShown(Told, frozen=True):
    """A call that was tried. `outcome`: reached, no_answer, busy, voicemail or wrong_number."""

    at: datetime
    outcome: str
    by: str


class PromiseShown(Told, frozen=True):
    """One promise. `kind`: first_answer (to whoever waits), next_answer (of the person they have),
    callback or case; `state`: ok, soon or broken; `agent` whoever has the conversation now;
    `slot` the time that the customer chose for a call, `again_at` that of the next try."""

    conversation: str
    case: str
    kind: str
    due_at: datetime
    state: str
    customer: CustomerShown
    phone: str | None
    email: str | None
    language: str
    reason: str | None
    summary: str
    team: TeamRef | None
    agent: AgentRef | None
    slot: datetime | None
    calls: tuple[CallShown, ...]
    again_at: datetime | None
    channel: str


class PromisesShown(Told, frozen=True):
    """By due time. `counts`: soon, broken, callbacks, cases, of all kinds; `next` is what `after`
    must be for the page behind it."""

    items: tuple[PromiseShown, ...]
    counts: dict[str, int]
    next: str | None
