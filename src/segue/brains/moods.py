"""How a turn sounds, from its surface: shouting, punctuation, hard words, words of worry.

A simple sum over independent cues (`moods.yaml`), and no more is claimed for it: cue words alone
are close to chance on real support text. They are an indicator, count slowly over turns, and never
hand anybody over by themselves. What they have over a model: they work in many languages, cost
next to nothing, and show the words they rest on.

Anger and anxiety are told apart because they want different things of a person: an apology, or
calm and a next step.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from segue.brains import versions
from segue.brains.phrases import Phrases, without
from segue.brains.plain import as_written, ends_of, plain, shown

TABLE: Final = Path(__file__).with_name("moods.yaml")
_KINDS: Final = ("insult", "hard", "furious", "complaint", "panic", "worry", "pleased")
_FEWEST_LETTERS: Final = 8  # "OK" is not shouted
_SHOUTED: Final = 0.6  # of the letters
_REPEATED_MARKS: Final = re.compile(r"[!?！？]{2,}|[!！]\s*[!！]|\?!|!\?")

# What is left of calm after a cue; several cues multiply.
_FRUSTRATION: Final = {"shout": 0.75, "marks": 0.85, "insult": 0.4, "hard": 0.5,
                       "furious": 0.6, "complaint": 0.6}  # fmt: skip
_ANGER: Final = {"shout": 0.75, "marks": 0.8, "insult": 0.25, "hard": 0.55,
                 "furious": 0.45, "complaint": 0.85}  # fmt: skip
_ANXIETY: Final = {"marks": 0.9, "panic": 0.25, "worry": 0.4}
_PLEASED: Final = {"pleased": 0.4}
_WEIGHTS: Final = {"frustration": _FRUSTRATION, "anger": _ANGER, "anxiety": _ANXIETY,
                   "pleased": _PLEASED}  # fmt: skip
_SECOND: Final = 0.65  # a second word of a kind that already counted


class Moods(NamedTuple):
    """Shares of 0 to 1, and the words behind each, as the customer wrote them."""

    frustration: float
    anger: float
    anxiety: float
    pleased: float
    words: dict[str, str]


def moods_in(text: str, language: str | None = None) -> Moods:
    """Return how `text` sounds; reads at most 2,000 characters of it.

    Where its `language` is sure, only the words of that language and of English count: "blöd" is
    a hard word in German and the beginning of blood in Swedish.
    """
    cues = _cues(text, language)
    found = {name: _share(cues, weights) for name, weights in _WEIGHTS.items()}
    words = {name: _said(text, cues, weights) for name, weights in _WEIGHTS.items() if found[name]}
    return Moods(**found, words=words)


def frustration_in(text: str) -> float:
    """Return how annoyed `text` sounds, 0 to 1."""
    return moods_in(text).frustration


def version() -> str:
    """Return the name and version of the word lists."""
    return versions.of_files("moods", TABLE)


def _cues(text: str, language: str | None) -> dict[str, tuple[str, ...]]:
    """Return the cues that were found, each with its (folded) words; none for mere form."""
    head = ends_of(text)
    cues: dict[str, tuple[str, ...]] = {}
    if _is_shouted(head):
        cues["shout"] = ()
    if _REPEATED_MARKS.search(head):
        cues["marks"] = ()
    said = plain(text)
    look_alikes, words = _lists()
    found = words.find(said)
    if not found:
        return cues
    spoken = (language, "en") if language else None
    by_kind: dict[str, list[str]] = {}
    for one in without(found, look_alikes.find(said)):
        kind, of = one.tag
        if spoken is None or of in spoken:
            by_kind.setdefault(kind, []).append(one.words)
    return cues | {kind: tuple(dict.fromkeys(some)) for kind, some in by_kind.items()}


def _share(cues: dict[str, tuple[str, ...]], weights: dict[str, float]) -> float:
    calm = 1.0
    for name, left in weights.items():
        if name in cues:
            calm *= left * (_SECOND if len(cues[name]) > 1 else 1.0)
    worded = any(cues.get(name) for name in weights)
    if not worded and weights is _ANXIETY:
        return 0.0  # marks alone are no worry
    return round(1 - calm, 3)


def _said(text: str, cues: dict[str, tuple[str, ...]], weights: dict[str, float]) -> str:
    words = [word for name in weights for word in cues.get(name, ())]
    if words:
        return shown(", ".join(as_written(text, word) for word in words[:4]))
    return shown(text)


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    if len(letters) < _FEWEST_LETTERS:
        return False
    return sum(c.isupper() for c in letters) >= _SHOUTED * len(letters)


@lru_cache(maxsize=1)
def _lists() -> tuple[Phrases[str], Phrases[tuple[str, str]]]:
    """Return the look-alikes, and the words: each tagged with its kind and language."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: dict[str, Any] = yaml.load(TABLE.read_text("utf-8"), loader)  # noqa: S506
    return (
        Phrases((one, code) for code, some in table["look_alikes"].items() for one in some),
        Phrases(
            (one, (kind, code))
            for kind in _KINDS
            for code, some in table[kind].items()
            for one in some
        ),
    )
