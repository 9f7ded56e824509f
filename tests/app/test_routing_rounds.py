"""The router, the floor and presence together, over a real store."""

from __future__ import annotations

import asyncio

from app.conftest import ANA, BEN, C1, House, who
from segue.app.ports_staff import Team
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.events import ChoicesShown
from segue.domain.hours import OpenHours
from segue.domain.ids import ConversationId, TeamId
from segue.domain.inputs import (
    AgentAccepted,
    AgentClosed,
    AgentDeclined,
    CustomerAskedForPerson,
    CustomerChose,
)

C2, C3 = ConversationId("c2"), ConversationId("c3")


async def stage_of(house: House, conversation: ConversationId = C1) -> s.Stage:
    one = await house.segue.store.conversation(conversation)
    assert one is not None
    return one.stage


async def wait_in_line(house: House, *conversations: ConversationId) -> None:
    for one in conversations:
        await house.start(conversation=one)
        await house.say(CustomerAskedForPerson(), conversation=one)
        house.clock.go_on(seconds=1)


async def test_a_round_offers_everybody_somebody_and_never_more_than_capacity(
    house: House,
) -> None:
    await house.on_shift(ANA)
    await wait_in_line(house, C1, C2, C3)
    assert await house.segue.router.round() == 2
    assert isinstance(await stage_of(house, C3), s.Waiting)
    assert house.segue.staffing.loads[ANA] == 2
    assert await house.segue.router.round() == 0


async def test_nobody_on_shift_is_offered_nothing(house: House) -> None:
    await house.on_shift(ANA, status="busy")
    await wait_in_line(house, C1)
    assert await house.segue.router.round() == 0


async def test_what_one_declines_goes_to_the_other(house: House) -> None:
    await house.on_shift(ANA, BEN)
    await wait_in_line(house, C1)
    await house.segue.router.round()
    first = await stage_of(house)
    assert isinstance(first, s.Offered)
    await house.say(AgentDeclined(who(first.agent)))
    await house.segue.router.round()
    second = await stage_of(house)
    assert isinstance(second, s.Offered)
    assert second.agent != first.agent


async def test_loads_and_places_follow_every_commit(house: House) -> None:
    staffing = house.segue.staffing
    await house.on_shift(ANA)
    await wait_in_line(house, C1, C2)
    now = house.clock()
    assert staffing.floor(now).team(TeamId("orders")).waiting == 2
    await house.segue.router.round()
    await house.say(AgentAccepted(who(ANA)))
    assert staffing.loads[ANA] == 2
    assert C1 not in staffing.places
    await house.say(AgentClosed(who(ANA)))
    assert staffing.loads[ANA] == 1
    fresh = dict(staffing.loads)
    await staffing.refresh()
    assert {agent: many for agent, many in fresh.items() if many} == dict(staffing.loads)


async def test_each_customer_sees_their_own_place(house: House) -> None:
    await wait_in_line(house, C1, C2)
    places = []
    for conversation in (C1, C2):
        one = await house.segue.store.conversation(conversation)
        assert one is not None
        floor = house.segue.staffing.floor_for(one, house.clock())
        places.append(floor.team(TeamId("orders")).waiting)
    assert places == [1, 2]


async def test_an_agent_who_is_lost_gives_the_customer_back_their_place(house: House) -> None:
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    await house.segue.router.round()
    await house.say(AgentAccepted(who(ANA)))
    await house.segue.presence.lost(ANA)
    stage = await stage_of(house)
    assert isinstance(stage, s.Waiting)
    assert stage.ahead
    assert stage.handoff.reason == s.Reason.AGENT_LOST
    agent = await house.segue.store.agent(ANA)
    assert agent is not None
    assert agent.status == "offline"


async def test_who_was_not_seen_for_a_minute_is_lost_and_who_was_is_not(house: House) -> None:
    await house.on_shift(ANA, BEN)
    house.clock.go_on(seconds=61)
    await house.segue.presence.connected(BEN)
    await house.segue.presence._find_lost()  # noqa: SLF001 - one look instead of the watch
    statuses = {agent.id: agent.status for agent in await house.segue.store.agents()}
    assert statuses == {ANA: "offline", BEN: "available"}


async def test_two_missed_offers_in_a_row_set_an_agent_away(house: House) -> None:
    await house.on_shift(ANA)
    await house.segue.presence.begin()
    await wait_in_line(house, C1, C2)
    await house.segue.router.round()
    house.clock.go_on(seconds=31)
    await house.work()
    for _ in range(50):
        await asyncio.sleep(0)
    agent = await house.segue.store.agent(ANA)
    assert agent is not None
    assert agent.status == "away"


async def test_a_customer_without_an_address_who_leaves_the_line_is_not_looked_for(
    house: House,
) -> None:
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    await house.segue.presence._away(C1)  # noqa: SLF001 - the grace is over
    stage = await stage_of(house)
    assert isinstance(stage, s.Closed)
    assert stage.outcome == "left_waiting"
    assert await house.segue.router.round() == 0


async def test_who_leaves_while_the_store_is_read_is_not_put_back_in_line(house: House) -> None:
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    store, staffing = house.segue.store, house.segue.staffing
    read = store.line

    async def slow_line() -> list[Conversation]:
        line = await read()  # read before, told after: what is heard meanwhile is newer
        await house.say(CustomerChose("leave_line"))
        return line

    store.line = slow_line  # type: ignore[method-assign]
    await staffing.refresh()
    assert staffing.places == {}


async def test_when_a_team_closes_everybody_in_its_line_is_told_once(house: House) -> None:
    day = ((8 * 60, 13 * 60),)
    hours = OpenHours(zone="UTC", week=(day,) * 7)
    await house.segue.store.save_team(Team(TeamId("orders"), "Orders", hours))
    await house.on_shift(ANA, status="busy")
    await wait_in_line(house, C1)
    await house.segue.router.round()
    house.clock.go_on(hours=2)
    for _ in range(3):
        await house.segue.router.round()
    told = [
        row.event.line.key
        for row in await house.segue.store.events(C1)
        if isinstance(row.event, ChoicesShown) and row.event.line
    ]
    assert told == ["away"]
