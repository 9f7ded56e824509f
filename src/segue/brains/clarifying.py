"""When two pages compete: which to ask about, and which one the customer then means.

One question, with two or three titles, and only where it helps: the right page is probably among
the first few, no page is sure, and each that is named has a real chance. What is said next is read
as a choice only if it is one: the title, its number, "the second one", or words that only one of
the titles has. Anything else is a new question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from segue.brains.knowledge import Answer
from segue.domain.asking.fold import fold

TOGETHER: Final = 0.6
"""From this chance on that one of the pages is right, it is worth asking which."""

_ANSWERABLE: Final = 0.4  # not quite enough for an answer, but for a question
_EACH: Final = 0.15  # less likely pages are not named
_MOST: Final = 3
_LONGEST_TITLE: Final = 100
_FEW: Final = 7  # words: more is not a choice but a question
_WORD: Final = re.compile(r"\w+")

# How people number things: first, second, third, in the languages of the assistant's own words.
_NUMBERS: Final = (
    """1 first one 1st former erste ersten erstere primera primero premier première primeira
    primeiro prima primo eerste الأول الأولى اول""",
    """2 second two 2nd zweite zweiten segunda segundo deuxième seconde seconda secondo tweede
    الثاني الثانية ثاني""",
    """3 third three 3rd dritte dritten tercera tercero troisième terceira terceiro terza terzo
    derde الثالث الثالثة ثالث""",
)
_LAST: Final = """last latter letzte letztere última último dernière dernier ultima ultimo laatste
    الأخير"""
_BESIDE: Final = """the a i mean meant please one number option no der die das ich meine bitte den
    nummer la el lo quiero decir por favor le je veux dire s'il vous plaît o eu quero il voglio de
    het ik bedoel alstublieft من فضلك"""


def competing(found: Answer) -> tuple[tuple[str, str], ...]:
    """Return (id, title) of the two or three pages to ask about; nothing where asking is no help:
    a sure answer, hardly any chance, or titles that nobody could tell apart."""
    if found.sure or found.answerable < _ANSWERABLE:
        return ()
    first = [(found.id, found.title, found.confidence)]
    first += [(one.id, one.title, one.confidence) for one in found.runners_up]
    first = [one for one in first if one[2] >= _EACH and one[1].strip()][:_MOST]
    named = {fold(title).strip(): (page, title[:_LONGEST_TITLE]) for page, title, _ in first}
    likely = sum(confidence for *_, confidence in first)
    return tuple(named.values()) if len(named) > 1 and likely >= TOGETHER else ()


def chosen(said: str, choices: Sequence[str]) -> int | None:
    """Return the place of the choice that `said` names; None where it names none, or several."""
    words = _words(said)
    for place, choice in enumerate(choices):
        if words == _words(choice):
            return place
    if not words or len(words) > _FEW:
        return None
    if (numbered := _numbered(words, len(choices))) is not None:
        return numbered
    if "?" in said or "؟" in said:
        return None
    held = [frozenset(_words(choice)) for choice in choices]
    own = [
        place
        for place, some in enumerate(held)
        if any(
            word in some and all(word not in other for other in held if other is not some)
            for word in words
        )
    ]
    return own[0] if len(own) == 1 else None


def _numbered(words: Sequence[str], count: int) -> int | None:
    """Return the place that "the second one" or "2" names, if nothing else is said."""
    numbers, beside = _numbers()
    found = {
        numbers[word]
        for word in words
        if word in numbers and not (word in beside and len(words) > 1)
    }
    others = [word for word in words if word not in numbers and word not in beside]
    if len(found) != 1 or others:
        return None
    (place,) = found
    place = count - 1 if place < 0 else place
    return place if place < count else None


@lru_cache(maxsize=1)
def _numbers() -> tuple[dict[str, int], frozenset[str]]:
    numbers: dict[str, int] = {}
    for place, some in enumerate((*_NUMBERS, _LAST)):
        for word in _words(some):
            numbers.setdefault(word, place if place < len(_NUMBERS) else -1)
    return numbers, frozenset(_words(_BESIDE))


def _words(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]
