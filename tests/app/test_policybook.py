"""Which policy is live, in this process and in others, and what keeps one from becoming so."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from app.conftest import ANA, ORDERS, House
from segue.app.policybook import PolicyBook
from segue.app.ports import Example, Published, StalePolicy
from segue.app.turn import RestedOn
from segue.domain import inputs as i
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.policies import BadPolicy

CALM: dict[str, Any] = {"segue_policy": 1, "mood": False, "note": "no moods"}
NOT_OURS = b'{"segue_policy": 1, "rules": [{"id": "x", "lane": "from the future"}]}'


def book_of(house: House, used: list[int] | None = None, **more: Any) -> PolicyBook:
    """The book of another process on the same store."""
    use = [] if used is None else [lambda one: used.append(one.version)]
    return PolicyBook(house.segue.store, house.clock, Policy(team=ORDERS), use=use, **more)


async def test_without_anything_published_the_shipped_rules_are_version_one(house: House) -> None:
    book = house.segue.book
    await book.refresh()
    assert book.live.version == 1
    assert [one.published for one in book.versions] == [None]
    assert book.version(1).form["segue_policy"] == 1
    assert book.live.team == ORDERS


async def test_a_new_installation_begins_with_the_file_that_was_set(house: House) -> None:
    used: list[int] = []
    book = book_of(house, used, first=CALM)
    await book.start()
    await book.begin()
    await book.stop()
    assert used[-1] == 2
    assert not book.live.mood
    assert book.version(2).published is not None
    again = book_of(house, first={**CALM, "mood": True})
    await again.start()
    await again.begin()
    await again.stop()
    assert again.live.version == 2, "the file is for the beginning only"


async def test_what_another_process_publishes_is_seen_without_being_asked(house: House) -> None:
    seen = asyncio.Event()
    other = PolicyBook(
        house.segue.store,
        house.clock,
        Policy(team=ORDERS),
        use=[lambda one: seen.set() if one.version == 2 else None],
        every_s=0.001,
    )
    await other.start()
    await house.segue.book.publish(CALM, by="Ines", note="", based_on=1)
    async with asyncio.timeout(5):
        await seen.wait()
    await other.stop()
    assert not other.live.mood


async def test_the_policy_of_the_next_turn_is_the_new_one_everywhere(house: House) -> None:
    await house.start()
    await house.segue.book.publish(CALM, by="Ines", note="", based_on=1)
    assert house.segue.policy is house.segue.turns.policy is house.segue.staffing.policy
    await house.say(i.CustomerSaid("get me a human"))
    notes = [one.note for one in await house.segue.store.recorded([ConversationId("c1")])]
    rested = [msgspec.json.decode(note, type=RestedOn).policy for note in notes if note]
    assert rested == [1, 2]


async def test_a_version_by_a_newer_program_is_left_alone(house: House) -> None:
    book = house.segue.book
    await house.segue.store.publish(Published(2, house.clock(), "Sara", NOT_OURS))
    await book.refresh()
    assert book.live.version == 1
    with pytest.raises(LookupError):
        book.at(2)
    assert book.version(2).form["rules"], "what its author wrote can still be read"
    with pytest.raises(StalePolicy):
        await book.publish(CALM, by="Ines", note="", based_on=1)
    assert await book.publish(CALM, by="Ines", note="", based_on=2) == 3


async def test_versions_that_are_not_there_are_not_there(house: House) -> None:
    for number in (0, 2, 99):
        with pytest.raises(LookupError):
            house.segue.book.at(number)
        with pytest.raises(LookupError):
            await house.segue.book.restore(number, by="Ines")


@pytest.mark.parametrize(
    "form",
    [
        {"segue_policy": 1, "rules": [{"id": "x", "lane": "mood", "do": "fly"}]},
        {"segue_policy": 1, "team": "nobody-knows-it"},
        {"segue_policy": 2},
    ],
)
async def test_a_wrong_policy_is_refused_whole(house: House, form: dict[str, Any]) -> None:
    await house.on_shift(ANA)
    with pytest.raises(BadPolicy) as told:
        await house.segue.book.publish(form, by="Ines", note="", based_on=1)
    assert told.value.problems
    assert await house.segue.store.newest_policy() == 1


async def test_a_label_of_a_conversation_that_is_gone_stands_in_nobodys_way(house: House) -> None:
    gone = Example(ConversationId("gone"), Seq(2), "person", "Ines", house.clock())
    await house.segue.store.add_example(gone)
    assert await house.segue.book.publish(CALM, by="Ines", note="", based_on=1) == 2


async def test_the_note_is_the_files_own_where_none_is_given(house: House) -> None:
    book = house.segue.book
    await book.publish(CALM, by="Ines", note="", based_on=1)
    published = book.version(2).published
    assert published is not None
    assert (published.note, published.by, published.based_on) == ("no moods", "Ines", 1)
