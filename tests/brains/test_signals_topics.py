"""Topics: what their words and sentences of the same meaning find, and what they leave alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from segue.brains.signals import TurnSignals, read
from segue.brains.topics import money_in, topics_in
from segue.domain.rules.catalogue import BY_NAME

LINES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/topics.check.jsonl").read_text("utf-8").splitlines()
]


def of(text: str) -> TurnSignals:
    return read([("customer", text)])


def share(value: float | None) -> float:
    assert value is not None
    return value


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["id"])
def test_lines_are_read_as_they_were_meant(line: dict[str, Any]) -> None:
    """A regression set; `missed` marks what is known to be missed, so that a repair is noticed."""
    codes = [code for code, _ in of(line["text"]).topics]
    found = line["topic"] in codes if line["topic"] != "none" else not codes
    assert found is not line.get("missed", False), codes


def test_every_urgent_code_is_one_that_rules_know() -> None:
    known = BY_NAME["urgency"].codes
    for line in LINES:
        assert set(of(line["text"]).urgency) <= set(known)


def test_urgency_names_the_gravest_first_and_shows_the_words() -> None:
    signals = of("My account is locked and the house is on fire, my flight leaves in an hour")
    assert signals.urgency == ("danger", "account_locked", "time_critical")
    assert {one.signal: one.text for one in signals.basis} == {
        "urgency.danger": "on fire",
        "urgency.account_locked": "My account is locked",
        "urgency.time_critical": "flight leaves in an hour",
    } | {one.signal: one.text for one in signals.basis if not one.signal.startswith("urgency")}


def test_a_topic_by_likeness_is_less_sure_than_one_by_words() -> None:
    by_words = dict(of("please delete my data").topics)
    by_likeness = dict(of("I want a record of all data you store on me").topics)
    assert by_words["personal_data"] == 0.95
    assert 0.5 < by_likeness["personal_data"] <= 0.9
    assert share(of("I want a record of all data you store on me").personal_data) > 0.5


def test_changes_of_an_account_are_told_from_other_changes() -> None:
    assert share(of("I want to change my email address").account_change) > 0.9
    assert share(of("change my appointment to Friday").account_change) < 0.1


@pytest.mark.parametrize(
    ("text", "language", "about"),
    [
        ("wann kommt meine Rechnung", "de", True),
        ("¿cuánto cuesta?", "es", True),
        ("une assiette, un plat", "fr", False),
        ("para mi hermana", "es", False),
        ("schwarz oder weiß", "de", False),
        ("how do I wash my tent", "en", False),
        ("多少钱", "zh", True),
    ],
)
def test_money_is_a_word_of_the_language_that_is_spoken(
    text: str, language: str, *, about: bool
) -> None:
    p, words = money_in(text, language)
    assert (p > 0.5) is about
    assert bool(words) is about


@pytest.mark.parametrize(
    "text",
    [
        "my order hasn't arrived",
        "I can't log in",
        "what is the meaning of life",
        "when does my flight board",
        "thanks phone no is 87867678",
    ],
)
def test_ordinary_troubles_are_not_urgent(text: str) -> None:
    assert not of(text).urgency


def test_words_are_shown_as_the_customer_wrote_them() -> None:
    (hit,) = topics_in("Mi CUENTA BLOQUEADA, ¿por qué?")
    assert hit.words == "CUENTA BLOQUEADA"
    (hit,) = topics_in("تم حظر حسابي")
    assert hit.words == "تم حظر حسابي"
