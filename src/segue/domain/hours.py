"""Are we open, when next, and by when will a later answer come?

The definition is the clock on the wall: a calendar is open at a moment when the wall of its zone
then shows a date and a time that lie in one of its spans. Where the clocks are put forward, the
times that never show are never open; where they are put back, those that show twice are open
twice. A span belongs to the day on which it begins, and may run past midnight.

Asked in every turn, so it is worked out four weeks at a time, as edges in seconds since 1970: open
from the first to the second, closed to the third, and so on. A question is then one bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from segue.domain.value import Plain

DAY_MIN = 24 * 60
DAY_S = 24 * 60 * 60
BLOCK_S = 28 * DAY_S
LOOK_AHEAD_S = 16 * DAY_S
"""So far behind the last date that a list names there is an opening, or there is none at all."""
FAR_S = 5 * 366 * DAY_S
"""Lists that reach further are not looked through."""
EPOCH_DAY = date(1970, 1, 1).toordinal()
CLOCK_ROUND = ((0, DAY_MIN),)

Spans = tuple[tuple[int, int], ...]
"""Minutes since midnight, from and to; past 1440 is the next day."""


class OpenDay(Plain, frozen=True):
    """One date (`YYYY-MM-DD`) that is not as its weekday. No spans: closed, for the reason that is
    its name."""

    date: str
    name: str = ""
    open: Spans = ()


class OpenHours(Plain, frozen=True):
    """When one team is open. No hours at all means: always.

    `week` holds, for Monday to Sunday, spans of minutes since midnight (1440 is the end of the
    day, 1800 is 06:00 of the next one); empty, every day is open round the clock. `closed_on` holds
    dates as `YYYY-MM-DD`; `days` are single dates with hours of their own. `more` are further
    calendars, each in its own zone with its own holidays: open is when any of them is.
    """

    zone: str = "UTC"
    week: tuple[Spans, ...] = ()
    closed_on: tuple[str, ...] = ()
    days: tuple[OpenDay, ...] = ()
    more: tuple[OpenHours, ...] = ()

    @property
    def always(self) -> bool:
        """Is there nothing that could ever close it?"""
        own = not (self.week or self.closed_on or self.days)
        return own or any(one.always for one in self.more)

    @property
    def calendars(self) -> tuple[OpenHours, ...]:
        """Its own and all further ones."""
        return (self, *(one for further in self.more for one in further.calendars))


# --- questions -----------------------------------------------------------------------------------


def is_open(hours: OpenHours, now: datetime) -> bool:
    """Open at this moment? The end of a span is already closed."""
    if hours.always:
        return True
    at = now.timestamp()
    return bool(bisect_right(_edges(hours, int(at // BLOCK_S)), at) % 2)


def opens_next(hours: OpenHours, now: datetime) -> datetime | None:
    """The next opening after `now`; None when open now, when it is always open, and when it never
    opens again."""
    if is_open(hours, now):
        return None
    return next((_moment(begins) for begins, _ in _spans(hours, now.timestamp())), None)


def closes_next(hours: OpenHours, now: datetime) -> datetime | None:
    """The end of the present span; None when closed now, and when there is no end to it."""
    if hours.always or not is_open(hours, now):
        return None
    ends = None
    for begins, until in _spans(hours, now.timestamp()):
        if ends is not None and begins > ends:
            return _moment(ends)
        ends = until
    return None if ends is None or ends >= _horizon(hours, now.timestamp()) else _moment(ends)


def due(hours: OpenHours, now: datetime, within: timedelta, *, whole_min: int = 5) -> datetime:
    """`within` of open time after `now`, rounded up to `whole_min` minutes (0: not at all).

    Where there is no open time to count, since it never opens, every hour counts. With so little of
    it that years would pass, it is the end of the last span within `FAR_S`.
    """
    if hours.always:
        return _rounded(now + within, whole_min)
    at, left, last = now.timestamp(), within, None
    ever = next(_spans(hours, at), None) is not None
    for begins, ends in _spans(hours, at, upto=at + FAR_S) if ever else ():
        starts = max(_moment(begins), now)
        last = _moment(ends)
        if last - starts >= left:
            return _rounded(starts + left, whole_min)
        left -= last - starts
    return _rounded(last or now + within, whole_min)


def open_time(hours: OpenHours, since: datetime, until: datetime) -> timedelta:
    """How much of the time between the two it is open. Nothing when `until` is the earlier."""
    if until <= since:
        return timedelta()
    if hours.always:
        return until - since
    counted, end = timedelta(), until.timestamp()
    for begins, ends in _spans(hours, since.timestamp(), upto=end):
        counted += min(_moment(ends), until) - max(_moment(begins), since)
    return counted


def closed_for(hours: OpenHours, now: datetime) -> str:
    """The name of the day for which it is closed now, as “Christmas Day”; empty when it is open, or
    closed as on any evening."""
    if is_open(hours, now):
        return ""
    for one in hours.calendars:
        today = now.astimezone(zone_of(one.zone)).date().isoformat()
        for day in one.days:
            if day.date == today and day.name and not day.open:
                return day.name
    return ""


def open_between(
    hours: OpenHours, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The open spans that lie wholly or partly between the two, cut to them, in order."""
    if hours.always:
        yield since, until
        return
    held: tuple[datetime, datetime] | None = None
    for begins, ends in _spans(hours, since.timestamp(), upto=until.timestamp()):
        one = (max(_moment(begins), since), min(_moment(ends), until))
        if held is not None and held[1] == one[0]:  # two blocks meet in the middle of a span
            one = (held[0], one[1])
        elif held is not None:
            yield held
        held = one
    if held is not None:
        yield held


