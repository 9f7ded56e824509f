"""`segue answer` on files that it has never met."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from segue.brains.commands import answer_lines

KEYS = {"id", "source", "answer", "confidence", "answerable", "sure", "runners_up"}


def asked(tmp_path: Path, items: list[dict[str, Any]], *questions: str) -> list[dict[str, Any]]:
    file = tmp_path / "items.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in items), "utf-8")
    out = io.StringIO()
    answer_lines([file], [json.dumps({"question": one}) for one in questions], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


HOURS = {"id": 7, "text": "We are open from nine to five, and on Saturdays until two."}
RETURNS = {"id": "returns", "text": "You may send everything back within 30 days."}


def test_texts_without_titles_and_with_numbers_for_ids_are_enough(tmp_path: Path) -> None:
    first, second = asked(tmp_path, [HOURS, RETURNS], "when are you open", "can I send it back")
    assert first.keys() == KEYS
    assert (first["id"], first["sure"]) == ("7", True)
    assert (second["id"], second["answer"]) == ("returns", RETURNS["text"])
    assert [one["id"] for one in first["runners_up"]] == ["returns"]


def test_a_single_text_answers_what_it_says_and_nothing_else(tmp_path: Path) -> None:
    right, wrong = asked(tmp_path, [HOURS], "when are you open", "how do I reset my password")
    assert right["answerable"] > 0.5 > wrong["answerable"]
    assert not wrong["sure"]


def test_no_question_and_no_item_have_no_answer(tmp_path: Path) -> None:
    (nothing,) = asked(tmp_path, [HOURS], "  ?! ")
    assert (nothing["id"], nothing["confidence"], nothing["sure"]) == (None, 0.0, False)
    (empty,) = asked(tmp_path, [{"id": 1, "text": " "}], "when are you open")
    assert empty.keys() == KEYS
    assert empty["id"] is None


def test_the_same_text_twice_is_never_sure_of_one(tmp_path: Path) -> None:
    (found,) = asked(tmp_path, [HOURS, HOURS | {"id": 8}, RETURNS], "when are you open")
    assert found["confidence"] <= 0.5
    assert {found["id"], found["runners_up"][0]["id"]} == {"7", "8"}


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("Wann haben Sie an Samstagen geöffnet?", "de"),
        ("When are you open on Saturdays?", "en"),
    ],
)
def test_languages_are_told_apart_without_being_named(
    tmp_path: Path, question: str, page: str
) -> None:
    items = [
        {"id": "en", "title": "Opening hours",
         "text": "We are open from nine to five every day, and on Saturdays until two."},
        {"id": "en2", "title": "Returns",
         "text": "You may send everything back within thirty days after it has arrived."},
        {"id": "de", "title": "Öffnungszeiten",
         "text": "Wir haben jeden Tag von neun bis fünf geöffnet, an Samstagen nur bis zwei."},
        {"id": "de2", "title": "Rückgabe",
         "text": "Sie können alles innerhalb von dreißig Tagen nach der Lieferung zurückgeben."},
    ]  # fmt: skip
    (found,) = asked(tmp_path, items, question)
    assert found["id"] == page
