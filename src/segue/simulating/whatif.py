"""The same customers under another staffing or another order: a simulation, event by event.

Everybody comes when they came. A conversation lasts as long as it did, whoever has it; one that
never took place lasts as long as another of its type. Somebody who left is as patient as they were;
somebody who was served stays as long as people of their type do who had waited for so long already
(`patience.py`). All of that is drawn by a hash of the call, so that two variants differ by what was
changed and by nothing else. The order and the choice of an agent are the router's own
(`domain/lineup.py`), with whoever has been idle longest first among equals.

What it leaves out: nobody is faster when the line is long, nobody calls again, and agents pause
after a call as they did on average. How far the present staffing comes out from what happened is
told first; smaller differences than that are not to be believed.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from msgspec.structs import replace

from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.line_rules import UNIT, Heads, LineRules
from segue.domain.lineup import Lineup
from segue.domain.routing import Desk, Place
from segue.domain.value import Plain
from segue.simulating.calls import Call, Day
from segue.simulating.patience import Patience
from segue.simulating.staffing import Shift

START = datetime(2000, 1, 1, tzinfo=UTC)
PRIORITY = 2
READY, BEGINS, ENDS, LEAVES, LETS_GO, COMES = range(6)
"""What happens, in the order in which it happens within a moment."""


class Variant(Plain, frozen=True):
    """What is tried."""

    name: str
    shifts: tuple[Shift, ...]
    high_s: float = 90.0  # head start of priority 2
    urgent_s: float = 3600.0  # of priority 3
    let_go_s: float | None = None  # after so long anybody may take it
    kinds: tuple[str, ...] = ()  # of all calls, for that
    at_once: int = 1  # conversations of one person

    @property
    def rules(self) -> LineRules:
        heads = Heads(high=self.high_s, urgent=max(self.urgent_s, self.high_s))
        return LineRules(heads=heads, pick="round_robin", steps=())


class Went(Plain, frozen=True):
    """How it went for one customer."""

    line: int
    day: int
    hour: int
    type: str
    waited: float
    served: bool
    agent: str = ""
    began: float = 0.0
    ended: float = 0.0
    first: bool = False  # of those with a head start


class World:
    """What does not change with the staffing: service times, patience, pauses."""

    def __init__(self, days: Sequence[Day], pauses: Sequence[float]) -> None:
        self.pauses = pauses
        self._services: dict[str, list[float]] = {}
        waits: dict[str, list[tuple[float, bool]]] = {}
        for call in (call for day in days for call in day.calls):
            if call.served:
                self._services.setdefault(call.type, []).append(call.lasted)
            if call.queued and call.outcome != "PHANTOM":
                waits.setdefault(call.type, []).append((call.waited, not call.served))
        for lengths in self._services.values():
            lengths.sort()
        every = sorted(length for lengths in self._services.values() for length in lengths)
        self._everything = every or [1.0]
        self._patience = {kind: Patience(seen) for kind, seen in waits.items()}
        self._all = Patience(pair for seen in waits.values() for pair in seen)

    def lasts(self, call: Call) -> float:
        """The conversation, in seconds."""
        if call.served:
            return call.lasted
        known = self._services.get(call.type, self._everything)
        return known[int(chance("lasts", call.line) * len(known))]

    def stays(self, call: Call) -> float:
        """Until they leave, in seconds from when they came."""
        if not call.served:
            return call.waited
        patience = self._patience.get(call.type, self._all)
        return patience.drawn(chance("stays", call.line), call.waited)

    def pause(self, call: Call) -> float:
        """Of whoever had this call, after it."""
        if not self.pauses:
            return 0.0
        return self.pauses[int(chance("pause", call.line) * len(self.pauses))]


def chance(what: str, line: int) -> float:
    """From 0 to 1, always the same for the same call."""
    digest = blake2b(f"{what}:{line}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def simulate(
    days: Sequence[Day],
    variant: Variant,
    world: World,
    tell: Callable[[int], None] | None = None,
) -> list[Went]:
    """Everybody who wanted somebody, day by day; `tell` hears how many that were so far."""
    went: list[Went] = []
    for day in days:
        calls = [call for call in day.calls if wanted(call)]
        went += _Day(day, calls, variant, world).run()
        if tell is not None:
            tell(len(went))
    return went


def wanted(call: Call) -> bool:
    """Came for a person: stood in the line, or was served at once."""
    return call.outcome != "PHANTOM" and (call.queued or call.served)


class _Day:
    """One day. Who is in the line and who is free is known by the `Lineup`."""

    def __init__(self, day: Day, calls: Sequence[Call], variant: Variant, world: World) -> None:
        self.day, self.variant, self.world = day, variant, world
        self.lineup = Lineup(variant.rules)
        self.calls = {f"{call.line:09}": call for call in calls}
        self.kinds = tuple(TeamId(kind) for kind in variant.kinds)
        self.events: list[tuple[float, int, int, str, Shift | None]] = []
        self.count = 0
        self.until: dict[str, float] = {}
        self.busy: Counter[str] = Counter()  # conversations, pauses after them among these
        self.went: dict[int, Went] = {}

    def run(self) -> list[Went]:
        for name, call in self.calls.items():
            self._at(call.came, COMES, name)
        for mine in self.variant.shifts:
            if mine.day == self.day.number:
                self._at(mine.begins, BEGINS, mine.agent, mine)
                self._at(mine.ends, ENDS, mine.agent, mine)
        while self.events:
            at, what, _, name, shift = heapq.heappop(self.events)
            self._happens(at, what, name, shift)
            while (match := self.lineup.next()) is not None:
                self.lineup.taken(match)
                self.lineup.drop(match.conversation)
                self._taken(at, match.conversation, match.agent)
        return [self.went[line] for line in sorted(self.went)]

    def _at(self, at: float, what: int, name: str, shift: Shift | None = None) -> None:
        self.count += 1
        heapq.heappush(self.events, (at, what, self.count, name, shift))

    def _happens(self, at: float, what: int, name: str, shift: Shift | None) -> None:
        if what == COMES:
            self._comes(at, name)
        elif what == LEAVES:
            if self.lineup.place(ConversationId(name)) is not None:
                self.lineup.drop(ConversationId(name))
                self._went(name, at, served=False)
        elif what == LETS_GO:
            place = self.lineup.place(ConversationId(name))
            if place is not None:
                self.lineup.put(replace(place, teams=(place.team, *self.kinds)))
        elif what == READY:
            self._ready(at, name)
        elif shift is not None and what == BEGINS:
            self._begins(shift)
        elif self.until.get(name, 0.0) <= at:
            self._goes(name)

    def _comes(self, at: float, name: str) -> None:
        call = self.calls[name]
        place = Place(
            ConversationId(name),
            HandoffId(name),
            TeamId(call.type),
            max(call.priority, 1),
            START + timedelta(seconds=call.came),
        )
        self.lineup.put(place)
        self._at(at + self.world.stays(call), LEAVES, name)
        if self.variant.let_go_s is not None:
            self._at(at + self.variant.let_go_s, LETS_GO, name)

    def _begins(self, shift: Shift) -> None:
        self.until[shift.agent] = max(self.until.get(shift.agent, 0.0), shift.ends)
        teams = tuple(TeamId(kind) for kind in shift.serves)
        before = self.lineup.desk(AgentId(shift.agent))
        given, load = (before.given, before.load) if before else (0, 0)
        room = UNIT * self.variant.at_once
        self.lineup.seat(Desk(AgentId(shift.agent), shift.agent, teams, load, room, given=given))

    def _taken(self, at: float, name: str, agent: str) -> None:
        call = self.calls[name]
        self._went(name, at, served=True, agent=agent)
        self.busy[agent] += 1
        self._at(at + self.world.lasts(call) + self.world.pause(call), READY, agent)

    def _ready(self, at: float, agent: str) -> None:
        """After the pause: the next one, or home."""
        self.busy[agent] -= 1
        desk = self.lineup.desk(AgentId(agent))
        if desk is not None:
            self.lineup.seat(replace(desk, load=UNIT * self.busy[agent]))
        if self.until[agent] <= at:
            self._goes(agent)

    def _goes(self, agent: str) -> None:
        """Home, or as soon as what they have is done; they take nothing any more."""
        desk = self.lineup.desk(AgentId(agent))
        if desk is not None and self.busy[agent]:
            self.lineup.seat(replace(desk, available=False))
        else:
            self.lineup.leave(AgentId(agent))

    def _went(self, name: str, at: float, *, served: bool, agent: str = "") -> None:
        call = self.calls[name]
        hour = int((call.came - self.day.midnight) // 3600)
        ended = at + self.world.lasts(call) if served else at
        first = call.priority >= PRIORITY
        self.went[call.line] = Went(
            call.line, call.day, hour, call.type, at - call.came, served, agent, at, ended, first
        )
