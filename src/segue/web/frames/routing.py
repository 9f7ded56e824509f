"""Why this agent, why not me, why not yet: `GET /conversations/{id}/routing`."""

from __future__ import annotations

from datetime import datetime

from segue.web.frames.base import Told
from segue.web.frames.shared import AgentRef, TeamRef


class NeedShown(Told, frozen=True):
    """A skill that was asked for, and the level needed now; `dropped`: not needed any more."""

    name: str
    level: int
    dropped: bool


class RelaxesShown(Told, frozen=True):
    """What is let go next, and when."""

    at: datetime
    text: str


class AheadShown(Told, frozen=True):
    """Somebody who stands before it in its team's line, and why."""

    conversation: str
    case: bool
    why: str


class ConsideredShown(Told, frozen=True):
    """One agent. Codes: not_in_team, lacks_skill, lacks_level, lacks_language, away, off_shift,
    team_closed, full, declined, sent_it, not_next, other_chosen, preferred."""

    agent: AgentRef
    fits: bool
    codes: tuple[str, ...]
    text: str


class DecisionShown(Told, frozen=True):
    """Somebody was chosen at event `seq`. `recomputed`: made anew from what it rested on, the
    decision is the same; false where a person chose, and for what was kept without a note."""

    seq: int
    at: datetime
    agent: AgentRef
    why: str
    recomputed: bool
    considered: tuple[ConsideredShown, ...]


class RoutingShown(Told, frozen=True):
    """`state`: offered, next, busy, absent, nobody; later for a case whose time has not come, and
    none when nobody is being looked for. `place` counts from 1."""

    state: str
    text: str
    place: int | None
    team: TeamRef | None
    needs: tuple[NeedShown, ...]
    language: str | None
    relaxes: RelaxesShown | None
    ahead: tuple[AheadShown, ...]
    considered: tuple[ConsideredShown, ...]
    decisions: tuple[DecisionShown, ...]
