"""Anger, worry, pleasure: their words in many languages, their heads in English, their trend."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.brains.moods import moods_in
from segue.brains.phrases import Phrases, without
from segue.brains.signals import TurnSignals, read


def said(*texts: str) -> TurnSignals:
    return read([("customer", text) for text in texts])


def share(value: float | None) -> float:
    assert value is not None
    return value


@pytest.mark.parametrize(
    "text",
    [
        "You idiots!!!",
        "I am furious, this is outrageous!",
        "Das ist eine bodenlose Frechheit, ihr Idioten!",
        "¡Esto es indignante, sois unos ladrones!",
        "C'est inadmissible, j'en ai marre !",
        "Isso é inaceitável, uma vergonha!",
        "È inaccettabile, vergogna!",
        "Dit is schandalig, oplichters!",
        "Это возмутительно, позор!",
        "هذا غير مقبول، عار عليكم",
        "太过分了，你们是骗子",
        "許せない、ふざけるな",
        "Bu rezalet, kabul edilemez",
        "यह शर्मनाक है, हद है",
    ],
)
def test_angry_words_sound_angry(text: str) -> None:
    moods = moods_in(text)
    assert moods.anger >= 0.55
    assert moods.frustration >= 0.4
    assert moods.anxiety == 0.0
    assert moods.words["anger"]


@pytest.mark.parametrize(
    "text",
    [
        "I'm really worried about my daughter",
        "I'm scared and desperate, please help",
        "Ich mache mir große Sorgen",
        "Estoy muy preocupada, tengo miedo",
        "J'ai peur, je suis très inquiète",
        "Estou desesperada",
        "Sono molto preoccupato",
        "Ik maak me zorgen, ik ben bang",
        "Мне страшно, я очень волнуюсь",
        "أنا خائفة جدا",
        "我很担心",
        "とても不安です",
        "Çok endişeliyim, korkuyorum",
        "मुझे बहुत चिंता है",
        "걱정돼요, 무서워요",
    ],
)
def test_words_of_worry_sound_anxious_and_not_angry(text: str) -> None:
    moods = moods_in(text)
    assert moods.anxiety >= 0.55
    assert moods.anger == 0.0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is my order", "en"),
        ("no worries, don't panic", "en"),
        ("I'm afraid I lost the receipt", "en"),
        ("can I use it as a stress test", "en"),
        ("quiero hablar con una persona", "es"),
        ("mein Blutdruck", "de"),
        ("blodtrycket", "sv"),
        ("你好，如何操作", "zh"),
        ("怎么取消垃圾邮件", "zh"),
        ("كتبت اختبار", "ar"),
        ("keine Sorge", "de"),
    ],
)
def test_look_alikes_are_calm(text: str, language: str) -> None:
    moods = moods_in(text, language)
    assert moods[:4] == (0.0, 0.0, 0.0, 0.0)
    assert not moods.words


def test_hard_words_of_other_languages_do_not_count_where_the_language_is_sure() -> None:
    assert moods_in("prima di domani", "it").pleased == 0.0
    assert moods_in("das ist prima", "de").pleased > 0.5


def test_shouting_adds_to_whatever_is_said() -> None:
    for text in ("this is useless", "you are idiots", "i am so worried about this"):
        assert moods_in(text.upper()).anger > moods_in(text).anger


@pytest.mark.parametrize("text", ["👍", "thanks", "", "thank you so much, that was perfect"])
def test_thanks_are_no_burden(text: str) -> None:
    assert share(said(text).mood) >= 0.0


def test_heads_hear_in_english_what_no_word_says() -> None:
    fear = said("I keep thinking something terrible will happen to us")
    calm = said("how long does a refund take")
    assert share(fear.anxiety) > 0.5 > share(calm.anxiety)


def test_mood_falls_and_recovers_over_turns() -> None:
    falling = said("hello, where is my parcel", "ok", "this is useless, still nothing!!")
    rising = said("this is useless, still nothing!!", "I am fed up", "great, thank you so much")
    steady = said("where is my parcel", "it is number 1234", "and when will it come")
    assert share(falling.mood_trend) <= -0.2
    assert {"mood", "mood_trend", "frustration"} <= {one.signal for one in falling.basis}
    assert share(rising.mood_trend) >= 0.2
    assert abs(share(steady.mood_trend)) < 0.1


def test_one_turn_has_no_trend() -> None:
    assert said("this is useless").mood_trend is None


def test_mood_can_be_switched_off() -> None:
    turns = [("customer", "where is it"), ("customer", "YOU IDIOTS!!! I am scared")]
    signals = read(turns, mood=False)
    tone = (signals.frustration, signals.anger, signals.anxiety, signals.mood, signals.mood_trend)
    assert tone == (None, None, None, None, None)
    assert not [one for one in signals.basis if one.signal in ("anger", "anxiety", "frustration")]
    assert not [one for one in signals.models if one.startswith("moods")]
    assert "frustration" not in signals.late


def test_an_agents_words_are_never_rated() -> None:
    signals = read([("customer", "hello"), ("agent", "YOU IDIOT, this is useless!!!")])
    assert share(signals.frustration) == 0.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_shares_stay_shares(one: str, other: str) -> None:
    moods = moods_in(f"{one} fucking useless, I panic {other}")
    assert all(0 <= value <= 1 for value in moods[:4])


def test_phrases_find_whole_words_endings_and_joined_ones() -> None:
    phrases = Phrases([("fed up", "a"), ("annoy*", "b"), ("担心", "c"), ("قلق", "d")])

    def tags(text: str) -> list[str]:
        return [one.tag for one in phrases.find(text)]

    assert tags("i am fed up and annoyed") == ["a", "b"]
    assert tags("fed upon") == []
    assert tags("我很担心你") == ["c"]
    assert tags("والقلق") == ["d"]
    assert not without(phrases.find("annoyed"), Phrases([("annoyed", 1)]).find("annoyed"))
