"""Are we open, when next, and by when will a later answer come?

Weekly spans in the team's own time zone; daylight saving is the zone's business: a span is turned
into moments day by day, never by adding hours across a change of clocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from segue.domain.value import Plain

DAY_MIN = 24 * 60
LOOK_AHEAD = 15
"""Days that are looked through for the next opening."""


class OpenHours(Plain, frozen=True):
    """Weekly hours of one team in its time zone. No hours at all means: always open.

    `week` holds, for Monday to Sunday, spans of minutes since midnight (1440 is the end of the
    day); `closed_on` holds dates as `YYYY-MM-DD`.
    """

    zone: str = "UTC"
    week: tuple[tuple[tuple[int, int], ...], ...] = ()
    closed_on: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    day += timedelta(days=minutes // DAY_MIN)
    minutes %= DAY_MIN
    wall = datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=zone)
    return wall.astimezone(UTC)


def _spans(hours: OpenHours, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open spans that end after `now`, in order."""
    zone = _zone(hours.zone)
    today = now.astimezone(zone).date()
    for ahead in range(-1, LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        if day.isoformat() in hours.closed_on or day.weekday() >= len(hours.week):
            continue
        for begins, ends in hours.week[day.weekday()]:
            span = (_moment(day, begins, zone), _moment(day, ends, zone))
            if span[1] > now:
                yield span


def is_open(hours: OpenHours, now: datetime) -> bool:
    """Open at this moment? The end of a span is already closed."""
    if not hours.week:
        return True
    return any(begins <= now for begins, _ in _spans(hours, now))


def opens_next(hours: OpenHours, now: datetime) -> datetime | None:
    """The next opening after `now`; None when always open, open now, or not within two weeks."""
    if is_open(hours, now):
        return None
    return next((begins for begins, _ in _spans(hours, now) if begins > now), None)


def closes_next(hours: OpenHours, now: datetime) -> datetime | None:
    """The end of the present span; None when always open or closed now."""
    if not hours.week:
        return None
    return next((ends for begins, ends in _spans(hours, now) if begins <= now), None)


def due(hours: OpenHours, now: datetime, within: timedelta) -> datetime:
    """`within` of open time after `now`, rounded up to whole five minutes."""
    left = within
    moment = now + within
    if hours.week:
        for begins, ends in _spans(hours, now):
            starts = max(begins, now)
            if ends - starts >= left:
                moment = starts + left
                break
            left -= ends - starts
    return _round_up(moment)


def _round_up(moment: datetime) -> datetime:
    late = timedelta(
        minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment if not late else moment - late + timedelta(minutes=5)
