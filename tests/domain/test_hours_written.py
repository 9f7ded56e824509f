"""Hours as people write them: read, told in sentences when wrong, looked at when odd."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.hours import OpenDay, OpenHours
from segue.domain.hours_form import BadHours, hours_file, hours_form, read_hours
from segue.domain.hours_warnings import hours_text, warnings

NINE, FIVE = 9 * 60, 17 * 60
OFFICE: dict[str, Any] = {"zone": "Europe/Berlin", "week": {"mon-fri": "09:00-17:00"}}
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def problems(form: Any) -> dict[str, str]:
    """Code and place of everything that is wrong."""
    with pytest.raises(BadHours) as no:
        read_hours(form)
    assert all(one.message for one in no.value.problems)
    return {one.code: one.where for one in no.value.problems}


def test_a_week_is_read_from_days_and_from_seven_lists() -> None:
    by_day = read_hours(OFFICE)
    seven = [[["09:00", "17:00"]]] * 5 + [[], []]
    assert by_day == read_hours({"zone": "Europe/Berlin", "week": seven})
    assert by_day.week == (((NINE, FIVE),),) * 5 + ((), ())


def test_a_day_may_have_several_spans_and_run_past_midnight() -> None:
    read = read_hours({"zone": "UTC", "week": {"sat": "22:00-04:00+1, 09:00-12:00"}})
    assert read.week[5] == ((NINE, 12 * 60), (22 * 60, 28 * 60))
    assert hours_form(read)["week"][5] == [["09:00", "12:00"], ["22:00", "04:00+1"]]


def test_the_day_may_end_at_midnight() -> None:
    assert read_hours({"zone": "UTC", "week": {"daily": "00:00-24:00"}}).week == (((0, 1440),),) * 7


def test_a_date_may_be_a_date_as_some_files_have_it() -> None:
    read = read_hours({**OFFICE, "closed_on": [date(2026, 12, 25), "2026-12-26 Boxing Day"]})
    assert read.closed_on == ("2026-12-25",)
    assert read.days == (OpenDay("2026-12-26", "Boxing Day"),)


def test_nothing_is_always_open_and_comes_back_as_that() -> None:
    for form in (None, "always", hours_form(OpenHours())):
        assert read_hours(form).always


def test_a_team_may_have_further_calendars() -> None:
    read = read_hours(
        {**OFFICE, "more": [{"zone": "America/Lima", "week": {"mon": "09:00-17:00"}}]}
    )
    assert [one.zone for one in read.calendars] == ["Europe/Berlin", "America/Lima"]


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"zone": "Mars/Olympus"}, "zone_unknown", "zone"),
        ({"zone": ""}, "zone_missing", ""),
        ({"week": {"mon": "09:00-25:00"}}, "time_unreadable", "week · mon"),
        ({"week": {"mon": "9-17"}}, "time_unreadable", "week · mon"),
        ({"week": {"mon": "09:60-17:00"}}, "time_unreadable", "week · mon"),
        ({"week": {"mon": "24:00-06:00+1"}}, "time_unreadable", "week · mon"),
        ({"week": {"mon": "17:00-09:00"}}, "end_before_begin", "week · mon"),
        ({"week": {"mon": "09:00-09:00"}}, "span_empty", "week · mon"),
        ({"week": {"mon": "09:00-10:00+1"}}, "span_long", "week · mon"),
        ({"week": {"mon": "09:00"}}, "span_unreadable", "week · mon"),
        ({"week": {"mon": "09:00-12:00, 11:00-17:00"}}, "overlap", "week · Monday"),
        ({"week": {"sun": "22:00-06:00+1", "mon": "05:00-12:00"}}, "overlap", "week · Monday"),
        ({"week": {"holiday": "09:00-17:00"}}, "day_unknown", "week"),
        ({"week": [[]]}, "week_not_seven", "week"),
        ({"week": {"mon": 540}}, "not_a_list", "week · mon"),
        ({"closed_on": ["25.12.2026"]}, "date_unreadable", "closed_on[0]"),
        ({"closed_on": ["2026-02-30"]}, "date_unreadable", "closed_on[0]"),
        ({"closed_on": ["1026-02-03"]}, "date_unreadable", "closed_on[0]"),
        ({"closed_on": ["2026-12-25", "2026-12-25"]}, "date_twice", "closed_on[1]"),
        ({"closed_on": "2026-12-25"}, "not_a_list", "closed_on"),
        ({"closed_on": ["2026-12-25"] * 1001}, "too_many", "closed_on"),
        ({"days": [{"day": "2026-12-25"}]}, "day_unreadable", "days[0]"),
        ({"days": [{"date": "2026-12-25", "name": "x" * 81}]}, "name_unfit", "days[0]"),
        ({"more": [{"zone": "Mars", "week": {}}]}, "zone_unknown", "more[0] · zone"),
        ({"more": [{**OFFICE, "more": [OFFICE]}]}, "more_nested", "more[0] · more"),
        ({"more": [OFFICE], "week": []}, "more_without_week", "more"),
        ({"more": [OFFICE] * 9}, "too_many", "more"),
        ({"hours": 3}, "unknown_key", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    change: dict[str, Any], code: str, where: str
) -> None:
    assert problems({**OFFICE, **change})[code] == where


@pytest.mark.parametrize("form", [{}, {"zone": "UTC"}, {"zone": "UTC", "week": None}])
def test_hours_that_say_nothing_are_a_mistake(form: Any) -> None:
    assert "empty" in problems(form)


@pytest.mark.parametrize("form", [3, [], "nine to five", True])
def test_what_is_no_hours_at_all_is_said_to_be_none(form: Any) -> None:
    assert "not_hours" in problems(form)


def test_a_night_meant_as_such_is_told_how_to_write_it() -> None:
    with pytest.raises(BadHours, match=r"write 06:00\+1"):
        read_hours({**OFFICE, "week": {"mon": "22:00-06:00"}})


def test_a_file_of_hours_reads_as_people_write() -> None:
    written = {
        "zone": "Europe/Berlin",
        "week": {"mon-thu": "09:00-12:00, 13:00-17:00", "fri": "22:00-04:00+1"},
        "closed_on": ["2026-12-26"],
        "days": [
            {"date": "2026-12-24", "name": "Christmas Eve", "open": "09:00-12:00"},
            {"date": "2026-12-25", "name": "Christmas Day"},
        ],
        "more": [{"zone": "America/Lima", "week": {"mon-sun": "09:00-17:00"}}],
    }
    assert hours_file(read_hours(written)) == written
    assert hours_file(OpenHours()) == "always"
    never = OpenHours("UTC", ((),) * 7)
    assert read_hours(hours_file(never)) == never


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just("09:00-17:00"),
    lambda inner: (
        st.lists(inner, max_size=8)
        | st.dictionaries(
            st.sampled_from(["zone", "week", "closed_on", "days", "more", "mon", "date", "open"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json)
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_becomes_hours_or_sentences(form: Any) -> None:
    try:
        read = read_hours(form)
    except BadHours as no:
        assert no.problems  # noqa: PT017 - either way is fine, nothing else is
    else:
        assert read_hours(hours_form(read)) == read
        assert read_hours(hours_file(read)) == read
        warnings(read, NOW)


# --- what is odd ----------------------------------------------------------------------------------


def codes(hours: OpenHours, members: int | None = 3) -> set[str]:
    return {one.code for one in warnings(hours, NOW, members)}


def test_ordinary_hours_have_nothing_odd_about_them() -> None:
    assert codes(read_hours({**OFFICE, "closed_on": ["2026-12-25", "2027-01-01"]})) == set()
    assert codes(OpenHours()) == set()


def test_a_holiday_list_of_another_year_is_noticed() -> None:
    last_year = read_hours({**OFFICE, "closed_on": ["2025-12-25", "2025-12-26"]})
    assert codes(last_year) == {"holidays_past"}
    assert "2027" not in warnings(last_year, NOW)[0].text
    later = read_hours({**OFFICE, "closed_on": ["2028-12-25"]})
    assert codes(later) == {"holidays_far"}


def test_hours_that_never_open_are_noticed() -> None:
    assert codes(OpenHours("UTC", ((),) * 7)) == {"never_opens"}


def test_a_long_closure_is_noticed_with_its_dates_and_name() -> None:
    days = tuple(OpenDay(f"2027-08-{n:02}", "Summer break") for n in range(1, 22))
    hours = OpenHours("Europe/Berlin", (((NINE, FIVE),),) * 7, days=days)
    (found,) = warnings(hours, NOW, 3)
    assert found.code == "closed_long"
    assert "2027-07-31" in found.text
    assert "Summer break" in found.text


def test_a_team_with_nobody_in_it_is_noticed() -> None:
    assert codes(OpenHours(), 0) == {"no_members"}
    assert codes(OpenHours(), None) == set()


def test_a_zone_that_is_gone_is_noticed() -> None:
    assert "zone_unknown" in codes(OpenHours("Mars/Olympus", (((NINE, FIVE),),) * 7))


def test_hours_read_as_one_line() -> None:
    assert hours_text(OpenHours()) == "Always open"
    hours = read_hours(
        {**OFFICE, "week": {"mon-fri": "09:00-12:00, 13:00-17:00", "sat": "10:00-14:00"}}
    )
    assert hours_text(hours) == (
        "Mon–Fri 09:00–12:00 and 13:00–17:00, Sat 10:00–14:00 (Europe/Berlin)"
    )
    assert hours_text(OpenHours("UTC", ((),) * 7)) == "Never open (UTC)"
    night = read_hours({"zone": "UTC", "week": {"daily": "22:00-06:00+1"}})
    assert hours_text(night) == "Every day 22:00–06:00 (UTC)"
