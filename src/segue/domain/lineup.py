"""The line and the staff as they stand, and the next decision at once: `routing.choose`, fast.

`choose` looks at everybody each time. Here the same decisions follow from what moved:

- Places stand in sorted lists by team and weight, and besides in piles of those that need the same
  (`lineup_places.py`).
- Agents with room stand in sorted lists by team and weight, whoever's turn it is first
  (`lineup_staff.py`).
- A pair of a place and an agent can only be new if one of them moved. So a place is looked at when
  it is put (`fresh`), an agent when they are seated (`awake`); a look that finds nothing is not
  repeated until one of the two moves again.
- An agent stays in `awake` under the first place that they could take when last looked at. Places
  only go away meanwhile (those that come are fresh), so that is never too late in the line: what is
  at the top of the heap is looked at again, from that place on; everything below can wait.

To find an agent's first place, the front of the line is walked; mostly it is there. When it is not,
the first of each pile that the agent can serve is compared: that cost follows the number of
different needs, not the number of people. Everything else is a search in a sorted list.

Nothing here is random and the order of telling does not matter: the same line and staff give the
same matches as `choose`, which the tests compare.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.line_rules import LineRules
from segue.domain.lineup_places import NEAR, Stand, Standing
from segue.domain.lineup_skills import Skills
from segue.domain.lineup_staff import Seat, Seated
from segue.domain.routing import Desk, Match, Place, Rank, given, match_of, turn


class Lineup:
    """Places and agents under one set of rules. All calls are cheap; none does any I/O."""

    def __init__(self, rules: LineRules, *, near: int = NEAR) -> None:
        self.rules = rules
        self._near = near
        skills = Skills()
        self._line = Standing(rules, skills)
        self._staff = Seated(rules, skills)
        self._number = 0  # of offers that the line gave, for `Desk.given`

    # --- what moves ----------------------------------------------------------------------------

    def put(self, place: Place) -> None:
        """This is where a conversation stands now, whether it is new or moved."""
        self._line.put(place)

    def drop(self, conversation: ConversationId) -> None:
        """It stands in no line any more. Somebody unknown may be dropped, too."""
        self._line.drop(conversation)

    def seat(self, desk: Desk) -> None:
        """This is how an agent is now, whether they are new or changed."""
        self._number = max(self._number, desk.given)
        self._staff.seat(desk)

    def leave(self, agent: AgentId) -> None:
        """They are gone. Somebody unknown may leave, too."""
        self._staff.leave(agent)

    def taken(self, match: Match) -> None:
        """The match was made: the place is offered, the agent has so much less room.

        Raises `KeyError` when one of them is not here any more.
        """
        desk = self._staff.seats[match.agent].desk
        place = self._line.offered(match.conversation)
        self._number += 1
        self._staff.seat(given(desk, place.weight, self._number), wake=False)

    # --- decisions -----------------------------------------------------------------------------

    def next(self) -> Match | None:
        """The next decision; None when nobody who waits can be given to anybody. Asking changes
        nothing: `taken` says that it was done."""
        found = self._first_fresh()
        waked = self._first_waked()
        if waked is not None and (found is None or waked.key < found[0].key):
            seat = self._best_for(waked)
            if seat is None:
                raise AssertionError("Whoever could take it cannot be found.")
            found = (waked, seat)
        if found is None:
            return None
        return match_of(found[0].place, found[1].desk, self.rules)

    def matches(self, limit: int = 50) -> list[Match]:
        """The next decisions, each as if those before it had been taken. Changes nothing."""
        found: list[Match] = []
        before: list[tuple[Place, Desk]] = []
        number = self._number
        while len(found) < limit and (match := self.next()) is not None:
            place = self._line.stands[match.conversation].place
            before.append((place, self._staff.seats[match.agent].desk))
            self.taken(match)
            found.append(match)
        for place, desk in reversed(before):
            self.put(place)
            self.seat(desk)
        self._number = number
        return found

    def _first_fresh(self) -> tuple[Stand, Seat] | None:
        """The first place not looked at so far that somebody can take, and who."""
        heap = self._line.fresh
        while heap:
            stand = self._line.at(heap[0])
            if stand is not None and stand.fresh:
                seat = self._best_for(stand)
                if seat is not None:
                    return stand, seat
                stand.fresh = False
            heapq.heappop(heap)
        return None

    def _first_waked(self) -> Stand | None:
        """The first place that somebody can take who moved."""
        heap = self._staff.awake
        while heap:
            bound, agent = heap[0]
            seat = self._staff.seats.get(agent)
            if seat is None or seat.bound != bound:
                heapq.heappop(heap)
                continue
            stand = self._line.at(bound) if bound else None
            if stand is not None and self._takes_it(seat, stand):
                return stand
            seat.bound = self._first_for(seat)
            if seat.bound is None:
                heapq.heappop(heap)
            else:
                heapq.heapreplace(heap, (seat.bound, agent))
        return None

    def _first_for(self, seat: Seat) -> Rank | None:
        """The first place in serving order, from their bound on, that this agent can take."""
        best: Rank | None = None
        stands, near = self._line.stands, self._near
        for team in self._staff.served(seat):
            for weight, shelf in self._line.shelves.get(team, {}).items():
                if weight <= seat.room:
                    found = shelf.first(seat, stands, near)
                    if found is not None and (best is None or found < best):
                        best = found
        return best

    def _best_for(self, stand: Stand) -> Seat | None:
        """Who of all is the best choice for this place; None when nobody can take it."""
        place, seats = stand.place, self._staff.seats
        known = seats.get(place.preferred) if place.preferred is not None else None
        if known is not None and self._takes_it(known, stand):
            return known
        best: tuple[Any, int, AgentId] | None = None
        for team in self._staff.takers(place):
            for whose, agent in self._staff.pool(team, place.weight):
                if best is not None and best[0] < whose:
                    break
                seat = seats[agent]
                if stand.takes(seat.kind, agent):
                    choice = (whose, seat.kind.distance(stand.wants), agent)
                    best = choice if best is None else min(best, choice)
        return None if best is None else seats[best[2]]

    def _takes_it(self, seat: Seat, stand: Stand) -> bool:
        """May this agent take this place now?"""
        return (
            stand.place.weight <= seat.room
            and stand.takes(seat.kind, seat.desk.agent)
            and any(team in seat.teams for team in self._staff.takers(stand.place))
        )

    def weigh(self, conversation: ConversationId) -> tuple[list[Desk], Counter[str]]:
        """Everybody at work who is of one of its teams: those who could take it now, the best
        first, and how many could not, by the first reason. Raises `KeyError` for a stranger."""
        stand, seats = self._line.stands[conversation], self._members(conversation)
        fit: list[tuple[Any, ...]] = []
        others: Counter[str] = Counter()
        place = stand.place
        for agent, seat in seats.items():
            reason = stand.against(seat.kind, agent)
            if reason is None and seat.room < place.weight:
                reason = "full"
            if reason is not None:
                others[reason] += 1
                continue
            whose = turn(seat.desk, place.weight, self.rules)
            near = seat.kind.distance(stand.wants)
            fit.append((agent != place.preferred, whose, near, agent))
        return [seats[one[3]].desk for one in sorted(fit)], others

    def _members(self, conversation: ConversationId) -> dict[AgentId, Seat]:
        """Everybody at work who is of one of its teams."""
        teams = self._staff.takers(self._line.stands[conversation].place)
        members = self._staff.members
        return {agent: seat for team in teams for agent, seat in members.get(team, {}).items()}

    # --- questions -----------------------------------------------------------------------------

    def ahead(self, conversation: ConversationId, *, cases: bool = False) -> int:
        """People before it in its own team's line (and cases, when asked to). Raises `KeyError`
        for somebody who stands in none."""
        return self._line.ahead(conversation, cases=cases)

    def count(self, team: TeamId, *, cases: bool = False) -> int:
        """People in this team's line (and cases, when asked to)."""
        return self._line.count(team, cases=cases)

    def line(self, team: TeamId | None = None) -> Iterator[Place]:
        """Everybody of this team's line, or of all, cases among them, in serving order."""
        return self._line.line(team)

    def place(self, conversation: ConversationId) -> Place | None:
        """Where a conversation stands, if it does."""
        stand = self._line.stands.get(conversation)
        return stand.place if stand else None

    def desk(self, agent: AgentId) -> Desk | None:
        """An agent as they are, if they were seated."""
        seat = self._staff.seats.get(agent)
        return seat.desk if seat else None

    def desks(self) -> Iterator[Desk]:
        """Everybody who was seated, at work or not."""
        return (seat.desk for seat in self._staff.seats.values())

    @property
    def helping(self) -> Mapping[TeamId, TeamId]:
        """Teams of which nobody is at work, and who helps."""
        return self._staff.helping

    def __len__(self) -> int:
        return len(self._line.stands)
