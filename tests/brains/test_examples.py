"""What many examples a page teach about answering."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from segue.brains.knowledge import Knowledge
from segue.brains.pages import Item, Passage

VERBS = ("show", "tell me about", "explain", "I need help with", "what about", "a question on",
         "can you help with", "more about", "please explain", "details on", "info on",
         "I want to know about")  # fmt: skip
TOPICS = {
    "refunds": ("getting my money back", "a refund"),
    "delivery": ("when the parcel comes", "shipping time"),
    "passwords": ("a forgotten password", "signing in"),
    "invoices": ("an invoice for my company", "the bill as a file"),
}


@pytest.fixture(scope="module")
def pages() -> list[Item]:
    return [
        Item(
            name,
            name,
            (Passage(f"All about {name}."),),
            examples=tuple(f"{verb} {what}" for verb in VERBS for what in whats),
        )
        for name, whats in TOPICS.items()
    ]


@pytest.fixture(scope="module")
def knowledge(pages: list[Item]) -> Knowledge:
    return Knowledge(pages)


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("how do I get a refund", "refunds"),
        ("when will my parcel be delivered", "delivery"),
        ("I cannot remember my password", "passwords"),
        ("send me the invoice as a pdf", "invoices"),
    ],
)
def test_a_question_finds_its_page(knowledge: Knowledge, question: str, page: str) -> None:
    found = knowledge.answer(question)
    assert found is not None
    assert found.id == page
    assert 0 <= found.confidence <= 1


def test_what_is_like_no_page_is_not_answered(knowledge: Knowledge) -> None:
    known = knowledge.answer("explain a refund to me")
    strange = knowledge.answer("how many moons does jupiter have")
    assert known is not None
    assert strange is not None
    assert known.sure
    assert not strange.sure
    assert strange.answerable < known.answerable


def test_a_page_that_is_left_out_makes_its_questions_less_answerable(knowledge: Knowledge) -> None:
    asked = "explain a refund to me"
    with_it, without = knowledge.answer(asked), knowledge.answer(asked, leaving_out={"refunds"})
    assert with_it is not None
    assert without is not None
    assert without.id != "refunds"
    assert without.answerable < with_it.answerable
    assert all(0 <= one.confidence <= 1 for one in without.runners_up)


def test_indexing_twice_answers_the_same(pages: list[Item], knowledge: Knowledge) -> None:
    asked = "the file with my bill"
    assert Knowledge(pages).answer(asked) == knowledge.answer(asked)


def test_a_single_page_and_few_examples_are_not_learned_from(pages: list[Item]) -> None:
    alone = Knowledge(pages[:1]).answer("a refund")
    assert alone is not None
    assert alone.id == "refunds"
    few = [Item(one.id, one.title, one.passages, examples=one.examples[:3]) for one in pages]
    found = Knowledge(few).answer("a refund")
    assert found is not None
    assert found.id == "refunds"
    assert np.isfinite(found.score)


def test_what_two_pages_say_alike_is_known_of_neither(pages: list[Item]) -> None:
    twice = Knowledge([*pages, replace(pages[0], id="copy")])
    found = twice.answer("how do I get a refund")
    assert found is not None
    assert {found.id, found.runners_up[0].id} == {"refunds", "copy"}
    assert found.runners_up[0].confidence <= found.confidence <= 0.5


def test_a_new_text_teaches_nothing_and_costs_nothing(
    pages: list[Item], knowledge: Knowledge
) -> None:
    changed = replace(pages[0], passages=(Passage("Refunds take a week."),))
    after = Knowledge([changed, *pages[1:]], before=knowledge)
    assert after.learned is knowledge.learned
    found = after.answer("how do I get a refund")
    assert found is not None
    assert found.text == "Refunds take a week."


def test_a_page_without_examples_does_not_keep_the_others_from_learning(pages: list[Item]) -> None:
    more = Knowledge([*pages, Item("hours", "Opening hours", (Passage("Nine to five."),))])
    assert more.learned is not None
    found = more.answer("what are your opening hours")
    assert found is not None
    assert found.id == "hours"
