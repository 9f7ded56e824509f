"""Several routers on one PostgreSQL, and everything at once: the laws of the line hold.

Each house has its own store, lanes, tail and router; they share the database and nothing else.
Customers come and leave, agents accept, decline, vanish and change their capacity, all at the same
time and in whichever house. Then everybody rests, and what the journal says is judged.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from app import line_house as h
from app.conftest import Postbox, Scripted, read
from segue.app.feed import Hub
from segue.app.ports import Row
from segue.app.staffing import Staffing
from segue.build import Segue, put_together, wall_clock
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import routing
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId
from segue.domain.line_rules import UNIT
from segue.domain.policy import Policy
from segue.settings import Settings
from segue.store import open_store
from segue.store.coding import position

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
HOUSES = 3
RESTS_S = 20.0


@dataclass
class Kept:
    """What the driver did to the staff, between which transactions: from when it was kept, and
    until just before it was changed again."""

    capacity: dict[AgentId, list[tuple[int, int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """The last transaction before the change, the first after it, the capacity."""
    away: dict[AgentId, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


class Town:
    """The houses, and somebody who does whatever people do."""

    def __init__(self, houses: list[Segue], seed: int) -> None:
        self.houses = houses
        self.dice = Random(seed)  # noqa: S311 - no secret
        self.all: list[ConversationId] = []
        self.left: set[ConversationId] = set()
        self.kept = Kept()
        for agent in h.STAFF:
            self.kept.capacity[agent.id].append((0, 0, agent.capacity))

    def house(self) -> Segue:
        return self.dice.choice(self.houses)

    async def comes(self) -> None:
        one = ConversationId(f"c{len(self.all)}")
        self.all.append(one)
        team = self.dice.choice([h.ORDERS, h.ORDERS, h.BILLING])
        skill = self.dice.choice(("", "", *h.SKILLS))
        await h.comes(self.house(), one, team, skill, self.dice.choice(list(s.Priority)))

    async def leaves(self) -> None:
        one = self.dice.choice(self.all)
        choice = self.dice.choice(["leave_line", "email"])
        email = "kim@example.com" if choice == "email" else None
        self.left.add(one)
        await h.said(self.house(), one, i.CustomerChose(choice, email=email))

    async def acts(self) -> None:
        """Whoever has it, or at whom it rings, does something; often two at once do."""
        house = self.house()
        seats = sorted(await house.store.seats())
        name = self.dice.choice(seats or self.all)
        one = await house.store.conversation(name)
        if one is None or one.seat is None:
            return
        who, epoch = h.who(one.seat), one.epoch
        other = h.BILLING if one.handoff and one.handoff.team == h.ORDERS else h.ORDERS
        acts: list[i.Input] = (
            [
                i.AgentClosed(who, "solved", epoch=epoch),
                i.AgentClosed(who, "solved", epoch=epoch),
                i.AgentTransferred(who, "theirs", epoch, team=other),
            ]
            if isinstance(one.stage, s.WithAgent)
            else [i.AgentAccepted(who), i.AgentAccepted(who), i.AgentDeclined(who)]
        )
        heard = self.dice.choice(acts)
        await asyncio.gather(
            h.said(house, name, heard),
            h.said(self.house(), name, i.AgentAccepted(who)),
        )

    async def staff(self) -> None:
        agent = self.dice.choice(h.STAFF).id
        match self.dice.choice(["status", "status", "capacity", "vanish"]):
            case "capacity":
                capacity = self.dice.randint(1, 4)
                house = self.house()
                before = await transaction(house)
                await house.store.change_agent(agent, lambda was: replace(was, capacity=capacity))
                self.kept.capacity[agent].append((before, await transaction(house), capacity))
                await house.presence.changed()
            case "vanish":
                await self._gone(agent, self.house().presence.lost(agent))
            case _:
                await self._gone(agent, self.house().presence.set_status(agent, "away"))

    async def _gone(self, agent: AgentId, going: object) -> None:
        """Away for a moment. From when it is kept until it is taken back nothing may ring there."""
        await going  # type: ignore[misc]
        since = await transaction(self.house())
        await asyncio.sleep(self.dice.random() * 0.3)
        self.kept.away[agent].append((since, await transaction(self.house())))
        await self.house().presence.set_status(agent, "available")

    async def live(self, steps: int) -> None:
        """Everybody does something, a few at a time."""
        everything = [self.comes] * 6 + [self.leaves] + [self.acts] * 9 + [self.staff]
        for _ in range(4):
            await self.comes()
        going: set[asyncio.Task[None]] = set()
        busy = asyncio.Lock()

        async def alone() -> None:
            async with busy:  # one change of the staff at a time: what was true when stays known
                await self.staff()

        for _ in range(steps):
            do = self.dice.choice(everything)
            going.add(asyncio.create_task(alone() if do == self.staff else do()))
            if len(going) >= 6:
                done, going = await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        await asyncio.gather(*going)

    async def rest(self) -> None:
        """Until nothing moves any more: every house looks, and finds nothing to do."""
        for agent in h.STAFF:
            await self.houses[0].presence.set_status(agent.id, "available")
        store, before = self.houses[0].store, ""
        async with asyncio.timeout(RESTS_S):
            while True:
                await asyncio.sleep(0.6)
                now = await store.cursor()
                if now == before and await self._nothing_to_do():
                    return
                before = now

    async def _nothing_to_do(self) -> bool:
        fresh = await h.picture(self.houses[0])
        return not routing.choose(fresh.places.values(), fresh.desks(), fresh.policy.line)


@pytest.fixture
async def town(request: pytest.FixtureRequest, postgres_url: str) -> AsyncIterator[Town]:
    houses = []
    policy = Policy(team=h.ORDERS, brand="Fernhill")
    for _ in range(HOUSES):
        hub = Hub()
        store = open_store(postgres_url, hub)
        segue = put_together(
            Settings(), store, Scripted(), read, Postbox(), hub=hub, clock=wall_clock, policy=policy
        )
        segue.router.every_s = segue.router.people_s = 0.3
        await segue.start()
        houses.append(segue)
    await h.settle(houses[0])
    for segue in houses:
        await segue.staffing.refresh()
    for agent in h.STAFF:
        await houses[0].presence.set_status(agent.id, "available")
    yield Town(houses, request.param)
    for segue in houses:
        await segue.stop()


async def transaction(segue: Segue) -> int:
    """The number of a transaction that begins now: later ones have higher numbers."""
    number = text("SELECT pg_current_xact_id()::text::bigint")
    store: Any = segue.store
    return int(await store.write(lambda connection: connection.execute(number).scalar_one()))


async def journal(segue: Segue) -> list[Row]:
    """Every event, in the order of commits."""
    rows: list[Row] = []
    while more := await segue.store.events_since(rows[-1].cursor if rows else ""):
        rows += more
    return rows


def judge(rows: list[Row], kept: Kept, picture: Staffing, policy: Policy) -> int:
    """Walk through everything that happened; how many offers the router made."""
    was: dict[ConversationId, Conversation] = {}
    loads: Counter[AgentId] = Counter()
    offers = 0
    for row in rows:
        before = was.get(row.conversation, Conversation(row.conversation))
        now = was[row.conversation] = fold(before, [row.event])
        if isinstance(row.event, e.OfferMade):
            offers += 1
            assert not isinstance(before.stage, s.Offered), "one live offer"
            lawful(row, before, kept, picture, policy)
        for agent, change in ((before.seat, -1), (now.seat, 1)):
            if agent is not None and before.seat != now.seat:
                loads[agent] += change
        if isinstance(row.event, e.OfferMade):
            agent = row.event.agent
            allowed = most(kept, agent, position(row.cursor)[0])
            assert loads[agent] <= allowed, f"{agent} has {loads[agent]}"
    return offers


def most(kept: Kept, agent: AgentId, at: int) -> int:
    """The capacity then, or the larger one where it was just being changed."""
    known = kept.capacity[agent]
    surely = [what for _, after, what in known if after <= at][-1]
    perhaps = (what for before, after, what in known if before <= at < after)
    return max(surely, *perhaps, 0)


def lawful(row: Row, before: Conversation, kept: Kept, picture: Staffing, policy: Policy) -> None:
    """Nobody away, and nobody without a needed skill that was not let go."""
    assert isinstance(row.event, e.OfferMade)
    agent = h.BY_ID[row.event.agent]
    for since, until in kept.away[agent.id]:
        assert not since < position(row.cursor)[0] < until, f"{agent.id} was away"
    place = routing.place_of(before, row.at, policy, picture.roster.speaks, picture.roster.skills)
    assert place is not None
    desk = picture.roster.desk(agent, 0, None, row.at)
    assert set(desk.teams) & set(place.takers)
    assert routing.lacks(desk, place) == ()
    assert agent.id not in (*place.avoid, *place.passed)


@pytest.mark.parametrize("town", [1, 2], indirect=True)
async def test_three_routers_and_everything_at_once(town: Town) -> None:
    await town.live(300)
    await town.rest()
    segue = town.houses[0]
    fresh = await h.picture(segue)
    offers = judge(await journal(segue), town.kept, fresh, segue.policy)
    assert offers > 60
    await h.seats_are_stages(segue, town.all)
    h.nobody_is_forgotten(await segue.store.conversations(town.all), town.left)
    loads = await segue.store.seated()
    assert all(seat.weight == UNIT for seat in loads)
    for house in town.houses:
        assert house.staffing.places == fresh.places
        assert house.staffing.seats == fresh.seats
        assert +house.staffing.held == +fresh.held
