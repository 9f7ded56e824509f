"""Is this a valid value of what was asked for? Pure, by kind, careful with words.

A customer answers a question in words ("it is 4812, I think") or asks one back. What counts is a
value of the right kind in what they said; where none is, nothing is taken. Values come back as they
are kept: an order's number without its sign, a date as 2026-03-02, a number with a point.

    order    letters and digits with at least three digits     A-4812, 4812
    email    one address                                       kim@example.org
    phone    eight to fifteen digits                           +49301234567
    date     a day that exists, in any usual writing           2.3.2026, March 2, tomorrow is none
    number   one number                                        3, 84.50
    choice   one of the choices, in words or by its number     Blue
    text     anything that is not a question or a courtesy
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from segue.domain.courtesy import is_courtesy, is_no, is_solved
from segue.domain.facts import facts_in

LONGEST: Final = 500  # characters of a value
_READ: Final = 2_000
_ORDER: Final = re.compile(
    r"(?<![\w.,@])#?([A-Z]{0,4}-?\d{3,12}(?:-\d{1,6})?)(?![\w@]|[.,]\d)", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"(?<![\w.,])[+-]?\d{1,12}(?:[.,]\d{1,4})?(?![\w]|[.,]\d)")
_DATES: Final = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[./-]\s?(?P<m>\d{1,2})[./-]\s?(?P<y>\d{4})(?!\d)"),
)
_MONTHS: Final = {
    name: n
    for n, names in enumerate(
        (
            "january januar enero janvier يناير",
            "february februar febrero février فبراير",
            "march märz marzo mars مارس",
            "april abril avril أبريل",
            "may mai mayo مايو",
            "june juni junio juin يونيو",
            "july juli julio juillet يوليو",
            "august agosto août أغسطس",
            "september septiembre septembre سبتمبر",
            "october oktober octubre octobre أكتوبر",
            "november noviembre novembre نوفمبر",
            "december dezember diciembre décembre ديسمبر",
        ),
        1,
    )
    for name in names.split()
}
_NAMED: Final = re.compile(
    r"(?<!\d)(?P<d1>\d{1,2})(?:st|nd|rd|th)?\.?\s*(?:de\s+|of\s+)?(?P<m1>[^\W\d_]{3,12})\.?,?\s*"
    r"(?:de\s+)?(?P<y1>\d{4})"
    r"|(?P<m2>[^\W\d_]{3,12})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})"
)
_QUESTION: Final = re.compile(r"[?؟？]\s*$")


def value_in(kind: str, text: str, choices: tuple[str, ...] = ()) -> str | None:
    """Return the value of this kind that `text` gives, as it is kept, or None.

    An unknown kind is read as `text`.
    """
    said = _western(unicodedata.normalize("NFKC", text[:_READ])).strip()
    if not said:
        return None
    match kind:
        case "order":
            return _order(said)
        case "email":
            return next((value for name, value in facts_in(said) if name == kind), None)
        case "phone":
            return _phone(said)
        case "date":
            return _date(said)
        case "number":
            found = _NUMBER.findall(said)
            return found[0].replace(",", ".").lstrip("+") if len(set(found)) == 1 else None
        case "choice":
            return _choice(said, choices)
        case _:
            return None if asks_back(text) or is_courtesy(text) else text.strip()[:LONGEST]


def asks_back(text: str) -> bool:
    """Is this a question, or a plain no, rather than a try at a value? Then no try is counted."""
    return bool(_QUESTION.search(text)) or is_no(text) or is_solved(text)


def _order(said: str) -> str | None:
    """The number that is called an order's; else the only one that could be."""
    named = [value for name, value in facts_in(said) if name == "order"]
    if named:
        return named[-1]
    found = {one.upper() for one in _ORDER.findall(said)}
    return found.pop() if len(found) == 1 else None


def _phone(said: str) -> str | None:
    """A number as it is found in passing; asked for one, a bare row of digits is one, too."""
    found = next((value for name, value in facts_in(said) if name == "phone"), None)
    digits = re.sub(r"[ ()/.-]", "", said)
    return found or (digits if re.fullmatch(r"\d{6,15}", digits) else None)


def _date(said: str) -> str | None:
    found: set[date] = set()
    for pattern in _DATES:
        for match in pattern.finditer(said):
            found |= _day(match["y"], match["m"], match["d"])
    for match in _NAMED.finditer(said.casefold()):
        month = _MONTHS.get(match["m1"] or match["m2"])
        if month is not None:
            found |= _day(match["y1"] or match["y2"], str(month), match["d1"] or match["d2"])
    return found.pop().isoformat() if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> set[date]:
    """The day, as a set; empty when there is no such day."""
    try:
        return {date(int(year), int(month), int(day))}
    except ValueError:
        return set()


def _choice(said: str, choices: tuple[str, ...]) -> str | None:
    """The choice that was said whole; by its number; or the only one named in a sentence."""
    plain = _plain(said)
    for one in choices:
        if _plain(one) == plain:
            return one
    if plain.isdecimal() and 1 <= int(plain) <= len(choices):
        return choices[int(plain) - 1]
    named = [one for one in choices if re.search(rf"(?<!\w){re.escape(_plain(one))}(?!\w)", plain)]
    return named[0] if len(named) == 1 else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _western(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)
