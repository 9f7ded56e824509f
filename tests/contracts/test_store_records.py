"""Published policies, labelled turns, and the journal with what its decisions rested on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from contracts.house import C1, NOW, House
from segue.app.ports import Example, Published, StalePolicy
from segue.domain.ids import ConversationId, Seq

C2, C3 = ConversationId("c_2"), ConversationId("c_3")
SECOND = Published(2, NOW, "Ines", b'{"segue_policy":1}', "the first change")
THERE = Example(C1, Seq(2), "person", "Ines", NOW, "should have come", "where is it")


async def test_versions_come_back_newest_first(house: House) -> None:
    assert await house.store.published() == []
    assert await house.store.newest_policy() == 1
    third = replace(SECOND, version=3, based_on=2)
    await house.store.publish(SECOND)
    await house.store.publish(third)
    assert await house.store.published() == [third, SECOND]
    assert await house.store.newest_policy() == 3


async def test_a_version_follows_the_newest_or_is_refused(house: House) -> None:
    await house.store.publish(SECOND)
    for version in (1, 2, 4):
        with pytest.raises(StalePolicy) as told:
            await house.store.publish(replace(SECOND, version=version))
        assert told.value.newest == 2


async def test_of_two_who_publish_at_once_one_is_told_that_it_was_too_late(house: House) -> None:
    both = (house.store.publish(SECOND), house.store.publish(replace(SECOND, by="Sara")))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "StalePolicy"]
    assert len(await house.store.published()) == 1


async def test_a_turn_has_one_label(house: House) -> None:
    first = await house.store.add_example(THERE)
    again = await house.store.add_example(replace(THERE, label="no_person"))
    other = await house.store.add_example(replace(THERE, seq=Seq(5)))
    assert first != again
    edited = replace(THERE, label="edited")
    put_right = await house.store.add_example(edited)
    assert await house.store.drop_example(put_right), "beside the label, not in its place"
    kept = await house.store.examples()
    assert kept == [replace(THERE, label="no_person", id=again),
                    replace(THERE, seq=Seq(5), id=other)]  # fmt: skip
    assert await house.store.examples(C1) == kept
    assert await house.store.examples(C2) == []
    assert await house.store.examples(ConversationId("\x00")) == []


async def test_a_label_can_be_taken_back(house: House) -> None:
    number = await house.store.add_example(THERE)
    assert await house.store.drop_example(number)
    assert not await house.store.drop_example(number)
    assert await house.store.examples() == []


async def test_the_journal_comes_with_what_was_heard_and_rested_on(house: House) -> None:
    await house.begin(C1)
    await house.begin(C2, 2)
    await house.say(C1, "I want to talk to a human")
    strangers = [ConversationId("nobody"), ConversationId("\x00")]
    second, *first = await house.store.recorded([C2, C1, *strangers])
    assert type(second.heard).__name__ == "ConversationStarted"
    assert [type(one.heard).__name__ for one in first] == [
        "ConversationStarted",
        "CustomerSaid",
        "NoneType",
    ]
    assert [one.row for one in first] == await house.store.events(C1)


async def test_conversations_are_found_by_when_something_last_happened(house: House) -> None:
    await house.begin(C1)
    await house.begin(C2, 2)
    both = sorted([C1, C2])
    assert await house.store.active_since(NOW - timedelta(days=1)) == both
    assert await house.store.active_since(NOW - timedelta(days=1), "web") == both
    assert await house.store.active_since(NOW - timedelta(days=1), "sms") == []
    assert await house.store.active_since(NOW + timedelta(days=365)) == []


async def test_of_many_conversations_the_newest_can_be_asked_for(house: House) -> None:
    for n, name in enumerate((C1, C2, C3), 1):
        await house.begin(name, n)
    await house.say(C1, "still there?")
    since = NOW - timedelta(days=1)
    everybody = sorted([C1, C2, C3])
    assert await house.store.active_since(since, newest=3) == everybody
    assert await house.store.active_since(since, "web", 99) == everybody
    some = await house.store.active_since(since, newest=2)
    assert len(some) == 2
    assert some == sorted(some)
    assert await house.store.active_since(since, newest=0) == []
