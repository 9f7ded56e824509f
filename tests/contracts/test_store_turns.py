"""Turns: kept whole or not at all, in one order, once."""

import asyncio
from datetime import timedelta

import pytest

from contracts.house import ANA, BEN, C1, NOW, House, Turned, names
from segue.app.ports import KeyReused, UnknownConversation
from segue.domain.conversation import Conversation, fold
from segue.domain.errors import NothingToAccept, Refused
from segue.domain.events import AgentJoined, ConversationOpened, MessagePosted
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.domain.inputs import (
    AgentAccepted,
    AgentPicked,
    AgentSaid,
    BotAnswered,
    ConversationStarted,
    CustomerAskedForPerson,
    CustomerCameBack,
    CustomerSaid,
)
from segue.domain.stages import WithAgent

NUL_AND_FRIENDS = "a\x00b \u202e right-to-left \U0001f9ea \uffff"


async def test_a_turn_is_kept_with_its_events_in_order(house: House) -> None:
    opened = await house.begin()
    said = await house.say(C1, "Where is order 12345?")

    assert opened.seq == 1
    assert [type(row.event) for row in opened.rows] == [ConversationOpened]
    assert said.seq == 2
    assert [row.seq for row in said.rows] == list(range(2, 2 + len(said.rows)))
    assert await house.store.conversation(C1) == said.conversation
    rows = await house.store.events(C1)
    assert rows == [*opened.rows, *said.rows]
    assert fold(Conversation(C1), tuple(row.event for row in rows)) == said.conversation


async def test_events_are_read_from_any_number_on(house: House) -> None:
    await house.begin()
    for n in range(5):
        await house.say(C1, f"line {n}")
    rows = await house.store.events(C1)
    assert await house.store.events(C1, after=Seq(2), limit=2) == rows[2:4]
    assert await house.store.latest_events(C1, 3) == rows[-3:]
    assert await house.store.events(ConversationId("c_unknown")) == []


async def test_an_unknown_conversation_is_said_to_be_unknown(house: House) -> None:
    for name in ("c_nobody", "c_\x00", "c_\ud800", ""):
        with pytest.raises(UnknownConversation):
            await house.say(ConversationId(name), "hello?")
        assert await house.store.conversation(ConversationId(name)) is None
        assert await house.store.one(ConversationId(name)) is None
    assert await house.store.conversations([C1, ConversationId("\x00")]) == []


async def test_a_refusal_changes_nothing(house: House) -> None:
    before = await house.begin()
    with pytest.raises(NothingToAccept):
        await house.take(C1, AgentAccepted(ANA))
    assert await house.store.conversation(C1) == before.conversation
    assert await house.seqs() == [1]


async def test_silence_changes_nothing(house: House) -> None:
    before = await house.begin()
    kept = await house.take(C1, CustomerCameBack())
    assert kept.rows == ()
    assert kept.conversation == before.conversation
    assert await house.seqs() == [1]


async def test_whatever_a_customer_writes_comes_back_as_it_was(house: House) -> None:
    await house.begin()
    await house.say(C1, NUL_AND_FRIENDS, key="k\x00\x01")
    (_, row) = (await house.store.events(C1))[:2]
    assert isinstance(row.event, MessagePosted)
    assert row.event.text == NUL_AND_FRIENDS
    assert (await house.say(C1, NUL_AND_FRIENDS, key="k\x00\x01")).repeat


async def test_times_are_kept_to_the_microsecond(house: House) -> None:
    house.now = NOW + timedelta(microseconds=123_457)
    kept = await house.begin()
    assert (await house.store.events(C1))[0].at == house.now == kept.rows[0].at


async def test_a_step_that_breaks_hurts_only_its_caller(house: House) -> None:
    await house.begin()

    def broken(_: Conversation) -> Turned:
        raise ZeroDivisionError

    def unspeakable(was: Conversation) -> Turned:
        event = MessagePosted("customer", "\ud800", NOW)  # type: ignore[arg-type]
        return was, (event,), ()

    heard = CustomerSaid("x")
    results = await asyncio.gather(
        house.say(C1, "one"),
        house.store.take(C1, broken, heard, now=NOW),
        house.store.take(C1, unspeakable, heard, now=NOW),
        house.say(C1, "two"),
        return_exceptions=True,
    )
    assert [type(one).__name__ for one in results[1:3]] == [
        "ZeroDivisionError",
        "UnicodeEncodeError",
    ]
    texts = [row.event.text for row in await house.store.events(C1) if hasattr(row.event, "text")]
    assert texts == ["one", "two"]
    assert await house.seqs() == list(range(1, 1 + len(await house.seqs())))


async def test_a_new_conversation_begun_twice_is_one(house: House) -> None:
    first, second = await asyncio.gather(house.begin(), house.begin())
    assert len(first.rows) + len(second.rows) == 1
    third = await house.begin()
    assert third.rows == ()
    assert third.conversation == first.conversation


# --- idempotency ---------------------------------------------------------------------------------


