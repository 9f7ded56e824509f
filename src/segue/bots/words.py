"""The bot's own sentences, from `words.yaml`: in the customer's language, else in English."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

_TABLE: Final = Path(__file__).with_name("words.yaml")
FALLBACK: Final = "en"


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TABLE.read_text("utf-8"))
    return table


def say(what: str, language: str, *, brand: str, pages_in: Collection[str] = ()) -> str:
    """Return the sentence `what` in `language` ("de", "de-AT") or in English.

    `pages_in` are the codes of the languages in which there are help pages.
    """
    sentences: dict[str, str] = _words()[what]
    code = language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()
    code = code if code in sentences else FALLBACK
    names = _words()["names"]
    languages = ", ".join(names[one][code] for one in sorted(pages_in) if one in names)
    return sentences[code].format(brand=brand, languages=languages)
