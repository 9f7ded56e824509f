"""Urgent and delicate matters, by their words: danger, fraud, legal threats, money, personal data.

`topics.yaml` beside this file is the list: patterns for English, short word lists for other
languages, and look-alikes that are taken out first ("the battery is dying"). A hit proposes a
priority or a skill and shows its words; it never refuses anybody anything. It errs to the urgent
side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from segue.domain.asking.fold import fold

_TABLE: Final = Path(__file__).with_name("topics.yaml")
_LONGEST: Final = 2_000
# Written without spaces, or with small words written to the noun.
_JOINED: Final = re.compile(
    "[\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)


class Topic(NamedTuple):
    """One topic of the table; `priority` is normal, high or urgent, `skill` who should have it."""

    code: str
    priority: str
    skill: str | None
    pattern: re.Pattern[str]
    look_alikes: re.Pattern[str] | None


class Hit(NamedTuple):
    """A topic that was found, and the (folded) words that show it."""

    code: str
    priority: str
    skill: str | None
    words: str


def topics_in(text: str) -> tuple[Hit, ...]:
    """Return the topics of `text`, the gravest first."""
    plain = fold.__wrapped__(text[:_LONGEST])
    found = []
    for topic in _topics():
        left = topic.look_alikes.sub("#", plain) if topic.look_alikes else plain
        if match := topic.pattern.search(left):
            found.append(Hit(topic.code, topic.priority, topic.skill, match[0]))
    return tuple(found)


@lru_cache(maxsize=1)
def _topics() -> tuple[Topic, ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: dict[str, Any] = yaml.load(_TABLE.read_text("utf-8"), loader)["topics"]  # noqa: S506
    return tuple(
        Topic(
            code,
            one["priority"],
            one.get("skill"),
            re.compile("|".join([*one["en"], *_of_words(one.get("other", ()))])),
            re.compile("|".join(one["not"])) if one.get("not") else None,
        )
        for code, one in table.items()
    )


def _of_words(entries: Iterable[str]) -> Iterable[str]:
    for entry in entries:
        word = re.escape(" ".join(fold(one) for one in entry.split())).replace(r"\*", r"\w*")
        yield word if _JOINED.search(word) else rf"(?<!\w){word}(?!\w)"
