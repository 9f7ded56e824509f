"""What a wait, a promise and a call made true: a part of `events.py`."""

from __future__ import annotations

from datetime import datetime

from segue.domain.ids import AgentId, TeamId
from segue.domain.line import Line
from segue.domain.value import Value


class Relaxed(Value, frozen=True):
    """Step `step` of what may be let go was taken: who may have this one is wider from now on."""

    step: int
    at: datetime
    dropped: tuple[str, ...] = ()  # skills that are not needed any more, `language`, or `*`
    lowered: int = 0  # levels by which what is still needed was lowered
    teams: tuple[TeamId, ...] = ()  # who may take it besides
    line: Line | None = None  # only another team is news to the customer


class WaitOutgrown(Value, frozen=True):
    """The wait became longer than was told, for the `n`-th time: once there is an apology, from
    the second time on no number any more."""

    n: int
    at: datetime
    low_s: int | None = None
    high_s: int | None = None
    heard: int = 0  # the number under which the estimate reported it


class CallTried(Value, frozen=True):
    """The customer was called, for the `n`-th time: reached, no_answer, busy, voicemail or
    wrong_number. `again_at`: when it is tried again."""

    n: int
    outcome: str
    by: AgentId
    name: str
    at: datetime
    again_at: datetime | None = None
    note: str = ""


class Whispered(Value, frozen=True):
    """A lead's words for the agent who has it. Only the staff sees them."""

    agent: AgentId
    name: str
    text: str
    at: datetime
    client_id: str = ""
