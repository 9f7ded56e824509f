"""The floor as decisions read it: counted along, not counted anew.

What a team has free, at work and waiting is kept up with every desk and place that moves; what
only the clock changes (hours, due times) is worked out once a second. Asking costs no I/O and next
to nothing, so it can be asked in every turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from segue.app.ports_staff import Team
from segue.app.roster import Roster
from segue.domain import hours
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import UNIT, LineRules
from segue.domain.routing import Desk

FRESH = timedelta(seconds=1)
"""Hours and due times are looked at again when they are older than this."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one desk adds to its teams."""

    teams: tuple[TeamId, ...] = ()
    open_teams: tuple[TeamId, ...] = ()
    free: int = 0


@dataclass
class FloorNow:
    """`waiting` says how many people wait for a team; `wait` adds what they are told."""

    roster: Roster
    waiting: Callable[[TeamId], int]
    wait: Callable[[TeamNow], TeamNow]
    staffed: Counter[TeamId] = field(default_factory=Counter)
    free: Counter[TeamId] = field(default_factory=Counter)
    _parts: dict[AgentId, Part] = field(default_factory=dict)
    _still: dict[TeamId, TeamNow] = field(default_factory=dict)
    _now: dict[TeamId, TeamNow] = field(default_factory=dict)
    _dirty: set[TeamId] = field(default_factory=set)
    _floor: Floor = field(default_factory=Floor)
    _at: datetime | None = None

    def seat(self, desk: Desk, *, on_shift: bool) -> None:
        """Somebody as they are now. `on_shift`: at work, busy or not."""
        if not on_shift or desk.off_shift:
            self._count(desk.agent, Part())
            return
        free = max(0, desk.room) // UNIT
        self._count(desk.agent, Part(desk.teams, desk.open_teams, free))

    def leave(self, agent: AgentId) -> None:
        """Nobody of the house any more."""
        self._count(agent, Part())
        del self._parts[agent]

    def _count(self, agent: AgentId, part: Part) -> None:
        before = self._parts.get(agent, Part())
        self._parts[agent] = part
        if part == before:
            return
        for sign, one in ((-1, before), (1, part)):
            for team in one.teams:
                self.staffed[team] += sign
            for team in one.open_teams:
                self.free[team] += sign * one.free
            self._dirty.update(one.teams)

    def moved(self, *teams: TeamId) -> None:
        """Their lines are others now."""
        self._dirty.update(teams)

    def all_moved(self) -> None:
        """The staff is another one, or the clock was set."""
        self._at = None

    def floor(self, now: datetime, rules: LineRules) -> Floor:
        """All teams now."""
        if self._at is None or not timedelta() <= now - self._at < FRESH:
            self._still = {
                team.id: self._standing(team, now, rules) for team in self.roster.teams.values()
            }
            self._at = now
            self._dirty = set(self._still)
        if self._dirty:
            for team in self._dirty & self._still.keys():
                self._now[team] = self._moving(self._still[team])
            self._dirty.clear()
            self._floor = Floor(tuple(self._now[team] for team in self._still))
        return self._floor

    def _standing(self, team: Team, now: datetime, rules: LineRules) -> TeamNow:
        """What holds until the clock says otherwise."""
        roster = self.roster
        return TeamNow(
            id=team.id,
            name=team.name,
            open=team.id not in roster.closed,
            opens_at=hours.opens_next(team.hours, now),
            closed_for=hours.closed_for(team.hours, now),
            answer_by=hours.due(team.hours, now, timedelta(minutes=team.answer_within_min)),
            people=roster.members.get(team.id, 0),
            surge=team.id in roster.more,
            first_by=_due(team, now, rules.answers_within(team.id, "first_answer")),
            next_by=_due(team, now, rules.answers_within(team.id, "next_answer")),
            skills_known=tuple(sorted(roster.skills)),
            speaks=tuple(sorted(roster.speaks)),
        )

    def _moving(self, still: TeamNow) -> TeamNow:
        waiting = self.waiting(still.id)
        there = replace(
            still, staffed=self.staffed[still.id], free=self.free[still.id], waiting=waiting
        )
        return self.wait(there)


def _due(team: Team, now: datetime, within: timedelta | None) -> datetime | None:
    """In open hours; to the second, for such promises are short."""
    return None if within is None else hours.due(team.hours, now, within, whole_min=0)
