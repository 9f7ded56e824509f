"""Who worked when, and on what: as the calls show it, and as somebody would like to try it.

A shift lasts from somebody's first call to the end of their last; half an hour without a call is a
break. They serve the types that make up a good part of their calls, and rare ones of which they
have a good part. Between two calls they need a pause: how long, is told by the gaps in which
somebody whom they serve was waiting when their call ended. These are drawn from, since a list of
calls does not say who was ready.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from segue.domain.value import Plain
from segue.simulating.calls import DAY_S, OVERLAP_S, Call, Day

BREAK_S = 1800.0
SERVES = 0.02
"""Of somebody's calls: a type that is at least so much of them is one that they serve."""
SHARE_OF_TYPE = 0.05
"""Of a type's calls: whoever had so much of them serves it."""
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHEN = re.compile(
    r"(?P<days>[a-z]+|\d+|\d{4}-\d\d-\d\d)\s+(?P<from>\d\d?:\d\d)-(?P<to>\d\d?:\d\d)(?:\s+(?P<types>\S+))?",
    re.IGNORECASE,
)
EXAMPLE = "tue 09:00-17:00 sales,support"


class Shift(Plain, frozen=True):
    """One agent at work. Seconds on the clock that runs through all days."""

    agent: str
    day: int
    begins: float
    ends: float
    serves: tuple[str, ...]


class OneMore(Plain, frozen=True):
    """Somebody who could come: on a weekday, every day, or one day of the file."""

    days: str  # "tue", "daily", "weekdays", a number or a date
    begins_s: int
    ends_s: int
    serves: tuple[str, ...]


def shifts_of(days: Sequence[Day]) -> list[Shift]:
    """As they were worked."""
    calls = [call for day in days for call in day.calls if call.served and call.agent]
    serves = served_by(calls)
    found: list[Shift] = []
    for day in days:
        of_each: dict[str, list[Call]] = {}
        for call in day.calls:
            if call.served and call.agent:
                of_each.setdefault(call.agent, []).append(call)
        for agent in sorted(of_each):
            found += _shifts(agent, day.number, of_each[agent], serves[agent])
    return found


def _shifts(agent: str, day: int, calls: list[Call], serves: tuple[str, ...]) -> list[Shift]:
    calls = sorted(calls, key=lambda call: call.started)
    found = []
    begins, ends = calls[0].started, calls[0].started + calls[0].lasted
    for call in calls[1:]:
        if call.started - ends > BREAK_S:
            found.append(Shift(agent, day, begins, ends, serves))
            begins = call.started
        ends = max(ends, call.started + call.lasted)
    return [*found, Shift(agent, day, begins, ends, serves)]


def served_by(calls: Iterable[Call]) -> dict[str, tuple[str, ...]]:
    """Types by agent: a good part of their calls, or they have a good part of its calls."""
    counts: dict[str, Counter[str]] = {}
    every: Counter[str] = Counter()
    for call in calls:
        counts.setdefault(call.agent, Counter())[call.type] += 1
        every[call.type] += 1
    return {
        agent: tuple(
            sorted(
                kind
                for kind, n in of.items()
                if n >= SERVES * of.total() or n >= SHARE_OF_TYPE * every[kind]
            )
        )
        for agent, of in counts.items()
    }


def pauses_of(days: Sequence[Day]) -> list[float]:
    """Seconds from the end of a call to the next one, shortest first, of the times when somebody
    whom they serve was waiting as it ended."""
    serves = served_by(call for day in days for call in day.calls if call.served and call.agent)
    found: list[float] = []
    for day in days:
        found += _pauses(day, serves)
    return sorted(found)


