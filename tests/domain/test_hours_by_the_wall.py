"""Hours against their definition, minute by minute: a calendar is open when the wall of its zone
shows a date and a time that lie in one of its spans."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from segue.domain.hours import (
    FAR_S,
    OpenDay,
    OpenHours,
    Spans,
    closed_for,
    closes_next,
    due,
    is_open,
    open_between,
    open_time,
    opens_next,
    zone_known,
)

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of daylight saving
    "Asia/Kathmandu",  # five hours and three quarters
    "America/Sao_Paulo",  # in 2018 the clocks changed at midnight
    "Africa/Casablanca",  # winter in Ramadan
    "Pacific/Apia",  # a day that never was: 30 December 2011
)
MINUTE = timedelta(minutes=1)
WINDOWS = (
    datetime(2026, 3, 27, tzinfo=UTC),  # Europe puts its clocks forward on the 29th …
    datetime(2026, 10, 23, tzinfo=UTC),  # … and back on the 25th
    datetime(2026, 3, 6, tzinfo=UTC),  # America
    datetime(2018, 11, 2, tzinfo=UTC),  # Brazil
    datetime(2011, 12, 28, tzinfo=UTC),  # Samoa
    datetime(2026, 2, 13, tzinfo=UTC),  # Morocco
    datetime(2026, 4, 3, tzinfo=UTC),  # Lord Howe
    datetime(2026, 12, 24, tzinfo=UTC),
)


def open_by_the_wall(hours: OpenHours, now: datetime) -> bool:
    """The definition, slow and plain."""
    return any(_open_by_one(one, now) for one in hours.calendars)


def _open_by_one(one: OpenHours, now: datetime) -> bool:
    wall = now.astimezone(ZoneInfo(one.zone))
    minute = wall.hour * 60 + wall.minute
    return any(
        begins <= minute + back * 1440 < ends
        for back in (0, 1, 2)
        for begins, ends in _spans_of(one, wall.date() - timedelta(days=back))
    )


def _spans_of(one: OpenHours, day: date) -> Spans:
    for named in one.days:
        if named.date == day.isoformat():
            return named.open
    if day.isoformat() in one.closed_on:
        return ()
    if not one.week:
        return ((0, 1440),)
    return one.week[day.weekday()]


spans = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 900)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=3,
).map(lambda many: tuple(sorted(many)))


@st.composite
def calendars(draw: st.DrawFn, begin: datetime) -> OpenHours:
    near = st.integers(-1, 5).map(lambda n: (begin + timedelta(days=n)).date().isoformat())
    named = draw(st.lists(st.builds(OpenDay, near, st.just(""), spans), max_size=2))
    return OpenHours(
        zone=draw(st.sampled_from(ZONES)),
        week=tuple(draw(st.lists(spans, min_size=7, max_size=7))),
        closed_on=tuple(draw(st.lists(near, max_size=2))),
        days=tuple({one.date: one for one in named}.values()),
    )


@st.composite
def hours_and_moments(draw: st.DrawFn) -> tuple[OpenHours, datetime]:
    begin = draw(st.sampled_from(WINDOWS))
    first, *more = draw(st.lists(calendars(begin), min_size=1, max_size=2))
    hours = OpenHours(first.zone, first.week, first.closed_on, first.days, tuple(more))
    return hours, begin + timedelta(minutes=draw(st.integers(0, 4 * 1440)))


@given(hours_and_moments())
@settings(max_examples=150, deadline=None)
def test_every_minute_is_open_or_closed_as_the_wall_says(asked: tuple[OpenHours, datetime]) -> None:
    hours, begin = asked
    for n in range(0, 1440, 7):
        now = begin + n * MINUTE
        assert is_open(hours, now) == open_by_the_wall(hours, now), now


@given(hours_and_moments())
@settings(max_examples=150, deadline=None)
def test_the_next_change_is_where_walking_minute_by_minute_finds_it(
    asked: tuple[OpenHours, datetime],
) -> None:
    hours, now = asked
    before = open_by_the_wall(hours, now)
    walked = now
    while open_by_the_wall(hours, walked) == before:
        walked += MINUTE
        if walked - now > timedelta(days=3):
            return
    assert (closes_next if before else opens_next)(hours, now) == walked
    assert (opens_next if before else closes_next)(hours, now) is None


@given(hours_and_moments(), st.integers(1, 900))
@settings(max_examples=150, deadline=None)
def test_a_due_time_has_just_so_much_open_time_before_it(
    asked: tuple[OpenHours, datetime], minutes: int
) -> None:
    hours, now = asked
    assume(is_open(hours, now) or opens_next(hours, now) is not None)
    by = due(hours, now, minutes * MINUTE, whole_min=0)
    assume(by - now < timedelta(seconds=FAR_S - 7 * 86_400))  # farther than that nobody looks
    assert open_time(hours, now, by) == minutes * MINUTE
    assert is_open(hours, by - MINUTE)
    if by - now <= timedelta(days=2):
        walked = sum(
            open_by_the_wall(hours, now + n * MINUTE) for n in range(round((by - now) / MINUTE))
        )
        assert walked == minutes


@given(hours_and_moments())
@settings(max_examples=60, deadline=None)
def test_open_spans_lie_apart_and_in_order(asked: tuple[OpenHours, datetime]) -> None:
    hours, now = asked
    found = list(open_between(hours, now, now + timedelta(days=40)))
    assert all(begins < ends for begins, ends in found)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(found))
    whole = open_time(hours, now, now + timedelta(days=40))
    assert sum((ends - begins for begins, ends in found), timedelta()) == whole


# --- days that are odd ----------------------------------------------------------------------------

BERLIN = "Europe/Berlin"


def every_day(*spans: tuple[int, int], zone: str = BERLIN) -> OpenHours:
    return OpenHours(zone=zone, week=(spans,) * 7)


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_day_of_23_hours_is_an_hour_shorter() -> None:
    whole = every_day((0, 1440))
    night = every_day((0, 6 * 60))
    assert open_time(whole, utc(3, 28, 23), utc(3, 29, 22)) == timedelta(hours=23)
    assert open_time(night, utc(3, 28, 23), utc(3, 29, 22)) == timedelta(hours=5)


def test_a_day_of_25_hours_is_an_hour_longer() -> None:
    night = every_day((0, 6 * 60))
    assert open_time(night, utc(10, 24, 22), utc(10, 25, 23)) == timedelta(hours=7)


def test_what_lies_in_the_hour_that_never_comes_is_not_open_that_day() -> None:
    hours = every_day((2 * 60 + 15, 2 * 60 + 45))
    assert opens_next(hours, utc(3, 28, 2)) == utc(3, 30, 0, 15)


def test_a_span_that_begins_in_the_missing_hour_begins_when_the_clocks_have_changed() -> None:
    hours = every_day((2 * 60 + 30, 5 * 60))
    assert opens_next(hours, utc(3, 28, 12)) == utc(3, 29, 1)
    assert closes_next(hours, utc(3, 29, 1)) == utc(3, 29, 3)


def test_what_lies_in_the_hour_that_comes_twice_is_open_twice() -> None:
    hours = every_day((2 * 60 + 15, 2 * 60 + 45))
    assert opens_next(hours, utc(10, 24, 12)) == utc(10, 25, 0, 15)
    assert closes_next(hours, utc(10, 25, 0, 20)) == utc(10, 25, 0, 45)
    assert opens_next(hours, utc(10, 25, 0, 50)) == utc(10, 25, 1, 15)


def test_a_long_holiday_is_looked_through_to_its_end() -> None:
    days = tuple(f"2026-07-{n:02}" for n in range(1, 32)) + tuple(
        f"2026-08-{n:02}" for n in range(1, 32)
    )
    hours = OpenHours(BERLIN, (((9 * 60, 17 * 60),),) * 7, days)
    assert opens_next(hours, utc(6, 30, 20)) == utc(9, 1, 7)
    assert due(hours, utc(6, 30, 14), timedelta(hours=2)) == utc(9, 1, 8)


def test_hours_that_never_open_say_so_and_promises_are_counted_by_the_clock() -> None:
    never = OpenHours(BERLIN, ((),) * 7)
    assert not is_open(never, utc(6, 1, 12))
    assert opens_next(never, utc(6, 1, 12)) is None
    assert closes_next(never, utc(6, 1, 12)) is None
    assert due(never, utc(6, 1, 12), timedelta(hours=4)) == utc(6, 1, 16)
    assert open_time(never, utc(6, 1, 12), utc(7, 1, 12)) == timedelta()


def test_hours_round_the_clock_never_close() -> None:
    whole = every_day((0, 1440))
    assert is_open(whole, utc(6, 1, 12))
    assert closes_next(whole, utc(6, 1, 12)) is None


def test_a_team_without_a_week_closes_only_on_its_holidays() -> None:
    hours = OpenHours(BERLIN, closed_on=("2026-12-25",))
    assert is_open(hours, utc(12, 24, 22, 59))
    assert not is_open(hours, utc(12, 24, 23))
    assert opens_next(hours, utc(12, 25, 12)) == utc(12, 25, 23)
    assert closes_next(hours, utc(12, 20, 12)) == utc(12, 24, 23)


def test_two_calendars_are_open_when_one_of_them_is() -> None:
    lima = every_day((9 * 60, 17 * 60), zone="America/Lima")
    both = OpenHours(BERLIN, (((9 * 60, 17 * 60),),) * 7, ("2026-11-25",), more=(lima,))
    assert is_open(both, utc(11, 24, 9))
    assert is_open(both, utc(11, 24, 21)), "at five in the afternoon of Lima"
    assert closes_next(both, utc(11, 24, 9)) == utc(11, 24, 22)
    assert opens_next(both, utc(11, 24, 23)) == utc(11, 25, 14), "Berlin has a holiday"


def test_a_day_may_have_hours_and_a_name_of_its_own() -> None:
    days = (
        OpenDay("2026-12-24", "Christmas Eve", ((10 * 60, 14 * 60),)),
        OpenDay("2026-12-25", "Christmas Day"),
    )
    hours = OpenHours(BERLIN, (((9 * 60, 17 * 60),),) * 7, days=days)
    assert closes_next(hours, utc(12, 24, 10)) == utc(12, 24, 13)
    assert closed_for(hours, utc(12, 25, 10)) == "Christmas Day"
    assert closed_for(hours, utc(12, 24, 18)) == "", "that is an evening as any other"
    assert closed_for(hours, utc(12, 23, 10)) == ""


def test_a_zone_that_nobody_knows_is_utc_and_no_turn_fails_on_it() -> None:
    odd = OpenHours("Mars/Olympus", (((9 * 60, 17 * 60),),) * 7)
    assert not zone_known(odd.zone)
    assert is_open(odd, utc(11, 24, 9))


@pytest.mark.parametrize("name", ["", "..", "/etc/passwd", "Europe", "Europe/Berlin\x00"])
def test_what_is_no_zone_is_unknown(name: str) -> None:
    assert not zone_known(name)
