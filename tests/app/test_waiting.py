"""The estimate in a running house: over a real store, with a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.conftest import ANA, BEN, C1, ORDERS, Turned, who
from app.waiting_house import C2, C3, C4, REFUNDS, Open, opened
from segue.app.ports_staff import Team
from segue.app.waiting import LEARNED
from segue.domain import events as e
from segue.domain.hours import OpenHours
from segue.domain.ids import ConversationId
from segue.domain.inputs import (
    AgentAccepted,
    AgentClosed,
    ConversationStarted,
    CustomerAskedForPerson,
)
from segue.domain.waits import History


@pytest.fixture
def clock() -> Turned:
    return Turned()


@pytest.fixture
async def house(tmp_path: Path, clock: Turned) -> AsyncIterator[Open]:
    async with opened(tmp_path, clock) as made:
        yield made


# --- what is shown --------------------------------------------------------------------------------


async def test_three_wait_for_one_agent_and_each_comes_nearer(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    await house.join(C2, C3, C4)
    seen = []
    for served in (C1, C2, C3):
        number = house.waits.shown(C4)
        assert number is not None
        seen.append((house.place(C4), number))
        await house.look(minutes=3)
        await house.say(served, AgentClosed(who(ANA)))
        following = {C1: C2, C2: C3, C3: C4}[served]
        await house.pick(following)
        await house.look(seconds=5)
    assert [place for place, _ in seen] == [3, 2, 1]
    medians = [number.median_s for _, number in seen]
    assert medians == sorted(medians, reverse=True)
    highs = [number.high_s or 10**6 for _, number in seen]
    assert highs == sorted(highs, reverse=True)
    assert house.grown == []
    assert house.waits.shown(C4) is None


async def test_with_nobody_at_work_there_is_no_number(house: Open) -> None:
    await house.join(C1)
    assert house.told(C1) is None
    assert house.waits.newcomer(ORDERS) is None
    await house.on_shift(BEN)
    await house.look(seconds=2)
    assert house.told(C1) is not None
    assert house.waits.newcomer(ORDERS) is not None
    assert house.waits.newcomer(REFUNDS) is None


async def test_while_everybody_is_busy_or_away_there_is_no_number(house: Open) -> None:
    await house.on_shift(ANA, BEN)
    await house.join(C1)
    assert house.told(C1) is not None
    await house.on_shift(ANA, status="away")
    await house.on_shift(BEN, status="busy")
    await house.look(seconds=1)
    assert house.told(C1) is None


async def test_outside_hours_there_is_no_number(house: Open) -> None:
    await house.on_shift(BEN)
    closed = OpenHours(closed_on=("2026-01-01",))
    await house.segue.store.save_team(Team(ORDERS, "Orders", closed))
    await house.segue.staffing.refresh()
    await house.look(seconds=1)
    assert house.waits.newcomer(ORDERS) is None


async def test_somebody_with_room_is_with_a_newcomer_at_once(house: Open) -> None:
    await house.on_shift(BEN)
    await house.look(minutes=30)
    number = house.waits.newcomer(ORDERS)
    assert number is not None
    assert (number.low_s, number.high_s) == (0, 60)


async def test_what_was_said_before_they_joined_is_what_they_read_first(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    await house.look(seconds=20)
    newcomer = house.waits.newcomer(ORDERS)
    assert newcomer is not None
    number = await house.segue.store.next_number()
    await house.segue.turns.take(C2, ConversationStarted(number), new=True)
    asked = await house.say(C2, CustomerAskedForPerson())
    (requested,) = (row.event for row in asked.rows if isinstance(row.event, e.HandoffRequested))
    assert (requested.handoff.told_low_s, requested.handoff.told_high_s) == (
        newcomer.low_s,
        newcomer.high_s,
    )
    assert house.told(C2) == (newcomer.low_s, newcomer.high_s)


async def test_an_upper_end_rises_only_aloud(house: Open) -> None:
    """Places vanish one by one while somebody waits: every later upper end is a growth."""
    await house.on_shift(BEN)
    await house.join(*(ConversationId(f"busy{n}") for n in range(4)))
    for n in range(4):
        await house.pick(ConversationId(f"busy{n}"), BEN)
    await house.join(C1, C2)
    number, last = house.waits.shown(C2), 0
    assert number is not None
    for minute in range(25):
        if minute == 2:
            ben = house.segue.staffing.agents[BEN]
            await house.segue.store.save_agent(replace(ben, capacity=1))
            await house.segue.staffing.refresh()
        growths = [one for one, _ in house.grown if one == C2]
        before, number = number, house.waits.shown(C2)
        if number is None:
            break
        if (number.high_s or 10**6) > (before.high_s or 10**6):
            assert len(growths) == last + 1
        last = len(growths)
        assert number.grew == last
        await house.look(minutes=1)
    assert last >= 1


async def test_after_the_second_growth_there_is_no_number(house: Open) -> None:
    await house.on_shift(BEN)
    await house.join(C1)
    following = house.waits.lines.followed[C1]
    following.grew = 2
    assert house.waits.shown(C1) is None


async def test_far_back_in_a_long_line_there_is_no_number(house: Open) -> None:
    await house.on_shift(ANA)
    house.waits.front = 20
    many = [ConversationId(f"many{n:03}") for n in range(30)]
    for one in many:
        number = await house.segue.store.next_number()
        await house.segue.turns.take(one, ConversationStarted(number), new=True)
        await house.say(one, CustomerAskedForPerson())
    await house.look(seconds=1)
    assert house.told(many[0]) is not None
    assert house.told(many[-1]) is None
    assert house.waits.newcomer(ORDERS) is None


# --- what is kept ---------------------------------------------------------------------------------


async def test_what_was_told_survives_a_restart(tmp_path: Path, clock: Turned) -> None:
    async with opened(tmp_path, clock) as house:
        await house.on_shift(ANA)
        await house.join(C1)
        await house.pick(C1)
        await house.join(C2, C3)
        await house.look(seconds=40)
        before = house.told(C3)
        following = house.waits.lines.followed[C3]
        following.grew = 1
        assert before is not None
        await house.waits.write()
    clock.go_on(seconds=1)
    async with opened(tmp_path, clock) as house:
        assert house.told(C3) == before
        await house.look(seconds=1)
        after = house.told(C3)
        assert after is not None
        assert after[1] is not None
        assert before[1] is not None
        assert after[1] <= before[1]
        assert len(house.waits.lines.followed[C3].tellings) >= 2
        assert house.grown == []


async def test_what_was_learned_survives_a_restart(tmp_path: Path, clock: Turned) -> None:
    async with opened(tmp_path, clock) as house:
        await house.on_shift(ANA)
        await house.join(C1)
        await house.pick(C1)
        clock.go_on(minutes=9)
        await house.say(C1, AgentClosed(who(ANA)))
        learned = house.waits.lines.history
        assert learned.mean_s() == pytest.approx((300 * 9.95 + 540) / 10.95)
        before = learned.to_json()
    async with opened(tmp_path, clock) as house:
        assert house.waits.lines.history.to_json() == before


async def test_a_damaged_history_begins_anew(tmp_path: Path, clock: Turned) -> None:
    async with opened(tmp_path, clock) as house:
        await house.segue.store.keep_learned(LEARNED, b'{"theta":', clock())
        await house.waits.begin()
        assert house.waits.lines.history.to_json() == History().to_json()


async def test_every_estimate_that_was_shown_is_scored(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    await house.pick(C1)
    await house.join(C2)
    await house.look(seconds=60)
    (waiting,) = [one for one in await house.tally() if not one.how]
    assert waiting.shown >= 2
    await house.say(C1, AgentClosed(who(ANA)))
    await house.pick(C2)
    served = [one for one in await house.tally() if one.how == "served"]
    assert sum(one.shown for one in served) >= waiting.shown
    assert sum(one.covered + one.below + one.above for one in served) == served[0].shown
    assert house.waits.counted.settled == served[0].shown
    assert house.waits.counted.pinball_s == pytest.approx(served[0].pinball_s, abs=0.01)


async def test_nobody_looked_so_nothing_was_shown(house: Open) -> None:
    await house.on_shift(ANA)
    house.segue.turns.waking.ours.clear()  # another process handed it over …
    number = await house.segue.store.next_number()
    await house.segue.turns.take(C1, ConversationStarted(number), new=True)
    await house.say(C1, CustomerAskedForPerson())
    await house.look(seconds=1)
    assert await house.tally() == []


# --- rounds ---------------------------------------------------------------------------------------


async def test_who_came_without_being_heard_is_found_and_who_went_is_let_go(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    house.waits.lines.followed.clear()
    await house.look(seconds=1)
    assert C1 in house.waits.lines.followed
    house.segue.staffing.leave(C1)
    await house.look(seconds=1)
    assert C1 not in house.waits.lines.followed


async def test_a_clock_that_is_set_back_is_no_harm(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1, C2)
    house.clock.now -= timedelta(hours=3)
    await house.look()
    number = house.waits.shown(C1)
    assert number is not None
    await house.pick(C1)
    await house.look(seconds=1)


async def test_who_is_being_offered_waits_for_seconds(house: Open) -> None:
    await house.on_shift(ANA)
    await house.join(C1)
    assert await house.segue.router.round() == 1
    await house.look(seconds=2)
    number = house.waits.shown(C1)
    assert number is not None
    assert number.median_s < 20
    await house.say(C1, AgentAccepted(who(ANA)))
    assert house.waits.lines.served[C1][0] == ANA
