"""Which language a customer writes, and "unsure" where nobody could tell.

py3langid, restricted to the languages whose words for a person Segue knows: that is worth six
points at four words. An answer is given from a probability of one half, for a single word from .8.
Scripts that one language alone writes decide by themselves; two Han characters may be Japanese and
decide nothing. Whoever asks keeps the last language that was sure.

Loading takes about 0.2 s and happens with the first text.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from segue.domain.value import Plain

if TYPE_CHECKING:
    from segue.brains.pages import Item

LANGUAGES: Final = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it", "ja",
    "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip

_SURE, _SURE_OF_ONE_WORD = 0.5, 0.8
_SURE_OF_A_PAGE, _FEWEST_WORDS = 0.95, 10
_FEWEST_HAN = 5
_LONGEST: Final = 400

# Scripts that only one of these languages is written in.
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NOT_LANGUAGE: Final = re.compile(r"https?://\S+|\S+@\S+|[#\w-]*\d[\w-]*")


class Spoken(Plain, frozen=True):
    """A language and its probability; `code` is None where it is not sure."""

    code: str | None
    p: float


UNSURE: Final = Spoken(None, 0.0)


def language_of(text: str) -> Spoken:
    """Return the language of `text` (ISO 639-1), or unsure. Reads at most 400 characters."""
    return _language_of(text[:_LONGEST])


def in_their_languages(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the pages, each with the language that it is surely written in; else as it says."""
    found = []
    for item in items:
        text = " ".join([item.title, *(passage.text for passage in item.passages)])[:_LONGEST]
        spoken = language_of(text) if len(text.split()) >= _FEWEST_WORDS else UNSURE
        code = spoken.code if spoken.code and spoken.p >= _SURE_OF_A_PAGE else item.language
        found.append(msgspec.structs.replace(item, language=code))
    return tuple(found)


@lru_cache(maxsize=1_024)
def _language_of(text: str) -> Spoken:
    plain = _NOT_LANGUAGE.sub(" ", text).lower()
    words = _WORD.findall(plain)
    letters = sum(map(len, words))
    if not letters:
        return UNSURE
    for code, script in _SCRIPTS:
        if len(script.findall(plain)) * 2 > letters or (code == "ja" and script.search(plain)):
            return Spoken(code, 0.99)
    han = len(_HAN.findall(plain))
    if han and han < _FEWEST_HAN and han == letters:
        return UNSURE
    code, p = _identifier().classify(" ".join(words))
    one_word = len(words) == 1 and not han
    return Spoken(code if p >= (_SURE_OF_ONE_WORD if one_word else _SURE) else None, float(p))


_loading = threading.Lock()


def _identifier() -> Any:
    with _loading:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
