"""What only several turns say: asking again, the assistant repeating itself, going in circles."""

from __future__ import annotations

import pytest

from segue.brains.no_answer import has_no_answer
from segue.brains.repetition import answers_in
from segue.brains.signals import Turns, TurnSignals, read

REFUND = (
    "Where is my refund for the blue jacket?",
    "When do I get the refund of my blue jacket?",
    "I asked for the refund of that blue jacket, when will it come?",
)


def share(value: float | None) -> float:
    assert value is not None
    return value


def talk(*texts: str) -> list[tuple[str, str]]:
    """Customer and bot by turns, the customer first."""
    return [("bot" if place % 2 else "customer", text) for place, text in enumerate(texts)]


def of(turns: Turns) -> TurnSignals:
    return read(turns)


def test_three_times_the_same_question_is_counted_and_is_a_circle() -> None:
    turns = talk(REFUND[0], "Refunds take a week.", REFUND[1], "We sell jackets.", REFUND[2])
    signals = of(turns)
    assert signals.asked_times == 3
    assert share(signals.circles) >= 0.6
    assert {(one.signal, one.back) for one in signals.basis} >= {
        ("repeats", 1),
        ("repeats", 2),
        ("circles", 1),
        ("circles", 2),
    }


def test_asking_twice_alone_is_no_circle() -> None:
    signals = of(talk(REFUND[0], "Refunds take a week.", REFUND[1]))
    assert signals.asked_times == 2
    assert share(signals.repeats) > 0.5 > share(signals.circles)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Refunds take five working days.", "Refunds take five working days."),
        ("Refunds take five working days.", "A refund takes five working days."),
        ("Sorry, I didn't understand that.", "Refunds take five working days."),
        ("Leider habe ich das nicht verstanden.", "Bitte sehr."),
    ],
)
def test_asking_twice_is_a_circle_when_the_assistant_gives_nothing_new(
    first: str, second: str
) -> None:
    turns = talk(REFUND[0], first, "hm", second, REFUND[1])
    assert share(of(turns).circles) >= 0.6


def test_a_miss_before_the_question_was_first_asked_does_not_count() -> None:
    turns = talk(
        "hello bot", "Sorry, I didn't understand that.", REFUND[0], "In a week.", REFUND[1]
    )
    assert share(of(turns).circles) < 0.5


def test_the_same_answer_twice_is_seen_also_in_bubbles() -> None:
    same = [("customer", "hm"), ("bot", "It is on"), ("bot", "its way.")]
    assert share(of([*same, *same, ("customer", "and?")]).bot_repeats) > 0.9
    assert answers_in([*same, *same]) == ["It is on\nits way."] * 2
    other = talk("hm", "It is on its way.", "and?", "Our shop opens at nine.", "so?")
    assert share(of(other).bot_repeats) < 0.1


def test_form_answers_are_no_questions() -> None:
    turns = talk(
        "my booking number is 445521", "That number is not known.",
        "my booking number is 445512", "That number is not known.",
        "my booking number is 445518",
    )  # fmt: skip
    signals = of(turns)
    assert signals.asked_times == 1
    assert share(signals.repeats) < 0.5
    assert share(signals.circles) < 0.5


@pytest.mark.parametrize("text", ["yes", "ok thanks", "👍", "no", ""])
def test_courtesies_are_asked_no_times(text: str) -> None:
    assert of(talk(text, "Anything else?", text)).asked_times == 0


@pytest.mark.parametrize(
    "pair",
    [
        ("我的订单什么时候可以送到", "我的订单什么时候可以送到"),
        ("متى يصل طلبي إلى المنزل", "متى يصل طلبي إلى المنزل؟"),
        ("いつ注文した商品が届きますか", "いつ注文した商品が届きますか？"),
        ("Wann kommt denn endlich mein Paket an?", "wann kommt denn endlich mein paket an"),
    ],
)
def test_word_for_word_is_the_same_in_every_language(pair: tuple[str, str]) -> None:
    signals = of(talk(pair[0], "Bald.", pair[1]))
    assert share(signals.repeats) > 0.9
    assert signals.asked_times == 2


@pytest.mark.parametrize(
    "pair",
    [
        ("أين يمكنني أن أجد فرع المتجر", "كيف أغير كلمة المرور الخاصة بي"),
        ("我的订单什么时候可以送到", "你们的商店几点开门营业"),
        ("Как изменить пароль от почты", "Где находится ваш ближайший магазин"),
        ("返品の方法を教えてください", "営業時間は何時から何時までですか"),
        ("Jak mogę zmienić swoje hasło", "Gdzie jest wasz najbliższy sklep"),
    ],
)
def test_other_questions_in_other_languages_are_other_questions(pair: tuple[str, str]) -> None:
    """MiniLM finds unrelated sentences of one language alike; its thresholds must know."""
    assert share(of(talk(pair[0], "Hm.", pair[1])).repeats) < 0.5


@pytest.mark.parametrize(
    ("text", "no_answer"),
    [
        ("I'm not sure about that. Could you say it another way?", True),
        ("Das habe ich nicht verstanden.", True),
        ("No estoy seguro de eso. ¿Puedes decirlo de otra manera?", True),
        ("لست متأكدًا من ذلك. هل يمكن قوله بطريقة أخرى؟", True),
        ("抱歉，我不明白您的问题", True),
        ("Refunds take a week.", False),
        ("", False),
        ("If you can't find the page, here is the link: ..." * 40, False),
    ],
)
def test_an_assistant_without_an_answer_is_known_by_its_words(
    text: str, *, no_answer: bool
) -> None:
    assert has_no_answer(text) is no_answer
