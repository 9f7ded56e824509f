"""Hours as people write them, and back: times as "09:00", dates as "2026-12-25".

    zone: Europe/Berlin
    week:
      mon-fri: 09:00-12:00, 13:00-17:00
      sat: 22:00-04:00+1            # until four in the night to Sunday
    closed_on: [2026-12-25 Christmas Day]
    days: [{date: 2026-12-24, name: Christmas Eve, open: [[10:00, 14:00]]}]
    more: [{zone: America/Lima, week: {mon-fri: 09:00-17:00}}]

The API writes `week` as seven lists of pairs, Monday first; an empty one is round the clock. An end
before its beginning is a mistake, not a night: who means the next day writes `+1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from segue.domain.hours import DAY_MIN, OpenDay, OpenHours, Spans, zone_known
from segue.domain.value import Plain

KEYS = ("zone", "week", "closed_on", "days", "more")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DATES = 1000
MOST_SPANS = 12
MOST_CALENDARS = 8
MOST_PROBLEMS = 50
NAME_LENGTH = 80
YEARS = (2000, 2100)
TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(\+1)?")


class HoursProblem(Plain, frozen=True):
    """`code` is stable; `where` reads like a path: `more[0] · week · Monday`."""

    code: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class BadHours(ValueError):
    """Everything that is wrong with them, not only the first thing."""

    def __init__(self, problems: tuple[HoursProblem, ...]) -> None:
        self.problems = problems
        more = len(problems) - 1
        super().__init__(f"{problems[0]} (and {more} more)" if more > 0 else str(problems[0]))


def read_hours(form: Any) -> OpenHours:
    """Hours of plain data, as a file or the API has it; nothing or "always" is always open.

    Raises `BadHours`.
    """
    if form is None or form == "always":
        return OpenHours()
    reading = _Reading()
    found = reading.calendar(form, "", nested=False)
    if reading.problems:
        raise BadHours(tuple(reading.problems[:MOST_PROBLEMS]))
    return found


def hours_form(hours: OpenHours) -> dict[str, Any]:
    """The same as plain data, with every field, as the API shows it."""
    return {
        "zone": hours.zone,
        "week": [_pairs(spans) for spans in hours.week],
        "closed_on": list(hours.closed_on),
        "days": [
            {"date": day.date, "name": day.name, "open": _pairs(day.open)} for day in hours.days
        ],
        "more": [hours_form(one) for one in hours.more],
    }


def read_spans(form: Any) -> Spans:
    """The spans of one day: `09:00-12:00, 13:00-17:00`. Raises `BadHours`."""
    reading = _Reading()
    found = reading.spans(form, "")
    if reading.problems:
        raise BadHours(tuple(reading.problems))
    return found


def _pairs(spans: Spans) -> list[list[str]]:
    return [[clock(begins), clock(ends)] for begins, ends in spans]


def clock(minutes: int) -> str:
    """Minutes since midnight as a time: 540 is 09:00, 1440 is 24:00, 1800 is 06:00+1."""
    late = minutes > DAY_MIN
    hour, minute = divmod(minutes - DAY_MIN if late else minutes, 60)
    return f"{hour:02}:{minute:02}{'+1' if late else ''}"


class _Reading:
    """Reads as much as can be read, and collects what is wrong with the rest."""

    def __init__(self) -> None:
        self.problems: list[HoursProblem] = []

    def no(self, code: str, where: str, message: str) -> None:
        self.problems.append(HoursProblem(code, where, message))

    def calendar(self, form: Any, at: str, *, nested: bool) -> OpenHours:
        if not isinstance(form, dict):
            self.no("not_hours", at, "Hours have a `zone` and a `week`.")
            return OpenHours()
        for key in form:
            if key not in KEYS:
                known = ", ".join(KEYS)
                self.no("unknown_key", at, f"Hours have no “{str(key)[:40]}”. There are: {known}.")
        if all(form.get(key) is None for key in KEYS[1:]):
            self.no("empty", at, "These hours say nothing. Give a `week`, or write “always”.")
            return OpenHours()
        named = self._named(form, at)
        closed = tuple(day.date for day in named if not day.name and not day.open)
        return OpenHours(
            zone=self._zone(form.get("zone"), at),
            week=self._week(form.get("week"), _step(at, "week")),
            closed_on=closed,
            days=tuple(day for day in named if day.name or day.open),
            more=self._more(form, at, nested=nested),
        )

    def _zone(self, name: Any, at: str) -> str:
        if not name:
            self.no("zone_missing", at, "Say in which time zone: `zone: Europe/Berlin`.")
            return "UTC"
        if not isinstance(name, str) or not zone_known(name):
            said = str(name)[:60]
            self.no(
                "zone_unknown",
                _step(at, "zone"),
                f"There is no time zone “{said}”. Write one as Europe/Berlin or America/New_York.",
            )
            return "UTC"
        return name

    def _more(self, form: dict[str, Any], at: str, *, nested: bool) -> tuple[OpenHours, ...]:
        more = form.get("more") or []
        where = _step(at, "more")
        if more and nested:
            self.no("more_nested", where, "Further calendars have no further calendars.")
            return ()
        if not isinstance(more, list | tuple):
            self.no("not_a_list", where, "This is a list of calendars.")
            return ()
        if len(more) > MOST_CALENDARS:
            self.no("too_many", where, f"More than {MOST_CALENDARS} further calendars.")
            return ()
        if more and not form.get("week"):
            self.no(
                "more_without_week",
                where,
                "Without a week of its own a team is always open: further calendars add nothing.",
            )
        return tuple(self.calendar(one, f"{where}[{n}]", nested=True) for n, one in enumerate(more))

    # --- the week --------------------------------------------------------------------------------

    def _week(self, form: Any, at: str) -> tuple[Spans, ...]:
        if not form:
            return ()
        week: list[Spans] = [()] * 7
        if isinstance(form, dict):
            for key, spans in form.items():
                named = _days_called(key)
                if not named:
                    self.no(
                        "day_unknown", at, f"“{str(key)[:40]}” is no day. Write mon or mon-fri."
                    )
                read = self.spans(spans, _step(at, str(key)[:40]))
                for n in named:
                    week[n] = tuple(sorted((*week[n], *read)))
        elif isinstance(form, list | tuple) and len(form) == len(DAYS):
            week = [self.spans(one, _step(at, NAMES[n])) for n, one in enumerate(form)]
        else:
            self.no("week_not_seven", at, "A week is seven lists, from Monday to Sunday.")
            return ()
        self._apart(week, at)
        return tuple(week)

    def _apart(self, week: list[Spans], at: str) -> None:
        """No two spans overlap, also not those of a night with the next morning's."""
        for n, spans in enumerate(week):
            late = [(b, e) for b, e in week[n - 1] if e > DAY_MIN]
            if any(e - DAY_MIN > spans[0][0] for _, e in late if spans):
                night = f"The night from {NAMES[n - 1]} overlaps with it."
                self.no("overlap", _step(at, NAMES[n]), night)
            self._in_order(spans, _step(at, NAMES[n]))

    def _in_order(self, spans: Spans, at: str) -> None:
        for (_, ends), (begins, _) in pairwise(spans):
            if begins < ends:
                told = f"One span begins at {clock(begins)}, before another ends at {clock(ends)}."
                self.no("overlap", at, told)

    def spans(self, form: Any, at: str) -> Spans:
        if isinstance(form, str):
            form = [part for part in form.split(",") if part.strip()]
        if form is None:
            return ()
        if not isinstance(form, list | tuple):
            self.no("not_a_list", at, "Write spans as [[“09:00”, “17:00”]] or 09:00-17:00.")
            return ()
        if len(form) > MOST_SPANS:
            self.no("too_many", at, f"More than {MOST_SPANS} spans on one day.")
            return ()
        found = (self._span(one, at) for one in form)
        return tuple(sorted(span for span in found if span is not None))

    def _span(self, form: Any, at: str) -> tuple[int, int] | None:
        parts = re.split(r"\s*[-–]\s*", form.strip()) if isinstance(form, str) else form
        if not isinstance(parts, list | tuple) or len(parts) != 2:  # noqa: PLR2004 - from and to
            self.no("span_unreadable", at, "A span has two times: 09:00-17:00.")
            return None
        begins, ends = (self._time(part, at) for part in parts)
        if begins is None or ends is None:
            return None
        if begins >= DAY_MIN:
            self.no("time_unreadable", at, "A span begins before 24:00 of its day.")
        elif begins == ends:
            self.no("span_empty", at, f"It begins and ends at {clock(begins)}: that is no time.")
        elif ends < begins:
            self.no(
                "end_before_begin",
                at,
                f"It ends at {clock(ends)}, before it begins at {clock(begins)}."
                f" If you mean the next day, write {clock(ends)}+1.",
            )
        elif ends - begins > DAY_MIN:
            self.no("span_long", at, "A span is at most 24 hours long.")
        else:
            return begins, ends
        return None

    def _time(self, form: Any, at: str) -> int | None:
        read = TIME.fullmatch(form.strip()) if isinstance(form, str) else None
        if read is not None:
            minutes = int(read[1]) * 60 + int(read[2])
            if int(read[2]) < 60 and minutes <= DAY_MIN:  # noqa: PLR2004 - minutes of an hour
                return minutes + (DAY_MIN if read[3] else 0)
        said = str(form)[:40]
        self.no(
            "time_unreadable", at, f"“{said}” is no time of day. Write 09:00; the last is 24:00."
        )
        return None

    # --- single days -----------------------------------------------------------------------------

    def _named(self, form: dict[str, Any], at: str) -> tuple[OpenDay, ...]:
        found: dict[str, OpenDay] = {}
        for where, day in (*self._closed(form, at), *self._own(form, at)):
            if day.date in found:
                self.no("date_twice", where, f"{day.date} stands in the list twice.")
            found[day.date] = day
        return tuple(found[day] for day in sorted(found))

    def _closed(self, form: dict[str, Any], at: str) -> Iterator[tuple[str, OpenDay]]:
        for where, one in self._listed(form, "closed_on", at):
            said, _, name = str(one).strip().partition(" ")
            day = self._date(said, where)
            if day:
                yield where, OpenDay(day, self._name(name, where))

    def _own(self, form: dict[str, Any], at: str) -> Iterator[tuple[str, OpenDay]]:
        for where, one in self._listed(form, "days", at):
            if not isinstance(one, dict) or not set(one) <= {"date", "name", "open"}:
                self.no("day_unreadable", where, "A day has a `date`, a `name` and `open`.")
                continue
            day = self._date(one.get("date"), where)
            spans = self.spans(one.get("open"), where)
            self._in_order(spans, where)
            if day:
                yield where, OpenDay(day, self._name(one.get("name") or "", where), spans)

    def _listed(self, form: dict[str, Any], key: str, at: str) -> Iterator[tuple[str, Any]]:
        many = form.get(key) or []
        where = _step(at, key)
        if not isinstance(many, list | tuple):
            self.no("not_a_list", where, "This is a list.")
        elif len(many) > MOST_DATES:
            self.no("too_many", where, f"More than {MOST_DATES} dates.")
        else:
            yield from ((f"{where}[{n}]", one) for n, one in enumerate(many))

    def _date(self, form: Any, at: str) -> str:
        try:
            day = form if type(form) is date else date.fromisoformat(str(form)[:10])
            if not YEARS[0] <= day.year <= YEARS[1] or str(form) != day.isoformat():
                raise ValueError  # noqa: TRY301 - the same words for both
        except ValueError:
            said = str(form)[:40]
            self.no("date_unreadable", at, f"“{said}” is no date. Write 2026-12-25.")
            return ""
        return day.isoformat()

    def _name(self, form: Any, at: str) -> str:
        name = " ".join(str(form).split())
        if len(name) > NAME_LENGTH or not name.isprintable():
            self.no("name_unfit", at, f"A name has at most {NAME_LENGTH} letters.")
            return ""
        return name


