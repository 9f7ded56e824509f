"""The router, the floor and presence together, over a real store."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.conftest import ANA, BEN, C1, ORDERS, House, who
from segue.app.ports_staff import Lent, Surge, Team
from segue.app.router import Router
from segue.app.staffing import Staffing
from segue.app.turn import Turns
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.events import ChoicesShown
from segue.domain.hours import OpenHours
from segue.domain.ids import AgentId, ConversationId, TeamId
from segue.domain.inputs import (
    AgentAccepted,
    AgentClosed,
    AgentDeclined,
    CustomerAskedForPerson,
    CustomerChose,
)
from segue.domain.line_rules import LineRules

C2, C3, C4, C5 = (ConversationId(f"c{n}") for n in range(2, 6))


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


async def look_for_lost(house: House) -> dict[AgentId, str]:
    """One look instead of the watch; everybody's status after it."""
    await house.segue.presence._find_lost()  # noqa: SLF001
    return {agent.id: agent.status for agent in await house.segue.store.agents()}


async def test_who_was_not_seen_for_a_minute_is_lost_and_who_was_is_not(house: House) -> None:
    await house.on_shift(ANA, BEN)
    await house.segue.presence.connected(BEN)
    assert set((await look_for_lost(house)).values()) == {"available"}
    house.clock.go_on(seconds=61)
    assert await look_for_lost(house) == {ANA: "offline", BEN: "available"}


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_is_set_makes_nobody_lost_and_nobody_present(
    house: House, hours: int
) -> None:
    """Ben is connected to another server, which goes on renewing his sign; Ana is gone."""
    store = house.segue.store
    await house.on_shift(ANA, BEN)
    await look_for_lost(house)
    house.clock.jump(hours=hours)
    for _ in range(9):
        house.clock.go_on(seconds=7)
        await store.seen_agents([BEN], house.clock())
        statuses = await look_for_lost(house)
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


async def test_an_offer_rings_no_longer_than_it_lasts_when_the_clock_is_put_back(
    house: House,
) -> None:
    """Its timer now lies an hour ahead; the router counts by itself."""
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    await house.segue.router.round()
    house.clock.jump(hours=-1)
    house.clock.go_on(seconds=20)
    await house.segue.router.round()
    assert isinstance(await stage_of(house), s.Offered)
    house.clock.go_on(seconds=20)
    await house.work()
    assert isinstance(await stage_of(house), s.Offered), "no timer has come"
    await house.segue.router.round()
    assert isinstance(await stage_of(house), s.Waiting)
    assert house.segue.staffing.held[ANA] == 0


async def test_an_offer_ends_by_its_timer_when_the_clock_is_put_forward(house: House) -> None:
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    await house.segue.router.round()
    house.clock.jump(seconds=40)
    await house.work()
    assert isinstance(await stage_of(house), s.Waiting)


async def test_an_offer_that_rang_when_the_server_died_ends_after_the_restart(
    house: House,
) -> None:
    """Also when the clock was put back while it was down."""
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    await house.segue.router.round()
    house.clock.jump(hours=-2)
    segue = house.segue
    staffing = Staffing(segue.store, house.clock, segue.policy, ticks=house.clock.ticks)
    turns = Turns(segue.store, segue.hub, house.clock, staffing, segue.policy)
    router = Router(turns, staffing)
    await staffing.refresh()
    assert staffing.loads == {ANA: 1}
    house.clock.go_on(seconds=40)
    await router.round()
    assert isinstance(await stage_of(house), s.Waiting)


async def test_who_goes_away_is_not_rung_at_any_more_and_the_next_one_is(house: House) -> None:
    await house.on_shift(ANA, BEN)
    await wait_in_line(house, C1)
    await house.segue.router.round()
    first = await stage_of(house)
    assert isinstance(first, s.Offered)
    await house.segue.presence.set_status(first.agent, "away")
    assert isinstance(await stage_of(house), s.Waiting)
    await house.segue.router.round()
    second = await stage_of(house)
    assert isinstance(second, s.Offered)
    assert second.agent != first.agent


async def test_nothing_new_rings_at_a_closed_laptop_and_it_does_when_it_opens(
    house: House,
) -> None:
    await house.on_shift(ANA)
    presence = house.segue.presence
    await presence.connected(ANA)
    await presence.gone(ANA)
    await wait_in_line(house, C1)
    assert await house.segue.router.round() == 0
    await presence.connected(ANA)
    assert await house.segue.router.round() == 1


