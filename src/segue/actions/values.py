"""Is this value one? Customers, models and agents give inputs: all are checked alike."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date

import re2

from segue.actions.described import Described, Field, Words, in_language
from segue.actions.sentences import BAD_INPUT, MISSING_INPUT
from segue.actions.shaping import plain, told
from segue.app.ports_actions import BadAction

MOST_DIGITS = 15
_ORDER = re.compile(r"#?\s*(?=.{1,40}$)([A-Za-z0-9]+(?:[._/-][A-Za-z0-9]+)*)")
_EMAIL = re.compile(
    r"[^@\s<>,;\"'()\[\]\\]{1,64}@[^@\s<>,;\"'()\[\]\\/]+\.[^@\s<>,;\"'()\[\]\\/.]{2,}"
)
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{4,30}")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NUMBER = re.compile(r"[-+]?\d{1,15}([.,]\d{1,6})?")


def checked(
    described: Described, given: Mapping[str, str], language: str
) -> tuple[tuple[str, str], ...]:
    """The inputs in their order, each as it is sent. Raises `BadAction` for the first that will
    not do, also for one that the action does not have: nobody can slip anything in."""
    known = {field.shown.name for field in described.fields}
    for name in given:
        if name not in known:
            raise BadAction("bad_input", f"This action has no input “{name[:60]}”.", name[:60])
    made = []
    for field in described.fields:
        value = plain(given.get(field.shown.name, ""), field.longest + 1, lines=True)
        if not value:
            if field.shown.required:
                said = in_language(MISSING_INPUT, language).format(label=label_of(field, language))
                raise BadAction("missing_input", said, field.shown.name)
            continue
        made.append((field.shown.name, _one(field, value, language)))
    return tuple(made)


def label_of(field: Field, language: str) -> str:
    """What the input is called in this language."""
    return in_language(field.shown.labels, language) or field.shown.label


def read_out(field: Field, value: str, language: str) -> str:
    """A value as this customer reads it: a choice by its name, a day as it is written there."""
    if field.shown.kind == "date":
        return told(value, language, "date")
    words = dict(field.shown.said).get(value)
    return in_language(words, language) if words else value


def _one(field: Field, value: str, language: str) -> str:
    read = None if len(value) > field.longest else as_kind(field, value)
    if read is None or not _matches(field.shown.pattern, read):
        words: Words = BAD_INPUT
        said = in_language(words, language).format(label=label_of(field, language))
        raise BadAction("bad_input", said, field.shown.name)
    return read


def as_kind(field: Field, value: str) -> str | None:
    """The value in the one form that its kind has; None where it is none."""
    if field.shown.kind not in ("text", "choice"):
        value = western(value)
    match field.shown.kind:
        case "order":
            found = _ORDER.fullmatch(value)
            return found[1] if found else None
        case "email":
            return value.lower() if len(value) <= 254 and _EMAIL.fullmatch(value) else None  # noqa: PLR2004
        case "phone":
            return _phone(value) if _PHONE.fullmatch(value) else None
        case "date":
            return _date(value)
        case "number":
            return _number(value)
        case "choice":
            return _choice(field, value.casefold())
        case _:
            if field.place == "path" and (".." in value or "\\" in value):
                return None  # some servers climb however it is written
            return value if field.place == "body" else " ".join(value.split())


def western(text: str) -> str:
    """The same with the digits that other systems know: ٤٢ is 42."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _choice(field: Field, same: str) -> str | None:
    said = {word.casefold(): choice for choice, words in field.shown.said for _, word in words} | {
        one.casefold(): one for one in field.shown.choices
    }
    return said.get(same)


def _phone(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    return f"+{digits}" if value.startswith("+") else digits


def _date(value: str) -> str | None:
    found = _DATE.fullmatch(value)
    if not found:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _number(value: str) -> str | None:
    if not _NUMBER.fullmatch(value):
        return None
    number = float(value.replace(",", "."))
    if not math.isfinite(number):
        return None
    return str(int(number)) if number.is_integer() else str(number)


def _matches(pattern: str, value: str) -> bool:
    return not pattern or re2.fullmatch(pattern, value) is not None
