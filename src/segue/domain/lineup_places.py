"""The places of a `Lineup`: sorted by team and weight, and in piles of those that need the same."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from msgspec.structs import replace

from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.line_rules import LineRules
from segue.domain.lineup_skills import Kind, Skills, wants_of
from segue.domain.routing import Desk, Place, Rank, rank

NEAR = 64
"""So many places at the front of a line are walked before piles are compared."""
SLACK = 64
"""So many outdated entries more than needed a heap may hold before it is made anew."""


class Seeker(Protocol):
    """Somebody for whom a place is sought. Before `bound` (a rank, `()` or None) nobody that they
    could take stands but those who are fresh."""

    desk: Desk
    kind: Kind
    bound: tuple[Any, ...] | None


class Stand:
    """One place as it stands.

    `open`: somebody is looked for. `fresh`: nobody was, since it was put. `mask` is what it needs,
    `wants` what was asked for.
    """

    __slots__ = ("fresh", "key", "mask", "open", "place", "wants")

    def __init__(self, place: Place, key: Rank, mask: int) -> None:
        self.place = place
        self.key = key
        self.mask = mask
        self.wants = wants_of(place)
        self.open = False
        self.fresh = False

    def takes(self, kind: Kind, agent: AgentId) -> bool:
        """May this agent have it who is of one of its teams and has room?"""
        place = self.place
        return (
            not self.mask & ~kind.mask
            and kind.speaks(place.language)
            and agent not in place.avoid
            and agent not in place.passed
        )

    def against(self, kind: Kind, agent: AgentId) -> str | None:
        """The first reason why not, as `why` names them; None: they may."""
        if self.mask & ~kind.mask:
            return "lacks_skill"
        if not kind.speaks(self.place.language):
            return "lacks_language"
        if agent in self.place.avoid:
            return "sent_it"
        return "declined" if agent in self.place.passed else None


class Shelf:
    """Open places of one weight that one team may take.

    `line` is all of them. `piles` has them by their lowest needed bit and then by all that they
    need: whoever does not have that bit has no use for any of these.
    """

    __slots__ = ("line", "piles")

    def __init__(self) -> None:
        self.line: list[Rank] = []
        self.piles: dict[int, dict[tuple[int, str | None], list[Rank]]] = {}

    def add(self, stand: Stand) -> None:
        insort(self.line, stand.key)
        pile = self.piles.setdefault(stand.mask & -stand.mask, {})
        insort(pile.setdefault((stand.mask, stand.place.language), []), stand.key)

    def take_away(self, stand: Stand) -> None:
        remove(self.line, stand.key)
        low, needs = stand.mask & -stand.mask, (stand.mask, stand.place.language)
        pile = self.piles[low]
        remove(pile[needs], stand.key)
        if not pile[needs]:
            del pile[needs]
        if not pile:
            del self.piles[low]

    def first(self, seat: Seeker, stands: Mapping[ConversationId, Stand], near: int) -> Rank | None:
        """The first place in serving order, from the agent's bound on, that they may have."""
        kind, agent, bound = seat.kind, seat.desk.agent, seat.bound or ()
        line = self.line
        begin = bisect_left(line, bound)
        for key in line[begin : begin + near]:
            if stands[key[3]].takes(kind, agent):
                return key
        best: Rank | None = None
        for low in kind.bits if len(line) > begin + near else ():
            for (mask, language), keys in self.piles.get(low, {}).items():
                if mask & ~kind.mask or not kind.speaks(language):
                    continue
                for n in range(bisect_left(keys, bound), len(keys)):
                    if best is not None and best < keys[n]:
                        break
                    if stands[keys[n][3]].takes(kind, agent):
                        best = keys[n]
                        break
        return best


class Standing:
    """Everybody who stands in a line."""

    def __init__(self, rules: LineRules, skills: Skills) -> None:
        self.stands: dict[ConversationId, Stand] = {}
        self.shelves: dict[TeamId, dict[int, Shelf]] = {}  # by team and weight
        self.fresh: list[Rank] = []  # a heap; what is outdated is left in it
        self._everybody: dict[TeamId, list[Rank]] = {}  # by their own team
        self._people: dict[TeamId, list[Rank]] = {}  # the same without cases
        self._rules = rules
        self._skills = skills

    def put(self, place: Place) -> None:
        """This is where a conversation stands now, whether it is new or moved."""
        was = self.stands.get(place.conversation)
        if was is not None:
            if was.place == place:
                return
            self._take_out(was)
        stand = Stand(place, rank(place, self._rules), self._skills.needed(place.needs))
        self.stands[place.conversation] = stand
        insort(self._everybody.setdefault(place.team, []), stand.key)
        if place.counts:
            insort(self._people.setdefault(place.team, []), stand.key)
        if not place.offered:
            self._open(stand)

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

    def at(self, key: tuple[Any, ...]) -> Stand | None:
        """Who stands exactly here, if somebody is looked for."""
        stand = self.stands.get(key[3])
        return stand if stand is not None and stand.open and stand.key == key else None

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
        if place.counts:
            remove(self._people[place.team], stand.key)
        self._shut(stand)

    def _open(self, stand: Stand) -> None:
        for team in dict.fromkeys(stand.place.takers):
            shelves = self.shelves.setdefault(team, {})
            if stand.place.weight not in shelves:
                shelves[stand.place.weight] = Shelf()
            shelves[stand.place.weight].add(stand)
        stand.open = stand.fresh = True
        heapq.heappush(self.fresh, stand.key)
        if len(self.fresh) > 2 * len(self.stands) + SLACK:
            self.fresh = sorted(one.key for one in self.stands.values() if one.fresh)

    def _shut(self, stand: Stand) -> None:
        if stand.open:
            for team in dict.fromkeys(stand.place.takers):
                self.shelves[team][stand.place.weight].take_away(stand)
        stand.open = stand.fresh = False


def remove(line: list[Any], key: Any) -> None:
    """Out of a sorted list, in which it is."""
    del line[bisect_left(line, key)]