async def test_when_all_are_gone_at_once_everybody_stands_where_they_stood(house: House) -> None:
    await house.on_shift(ANA, BEN)
    await wait_in_line(house, C1, C2, C3)
    before = {}
    for one in (C1, C2, C3):
        stage = await stage_of(house, one)
        assert isinstance(stage, s.Waiting)
        before[one] = stage.since
    await house.segue.router.round()
    await house.say(AgentAccepted(who((await offered(house, C1)).agent)))
    await look_for_lost(house)
    house.clock.go_on(seconds=61)
    assert set((await look_for_lost(house)).values()) == {"offline"}
    line = list(house.segue.staffing.lineup.line())
    assert [place.conversation for place in line] == [C1, C2, C3]
    assert {place.conversation: place.since for place in line} == before
    assert sum(house.segue.staffing.held.values()) == 0
    await house.on_shift(ANA)
    house.clock.go_on(minutes=3)
    assert await house.segue.router.round() == 2


async def offered(house: House, conversation: ConversationId) -> s.Offered:
    stage = await stage_of(house, conversation)
    assert isinstance(stage, s.Offered)
    return stage


async def test_capacity_that_drops_between_choice_and_commit_is_what_holds(house: House) -> None:
    """The router believes in two places; the store knows that one was taken away just now."""
    await house.on_shift(ANA)
    await wait_in_line(house, C1, C2)
    ana = await house.segue.store.agent(ANA)
    assert ana is not None
    await house.segue.store.save_agent(replace(ana, capacity=1))
    house.segue.router._people_at = house.clock.ticks()  # noqa: SLF001 - it looked a moment ago
    assert await house.segue.router.round() == 1
    assert await house.segue.store.seats() == {C1: ANA}


async def test_an_agent_we_are_wrong_about_keeps_nobody_from_others(house: House) -> None:
    """Ana looks least busy, but another process has set her away: Ben gets them all the same."""
    await house.on_shift(ANA, BEN)
    await wait_in_line(house, C1, C2)
    await house.segue.store.set_status(ANA, "away")
    house.segue.router._people_at = house.clock.ticks()  # noqa: SLF001 - it looked a moment ago
    assert await house.segue.router.round() == 2
    assert set((await house.segue.store.seats()).values()) == {BEN}


async def test_an_agent_who_helps_another_team_for_an_hour_gets_its_customers(
    house: House,
) -> None:
    store, now = house.segue.store, house.clock()
    await store.save_team(Team(TeamId("billing"), "Billing"))
    ana = await store.agent(ANA)
    assert ana is not None
    lent = Lent(ORDERS, now + timedelta(hours=1))
    await store.save_agent(replace(ana, teams=(TeamId("billing"),), lent=(lent,), capacity=1))
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    assert await house.segue.router.round() == 1
    await house.say(AgentAccepted(who(ANA)), AgentClosed(who(ANA)))
    house.clock.go_on(hours=1)
    await wait_in_line(house, C2)
    assert await house.segue.router.round() == 0


async def test_a_surge_makes_room_and_takes_it_back_by_itself(house: House) -> None:
    store = house.segue.store
    surge = Surge(house.clock() + timedelta(minutes=30), "lee", more=1)
    await store.save_team(Team(ORDERS, "Orders", surge=surge))
    await house.on_shift(ANA)
    await wait_in_line(house, C1, C2, C3, C4)
    floor = house.segue.staffing.floor(house.clock())
    assert floor.team(ORDERS).surge
    assert await house.segue.router.round() == 3
    for one in (C1, C2, C3):
        await house.say(AgentAccepted(who(ANA)), conversation=one)
    house.clock.go_on(minutes=30)
    assert not house.segue.staffing.floor(house.clock()).team(ORDERS).surge
    await house.say(AgentClosed(who(ANA)))
    assert await house.segue.router.round() == 0
    assert house.segue.staffing.load_of(ANA) == 200


async def test_who_works_other_hours_is_offered_nothing_in_between(house: House) -> None:
    store = house.segue.store
    ana = await store.agent(ANA)
    assert ana is not None
    late = OpenHours(zone="UTC", week=(((14 * 60, 22 * 60),),) * 7)
    await store.save_agent(replace(ana, shift=late))
    await house.on_shift(ANA)
    await wait_in_line(house, C1)
    assert await house.segue.router.round() == 0
    assert house.segue.staffing.floor(house.clock()).team(ORDERS).staffed == 0
    house.clock.go_on(hours=2)
    assert await house.segue.router.round() == 1


async def test_light_conversations_share_a_place(house: House) -> None:
    """A channel that weighs a half fits twice where a chat fits once."""
    line = LineRules(weights=(("web", 50),))
    house.segue.turns.use(replace(house.segue.policy, line=line))
    await house.on_shift(ANA)
    await wait_in_line(house, C1, C2, C3, C4, C5)
    assert await house.segue.router.round() == 4
    assert house.segue.staffing.load_of(ANA) == 200


async def test_a_line_of_thousands_is_seen_whole_after_a_restart(house: House) -> None:
    many = [ConversationId(f"m{n}") for n in range(1200)]
    await wait_in_line(house, *many)
    staffing = Staffing(house.segue.store, house.clock, house.segue.policy)
    await staffing.refresh()
    assert [place.conversation for place in staffing.lineup.line()] == many
    assert staffing.floor(house.clock()).team(ORDERS).waiting == len(many)
