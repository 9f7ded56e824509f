"""Who is here: agents on shift, and customers with a live connection.

An agent's screen says that it lives by having a socket; the time of the last sign is kept in the
store, so that any process may notice that somebody is gone. Whether it is renewed is judged by a
clock that nobody can set: the machines' clocks may differ, jump or be put back. A minute without a
sign: the agent is offline, their customers are given their places back and told. From the moment
their last screen closes nothing new rings there.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from segue.app.feed import Hub, Passing
from segue.app.ports import Clock, Store, StoreUnavailable, UnknownConversation
from segue.app.ports_staff import Agent
from segue.app.turn import Turns
from segue.domain import stages as s
from segue.domain.errors import Refused
from segue.domain.ids import AgentId, ConversationId
from segue.domain.inputs import (
    AgentDeclined,
    AgentLost,
    CustomerCameBack,
    CustomerWentAway,
    Input,
    Who,
)

STATUSES = ("available", "busy", "away", "offline")
GONE = ("away", "offline")
MISSED_ALLOWED = 2
RENEWALS = 8
"""Signs of life within a grace: one that is lost is nobody's end."""
ASKED_S = 2.0
"""So long other processes have to say that a customer is connected there."""
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
    ticks: Callable[[], float] = time.monotonic
    _agents: Counter[AgentId] = field(default_factory=Counter)
    _signs: dict[AgentId, tuple[datetime, float]] = field(default_factory=dict)
    """The last sign of agents who are not connected here, and the tick at which it was first seen:
    whoever is connected elsewhere has a newer one soon."""
    _customers: Counter[ConversationId] = field(default_factory=Counter)
    _leaving: dict[ConversationId, asyncio.TimerHandle] = field(default_factory=dict)
    _elsewhere: set[ConversationId] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _stops: list[Callable[[], None]] = field(default_factory=list)

    async def begin(self) -> None:
        """Watch from now on. Whoever waits has a grace to come back after a restart."""
        self.turns.waking.missed.append(self._missed)
        self._stops.append(self.hub.overhear(self._overheard))
        for one in await self.store.line():
            if isinstance(one.stage, s.Waiting | s.Offered) and one.channel == "web":
                self._leave_later(one.id)
        self._spawn(self._watch())

    async def stop(self) -> None:
        for stop in self._stops:
            stop()
        self._stops.clear()
        for handle in self._leaving.values():
            handle.cancel()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _overheard(self, passing: Passing) -> None:
        """What other processes say of people."""
        name = passing.conversation
        if passing.what == "presence" and self.store.tails:
            for look in self.turns.waking.people:
                look()
        elif passing.what == "here?" and name is not None and name in self._customers:
            self.hub.tell(Passing("here", name))
        elif passing.what == "here" and name is not None and name not in self._customers:
            self._elsewhere.add(name)

    # --- agents -------------------------------------------------------------------------------

    async def connected(self, agent: AgentId) -> None:
        """A screen of this agent opened a socket."""
        self._agents[agent] += 1
        self._signs.pop(agent, None)
        self._reachable(agent)
        await self.store.seen_agents([agent], self.clock())

    async def gone(self, agent: AgentId) -> None:
        """One of this agent's sockets closed; the grace begins when it was the last."""
        self._agents[agent] -= 1
        if self._agents[agent] <= 0:
            del self._agents[agent]
            self.turns.staffing.reachable(agent, yes=False)

    async def signed_out(self, agent: AgentId) -> None:
        """They closed their last screen by signing out: what rings there goes to somebody else at
        once. What they have stays theirs for the grace."""
        self.turns.staffing.reachable(agent, yes=False)
        known = self.turns.staffing.agents.get(agent)
        if known is not None:
            await self._stop_ringing(known)
        self._tell()

    def _reachable(self, agent: AgentId) -> None:
        if self.turns.staffing.reachable(agent, yes=True):
            self._wake()

    def _wake(self) -> None:
        for wake in self.turns.waking.router:
            wake()

    async def set_status(self, agent: AgentId, status: str) -> None:
        """What the agent chose. Coming back forgets missed offers and wakes the router; whoever
        goes is not rung at any more, and what rang there goes to somebody else at once."""
        await self.store.set_status(agent, status)
        await self.store.seen_agents([agent], self.clock())
        if status == "available":
            await self.store.missed_offer(agent, reset=True)
        known = await self.store.agent(agent)
        if known is None:
            return
        self.turns.staffing.person(known)
        if status in GONE:
            await self._stop_ringing(known)
        else:
            self._reachable(agent)
        self._tell()

    async def changed(self) -> None:
        """The staff is another one: look at everybody again and tell every screen."""
        await self.turns.staffing.look_at_people()
        self._tell()

    def _tell(self) -> None:
        self.hub.tell(Passing("presence"))
        self._wake()

    async def _stop_ringing(self, agent: Agent) -> None:
        """Said as the agent: if they have accepted meanwhile, it is refused, and theirs."""
        no = AgentDeclined(Who(agent.id, agent.name), "away")
        offers = self.turns.staffing.ringing.offers.items()
        for one in [one for one, ring in offers if ring.agent == agent.id]:
            await self._say(one, no)

    def _missed(self, agent: AgentId) -> None:
        self._spawn(self._count_missed(agent))

    async def _count_missed(self, agent: AgentId) -> None:
        if await self.store.missed_offer(agent) >= MISSED_ALLOWED:
            await self.store.missed_offer(agent, reset=True)
            await self.set_status(agent, "away")

    @property
    def _step(self) -> float:
        """Seconds between two signs of life."""
        return max(0.2, min(15.0, self.agent_grace_s / RENEWALS))

    async def _watch(self) -> None:
        """Renew the signs of those who are here, and find those who are not."""
        while True:
            await asyncio.sleep(self._step)
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
        lost = [agent for agent in await self.store.agents() if self._is_lost(agent)]
        if not lost:
            return
        await self._lose([agent.id for agent in lost])

    def _is_lost(self, agent: Agent) -> bool:
        """Nobody renews the sign. A sign that was old when first seen, as after a restart, has
        only as long as it takes to see whether somebody does. Whoever is offline and has nobody
        left cannot be lost."""
        done = agent.status == "offline" and not self.turns.staffing.loads.get(agent.id, 0)
        if done or agent.id in self._agents or agent.seen_at is None:
            self._signs.pop(agent.id, None)
            return False
        sign, since = self._signs.get(agent.id, (None, 0.0))
        if sign != agent.seen_at:
            self._signs[agent.id] = (agent.seen_at, self.ticks())
            return False
        unchanged = self.ticks() - since
        old = self.clock() - agent.seen_at > timedelta(seconds=self.agent_grace_s)
        step = self._step
        return unchanged >= (2 * step if old else max(2 * step, self.agent_grace_s - 2 * step))

    async def lost(self, agent: AgentId) -> None:
        """This agent is gone: offline, and everybody they had goes back into the line."""
        await self._lose([agent])

    async def _lose(self, agents: list[AgentId]) -> None:
        """All of them first, so that nobody is given to one who is as gone as the last."""
        await asyncio.gather(*(self.store.set_status(agent, "offline") for agent in agents))
        await self.turns.staffing.look_at_people()
        for agent in agents:
            self._signs.pop(agent, None)
            for one in await self.store.holding(agent):
                await self._say(one.id, AgentLost(agent))
        self._tell()

    async def _say(self, conversation: ConversationId, heard: Input) -> None:
        try:
            await self.turns.take(conversation, heard)
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
        self._spawn(self._gone_everywhere(conversation))

    async def _gone_everywhere(self, conversation: ConversationId) -> None:
        """Not connected here; with several processes the others are asked first."""
        if self.store.tails:
            self._elsewhere.discard(conversation)
            self.hub.tell(Passing("here?", conversation))
            await asyncio.sleep(ASKED_S)
            if conversation in self._elsewhere or conversation in self._customers:
                self._elsewhere.discard(conversation)
                return
        await self._away(conversation)

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
