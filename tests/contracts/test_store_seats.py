"""Seats: capacity holds at every commit."""

import asyncio
from collections import Counter

import pytest

from contracts.house import ANA, BEN, C1, House, names
from segue.app.ports_staff import Agent
from segue.domain.errors import NoSeat, Taken
from segue.domain.ids import AgentId, ConversationId
from segue.domain.inputs import (
    AgentAccepted,
    AgentClosed,
    AgentDeclined,
    AgentFound,
    AgentPicked,
    AgentTransferred,
    CustomerChose,
    LeadTookOver,
    Who,
)
from segue.domain.line_rules import UNIT
from segue.domain.stages import Offered, Waiting, WithAgent


def loads_of(seats: dict[ConversationId, AgentId]) -> dict[AgentId, int]:
    return dict(Counter(seats.values()))


async def test_an_offer_takes_a_seat_and_declining_gives_it_back(house: House) -> None:
    await house.wait_in_line()
    assert await house.store.seats() == {}
    offered = await house.offer(C1, ANA, 1)
    assert isinstance(offered.conversation.stage, Offered)
    assert await house.store.seats() == {C1: ANA.id}
    assert await house.store.holding(ANA.id) == [offered.conversation]
    await house.take(C1, AgentDeclined(ANA))
    assert await house.store.seats() == {}
    assert await house.store.holding(ANA.id) == []


async def test_accepting_keeps_the_seat_and_closing_frees_it(house: House) -> None:
    await house.wait_in_line()
    await house.offer(C1, ANA, 1)
    joined = await house.take(C1, AgentAccepted(ANA))
    assert isinstance(joined.conversation.stage, WithAgent)
    assert await house.store.seats() == {C1: ANA.id}
    await house.take(C1, AgentClosed(ANA, epoch=joined.conversation.epoch))
    assert await house.store.seats() == {}


async def test_no_offer_goes_above_the_capacity(house: House) -> None:
    some = names(10)
    for n, name in enumerate(some):
        await house.wait_in_line(name, n)
    results = await asyncio.gather(
        *(house.offer(name, ANA, 3) for name in some), return_exceptions=True
    )
    assert sum(isinstance(one, NoSeat) for one in results) == 7
    assert loads_of(await house.store.seats()) == {ANA.id: 3}
    left = [one for one in await house.store.line() if isinstance(one.stage, Waiting)]
    assert len(left) == 7, "whoever got no seat is still in the line, unchanged"
    assert {len(await house.seqs(one.id)) for one in left} == {2}


async def test_what_was_said_beside_a_refused_offer_is_kept(house: House) -> None:
    full, waiting = names(2)
    await house.wait_in_line(full)
    await house.offer(full, ANA, 1)
    await house.wait_in_line(waiting)
    before, refused, after = await asyncio.gather(
        house.say(waiting, "are you there?"),
        house.offer(waiting, ANA, 1),
        house.say(waiting, "hello?"),
        return_exceptions=True,
    )
    assert isinstance(refused, NoSeat)
    assert not isinstance(before, BaseException)
    assert not isinstance(after, BaseException)
    assert after.conversation.turns == 2
    seqs = await house.seqs(waiting)
    assert seqs == list(range(1, len(seqs) + 1))


async def test_a_lower_capacity_holds_at_once_and_nobody_is_thrown_out(house: House) -> None:
    for n, name in enumerate(names(3)):
        await house.wait_in_line(name, n)
        await house.offer(name, ANA, 3)
    await house.wait_in_line(ConversationId("c_more"))
    with pytest.raises(NoSeat):
        await house.offer(ConversationId("c_more"), ANA, 2)
    await house.take(names(3)[0], AgentDeclined(ANA))
    with pytest.raises(NoSeat):
        await house.offer(ConversationId("c_more"), ANA, 2)
    await house.take(names(3)[1], AgentDeclined(ANA))
    await house.offer(ConversationId("c_more"), ANA, 2)
    assert loads_of(await house.store.seats()) == {ANA.id: 2}


async def test_whoever_takes_by_their_own_will_may_go_above(house: House) -> None:
    for n, name in enumerate(names(3)):
        await house.wait_in_line(name, n)
    await house.offer(names(3)[0], ANA, 1)
    await house.take(names(3)[1], AgentPicked(ANA))
    await house.take(names(3)[2], AgentPicked(ANA))
    assert loads_of(await house.store.seats()) == {ANA.id: 3}


