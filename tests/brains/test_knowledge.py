"""Answers from help pages: what is found, what is a miss, and what a warm start costs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import segue
from segue.brains.encoder import Encoder, Vector, encoder
from segue.brains.errors import KnowledgeError
from segue.brains.knowledge import Knowledge, essence
from segue.brains.pages import Item, Passage, passages_of, read_items
from segue.brains.vectors import FILE, vectors_for

HELP = Path(segue.__file__).parent / "demo" / "help"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/questions.jsonl").read_text("utf-8").splitlines()
]


@cache
def shop() -> Knowledge:
    return Knowledge.read([HELP])


@pytest.mark.parametrize(
    ("question", "page", "said"),
    [
        ("Where is my refund for order 1234?", "refunds", "5–7 business days"),
        ("While I wait, do you ship to Portugal?", "countries", "free over €60"),
        ("Where’s my order?", "track-order", "tracking link"),
        ("Send something back", "returns", "30 days"),
        ("Help me choose a tent", "choose-tent", "Tarn 2"),
        ("how long does shipping take", "shipping", "3–5 working days"),
        ("hi there, how do I wash my jacket?", "wash-shell", "30 °C"),
        ("can I pay with PayPal?", "payment", "PayPal"),
        ("my zip broke after two years, do you repair it?", "repairs", ""),
        ("what are your opening hours", "stores", "10:00 to 19:00"),
    ],
)
def test_the_shop_answers_everyday_questions(question: str, page: str, said: str) -> None:
    answer = shop().answer(question)
    assert answer is not None
    assert (answer.id, answer.sure) == (page, True)
    assert said in answer.text
    assert answer.url == f"/shop/help/{page}"


@pytest.mark.parametrize(
    "question",
    ["do you sell kayaks", "tell me a joke", "what's the weather like in the Alps", "asdf qwer"],
)
def test_what_no_page_answers_is_a_miss(question: str) -> None:
    answer = shop().answer(question)
    assert answer is not None
    assert not answer.sure


def test_most_questions_of_strangers_find_their_page_and_few_wrong_answers_are_given() -> None:
    asked = [(one, shop().answer(one["question"])) for one in QUESTIONS]
    known = [(one["id"], answer) for one, answer in asked if one["id"] and answer]
    unknown = [answer for one, answer in asked if not one["id"] and answer]
    assert sum(page == answer.id for page, answer in known) / len(known) >= 0.75
    given = [(page, answer) for page, answer in known if answer.sure]
    assert len(given) / len(known) >= 0.6
    assert sum(page == answer.id for page, answer in given) / len(given) >= 0.93
    assert sum(answer.sure for answer in unknown) / len(unknown) <= 0.08


def test_a_short_question_leans_on_the_one_before() -> None:
    alone = shop().answer("and how much?")
    after = shop().answer("and how much?", before=["How do I get express delivery?"])
    assert alone is not None
    assert after is not None
    assert not alone.sure
    assert (after.id, after.sure) == ("shipping", True)


def test_names_of_orders_are_not_what_is_asked() -> None:
    assert essence("Hello, where is my refund for order 1234?") == "where is my refund ?"
    assert essence("Hi!") == "Hi!"
    assert essence("12345") == "12345"


def test_internal_pages_are_for_the_staff() -> None:
    pages = [
        Item("goodwill", "Goodwill limits", (Passage("Up to 30 euros without asking a lead."),),
             audience="internal"),
        Item("returns", "Returns", (Passage("You have 30 days to return anything."),)),
    ]  # fmt: skip
    knowledge = Knowledge(pages)
    public = knowledge.answer("What are the goodwill limits?")
    internal = knowledge.answer("What are the goodwill limits?", audience="internal")
    assert public is not None
    assert internal is not None
    assert (public.id, internal.id) == ("returns", "goodwill")
    assert Knowledge(pages[:1]).answer("What are the goodwill limits?") is None


def test_without_pages_there_is_no_answer() -> None:
    assert Knowledge([]).answer("anything") is None
    assert Knowledge([Item("empty", "Empty", ())]).answer("anything") is None


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


def test_a_warm_start_encodes_nothing(tmp_path: Path) -> None:
    texts = ["one", "three", "one"]
    cold, warm = Counting(), Counting()
    first = vectors_for(texts, cold, tmp_path)
    again = vectors_for(texts, warm, tmp_path)
    assert sorted(cold.asked) == ["one", "three"]
    assert warm.asked == []
    assert np.array_equal(first, again)


def test_a_changed_page_costs_only_its_own_texts(tmp_path: Path) -> None:
    vectors_for(["one", "three"], Counting(), tmp_path)
    later = Counting()
    vectors_for(["one", "seven"], later, tmp_path)
    assert later.asked == ["seven"]


@pytest.mark.parametrize(
    "rubbish", [b"", b"PK\x03\x04", b"\x93NUMPY", b"not a file of vectors" * 9]
)
def test_a_broken_file_of_vectors_is_made_anew(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / FILE).write_bytes(rubbish)
    assert vectors_for(["one"], Counting(), tmp_path).shape == (1, 384)
    later = Counting()
    vectors_for(["one"], later, tmp_path)
    assert later.asked == []


def test_the_same_text_has_the_same_vector_alone_and_among_others() -> None:
    alone = Encoder().encode("Where is my parcel?")
    among = Encoder().encode_all(["Refunds take a week.", "Where is my parcel?"])[1]
    assert np.array_equal(alone, among)
    assert abs(float(np.linalg.norm(alone)) - 1) < 1e-4


def test_likeness_is_worth_something() -> None:
    where, lost, cat = encoder().encode_all(
        ["Where is my parcel?", "My package has not arrived.", "The cat sleeps on the sofa."]
    )
    assert float(where @ lost) > float(where @ cat) + 0.3


MARKDOWN = """---
title: "Sending back"
url: /help/returns
examples: ["How do I return it?"]
---
# Returns

