"""Whatever happens in a line: its laws hold, and the picture kept in memory is the store's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from app import line_house as h
from app.conftest import Postbox, Scripted, Turned, read
from segue.app.ports import Row
from segue.build import Segue, put_together
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.policy import Policy
from segue.settings import Settings
from segue.store.memory import MemoryStore

AGENTS = st.sampled_from(sorted(h.BY_ID))
PICK = st.integers(0, 30)


class AnyLine(RuleBasedStateMachine):
    """Two teams, four people, customers who come and go, a clock that runs and is set."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.clock = Turned()
        self.all: list[ConversationId] = []
        self.left: set[ConversationId] = set()
        self.was: dict[ConversationId, Conversation] = {}
        self.cursor = ""

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(work)

    @initialize()
    def opens(self) -> None:
        policy = Policy(team=h.ORDERS, brand="Fernhill")
        self.segue: Segue = put_together(
            Settings(), MemoryStore(), Scripted(), read, Postbox(), clock=self.clock, policy=policy
        )
        self.segue.presence.ticks = self.segue.staffing.ticks = self.clock.ticks
        self.stop = self.segue.hub.listen(self.segue._heard)  # noqa: SLF001 - as its start does
        self.do(h.settle(self.segue))
        for agent in h.BY_ID:
            self.do(self.segue.presence.set_status(agent, "available"))

    def teardown(self) -> None:
        if hasattr(self, "segue"):
            self.do(self.segue.presence.stop())
        self.loop.close()

    def some(self, n: int) -> ConversationId:
        return self.all[n % len(self.all)]

    # --- customers --------------------------------------------------------------------------------

    @rule(
        team=st.sampled_from([h.ORDERS, h.BILLING]),
        skill=st.sampled_from(h.SKILLS),
        priority=st.sampled_from(s.Priority),
        many=st.integers(1, 4),
    )
    def come(self, team: TeamId, skill: str, priority: s.Priority, many: int) -> None:
        for _ in range(many):
            one = ConversationId(f"c{len(self.all)}")
            self.all.append(one)
            self.do(h.comes(self.segue, one, team, skill, priority))
            self.clock.go_on(seconds=1)
        if many % 2:
            self.do(self._routed())

    @precondition(lambda self: self.all)
    @rule(n=PICK, choice=st.sampled_from(["leave_line", "email", "keep_asking"]))
    def chooses(self, n: int, choice: str) -> None:
        one = self.some(n)
        email = "kim@example.com" if choice == "email" else None
        self.do(h.said(self.segue, one, i.CustomerChose(choice, email=email)))
        self.left.add(one)

    @precondition(lambda self: self.all)
    @rule(n=PICK)
    def goes_away(self, n: int) -> None:
        self.do(h.said(self.segue, self.some(n), i.CustomerWentAway()))

    @precondition(lambda self: self.all)
    @rule(n=PICK)
    def says(self, n: int) -> None:
        self.do(h.said(self.segue, self.some(n), i.CustomerSaid("My parcel is lost.")))
        self.left.add(self.some(n))  # closed ones may begin anew, with the bot

    # --- agents -----------------------------------------------------------------------------------

    @rule(agent=AGENTS, status=st.sampled_from(["available", "available", "busy", "away"]))
    def status(self, agent: AgentId, status: str) -> None:
        self.do(self.segue.presence.set_status(agent, status))

    @rule(agent=AGENTS, capacity=st.integers(0, 4))
    def capacity(self, agent: AgentId, capacity: int) -> None:
        async def change() -> None:
            store = self.segue.store
            await store.change_agent(agent, lambda was: replace(was, capacity=capacity))
            await self.segue.presence.changed()

        self.do(change())

    @rule(agent=AGENTS)
    def vanishes(self, agent: AgentId) -> None:
        self.do(self.segue.presence.lost(agent))

    @precondition(lambda self: self.all)
    @rule(
        n=PICK,
        agent=AGENTS,
        act=st.sampled_from(["accept", "accept", "decline", "pick", "close", "back", "transfer"]),
    )
    def acts(self, n: int, agent: AgentId, act: str) -> None:
        name = self.some(n)
        one = self.do(self.segue.store.conversation(name))
        at = one.seat or agent
        who, epoch = h.who(at), one.epoch
        other = h.BILLING if one.handoff and one.handoff.team == h.ORDERS else h.ORDERS
        acts: dict[str, Callable[[], i.Input]] = {
            "accept": lambda: i.AgentAccepted(who),
            "decline": lambda: i.AgentDeclined(who),
            "pick": lambda: i.AgentPicked(h.who(agent)),
            "close": lambda: i.AgentClosed(who, "solved", epoch=epoch),
            "back": lambda: i.AgentReturned(who, epoch, "done"),
            "transfer": lambda: i.AgentTransferred(who, "theirs", epoch, team=other),
        }
        if act == "back":
            self.left.add(name)
        self.do(h.said(self.segue, name, acts[act]()))

    # --- time -------------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 20, 45, 100, 300, 4 * 3600]), routed=st.booleans())
    def time_passes(self, *, seconds: int, routed: bool) -> None:
        self.clock.go_on(seconds=seconds)
        self.do(h.do_jobs(self.segue))
        if routed:
            self.do(self._routed())

    @rule(minutes=st.sampled_from([-30, 30]))
    def clock_is_set(self, minutes: int) -> None:
        self.clock.jump(minutes=minutes)

    @rule()
    def routes(self) -> None:
        """A round: its offers are lawful, and after it nobody idles while somebody waits."""
        self.do(self._routed())

    async def _routed(self) -> None:
        segue = self.segue
        await self._catch_up()
        before = dict(segue.staffing.held)
        await segue.router.round()
        agents = {agent.id: agent for agent in await segue.store.agents()}
        rows = await self._rows()
        fresh = await h.picture(segue)
        h.offers_are_lawful(rows, agents, self.was, segue.policy, fresh)
        h.within_capacity(before, dict(segue.staffing.held), agents.values())
        await h.nobody_idles(segue)

    async def _rows(self) -> list[Row]:
        rows = await self.segue.store.events_since(self.cursor, 10_000)
        self.cursor = rows[-1].cursor if rows else self.cursor
        return rows

    async def _catch_up(self) -> None:
        h.folded(await self._rows(), self.was)

    # --- always -----------------------------------------------------------------------------------

    @invariant()
    def laws(self) -> None:
        if hasattr(self, "segue"):
            self.do(self._laws())

    async def _laws(self) -> None:
        await h.seats_are_stages(self.segue, self.all)
        h.nobody_is_forgotten(await self.segue.store.conversations(self.all), self.left)
        await h.picture_is_true(self.segue, self.clock)


TestAnyLine = pytest.mark.slow(AnyLine.TestCase)
TestAnyLine.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
