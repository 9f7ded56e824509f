"""The picture that routing and decisions look at: who waits where, who holds what, who is here.

It is kept in memory and fed with every commit (`heard`), this process's own at once and those of
others as the feed brings them. Now and then it is held against the store (`looking.py`), for what
was missed. Reading it costs no I/O, so it can be asked inside every turn.

Between choosing somebody and the commit that seats them an offer is *promised*: it counts as made,
so that nothing is chosen twice, until the commit is heard of or has failed.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from segue.app.floor_now import FloorNow
from segue.app.looking import look_at_line, look_at_people
from segue.app.oldest import Oldest
from segue.app.ports import Clock, Kept, Store
from segue.app.ports_line import Waits
from segue.app.ports_staff import Agent, Team
from segue.app.promising import Promises
from segue.app.ringing import Ringing
from segue.app.roster import ON_SHIFT, Roster
from segue.domain import events as e
from segue.domain import routing
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.domain.lineup import Lineup
from segue.domain.policy import Policy
from segue.domain.routing import Desk, Match, Place

IN_LINE = (s.Waiting, s.Offered, s.Deferred)
AT_ONCE = 64


@dataclass
class Staffing:
    """Teams, agents, loads and places as last heard. `ticks` is a clock that nobody can set."""

    store: Store
    clock: Clock
    policy: Policy
    waits: Waits | None = None
    ticks: Callable[[], float] = time.monotonic
    places: dict[ConversationId, Place] = field(default_factory=dict)
    seats: dict[ConversationId, AgentId] = field(default_factory=dict)
    seated: dict[ConversationId, tuple[AgentId, datetime]] = field(default_factory=dict)
    """Since when."""
    weights: dict[ConversationId, int] = field(default_factory=dict)
    loads: Counter[AgentId] = field(default_factory=Counter)
    held: Counter[AgentId] = field(default_factory=Counter)
    """Conversations of each agent, and what they weigh in hundredths."""
    roster: Roster = field(default_factory=Roster)
    ringing: Ringing = field(default_factory=Ringing)
    known: dict[ConversationId, Seq] = field(default_factory=dict)
    """How far the journal of everybody in a line is known."""
    later: list[tuple[datetime, ConversationId]] = field(default_factory=list)
    """When a place becomes another one by itself: whoever let it go may be asked again."""
    fresh: set[ConversationId] | None = None
    """While the store is read: what was heard meanwhile, and is newer."""
    elsewhere: list[Callable[[], None]] = field(default_factory=list)
    """Told when another process moved somebody."""
    stale: bool = False
    """Every place has to be made anew: the rules, or what the house can do, are others."""

    def __post_init__(self) -> None:
        self.lineup = Lineup(self.policy.line)
        self.now = FloorNow(self.roster, self.lineup.count, self._with_wait)
        self.desk_of: dict[AgentId, Desk] = {}
        self.promises = Promises()
        self._given_at: dict[AgentId, datetime] = {}
        self._untold: set[ConversationId] = set()
        self._learned: Kept | None = None
        self._absent: set[AgentId] = set()
        self._oldest = Oldest()
        self.unseated: set[AgentId] = set()
        """Agents whose desks may be others now."""
        self.looking = asyncio.Lock()
        self.touched: dict[AgentId, Agent] = {}
        """People who were read or written by themselves, while all of them are read."""

    @property
    def agents(self) -> dict[AgentId, Agent]:
        return self.roster.agents

    @property
    def teams(self) -> dict[TeamId, Team]:
        return self.roster.teams

    def use(self, policy: Policy) -> None:
        """Another policy from now on: the line is put in order by its rules."""
        before, self.policy = self.policy, policy
        if policy.line != before.line:
            self.lineup = Lineup(policy.line)
            self.now.waiting = self.lineup.count
            for place in self.places.values():
                self.lineup.put(place)
            for desk in self.desk_of.values():
                self.lineup.seat(desk)
            self.stale = True
            self.now.all_moved()

    async def refresh(self) -> None:
        """Hold the whole picture against the store."""
        await look_at_people(self)
        self.seat_some(len(self.unseated))
        await look_at_line(self)

    async def look_at_people(self) -> None:
        """Only who is on the staff and here."""
        await look_at_people(self)

    # --- what is heard ----------------------------------------------------------------------------

    def heard(self, kept: Kept) -> bool:
        """A commit moved somebody: keep places and seats true.

        True when a seat changed hands, which every screen that shows loads wants to know.
        """
        if kept is not self._learned and self.learn(kept):
            for tell in self.elsewhere:
                tell()
        told = kept.conversation.id in self._untold
        self._untold.discard(kept.conversation.id)
        return told

    def learn(self, kept: Kept) -> bool:
        """The same, for whoever made the commit, before anybody is told of it.

        True when a place or a seat is another one now.
        """
        one = kept.conversation
        self._learned = kept
        if one.seq < self.known.get(one.id, 0):
            return False
        if self.fresh is not None:
            self.fresh.add(one.id)
        for row in kept.rows:
            if isinstance(row.event, e.OfferMade):
                self._given_at[row.event.agent] = row.at
        moved = self.stand(one)
        place = self.places.get(one.id)
        made = self.promises.settle(one.id) if place is None or place.offered else None
        at = kept.rows[-1].at if kept.rows else self.clock()
        seated = self.sit(one.id, one.seat, self.weight(one), at)
        if made is not None:
            self._desk(made.agent)
        if seated:
            self._untold.add(one.id)
        if moved or seated:
            self._tell_waits()
        return moved or seated

    def stand(self, one: Conversation) -> bool:
        """Where this conversation stands in a line now; True when that is new."""
        now = self.clock()
        self.ringing.heard(one, now, self.ticks(), self.policy.offer_lasts)
        if not isinstance(one.stage, IN_LINE):
            self.known.pop(one.id, None)
            return self.leave(one.id)
        self.known[one.id] = one.seq
        roster = self.roster
        place = routing.place_of(one, now, self.policy, roster.speaks, roster.skills)
        if place is None:
            return self.leave(one.id)
        turns = routing.changes_at(one, now, self.policy)
        if turns is not None:
            heapq.heappush(self.later, (turns, one.id))
        before = self.places.get(one.id)
        if before == place:
            return False
        self._put(place)
        if before is not None and before.team != place.team:
            self.now.moved(before.team)
        return True

    def leave(self, conversation: ConversationId) -> bool:
        """Not in any line any more; True when it was."""
        before = self.places.pop(conversation, None)
        if before is None:
            return False
        self.lineup.drop(conversation)
        self.now.moved(before.team)
        return True

    def _put(self, place: Place) -> None:
        self._oldest.stands(place, self.places.get(place.conversation))
        self.places[place.conversation] = place
        if place.conversation in self.promises.made:
            place = replace(place, offered=True)
        self.lineup.put(place)
        self.now.moved(place.team)

    def sit(
        self, conversation: ConversationId, agent: AgentId | None, weight: int, since: datetime
    ) -> bool:
        """This agent has the conversation now, or it rings there; None: nobody."""
        before = self.seats.get(conversation)
        if before == agent and (agent is None or self.weights[conversation] == weight):
            return False
        if before is not None:
            del self.seats[conversation]
            self.seated.pop(conversation, None)
            self.loads[before] -= 1
            self.held[before] -= self.weights.pop(conversation)
            self._desk(before)
        if agent is not None:
            self.seats[conversation] = agent
            self.seated[conversation] = (agent, since)
            self.weights[conversation] = weight
            self.loads[agent] += 1
            self.held[agent] += weight
            self._desk(agent)
        return True

    # --- who is here ------------------------------------------------------------------------------

    def know(self, teams: Iterable[Team], agents: Iterable[Agent]) -> None:
        """The staff as it was just read."""
        can = (self.roster.skills, self.roster.speaks)
        self._desks(self.roster.know(teams, agents, self.clock()))
        self.stale |= can != (self.roster.skills, self.roster.speaks)
        self.now.all_moved()
        self._tell_waits()

    def person(self, agent: Agent) -> None:
        """One of the staff as they were just read or written."""
        can = (self.roster.skills, self.roster.speaks)
        self.roster.one(agent, self.clock())
        self.touched[agent.id] = agent
        self.stale |= can != (self.roster.skills, self.roster.speaks)
        self._desk(agent.id)
        self._tell_waits()

    def reachable(self, agent: AgentId, *, yes: bool) -> bool:
        """Nothing is offered to somebody whose last screen closed, until one opens again. True
        when that is new."""
        if yes != (agent in self._absent):
            return False
        if yes:
            self._absent.discard(agent)
        else:
            self._absent.add(agent)
        self._desk(agent)
        return True

    def pass_time(self) -> bool:
        """What the clock changes by itself: hours, shifts, surges. True when it did."""
        if not self.roster.pass_time(self.clock()):
            return False
        self.stale |= self.roster.set_back
        self.roster.set_back = False
        self._desks(self.agents)
        self.now.all_moved()
        self._tell_waits()
        return True

    def _desks(self, agents: Collection[AgentId]) -> None:
        """A few are seated at once; a crowd by the router, so many between two breaths."""
        self.unseated.update(agents)
        if len(self.unseated) <= AT_ONCE:
            self.seat_some(AT_ONCE)

    def seat_some(self, most: int) -> bool:
        """Some of those who are to be seated; True when there are more."""
        for _ in range(min(most, len(self.unseated))):
            self._desk(self.unseated.pop())
        return bool(self.unseated)

    def _desk(self, agent: AgentId) -> None:
        """This agent as they are now."""
        known = self.agents.get(agent)
        if known is None:
            if self.desk_of.pop(agent, None) is not None:
                self.lineup.leave(agent)
                self.now.leave(agent)
            return
        load = self.held[agent] + self.promises.loads[agent]
        desk = self.roster.desk(known, load, self._given_at.get(agent), self.clock())
        if agent in self._absent:
            desk = replace(desk, available=False, busy=False)
        if self.desk_of.get(agent) != desk:
            self.desk_of[agent] = desk
            self.lineup.seat(desk)
        self.now.seat(desk, on_shift=known.status in ON_SHIFT)

    # --- offers that are being made ---------------------------------------------------------------

    def promise(self, match: Match) -> None:
        """This one is chosen: count it as made until it is heard of."""
        place = self.places[match.conversation]
        before = self.promises.make(place.conversation, match.agent, place.weight, self.ticks())
        self._given_at[match.agent] = self.clock()
        self._put(place)
        for agent in {match.agent} | ({before.agent} if before else set()):
            self._desk(agent)

    def failed(self, conversation: ConversationId) -> None:
        """Nothing came of it: the place and the agent are as they were."""
        made = self.promises.settle(conversation)
        if made is None:
            return
        place = self.places.get(conversation)
        if place is not None:
            self._put(place)
        self._desk(made.agent)

    def forget_promises(self) -> None:
        """Those that nobody ever heard of again."""
        for conversation in self.promises.over(self.ticks()):
            self.failed(conversation)

    # --- questions --------------------------------------------------------------------------------

    def capacity(self, agent: AgentId, known: Agent | None) -> int:
        """What this agent may hold by offers now, in hundredths; nothing while they are away."""
        known = known or self.agents.get(agent)
        if known is None or known.status != "available":
            return 0
        now = self.clock()
        return 0 if self.roster.off_shift(known, now) else self.roster.capacity(known, now)

    def oldest(self, team: TeamId) -> datetime | None:
        """Since when the one waits who has waited longest in this team's line."""
        return self._oldest.of(team, self.places)

    def load_of(self, agent: AgentId) -> int:
        """What this agent has now, in hundredths of an ordinary chat."""
        return self.held[agent]

    def room_for(self, agent: AgentId) -> int:
        """What fits at this agent's, in hundredths of an ordinary chat."""
        known = self.agents.get(agent)
        return self.roster.capacity(known, self.clock()) if known else 0

    def weight(self, one: Conversation) -> int:
        """What a conversation takes of its agent's capacity, in hundredths."""
        return self.policy.line.weight(one.channel)

    def on_shift(self, team: TeamId) -> list[Agent]:
        """Everybody who works for this team now."""
        now, roster = self.clock(), self.roster
        return [
            agent
            for agent in self.agents.values()
            if agent.status in ON_SHIFT
            and team in roster.helps(agent, now)
            and not roster.off_shift(agent, now)
        ]

    def desks(self) -> list[Desk]:
        """Everybody of the house, as the router sees them."""
        self.pass_time()
        self.seat_some(len(self.unseated))
        return list(self.desk_of.values())

    def floor(self, now: datetime) -> Floor:
        """All teams now; `waiting` counts everybody in each line."""
        self.pass_time()
        return self.now.floor(now, self.policy.line)

    def floor_for(self, one: Conversation, now: datetime) -> Floor:
        """The floor as this conversation sees it: in its own line, only those ahead and itself."""
        floor = self.floor(now)
        place = self.places.get(one.id)
        if place is None or place.case:
            return floor
        ahead = self.lineup.ahead(one.id) + 1
        there = floor.team(place.team)
        low, high = self._wait_of(there, one.id)
        mine = replace(there, waiting=ahead, eta_low_s=low, eta_high_s=high)
        return Floor(tuple(mine if team is there else team for team in floor.teams))

    def _wait_of(
        self, there: TeamNow, conversation: ConversationId | None = None
    ) -> tuple[int | None, int | None]:
        """What a conversation in this team's line is told; without one, somebody new."""
        waits = self.waits
        if waits is None or not there.open:
            return None, None
        found = waits.newcomer(there.id) if conversation is None else waits.shown(conversation)
        return (found.low_s, found.high_s) if found else (None, None)

    def _with_wait(self, there: TeamNow) -> TeamNow:
        low, high = self._wait_of(there)
        return replace(there, eta_low_s=low, eta_high_s=high)

    def _tell_waits(self) -> None:
        if self.waits is not None:
            self.waits.moved()
