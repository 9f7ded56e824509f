"""Signals of a turn: what they say, and how little they claim."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path

import pytest

from segue.brains.commands import answer_lines, signals_lines
from segue.brains.languages import LANGUAGES, language_of
from segue.brains.moods import frustration_in
from segue.brains.reading import Reading
from segue.brains.signals import read
from segue.brains.small_talk import small_talk
from segue.brains.topics import topics_in
from segue.domain.asking.lexicon import lexicon

URGENT = [
    json.loads(line)
    for line in (Path(__file__).parent / "data/urgency.check.jsonl").read_text("utf-8").splitlines()
]


def said(*texts: str) -> list[tuple[str, str]]:
    return [("customer", text) for text in texts]


def share(value: float | None) -> float:
    """A signal that must have been read."""
    assert value is not None
    return value


def test_asking_for_a_person_is_read_from_words_and_says_which() -> None:
    signals = read(said("this is no use, I want a human"))
    assert share(signals.wants_person) >= 0.95
    assert (signals.wants_person_by, signals.wants_person_words) == ("words", "want a human")
    assert share(read(said("no, I don't need a human")).wants_person) < 0.05
    assert read(said("where is my parcel")).wants_person_by == "none"


def test_a_team_may_be_asked_for() -> None:
    signals = read(said("put me through to returns"), ("Returns",))
    assert share(signals.wants_person) > 0.5
    assert signals.asked_team == "Returns"


def test_the_same_question_again_is_a_repetition() -> None:
    twice = read(said("Where is my refund for order 1234?", "when do I get the refund of my order"))
    other = read(said("Where is my refund for order 1234?", "do you sell warm winter socks"))
    assert twice.repeats is not None
    assert other.repeats is not None
    assert twice.repeats > 0.5 > other.repeats


@pytest.mark.parametrize(
    "turns",
    [
        ("my order number is 12345", "my order number is 12399"),
        ("i really like the red pizza", "i really like the green pizza"),
        ("thank you so very much", "thank you so very much"),
        ("yes", "yes"),
    ],
)
def test_forms_and_courtesies_are_no_repetition(turns: tuple[str, str]) -> None:
    assert share(read(said(*turns)).repeats) < 0.5


def test_what_bot_and_agent_said_does_not_count() -> None:
    turns = [
        ("bot", "Where is my refund for order 1234?"),
        *said("Where is my refund, order 1234?"),
    ]
    assert read(turns).repeats == 0.0
    assert share(read([("bot", "hello")]).wants_person) < 0.05


def test_facts_and_money_are_noticed() -> None:
    signals = read(said("Order 5512: you charged me twice, 84 € each"))
    assert ("order", "5512") in signals.facts
    assert ("amount", "84.00 EUR") in signals.facts
    assert share(signals.about_money) > 0.9
    assert share(read(said("how do I wash my tent")).about_money) < 0.1


@pytest.mark.parametrize("line", URGENT, ids=lambda line: line["id"])
def test_urgent_lines_are_read_as_they_were_meant(line: dict[str, str]) -> None:
    codes = [hit.code for hit in topics_in(line["text"])]
    assert (line["topic"] in codes) if line["topic"] != "none" else not codes


def test_the_gravest_topic_comes_first() -> None:
    hits = topics_in("I'll sue you, and if nobody answers I will kill myself")
    assert [hit.code for hit in hits] == ["self_harm", "legal_or_complaint"]
    assert hits[0].priority == "urgent"


def test_shouting_and_complaints_sound_annoyed_and_questions_do_not() -> None:
    assert frustration_in("THIS IS USELESS!!!") > frustration_in("this is useless") > 0.3
    assert frustration_in("Das ist eine Frechheit!") > 0.3
    assert frustration_in("Where is my order?") == 0.0
    assert frustration_in("OK") == 0.0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wo ist meine Bestellung", "de"),
        ("where is my order", "en"),
        ("أين طلبي", "ar"),
        ("これはどこですか", "ja"),
        ("我的订单在哪里", "zh"),
        ("मेरा ऑर्डर कहाँ है", "hi"),
        ("where is my order 1234 me@example.com", "en"),
        ("ok", None),
        ("你好", None),
        ("12345", None),
        ("😀", None),
        ("", None),
    ],
)
def test_a_language_is_named_or_unsure(text: str, code: str | None) -> None:
    assert language_of(text).code == code


def test_the_languages_are_those_of_the_lexicon() -> None:
    assert set(LANGUAGES) == set(lexicon().codes)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello there!", "greeting"),
        ("guten Tag", "greeting"),
        ("مرحبا", "greeting"),
        ("Thanks a lot, bye!", "thanks"),
        ("Vielen Dank!", "thanks"),
        ("no that's all, thanks", "thanks"),
        ("谢谢", "thanks"),
        ("tschüss", "goodbye"),
        ("👍", "fine"),
        ("ok", "fine"),
        ("are you a robot?", "who"),
    ],
)
def test_pleasantries_are_known(text: str, kind: str) -> None:
    found = small_talk(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    ["Hi, where is my order?", "thanks but it is still broken", "ok?", "??", "", "hola " * 60],
)
def test_what_says_more_is_no_pleasantry(text: str) -> None:
    assert small_talk(text) is None


async def test_reading_happens_off_the_loop_and_fits_the_domain() -> None:
    reading = Reading()
    try:
        async with asyncio.timeout(20):
            signals = await reading.read(said("¿Dónde está mi pedido?", "QUIERO UNA PERSONA"))
    finally:
        reading.close()
    assert signals.wants_person is not None
    assert share(signals.wants_person) > 0.9
    assert signals.language == "es"


def test_signals_speaks_json_lines() -> None:
    out = io.StringIO()
    failed = signals_lines(
        ['{"text": "get me a human"}\n', "\n", "rubbish\n", "{}\n",
         '{"turns": [{"who": "customer", "text": "where is it"}, {"who": "bot", "text": "x"}]}\n'],
        out,
    )  # fmt: skip
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert failed == 2
    assert [("error" in line) for line in lines] == [False, True, True, False]
    assert lines[0]["wants_person"] == 0.97
    assert set(lines[0]) >= {
        "wants_person", "wants_person_by", "frustration", "mood", "urgency", "topics", "repeats",
        "language", "about_money",
    }  # fmt: skip
    assert set(lines[0]["language"]) == {"code", "p"}


def test_answer_speaks_json_lines(tmp_path: Path) -> None:
    knowledge = tmp_path / "items.jsonl"
    knowledge.write_text(
        '{"id": "hours", "title": "Opening hours", "text": "We open at nine."}\n'
        '{"id": "price", "title": "Prices", "text": "It costs two euros."}\n',
        "utf-8",
    )
    out = io.StringIO()
    failed = answer_lines([knowledge], ['{"question": "what are your opening hours"}', "[]"], out)
    answer, error = (json.loads(line) for line in out.getvalue().splitlines())
    assert failed == 1
    assert "error" in error
    assert (answer["id"], answer["answer"]) == ("hours", "We open at nine.")
    assert set(answer) == {
        "id", "source", "answer", "confidence", "answerable", "sure", "runners_up",
    }  # fmt: skip
    assert [one["id"] for one in answer["runners_up"]] == ["price"]


def test_a_model_may_suspect_a_request_and_says_that_it_was_the_model() -> None:
    signals = read(said("can you talk me through the return"))
    assert signals.wants_person_by == "model"
    assert 0.5 < share(signals.wants_person) <= 0.9
    assert signals.wants_person_words == ""
    assert {one.partition("@")[0] for one in signals.models} >= {"minilm", "heads"}


@pytest.mark.parametrize(
    "text",
    ["no, I don't need a human", "Wo ist denn bitte mein Paket geblieben", "gud evng", "thank you"],
)
def test_the_model_is_silent_where_words_spoke_or_it_knows_nothing(text: str) -> None:
    assert read(said(text)).wants_person_by != "model"


def test_annoyance_without_a_hard_word_is_heard_in_english() -> None:
    annoyed = read(said("that's wrong, you people never get anything right")).frustration
    calm = read(said("how long does a refund take")).frustration
    assert share(annoyed) > 0.4 > share(calm)
