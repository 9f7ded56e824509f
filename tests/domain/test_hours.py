"""When a team is open, in its own zone, over changes of clocks and days off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from segue.domain.hours import OpenHours, closes_next, due, is_open, opens_next

DAY = ((9 * 60, 17 * 60),)
BERLIN = OpenHours(zone="Europe/Berlin", week=(DAY, DAY, DAY, DAY, DAY, (), ()))


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_a_team_without_hours_is_always_open() -> None:
    always = OpenHours()
    assert is_open(always, utc(22, 3))
    assert opens_next(always, utc(22, 3)) is None
    assert closes_next(always, utc(22, 3)) is None


def test_the_end_of_the_day_is_already_closed() -> None:
    assert is_open(BERLIN, utc(24, 8))
    assert not is_open(BERLIN, utc(24, 7, 59))
    assert not is_open(BERLIN, utc(24, 16))
    assert closes_next(BERLIN, utc(24, 12)) == utc(24, 16)


def test_after_friday_comes_monday() -> None:
    assert opens_next(BERLIN, utc(27, 18)) == utc(30, 8)


def test_a_day_off_is_skipped() -> None:
    off = OpenHours(BERLIN.zone, BERLIN.week, closed_on=("2026-11-30",))
    assert opens_next(off, utc(27, 18)) == utc(1, 8, month=12)


def test_opening_time_stays_the_same_on_the_wall_when_the_clocks_change() -> None:
    every = OpenHours(zone="Europe/Berlin", week=(DAY,) * 7)
    before, after = utc(24, 12, month=10), utc(25, 12, month=10)
    assert opens_next(every, before + timedelta(hours=8)) == utc(25, 8, month=10)
    assert is_open(every, after)
    assert opens_next(every, utc(23, 20, month=10)) == utc(24, 7, month=10)


def test_a_night_shift_reaches_into_the_next_day() -> None:
    night = OpenHours(zone="UTC", week=(((22 * 60, 30 * 60),),) * 7)
    assert is_open(night, utc(24, 3))
    assert not is_open(night, utc(24, 12))


def test_an_answer_is_due_in_open_time() -> None:
    assert due(BERLIN, utc(24, 15), timedelta(hours=2)) == utc(25, 9)
    assert due(OpenHours(), utc(24, 15, 2), timedelta(hours=2)) == utc(24, 17, 5)


@given(st.integers(0, 60 * 24 * 400))
def test_closed_or_open_but_never_both(minutes: int) -> None:
    now = utc(1, 0, month=1) + timedelta(minutes=minutes)
    opens = opens_next(BERLIN, now)
    if is_open(BERLIN, now):
        closes = closes_next(BERLIN, now)
        assert opens is None
        assert closes is not None
        assert not is_open(BERLIN, closes)
    else:
        assert opens is not None
        assert opens > now
        assert is_open(BERLIN, opens)
