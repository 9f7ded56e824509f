"""Lengths of time as people write them: `90 s`, `4 min`, `1 h 30 min`, `14 d`, `-10 min`.

A number alone is refused: whether 10 is seconds or minutes, nobody can see. All are whole seconds.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

MINUTE, HOUR, DAY = 60, 3600, 86400
UNITS = (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", 1))
"""As they are written back, the largest first."""
SPELLED = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": MINUTE, "min": MINUTE, "mins": MINUTE, "minute": MINUTE, "minutes": MINUTE,
    "h": HOUR, "hr": HOUR, "hrs": HOUR, "hour": HOUR, "hours": HOUR,
    "d": DAY, "day": DAY, "days": DAY,
}  # fmt: skip
_UNIT = "|".join(sorted(SPELLED, key=len, reverse=True))
PART = rf"[0-9]{{1,9}}(?:[.][0-9]{{1,4}})? ?(?:{_UNIT})"
PATTERN = rf"-?{PART}(?: {PART}){{0,3}}"
"""For the schema, too."""
_WHOLE = re.compile(PATTERN, re.IGNORECASE)
_PARTS = re.compile(rf"([0-9.]+) ?({_UNIT})", re.IGNORECASE)
NAMES = (("day", DAY), ("hour", HOUR), ("minute", MINUTE), ("second", 1))


def duration_of(value: Any) -> timedelta | None:
    """What was written, or None when it is no length of time. 0 needs no unit."""
    if value == 0 and not isinstance(value, bool):
        return timedelta()
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if _WHOLE.fullmatch(text) is None:
        return None
    seconds = sum((float(n) * SPELLED[unit.lower()] for n, unit in _PARTS.findall(text)), 0.0)
    if not seconds.is_integer():
        return None
    return timedelta(seconds=-seconds if text.startswith("-") else seconds)


def written(length: timedelta) -> str:
    """The shortest way to write it in one unit: `90 s`, `36 h`, `14 d`."""
    seconds = round(length.total_seconds())
    unit, size = next(one for one in UNITS if seconds % one[1] == 0)
    return f"{seconds // size} {unit}" if seconds else "0 s"


def in_words(length: timedelta) -> str:
    """As a sentence has it: "90 seconds", "1 hour", "2 days"; without its sign."""
    seconds = abs(round(length.total_seconds()))
    if seconds == 0:
        return "no time"
    name, size = next(one for one in NAMES if seconds % one[1] == 0)
    count = seconds // size
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
