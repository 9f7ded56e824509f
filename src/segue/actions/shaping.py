"""What another system says is data: found by pointers, cut, without control characters, told in the
customer's way of writing dates and money. Never markup, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from segue.actions.described import Format, Words, in_language
from segue.actions.sentences import MONTHS, NO, WEEKDAYS, YES

LONGEST_VALUE = 200
LONGEST_URL = 2000
_UNWANTED = {
    **dict.fromkeys(range(0x20)),
    **dict.fromkeys(range(0x7F, 0xA0)),
    **dict.fromkeys((0x200B, 0x2060, 0xFEFF, 0x2028, 0x2029)),
    **dict.fromkeys(range(0x202A, 0x202F)),  # overrides of direction: they make other words
    **dict.fromkeys(range(0x2066, 0x206A)),
    **dict.fromkeys(range(0xD800, 0xE000)),
    **dict.fromkeys(range(0xE0000, 0xE0080)),  # invisible tags: words that only models read
}
_LINES = {key: value for key, value in _UNWANTED.items() if chr(key) != "\n"}
_SCHEME = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,20}:(?=//)|\b(?:javascript|data|vbscript):")
_MARKS = str.maketrans({"<": "‹", ">": "›", "`": "'", "*": "∗", "[": "(", "]": ")", "|": "/"})


def plain(text: str, longest: int = LONGEST_VALUE, *, lines: bool = False) -> str:
    """Words on one line (or several), without what cannot be seen, at most so long."""
    if lines:
        made = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINES).strip()
    else:
        made = " ".join(re.sub(r"[\n\r\t\u2028\u2029]", " ", text).translate(_UNWANTED).split())
    return made if len(made) <= longest else f"{made[: longest - 1]}…"


def inert(text: str) -> str:
    """The same words, in which nothing is a link, a picture, a tag or another kind of markup."""
    return _SCHEME.sub("", text).replace("//", "/").translate(_MARKS).replace("__", "_")


def at(answer: Any, pointer: str) -> Any:
    """What stands there (RFC 6901), or None."""
    if pointer in ("", "/"):
        return answer
    for step in pointer[1:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(answer, dict):
            answer = answer.get(key)
        elif isinstance(answer, list) and key.isdecimal() and len(key) < 6:  # noqa: PLR2004
            answer = answer[int(key)] if int(key) < len(answer) else None
        else:
            return None
    return answer


def told(
    value: Any,
    language: str,
    form: Format = "text",
    *,
    currency: str = "",
    words: Sequence[tuple[str, Words]] = (),
) -> str:
    """A value as this customer reads it; empty for what is no single value."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return in_language(YES if value else NO, language)
    if form == "word":
        known = dict(words).get(str(value))
        return in_language(known, language) if known else inert(plain(str(value)))
    made = ""
    if form in ("date", "time", "datetime"):
        made = _moment(str(value), language, form)
    elif form in ("money", "number"):
        made = _amount(value, language, currency if form == "money" else "", money=form == "money")
    return made or inert(plain(str(value)))


def _moment(text: str, language: str, form: str) -> str:
    """A day or a time as it stands there, in its own zone: the shop's clock is meant."""
    try:
        if len(text) == len("2026-11-24"):
            return "" if form == "time" else _day(date.fromisoformat(text), language)
        when = datetime.fromisoformat(text)
    except ValueError:
        return ""
    clock = when.strftime("%H:%M")
    if form == "time":
        return clock
    day = _day(when.date(), language)
    return day if form == "date" else f"{day}, {clock}"


def _day(day: date, language: str) -> str:
    family = language.split("-", 1)[0]
    family = family if family in MONTHS else "en"
    weekday, month = WEEKDAYS[family][day.weekday()], MONTHS[family][day.month - 1]
    match family:
        case "de":
            return f"{weekday}, {day.day}. {month}"
        case "es":
            return f"{weekday} {day.day} de {month}"
        case "ar":
            return f"{weekday} {day.day} {month}"
        case _:
            return f"{weekday} {day.day} {month}"


_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
MOST = Decimal(10) ** 12


def _amount(value: Any, language: str, currency: str, *, money: bool) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    if not number.is_finite() or abs(number) >= MOST:
        return ""
    said = f"{number:,.2f}" if money else f"{number.normalize():,f}"
    family = language.split("-", 1)[0]
    if family in ("de", "es"):
        said = said.translate(str.maketrans(",.", ".,"))
    sign = _SIGNS.get(currency, plain(currency, 3))
    if not sign:
        return said
    before = family == "en" and currency in _SIGNS
    return f"{sign}{said}" if before else f"{said} {sign}"


def link(value: Any) -> str | None:
    """An https address without anybody's name in it, or None."""
    if not isinstance(value, str) or len(value) > LONGEST_URL or plain(value, LONGEST_URL) != value:
        return None
    try:
        parts = urlsplit(value)
        fine = bool(parts.scheme == "https" and parts.hostname and "@" not in parts.netloc)
        fine = fine and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return value if fine and not set(value) & set(" <>\"'`\\") else None
