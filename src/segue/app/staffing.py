"""The floor: what decisions may know about teams, people on shift and the line.

A picture in memory, made anew from the store whenever something moves (and every few seconds, for
what other processes did). Reading it costs no I/O, so it can be asked inside every turn.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from segue.app.ports import Clock, Kept, Store
from segue.app.ports_staff import Agent, Team
from segue.domain import hours, routing
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.events import WrapUpBegun
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.line_rules import UNIT
from segue.domain.pace import Pace, estimate
from segue.domain.policy import Policy

ON_SHIFT = ("available", "busy")
FRESH_S = 1.0
"""Hours are looked at again when the picture is older than this."""


@dataclass
class Staffing:
    """Teams, agents, loads and places as last seen."""

    store: Store
    clock: Clock
    policy: Policy
    agents: dict[AgentId, Agent] = field(default_factory=dict)
    teams: dict[TeamId, Team] = field(default_factory=dict)
    seats: dict[ConversationId, AgentId] = field(default_factory=dict)
    loads: Counter[AgentId] = field(default_factory=Counter)
    seated: dict[ConversationId, tuple[AgentId, datetime]] = field(default_factory=dict)
    places: dict[ConversationId, routing.Place] = field(default_factory=dict)
    pace: dict[TeamId, Pace] = field(default_factory=dict)
    _refreshing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _meanwhile: dict[ConversationId, Conversation] = field(default_factory=dict)
    _floor: Floor = field(default_factory=Floor)
    _floor_at: datetime | None = None

    async def refresh(self) -> None:
        """Look at the store: who is on shift, who waits, who holds what.

        The store is read bit by bit while commits go on; what was heard meanwhile is newer than
        what was read, and is put on top of it.
        """
        async with self._refreshing:
            self._meanwhile.clear()
            now = self.clock()
            teams, agents = await self.store.teams(), await self.store.agents()
            seats, line = await self.store.seats(), await self.store.line()
            self.teams = {team.id: team for team in teams}
            self.agents = {agent.id: agent for agent in agents}
            self.seats = seats
            self.loads = Counter(seats.values())
            self.seated = {one: self.seated.get(one, (agent, now)) for one, agent in seats.items()}
            places = (routing.place_of(one, now) for one in line)
            self.places = {place.conversation: place for place in places if place is not None}
            for one in self._meanwhile.values():
                self._stand(one)
                self._seat(one)
            self._floor_at = None

    def heard(self, kept: Kept) -> bool:
        """A commit moved somebody: keep places and seats true between two looks at the store.

        True when a seat changed hands, which every screen that shows loads wants to know.
        """
        one = kept.conversation
        if self._refreshing.locked():
            self._meanwhile[one.id] = one
        moved, seated = self._stand(one), self._seat(one)
        for row in kept.rows:
            if isinstance(row.event, WrapUpBegun):
                self._learn(one, row.at)
        if moved or seated:
            self._floor_at = None
        return seated

    def _stand(self, one: Conversation) -> bool:
        """Where this conversation stands in a line now; True when that is new."""
        place = routing.place_of(one, self.clock())
        if place is None:
            return self.places.pop(one.id, None) is not None
        changed = self.places.get(one.id) != place
        self.places[one.id] = place
        return changed

    def _seat(self, one: Conversation) -> bool:
        before = self.seats.get(one.id)
        if one.seat == before:
            return False
        if before is not None:
            del self.seats[one.id]
            self.seated.pop(one.id, None)
            self.loads[before] -= 1
        if one.seat is not None:
            self.seats[one.id] = one.seat
            self.seated[one.id] = (one.seat, self.clock())
            self.loads[one.seat] += 1
        return True

    def _learn(self, one: Conversation, at: datetime) -> None:
        """A chat ended: its length teaches the team's pace."""
        stage = one.stage
        if not isinstance(stage, s.WrappingUp) or stage.handoff is None or stage.agent is None:
            return
        took = max(5.0, min(3600.0, (at - stage.handoff.at).total_seconds()))
        team = stage.handoff.team
        self.pace[team] = self.pace.get(team, Pace()).after(took)

    # --- questions -----------------------------------------------------------------------------

    def capacity(self, agent: AgentId, known: Agent | None) -> int:
        """What this agent may hold by offers now, in hundredths; nothing while they are away."""
        known = known or self.agents.get(agent)
        return known.capacity * UNIT if known and known.status == "available" else 0

    def load_of(self, agent: AgentId) -> int:
        """What this agent has now, in hundredths of an ordinary chat."""
        return self.loads.get(agent, 0) * UNIT

    def room_for(self, agent: AgentId) -> int:
        """What fits at this agent's, in hundredths of an ordinary chat."""
        known = self.agents.get(agent)
        return known.capacity * UNIT if known else 0

    def weight(self, one: Conversation) -> int:
        """What a conversation takes of its agent's capacity, in hundredths."""
        return self.policy.line.weight(one.channel)

    def on_shift(self, team: TeamId) -> list[Agent]:
        return [
            agent
            for agent in self.agents.values()
            if agent.status in ON_SHIFT and team in agent.teams
        ]

    def desks(self) -> list[routing.Desk]:
        """Everybody who may be offered something now."""
        now = self.clock()
        closed = {team.id for team in self.teams.values() if not hours.is_open(team.hours, now)}
        return [
            routing.Desk(
                agent=agent.id,
                name=agent.name,
                teams=tuple(team for team in agent.teams if team not in closed),
                load=self.load_of(agent.id),
                capacity=agent.capacity * UNIT,
                available=agent.status == "available" and agent.capacity > 0,
            )
            for agent in self.agents.values()
        ]

    def floor(self, now: datetime) -> Floor:
        """All teams now; `waiting` counts everybody in each line."""
        if self._floor_at is None or now - self._floor_at >= timedelta(seconds=FRESH_S):
            self._floor = Floor(tuple(self._team(team, now) for team in self.teams.values()))
            self._floor_at = now
        return self._floor

    def floor_for(self, one: Conversation, now: datetime) -> Floor:
        """The floor as this conversation sees it: in its own line, only those ahead and itself."""
        floor = self.floor(now)
        place = self.places.get(one.id)
        if place is None or place.case:
            return floor
        ahead = routing.before(place, self.places.values())
        there = floor.team(place.team)
        mine = self._with_wait(replace(there, waiting=ahead + 1), place=ahead + 1)
        return Floor(tuple(mine if team.id == place.team else team for team in floor.teams))

    def _team(self, team: Team, now: datetime) -> TeamNow:
        shift = self.on_shift(team.id)
        free = sum(
            max(0, agent.capacity - self.loads[agent.id])
            for agent in shift
            if agent.status == "available"
        )
        waiting = sum(
            1 for place in self.places.values() if place.team == team.id and not place.case
        )
        within = timedelta(minutes=team.answer_within_min)
        there = TeamNow(
            id=team.id,
            name=team.name,
            open=hours.is_open(team.hours, now),
            opens_at=hours.opens_next(team.hours, now),
            staffed=len(shift),
            free=free,
            waiting=waiting,
            answer_by=hours.due(team.hours, now, within),
            people=sum(team.id in agent.teams for agent in self.agents.values()),
        )
        return self._with_wait(there, place=waiting + 1)

    def _with_wait(self, there: TeamNow, *, place: int) -> TeamNow:
        if not there.open:
            return replace(there, eta_low_s=None, eta_high_s=None)
        slots = sum(agent.capacity for agent in self.on_shift(there.id))
        pace = self.pace.get(there.id, Pace())
        wait = estimate(place, slots, there.free, pace)
        low, high = wait or (None, None)
        return replace(there, eta_low_s=low, eta_high_s=high)
