"""Lists of holidays: calendars and tables, read strictly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.holidays import read_holidays, with_holidays
from segue.domain.hours import OpenDay
from segue.domain.hours_form import BadHours

TODAY = date(2026, 11, 24)


def calendar(*events: str) -> str:
    inside = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n"


def days(text: str, name: str = "holidays.ics") -> dict[str, str]:
    return {day.date: day.name for day in read_holidays(text, name, TODAY)}


def wrong(text: str, name: str = "holidays.ics") -> dict[str, str]:
    with pytest.raises(BadHours) as no:
        read_holidays(text, name, TODAY)
    return {one.code: one.where for one in no.value.problems}


CHRISTMAS = "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Christmas Day"


def test_whole_days_of_a_calendar_are_read_with_their_names() -> None:
    assert days(calendar(CHRISTMAS)) == {"2026-12-25": "Christmas Day"}
    assert days(calendar(CHRISTMAS), "holidays") == {"2026-12-25": "Christmas Day"}


def test_an_event_of_several_days_is_each_of_them() -> None:
    event = "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas"
    assert list(days(calendar(event))) == ["2026-12-24", "2026-12-25", "2026-12-26"]


def test_folded_lines_escapes_and_parameters_are_understood() -> None:
    event = 'DTSTART;X="a:b";VALUE=DATE:20270101\nSUMMARY;LANGUAGE=en:New Year\\, the\n  first day'
    assert days(calendar(event)) == {"2027-01-01": "New Year, the first day"}


def test_a_holiday_of_every_year_is_written_out_for_the_next_years() -> None:
    event = "DTSTART;VALUE=DATE:20101003\nRRULE:FREQ=YEARLY\nSUMMARY:Unity"
    assert list(days(calendar(event))) == ["2026-10-03", "2027-10-03", "2028-10-03"]
    named = event.replace("YEARLY", "YEARLY;BYMONTH=10;BYMONTHDAY=3;UNTIL=20271002")
    assert list(days(calendar(named))) == ["2026-10-03"]
    counted = event.replace("YEARLY", "YEARLY;COUNT=18")
    assert list(days(calendar(counted))) == ["2026-10-03", "2027-10-03"]
    leap = "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY\nSUMMARY:Leap day"
    assert list(days(calendar(leap))) == ["2028-02-29"]


def test_what_was_called_off_is_left_out() -> None:
    off = CHRISTMAS.replace("25", "23").replace("26\r", "24\r") + "\r\nSTATUS:CANCELLED"
    assert days(calendar(off, CHRISTMAS)) == {"2026-12-25": "Christmas Day"}


def test_two_holidays_on_one_day_are_one_under_both_names() -> None:
    other = CHRISTMAS.replace("Christmas Day", "Sunday")
    assert days(calendar(CHRISTMAS, other, other)) == {"2026-12-25": "Christmas Day, Sunday"}


@pytest.mark.parametrize(
    ("event", "code", "where"),
    [
        ("SUMMARY:Party", "date_unreadable", "line 3"),
        ("DTSTART:20261225T180000Z", "date_unreadable", "line 4"),
        ("DTSTART;VALUE=DATE:20261325", "date_unreadable", "line 4"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=WEEKLY", "rule_unknown", "line 5"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;BYDAY=4TH", "rule_unknown", "line 5"),
        ("DTSTART;VALUE=DATE:20261225\nRRULE:FREQ=YEARLY;COUNT=x", "rule_unknown", "line 5"),
        ("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20261231", "too_long", "line 3"),
    ],
)
def test_what_cannot_be_a_holiday_is_told_with_its_line(event: str, code: str, where: str) -> None:
    assert wrong(calendar(event)) == {code: where}


def test_a_calendar_that_is_cut_off_is_said_to_be() -> None:
    assert "cut_off" in wrong(calendar(CHRISTMAS).split("END:VEVENT")[0])


@pytest.mark.parametrize(
    "table",
    [
        "date,name\n2026-12-25,Christmas Day\n2026-12-26,\n",
        "\ufeffDatum;Name\r\n25.12.2026;Christmas Day\r\n26.12.2026\r\n\r\n",
        "2026-12-25\tChristmas Day\n2026-12-26",
    ],
)
def test_a_table_has_dates_and_names(table: str) -> None:
    assert days(table, "days.csv") == {"2026-12-25": "Christmas Day", "2026-12-26": ""}


def test_a_table_may_have_hours_of_a_day() -> None:
    (day,) = read_holidays("2026-12-24;Christmas Eve;09:00-12:00", "days.csv", TODAY)
    assert day == OpenDay("2026-12-24", "Christmas Eve", ((540, 720),))


@pytest.mark.parametrize(
    ("table", "code", "where"),
    [
        ("2026-12-25\n12/26/2026,Boxing Day", "date_unreadable", "line 2"),
        ("2026-02-30,Nonsense", "date_unreadable", "line 1"),
        ("2026-12-25,A,17:00-09:00", "end_before_begin", "line 1"),
        ("", "empty", ""),
        ("date,name\n", "empty", ""),
        ('"2026-12-25,never closed', "table_unreadable", ""),
        ("2026-12-25\n" * 100_000, "too_large", ""),
    ],
)
def test_what_is_wrong_in_a_table_is_told(table: str, code: str, where: str) -> None:
    assert wrong(table, "days.csv") == {code: where}


def test_other_files_are_refused() -> None:
    assert "kind_unknown" in wrong("2026-12-25", "days.xlsx")
    assert "empty" in wrong(calendar())


@given(
    st.lists(
        st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "DTSTART:20261225", "DTEND:2026", " folded",
                         "RRULE:FREQ=YEARLY", "SUMMARY:x", "BEGIN:VCALENDAR", "RRULE:=;=", ":",
                         "\u2028", '"', "2026-12-25,x", ",,,"])
        | st.text(max_size=20), max_size=15,
    ),
    st.sampled_from(["a.ics", "a.csv"]),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_whatever_the_file_holds_it_is_days_or_sentences(lines: list[str], name: str) -> None:
    try:
        found = read_holidays("\n".join(lines), name, TODAY)
    except BadHours as no:
        assert no.problems  # noqa: PT017 - either way is fine, nothing else is
    else:
        assert found
        assert all(date.fromisoformat(day.date) for day in found)


def test_holidays_are_added_or_take_the_place_of_the_old_ones() -> None:
    eve = OpenDay("2026-12-24", "Christmas Eve", ((540, 720),))
    old = OpenDay("2025-12-25", "Christmas Day")
    new = (OpenDay("2026-12-25", "Christmas Day"), OpenDay("2026-12-26"))
    closed, named = with_holidays((eve, old), ("2025-12-26",), new)
    assert closed == ("2025-12-26", "2026-12-26")
    assert [day.date for day in named] == ["2025-12-25", "2026-12-24", "2026-12-25"]
    closed, named = with_holidays((eve, old), ("2025-12-26",), new, instead=True)
    assert closed == ("2026-12-26",)
    assert [day.date for day in named] == ["2026-12-24", "2026-12-25"]