def _pauses(day: Day, serves: dict[str, tuple[str, ...]]) -> list[float]:
    events: list[tuple[float, int, int, Call]] = []
    starts: dict[str, list[float]] = {}
    for call in sorted(day.calls, key=lambda one: one.started):
        if call.queued:
            events += [(call.joined, 2, call.line, call), (call.over, 1, call.line, call)]
        if call.served and call.agent:
            starts.setdefault(call.agent, []).append(call.started)
            events.append((call.started + call.lasted, 0, call.line, call))
    waiting: Counter[str] = Counter()
    found = []
    for at, what, _, call in sorted(events, key=lambda event: event[:3]):
        if what:
            waiting[call.type] += 1 if what == 2 else -1  # noqa: PLR2004 - somebody joins
        elif any(waiting[kind] for kind in serves[call.agent]):
            own = starts[call.agent]
            following = bisect_left(own, max(at - OVERLAP_S, call.started + OVERLAP_S))
            if following < len(own) and own[following] - at <= BREAK_S:
                found.append(max(own[following] - at, 0.0))
    return found


# --- somebody who could come -------------------------------------------------------------------


def one_more(text: str) -> OneMore:
    """`tue 09:00-17:00 sales,support`; without types they serve all. Raises ValueError, and says
    what is expected."""
    match = WHEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} says no shift. Write for example: {EXAMPLE}")
    days = match["days"].casefold()
    if days.isalpha():
        days = {"every": "daily", "everyday": "daily"}.get(days, days)
        if days not in ("daily", "weekdays"):
            days = days[:3]
            if days not in WEEK:
                raise ValueError(
                    f"{match['days']!r} is no day. Write mon to sun, weekdays, daily, the number of"
                    " a day or its date."
                )
    begins, ends = _seconds(match["from"]), _seconds(match["to"])
    if ends <= begins:
        raise ValueError(f"{text!r} ends before it begins. Write for example: {EXAMPLE}")
    return OneMore(days, begins, ends, tuple(filter(None, (match["types"] or "*").split(","))))


def _seconds(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    if hours * 60 + minutes > 24 * 60 or minutes > 59:  # noqa: PLR2004 - of a clock
        raise ValueError(f"{clock} is no time of a day.")
    return hours * 3600 + minutes * 60


def dated(days: Sequence[Day], first: date | None) -> dict[int, date]:
    """The date of every day: from the file, or counted from that of the first."""
    found = {day.number: day.date for day in days if day.date is not None}
    if first is not None and days:
        start = days[0].number
        for day in days:
            found.setdefault(day.number, first + timedelta(days=day.number - start))
    return found


def added(more: OneMore, days: Sequence[Day], dates: dict[int, date], name: str) -> list[Shift]:
    """The shifts that this adds. Raises ValueError when it is on none of the days, for a type that
    nobody calls for, or when weekdays are not known."""
    kinds = {call.type for day in days for call in day.calls}
    unknown = [kind for kind in more.serves if kind not in kinds and kind != "*"]
    if unknown:
        raise ValueError(
            f"Nobody calls for {', '.join(unknown)}. There are: {', '.join(sorted(kinds))}."
        )
    if (more.days in WEEK or more.days == "weekdays") and not dates:
        raise ValueError(
            "The file tells days by number, so their weekdays are not known. Say the date of its"
            " first day: --first-day 2026-11-02"
        )
    serves = tuple(sorted(kinds)) if "*" in more.serves else more.serves
    found = [
        Shift(name, day.number, day.midnight + more.begins_s, day.midnight + more.ends_s, serves)
        for day in days
        if _on(more.days, day.number, dates.get(day.number))
    ]
    if not found:
        raise ValueError(f"None of the days is {more.days}.")
    return found


def _on(days: str, number: int, when: date | None) -> bool:
    if days == "daily":
        return True
    if days.isdecimal():
        return number == int(days)
    if when is None:
        return False
    if days == "weekdays":
        return when.weekday() < 5  # noqa: PLR2004 - Saturday
    return days in (WEEK[when.weekday()], when.isoformat())


def hours(shifts: Iterable[Shift]) -> float:
    """All of them together."""
    return sum(one.ends - one.begins for one in shifts) / (DAY_S / 24)
