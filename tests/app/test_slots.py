"""Times for calls on bad days: the team is gone, the hours changed, no room is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from app.conftest import C1, ORDERS, House
from segue.app.slots import Offered
from segue.domain.errors import NoSlot, SlotClosed, SlotPast, SlotTaken
from segue.domain.hours import OpenHours
from segue.domain.ids import ConversationId, TeamId
from segue.domain.inputs import (
    CustomerAskedForPerson,
    CustomerChose,
    IntegrationAskedForPerson,
)
from segue.domain.line_rules import TeamLineRules
from segue.domain.stages import Deferred, Waiting

BERLIN = OpenHours("Europe/Berlin", (((9 * 60, 17 * 60),),) * 7)
C2 = ConversationId("c2")


def call(at: datetime | None = None) -> CustomerChose:
    return CustomerChose("callback", phone="+34600123456", at=at)


async def open_in(house: House, hours: OpenHours) -> None:
    team = house.segue.staffing.teams[ORDERS]
    await house.segue.store.save_team(replace(team, hours=hours))
    await house.segue.staffing.refresh()


async def offered(house: House, one: ConversationId = C1) -> Offered:
    found = await house.segue.store.conversation(one)
    assert found is not None
    return await house.segue.turns.slots.offered(found)


async def refused(house: House, at: datetime, no: type[NoSlot]) -> tuple[datetime, ...]:
    with pytest.raises(no) as why:
        await house.say(call(at))
    return why.value.alternatives


async def test_a_time_that_lies_in_new_hours_no_more_is_refused_with_others(house: House) -> None:
    await open_in(house, BERLIN)
    await house.start()
    last = (await offered(house)).free[5].at
    await open_in(house, replace(BERLIN, closed_on=(last.date().isoformat(),)))
    others = await refused(house, last, SlotClosed)
    assert len(others) == 3
    assert all(other.date() > last.date() for other in others)
    kept = await house.say(call(others[0]))
    assert isinstance(kept.conversation.stage, Deferred)


async def test_a_team_deleted_meanwhile_promises_no_time_but_still_a_call(house: House) -> None:
    await house.start()
    at = (await offered(house)).free[0].at
    house.segue.staffing.teams.clear()
    assert (await offered(house)).free == ()
    assert await refused(house, at, SlotClosed) == ()
    kept = await house.say(call())
    assert isinstance(kept.conversation.stage, Deferred)


async def test_a_team_without_room_for_calls_offers_none(house: House) -> None:
    await house.start()
    at = (await offered(house)).free[0].at
    policy = house.segue.policy
    none = replace(policy.line, teams=(TeamLineRules(ORDERS, callbacks=0),))
    house.segue.turns.use(replace(policy, line=none))
    assert (await offered(house)).free == ()
    assert await refused(house, at, SlotTaken) == ()


async def test_somebody_refused_keeps_their_place_in_the_line(house: House) -> None:
    await house.start()
    await house.say(CustomerAskedForPerson())
    await refused(house, house.clock() - timedelta(hours=1), SlotPast)
    one = await house.segue.store.conversation(C1)
    assert one is not None
    assert isinstance(one.stage, Waiting)


async def test_the_times_are_those_of_the_team_that_one_waits_for(house: House) -> None:
    billing = TeamId("billing")
    team = house.segue.staffing.teams[ORDERS]
    await house.segue.store.save_team(replace(team, id=billing, hours=BERLIN))
    await house.segue.staffing.refresh()
    await house.start()
    assert (await offered(house)).team == ORDERS
    await house.say(IntegrationAskedForPerson("refund", team=billing))
    found = await offered(house)
    assert found.team == billing
    assert {slot.at.hour for slot in found.free} == set(range(8, 16)), "nine to five in Berlin"


async def test_when_clocks_change_the_slots_stay_on_the_wall(house: House) -> None:
    await open_in(house, BERLIN)
    house.clock.now = datetime(2026, 10, 23, 20, tzinfo=UTC)
    await house.start()
    found = await offered(house)
    firsts = {slot.at.date(): slot.at for slot in reversed(found.free)}
    assert firsts[datetime(2026, 10, 24, tzinfo=UTC).date()].hour == 7
    assert firsts[datetime(2026, 10, 25, tzinfo=UTC).date()].hour == 8
    assert found.next_open == datetime(2026, 10, 24, 7, tzinfo=UTC)


async def test_a_booked_time_counts_and_is_free_again_when_it_is_changed(house: House) -> None:
    for one in (C1, C2):
        await house.start(conversation=one)
    first, second = (await offered(house)).free[:2]
    await house.say(call(first.at))
    assert (await offered(house, C2)).free[0].left == 1
    await house.say(call(second.at))
    found = (await offered(house, C2)).free
    assert (found[0].left, found[1].left) == (2, 1)
