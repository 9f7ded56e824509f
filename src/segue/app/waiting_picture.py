"""What the estimate is told of a house: who stands where, and who is at work with what.

Made from the picture in `staffing.py` before each round of estimates, bit by bit: a large house has
a thousand agents, and the event loop has other things to do.

A **type** is what somebody needs: teams, skills, a language. Most often it is just a team. People
learn from their team's waits, whatever else they need.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from segue.app.staffing import Staffing
from segue.domain import routing
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.line_rules import UNIT
from segue.domain.routing import Desk, Place
from segue.domain.waits import AtWork, Waiting

MOST = 1000
"""So many people in all lines are estimated …"""
MOST_OF_A_TEAM = 300
"""… and so many of one. Further back there is no honest number anyway."""
LEAST_OF_A_TEAM = 20
SLICE_S = 0.002
"""The event loop is held no longer than this."""
OVERTAKES = 2
"""The priority of whoever has a head start, as the estimate counts it."""


class Breath:
    """Lets others have the event loop when it was held for long enough."""

    def __init__(self) -> None:
        self.spent_s = 0.0
        self._since = time.perf_counter()

    async def __call__(self) -> None:
        held = time.perf_counter() - self._since
        if held >= SLICE_S:
            self.spent_s += held
            await asyncio.sleep(0)
            self._since = time.perf_counter()

    def done(self) -> float:
        """Seconds of work in all."""
        return self.spent_s + time.perf_counter() - self._since


def kind_of(place: Place) -> str:
    """The type: who may take this place, and nothing that is only this one's."""
    parts = [*place.takers, *(f"{one.name}:{one.level}" for one in place.needs)]
    if place.language:
        parts.append(place.language)
    return "|".join(parts)


def newcomer_of(team: TeamId) -> str:
    """The name under which somebody is estimated who would come to this team now."""
    return f"\x00{team}"


def overtakes(place: Place, staffing: Staffing) -> bool:
    """Does it have a head start over ordinary people?"""
    rules = staffing.policy.line
    return routing.head(place, rules).total_seconds() > rules.heads.normal


@dataclass
class Picture:
    """One look: everything that one round of estimates rests on. Times in seconds since 1970."""

    now: float
    line: list[Waiting] = field(default_factory=list)
    newcomers: list[Waiting] = field(default_factory=list)
    agents: list[AtWork] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    """Of everybody in `line`."""
    ahead: dict[str, int] = field(default_factory=dict)
    """People of the same team before them."""
    people: dict[TeamId, int] = field(default_factory=dict)
    """So many of each team."""
    kinds: dict[str, Place] = field(default_factory=dict)
    """A place that stands for each type."""
    open: set[str] = field(default_factory=set)
    """Types of which somebody waits who was not offered to anybody."""
    spare: set[str] = field(default_factory=set)
    """Types that somebody could serve who has room and nobody to take."""


async def look(
    staffing: Staffing, idle: Idle, now: float, rest: Breath, most: int = MOST_OF_A_TEAM
) -> Picture:
    """The front of each line in serving order, and everybody at work."""
    picture = Picture(now)
    for place in _front(staffing, most):
        _stands(picture, place, staffing)
        await rest()
    _look_for_newcomers(staffing, picture, most)
    fitting = _Fitting(staffing, picture)
    held = await _held(staffing, rest)
    for desk in tuple(staffing.desk_of.values()):
        if desk.at_work:
            _seat(picture, desk, fitting.of(desk), held.get(desk.agent, ()), idle)
        else:
            idle.forget(desk.agent)
        await rest()
    return picture


