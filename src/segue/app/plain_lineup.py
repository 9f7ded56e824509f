"""The line and the desks, decided anew each time by the specification (`routing.choose`)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from segue.domain import routing
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.line_rules import LineRules
from segue.domain.routing import Desk, Match, Place


class Lineup:
    """Places and desks, and who is next."""

    def __init__(self, rules: LineRules) -> None:
        self.rules = rules
        self._places: dict[ConversationId, Place] = {}
        self._desks: dict[AgentId, Desk] = {}

    def put(self, place: Place) -> None:
        self._places[place.conversation] = place

    def drop(self, conversation: ConversationId) -> None:
        self._places.pop(conversation, None)

    def seat(self, desk: Desk) -> None:
        self._desks[desk.agent] = desk

    def leave(self, agent: AgentId) -> None:
        self._desks.pop(agent, None)

    def matches(self, limit: int = 50) -> list[Match]:
        found = routing.choose(self._places.values(), list(self._desks.values()), self.rules)
        return found[:limit]

    def next(self) -> Match | None:
        return next(iter(self.matches(1)), None)

    def taken(self, match: Match) -> None:
        place = self._places[match.conversation]
        self._places[match.conversation] = replace(place, offered=True)
        desk = self._desks[match.agent]
        number = max(one.given for one in self._desks.values()) + 1
        self._desks[match.agent] = routing.given(desk, place.weight, number)

    def ahead(self, conversation: ConversationId) -> int:
        return routing.before(self._places[conversation], self._places.values(), self.rules)

    def count(self, team: TeamId) -> int:
        return sum(1 for one in self._places.values() if one.team == team and not one.case)

    def line(self, team: TeamId | None = None) -> Iterator[Place]:
        for one in routing.order(self._places.values(), self.rules):
            if team in (None, one.team):
                yield one
