"""How the day goes: heard as it happens, read back after a restart, and the same both ways."""

from __future__ import annotations

from app.conftest import ANA, C1, ORDERS, House, who
from segue.app.floor_day import DayFigures, FloorDay, quantile
from segue.domain.ids import AgentId, ConversationId, Epoch, TeamId
from segue.domain.inputs import AgentAccepted, AgentSaid, CustomerAskedForPerson, CustomerChose

C2, C3 = ConversationId("c2"), ConversationId("c3")
TWO_MINUTES = {ORDERS: 120.0}


async def served(house: House, one: ConversationId, waits_s: float, reads_s: float) -> None:
    """Asks for a person, is taken, and has a reply a little later."""
    await house.start(conversation=one)
    await house.say(CustomerAskedForPerson(), conversation=one)
    house.clock.go_on(seconds=waits_s)
    await house.segue.router.round()
    kept = await house.say(AgentAccepted(who(ANA)), conversation=one)
    house.clock.go_on(seconds=reads_s)
    epoch = Epoch(kept.conversation.epoch)
    await house.say(AgentSaid(who(ANA), "Hello", epoch), conversation=one)


async def some_day(house: House) -> None:
    await house.on_shift(AgentId("ana"))
    await served(house, C1, 30, 10)
    await served(house, C2, 200, 20)
    await house.start(conversation=C3)
    await house.say(CustomerAskedForPerson(), conversation=C3)
    house.clock.go_on(seconds=300)


def asked(house: House, day: FloorDay) -> DayFigures:
    return day.figures(house.clock(), TWO_MINUTES)


async def test_replies_are_counted_from_the_handoff_and_a_wait_past_its_promise_is_not_kept(
    house: House,
) -> None:
    await some_day(house)
    found = asked(house, house.segue.day)
    assert found.handoffs == 3
    assert (found.median_s, found.p90_s) == (40.0, 220.0)
    assert found.within == 1 / 3  # one in time, one late, and one who is late already


async def test_the_same_is_read_back_after_a_restart(house: House) -> None:
    await some_day(house)
    later = FloorDay(house.segue.store, house.clock)
    await later.read_back()
    assert asked(house, later) == asked(house, house.segue.day)
    assert later.longest(house.clock()) == house.segue.day.longest(house.clock())


async def test_what_is_heard_while_it_is_read_back_counts_once(house: House) -> None:
    await some_day(house)
    await house.segue.day.read_back()
    assert asked(house, house.segue.day).handoffs == 3


async def test_leaving_in_time_for_another_way_is_neither_kept_nor_broken(house: House) -> None:
    await house.start()
    await house.say(CustomerAskedForPerson(), CustomerChose("leave_line"))
    house.clock.go_on(seconds=500)
    assert asked(house, house.segue.day).within is None


async def test_the_longest_wait_is_that_of_whoever_waited_then(house: House) -> None:
    await some_day(house)
    longest = house.segue.day.longest(house.clock(), minutes=10, step=5)
    assert [round(seconds) for _, seconds in longest] == [0, 0, 300]
    assert [seconds for _, seconds in house.segue.day.longest(house.clock(), TeamId("none"))] == (
        [0.0] * 31
    )


def test_a_quantile_is_a_value_that_was_there() -> None:
    assert quantile([], 0.5) is None
    assert quantile([1.0, 2.0], 0.5) == 1.0
    assert quantile([1.0, 2.0, 3.0], 0.9) == 3.0
