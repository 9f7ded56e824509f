"""Lists, receipts and cursors."""

import asyncio
from datetime import timedelta

import pytest

from contracts.house import ANA, BEN, C1, House, names
from segue.app.ports import Listed
from segue.domain.ids import ConversationId, Seq, TeamId
from segue.domain.inputs import (
    AgentPicked,
    AgentSnoozed,
    Contact,
    ConversationStarted,
    CustomerAskedForPerson,
    CustomerChose,
)
from segue.store.reading import LINE_PAGE


async def ids(house: House, **wanted: object) -> list[str]:
    found, _ = await house.store.listed(**wanted)  # type: ignore[arg-type]
    return [str(one.conversation.id) for one in found]


async def four_stages(house: House) -> None:
    """c_0 with the bot, c_1 waiting, c_2 with Ana, c_3 for later; a minute between them."""
    bot, waiting, person, later = names(4)
    await house.begin(bot, 4001)
    house.later(minutes=1)
    await house.wait_in_line(waiting, 4002)
    house.later(minutes=1)
    await house.with_person(person, number=4003)
    house.later(minutes=1)
    await house.wait_in_line(later, 4004)
    await house.take(later, CustomerChose("email", email="kim@example.test"))


async def test_a_list_begins_with_the_newest_activity(house: House) -> None:
    await four_stages(house)
    assert await ids(house) == ["c_3", "c_2", "c_1", "c_0"]
    house.later(minutes=1)
    await house.say(ConversationId("c_0"), "Still there?")
    assert await ids(house) == ["c_0", "c_3", "c_2", "c_1"]


async def test_a_list_can_be_of_some_stages_of_an_agent_of_teams(house: House) -> None:
    await four_stages(house)
    assert await ids(house, stages=("with_bot", "waiting")) == ["c_1", "c_0"]
    assert await ids(house, agent=ANA.id) == ["c_2"]
    assert await ids(house, agent=BEN.id) == []
    assert await ids(house, teams=[TeamId("support")]) == ["c_3", "c_2", "c_1", "c_0"]
    assert await ids(house, teams=[TeamId("billing")]) == ["c_0"], "the bot's belong to all"
    assert await ids(house, teams=[]) == ["c_0"]


async def test_a_list_finds_names_addresses_numbers_and_words(house: House) -> None:
    await four_stages(house)
    known = Contact(name="Zoë Ärlig", email="zoe@example.test")
    await house.take(
        ConversationId("c_9"), ConversationStarted(number=7777, contact=known), new=True
    )
    await house.say(ConversationId("c_9"), "100% of my_order is lost")
    for text in ("zoë", "ÄRLIG", "zoe@EXAMPLE", "7777", "100%", "my_order"):
        assert await ids(house, text=text) == ["c_9"], text
    assert await ids(house, text="myXorder") == [], "no wildcards"
    assert await ids(house, text="kim@") == ["c_3"]
    assert await ids(house, text="\x00") == []


async def test_a_list_is_read_page_by_page_without_missing_or_repeating(house: House) -> None:
    some = names(23)
    for n, name in enumerate(some):
        await house.begin(name, n)
        if n % 3 == 0:
            await house.take(name, CustomerAskedForPerson())
        if n % 2 == 0:
            house.later(seconds=1)
    seen: list[Listed] = []
    after: str | None = None
    while True:
        page, after = await house.store.listed(after=after, limit=5)
        seen += page
        if after is None:
            break
        assert len(page) == 5
    assert len(seen) == 23
    assert {one.conversation.id for one in seen} == set(some)
    whole, none = await house.store.listed(limit=100)
    assert (whole, none) == (seen, None)
    with pytest.raises(ValueError, match="cursor"):
        await house.store.listed(after="rubbish")


async def test_counts_are_of_this_agent_and_these_teams(house: House) -> None:
    await four_stages(house)
    person = ConversationId("c_2")
    counts = await house.store.counts(ANA.id, [TeamId("support")])
    assert counts == {"mine": 1, "waiting": 1, "bot": 1, "snoozed": 0, "deferred": 1}
    one = await house.store.conversation(person)
    assert one is not None
    until = house.now + timedelta(hours=1)
    await house.take(person, AgentSnoozed(ANA, one.epoch, until))
    counts = await house.store.counts(ANA.id, [TeamId("billing")])
    assert counts == {"mine": 1, "waiting": 0, "bot": 1, "snoozed": 1, "deferred": 0}
    assert await ids(house, agent=ANA.id, snoozed=True) == ["c_2"]
    assert await ids(house, agent=ANA.id, snoozed=False) == []


