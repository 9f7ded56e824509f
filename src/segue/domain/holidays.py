"""Lists of holidays as they are handed around: calendars (.ics) and tables (.csv), read strictly.

Of a calendar (RFC 5545), whole days are read: `DTSTART`, `DTEND`, `SUMMARY`, and a `RRULE` that
says nothing but every year. Of a table, a date, a name, and perhaps hours of that day. What cannot
be a holiday is told with its line, and nothing is guessed: 03/04 is April to some and March to
others.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

from segue.domain.hours import OpenDay
from segue.domain.hours_form import MOST_DATES, NAME_LENGTH, BadHours, HoursProblem, read_spans

LARGEST = 1_000_000
"""Letters of a file."""
LONGEST_DAYS = 60
EVERY_YEAR = 3
"""So many years, from this one on, a holiday of every year is written out for."""
MOST_PROBLEMS = 20
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
WHOLE_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
MIDNIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})T000000Z?")


def read_holidays(text: str, name: str, today: date) -> tuple[OpenDay, ...]:
    """The days of a file called `name`, in order. Raises `BadHours` with everything wrong."""
    found = _Found()
    if len(text) > LARGEST:
        found.no(0, "too_large", f"The file is larger than {LARGEST // 1_000_000} MB.")
    elif name.lower().endswith((".ics", ".ical")) or text.lstrip().startswith("BEGIN:VCALENDAR"):
        _calendar(text, today, found)
    elif name.lower().endswith((".csv", ".tsv", ".txt")):
        _table(text, found)
    else:
        found.no(0, "kind_unknown", "Give a calendar (.ics) or a table (.csv).")
    if not found.days and not found.problems:
        found.no(0, "empty", "There is no holiday in it.")
    if len(found.days) > MOST_DATES:
        found.no(0, "too_many", f"More than {MOST_DATES} dates.")
    if found.problems:
        raise BadHours(tuple(found.problems[:MOST_PROBLEMS]))
    return tuple(found.days[day] for day in sorted(found.days))


class _Found:
    """Days so far, and what is wrong with the rest."""

    def __init__(self) -> None:
        self.days: dict[str, OpenDay] = {}
        self.problems: list[HoursProblem] = []

    def no(self, line: int, code: str, message: str) -> None:
        self.problems.append(HoursProblem(code, f"line {line}" if line else "", message))

    def add(self, day: OpenDay) -> None:
        """Two holidays on one day are one day, under both names."""
        had = self.days.get(day.date)
        if had is not None:
            names = (had.name,) if day.name in had.name else (had.name, day.name)
            both = ", ".join(filter(None, names))[:NAME_LENGTH]
            day = OpenDay(day.date, both, had.open or day.open)
        self.days[day.date] = day


def _named(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:NAME_LENGTH].rstrip()


# --- tables --------------------------------------------------------------------------------------


def _table(text: str, found: _Found) -> None:
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        for n, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark, strict=True), 1):
            cells = [cell.strip() for cell in row]
            if any(cells) and not (n == 1 and not any(sign.isdigit() for sign in cells[0])):
                _row(cells, n, found)
    except csv.Error as why:
        found.no(0, "table_unreadable", f"This is no table: {why}.")


def _row(cells: list[str], n: int, found: _Found) -> None:
    day = _day_written(cells[0])
    if day is None:
        said = cells[0][:40]
        found.no(n, "date_unreadable", f"“{said}” is no date. Write 2026-12-25 or 25.12.2026.")
        return
    name = _named(cells[1]) if len(cells) > 1 else ""
    try:
        spans = read_spans(cells[2]) if len(cells) > 2 and cells[2] else ()  # noqa: PLR2004
    except BadHours as why:
        found.no(n, why.problems[0].code, why.problems[0].message)
        return
    found.add(OpenDay(day.isoformat(), name, spans))


def _day_written(text: str) -> date | None:
    if read := ISO.fullmatch(text):
        return _day(read[1], read[2], read[3])
    if read := DOTTED.fullmatch(text):
        return _day(read[3], read[2], read[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# --- calendars -----------------------------------------------------------------------------------


def _calendar(text: str, today: date, found: _Found) -> None:
    event: dict[str, tuple[str, int]] | None = None
    for n, name, value in _properties(text):
        if (name, value) == ("BEGIN", "VEVENT"):
            event = {"": ("", n)}
        elif (name, value) == ("END", "VEVENT") and event is not None:
            _event(event, today, found)
            event = None
        elif event is not None:
            event.setdefault(name, (value, n))
    if event is not None:
        found.no(event[""][1], "cut_off", "The file ends in the middle of this event.")


def _properties(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, name (without parameters) and value; folded lines are put together."""
    held, at = "", 0
    for n, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if line[:1] in (" ", "\t"):
            held += line[1:]
            continue
        if held:
            yield at, *_split(held)
        held, at = line, n
    if held:
        yield at, *_split(held)


