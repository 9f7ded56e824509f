"""The bot's own sentences, from `words.yaml`: in the customer's language, else in English."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

_TABLE: Final = Path(__file__).with_name("words.yaml")
FALLBACK: Final = "en"
_MARKS: Final = {"de": "„{}“", "es": "«{}»", "fr": "« {} »", "it": "«{}»", "ar": "«{}»"}
_USUAL_MARKS: Final = "“{}”"


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TABLE.read_text("utf-8"))
    return table


def say(
    what: str, language: str, *, brand: str = "", pages_in: Collection[str] = (), **more: str
) -> str:
    """Return the sentence `what` in `language` ("de", "de-AT") or in English.

    `pages_in` are the codes of the languages in which there are help pages; `more` fills the
    sentence's other places, and is never read as anything but text.
    """
    said = sentences(what)
    code = code_of(language)
    code = code if code in said else FALLBACK
    names = _words()["names"]
    languages = ", ".join(names[one][code] for one in sorted(pages_in) if one in names)
    return said[code].format(brand=brand, languages=languages, **more)


def sentences(what: str) -> dict[str, str]:
    """Return a sentence in all its languages, with its places unfilled."""
    table: dict[str, str] = _words()[what]
    return table


def has(what: str) -> bool:
    """Tell whether there is such a sentence."""
    return what in _words()


def listed(titles: Sequence[str], language: str) -> str:
    """Return "“One”, “two” or “three”", with the marks of the language."""
    marks = _MARKS.get(code_of(language), _USUAL_MARKS)
    *most, last = [marks.format(title) for title in titles]
    return f"{', '.join(most)} {say('or', language)} {last}" if most else last


def code_of(language: str) -> str:
    """Return "de" of "de-AT"."""
    return language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()


def in_language(pairs: Sequence[tuple[str, str]], language: str) -> str | None:
    """Return the text for `language` of (language, text) pairs, else the English one, if any."""
    by_code = {code_of(code): text for code, text in pairs}
    return by_code.get(code_of(language)) or by_code.get(FALLBACK)