You have **30 days**. See [the page](https://example.com/x).

Do this:

1. Print the *label*.
2. Hand it in.

| Size | Chest |
|---|---|
| S | 88 cm |

## Costs
It is free.
"""


def test_a_page_becomes_passages_in_plain_text(tmp_path: Path) -> None:
    (tmp_path / "returns.md").write_text(MARKDOWN, "utf-8")
    (item,) = read_items([tmp_path])
    assert (item.id, item.title, item.url) == ("returns", "Sending back", "/help/returns")
    assert [(one.heading, one.text) for one in item.passages] == [
        ("Returns", "You have 30 days. See the page."),
        ("Returns", "Do this:\n1. Print the label.\n2. Hand it in."),
        ("Returns", "S: Chest 88 cm"),
        ("Costs", "It is free."),
    ]


def test_a_page_needs_nothing_but_words(tmp_path: Path) -> None:
    (tmp_path / "opening-hours.txt").write_text("We open at nine.", "utf-8")
    (item,) = read_items([tmp_path / "opening-hours.txt"])
    assert (item.id, item.title) == ("opening-hours", "opening hours")


def test_html_and_json_lines_are_pages_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<head><title>x</title></head><h1>Hours</h1><p>We open &amp; close.<script>no()</script>"
        "<ul><li>One<li>Two</ul>",
        "utf-8",
    )
    (tmp_path / "b.jsonl").write_text(
        '{"id": 7, "text": "Free.", "examples": ["cost?"]}\n', "utf-8"
    )
    page, other = read_items([tmp_path])
    assert page.title == "Hours"
    assert page.passages[0].text == "We open & close.\n• One\n• Two"
    assert (other.id, other.examples) == ("7", ("cost?",))


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("x.md", b"---\ntitel: x\n---\n", "titel"),
        ("x.md", b"---\ntitle: [\n---\n", "front matter"),
        ("x.md", b"---\naudience: nobody\n---\nx", "audience"),
        ("x.md", b"\xff\xfe\x00", "UTF-8"),
        ("x.jsonl", b'{"id": 1}\n', "line 1"),
        ("x.jsonl", b'{"id": 1, "text": "a"}\n{"id": 1, "text": "b"}\n', "twice"),
    ],
)
def test_a_page_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: bytes, complaint: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KnowledgeError, match=complaint) as raised:
        read_items([tmp_path])
    assert name in str(raised.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="nowhere"):
        read_items([tmp_path / "nowhere"])


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"This is sentence number {n} of them all." for n in range(60))
    passages = list(passages_of(text))
    assert len(passages) > 3
    assert all(passage.text.endswith(".") for passage in passages)
    assert " ".join(passage.text for passage in passages) == text


def test_the_demo_pages_are_complete() -> None:
    pages = read_items([HELP])
    assert len(pages) >= 25
    for page in pages:
        assert 3 <= len(page.examples) <= 6, page.id
        words = sum(len(passage.text.split()) for passage in page.passages)
        assert 55 <= words <= 210, (page.id, words)
        assert page.url == f"/shop/help/{page.id}"
