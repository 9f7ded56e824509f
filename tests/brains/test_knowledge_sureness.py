"""Answers from help pages: languages, audiences, what chances mean, and what a change costs."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

import segue
from segue.brains.encoder import Encoder, Vector
from segue.brains.knowledge import Knowledge
from segue.brains.pages import Item, Passage

HELP = Path(segue.__file__).parent / "demo" / "help"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/questions.jsonl").read_text("utf-8").splitlines()
]


@cache
def shop() -> Knowledge:
    return Knowledge.read([HELP])


class Counting(Encoder):
    """An encoder that counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def _encode(self, text: str) -> Vector:
        self.asked.append(text)
        vector = np.zeros(384, dtype=np.float32)
        vector[len(text) % 384] = 1.0
        return vector


def test_pages_for_customers_we_know_are_for_them_only() -> None:
    pages = [
        Item("prices", "Prices for members", (Passage("Members pay ten percent less."),),
             audience="signed_in"),
        Item("hours", "Opening hours", (Passage("We are open from nine to five."),)),
        Item("wash", "Washing", (Passage("Wash it at 30 degrees."),)),
    ]  # fmt: skip
    knowledge = Knowledge(pages)
    seen = {
        audience: answer.id
        for audience in ("public", "signed_in", "internal", "nobody we know")
        if (answer := knowledge.answer("What do members pay?", audience=audience))
    }
    assert seen["signed_in"] == seen["internal"] == "prices"
    assert "prices" not in {seen["public"], seen["nobody we know"]}


