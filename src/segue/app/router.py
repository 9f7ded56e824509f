"""Finds a person for everybody who waits.

Wakes when somebody waits or comes free, and every few seconds by itself. One round at a time: look
at the line and the desks, ask `domain.routing.choose`, say `AgentFound`. The seat is claimed by the
store in the same transaction as the offer, so two routers on one database cannot overbook anybody.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field

import structlog

from segue.app.ports import StoreUnavailable, UnknownConversation
from segue.app.staffing import Staffing
from segue.app.turn import Turns
from segue.domain import routing
from segue.domain.errors import Refused
from segue.domain.ids import ConversationId, TeamId
from segue.domain.inputs import AgentFound, StandByFound, TeamClosed

EVERY_S = 3.0
log = structlog.get_logger()


@dataclass
class Router:
    """`wake` costs nothing and may be called as often as one likes."""

    turns: Turns
    staffing: Staffing
    every_s: float = EVERY_S
    _open: set[TeamId] = field(default_factory=set)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _standing: dict[ConversationId, TeamId] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._woken.set()

    def stand_by(self, conversation: ConversationId, team: TeamId) -> None:
        """Somebody may soon be needed there: one agent of the team is told at the next look."""
        self._standing[conversation] = team
        self.wake()

    def start(self) -> None:
        self.turns.waking.router.append(self.wake)
        self.turns.waking.standing.append(self.stand_by)
        self._task = asyncio.create_task(self._run(), name="router")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self.round()
            except StoreUnavailable as why:
                log.warning("router.store_unavailable", why=str(why))
                await asyncio.sleep(why.retry_after_s)
            except Exception:  # one bad round must not end routing for good
                log.exception("router.round_failed")
                await asyncio.sleep(1.0)
            try:
                async with asyncio.timeout(self.every_s):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()

    async def round(self) -> int:
        """One look at everybody who waits; the number of offers made."""
        await self.staffing.refresh()
        await self._say_who_closed()
        await self._tell_who_stands_by()
        matches = routing.choose(list(self.staffing.places.values()), self.staffing.desks())
        made = 0
        for match in matches:
            found = AgentFound(match.agent, match.name, match.handoff)
            try:
                kept = await self.turns.take(match.conversation, found)
            except (Refused, UnknownConversation):
                continue  # the seat went to somebody else, or the customer left
            made += bool(kept.rows)
        return made

    async def _tell_who_stands_by(self) -> None:
        """A heads-up takes no seat and binds nobody; when nobody is free, nobody is told."""
        wanted, self._standing = self._standing, {}
        for conversation, team in wanted.items():
            desk = routing.stand_by(team, self.staffing.desks())
            if desk is None:
                continue
            with contextlib.suppress(Refused, UnknownConversation):
                await self.turns.take(conversation, StandByFound(desk.agent, desk.name))

    async def _say_who_closed(self) -> None:
        """A team that was open a round ago and is not now: everybody in its line is told."""
        teams = self.staffing.floor(self.staffing.clock()).teams
        closed = self._open - {team.id for team in teams if team.open}
        self._open = {team.id for team in teams if team.open}
        for place in tuple(self.staffing.places.values()):
            if place.team in closed:
                with contextlib.suppress(Refused, UnknownConversation):
                    await self.turns.take(place.conversation, TeamClosed(place.team))