async def test_a_seat_moves_with_the_conversation(house: House) -> None:
    joined = await house.with_person()
    lead = Who(BEN.id, BEN.name, lead=True)
    await house.take(C1, LeadTookOver(lead, "shift ends"))
    assert loads_of(await house.store.seats()) == {BEN.id: 1}
    one = await house.store.conversation(C1)
    assert one is not None
    given = AgentTransferred(BEN, "yours again", one.epoch, to=ANA)
    await house.take(C1, given)
    assert len(await house.store.seats()) <= 1
    assert joined.conversation.id == C1


async def test_leaving_the_line_frees_the_seat_that_rang(house: House) -> None:
    await house.wait_in_line()
    await house.offer(C1, ANA, 1)
    await house.take(C1, CustomerChose("leave_line"))
    assert await house.store.seats() == {}


async def test_of_two_who_pick_at_once_one_gets_it(house: House) -> None:
    await house.wait_in_line()
    results = await asyncio.gather(
        house.take(C1, AgentPicked(ANA)),
        house.take(C1, AgentPicked(BEN)),
        return_exceptions=True,
    )
    assert sum(not isinstance(one, BaseException) for one in results) == 1
    assert len(await house.store.seats()) == 1


async def test_seats_survive_a_restart(lasting: House) -> None:
    await lasting.wait_in_line()
    await lasting.offer(C1, ANA, 1)
    await lasting.again()
    await lasting.wait_in_line(ConversationId("c_2"))
    with pytest.raises(NoSeat):
        await lasting.offer(ConversationId("c_2"), ANA, 1)
    assert loads_of(await lasting.store.seats()) == {ANA.id: 1}


async def test_the_offered_agent_wins_over_one_who_was_not_asked(house: House) -> None:
    await house.wait_in_line()
    await house.offer(C1, ANA, 4)
    with pytest.raises(Taken):
        await house.take(C1, AgentAccepted(BEN))
    await house.take(C1, AgentAccepted(ANA))
    assert await house.store.seats() == {C1: ANA.id}


async def test_seats_weigh_what_their_conversations_weigh(house: House) -> None:
    """Two chats of a half fit beside a whole one where two chats fit, and nothing more."""
    some = names(5)
    for n, name in enumerate(some):
        await house.wait_in_line(name, n)
    await house.offer(some[0], ANA, 2)
    await house.offer(some[1], ANA, 2, weight=50)
    with pytest.raises(NoSeat):
        await house.offer(some[2], ANA, 2)
    await house.offer(some[2], ANA, 2, weight=50)
    with pytest.raises(NoSeat):
        await house.offer(some[3], ANA, 2, weight=1)
    held = {seat.conversation: seat for seat in await house.store.seated()}
    assert {name: seat.weight for name, seat in held.items()} == {
        some[0]: 100,
        some[1]: 50,
        some[2]: 50,
    }
    assert {seat.since for seat in held.values()} == {house.now}


async def test_many_small_ones_at_once_stay_within_the_capacity(house: House) -> None:
    some = names(12)
    for n, name in enumerate(some):
        await house.wait_in_line(name, n)
    results = await asyncio.gather(
        *(house.offer(name, ANA, 2, weight=30) for name in some), return_exceptions=True
    )
    assert sum(isinstance(one, NoSeat) for one in results) == 6
    assert sum(seat.weight for seat in await house.store.seated()) == 180


async def test_who_takes_a_heavy_one_by_their_own_will_gets_it_and_is_full(house: House) -> None:
    heavy, light = names(2)
    for n, name in enumerate((heavy, light)):
        await house.wait_in_line(name, n)
    await house.take(heavy, AgentPicked(ANA), weight=lambda _: 400)
    with pytest.raises(NoSeat):
        await house.offer(light, ANA, 4)
    assert [seat.weight for seat in await house.store.seated()] == [400]


async def test_capacity_is_asked_with_the_agent_as_the_transaction_reads_them(
    house: House,
) -> None:
    """Another process may have set somebody away a moment ago: no offer reaches them."""
    await house.store.save_agent(Agent(ANA.id, "Ana", "ana@example.com", status="available"))
    some = names(2)
    for n, name in enumerate(some):
        await house.wait_in_line(name, n)

    def room(_: AgentId, agent: Agent | None) -> int:
        return agent.capacity * UNIT if agent and agent.status == "available" else 0

    one = await house.store.conversation(some[0])
    assert one is not None
    assert one.handoff is not None
    await house.take(some[0], AgentFound(ANA.id, "Ana", one.handoff.id), capacity=room)
    await house.store.set_status(ANA.id, "away")
    two = await house.store.conversation(some[1])
    assert two is not None
    assert two.handoff is not None
    with pytest.raises(NoSeat):
        await house.take(some[1], AgentFound(ANA.id, "Ana", two.handoff.id), capacity=room)
