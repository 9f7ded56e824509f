"""Another staffing: nobody is lost or doubled, and more people never make it worse."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from segue.simulating.calls import Cut, Day, days_of
from segue.simulating.comparing import level, really
from segue.simulating.staffing import (
    OneMore,
    Shift,
    added,
    dated,
    hours,
    one_more,
    pauses_of,
    served_by,
    shifts_of,
)
from segue.simulating.trying import Tried, tried
from segue.simulating.whatif import Variant, Went, World, chance, simulate, wanted
from simulating.made_calls import FIVE, NINE, days, gone, queued, row, written


@cache
def made(count: int = 3, seed: int = 5) -> tuple[Day, ...]:
    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "calls.jsonl", days(count, seed))
        return tuple(days_of(path, Cut()))


def of(rows: list[dict[str, object]]) -> tuple[Day, ...]:
    with TemporaryDirectory() as folder:
        return tuple(days_of(written(Path(folder) / "calls.jsonl", rows), Cut()))


def present(found: tuple[Day, ...]) -> Variant:
    kinds = tuple(sorted({call.type for day in found for call in day.calls}))
    return Variant("present", tuple(shifts_of(found)), kinds=kinds)


def simulated(variant: Variant, found: tuple[Day, ...]) -> list[Went]:
    return simulate(found, variant, World(found, pauses_of(found)))


def variants(found: tuple[Day, ...]) -> list[Variant]:
    now = present(found)
    return [
        now,
        replace(now, shifts=now.shifts[1:]),
        replace(now, let_go_s=60.0),
        replace(now, high_s=900.0),
        replace(now, shifts=()),
    ]


@pytest.mark.parametrize("n", range(5))
def test_everybody_who_came_ends_once(n: int) -> None:
    found = made()
    went = simulated(variants(found)[n], found)
    came = sorted(call.line for day in found for call in day.calls if wanted(call))
    assert [one.line for one in went] == came
    assert all(one.waited >= 0 for one in went)


@pytest.mark.parametrize("n", range(5))
def test_nobody_is_in_two_calls_and_nobody_begins_outside_a_shift(n: int) -> None:
    found = made()
    variant = variants(found)[n]
    until: dict[str, float] = {}
    for one in sorted(simulated(variant, found), key=lambda each: each.began):
        if one.served:
            assert one.began >= until.get(one.agent, 0.0)
            until[one.agent] = one.ended
            assert any(
                shift.agent == one.agent and shift.begins <= one.began <= shift.ends
                for shift in variant.shifts
            )


def test_whoever_has_room_for_two_has_two_and_never_three() -> None:
    found = made()
    variant = replace(present(found), at_once=2)
    went = [one for one in simulated(variant, found) if one.served]
    most = 0
    for agent in {one.agent for one in went}:
        moments = [(one.began, 1) for one in went if one.agent == agent]
        moments += [(one.ended, -1) for one in went if one.agent == agent]
        count = 0
        for _, step in sorted(moments):
            count += step
            most = max(most, count)
        assert count == 0
    assert most == 2
    assert mean(went) < mean([one for one in simulated(present(found), found) if one.served])


def test_only_those_who_serve_a_type_take_it_until_it_is_let_go() -> None:
    found = made()
    variant = present(found)
    serves = {shift.agent: shift.serves for shift in variant.shifts}
    assert all(one.type in serves[one.agent] for one in simulated(variant, found) if one.served)
    later = simulated(replace(variant, let_go_s=60.0), found)
    others = [one for one in later if one.served and one.type not in serves[one.agent]]
    assert others
    assert all(one.waited >= 60 for one in others)


def test_the_same_is_simulated_the_same_twice() -> None:
    found = made()
    assert simulated(present(found), found) == simulated(present(found), found)
    assert chance("stays", 7) == chance("stays", 7) != chance("lasts", 7)


@pytest.mark.parametrize("seed", range(4))
def test_one_more_never_makes_the_mean_wait_longer(seed: int) -> None:
    found = made(2, seed)
    now = present(found)
    more = added(one_more("daily 09:00-17:00 *"), found, {}, "one more")
    before, after = (
        simulated(replace(now, shifts=shifts), found)
        for shifts in (now.shifts, (*now.shifts, *more))
    )
    assert mean(after) <= mean(before) + 1
    assert sum(one.served for one in after) >= sum(one.served for one in before)


def mean(went: list[Went]) -> float:
    return sum(one.waited for one in went) / len(went)


def test_without_anybody_everybody_leaves() -> None:
    found = made()
    went = simulated(variants(found)[-1], found)
    assert not any(one.served for one in went)
    assert level(went).median_s is None


def test_priority_goes_first_by_its_head_start() -> None:
    rows = [
        row(ser_s=500),
        queued(NINE + 10, 490, lasted=50),
        queued(NINE + 60, 500, lasted=50, priority=2),
        row(ser_start=NINE + 700, ser_s=50),
    ]
    found = of(rows)
    for head, first in ((30.0, 2), (90.0, 3)):
        went = simulated(replace(present(found), high_s=head), found)
        taken = sorted((one for one in went if one.line in (2, 3)), key=lambda one: one.began)
        assert taken[0].line == first


# --- staffing ------------------------------------------------------------------------------------


def test_a_shift_ends_where_half_an_hour_has_no_call() -> None:
    found = of(
        [
            row(ser_s=600),
            row(ser_start=NINE + 900, ser_s=100),
            row(ser_start=NINE + 4000, ser_s=50),
        ]
    )
    begins = found[0].midnight + NINE
    assert shifts_of(found) == [
        Shift("ann", 1, begins, begins + 1000, ("sales",)),
        Shift("ann", 1, begins + 4000, begins + 4050, ("sales",)),
    ]
    assert hours(shifts_of(found)) == pytest.approx(1050 / 3600)


def test_a_rare_type_is_served_by_those_who_have_a_good_part_of_it() -> None:
    rows = [row(ser_start=NINE + 100 * n) for n in range(99)]
    found = of([*rows, row(ser_start=NINE + 9900, type="rare")])
    assert served_by(found[0].calls) == {"ann": ("rare", "sales")}


def test_pauses_are_those_gaps_in_which_somebody_was_waiting() -> None:
    found = of(
        [
            row(ser_s=100),
            queued(NINE + 50, 62, lasted=20),  # waits as the first ends; taken 12 s later
            row(ser_start=NINE + 500),  # nobody waited before this one
        ]
    )
    assert pauses_of(found) == [12.0]


def test_a_shift_is_read_from_words() -> None:
    assert one_more("Tuesday 9:00-17:30 sales,help") == OneMore(
        "tue", 9 * 3600, 17 * 3600 + 1800, ("sales", "help")
    )
    assert one_more("2026-11-24 09:00-10:00 *").days == "2026-11-24"
    assert one_more("tue 09:00-17:00").serves == ("*",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tuesday", "says no shift"),
        ("foo 09:00-17:00 sales", "is no day"),
        ("tue 17:00-09:00 sales", "ends before it begins"),
        ("tue 09:61-17:00 sales", "is no time"),
        ("tue 09:00-25:00 sales", "is no time"),
    ],
)
def test_what_is_no_shift_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        one_more(text)


def test_weekdays_need_dates() -> None:
    found = made()
    more = one_more("tue 09:00-17:00 sales")
    with pytest.raises(ValueError, match="--first-day"):
        added(more, found, {}, "one more")
    dates = dated(found, date(2026, 11, 23))  # a Monday
    assert [shift.day for shift in added(more, found, dates, "one more")] == [2]
    with pytest.raises(ValueError, match="None of the days is sun"):
        added(one_more("sun 09:00-17:00 sales"), found, dates, "one more")
    with pytest.raises(ValueError, match="Nobody calls for refunds"):
        added(one_more("tue 09:00-17:00 refunds"), found, dates, "one more")


# --- before and after ----------------------------------------------------------------------------


def test_levels_are_shares_of_all_who_came() -> None:
    found = of([row(ser_s=100), queued(NINE + 10, 90, lasted=50), gone(NINE + 20, 30)])
    seen = level(really(found), shifts_of(found))
    assert (seen.calls, seen.answered) == (3, 2)
    shares = [seen.left, seen.within_20, seen.within_120]
    assert shares == pytest.approx([1 / 3, 1 / 3, 2 / 3], abs=1e-3)
    assert seen.median_s == 90  # whoever left counts for as long as they stayed
    assert seen.occupancy == 1


def test_every_wish_is_tried_for_itself_or_all_together() -> None:
    found = made()
    wishes = Tried(("daily 09:00-17:00 *",), ("ann",), 600.0, everybody=True, let_go_s=60.0)
    each = tried(wishes, found)
    assert [one.name.split()[0] for one in each.tried] == [
        "one",
        "without",
        "priority",
        "everybody",
        "anybody",
    ]
    assert "really" in each.off
    (together,) = tried(
        Tried(("daily 09:00-17:00 *",), ("ann",), 600.0, let_go_s=60.0, together=True), found
    ).tried
    assert together.name.count(" + ") == 3
    assert together.by_priority


def test_what_changes_some_days_is_told_of_these_alone() -> None:
    found = made()
    (one,) = tried(Tried(("2 09:00-17:00 *",)), found).tried
    assert one.on_days == (2,)
    assert one.there is not None
    assert one.before_there is not None
    assert one.there.calls == one.before_there.calls == sum(map(wanted, found[1].calls))
    (other,) = tried(Tried(let_go_s=60.0), found).tried
    assert (other.on_days, other.there) == ((), None)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Tried(without=("zoe",)), "zoe is not at work"),
        (Tried(vip_first_s=-5.0), "--vip-first"),
        (Tried(let_go_s=1e9), "--let-go"),
    ],
)
def test_what_cannot_be_tried_is_told(wish: Tried, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        tried(wish, made())


def test_a_day_on_which_nobody_served_has_no_staffing() -> None:
    with pytest.raises(ValueError, match="no staffing"):
        tried(Tried(everybody=True), of([gone(NINE, 30)]))


def test_shifts_of_the_made_days_are_about_their_hours() -> None:
    assert all(shift.ends - shift.begins <= FIVE - NINE + 3600 for shift in present(made()).shifts)
