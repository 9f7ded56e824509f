"""Finds a person for everybody who waits.

Wakes when somebody waits or comes free, when the clock opens a team or ends a pause, and every few
seconds by itself. One round at a time: ask the lineup who is next, promise, say `AgentFound`, until
nobody fits. The seat is claimed by the store in the same transaction as the offer, so any number of
routers on one database cannot overbook anybody; whoever was slower looks anew at just what it
was wrong about, and goes on with the next.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TypeAlias

import structlog

from segue.app.looking import look_again, look_at_line, look_at_people
from segue.app.ports import Kept, StoreUnavailable, UnknownConversation
from segue.app.staffing import Staffing
from segue.app.turn import Turns
from segue.domain import routing
from segue.domain.errors import NoSeat, Refused
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.inputs import AgentFound, Input, OfferExpired, StandByFound, TeamClosed
from segue.domain.routing import Match
from segue.domain.why import RoutingNote, note_of

EVERY_S = 3.0
PEOPLE_S = 3.0
LINE_S = 30.0
SOON_S = 0.2
"""Another process moved somebody: it has the first try at what follows from it."""
AT_ONCE = 32
"""Offers on their way to one commit. Each is chosen with the others counted as made."""
BREATHE = 8
"""So many are chosen between two breaths of the event loop."""
SEATS = 16
"""So many agents are seated between two breaths, when a whole crowd comes or a team opens."""
MOST = 2_000
"""Offers of one round; then the loop goes on with everything else, and the next round follows."""
Chosen: TypeAlias = tuple[Match, RoutingNote]
log = structlog.get_logger()


@dataclass
class Router:
    """`wake` costs nothing and may be called as often as one likes."""

    turns: Turns
    staffing: Staffing
    every_s: float = EVERY_S
    people_s: float = PEOPLE_S
    line_s: float = LINE_S
    _open: set[TeamId] = field(default_factory=set)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _standing: dict[ConversationId, TeamId] = field(default_factory=dict)
    _closing: deque[tuple[ConversationId, TeamId]] = field(default_factory=deque)
    _doubted: set[AgentId] = field(default_factory=set)
    _people_at: float = float("-inf")
    _line_at: float = float("-inf")
    _soon: asyncio.TimerHandle | None = None
    _task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._woken.set()

    def wake_soon(self) -> None:
        """Unless whoever moved somebody has done what follows from it by then."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON_S, self._wake_now)

    def _wake_now(self) -> None:
        self._soon = None
        self._woken.set()

    def people_moved(self) -> None:
        """Somebody came or went at another process: look at the staff in the next round."""
        self._people_at = float("-inf")
        self.wake_soon()

    def stand_by(self, conversation: ConversationId, team: TeamId) -> None:
        """Somebody may soon be needed there: one agent of the team is told at the next look."""
        self._standing[conversation] = team
        self.wake()

    def start(self) -> None:
        self.turns.waking.router.append(self.wake)
        self.turns.waking.standing.append(self.stand_by)
        self.turns.waking.people.append(self.people_moved)
        self.staffing.elsewhere.append(self.wake_soon)
        self._task = asyncio.create_task(self._run(), name="router")

    async def stop(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self.round()
            except StoreUnavailable as why:
                log.warning("router.store_unavailable", why=str(why))
                await asyncio.sleep(why.retry_after_s)
            except Exception:  # one bad round must not end routing for good
                log.exception("router.round_failed")
                await asyncio.sleep(1.0)
            try:
                async with asyncio.timeout(self._patience()):
                    await self._woken.wait()
            except TimeoutError:
                pass

    def _patience(self) -> float:
        """Until the clock changes something by itself, or it is time to look anyway."""
        staffing, now = self.staffing, self.staffing.clock()
        due = [staffing.roster.edge, staffing.later[0][0] if staffing.later else None]
        waits = [(moment - now).total_seconds() for moment in due if moment is not None]
        return max(0.01, min(self.every_s, *waits)) if waits else self.every_s

    async def round(self) -> int:
        """One look at everybody who waits; the number of offers made."""
        await self._keep_up()
        await self._say_who_closed()
        await self._end_rings()
        await self._tell_who_stands_by()
        made = 0
        while made < MOST:
            chosen = await self._choose()
            if not chosen:
                return made
            made += await self._offer(chosen)
        self.wake()
        return made

    # --- keeping up -------------------------------------------------------------------------------

    async def _keep_up(self) -> None:
        """Whatever the feed did not tell: other processes' people, lost words, the clock."""
        staffing, tick = self.staffing, self.staffing.ticks()
        staffing.pass_time()
        if tick - self._people_at >= self.people_s:
            self._people_at = tick
            await look_at_people(staffing)
        if staffing.stale or self._doubted or tick - self._line_at >= self.line_s:
            self._line_at = tick
            self._doubted.clear()
            await look_at_line(staffing)
        staffing.forget_promises()
        await look_again(staffing)
        while staffing.seat_some(SEATS):
            staffing.lineup.next()  # finds their places in the line while there are few
            await asyncio.sleep(0)

    async def _say(self, conversation: ConversationId, heard: Input) -> Kept | None:
        try:
            return await self.turns.take(conversation, heard)
        except (Refused, UnknownConversation):
            return None

    # --- offers -----------------------------------------------------------------------------------

    async def _choose(self) -> list[Chosen]:
        """The next few, each promised, with a note of why."""
        chosen: list[Chosen] = []
        lineup = self.staffing.lineup
        while len(chosen) < AT_ONCE:
            match = lineup.next()
            if match is None:
                break
            note = note_of(match, lineup)
            self.staffing.promise(match)
            chosen.append((match, note))
            if len(chosen) % BREATHE == 0:
                await asyncio.sleep(0)
        return chosen

    async def _offer(self, chosen: list[Chosen]) -> int:
        """Make them, all in one commit where the store can; how many were made."""
        results = await asyncio.gather(
            *(self._one(match, note) for match, note in chosen), return_exceptions=True
        )
        trouble = [one for one in results if isinstance(one, BaseException)]
        if self._doubted:
            await self._keep_up()
        if trouble:
            raise trouble[0]
        return sum(one is True for one in results)

    async def _one(self, match: Match, note: RoutingNote) -> bool:
        """Nothing may stay promised that was not made."""
        found = AgentFound(match.agent, match.name, match.handoff, match.why)
        try:
            kept = await self.turns.take(match.conversation, found, routing=note)
        except NoSeat:  # somebody else was faster there, or they went away
            self._doubt(match)
            return False
        except (Refused, UnknownConversation):
            self._doubt(match)
            return False
        except BaseException:
            self.staffing.failed(match.conversation)
            raise
        if not kept.rows:  # the customer left, or it rings elsewhere
            self._doubt(match)
            self.staffing.learn(kept)
            return False
        return True

    def _doubt(self, match: Match) -> None:
        """What we believe of this agent or this place is not true any more: look before the next
        try, so that nobody is tried over and over while others could be served."""
        self.staffing.failed(match.conversation)
        self._doubted.add(match.agent)
        self._people_at = float("-inf")

    async def _end_rings(self) -> None:
        """Offers whose lease is long over although no timer came: the clock was set back."""
        staffing = self.staffing
        over = staffing.ringing.over(staffing.ticks())
        for n, (conversation, ring) in enumerate(over):
            try:
                kept = await self._say(conversation, OfferExpired(ring.agent, ring.n))
            except StoreUnavailable:
                staffing.ringing.again(over[n:])
                raise
            if kept is not None and not kept.rows:
                staffing.learn(kept)  # it had ended, and nobody told us

    # --- others who are told ----------------------------------------------------------------------

    async def _tell_who_stands_by(self) -> None:
        """A heads-up takes no seat and binds nobody; when nobody is free, nobody is told."""
        wanted, self._standing = self._standing, {}
        for conversation, team in wanted.items():
            desk = routing.stand_by(team, self.staffing.desks())
            if desk is None:
                continue
            await self._say(conversation, StandByFound(desk.agent, desk.name))

    async def _say_who_closed(self) -> None:
        """A team that was open a round ago and is not now: everybody in its line is told, so many
        in one round that others are not held up."""
        roster = self.staffing.roster
        now_open = set(roster.teams) - roster.closed
        closed, self._open = self._open - now_open, now_open
        if closed:
            self._closing += [
                (place.conversation, place.team)
                for place in self.staffing.places.values()
                if place.team in closed
            ]
        some = [self._closing.popleft() for _ in range(min(AT_ONCE, len(self._closing)))]
        await asyncio.gather(*(self._say(one, TeamClosed(team)) for one, team in some))
        if self._closing:
            self.wake()