async def test_the_same_key_gives_the_first_answer(house: House) -> None:
    await house.begin()
    first = await house.say(C1, "hello", key="k1")
    await house.say(C1, "something else", key="k2")
    repeat = await house.say(C1, "hello", key="k1")
    assert repeat.repeat
    assert (repeat.seq, repeat.rows, repeat.effects) == (first.seq, (), ())
    assert not first.repeat


async def test_the_same_key_for_something_else_is_refused(house: House) -> None:
    await house.begin()
    await house.say(C1, "hello", key="k1")
    with pytest.raises(KeyReused):
        await house.say(C1, "goodbye", key="k1")
    with pytest.raises(KeyReused):
        await house.take(C1, AgentSaid(ANA, "hello", Epoch(0)), key="k1")


async def test_a_key_belongs_to_its_conversation(house: House) -> None:
    for name in names(2):
        await house.begin(name)
        assert not (await house.say(name, f"I am {name}", key="k1")).repeat


async def test_the_same_key_twice_at_once_is_kept_once(house: House) -> None:
    await house.begin()
    kept = await asyncio.gather(*(house.say(C1, "hello", key="k1") for _ in range(10)))
    assert sum(bool(one.rows) for one in kept) == 1
    assert len({one.seq for one in kept}) == 1


async def test_a_repetition_may_believe_in_another_epoch_and_come_from_another(
    house: House,
) -> None:
    joined = await house.with_person()
    epoch = joined.conversation.epoch
    first = await house.take(C1, AgentSaid(ANA, "Good morning", epoch), key="k1")
    again = await house.take(C1, AgentSaid(BEN, "Good morning", Epoch(epoch + 5)), key="k1")
    assert again.repeat
    assert again.seq == first.seq


async def test_an_old_key_is_remembered_too(house: House) -> None:
    await house.begin()
    first = await house.say(C1, "the first", key="old")
    for n in range(100):
        await house.say(C1, f"line {n}", key=f"k{n}")
    repeat, fresh = await asyncio.gather(
        house.say(C1, "the first", key="old"), house.say(C1, "fresh", key="fresh")
    )
    assert repeat.repeat
    assert repeat.seq == first.seq
    assert fresh.rows
    with pytest.raises(KeyReused):
        await house.say(C1, "another", key="old")


async def test_an_old_key_wins_over_a_refusal(house: House) -> None:
    joined = await house.with_person()
    accepted = AgentSaid(ANA, "Hello", joined.conversation.epoch)
    first = await house.take(C1, accepted, key="old")
    for n in range(40):
        await house.say(C1, f"line {n}", key=f"k{n}")

    def refuses(_: Conversation) -> Turned:
        raise Refused

    repeat = await house.store.take(C1, refuses, accepted, now=NOW, key="old")
    assert repeat.repeat
    assert repeat.seq == first.seq


async def test_keys_and_order_survive_a_restart(lasting: House) -> None:
    await lasting.begin()
    first = await lasting.say(C1, "hello", key="k1")
    before = await lasting.store.cursor()
    await lasting.again()

    assert await lasting.store.conversation(C1) == first.conversation
    assert (await lasting.say(C1, "hello", key="k1")).seq == first.seq
    with pytest.raises(KeyReused):
        await lasting.say(C1, "goodbye", key="k1")
    fresh = await lasting.say(C1, "again", key="k2")
    assert fresh.seq == first.conversation.seq + 1
    assert [row.seq for row in await lasting.store.events_since(before)] == [
        row.seq for row in fresh.rows
    ]


# --- many at once --------------------------------------------------------------------------------


async def test_concurrent_turns_of_one_conversation_are_numbered_without_gaps(
    house: House,
) -> None:
    await house.begin()
    kept = await asyncio.gather(*(house.say(C1, f"n {n}", key=f"k{n}") for n in range(100)))
    seqs = await house.seqs()
    assert seqs == list(range(1, len(seqs) + 1))
    firsts = [one.seq for one in kept]
    assert firsts == sorted(firsts), "one caller's turns keep their order"


async def test_many_conversations_at_once_do_not_mix(house: House) -> None:
    some = names(40)
    await asyncio.gather(*(house.begin(name, n) for n, name in enumerate(some)))
    await asyncio.gather(*(house.say(name, f"{name} {n}") for n in range(5) for name in some))
    for name in some:
        rows = await house.store.events(name)
        texts = [row.event.text for row in rows if isinstance(row.event, MessagePosted)]
        assert texts == [f"{name} {n}" for n in range(5)]


async def test_a_late_answer_is_kept_as_dropped_and_nothing_else(house: House) -> None:
    await house.begin()
    said = await house.say(C1, "Hi there")
    await house.take(C1, CustomerAskedForPerson())
    await house.take(C1, AgentPicked(ANA))
    kept = await house.take(C1, BotAnswered(said.seq, Epoch(0), "Too late", sure=True))
    assert not any(isinstance(row.event, MessagePosted) for row in kept.rows)


async def test_everything_of_one_input_is_one_turn(house: House) -> None:
    kept = await house.with_person()
    assert isinstance(kept.conversation.stage, WithAgent)
    assert isinstance(kept.rows[-1].event, AgentJoined)
    number = (await house.take(C1, ConversationStarted(number=2), new=True)).conversation.number
    assert number == 1
