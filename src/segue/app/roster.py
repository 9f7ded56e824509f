"""People and teams as they were last read, and what the clock makes of them.

Hours open and close, shifts begin and end, somebody is lent for an hour, a surge ends: none of it
is an event. All of it is known in advance, so the next such moment (`edge`) is worked out once,
and until then a desk changes only when somebody says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from segue.app.ports_staff import Agent, Team
from segue.domain import hours
from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import UNIT
from segue.domain.routing import Desk

ON_SHIFT = ("available", "busy")
JUMPED = timedelta(seconds=2)
"""A clock that goes back by more than this was set: whatever was worked out is worked out anew."""


@dataclass
class Roster:
    """Who belongs where, and what of it holds now."""

    agents: dict[AgentId, Agent] = field(default_factory=dict)
    teams: dict[TeamId, Team] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    """What somebody of the house can do …"""
    speaks: frozenset[str] = frozenset()
    """… and the languages that somebody named."""
    closed: frozenset[TeamId] = frozenset()
    more: dict[TeamId, int] = field(default_factory=dict)
    """Conversations above their own capacity for everybody of a team with a surge."""
    members: dict[TeamId, int] = field(default_factory=dict)
    edge: datetime | None = None
    looked: datetime | None = None
    set_back: bool = False
    """The clock was: whatever was over by it may not be over any more."""
    _passed: bool = False
    """The edge went by while something else was worked out: desks have to be made anew."""

    def know(self, teams: Iterable[Team], agents: Iterable[Agent], now: datetime) -> set[AgentId]:
        """As they were just read; returns those whose desks may be others now."""
        were, had = self.agents, self.teams
        self.teams = {team.id: team for team in teams}
        self.agents = {agent.id: agent for agent in agents}
        moved = self._work_out(now)
        if moved or self.teams != had:
            return {*were, *self.agents}
        changed = {one for one, agent in self.agents.items() if were.get(one) != agent}
        return changed | (were.keys() - self.agents.keys())

    def one(self, agent: Agent, now: datetime) -> None:
        """Only this one was read. Mostly just the status is another one: that costs nothing."""
        was = self.agents.get(agent.id)
        self.agents[agent.id] = agent
        if was is None or _lasting(was) != _lasting(agent):
            self._work_out(now)

    def pass_time(self, now: datetime) -> bool:
        """Has the clock changed anything since this was last asked?"""
        if not self._passed and not self._past(now):
            self.looked = now
            return False
        self._work_out(now)
        self._passed = False
        return True

    def _past(self, now: datetime) -> bool:
        """Is the next moment here, or was the clock set back?"""
        if self.looked is not None and self.looked - now > JUMPED:
            return True
        return self.edge is not None and now >= self.edge

    def _work_out(self, now: datetime) -> bool:
        """Everything that follows; says whether what holds for many has changed."""
        before = (self.closed, self.more)
        self._passed |= self._past(now)
        self.set_back |= self.looked is not None and self.looked - now > JUMPED
        self.looked = now
        self.closed = frozenset(
            team.id for team in self.teams.values() if not hours.is_open(team.hours, now)
        )
        self.more = {
            team.id: team.surge.more
            for team in self.teams.values()
            if team.surge is not None and team.surge.until > now
        }
        self.skills = frozenset(one.name for agent in self.agents.values() for one in agent.skills)
        self.speaks = frozenset(one for agent in self.agents.values() for one in agent.languages)
        self.members = dict.fromkeys(self.teams, 0)
        for agent in self.agents.values():
            for team in agent.teams:
                self.members[team] = self.members.get(team, 0) + 1
        self.edge = min(self._edges(now), default=None)
        return (self.closed, self.more) != before

    def _edges(self, now: datetime) -> Iterator[datetime]:
        for team in self.teams.values():
            yield from _turns(team.hours, now)
            if team.surge is not None and team.surge.until > now:
                yield team.surge.until
        for agent in self.agents.values():
            if agent.shift is not None:
                yield from _turns(agent.shift, now)
            for lent in agent.lent:
                if lent.until > now:
                    yield lent.until

    # --- questions --------------------------------------------------------------------------------

    def helps(self, agent: Agent, now: datetime) -> tuple[TeamId, ...]:
        """Their own teams, and those that they are lent to."""
        lent = (one.team for one in agent.lent if one.until > now)
        return tuple(dict.fromkeys((*agent.teams, *lent)))

    def capacity(self, agent: Agent, now: datetime) -> int:
        """What they may hold while they are at work, in hundredths: their own, and in a surge of
        one of their teams so much more."""
        if agent.capacity <= 0:
            return 0
        more = max((self.more.get(team, 0) for team in self.helps(agent, now)), default=0)
        return (agent.capacity + more) * UNIT

    def off_shift(self, agent: Agent, now: datetime) -> bool:
        return agent.shift is not None and not hours.is_open(agent.shift, now)

    def desk(self, agent: Agent, load: int, given_at: datetime | None, now: datetime) -> Desk:
        """Somebody as the router sees them; `load` is what they hold, in hundredths."""
        teams = self.helps(agent, now)
        capacity = self.capacity(agent, now)
        return Desk(
            agent=agent.id,
            name=agent.name,
            teams=teams,
            load=load,
            capacity=max(1, capacity),
            available=agent.status == "available" and capacity > 0,
            busy=agent.status == "busy",
            skills=agent.skills,
            languages=agent.languages,
            given_at=given_at,
            off_shift=self.off_shift(agent, now),
            closed=tuple(team for team in teams if team in self.closed),
        )


def _lasting(agent: Agent) -> tuple[object, ...]:
    """What everything else is worked out from."""
    return (agent.teams, agent.skills, agent.languages, agent.shift, agent.lent)


def _turns(open_hours: hours.OpenHours, now: datetime) -> Iterator[datetime]:
    """When these hours open or close next."""
    if open_hours.always:
        return
    next_one = hours.opens_next(open_hours, now) or hours.closes_next(open_hours, now)
    if next_one is not None:
        yield next_one
