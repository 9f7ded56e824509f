"""The agents of a `Lineup`: sorted by whose turn it is, for each team and weight."""

from __future__ import annotations

import heapq
from bisect import insort
from collections import Counter
from typing import Any, TypeAlias

from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import LineRules
from segue.domain.lineup_places import SLACK, remove
from segue.domain.lineup_skills import Kind, Skills
from segue.domain.routing import Desk, Place, helping_of, turn

Bound: TypeAlias = tuple[Any, ...]
"""A rank: nobody before it is new to this agent. `()`: everybody may be."""
BEFORE_ALL: Bound = ()
Turn: TypeAlias = tuple[Any, AgentId]


class Seat:
    """One agent as they are. `bound` is None while nobody can be new to them."""

    __slots__ = ("bound", "desk", "kind", "present", "room", "teams")

    def __init__(self, desk: Desk, kind: Kind) -> None:
        self.desk = desk
        self.kind = kind
        self.teams = tuple(dict.fromkeys(desk.open_teams)) if desk.at_work else ()
        self.present = tuple(dict.fromkeys(desk.present))
        self.room = desk.room if desk.at_work else -1
        self.bound: Bound | None = None


class Seated:
    """Everybody who was seated, at work or not."""

    def __init__(self, rules: LineRules, skills: Skills) -> None:
        self.seats: dict[AgentId, Seat] = {}
        self.members: dict[TeamId, dict[AgentId, Seat]] = {}  # at work, by open team
        self.awake: list[tuple[Bound, AgentId]] = []  # a heap; what is outdated is left in it
        self.helping: dict[TeamId, TeamId] = {}
        self.helped: dict[TeamId, tuple[TeamId, ...]] = {}
        self._present: Counter[TeamId] = Counter()  # the same and those who are busy
        self._pools: dict[TeamId, dict[int, list[Turn]]] = {}
        self._chained = {
            team for own in rules.teams if own.overflow for team in (own.team, *own.overflow)
        }
        self._rules = rules
        self._skills = skills

    def seat(self, desk: Desk, *, wake: bool = True) -> None:
        """This is how an agent is now. Whoever only has less room need not be woken."""
        was = self.seats.get(desk.agent)
        if was is not None:
            if was.desk == desk:
                return
            self._rise(was)
        seat = self.seats[desk.agent] = Seat(desk, self._skills.kind(desk))
        for team in seat.teams:
            self.members.setdefault(team, {})[desk.agent] = seat
            for weight, pool in self._pools.get(team, {}).items():
                if seat.room >= weight:
                    insort(pool, (turn(desk, weight, self._rules), desk.agent))
        if was is not None:
            seat.bound = was.bound
        self._present.update(seat.present)
        if was is None or was.present != seat.present:
            self._rehelp((*seat.present, *(was.present if was else ())))
        if wake:
            self._wake(seat)

    def leave(self, agent: AgentId) -> None:
        """They are gone, if they were there."""
        seat = self.seats.pop(agent, None)
        if seat is not None:
            self._rise(seat)
            self._rehelp(seat.present)

    def pool(self, team: TeamId, weight: int) -> list[Turn]:
        """Agents of this team at work with room for so much, whoever's turn it is first."""
        pools = self._pools.setdefault(team, {})
        if weight not in pools:
            pools[weight] = sorted(
                (turn(seat.desk, weight, self._rules), agent)
                for agent, seat in self.members.get(team, {}).items()
                if seat.room >= weight
            )
        return pools[weight]

    def takers(self, place: Place) -> list[TeamId]:
        """Teams that may take it now, with those that help while nobody is there."""
        helping = [self.helping[team] for team in place.takers if team in self.helping]
        return list(dict.fromkeys((*place.takers, *helping)))

    def served(self, seat: Seat) -> list[TeamId]:
        """Teams for which this agent takes something: theirs, and those that they help."""
        helped = [team for own in seat.teams for team in self.helped.get(own, ())]
        return list(dict.fromkeys((*seat.teams, *helped)))

    def _rise(self, seat: Seat) -> None:
        desk = seat.desk
        self._present.subtract(seat.present)
        for team in seat.teams:
            del self.members[team][desk.agent]
            for weight, pool in self._pools.get(team, {}).items():
                if seat.room >= weight:
                    remove(pool, (turn(desk, weight, self._rules), desk.agent))

    def _wake(self, seat: Seat) -> None:
        if seat.room <= 0 or seat.bound == BEFORE_ALL:
            return
        seat.bound = BEFORE_ALL
        heapq.heappush(self.awake, (BEFORE_ALL, seat.desk.agent))
        if len(self.awake) > 4 * len(self.seats) + SLACK:
            self.awake = sorted(
                (one.bound, agent) for agent, one in self.seats.items() if one.bound is not None
            )

    def _rehelp(self, moved: tuple[TeamId, ...]) -> None:
        """Who helps whom, after somebody of these teams came or went. Who helps now is woken."""
        if self._chained.isdisjoint(moved):
            return
        staffed = {team for team in self._chained if self._present[team]}
        was, self.helping = self.helping, helping_of(staffed, self._rules)
        if was == self.helping:
            return
        self.helped = {}
        for team, helper in self.helping.items():
            self.helped[helper] = (*self.helped.get(helper, ()), team)
            if was.get(team) != helper:
                for seat in self.members.get(helper, {}).values():
                    self._wake(seat)
