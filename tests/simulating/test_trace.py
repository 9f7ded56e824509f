"""What happened runs again strictly forward, and whoever left is settled when it can be known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from segue.domain.waits import Wait, Waiting
from segue.simulating.calls import Cut, Day, days_of
from segue.simulating.telling import Estimated, Heard, Told
from segue.simulating.trace import GIVEN_UP_S, MARKS_S, Trace
from simulating.made_calls import NINE, days, gone, queued, row, written


def ran(path: Path, rows: list[dict[str, Any]]) -> tuple[Trace, list[Day]]:
    found = list(days_of(written(path / "calls.jsonl", rows), Cut()))
    trace = Trace()
    for day in found:
        trace.day(day)
    return trace, found


def settled(trace: Trace, line: int) -> float | None:
    return next(one.settled for one in trace.heard if one.line == line)


def told(one: Estimated) -> tuple[Any, ...]:
    return (one.line, one.elapsed, one.place, one.low, one.median, one.high, one.points)


def test_everybody_who_stood_in_the_line_is_told_of_once(tmp_path: Path) -> None:
    trace, found = ran(tmp_path, days(3))
    calls = {call.line: call for day in found for call in day.calls if call.queued}
    assert sorted(one.line for one in trace.heard) == sorted(calls)
    for one in trace.heard:
        call = calls[one.line]
        assert one.served == call.served
        if call.served:
            assert one.settled == call.waited
        elif one.settled is not None:
            assert one.settled >= call.waited


def test_an_estimate_is_made_at_entry_and_at_every_mark_that_is_reached(tmp_path: Path) -> None:
    trace, _ = ran(tmp_path, [row(ser_s=600), queued(NINE + 10, 130, agent="bob")])
    mine = [one.elapsed for one in trace.estimates]
    assert mine == [0, *(mark for mark in MARKS_S if mark <= 130)]


def test_the_same_file_gives_the_same_to_the_last_bit(tmp_path: Path) -> None:
    first, _ = ran(tmp_path, days(2))
    second, _ = ran(tmp_path, days(2))
    assert [told(one) for one in first.estimates] == [told(one) for one in second.estimates]
    assert first.heard == second.heard
    assert first.history.to_json() == second.history.to_json()


def test_later_days_change_nothing_about_earlier_ones(tmp_path: Path) -> None:
    rows = days(3)
    whole, _ = ran(tmp_path, rows)
    part, _ = ran(tmp_path, [one for one in rows if one["day"] < 3])
    assert [one for one in whole.heard if one.day < 3] == part.heard
    assert [one for one in whole.estimates if one.day < 3] == part.estimates


def test_what_comes_later_in_a_day_changes_nothing_that_was_told_before(tmp_path: Path) -> None:
    rows, noon = days(1), 12 * 3600
    whole, _ = ran(tmp_path, rows)
    early = [one for one in rows if (one["q_start"] or one["ser_start"]) < noon]
    part, _ = ran(tmp_path, early)
    names = {id(one): n for n, one in enumerate(rows, 1)}
    where = {n: names[id(one)] for n, one in enumerate(early, 1)}
    assert [told(one) for one in whole.estimates if one.clock < noon] == [
        (where[one.line], *told(one)[1:]) for one in part.estimates if one.clock < noon
    ]


def test_whoever_left_is_settled_when_somebody_behind_them_is_taken(tmp_path: Path) -> None:
    trace, _ = ran(
        tmp_path,
        [
            row(ser_s=300),
            gone(NINE + 10, 20),  # 2
            queued(NINE + 40, 265),  # taken at +305
        ],
    )
    assert settled(trace, 2) == 295


def test_whoever_left_is_settled_when_a_person_has_nobody_to_take(tmp_path: Path) -> None:
    trace, _ = ran(tmp_path, [row(ser_s=300), gone(NINE + 10, 20)])
    assert settled(trace, 2) == 290


def test_somebody_free_who_serves_another_type_settles_nobody(tmp_path: Path) -> None:
    trace, _ = ran(
        tmp_path, [row(ser_s=300), gone(NINE + 10, 20, type="help"), row(agent="bob", ser_s=30)]
    )
    assert settled(trace, 2) is None


def test_after_an_hour_a_leaver_stays_unknown(tmp_path: Path) -> None:
    late = NINE + int(GIVEN_UP_S) + 600
    trace, _ = ran(
        tmp_path,
        [
            row(ser_s=3500),
            gone(NINE + 10, 20),
            row(ser_start=NINE + 3501, ser_s=3000),
            row(ser_start=late + 900, agent="bob"),
        ],
    )
    assert settled(trace, 2) == 3490  # the first is free, for a second, within the hour
    trace, _ = ran(
        tmp_path,
        [
            gone(NINE, 20),
            row(ser_start=late, agent="bob"),
        ],
    )
    assert settled(trace, 1) is None


def test_a_head_start_puts_somebody_ahead_of_those_who_came_a_little_before(tmp_path: Path) -> None:
    rows = [
        row(ser_s=600),
        queued(NINE + 10, 600),
        queued(NINE + 20, 700, priority=2),
        queued(NINE + 200, 800, priority=2),
    ]
    trace, _ = ran(tmp_path, rows)
    assert [one.place for one in trace.heard] == [1, 1, 3]


def test_a_call_without_anybody_is_in_the_line_and_in_no_figure(tmp_path: Path) -> None:
    rows = [row(ser_s=600), gone(NINE + 5, 100, outcome="PHANTOM"), queued(NINE + 10, 600)]
    trace, _ = ran(tmp_path, rows)
    assert [(one.line, one.place) for one in trace.heard] == [(3, 2)]


# --- on the screen -------------------------------------------------------------------------------


@pytest.fixture
def somebody(tmp_path: Path) -> Told:
    path = written(tmp_path / "calls.jsonl", [queued(NINE, 400)])
    call = next(iter(days_of(path, Cut()))).calls[0]
    heard = Heard(1, 1, "sales", 1, None, None, call.waited)
    return Told(call, (0.0, 1), Waiting("1", "sales", 0, call.joined), heard)


def test_after_growing_twice_there_is_no_number(somebody: Told) -> None:
    for n, median in enumerate((30.0, 100.0, 700.0, 20.0)):
        somebody.refreshed(float(n), Wait(median / 2, median, median * 2))
    assert somebody.heard.grew == 2
    assert somebody.shown is None
    assert len(somebody.seen) == 2


def test_a_promise_is_outlived_when_the_wait_is_longer_than_first_said(somebody: Told) -> None:
    joined = somebody.call.joined
    somebody.entered(joined, Wait(10.0, 40.0, 100.0))
    somebody.settled(joined + 400, served=True)
    assert somebody.heard.first is not None
    assert somebody.heard.outlived is True
    assert (somebody.heard.refreshes, somebody.heard.held) == (1, 0)
