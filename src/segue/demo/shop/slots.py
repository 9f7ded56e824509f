"""Appointments: boots fitted or gear repaired while you wait, in four stores.

Which there are follows from the day alone, so nothing has to be prepared; what is booked stands in
the books. Some are taken by people who came in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

STORES = ("Dublin", "Amsterdam", "Hamburg", "Porto")
KINDS = ("fitting", "repair")
TIMES = ("10:30", "13:00", "16:00")
DAYS_AHEAD = 14
SUNDAY = 6


def is_one(kind: str, store: str, day: date, time: str, today: date) -> bool:
    """Is there such an appointment at all?"""
    return (
        kind in KINDS
        and store in STORES
        and time in TIMES
        and today < day <= today + timedelta(days=DAYS_AHEAD)
        and day.weekday() != SUNDAY
    )


def name_of(kind: str, store: str, day: date, time: str) -> str:
    """The one name of an appointment."""
    return f"{kind}.{store}.{day.isoformat()}.{time}"


def came_in(name: str) -> bool:
    """Taken by somebody at the counter: about one in four, always the same ones."""
    return hashlib.sha256(name.encode()).digest()[0] < 64  # noqa: PLR2004 - a quarter of 256


def coming(kind: str, store: str, today: date, day: date | None) -> Iterator[tuple[date, str]]:
    """(day, time) of those that there are, in their order; only of one day where one is named."""
    for ahead in range(1, DAYS_AHEAD + 1):
        on = today + timedelta(days=ahead)
        if day is not None and on != day:
            continue
        for time in TIMES:
            if is_one(kind, store, on, time, today):
                yield on, time