async def test_the_line_has_those_who_wait_before_later_answers_the_oldest_first(
    house: House,
) -> None:
    await four_stages(house)
    some = names(4, "d")
    for name in some:
        house.later(seconds=7)
        await house.wait_in_line(name)
    await house.take(some[0], CustomerChose("email", email="kim@example.test"))
    line = await house.store.line()
    assert [str(one.id) for one in line] == ["c_1", "d_1", "d_2", "d_3", "c_3", "d_0"]
    assert await house.store.standing() == {one.id: one.seq for one in line}


async def test_nobody_is_left_out_of_a_line_however_long_it_is(house: House) -> None:
    many = names(LINE_PAGE + 20)
    await asyncio.gather(*(house.wait_in_line(name) for name in many))
    assert {one.id for one in await house.store.line()} == set(many)
    assert set(await house.store.standing()) == set(many)


async def test_receipts_never_go_back(house: House) -> None:
    await house.begin()
    for n in range(4):
        await house.say(C1, f"line {n}")
    await house.store.seen(C1, "agent", Seq(3))
    await house.store.seen(C1, "agent", Seq(2))
    await house.store.seen(C1, "customer", Seq(99))
    await house.store.seen(ConversationId("c_unknown"), "agent", Seq(2))
    one = await house.store.one(C1)
    assert one is not None
    assert (one.seen_by_agent, one.seen_by_customer) == (3, one.conversation.seq)
    await house.say(C1, "one more")
    again = await house.store.one(C1)
    assert again is not None
    assert again.seen_by_agent == 3
    with pytest.raises(ValueError, match="receipts"):
        await house.store.seen(C1, "bot", Seq(1))


async def test_case_numbers_are_never_given_twice(house: House) -> None:
    numbers = await asyncio.gather(*(house.store.next_number() for _ in range(50)))
    assert len(set(numbers)) == 50


async def test_case_numbers_are_new_after_a_restart(lasting: House) -> None:
    before = {await lasting.store.next_number() for _ in range(3)}
    await lasting.again()
    assert await lasting.store.next_number() not in before


# --- cursors -------------------------------------------------------------------------------------


async def test_events_of_all_conversations_are_read_on_from_a_cursor(house: House) -> None:
    await house.begin()
    start = await house.store.cursor()
    said = await house.say(C1, "one")
    await house.begin(ConversationId("c_2"))
    rows = await house.store.events_since(start)
    assert [row.conversation for row in rows] == [*(C1 for _ in said.rows), "c_2"]
    assert await house.store.events_since(rows[0].cursor) == rows[1:]
    assert await house.store.events_since(rows[-1].cursor) == []
    assert await house.store.cursor() == rows[-1].cursor
    assert (await house.store.events_since(start, limit=1)) == rows[:1]
    for rubbish in ("x", "1", "1.x", "1.2.3", "-1.5", "9" * 50 + ".1"):
        with pytest.raises(ValueError, match="cursor"):
            await house.store.events_since(rubbish)


async def test_who_resumes_while_others_write_misses_nothing_and_hears_nothing_twice(
    house: House,
) -> None:
    some = names(8)
    await asyncio.gather(*(house.begin(name, n) for n, name in enumerate(some)))
    cursor = await house.store.cursor()
    writing = asyncio.gather(*(house.say(name, f"{n}") for n in range(25) for name in some))
    read: list[tuple[str, int]] = []
    while True:
        finished = writing.done()
        rows = await house.store.events_since(cursor, limit=7)
        read += [(str(row.conversation), row.seq) for row in rows]
        cursor = rows[-1].cursor if rows else cursor
        if finished and not rows:
            break
    written = [(row.conversation, row.seq) for kept in await writing for row in kept.rows]
    assert len(read) == len(set(read))
    assert sorted(read) == sorted(written)
    for name in some:
        mine = [seq for conversation, seq in read if conversation == name]
        assert mine == sorted(mine)


async def test_picked_from_the_list_it_is_gone_from_the_line(house: House) -> None:
    await house.wait_in_line()
    assert len(await house.store.line()) == 1
    await house.take(C1, AgentPicked(ANA))
    assert await house.store.line() == []
