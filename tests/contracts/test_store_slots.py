"""Slots for calls: the last place is given away once, whoever asks at the same moment."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from contracts.house import ANA, C1, POLICY, House, names
from segue.app.ports import Kept
from segue.domain.errors import SlotTaken
from segue.domain.ids import ConversationId, TeamId
from segue.domain.inputs import AgentPicked, CustomerChose
from segue.domain.stages import Deferred, Waiting

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
HALF_PAST = TEN + timedelta(minutes=30)
DAY = timedelta(days=1)
TEAM = POLICY.team


def two(team: TeamId, at: datetime) -> int:
    """Two calls fit into each slot."""
    assert team == TEAM
    assert at in (TEN, HALF_PAST)
    return 2


async def call_at(
    house: House, conversation: ConversationId, at: datetime | None = TEN, key: str | None = None
) -> Kept:
    chosen = CustomerChose("callback", phone="+34600123456", at=at)
    return await house.take(conversation, chosen, slots=two, key=key)


async def taken(house: House) -> dict[datetime, int]:
    return await house.store.slots_taken(TEAM, TEN - DAY, TEN + DAY)


async def all_in_line(house: House, many: int) -> list[ConversationId]:
    some = names(many)
    for n, name in enumerate(some):
        await house.wait_in_line(name, n)
    return some


async def test_a_call_takes_a_place_in_its_slot(house: House) -> None:
    await house.wait_in_line()
    assert await taken(house) == {}
    kept = await call_at(house, C1)
    assert isinstance(kept.conversation.stage, Deferred)
    assert await taken(house) == {TEN: 1}
    assert await house.store.slots_taken(TEAM, TEN + timedelta(seconds=1), TEN + DAY) == {}
    assert await house.store.slots_taken(TeamId("other"), TEN - DAY, TEN + DAY) == {}


async def test_of_many_who_choose_the_same_moment_as_many_get_it_as_fit(house: House) -> None:
    some = await all_in_line(house, 8)
    results = await asyncio.gather(*(call_at(house, name) for name in some), return_exceptions=True)
    assert sum(isinstance(one, SlotTaken) for one in results) == 6
    assert await taken(house) == {TEN: 2}
    left = [one for one in await house.store.line() if isinstance(one.stage, Waiting)]
    assert len(left) == 6, "whoever got no slot still waits, unchanged"
    assert {len(await house.seqs(one.id)) for one in left} == {2}


async def test_what_was_said_beside_a_refused_choice_is_kept(house: House) -> None:
    first, second, third = await all_in_line(house, 3)
    await call_at(house, first)
    await call_at(house, second)
    said, refused = await asyncio.gather(
        house.say(third, "please call me"), call_at(house, third), return_exceptions=True
    )
    assert isinstance(refused, SlotTaken)
    assert not isinstance(said, BaseException)
    assert said.conversation.turns == 1


async def test_another_time_lets_the_first_one_go(house: House) -> None:
    first, second, third = await all_in_line(house, 3)
    for name in (first, second):
        await call_at(house, name)
    await call_at(house, first, HALF_PAST)
    assert await taken(house) == {TEN: 1, HALF_PAST: 1}
    await call_at(house, third)
    assert await taken(house) == {TEN: 2, HALF_PAST: 1}
    with pytest.raises(SlotTaken):
        await call_at(house, first)
    assert await taken(house) == {TEN: 2, HALF_PAST: 1}, "and keeps what they had"


async def test_the_same_choice_again_is_the_same_place(house: House) -> None:
    await house.wait_in_line()
    await call_at(house, C1, key="k")
    again = await call_at(house, C1, key="k")
    assert again.repeat
    await call_at(house, C1)
    assert await taken(house) == {TEN: 1}


async def test_a_call_without_a_time_takes_no_slot(house: House) -> None:
    await house.wait_in_line()
    await call_at(house, C1, None)
    assert await taken(house) == {}


async def test_whoever_picks_it_up_frees_the_place(house: House) -> None:
    await house.wait_in_line()
    await call_at(house, C1)
    await house.take(C1, AgentPicked(ANA))
    assert await taken(house) == {}


async def test_slots_survive_a_restart(lasting: House) -> None:
    some = await all_in_line(lasting, 3)
    for name in some[:2]:
        await call_at(lasting, name)
    await lasting.again()
    assert await taken(lasting) == {TEN: 2}
    with pytest.raises(SlotTaken):
        await call_at(lasting, some[2])


async def test_of_two_servers_one_gives_the_last_place_away(shared: House) -> None:
    other = House(shared.url)
    await other.open()
    try:
        some = await all_in_line(shared, 12)
        results = await asyncio.gather(
            *(call_at(shared if n % 2 else other, name) for n, name in enumerate(some)),
            return_exceptions=True,
        )
        assert sum(isinstance(one, SlotTaken) for one in results) == 10
        assert not [
            one for one in results if isinstance(one, Exception) and not isinstance(one, SlotTaken)
        ]
        assert await taken(shared) == {TEN: 2}
    finally:
        await other.close()
