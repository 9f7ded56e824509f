"""Sources, items, versions, leases, and what items answered: the same in every store."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from contracts.house import C1, NOW, House
from segue.app.ports_knowledge import (
    Failure,
    ItemDraft,
    KnowledgeItem,
    KnowledgeSource,
    StaleItem,
    SyncState,
    UnknownSource,
)
from segue.domain.ids import ConversationId, Seq
from segue.domain.inputs import BotAnswered, BotFailed, CustomerAskedForPerson
from segue.domain.stages import Source

HELP = KnowledgeSource("folder", "folder", "Help", "/srv/help", created=NOW)
REFUNDS = KnowledgeItem(
    "refunds", "folder", "Refunds", "They take a week.", place="refunds.md", updated=NOW, by="Help"
)
C2 = ConversationId("c_2")


async def kept(house: House, *items: KnowledgeItem) -> int:
    await house.store.save_source(HELP)
    return await house.store.save_items(items)


# --- sources ----------


async def test_sources_come_back_with_how_their_reading_goes(house: House) -> None:
    await house.store.save_source(HELP)
    await house.store.save_source(KnowledgeSource("articles", "articles", "Written by hand"))
    assert [one.id for one in await house.store.sources()] == ["articles", "folder"]
    running = SyncState("running", NOW, total=9, done=3)
    failure = Failure("a.pdf", "broken_pdf", "It is cut off.", NOW)
    assert await house.store.save_sync("folder", running, [failure])
    assert await house.store.save_sync("folder", replace(running, done=4))
    found = await house.store.source("folder")
    assert found == replace(HELP, sync=replace(running, done=4), failures=(failure,))
    await house.store.save_source(replace(HELP, name="Help pages"))
    renamed = await house.store.source("folder")
    assert renamed is not None
    assert (renamed.name, renamed.sync.done) == ("Help pages", 4), "the reading goes on"
    assert not await house.store.save_sync("nowhere", running)
    assert await house.store.source("\x00") is None


async def test_the_state_rises_with_what_answers_depend_on_and_with_nothing_else(
    house: House,
) -> None:
    none = await house.store.state()
    await house.store.save_source(HELP)
    one = await house.store.state()
    assert one > none
    await house.store.save_source(HELP)
    await house.store.save_sync("folder", SyncState("running", NOW))
    assert await house.store.state() == one
    two = await house.store.save_items([REFUNDS])
    assert two == await house.store.state()
    await house.store.save_source(replace(HELP, on=False))
    assert one < two < await house.store.state()


async def test_a_source_goes_with_its_items(house: House) -> None:
    await kept(house, REFUNDS)
    before = await house.store.state()
    assert await house.store.drop_source("folder")
    assert await house.store.items() == []
    assert await house.store.versions("refunds") == []
    assert await house.store.state() > before
    assert not await house.store.drop_source("folder")
    assert not await house.store.drop_source("\x00")
    with pytest.raises(UnknownSource):
        await house.store.save_items([REFUNDS])


async def test_one_reads_a_source_at_a_time_until_the_lease_is_over(house: House) -> None:
    await house.store.save_source(HELP)
    until, later = NOW + timedelta(seconds=30), NOW + timedelta(seconds=31)
    lease = house.store.lease_source
    assert await lease("folder", "one", NOW, until)
    assert not await lease("folder", "two", NOW, until)
    assert await lease("folder", "one", NOW, until), "whoever has it may go on"
    assert await lease("folder", "two", later, later + timedelta(seconds=30))
    await house.store.release_source("folder", "one")
    assert not await lease("folder", "one", later, later), "it was not theirs to give back"
    await house.store.release_source("folder")
    assert await lease("folder", "one", later, later)
    assert not await lease("nowhere", "one", NOW, until)


async def test_of_many_who_want_to_read_one_may(house: House) -> None:
    await house.store.save_source(HELP)
    until = NOW + timedelta(seconds=30)
    asked = [house.store.lease_source("folder", f"p{n}", NOW, until) for n in range(8)]
    assert sum(await asyncio.gather(*asked)) == 1


# --- items ----------


async def test_items_come_back_as_they_were_kept(house: House) -> None:
    draft = ItemDraft("Refunds", "Two weeks \x00 now.", ("where is it",), NOW, "Ines", "slower")
    one = replace(REFUNDS, draft=draft, needs=("order",), review=NOW.date(), ours=("owner",))
    await kept(house, one)
    assert await house.store.items() == [one] == await house.store.items("folder")
    assert await house.store.item("refunds") == one
    assert await house.store.items("elsewhere") == []
    assert await house.store.item("\x00") is None
    assert await house.store.item("nothing") is None


async def test_a_version_is_kept_of_what_was_live(house: House) -> None:
    await kept(house, REFUNDS)
    draft = ItemDraft("Refunds", "Three days.")
    second = replace(REFUNDS, version=2, draft=draft, owner="Ines")
    await house.store.save_items([second], note="nothing that is live")
    third = replace(second, version=3, body="Three days.", draft=None, by="Ines")
    await house.store.save_items([third], note="faster now")
    found = await house.store.versions("refunds")
    assert [(one.version, one.body, one.by, one.note) for one in found] == [
        (3, "Three days.", "Ines", "faster now"),
        (1, "They take a week.", "Help", ""),
    ]


async def test_who_changes_an_old_version_is_told_and_nothing_changes(house: House) -> None:
    state = await kept(house, REFUNDS)
    other = replace(REFUNDS, id="other", place="other.md")
    for version in (1, 3):
        with pytest.raises(StaleItem) as told:
            await house.store.save_items([other, replace(REFUNDS, version=version)])
        assert (told.value.item, told.value.newest) == ("refunds", 1)
    with pytest.raises(StaleItem) as told:
        await house.store.save_items([replace(REFUNDS, id="gone", version=2)])
    assert told.value.newest == 0
    assert [one.id for one in await house.store.items()] == ["refunds"]
    assert await house.store.state() == state


async def test_of_two_who_change_an_item_at_once_one_is_told(house: House) -> None:
    await kept(house, REFUNDS)
    second = replace(REFUNDS, version=2)
    both = (house.store.save_items([replace(second, body=text)]) for text in ("one", "two"))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["StaleItem", "int"]


async def test_many_items_come_and_go_at_once(house: House) -> None:
    many = [replace(REFUNDS, id=f"i{n:03}", place=f"{n}.md") for n in range(450)]
    await kept(house, *many)
    assert len(await house.store.items()) == 450
    gone = [one.id for one in many[10:]]
    await house.store.save_items([], gone=gone)
    assert [one.id for one in await house.store.items()] == [one.id for one in many[:10]]
    assert await house.store.versions("i300") == []


async def test_knowledge_outlives_a_restart(lasting: House) -> None:
    state = await kept(lasting, REFUNDS)
    await lasting.again()
    assert await lasting.store.items() == [REFUNDS]
    assert await lasting.store.state() == state


# --- what items answered ----------


async def answered(
    house: House, *items: str, conversation: ConversationId = C1, sure: bool = True
) -> None:
    """The customer says something, and the bot answers from these (or does not know)."""
    said = await house.say(conversation, f"question {house.later(seconds=1):%H%M%S}")
    one = said.conversation
    sources = tuple(Source(name, name.title()) for name in items)
    await house.take(
        conversation,
        BotAnswered(
            one.heard, one.epoch, "So it is.", sure=sure, confidence=0.8 if sure else 0.2,
            sources=sources,
        ),
    )  # fmt: skip


async def test_an_answer_is_a_use_of_each_of_its_sources(house: House) -> None:
    await house.begin()
    await answered(house, "refunds", "returns", "refunds", "\x00", "")
    (use,) = await house.store.uses("refunds")
    assert (use.item, use.conversation, use.confidence) == ("refunds", C1, 0.8)
    assert use.helped is None
    rows = {row.seq: row.event for row in await house.store.events(C1)}
    assert getattr(rows[use.seq], "text", "") == "So it is."
    counts = await house.store.use_counts(NOW - timedelta(days=1))
    assert counts == {"refunds": (1, 1), "returns": (1, 1)}
    assert await house.store.use_counts(NOW + timedelta(days=1)) == {}


async def test_an_answer_after_which_a_person_is_called_did_not_help(house: House) -> None:
    await house.begin()
    await answered(house, "long-ago")
    for n in range(3):
        await answered(house, f"lately-{n}")
    await house.say(C1, "hm")
    await house.take(C1, CustomerAskedForPerson())
    found = {one.item: one.helped for one in await house.store.uses()}
    assert found == {"long-ago": None, "lately-0": False, "lately-1": False, "lately-2": False}
    counts = await house.store.use_counts(NOW - timedelta(days=1))
    assert counts["long-ago"] == (1, 1)
    assert counts["lately-2"] == (1, 0)


async def test_what_was_missed_is_told_in_the_customers_words(house: House) -> None:
    await house.begin()
    await answered(house, sure=False)
    await house.begin(C2, 2)
    await answered(house, sure=False, conversation=C2)
    await house.take(C2, CustomerAskedForPerson())
    second, first = await house.store.missed(NOW - timedelta(days=1))
    assert (second.conversation, second.handed_over) == (C2, True)
    assert (first.conversation, first.handed_over) == (C1, False)
    assert first.text.startswith("question ")
    assert [one.kind for one in await house.store.uses()] == ["missed", "missed"]
    assert len(await house.store.missed(NOW - timedelta(days=1), 1)) == 1
    assert await house.store.missed(NOW + timedelta(days=1)) == []


async def test_the_last_days_in_numbers(house: House) -> None:
    for n, name in enumerate((C1, C2, ConversationId("c_3"), ConversationId("c_4")), 1):
        await house.begin(name, n)
    await answered(house, "refunds", "returns")
    await answered(house, "refunds", conversation=C2)
    await answered(house, conversation=ConversationId("c_3"), sure=False)
    await house.take(C2, CustomerAskedForPerson())
    said = (await house.say(ConversationId("c_4"), "hello?")).conversation
    await house.take(ConversationId("c_4"), BotFailed(said.heard, said.epoch, "it broke"))
    days = await house.store.last_days(NOW - timedelta(days=1))
    assert (days.answered, days.missed, days.called, days.solved) == (2, 1, 1, 1)
    broken = [one for one in await house.store.uses() if one.confidence < 0]
    assert [one.conversation for one in broken] == [ConversationId("c_4")]
    assert len(await house.store.missed(NOW - timedelta(days=1))) == 1, "no gap of the knowledge"


async def test_a_thousand_missed_turns_are_read_at_once(house: House) -> None:
    names = [ConversationId(f"m_{n}") for n in range(30)]
    for n, name in enumerate(names, 1):
        await house.begin(name, n)
    for _ in range(8):
        await asyncio.gather(*(answered(house, conversation=name, sure=False) for name in names))
    found = await house.store.missed(NOW - timedelta(days=1))
    assert len(found) >= 30
    assert len({(one.conversation, one.seq) for one in found}) == len(found)
    assert all(one.seq > Seq(0) for one in found)
