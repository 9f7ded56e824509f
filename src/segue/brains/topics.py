"""Urgent and delicate matters: danger, fraud, locked accounts, legal threats, outages, little time,
money, changes of an account, personal data.

`topics.yaml` beside this file is the list: patterns for English, words for other languages, and
look-alikes that are taken out first ("the battery is dying"). A hit proposes a priority or a skill
and shows its words; it never refuses anybody anything. It errs to the urgent side.

For most topics people find their own words; there, English sentences of the same meaning are
compared by their vectors as well, where no word was found. How near a turn must come to one of them
is set for each topic by what ordinary messages pass; for fraud and money no setting was good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import yaml

from segue.brains import versions
from segue.brains.encoder import Encodes, Vector
from segue.brains.phrases import Phrases
from segue.brains.plain import as_written, plain

TABLE: Final = Path(__file__).with_name("topics.yaml")
URGENT: Final = ("urgent", "high")
BY_WORDS: Final = 0.95
"""How sure a topic is that was found by its words (19 of 20 hits in ordinary text are true)."""
ABOUT_MONEY: Final = frozenset({"money_owed", "fraud_or_theft"})
_MONEY_WORD: Final = 0.7
_NOTHING: Final = 0.02
# What a likeness is worth: .6 where the table says it counts, .9 from .15 above it.
_LIKE: Final = 0.6
_LIKE_SLOPE: Final = 2.0
_MOST_BY_LIKENESS: Final = 0.9


class Topic(NamedTuple):
    """One topic of the table; `priority` is normal, high or urgent, `skill` who should have it."""

    code: str
    priority: str
    skill: str | None
    pattern: re.Pattern[str]
    look_alikes: re.Pattern[str] | None
    like: tuple[str, ...]
    like_from: float  # cosine


class Hit(NamedTuple):
    """A topic that was found, and what shows it: the customer's words."""

    code: str
    priority: str
    skill: str | None
    words: str
    p: float = BY_WORDS


def topics_in(text: str) -> tuple[Hit, ...]:
    """Return the topics that the words of `text` show, the gravest first."""
    said = plain(text)
    in_others: dict[str, str] = {}
    for one in _others().find(said):
        in_others.setdefault(one.tag, one.words)
    found = []
    for topic in _topics():
        left = topic.look_alikes.sub("#", said) if topic.look_alikes else said
        if match := topic.pattern.search(left):
            words = match[0]
        elif topic.code in in_others:
            words = in_others[topic.code]
        else:
            continue
        found.append(Hit(topic.code, topic.priority, topic.skill, as_written(text, words.strip())))
    return tuple(found)


def topics_like(text: str, vector: Vector, encoder: Encodes) -> tuple[Hit, ...]:
    """Return the topics that an English `text` means without their words, by its vector.

    `encoder` made the vector and, once, those of the sentences in the table.
    """
    said = plain(text)
    found = []
    for topic, sentences in _sentences(encoder):
        likeness = float((sentences @ vector).max())
        if likeness < topic.like_from or (topic.look_alikes and topic.look_alikes.search(said)):
            continue
        p = round(min(_MOST_BY_LIKENESS, _LIKE + _LIKE_SLOPE * (likeness - topic.like_from)), 3)
        found.append(Hit(topic.code, topic.priority, topic.skill, text, p))
    return tuple(found)


def gravest_first(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits in the order of the table."""
    places = {topic.code: place for place, topic in enumerate(_topics())}
    return sorted(hits, key=lambda hit: places[hit.code])


def money_in(text: str, language: str | None = None) -> tuple[float, str]:
    """Return how likely `text` is about money by a word in it, and that word ("" when none is).

    Where its `language` is sure, only words of that language and English ones count.
    """
    spoken = (language, "en") if language else None
    for one in _money().find(plain(text)):
        if spoken is None or one.tag in spoken:
            return _MONEY_WORD, as_written(text, one.words)
    return _NOTHING, ""


def version() -> str:
    """Return the name and version of the table."""
    return versions.of_files("topics", TABLE)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: dict[str, Any] = yaml.load(TABLE.read_text("utf-8"), loader)  # noqa: S506
    return table


@lru_cache(maxsize=1)
def _topics() -> tuple[Topic, ...]:
    return tuple(
        Topic(
            code,
            one["priority"],
            one.get("skill"),
            _any(one["en"]),
            _any(one["not"]) if one.get("not") else None,
            tuple(one.get("like", ())),
            one.get("like_from", 1.0),
        )
        for code, one in _table()["topics"].items()
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


@lru_cache(maxsize=1)
def _others() -> Phrases[str]:
    """Return the words of languages other than English, each tagged with its topic."""
    return Phrases(
        (entry, code) for code, one in _table()["topics"].items() for entry in one.get("other", ())
    )


@lru_cache(maxsize=1)
def _money() -> Phrases[str]:
    return Phrases((entry, code) for code, some in _table()["money"].items() for entry in some)


@lru_cache(maxsize=4)
def _sentences(encoder: Encodes) -> tuple[tuple[Topic, Vector], ...]:
    return tuple(
        (topic, np.stack([encoder.encode(one) for one in topic.like]))
        for topic in _topics()
        if topic.like
    )
