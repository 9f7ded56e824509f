"""Who is here: agents on shift, and customers with a live connection.

An agent's screen says that it lives by having a socket; the time of the last sign is kept in the
store, so that any process may notice that somebody is gone. Sixty seconds without a sign: the
agent is offline, their customers are given their places back and told.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from segue.app.feed import Hub, Passing
from segue.app.ports import Clock, Store, StoreUnavailable, UnknownConversation
from segue.app.turn import Turns
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.errors import Refused
from segue.domain.ids import AgentId, ConversationId
from segue.domain.inputs import AgentLost, CustomerCameBack, CustomerWentAway

STATUSES = ("available", "busy", "away", "offline")
MISSED_ALLOWED = 2
log = structlog.get_logger()


@dataclass
class Presence:
    """`agent_grace_s` and `customer_grace_s` are how long a connection may be gone."""

    store: Store
    turns: Turns
    hub: Hub
    clock: Clock
    agent_grace_s: float = 60.0
    customer_grace_s: float = 300.0
    _agents: Counter[AgentId] = field(default_factory=Counter)
    _customers: Counter[ConversationId] = field(default_factory=Counter)
    _leaving: dict[ConversationId, asyncio.TimerHandle] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def begin(self) -> None:
        """Watch from now on. Whoever waits has a grace to come back after a restart."""
        self.turns.waking.missed.append(self._missed)
        for one in await self.store.line():
            if isinstance(one.stage, s.Waiting | s.Offered) and one.channel == "web":
                self._leave_later(one.id)
        self._spawn(self._watch())

    async def stop(self) -> None:
        for handle in self._leaving.values():
            handle.cancel()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- agents -------------------------------------------------------------------------------

    async def connected(self, agent: AgentId) -> None:
        """A screen of this agent opened a socket."""
        self._agents[agent] += 1
        await self.store.seen_agents([agent], self.clock())

    async def gone(self, agent: AgentId) -> None:
        """One of this agent's sockets closed; the grace begins when it was the last."""
        self._agents[agent] -= 1
        if self._agents[agent] <= 0:
            del self._agents[agent]

    async def set_status(self, agent: AgentId, status: str) -> None:
        """What the agent chose. Coming back forgets missed offers and wakes the router."""
        await self.store.set_status(agent, status)
        await self.store.seen_agents([agent], self.clock())
        if status == "available":
            await self.store.missed_offer(agent, reset=True)
        await self.changed()

    async def changed(self) -> None:
        """Somebody came or went: look at the floor again and tell every screen."""
        await self.turns.staffing.refresh()
        self.hub.tell(Passing("presence"))
        for wake in self.turns.waking.router:
            wake()

    def _missed(self, agent: AgentId) -> None:
        self._spawn(self._count_missed(agent))

    async def _count_missed(self, agent: AgentId) -> None:
        if await self.store.missed_offer(agent) >= MISSED_ALLOWED:
            await self.store.missed_offer(agent, reset=True)
            await self.set_status(agent, "away")

    async def _watch(self) -> None:
        """Renew the signs of those who are here, and find those who are not."""
        step = max(0.2, min(15.0, self.agent_grace_s / 4))
        while True:
            await asyncio.sleep(step)
            try:
                here = list(self._agents)
                if here:
                    await self.store.seen_agents(here, self.clock())
                await self._find_lost()
            except StoreUnavailable as why:
                log.warning("presence.store_unavailable", why=str(why))
            except Exception:  # the watch goes on whatever one round met
                log.exception("presence.watch_failed")

    async def _find_lost(self) -> None:
        late = self.clock() - timedelta(seconds=self.agent_grace_s)
        for agent in await self.store.agents():
            if agent.status == "offline" or agent.id in self._agents:
                continue
            if agent.seen_at is None or agent.seen_at > late:
                continue
            await self.lost(agent.id)

    async def lost(self, agent: AgentId) -> None:
        """This agent is gone: offline, and everybody they had goes back into the line."""
        await self.store.set_status(agent, "offline")
        for one in await self.store.holding(agent):
            await self._say(one, AgentLost(agent))
        await self.changed()

    async def _say(self, one: Conversation, heard: AgentLost) -> None:
        try:
            await self.turns.take(one.id, heard)
        except (Refused, UnknownConversation):
            return

    # --- customers ------------------------------------------------------------------------------

    def customer_connected(self, conversation: ConversationId, *, was_away: bool = False) -> None:
        """A widget opened a socket."""
        self._customers[conversation] += 1
        leaving = self._leaving.pop(conversation, None)
        if leaving is not None:
            leaving.cancel()
        if was_away:
            self._spawn(self._back(conversation))

    def customer_gone(self, conversation: ConversationId) -> None:
        """A widget's socket closed; after the grace, if none opened again, they went away."""
        self._customers[conversation] -= 1
        if self._customers[conversation] > 0:
            return
        del self._customers[conversation]
        self._leave_later(conversation)

    def _leave_later(self, conversation: ConversationId) -> None:
        loop = asyncio.get_running_loop()
        self._leaving[conversation] = loop.call_later(
            self.customer_grace_s, self._left, conversation
        )

    def customer_here(self, conversation: ConversationId) -> bool:
        return conversation in self._customers

    def _left(self, conversation: ConversationId) -> None:
        self._leaving.pop(conversation, None)
        self._spawn(self._away(conversation))

    async def _away(self, conversation: ConversationId) -> None:
        try:
            await self.turns.take(conversation, CustomerWentAway())
        except (Refused, UnknownConversation, StoreUnavailable):
            return

    async def _back(self, conversation: ConversationId) -> None:
        try:
            await self.turns.take(conversation, CustomerCameBack())
        except (Refused, UnknownConversation, StoreUnavailable):
            return

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
