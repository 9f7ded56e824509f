"""Sentences around a model's answers, from `words.yaml`; never the model's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

_TABLE: Final = Path(__file__).with_name("words.yaml")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TABLE.read_text("utf-8"))
    return table


def say(what: str, language: str, **names: str) -> str:
    """The sentence `what` in `language` ("de", "de-AT") or in English."""
    sentences: dict[str, str] = _words()[what]
    code = language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()
    return sentences.get(code, sentences["en"]).format(**names)


def empty_words() -> frozenset[str]:
    """Words of all languages that say nothing by themselves."""
    return frozenset(word for words in _words()["empty"].values() for word in words.split())
