"""What is odd about a team's hours though nothing is wrong with them, and hours as one line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from segue.domain.hours import OpenHours, Spans, closed_for, open_between, zone_known, zone_of
from segue.domain.hours_form import clock
from segue.domain.value import Plain

YEAR = timedelta(days=366)
LONG = timedelta(days=14)
"""Closed for longer than this in a row, and somebody ought to look."""
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class HoursWarning(Plain, frozen=True):
    """`code` is stable: never_opens, closed_long, holidays_past, holidays_far, zone_unknown,
    no_members."""

    code: str
    text: str


def warnings(
    hours: OpenHours, now: datetime, members: int | None = None
) -> tuple[HoursWarning, ...]:
    """Everything that a lead should look at. `members` is how many belong to the team, on shift or
    not; None when that is not known."""
    return tuple(_found(hours, now, members))


def _found(hours: OpenHours, now: datetime, members: int | None) -> Iterator[HoursWarning]:
    if members == 0:
        yield HoursWarning(
            "no_members",
            "Nobody belongs to this team: whoever is sent to it gets the team that stands in for"
            " it, or an answer later. Add people to it.",
        )
    for one in hours.calendars:
        if not zone_known(one.zone):
            yield HoursWarning(
                "zone_unknown",
                f"This computer knows no time zone “{one.zone}”; its times are taken as UTC.",
            )
    if hours.always:
        return
    found = list(open_between(hours, now, now + YEAR))
    if not found:
        yield HoursWarning(
            "never_opens",
            "These hours never open: customers are always told that nobody is there. Give at least"
            " one day a time.",
        )
    else:
        yield from _long(hours, now, found)
    for one in hours.calendars:
        yield from _holidays(one, now)


def _long(
    hours: OpenHours, now: datetime, found: list[tuple[datetime, datetime]]
) -> Iterator[HoursWarning]:
    """The first stretch within a year that is longer than two weeks."""
    edges = [now, *(end for span in found for end in span), now + YEAR]
    for closes, opens in zip(edges[::2], edges[1::2], strict=True):
        if opens - closes > LONG:
            zone = zone_of(hours.zone)
            since, until = closes.astimezone(zone).date(), opens.astimezone(zone).date()
            name = closed_for(hours, closes + timedelta(days=1))
            called = f" ({name})" if name else ""
            yield HoursWarning(
                "closed_long",
                f"Closed for {(opens - closes).days} days in a row, from {since} to"
                f" {until}{called}. Is that right?",
            )
            return


def _holidays(one: OpenHours, now: datetime) -> Iterator[HoursWarning]:
    """A list that is of no use for the year to come."""
    closed = sorted({*one.closed_on, *(day.date for day in one.days if not day.open)})
    if not closed:
        return
    today = now.astimezone(zone_of(one.zone)).date()
    last = closed[-1]
    if last < today.isoformat():
        yield HoursWarning(
            "holidays_past",
            f"All {len(closed)} holidays are over, the last was {last}. Import the list of"
            f" {today.year if today.month < 12 else today.year + 1}.",  # noqa: PLR2004 - December
        )
    elif not any(today.isoformat() <= day < (today + YEAR).isoformat() for day in closed):
        first = next(day for day in closed if day >= today.isoformat())
        yield HoursWarning(
            "holidays_far",
            f"No holiday lies within the next twelve months; the next one is {first}. Is the list"
            " of another year?",
        )


# --- as one line ---------------------------------------------------------------------------------


def hours_text(hours: OpenHours) -> str:
    """“Mon–Fri 09:00–17:00, Sat 10:00–14:00 (Europe/Berlin)”."""
    if hours.always:
        return "Always open"
    return " and ".join(f"{_week_text(one)} ({one.zone})" for one in hours.calendars)


def _week_text(one: OpenHours) -> str:
    if not one.week:
        return "Round the clock"
    told: list[tuple[int, int, Spans]] = []
    for day, spans in enumerate(one.week):
        if told and told[-1][2] == spans:
            told[-1] = (told[-1][0], day, spans)
        else:
            told.append((day, day, spans))
    parts = [f"{_days(first, last)} {_spans(spans)}" for first, last, spans in told if spans]
    return ", ".join(parts) or "Never open"


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "Every day"
    return SHORT[first] if first == last else f"{SHORT[first]}–{SHORT[last]}"


def _spans(spans: Spans) -> str:
    """Of a night, people see that it ends on the next day."""
    times = (f"{clock(begins)}–{clock(ends).removesuffix('+1')}" for begins, ends in spans)
    return " and ".join(times)