def _split(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    if '"' in name:  # a parameter may hold colons in quotes
        quoted = re.match(r'((?:[^":]|"[^"]*")*):(.*)', line)
        name, value = (quoted[1], quoted[2]) if quoted else (name, value)
    return name.split(";", 1)[0].strip().upper(), value.strip()


def _event(event: dict[str, tuple[str, int]], today: date, found: _Found) -> None:
    begun = event[""][1]
    if event.get("STATUS", ("", 0))[0].upper() == "CANCELLED":
        return
    first = _whole_day(event.get("DTSTART", ("", begun)), begun, found)
    if first is None:
        return
    until = first + timedelta(days=1)
    if "DTEND" in event:
        read = _whole_day(event["DTEND"], begun, found)
        if read is None:
            return
        until = max(read, until)
    if (until - first).days > LONGEST_DAYS:
        found.no(begun, "too_long", f"An event of more than {LONGEST_DAYS} days is no holiday.")
        return
    rule, line = event.get("RRULE", ("", begun))
    starts = _every_year(first, rule.upper(), today) if rule else (first,)
    if starts is None:
        found.no(line, "rule_unknown", "Of repeated events, only those of every year are read.")
        return
    name = _named(re.sub(r"\\([,;\\nN])", _escaped, event.get("SUMMARY", ("", 0))[0]))
    for start in starts:
        for n in range((until - first).days):
            found.add(OpenDay((start + timedelta(days=n)).isoformat(), name))


def _escaped(found: re.Match[str]) -> str:
    return " " if found[1] in "nN" else found[1]


def _whole_day(value: tuple[str, int], begun: int, found: _Found) -> date | None:
    text, line = value
    read = WHOLE_DAY.fullmatch(text) or MIDNIGHT.fullmatch(text)
    day = _day(read[1], read[2], read[3]) if read else None
    if day is None:
        said = text[:40]
        found.no(line or begun, "date_unreadable", f"“{said}” is no whole day.")
    return day


def _every_year(first: date, rule: str, today: date) -> tuple[date, ...] | None:
    """The same day of this year and the next ones, as far as the rule goes; None for a rule that
    says anything else. The 29th of February is only where there is one."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    parts.pop("WKST", "")
    same = {"FREQ": "YEARLY", "INTERVAL": "1", "BYMONTH": f"{first.month}",
            "BYMONTHDAY": f"{first.day}"}  # fmt: skip
    until, count = parts.pop("UNTIL", "")[:8], parts.pop("COUNT", "")
    ends = WHOLE_DAY.fullmatch(until)
    if parts.get("FREQ") != "YEARLY" or any(same.get(k) != v.lstrip("0") for k, v in parts.items()):
        return None
    if (until and not ends) or (count and not re.fullmatch(r"[0-9]{1,4}", count)):
        return None
    last = today.year + EVERY_YEAR - 1
    last = min(last, int(ends[1])) if ends else last
    last = min(last, first.year + int(count) - 1) if count else last
    years = range(max(first.year, today.year), last + 1)
    days = (_day(str(year), str(first.month), str(first.day)) for year in years)
    return tuple(day for day in days if day is not None and (not until or f"{day:%Y%m%d}" <= until))


def with_holidays(
    named: tuple[OpenDay, ...], closed_on: tuple[str, ...], found: tuple[OpenDay, ...],
    *, instead: bool = False,
) -> tuple[tuple[str, ...], tuple[OpenDay, ...]]:  # fmt: skip
    """The closed dates and named days of a calendar with these among them; with `instead`, in
    place of all holidays that it had (days with hours of their own stay)."""
    days = {} if instead else {day: OpenDay(day) for day in closed_on}
    days |= {day.date: day for day in named if day.open or not instead}
    days |= {day.date: day for day in found}
    ordered = [days[day] for day in sorted(days)]
    return (
        tuple(day.date for day in ordered if not day.name and not day.open),
        tuple(day for day in ordered if day.name or day.open),
    )
