"""Frustration as customers of a support team voice it."""

from __future__ import annotations

import pytest

from segue.brains import heads
from segue.brains.encoder import encoder
from segue.brains.moods import Moods
from segue.brains.signals import read, with_heads

# None of these lines was trained on.
FRUSTRATED = (
    "I've been on this for a month and nobody gets back to me",
    "You told me it would be here on Tuesday and it still isn't.",
    "This is the fourth time I explain the same thing to you.",
    "I can't believe how badly you handle this.",
    "That answer is of no use to me whatsoever.",
    "You charge for a service that never works.",
)
CALM = (
    "Could you tell me where I find the size chart?",
    "Yes, that is the address.",
    "I bought it last week in the shop in Lyon.",
    "Thanks, the new code works.",
    "I'd like to book a table for four people.",
    "Sure, I can wait a minute.",
)


def frustration(text: str) -> float:
    return read([("customer", text)]).frustration or 0.0


def test_what_frustrates_scores_above_all_that_does_not() -> None:
    lowest = min(map(frustration, FRUSTRATED))
    highest = max(map(frustration, CALM))
    assert lowest > highest
    assert highest < 0.5


@pytest.mark.parametrize("text", FRUSTRATED + CALM)
def test_words_and_head_add_up_and_never_take_away(text: str) -> None:
    vector = encoder().encode(text)
    head = heads.chance("frustration", vector)
    for words in (0.0, 0.4, 0.9):
        both = with_heads(Moods(words, 0.0, 0.0, 0.0, {}), vector).frustration
        assert max(words, head) - 0.001 <= both <= min(1.0, words + head) + 0.001
