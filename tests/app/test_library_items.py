"""Items changed by hand, found again, judged by what they answered; and what nothing answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from app.conftest import ANA, C1, House, who
from app.shelves import Shelf, shelf
from segue.app.library import (
    Author,
    Change,
    MayNotPublish,
    NothingToPublish,
    UnknownItem,
)
from segue.app.library.gaps import by_words
from segue.app.library.keeping import NoIndex
from segue.app.library.looking import fits, is_stale, said_in
from segue.app.library.uploads import safe_name
from segue.app.ports_bot import BotReply
from segue.app.ports_knowledge import KnowledgeItem, StaleItem
from segue.domain.ids import ConversationId
from segue.domain.inputs import (
    AgentPicked,
    AgentSaid,
    CustomerAskedForPerson,
    CustomerSaid,
)
from segue.domain.stages import Source

INES, LEA = Author("Ines"), Author("Lea", publishes=False)
GIFTS = Change(title="Gifts", body="We wrap them.", examples=("a present?",))
C2 = ConversationId("c2")


@pytest.fixture
async def full(house: House, tmp_path: Path) -> AsyncIterator[Shelf]:
    made = await shelf(house.segue.store, tmp_path, house.clock)
    yield made
    await made.library.stop()


# --- by hand ----------


async def test_an_article_is_live_at_once_or_waits_for_somebody_who_publishes(full: Shelf) -> None:
    edit = full.library.editing
    live = await edit.add(GIFTS, INES)
    assert (live.source, live.body, live.draft, live.live) == ("articles", GIFTS.body, None, True)
    waits = await edit.add(GIFTS, LEA)
    assert waits.draft is not None
    assert (waits.body, waits.draft.body, waits.live) == ("", GIFTS.body, False)
    assert waits.id != live.id, "titles may be the same"
    assert await edit.versions(waits.id) == []
    done = await edit.publish(waits.id, waits.version, INES)
    assert (done.body, done.examples, done.live) == (GIFTS.body, GIFTS.examples, True)
    assert [one.body for one in await edit.versions(waits.id)] == [GIFTS.body]


async def test_settings_are_changed_at_once_and_words_by_publishing(full: Shelf) -> None:
    edit = full.library.editing
    item = await edit.add(GIFTS, INES)
    day = date(2026, 3, 1)
    changed = await edit.change(item.id, 1, Change(body="New.", owner="Sam", review=day), LEA)
    assert (changed.body, changed.owner, changed.review) == (GIFTS.body, "Sam", day)
    assert changed.draft is not None
    assert (changed.draft.title, changed.draft.body, changed.draft.by) == ("Gifts", "New.", "Lea")
    more = await edit.change(item.id, 2, Change(title="Presents"), LEA)
    assert more.draft is not None
    assert (more.draft.title, more.draft.body) == ("Presents", "New."), "one draft, not two"
    inside = await edit.add(Change(title="x", body="y", audience="internal"), INES)
    with pytest.raises(MayNotPublish):
        await edit.change(inside.id, 1, Change(audience="signed_in"), LEA)


async def test_what_is_stale_unknown_or_not_there_is_refused(full: Shelf) -> None:
    edit = full.library.editing
    item = await edit.add(GIFTS, INES)
    await edit.change(item.id, 1, Change(body="Two."), INES)
    with pytest.raises(StaleItem) as told:
        await edit.change(item.id, 1, Change(body="Mine."), INES)
    assert told.value.newest == 2
    with pytest.raises(NothingToPublish):
        await edit.publish(item.id, 2, INES)
    with pytest.raises(NothingToPublish):
        await edit.discard(item.id, None, INES)
    with pytest.raises(UnknownItem):
        await edit.restore(item.id, 9, INES)
    for refused in (edit.versions("nothing"), edit.drop("nothing")):
        with pytest.raises(UnknownItem):
            await refused


async def test_an_old_version_comes_back_as_the_newest(full: Shelf) -> None:
    edit = full.library.editing
    item = await edit.add(GIFTS, INES)
    await edit.change(item.id, 1, Change(body="Two."), INES)
    draft = await edit.change(item.id, 2, Change(body="Three?", draft=True), INES)
    back = await edit.restore(item.id, 1, INES)
    assert (back.body, back.version, back.draft) == (GIFTS.body, 4, draft.draft)
    notes = [(one.version, one.body, one.note) for one in await edit.versions(item.id)]
    assert notes == [
        (4, GIFTS.body, "as version 1 was"),
        (2, "Two.", ""),
        (1, GIFTS.body, ""),
    ]


async def test_every_change_is_told(full: Shelf) -> None:
    full.told.clear()
    item = await full.library.editing.add(GIFTS, INES)
    await full.library.editing.drop(item.id)
    assert [one.what for one in full.told] == ["knowledge", "knowledge"]


def test_a_search_finds_all_words_wherever_they_stand() -> None:
    item = KnowledgeItem("x", "s", "Straße", "Body here.", examples=("where to?",))
    assert all(said_in(item, words) for words in ("", "STRASSE", "body straße", "WHERE here"))
    assert not said_in(item, "body nowhere")


def test_a_review_date_that_is_here_makes_an_item_stale() -> None:
    item = KnowledgeItem("x", "s", "T", review=date(2026, 1, 2), on=False)
    assert [is_stale(item, date(2026, 1, day)) for day in (1, 2, 3)] == [False, True, True]
    shown = {name: fits(item, name, date(2026, 1, 3)) for name in ("all", "stale", "off", "drafts")}
    assert shown == {"all": True, "stale": True, "off": True, "drafts": False}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("guide.pdf", "guide.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\Liste (2).csv", "Liste (2).csv"),
        (".htaccess", "file.htaccess"),
        ("a\x00b\n.md", "a_b_.md"),
        ("", "file"),
        ("…/", "file"),
        ("x" * 300 + ".md", "x" * 108 + ".md"),
    ],
)
def test_names_of_files_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


# --- what they answered ----------


async def chat(
    house: House, text: str, reply: BotReply, conversation: ConversationId = C1
) -> ConversationId:
    """A customer asks; the bot says this."""
    house.bot.says = [reply]
    await house.start(conversation=conversation)
    await house.say(CustomerSaid(text), conversation=conversation)
    await house.work()
    return conversation


UNKNOWN = BotReply("I do not know.", confidence=0.1)


async def test_answers_come_with_their_question_and_whether_they_helped(
    house: House, full: Shelf
) -> None:
    item = await full.library.editing.add(GIFTS, INES)
    said = BotReply("We wrap them.", (Source(item.id, "Gifts"),), confidence=0.9, sure=True)
    await chat(house, "do you wrap gifts", said)
    looking = full.library.looking
    (answer,) = await looking.answers(item.id)
    assert (answer.question, answer.confidence, answer.helped) == ("do you wrap gifts", 0.9, None)
    await house.say(CustomerSaid("great, thanks"))
    (answer,) = await looking.answers(item.id)
    assert answer.helped is True
    await house.say(CustomerAskedForPerson())
    (answer,) = await looking.answers(item.id)
    assert answer.helped is False
    (shown,) = await looking.shown([item])
    assert (shown.used, shown.helped, shown.source_name) == (1, None, "Articles")


# --- what nothing answered ----------


async def told_by_the_team(house: House, conversation: ConversationId, *lines: str) -> None:
    await house.say(CustomerAskedForPerson(), conversation=conversation)
    await house.say(AgentPicked(who(ANA)), conversation=conversation)
    one = await house.segue.store.conversation(conversation)
    assert one is not None
    for line in lines:
        await house.say(AgentSaid(who(ANA), line, epoch=one.epoch), conversation=conversation)


async def test_a_gap_is_a_question_asked_often_with_what_the_team_said_to_it(
    house: House, full: Shelf
) -> None:
    await chat(house, "Do you repair zips?", UNKNOWN)
    await chat(house, "do you repair ZIPS", UNKNOWN, C2)
    await chat(house, "who won?", UNKNOWN, ConversationId("c3"))
    await told_by_the_team(
        house,
        C1,
        "Hi! Let me check that for you.",
        "We repair zips for free in every shop.\nYour order 12345 is ready to be collected.",
        "Is there anything else that I can do?",
    )
    await told_by_the_team(
        house, C2, "We repair zips for free in every shop. It takes a week or two."
    )
    first, second = await full.library.gaps.drafted(await full.library.gaps.find())
    assert (first.times, first.handed_over, second.times) == (2, 2, 1)
    assert set(first.examples) == {"Do you repair zips?", "do you repair ZIPS"}
    draft = first.draft
    assert draft is not None
    assert draft.body.split("\n\n") in (
        ["We repair zips for free in every shop. It takes a week or two."],
        ["We repair zips for free in every shop.", "It takes a week or two."],
    )
    assert (draft.answers, second.draft) == (2, None)


async def test_a_gap_closes_when_something_answers_it(house: House, full: Shelf) -> None:
    await chat(house, "Do you repair zips?", UNKNOWN)
    gaps = full.library.gaps
    assert len(await gaps.find()) == 1

    class Knows(NoIndex):
        built = 7

        async def covers(self, questions: Sequence[str]) -> list[bool]:
            return ["zips" in one for one in questions]

    full.library.index = Knows()
    assert await gaps.find() == []
    assert gaps.known == 0


async def test_questions_are_grouped_anew_only_when_there_are_others(
    house: House, full: Shelf
) -> None:
    grouped: list[int] = []

    async def counting(texts: Sequence[str]) -> list[list[int]]:
        grouped.append(len(texts))
        return await by_words(texts)

    full.library.group = counting
    await chat(house, "Do you repair zips?", UNKNOWN)
    for _ in range(3):
        await full.library.gaps.find()
    assert grouped == [1]
    await chat(house, "and boots?", UNKNOWN, C2)
    await full.library.gaps.find()
    assert grouped == [1, 2]