# --- zones ---------------------------------------------------------------------------------------


def zone_known(name: str) -> bool:
    """Is there a time zone of this name here?"""
    return _zone(name) is not None


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def zone_of(name: str) -> ZoneInfo:
    """The zone; UTC for a name that nobody knows, so that no turn ever fails on it."""
    return _zone(name) or ZoneInfo("UTC")


# --- working it out ------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _edges(hours: OpenHours, block: int) -> tuple[int, ...]:
    """When it opens and closes in turn, in seconds since 1970, within one block of four weeks.

    Who is open at the block's first second opens there, and at its end everybody closes.
    """
    first, end = block * BLOCK_S, (block + 1) * BLOCK_S
    spans: list[tuple[int, int]] = []
    for one in hours.calendars:
        wall = list(_wall(one, first, end))
        for since, until, offset in _offsets(zone_of(one.zone), first, end):
            cut = ((max(b - offset, since), min(e - offset, until)) for b, e in wall)
            spans += (span for span in cut if span[0] < span[1])
    return tuple(_merged(sorted(spans)))


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Sorted spans as edges; those that meet or overlap are one."""
    held: tuple[int, int] | None = None
    for begins, ends in spans:
        if held is not None and begins <= held[1]:
            held = (held[0], max(held[1], ends))
            continue
        if held is not None:
            yield from held
        held = (begins, ends)
    if held is not None:
        yield from held


def _wall(one: OpenHours, first: int, end: int) -> Iterator[tuple[int, int]]:
    """This calendar's spans as its wall shows them, around these seconds."""
    named: dict[str, Spans] = dict.fromkeys(one.closed_on, ())
    named.update((day.date, day.open) for day in one.days)
    week = one.week or (CLOCK_ROUND,) * 7
    for day in range(first // DAY_S - 3, end // DAY_S + 2):
        weekday = (day + 3) % 7  # 1970 began on a Thursday
        usual = week[weekday] if weekday < len(week) else ()
        spans = named.get(date.fromordinal(EPOCH_DAY + day).isoformat(), usual) if named else usual
        for begins, ends in spans:
            yield day * DAY_S + begins * 60, day * DAY_S + ends * 60


def _offsets(zone: ZoneInfo, first: int, end: int) -> Iterator[tuple[int, int, int]]:
    """From when to when the wall is ahead of UTC by how much, in seconds."""
    since, offset = first, _offset(zone, first)
    for day in range(first, end, DAY_S):
        while (then := _offset(zone, day + DAY_S)) != offset:
            low, high = max(since, day), day + DAY_S
            while high - low > 1:  # the change is at the first second that has another offset
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
            yield since, high, offset
            since, offset = high, _offset(zone, high)
            if offset == then:
                break
    if since < end:
        yield since, end, offset


def _offset(zone: ZoneInfo, at: int) -> int:
    ahead = datetime.fromtimestamp(at, zone).utcoffset()
    return 0 if ahead is None else ahead.days * DAY_S + ahead.seconds


def _spans(hours: OpenHours, now: float, upto: float | None = None) -> Iterator[tuple[int, int]]:
    """What is open after `now`, in order, until there can be no more, or until `upto`. A span that
    reaches over the end of a block comes in two pieces."""
    block = int(now // BLOCK_S)
    last = int((_horizon(hours, now) if upto is None else upto) // BLOCK_S)
    while block <= last:
        edges = _edges(hours, block)
        for n in range(bisect_right(edges, now) // 2 * 2, len(edges), 2):
            if upto is not None and edges[n] >= upto:
                return
            yield edges[n], edges[n + 1]
        block += 1


def _horizon(hours: OpenHours, now: float) -> float:
    """Where looking for an opening ends."""
    return max(now, min(_last_named(hours), now + FAR_S)) + LOOK_AHEAD_S


@lru_cache(maxsize=256)
def _last_named(hours: OpenHours) -> int:
    """The end of the last date that any of its lists names."""
    names = [day for one in hours.calendars
             for day in (*one.closed_on, *(day.date for day in one.days))]  # fmt: skip
    return max((_seconds(name) for name in names), default=0)


def _seconds(name: str) -> int:
    try:
        day = date.fromisoformat(name)
    except ValueError:  # never open, never closed: a date that is none means nothing
        return 0
    return round(datetime.combine(day, time(), tzinfo=UTC).timestamp()) + DAY_S


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _rounded(moment: datetime, whole_min: int) -> datetime:
    if whole_min <= 0:
        return moment
    late = timedelta(
        minutes=moment.minute % whole_min, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment if not late else moment - late + timedelta(minutes=whole_min)
