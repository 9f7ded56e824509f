"""Small words, read without a model: which ones close nothing, settle nothing, or say yes."""

from __future__ import annotations

import pytest

from segue.domain.courtesy import is_courtesy, is_no, is_solved, is_yes


@pytest.mark.parametrize(
    "text",
    ["Thanks!", "thank you so much", "👍", "ok", "", "No, thanks", "That's all, thank you",
     "Vielen Dank!", "nein danke", "¡Muchas gracias!", "merci beaucoup", "obrigada", "grazie mille",
     "dank je wel", "شكرا جزيلا", "धन्यवाद", "teşekkürler", "谢谢", "ありがとうございます"],
)  # fmt: skip
def test_a_courtesy_is_nothing_but_courtesy(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["Thanks, but it broke again", "thanks for nothing", "???", "ok?", "？", "No", "nope", "4812",
     "thanks " * 40 + "it is still broken", "not good", "😡 it is broken"],
)  # fmt: skip
def test_one_other_word_or_a_question_mark_and_it_is_to_be_answered(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["yes", "Yes please!", "sure", "ja bitte", "sí", "نعم", "好的",
     "do it", "Yes, please do that", "correct", "Ja, mach das", "sí, hazlo", "موافق"],
)  # fmt: skip
def test_a_yes(text: str) -> None:
    assert is_yes(text)
    assert not is_no(text)


@pytest.mark.parametrize("text", ["no", "No thanks.", "not now", "nein danke", "لا شكرا", "不用了"])
def test_a_no(text: str) -> None:
    assert is_no(text)
    assert not is_yes(text)


@pytest.mark.parametrize(
    "text",
    ["", "thanks", "yes?", "yes but what does it cost", "no way", "yes " * 6, "42",
     "it", "I do", "send it", "do not", "can you do it"],
)  # fmt: skip
def test_neither_yes_nor_no(text: str) -> None:
    assert not is_yes(text)
    assert not is_no(text)


@pytest.mark.parametrize(
    "text",
    ["Solved, thanks!", "never mind", "Nevermind, I figured it out myself", "It works now",
     "hat sich erledigt, danke", "ya está resuelto, gracias", "解决了，谢谢"],
)  # fmt: skip
def test_solved(text: str) -> None:
    assert is_solved(text)


@pytest.mark.parametrize(
    "text",
    ["It hasn't been resolved", "not solved", "solved?", "nothing works now", "I found it strange",
     "the fixed price is wrong", "It works, but the colour is wrong", "thanks", "it works not",
     "solved " * 40],
)  # fmt: skip
def test_one_word_too_many_keeps_a_customer_in_the_line(text: str) -> None:
    assert not is_solved(text)