def _front(staffing: Staffing, most: int) -> list[Place]:
    """The first of each team, in serving order of all."""
    teams = {place.team for place in islice(staffing.places.values(), MOST)} | set(staffing.teams)
    most = max(LEAST_OF_A_TEAM, min(most, MOST // max(1, len(teams))))
    rules = staffing.policy.line
    front = [place for team in teams for place in islice(staffing.lineup.line(team), most)]
    front.sort(key=lambda place: routing.rank(place, rules))
    return front


def _stands(picture: Picture, place: Place, staffing: Staffing) -> None:
    kind = kind_of(place)
    priority = OVERTAKES if overtakes(place, staffing) else 1
    since = place.since.timestamp()
    picture.line.append(Waiting(place.conversation, kind, priority, since, group=place.team))
    picture.places[place.conversation] = place
    picture.kinds.setdefault(kind, place)
    if not place.offered:
        picture.open.add(kind)
    if place.counts:
        ahead = picture.people.get(place.team, 0)
        picture.ahead[place.conversation] = ahead
        picture.people[place.team] = ahead + 1


def _look_for_newcomers(staffing: Staffing, picture: Picture, most: int) -> None:
    """Somebody for each team that is open and whose line is not too long for a number."""
    now = staffing.clock()
    for team in staffing.teams:
        if team in staffing.roster.closed or staffing.lineup.count(team) >= most:
            continue
        name = newcomer_of(team)
        would = Place(ConversationId(name), HandoffId(name), team, priority=1, since=now)
        kind = kind_of(would)
        picture.kinds.setdefault(kind, would)
        picture.newcomers.append(Waiting(name, kind, 1, picture.now, group=team))


class _Fitting:
    """Who may serve which type: worked out once for agents who are alike."""

    def __init__(self, staffing: Staffing, picture: Picture) -> None:
        self._kinds = picture.kinds
        self._helping = staffing.lineup.helping
        self._known: dict[object, dict[str, float]] = {}

    def of(self, desk: Desk) -> dict[str, float]:
        """1 for each type that this agent may serve, room aside."""
        alike = (desk.open_teams, desk.skills, desk.languages)
        weights = self._known.get(alike)
        if weights is None:
            weights = self._known[alike] = {
                kind: 1.0
                for kind, place in self._kinds.items()
                if routing.in_team(desk, place, self._helping)
                and not routing.lacks(desk, place)
                and routing.speaks(desk, place.language)
            }
        return weights


async def _held(staffing: Staffing, rest: Breath) -> dict[AgentId, list[tuple[float, bool]]]:
    """What each agent has: since when, and whether it only rings so far."""
    found: dict[AgentId, list[tuple[float, bool]]] = {}
    for conversation, (agent, since) in tuple(staffing.seated.items()):
        place = staffing.places.get(conversation)
        rings = place is not None and place.offered
        found.setdefault(agent, []).append((since.timestamp(), rings))
        await rest()
    return found


def _seat(
    picture: Picture,
    desk: Desk,
    weights: dict[str, float],
    held: Iterable[tuple[float, bool]],
    idle: Idle,
) -> None:
    """One agent at work. Chats above the capacity free no place, and the longest count first."""
    rings = sorted(since for since, rings in held if rings)
    slots = max(0, desk.capacity // UNIT)
    free = max(0, desk.room // UNIT)
    chats = sorted(since for since, rings in held if not rings)[: max(0, slots - free - len(rings))]
    needed = any(kind in picture.open for kind in weights)
    since = idle.since(desk.agent, free, picture.now, needed=needed)
    if weights and (chats or rings or free):
        places = (*rings, *[since] * free)
        picture.agents.append(AtWork(desk.agent, weights, tuple(chats), places))
    if free and not needed:
        picture.spare.update(weights)


class Idle:
    """Since when somebody has had room while somebody waited for them.

    Room that nobody needs is no sign of having gone quiet: the next customer is offered at once.
    """

    def __init__(self) -> None:
        self._since: dict[AgentId, float] = {}

    def since(self, agent: AgentId, free: int, now: float, *, needed: bool) -> float:
        if not free or not needed:
            self._since.pop(agent, None)
            return now
        return min(now, self._since.setdefault(agent, now))

    def forget(self, agent: AgentId) -> None:
        """They are not at work."""
        self._since.pop(agent, None)
