"""The sentences that customers read, from one table.

`states.yaml` is the source: widget, text channels, screen readers, mails and tests use it. Python
reads `words.json`, which `tools/gen_words_json.py` makes of it (the build fails when it is stale).

A language that the table lacks falls back to English; a placeholder that nothing fills is left
out together with the separator before it, so that no customer ever reads a brace.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from segue.domain.events import Line

FALLBACK = "en"
MINUTE_S, LONG_S, HOUR_S = 60, 20 * 60, 60 * 60
RIGHT_TO_LEFT = ("ar", "he", "fa", "ur")
ISOLATE, POP = "\u2068", "\u2069"
_HOLE = re.compile(r"\{([a-z_]+)\}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    "es": ("lun.", "mar.", "mié.", "jue.", "vie.", "sáb.", "dom."),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """The whole table, read once."""
    text = files(__name__).joinpath("words.json").read_bytes()
    read: dict[str, Any] = msgspec.json.decode(text)
    return read


def languages() -> tuple[str, ...]:
    """The languages in which every sentence exists."""
    return tuple(table()["languages"])


def word(section: str, key: str, language: str, **filled: str | int | None) -> str:
    """One entry of a section (`lines`, `says`, `refusals`, `eta`, `actions`, `panel`), filled in.

    Raises `KeyError` for an entry that does not exist.
    """
    entry = table()[section][key]
    return fill(_in(entry, language), filled, language)


def _in(entry: dict[str, str], language: str) -> str:
    base = language.split("-", 1)[0].lower()
    return entry.get(base) or entry[FALLBACK]


def fill(template: str, filled: dict[str, str | int | None], language: str = FALLBACK) -> str:
    """Put the values in; what may run against its sentence is isolated (U+2068 … U+2069)."""
    for name in _HOLE.findall(template):
        value = filled.get(name)
        if value is None or value == "":
            hole = r"(?:[\s]*[·,،–-][\s]*)?\{" + name + r"\}"
            template = re.sub(hole, "", template)
        else:
            text = str(value)
            isolated = f"{ISOLATE}{text}{POP}" if _may_turn(text, language) else text
            template = template.replace("{" + name + "}", isolated)
    return template


def _may_turn(text: str, language: str) -> bool:
    """Does this value hold letters that run against the sentence it stands in?"""
    backward = language.split("-", 1)[0].lower() in RIGHT_TO_LEFT
    strong = {unicodedata.bidirectional(sign) for sign in text}
    return bool(strong & {"L", "EN"}) if backward else bool(strong & {"R", "AL"})


def eta(low_s: int | None, high_s: int | None, language: str) -> str:
    """A wait as a phrase: "about 1–2 min". Seconds in, rounded outward to whole minutes.

    A range that begins at nothing is "up to 5 min"; without a high end, or with one that is too far
    off to mean anything, it is "more than" the low one, of 20 min at the most; without either
    nobody can say. Never less than a minute: that is only said once somebody is really coming, and
    by then the screen says so itself.
    """
    if low_s is None:
        return word("eta", "unknown", language)
    low = low_s // MINUTE_S
    if high_s is None or high_s > HOUR_S or low_s >= LONG_S:
        if low < 1:
            return word("eta", "unknown", language)
        return word("eta", "over", language, n=min(low, LONG_S // MINUTE_S))
    high = max(1, -(-high_s // MINUTE_S))
    if low >= high or high == 1:
        return word("eta", "minutes", language, n=high)
    if low < 1:
        return word("eta", "up_to", language, n=high)
    return word("eta", "range", language, **{"from": low, "to": high})


def clock_time(at: datetime | None, zone: str, language: str, now: datetime | None) -> str | None:
    """A time of day in the reader's zone; with the weekday when it is not today, and with the date
    when it is a week away or more."""
    if at is None:
        return None
    try:
        place: Any = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place = UTC
    local = at.astimezone(place)
    said = f"{local:%H:%M}"
    ahead = 0 if now is None else (local.date() - now.astimezone(place).date()).days
    if ahead:
        base = language.split("-", 1)[0].lower()
        days = _DAYS.get(base, _DAYS[FALLBACK])
        far = _date(local, base) if abs(ahead) >= len(days) else ""
        said = f"{days[local.weekday()]}{far} {said}"
    return said


def _date(local: datetime, base: str) -> str:
    """Behind the weekday: there is one of that name every week."""
    match base:
        case "de":
            return f" {local.day}.{local.month}."
        case "es" | "ar":
            return f" {local.day}/{local.month}"
        case _:
            return f" {local.day} {_MONTHS[local.month - 1]}"


def sentence(line: Line, zone: str = "UTC", now: datetime | None = None) -> str:
    """The customer's sentence for an event: what stands in the thread of a screen."""
    lines = table()["lines"]
    key = line.key
    if key == "away" and line.opens_at is None:
        key = "away_unknown"
    elif key == "away" and line.closed_for:
        key = "away_for"
    if key not in lines:
        key = "ended" if key == "rating" and line.name is None else key
    if key == "rating":
        key = "closed" if line.name else "ended"
    filled: dict[str, str | int | None] = {
        "name": line.name,
        "team": line.team,
        "place": line.place,
        "eta": eta(line.eta_low_s, line.eta_high_s, line.language),
        "case": line.case,
        "by": clock_time(line.by, zone, line.language, now),
        "day": line.closed_for,
        "opens_at": clock_time(line.opens_at, zone, line.language, now),
        "time": clock_time(line.time, zone, line.language, now),
        "until": clock_time(line.until, zone, line.language, now),
        "email": line.email,
    }
    said = fill(_in(lines[key], line.language), filled, line.language)
    if not line.say:
        return said
    # An offer is asked by the screen itself: its own sentence says all that is left to say.
    return line.say if key == "offer" else f"{line.say} {said}"
