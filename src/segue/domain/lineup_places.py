"""The places of a `Lineup`: sorted by team, and in groups of those that ask for the same."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Any, TypeAlias

from msgspec.structs import replace

from segue.domain.ids import ConversationId, TeamId
from segue.domain.line_rules import LineRules, Skill
from segue.domain.routing import Place, Rank, rank

Demand: TypeAlias = tuple[Any, ...]
SLACK = 64
"""So many outdated entries more than needed a heap may hold before it is made anew."""


class Bits:
    """Skills as bits of a number, one for each level: who has a level has those below it."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, int], int] = {}

    def needed(self, skills: tuple[Skill, ...]) -> int:
        """What all of these need."""
        return sum({self._bit(one.name, one.level) for one in skills if one.level > 0})

    def had(self, skills: tuple[Skill, ...]) -> int:
        """What somebody with these skills has."""
        levels = {(one.name, level) for one in skills for level in range(1, one.level + 1)}
        return sum(self._bit(name, level) for name, level in sorted(levels))

    def _bit(self, name: str, level: int) -> int:
        return self._bits.setdefault((name, level), 1 << len(self._bits))


class Group:
    """Places that ask for the same: of which teams, which skills, which language, how much room.

    `number` is never used again for another demand.
    """

    __slots__ = ("demand", "keys", "language", "mask", "number", "weight")

    def __init__(self, number: int, demand: Demand, place: Place, mask: int) -> None:
        self.number = number
        self.demand = demand
        self.mask = mask
        self.language = place.language
        self.weight = place.weight
        self.keys: list[Rank] = []


class Stand:
    """One place as it stands. `group` is None while it is offered: then nobody is looked for.

    `fresh`: nobody was looked for since it was put.
    """

    __slots__ = ("fresh", "group", "key", "place")

    def __init__(self, place: Place, key: Rank) -> None:
        self.place = place
        self.key = key
        self.group: Group | None = None
        self.fresh = False


class Standing:
    """Everybody who stands in a line."""

    def __init__(self, rules: LineRules, bits: Bits) -> None:
        self.stands: dict[ConversationId, Stand] = {}
        self.open: dict[TeamId, list[Rank]] = {}  # by every team that may take it; not offered
        self.groups: dict[TeamId, dict[Demand, Group]] = {}  # of these; none is empty
        self.fresh: list[Rank] = []  # a heap; what is outdated is left in it
        self._everybody: dict[TeamId, list[Rank]] = {}  # by their own team
        self._people: dict[TeamId, list[Rank]] = {}  # the same without cases
        self._rules = rules
        self._bits = bits
        self._numbers = 0

    def put(self, place: Place) -> None:
        """This is where a conversation stands now, whether it is new or moved."""
        was = self.stands.get(place.conversation)
        if was is not None:
            if was.place == place:
                return
            self._take_out(was)
        stand = Stand(place, rank(place, self._rules))
        self.stands[place.conversation] = stand
        insort(self._everybody.setdefault(place.team, []), stand.key)
        if not place.case:
            insort(self._people.setdefault(place.team, []), stand.key)
        if not place.offered:
            self._look_for_somebody(stand)

    def drop(self, conversation: ConversationId) -> None:
        """It stands in no line any more, if it did."""
        stand = self.stands.pop(conversation, None)
        if stand is not None:
            self._take_out(stand)

    def offered(self, conversation: ConversationId) -> Place:
        """Nobody is looked for any more. Returns the place as it is now."""
        stand = self.stands[conversation]
        self._shut(stand)
        stand.place = replace(stand.place, offered=True)
        return stand.place

    def at(self, key: Rank) -> Stand | None:
        """Who stands exactly here and may be given to somebody."""
        stand = self.stands.get(key[3])
        return stand if stand is not None and stand.group is not None and stand.key == key else None

    def ahead(self, conversation: ConversationId, *, cases: bool) -> int:
        stand = self.stands[conversation]
        line = (self._everybody if cases else self._people).get(stand.place.team, [])
        return bisect_left(line, stand.key)

    def count(self, team: TeamId, *, cases: bool) -> int:
        return len((self._everybody if cases else self._people).get(team, ()))

    def line(self, team: TeamId | None) -> Iterator[Place]:
        lines = self._everybody.values() if team is None else [self._everybody.get(team, [])]
        return (self.stands[key[3]].place for key in heapq.merge(*lines))

    def _take_out(self, stand: Stand) -> None:
        place = stand.place
        remove(self._everybody[place.team], stand.key)
        if not place.case:
            remove(self._people[place.team], stand.key)
        self._shut(stand)

    def _look_for_somebody(self, stand: Stand) -> None:
        group = stand.group = self._group(stand.place)
        insort(group.keys, stand.key)
        for team in dict.fromkeys(stand.place.takers):
            insort(self.open.setdefault(team, []), stand.key)
            self.groups.setdefault(team, {})[group.demand] = group
        stand.fresh = True
        heapq.heappush(self.fresh, stand.key)
        if len(self.fresh) > 2 * len(self.stands) + SLACK:
            self.fresh = sorted(one.key for one in self.stands.values() if one.fresh)

    def _shut(self, stand: Stand) -> None:
        group, stand.group, stand.fresh = stand.group, None, False
        if group is None:
            return
        remove(group.keys, stand.key)
        for team in dict.fromkeys(stand.place.takers):
            remove(self.open[team], stand.key)
            if not group.keys:
                del self.groups[team][group.demand]

    def _group(self, place: Place) -> Group:
        demand = (
            place.takers,
            place.needs,
            place.language,
            place.weight,
            place.wants,
            place.wants_language,
        )
        group = self.groups.get(place.takers[0], {}).get(demand)
        if group is None:
            self._numbers += 1
            group = Group(self._numbers, demand, place, self._bits.needed(place.needs))
        return group


def remove(line: list[Any], key: Any) -> None:
    """Out of a sorted list, in which it is."""
    del line[bisect_left(line, key)]
