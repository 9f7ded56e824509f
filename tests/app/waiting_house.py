"""A house whose line is estimated by hand: its store is real, its clock is turned."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.conftest import ANA, BEN, ORDERS, Postbox, Scripted, Turned, read, who
from segue.app.ports import Kept
from segue.app.ports_staff import Agent, Team
from segue.app.ports_waits import Tally
from segue.app.waiting import Waits, WaitShown
from segue.build import Segue, put_together
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.inputs import (
    AgentPicked,
    ConversationStarted,
    CustomerAskedForPerson,
    Input,
)
from segue.domain.policy import Policy
from segue.settings import Settings
from segue.store.sqlite import SqliteStore

C2, C3, C4 = (ConversationId(f"c{n}") for n in range(2, 5))
REFUNDS = TeamId("refunds")


@dataclass
class Open:
    """A house that is open: its store, its line, its estimates. Rounds are made by hand."""

    segue: Segue
    waits: Waits
    clock: Turned
    grown: list[tuple[ConversationId, WaitShown]] = field(default_factory=list)

    async def say(self, conversation: ConversationId, *heard: Input) -> Kept:
        for one in heard:
            kept = await self.segue.turns.take(conversation, one)
        return kept

    async def join(self, *conversations: ConversationId) -> None:
        """Come, ask for a person, and look at the screen; five seconds each."""
        for one in conversations:
            number = await self.segue.store.next_number()
            await self.segue.turns.take(one, ConversationStarted(number), new=True)
            await self.say(one, CustomerAskedForPerson())
            self.waits.shown(one)
            await self.look(seconds=5)

    async def pick(self, conversation: ConversationId, agent: AgentId = ANA) -> None:
        await self.say(conversation, AgentPicked(who(agent)))

    async def look(self, **later: float) -> None:
        """So much later everybody is estimated anew."""
        self.clock.go_on(**later)
        await self.waits.round()

    async def on_shift(self, *agents: AgentId, status: str = "available") -> None:
        for agent in agents:
            await self.segue.store.set_status(agent, status)
            await self.segue.store.seen_agents([agent], self.clock())
        await self.segue.staffing.refresh()

    def told(self, conversation: ConversationId) -> tuple[int, int | None] | None:
        number = self.waits.shown(conversation)
        return None if number is None else (number.low_s, number.high_s)

    def place(self, conversation: ConversationId) -> int:
        return self.segue.staffing.lineup.ahead(conversation) + 1

    async def tally(self, days: int = 1) -> list[Tally]:
        await self.waits.write()
        return await self.waits.tallies(days)


@asynccontextmanager
async def opened(path: Path, clock: Turned) -> AsyncIterator[Open]:
    """A process: everything in memory is new, the store is what the last one left."""
    store = SqliteStore(path / "segue.db")
    policy = Policy(team=ORDERS, brand="Fernhill")
    segue = put_together(Settings(), store, Scripted(), read, Postbox(), clock=clock, policy=policy)
    segue.presence.ticks = segue.staffing.ticks = clock.ticks
    await store.start()
    if not await store.agents():
        await store.save_team(Team(ORDERS, "Orders"))
        await store.save_team(Team(REFUNDS, "Refunds"))
        for agent, capacity in ((ANA, 1), (BEN, 4)):
            email = f"{agent}@example.com"
            one = Agent(agent, agent.title(), email, "agent", (ORDERS,), capacity)
            await store.save_agent(one, "hash")
    await segue.staffing.refresh()
    waits = Waits(store, clock, segue.staffing, segue.hub)
    stops = [segue.hub.listen(segue._heard), segue.hub.listen(waits.heard)]  # noqa: SLF001 - as start
    segue.turns.waking.ours.append(waits.ours)
    house = Open(segue, waits, clock)
    waits.growth.append(lambda one, number: house.grown.append((one, number)))
    segue.staffing.waits = waits
    await waits.begin()
    yield house
    for stop in stops:
        stop()
    await waits.stop()
    await store.stop()
