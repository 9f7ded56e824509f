"""A small house: the memory store, a clock turned by hand, and two agents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from segue.app.ports import Kept, Mail
from segue.app.ports_bot import BotReply, BotTurn
from segue.app.ports_staff import Agent, Team
from segue.build import Segue, put_together
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.inputs import ConversationStarted, Input, Who
from segue.domain.policy import Policy
from segue.domain.signals import Signals
from segue.settings import Settings
from segue.store.memory import MemoryStore

ORDERS = TeamId("orders")
ANA, BEN = AgentId("ana"), AgentId("ben")
C1 = ConversationId("c1")


@dataclass
class Turned:
    """A clock that moves when it is told to."""

    now: datetime = datetime(2026, 1, 1, 12, tzinfo=UTC)
    ticked: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def ticks(self) -> float:
        """The clock that nobody can set, in seconds."""
        return self.ticked

    def go_on(self, **by: float) -> None:
        """Time passes."""
        self.now += timedelta(**by)
        self.ticked += timedelta(**by).total_seconds()

    def jump(self, **by: float) -> None:
        """Somebody sets the clock; no time passes."""
        self.now += timedelta(**by)


@dataclass
class Scripted:
    """A bot that answers what it was given, or fails as it was told to."""

    says: list[BotReply | Exception] = field(default_factory=list)
    heard: list[BotTurn] = field(default_factory=list)

    async def answer(self, turn: BotTurn) -> BotReply:
        self.heard.append(turn)
        reply = self.says.pop(0) if self.says else BotReply("Hello.", sure=True, confidence=0.9)
        if isinstance(reply, Exception):
            raise reply
        return reply


@dataclass
class Postbox:
    """Keeps what was mailed; refuses so many times first."""

    mails: list[Mail] = field(default_factory=list)
    refuses: int = 0
    last_error: str = ""

    async def send(self, mail: Mail) -> None:
        if self.refuses:
            self.refuses -= 1
            raise OSError("the mail server is away")
        self.mails.append(mail)


@dataclass
class House:
    """Everything, and short ways to do things in it."""

    segue: Segue
    clock: Turned
    bot: Scripted
    mailer: Postbox

    async def start(self, *, conversation: ConversationId = C1) -> Kept:
        number = await self.segue.store.next_number()
        return await self.segue.turns.take(conversation, ConversationStarted(number), new=True)

    async def say(self, *heard: Input, conversation: ConversationId = C1) -> Kept:
        for one in heard:
            kept = await self.segue.turns.take(conversation, one)
        return kept

    async def work(self) -> None:
        """Do every job that is due, until none is."""
        jobs = self.segue.jobs
        while await jobs._claim():  # noqa: SLF001 - one round by hand instead of the loop
            await asyncio.gather(*jobs._tasks)  # noqa: SLF001
            await jobs._acknowledge()  # noqa: SLF001

    async def on_shift(self, *agents: AgentId, status: str = "available") -> None:
        for agent in agents:
            await self.segue.store.set_status(agent, status)
            await self.segue.store.seen_agents([agent], self.clock())
        await self.segue.staffing.refresh()


def who(agent: AgentId) -> Who:
    return Who(agent, agent.title())


async def read(_: tuple[tuple[str, str], ...]) -> Signals:
    return Signals(language="en", language_sure=0.99)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """Nothing runs by itself: rounds and jobs are done by hand."""
    clock, bot, mailer = Turned(), Scripted(), Postbox()
    policy = Policy(team=ORDERS, brand="Fernhill")
    store = MemoryStore()
    segue = put_together(Settings(), store, bot, read, mailer, clock=clock, policy=policy)
    segue.presence.ticks = segue.staffing.ticks = clock.ticks
    await store.start()
    await store.save_team(Team(ORDERS, "Orders"))
    for agent in (ANA, BEN):
        email = f"{agent}@example.com"
        await store.save_agent(Agent(agent, agent.title(), email, "agent", (ORDERS,), 2), "hash")
    await segue.staffing.refresh()
    stop = segue.hub.listen(segue._heard)  # noqa: SLF001 - what its start does
    yield House(segue, clock, bot, mailer)
    stop()
    await segue.presence.stop()
    await store.stop()
