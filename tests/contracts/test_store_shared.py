"""Several processes on one database: whoever is slower decides again, and everybody hears all."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from contracts.house import ANA, BEN, C1, House, names
from segue.app.ports import Kept, KeyReused
from segue.domain.errors import NoSeat, Refused
from segue.domain.events import MessagePosted
from segue.domain.ids import ConversationId
from segue.domain.inputs import AgentClosed, AgentPicked, AgentSaid, CustomerSaid
from segue.store.postgres import PostgresStore
from servers.nats import Nats


@pytest.fixture
async def other(shared: House) -> AsyncIterator[House]:
    """A second process, as far as the database can tell."""
    made = House(shared.url)
    await made.open()
    yield made
    await made.close()


async def test_of_two_processes_that_give_it_away_at_once_one_wins(
    shared: House, other: House
) -> None:
    for n, name in enumerate(names(15)):
        await shared.wait_in_line(name, n)
        await other.store.conversations([name])
        results = await asyncio.gather(
            shared.take(name, AgentPicked(ANA)),
            other.take(name, AgentPicked(BEN)),
            return_exceptions=True,
        )
        won = [one for one in results if isinstance(one, Kept)]
        lost = [one for one in results if not isinstance(one, Kept)]
        assert len(won) == 1
        assert all(isinstance(one, Refused) for one in lost)
        seqs = await shared.seqs(name)
        assert seqs == list(range(1, len(seqs) + 1))
    assert sum((await shared.loads()).values()) == 15


async def test_capacity_holds_over_processes(shared: House, other: House) -> None:
    some = names(12)
    for n, name in enumerate(some):
        await shared.wait_in_line(name, n)
    results = await asyncio.gather(
        *(house.offer(name, ANA, 4) for name in some for house in (shared, other)),
        return_exceptions=True,
    )
    assert {type(one) for one in results} <= {Kept, NoSeat}
    assert await other.loads() == {ANA.id: 4}
    offered = [one for one in results if isinstance(one, Kept) and one.rows]
    assert len(offered) == 4


async def test_both_write_one_conversation_without_gaps(shared: House, other: House) -> None:
    await shared.begin()
    kept = await asyncio.gather(
        *(house.say(C1, f"{n} {k}") for n in range(20) for k, house in enumerate((shared, other)))
    )
    rows = await shared.store.events(C1)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    texts = [row.event.text for row in rows if isinstance(row.event, MessagePosted)]
    assert sorted(texts) == sorted(f"{n} {k}" for n in range(20) for k in (0, 1))
    assert sorted(row.seq for one in kept for row in one.rows) == [row.seq for row in rows[1:]]


async def test_a_key_used_there_is_a_repetition_here(shared: House, other: House) -> None:
    await shared.begin()
    await other.say(C1, "I look at it too")
    first = await shared.say(C1, "hello", key="k1")
    repeat = await other.say(C1, "hello", key="k1")
    assert repeat.repeat
    assert repeat.seq == first.seq
    with pytest.raises(KeyReused):
        await other.say(C1, "goodbye", key="k1")


async def test_one_key_sent_to_both_at_once_is_kept_once(shared: House, other: House) -> None:
    await shared.begin()
    for n in range(10):
        both = await asyncio.gather(
            *(house.say(C1, f"text {n}", key=f"k{n}") for house in (shared, other))
        )
        assert sum(bool(one.rows) for one in both) == 1
        assert len({one.seq for one in both}) == 1


async def test_nobody_is_refused_for_what_was_true_a_moment_ago(
    shared: House, other: House
) -> None:
    await shared.wait_in_line()
    await other.say(C1, "so that it is remembered there")
    joined = await shared.take(C1, AgentPicked(ANA))
    said = await other.take(C1, AgentSaid(ANA, "Good morning", joined.conversation.epoch))
    assert said.rows
    closed = await shared.take(C1, AgentClosed(ANA, epoch=joined.conversation.epoch))
    with pytest.raises(Refused):
        await other.take(C1, AgentSaid(ANA, "And?", joined.conversation.epoch))
    assert (await other.store.conversation(C1)) == closed.conversation


async def test_everybody_hears_everything_once_and_in_order(shared: House, other: House) -> None:
    some = names(6)
    for n, name in enumerate(some):
        await (shared, other)[n % 2].begin(name, n)
    kept = await asyncio.gather(
        *(house.say(name, f"{n}") for n in range(20) for name in some for house in (shared, other))
    )
    rows = [row for one in kept for row in one.rows]
    for house in (shared, other):
        await house.hears(rows)
        assert len(house.heard) == len({row.cursor for row in house.heard})
        for name in some:
            seqs = [row.seq for row in house.heard if row.conversation == name]
            assert seqs == list(range(1, len(seqs) + 1))
        places = [tuple(map(int, row.cursor.split("."))) for row in house.heard]
        assert places == sorted(places), "the order heard is the order that is resumed in"


async def test_a_listener_that_breaks_does_not_deafen_the_others(
    shared: House, other: House
) -> None:
    def broken(_: Kept) -> None:
        raise ZeroDivisionError

    await shared.begin()
    await other.hears(await shared.store.events(C1))
    stop = other.hub.follow(C1, broken)
    first = await shared.say(C1, "one")
    second = await shared.say(C1, "two")
    stop()
    third = await shared.say(C1, "three")
    await other.hears(third.rows)
    assert {row.seq for row in (*first.rows, *second.rows, *third.rows)}


async def test_a_transaction_held_open_delays_the_tail_and_loses_nothing(
    shared: House, other: House
) -> None:
    import asyncpg  # noqa: PLC0415 - only here

    await shared.begin()
    holder = await asyncpg.connect(shared.url.replace("+asyncpg", ""))
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT pg_current_xact_id()")
    start = await shared.store.cursor()
    said = await other.say(C1, "held up")
    assert await shared.store.events_since(start) == []
    await transaction.rollback()
    await holder.close()
    await shared.hears(said.rows)
    assert await shared.store.events_since(start) == list(said.rows)


async def test_processes_wake_each_other_through_nats(shared: House, nats_server: Nats) -> None:
    here, there = House(shared.url, nats_server.url), House(shared.url, nats_server.url)
    await here.open()
    await there.open()
    try:
        await here.begin()
        for house in (here, there):
            assert isinstance(house.store, PostgresStore)
            async with asyncio.timeout(10):
                await house.store.wakeups.ready.wait()
        for n in range(3):
            kept = await here.say(C1, f"line {n}")
            await there.hears(kept.rows)
        nats_server.stop()
        kept = await here.say(C1, "without NATS it takes a little longer")
        await there.hears(kept.rows)
        nats_server.start()
    finally:
        await here.close()
        await there.close()


async def test_nats_that_is_not_there_costs_only_time(shared: House) -> None:
    alone = House(shared.url, "nats://127.0.0.1:1")
    await alone.open()
    try:
        await alone.begin(ConversationId("c_x"))
        kept = await shared.take(ConversationId("c_x"), CustomerSaid("hello"))
        await alone.hears(kept.rows)
    finally:
        await alone.close()