def _step(at: str, step: str) -> str:
    return f"{at} · {step}" if at else step


def _days_called(key: Any) -> tuple[int, ...]:
    """`mon`, `Monday`, `mon-fri`, `daily`: the days, as numbers from 0."""
    said = str(key).strip().casefold()
    if said in ("daily", "every day"):
        return tuple(range(7))
    parts = [part.strip()[:3] for part in re.split(r"[-–]", said)]
    if not 1 <= len(parts) <= 2 or any(part not in DAYS for part in parts):  # noqa: PLR2004
        return ()
    first, last = DAYS.index(parts[0]), DAYS.index(parts[-1])
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


# --- for files -----------------------------------------------------------------------------------


def hours_file(hours: OpenHours) -> dict[str, Any] | str:
    """The same as people write it: days of one kind together, nothing that says nothing."""
    if hours.always and not hours.more:
        return "always"
    form: dict[str, Any] = {"zone": hours.zone}
    if hours.week:
        form["week"] = _week_file(hours.week) or [[]] * 7
    elif not hours.closed_on and not hours.days:
        form["week"] = []
    if hours.closed_on:
        form["closed_on"] = list(hours.closed_on)
    if hours.days:
        form["days"] = [_day_file(day) for day in hours.days]
    if hours.more:
        form["more"] = [hours_file(one) for one in hours.more]
    return form


def _week_file(week: tuple[Spans, ...]) -> dict[str, str]:
    told: dict[str, str] = {}
    first = 0
    for n in range(1, len(week) + 1):
        if n == len(week) or week[n] != week[first]:
            name = DAYS[first] if n - first == 1 else f"{DAYS[first]}-{DAYS[n - 1]}"
            if week[first]:
                told[name] = _spans_file(week[first])
            first = n
    return told


def _spans_file(spans: Spans) -> str:
    return ", ".join(f"{clock(begins)}-{clock(ends)}" for begins, ends in spans)


def _day_file(day: OpenDay) -> dict[str, str]:
    form = {"date": day.date}
    if day.name:
        form["name"] = day.name
    if day.open:
        form["open"] = _spans_file(day.open)
    return form
