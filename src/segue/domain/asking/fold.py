"""One spelling for what people type in many: the folding of a single written word.

"MÉNSCH", "Ménsch" and "ménsch" are one word here. Folding applies NFKC and casefold, drops
invisible characters and the Arabic stretch, takes accents off letters of the alphabets where
leaving them out is ordinary (Latin, Greek, Cyrillic, Arabic, Hebrew: never Devanagari or Thai,
where a mark is a vowel), writes a few letters in their plain form, and shortens "pleeeease".

Words are folded one by one and remembered, so that an ordinary message costs a dictionary look-up
a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters with a plain form that Unicode does not decompose, and the apostrophes of the world.
_PLAIN: Final = str.maketrans(
    {
        "ı": "i", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "œ": "oe", "ß": "ss",
        "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه",
        "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'",
        "ـ": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u00ad": None,
    }
)  # fmt: skip

# Scripts in which people leave marks out and mean the same word.
_MARKS_ARE_OPTIONAL: Final = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")

_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Return the one spelling under which `word` is looked up; may be shorter or longer than
    `word`."""
    if word.isascii():
        plain = word.lower().replace("`", "'")
    else:
        plain = _unmarked(unicodedata.normalize("NFKC", word).casefold().translate(_PLAIN))
    return _STRETCHED.sub(r"\1", plain)


def _unmarked(text: str) -> str:
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if unicodedata.category(character) == "Mn":
            if base and unicodedata.name(base, "").startswith(_MARKS_ARE_OPTIONAL):
                continue
        else:
            base = character
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
