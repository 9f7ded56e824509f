"""Who is next, and who gets it. Pure: people in, matches out, the same every time.

One order serves the router, the place shown and the estimate: urgent before high before normal,
somebody whose agent was lost ahead of their class, then the longest wait; cases (later answers)
after everybody who is waiting now, by the time they were promised.

What this room cannot hold alone is "never more than capacity": that spans conversations. The
router runs `choose`, and the store claims the seat in the transaction that makes the offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from segue.domain import stages as s
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.state import Conversation
from segue.domain.value import Plain


class Desk(Plain, frozen=True):
    """One agent as the router sees them. `load` and `capacity` count conversations."""

    agent: AgentId
    name: str
    teams: tuple[TeamId, ...]
    load: int
    capacity: int
    available: bool = True

    @property
    def room(self) -> int:
        return self.capacity - self.load if self.available else 0


class Place(Plain, frozen=True):
    """One waiting conversation as the router sees it."""

    conversation: ConversationId
    handoff: HandoffId
    team: TeamId
    priority: int
    since: datetime
    ahead: bool = False
    case: bool = False
    due: datetime | None = None
    preferred: AgentId | None = None
    avoid: tuple[AgentId, ...] = ()
    offered: bool = False


class Match(Plain, frozen=True):
    """This agent for this conversation, and why."""

    conversation: ConversationId
    handoff: HandoffId
    agent: AgentId
    name: str
    why: str


def place_of(one: Conversation, now: datetime) -> Place | None:
    """A conversation's place, or None when nobody is being looked for."""
    match one.stage:
        case s.Waiting() as stage:
            offered = False
        case s.Offered(waiting=stage):
            offered = True
        case s.Deferred() as later:
            handoff = later.handoff
            avoid = (*handoff.avoid, *_still(later.passed, now))
            return Place(
                one.id,
                handoff.id,
                handoff.team,
                int(handoff.priority),
                later.since,
                case=True,
                due=later.answer_by,
                preferred=handoff.preferred,
                avoid=avoid,
                offered=later.offer is not None,
            )
        case _:
            return None
    handoff = stage.handoff
    return Place(
        one.id,
        handoff.id,
        handoff.team,
        int(handoff.priority),
        stage.since,
        ahead=stage.ahead,
        preferred=handoff.preferred,
        avoid=(*handoff.avoid, *_still(stage.passed, now)),
        offered=offered,
    )


def _still(passed: Iterable[s.Passed], now: datetime) -> tuple[AgentId, ...]:
    return tuple(one.agent for one in passed if one.until > now)


def rank(place: Place) -> tuple[bool, int, bool, datetime, ConversationId]:
    """The total order of a line: smaller goes first."""
    return (
        place.case,
        -place.priority,
        not place.ahead,
        (place.due or place.since) if place.case else place.since,
        place.conversation,
    )


def order(places: Iterable[Place]) -> list[Place]:
    """Everybody in serving order."""
    return sorted(places, key=rank)


def before(place: Place, others: Iterable[Place]) -> int:
    """How many people stand ahead of this place in the same team's line."""
    mine = rank(place)
    return sum(
        1 for other in others if other.team == place.team and not other.case and rank(other) < mine
    )


def choose(places: Sequence[Place], desks: Sequence[Desk]) -> list[Match]:
    """Give every free place to the next in line who may have it. No place is given twice."""
    room = {desk.agent: desk.room for desk in desks}
    given = {desk.agent: 0 for desk in desks}
    matches: list[Match] = []
    for place in order(places):
        if place.offered:
            continue
        fit = [
            desk
            for desk in desks
            if room[desk.agent] > 0 and place.team in desk.teams and desk.agent not in place.avoid
        ]
        if not fit:
            continue
        best = min(fit, key=lambda desk: _fitness(desk, place, given[desk.agent]))
        room[best.agent] -= 1
        given[best.agent] += 1
        why = "asked for again" if best.agent == place.preferred else "least busy"
        matches.append(Match(place.conversation, place.handoff, best.agent, best.name, why))
    return matches


def stand_by(team: TeamId, desks: Sequence[Desk]) -> Desk | None:
    """Who of this team gets a heads-up: the one with the most room; None when nobody has any."""
    fit = [desk for desk in desks if desk.room > 0 and team in desk.teams]
    return min(fit, key=lambda desk: (desk.load / desk.capacity, desk.agent), default=None)


def _fitness(desk: Desk, place: Place, given: int) -> tuple[bool, float, AgentId]:
    """The preferred agent first, then the one with the smallest share of their capacity in use."""
    used = (desk.load + given) / desk.capacity
    return (desk.agent != place.preferred, used, desk.agent)
