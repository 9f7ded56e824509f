"""Times for calls, and numbers to call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from segue.domain.errors import NoSlot, PhoneUnknown, Refused, SlotClosed, SlotPast
from segue.domain.hours import OpenHours, is_open
from segue.domain.ids import TeamId
from segue.domain.line_rules import LineRules, TeamLineRules
from segue.domain.phones import phone_of
from segue.domain.slots import AHEAD, SOONEST, Slot, free, must_be_offered, nearest

TEAM = TeamId("support")
DAY = ((9 * 60, 12 * 60),)
HOURS = OpenHours("Europe/Berlin", (DAY,) * 5 + ((), ()))
RULES = LineRules()
TUESDAY = datetime(2026, 11, 24, 9, 10, tzinfo=UTC)  # ten past ten in Berlin


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_slots_lie_in_the_hours_from_soonest_to_a_week_ahead() -> None:
    found = free(HOURS, RULES, TEAM, TUESDAY, {})
    assert [slot.at for slot in found[:4]] == [at(24, 9, 30), at(24, 10), at(24, 10, 30), at(25, 8)]
    assert all(slot.left == 2 for slot in found)
    assert found[-1].at == datetime(2026, 12, 1, 9, tzinfo=UTC), "a week later, to the minute"


def test_a_slot_that_begins_in_a_moment_is_too_soon() -> None:
    assert free(HOURS, RULES, TEAM, at(24, 9, 26), {})[0].at == at(24, 10)
    with pytest.raises(SlotPast):
        must_be_offered(HOURS, RULES, at(24, 9, 30), at(24, 9, 26))


def test_a_slot_that_would_run_past_closing_time_is_not_offered() -> None:
    long = replace(RULES, slot=timedelta(minutes=50))
    found = free(OpenHours("UTC", (DAY,) * 7), long, TEAM, at(24, 6), {})
    assert [slot.at for slot in found[:4]] == [
        at(24, 9, 10),
        at(24, 10),
        at(24, 10, 50),
        at(25, 9, 10),
    ]


def test_what_is_taken_is_left_out_and_counted() -> None:
    taken = {at(24, 9, 30): 2, at(24, 10): 1}
    assert free(HOURS, RULES, TEAM, TUESDAY, taken)[0] == Slot(at(24, 10), 1)


def test_a_team_may_have_more_or_no_places_of_its_own() -> None:
    own = replace(RULES, teams=(TeamLineRules(TEAM, callbacks=5),))
    assert free(HOURS, own, TEAM, TUESDAY, {})[0].left == 5
    none = replace(RULES, teams=(TeamLineRules(TEAM, callbacks=0),))
    assert free(HOURS, none, TEAM, TUESDAY, {}) == ()


def test_a_team_that_never_opens_has_no_slots() -> None:
    assert free(OpenHours("UTC", ((),) * 7), RULES, TEAM, TUESDAY, {}) == ()


@pytest.mark.parametrize(
    ("time", "no"),
    [
        (at(24, 9), SlotPast),
        (at(24, 9, 10), SlotPast),
        (datetime(1, 1, 1, tzinfo=UTC), SlotPast),
        (at(24, 12), SlotClosed),  # in the afternoon
        (at(24, 10, 10), SlotClosed),  # between two slots
        (at(28, 9), SlotClosed),  # on Saturday
        (datetime(2026, 12, 2, 9, tzinfo=UTC), SlotClosed),  # in eight days
        (datetime(9999, 12, 31, tzinfo=UTC), SlotClosed),
    ],
)
def test_other_times_are_refused(time: datetime, no: type[Refused]) -> None:
    with pytest.raises(no):
        must_be_offered(HOURS, RULES, time, TUESDAY)


def test_the_nearest_free_times_are_named() -> None:
    found = free(HOURS, RULES, TEAM, TUESDAY, {at(25, 8): 2})
    assert nearest(found, at(25, 8)) == (at(25, 8, 30), at(25, 9), at(25, 9, 30))


ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe")


@given(
    st.sampled_from(ZONES),
    st.sampled_from([5, 15, 30, 45, 60]),
    st.integers(0, 365 * 24 * 60).map(lambda n: at(1, 0) + timedelta(minutes=n)),
    st.integers(0, 2 * 24 * 12),
)
@settings(max_examples=100, deadline=None)
def test_just_what_is_offered_may_be_chosen(
    zone: str, length: int, now: datetime, fives: int
) -> None:
    hours = OpenHours(zone, (((8 * 60 + 20, 13 * 60), (22 * 60, 26 * 60)),) * 6 + ((),))
    rules = replace(RULES, slot=timedelta(minutes=length))
    offered = {slot.at for slot in free(hours, rules, TEAM, now, {})}
    for time in offered:
        must_be_offered(hours, rules, time, now)
        assert now + SOONEST <= time <= now + AHEAD
        assert is_open(hours, time)
        assert is_open(hours, time + timedelta(minutes=length) - timedelta(seconds=1))
    tried = now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=5 * fives)
    if tried not in offered:
        with pytest.raises(NoSlot):
            must_be_offered(hours, rules, tried, now)


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+34 600 123 456", "+34600123456"),
        ("0034 600 123 456", "+34600123456"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("(030) 123-456", "030123456"),
        ("030/12 34 56", "030123456"),
        ("600.123.456", "600123456"),
        ("٠٣٠١٢٣٤٥٦", "030123456"),
        ("\u202a+49 30 123456\u202c", "+4930123456"),
        ("123456", "123456"),
    ],
)
def test_numbers_are_kept_as_they_are_dialled(written: str, kept: str) -> None:
    assert phone_of(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "call me", "12345", "1234567890123456", "+1234567890123456", "+0 30 123456", "+49",
     "++49301234567", "000000", "+1111111", "555-CALL-NOW", "kim@example.org",
     "+34 600 123 456 ext 7", "12+345678",
     "²³²³²³²³"],
)  # fmt: skip
def test_what_is_no_number_is_said_to_be_none(written: str) -> None:
    with pytest.raises(PhoneUnknown, match="not look like a phone number"):
        phone_of(written)


@given(st.text(max_size=30))
def test_whatever_is_written_is_a_number_of_digits_or_refused(text: str) -> None:
    try:
        kept = phone_of(text)
    except PhoneUnknown:
        return
    assert kept.removeprefix("+").isascii()
    assert kept.removeprefix("+").isdecimal()
    assert phone_of(kept) == kept