BILINGUAL = (
    Item("returns", "Returns", (Passage("You have 30 days to return things."),)),
    Item("hours", "Opening hours", (Passage("We are open from nine to five."),)),
    Item("pay", "Ways to pay", (Passage("By card or on account."),)),
    Item("rueckgabe", "Rückgabe", (Passage("Sie haben 30 Tage für die Rückgabe."),),
         language="de", examples=("Wie gebe ich etwas zurück?",)),
    Item("zeiten", "Öffnungszeiten", (Passage("Wir haben von neun bis fünf geöffnet."),),
         language="de", examples=("Wann haben Sie geöffnet?",)),
    Item("zahlen", "Zahlungsarten", (Passage("Mit Karte oder auf Rechnung."),),
         language="de", examples=("Wie kann ich bezahlen?",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language", "page"),
    [
        ("Wann haben Sie geöffnet?", "de", "zeiten"),
        ("Wie kann ich etwas zurückgeben?", "de-AT", "rueckgabe"),
        ("When are you open?", "en", "hours"),
        ("What are your opening hours?", "fr", "hours"),
        ("What are your opening hours?", None, "hours"),
    ],
)
def test_the_same_topic_is_answered_in_the_customers_language(
    question: str, language: str | None, page: str
) -> None:
    answer = Knowledge(BILINGUAL).answer(question, language=language)
    assert answer is not None
    assert (answer.id, answer.sure) == (page, True)
    assert answer.language == ("de" if page in {"zeiten", "rueckgabe"} else "en")


def test_a_translation_is_no_competitor() -> None:
    alone = Knowledge(BILINGUAL[:3]).answer("What are your opening hours?")
    among = Knowledge(BILINGUAL).answer("What are your opening hours?", language="en")
    assert alone is not None
    assert among is not None
    assert abs(alone.confidence - among.confidence) < 0.1
    assert not {one.id for one in among.runners_up} & {"zeiten", "rueckgabe", "zahlen"}


def test_what_stands_on_two_pages_is_no_coin_toss_that_looks_like_knowledge() -> None:
    pages = [item for item in shop().items if item.id != "returns"]
    returns = next(item for item in shop().items if item.id == "returns")
    twice = Knowledge([*pages, returns, msgspec.structs.replace(returns, id="copy")])
    question = "How do I return an item?"
    once, found = shop().answer(question), twice.answer(question)
    assert once is not None
    assert found is not None
    assert once.confidence > 0.9
    assert found.confidence <= 0.5
    assert not found.sure
    other = {found.id, found.runners_up[0].id}
    assert other == {"returns", "copy"}
    assert abs(found.confidence - found.runners_up[0].confidence) < 0.01


def test_chances_add_up_to_no_more_than_one() -> None:
    for one in QUESTIONS:
        answer = shop().answer(one["question"])
        assert answer is not None
        chances = [answer.confidence, *(other.confidence for other in answer.runners_up)]
        assert all(0 <= chance <= 1 for chance in chances)
        assert sum(chances) <= 1 + 1e-6
        assert chances == sorted(chances, reverse=True)


def test_what_is_taken_away_is_less_answerable_in_the_median() -> None:
    with_it, without = [], []
    for one in QUESTIONS:
        if one["id"]:
            found = shop().answer(one["question"])
            left = shop().answer(one["question"], leaving_out={one["id"]})
            assert found is not None
            assert left is not None
            with_it.append(found.answerable)
            without.append(left.answerable)
    assert np.median(with_it) > 0.55
    assert np.median(without) < 0.4


def test_other_wordings_that_lead_to_the_same_page_agree() -> None:
    question = "How many days do I have to return a tent?"
    found = shop().answer(question)
    assert found is not None
    assert shop().agreed(question, found) == 1.0
    assert shop().agreed("Returns", found) is None


def test_a_page_that_was_chosen_is_quoted_where_it_fits() -> None:
    answer = shop().from_page("returns", "what does the label cost from Norway?")
    assert answer is not None
    assert "€9" in answer.text
    assert answer.sure
    assert shop().from_page("nowhere", "what?") is None


def test_what_did_not_change_is_not_read_again() -> None:
    first = Counting()
    before = Knowledge(BILINGUAL, by=first)
    first.asked.clear()
    changed = msgspec.structs.replace(BILINGUAL[0], title="Sending back")
    after = Knowledge([changed, *BILINGUAL[1:]], before=before)
    assert first.asked == ["Sending back", "Sending back: You have 30 days to return things."]
    again = Knowledge([changed, *BILINGUAL[1:]], by=Counting())
    assert np.array_equal(after.index.said, again.index.said)


def test_thousands_of_passages_are_indexed_anew_at_once_and_searched_in_milliseconds() -> None:
    pages = [
        Item(f"p{n}", f"Page {n}", tuple(Passage(f"Part {n} {m} says {n * m}.") for m in range(5)))
        for n in range(1_000)
    ]
    before = Knowledge(pages, by=Counting())
    begun = time.process_time()
    after = Knowledge([Item("new", "New", (Passage("This is new."),)), *pages], before=before)
    assert time.process_time() - begun < 3  # a second, on a machine that does nothing else
    begun = time.process_time()
    for n in range(20):
        assert after.answer(f"what does part {n} say") is not None
    assert (time.process_time() - begun) / 20 < 0.05


@pytest.mark.parametrize(
    "item",
    [
        Item("1", "", (Passage("We open at nine."),)),
        Item("2", "   ", (Passage("We open at nine.", "Hours"),)),
        Item("3", "Opening", (Passage("x" * 5_000),)),
        Item("4", "وقت الفتح", (Passage("نفتح في التاسعة."),), language="ar"),
        Item("5", "営業時間", (Passage("九時に開きます。"),), language="ja"),
    ],
)
@pytest.mark.parametrize(
    "question", ["When do you open?", "متى تفتحون؟", "何時に開きますか", "?", "\x00"]
)
def test_odd_pages_and_odd_questions_are_answered_calmly(item: Item, question: str) -> None:
    answer = Knowledge([item]).answer(question)
    if question in {"?", "\x00"}:
        assert answer is None  # nothing is asked
        return
    assert answer is not None
    assert answer.id == item.id
    assert 0 <= answer.confidence <= 1
    assert 0 <= answer.answerable <= 1
