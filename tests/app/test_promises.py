"""What is owed to customers: begun, due soon, broken, kept; in order, and after a restart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.conftest import ANA, BEN, C1, ORDERS, House, who
from segue.app.promises import Page, Promises, Wanted
from segue.domain.ids import ConversationId, Epoch, TeamId
from segue.domain.inputs import (
    AgentAccepted,
    AgentCalled,
    AgentPicked,
    AgentSaid,
    CustomerAskedForPerson,
    CustomerChose,
    CustomerSaid,
)

C2, C3 = ConversationId("c2"), ConversationId("c3")
EVERYBODY = Wanted()


async def listed(house: House, wanted: Wanted = EVERYBODY, **more: object) -> Page:
    return await house.segue.promises.listed(wanted, **more)  # type: ignore[arg-type]


async def owed(house: House, wanted: Wanted = EVERYBODY) -> list[tuple[str, str, str]]:
    page = await listed(house, wanted)
    return [(str(one.owed.conversation), one.owed.kind, one.state) for one in page.items]


def ended(house: House) -> dict[tuple[str, str], int]:
    return dict(house.segue.promises.ended)


async def wait(house: House, one: ConversationId = C1) -> None:
    await house.start(conversation=one)
    await house.say(CustomerAskedForPerson(), conversation=one)


async def message(house: House, one: ConversationId) -> None:
    await house.start(conversation=one)
    await house.say(CustomerChose("leave_message", text="The zip broke."), conversation=one)


async def taken(house: House, one: ConversationId = C1) -> Epoch:
    kept = await house.say(AgentPicked(who(ANA)), conversation=one)
    return Epoch(kept.conversation.epoch)


async def test_whoever_waits_is_promised_a_first_answer_that_a_person_keeps(house: House) -> None:
    await wait(house)
    assert await owed(house) == [(C1, "first_answer", "ok")]
    epoch = await taken(house)
    house.clock.go_on(seconds=60)
    await house.say(AgentSaid(who(ANA), "Hello", epoch))
    assert await owed(house) == []
    assert ended(house) == {("first_answer", "kept"): 1}


async def test_a_first_answer_that_does_not_come_is_due_soon_and_then_broken_once(
    house: House,
) -> None:
    await wait(house)
    house.clock.go_on(seconds=95)
    assert await owed(house) == [(C1, "first_answer", "soon")], "by the clock, before any timer"
    await house.work()
    assert await owed(house) == [(C1, "first_answer", "soon")]
    house.clock.go_on(seconds=30)
    assert await owed(house) == [(C1, "first_answer", "broken")]
    await house.work()
    epoch = await taken(house)
    await house.say(AgentSaid(who(ANA), "Sorry!", epoch))
    assert ended(house) == {("first_answer", "broken"): 1}


async def test_each_turn_of_the_customer_is_owed_an_answer(house: House) -> None:
    await wait(house)
    epoch = await taken(house)
    await house.say(AgentSaid(who(ANA), "Hello", epoch), CustomerSaid("It is red.", "k1"))
    [one] = (await listed(house)).items
    assert (one.owed.kind, one.owed.agent) == ("next_answer", ANA)
    assert one.owed.by == house.clock() + timedelta(minutes=5)
    await house.say(AgentSaid(who(ANA), "Thank you", epoch))
    assert ended(house)["next_answer", "kept"] == 1


async def test_a_message_takes_the_place_of_the_first_answer_with_a_later_promise(
    house: House,
) -> None:
    await wait(house)
    await house.say(CustomerChose("leave_message", text="The zip broke."))
    assert await owed(house) == [(C1, "case", "ok")]
    assert ended(house) == {("first_answer", "moved"): 1}


async def test_leaving_the_line_drops_what_was_promised(house: House) -> None:
    await wait(house)
    await house.say(CustomerChose("leave_line"))
    assert await owed(house) == []
    assert ended(house) == {("first_answer", "dropped"): 1}


async def test_a_call_is_owed_until_the_customer_is_reached(house: House) -> None:
    await wait(house)
    await house.say(CustomerChose("callback", phone="+34600123456"))
    assert await owed(house) == [(C1, "callback", "ok")]
    epoch = await taken(house)
    await house.say(AgentCalled(who(ANA), epoch, "no_answer"))
    [one] = (await listed(house)).items
    assert one.owed.kind == "callback"
    epoch = await taken(house)
    await house.say(AgentCalled(who(ANA), epoch, "reached"))
    assert [kind for _, kind, _ in await owed(house)] in ([], ["next_answer"])
    assert ended(house)["callback", "kept"] == 1


async def test_lists_are_by_due_time_and_go_on_where_they_ended(house: House) -> None:
    await message(house, C3)
    house.clock.go_on(minutes=10)
    await message(house, C2)
    await wait(house, C1)
    first = await listed(house, limit=2)
    assert [one.owed.conversation for one in first.items] == [C1, C3]
    assert first.next is not None
    rest = await listed(house, after=first.next)
    assert [one.owed.conversation for one in rest.items] == [C2]
    assert rest.next is None
    assert first.counts == {"soon": 0, "broken": 0, "callbacks": 0, "cases": 2}
    for wrong in ("", "yesterday", "2026-01-01T00:00:00~c1"):
        with pytest.raises(ValueError, match=r"\w"):
            await listed(house, after=wrong)


async def test_lists_are_of_teams_kinds_and_of_whoever_has_it(house: House) -> None:
    await message(house, C2)
    await wait(house, C1)
    assert await owed(house, Wanted(kinds=("case",))) == [(C2, "case", "ok")]
    assert await owed(house, Wanted(teams=(TeamId("other"),))) == []
    assert len(await owed(house, Wanted(teams=(ORDERS,)))) == 2
    assert await owed(house, Wanted(agent=ANA)) == []
    await taken(house)
    assert await owed(house, Wanted(agent=ANA)) == [(C1, "first_answer", "ok")]
    others = Wanted(teams=(TeamId("other"),), or_agent=ANA)
    assert await owed(house, others) == [(C1, "first_answer", "ok")]
    assert await owed(house, replace(others, or_agent=BEN)) == []


async def test_the_same_is_owed_after_a_restart(house: House) -> None:
    await message(house, C2)
    await wait(house, C1)
    await wait(house, C3)
    await house.on_shift(ANA)
    await taken(house)
    again = Promises(house.segue.store, house.segue.staffing, house.clock)
    await again.start()
    assert again._reading is not None  # noqa: SLF001 - until it was read
    await again._reading  # noqa: SLF001
    assert again.owed == house.segue.promises.owed
    assert len(again.owed) == 3
    await again.stop()


async def test_a_promise_of_a_team_that_was_deleted_is_still_listed(house: House) -> None:
    await message(house, C2)
    house.segue.staffing.teams.clear()
    assert await owed(house) == [(C2, "case", "ok")]


async def test_an_offer_accepted_is_whose_it_is(house: House) -> None:
    await house.on_shift(ANA)
    await wait(house)
    await house.segue.router.round()
    [ringing] = (await listed(house)).items
    assert ringing.owed.agent == ANA
    await house.say(AgentAccepted(who(ANA)))
    assert await owed(house, Wanted(agent=ANA)) == [(C1, "first_answer", "ok")]
