"""Scores, on numbers that can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from segue.simulating.baselines import NAMES, Fitted, Points, intervals, pinball
from segue.simulating.calls import Cut, days_of
from segue.simulating.patience import Patience
from segue.simulating.reporting import report_of
from segue.simulating.scoring import (
    Scores,
    beside,
    blocks,
    by_decile,
    by_place,
    figures,
    settled,
    table,
)
from segue.simulating.telling import Estimated, Heard
from segue.simulating.trace import Trace
from simulating.made_calls import days, written


def estimated(wait: float, *, served: bool = True, day: int = 1, point: float = 60) -> Estimated:
    return Estimated(
        1, day, 9 * 3600.0, "sales", 1, 0.0, 10.0, 50.0, 100.0, (point,) * len(NAMES), wait, served
    )


def test_the_loss_is_the_mean_of_the_three_pinball_losses() -> None:
    told = np.asarray([[10.0, 50.0, 100.0], [10.0, 50.0, 100.0]])
    # 120: .1 x 110, .5 x 70, .9 x 20; 5: .9 x 5, .5 x 45, .1 x 95
    assert pinball(told, np.asarray([120.0, 5.0])).tolist() == pytest.approx(
        [(11 + 35 + 18) / 3, (4.5 + 22.5 + 9.5) / 3]
    )


def test_figures_say_how_many_were_in_below_and_above() -> None:
    told = np.asarray([[10.0, 50.0, 100.0]] * 4)
    found = figures(told, np.asarray([5.0, 10.0, 100.0, 120.0]))
    assert (found.n, found.coverage, found.below, found.above) == (4, 0.5, 0.25, 0.25)
    assert (found.width, found.error) == (90, 50 - 235 / 4)


def test_of_nothing_there_are_no_figures() -> None:
    assert figures(np.empty((0, 3)), np.empty(0)).coverage is None
    assert by_decile(Scores([], np.empty(0))) == ()
    assert blocks(np.empty(0), np.empty(0)) == (None, None, None)


def test_weights_speak_for_those_who_left() -> None:
    """Half of earlier ones left by 60 s; whoever was served after 80 s counts twice."""
    heard = [
        Heard(1, 1, "sales", 1, None, None, 60.0),
        Heard(2, 1, "sales", 1, None, None, 90.0, served=True),
    ]
    rows = [estimated(80.0, day=2), estimated(40.0, day=2), estimated(80.0)]
    assert settled(rows, heard, later=False).weights.tolist() == [2.0, 1.0, 1.0]


def test_tables_are_parts_of_the_whole(tmp_path: Path) -> None:
    trace = Trace()
    for day in days_of(written(tmp_path / "calls.jsonl", days(3)), Cut()):
        trace.day(day)
    scores = settled(trace.estimates, trace.heard, later=False)
    whole = scores.readings()
    for groups in (
        by_decile(scores),
        by_place(scores),
        table(scores, lambda row: row.type),
        table(scores, lambda row: row.hour),
    ):
        assert sum(one.all.n for one in groups) == whole.all.n
        hits = sum(one.served.n * (one.served.coverage or 0) for one in groups)
        assert hits == pytest.approx(whole.served.n * (whole.served.coverage or 0), abs=0.1)


def test_a_warning_comes_only_with_enough_waits(tmp_path: Path) -> None:
    trace = Trace()
    for day in days_of(written(tmp_path / "calls.jsonl", days(4)), Cut()):
        trace.day(day)
    for one in trace.estimates:
        one.high = 0.0  # nothing lies in such a range
    few = report_of(trace, frozenset({1}), Cut(), 1)
    many = report_of(trace, frozenset({1, 2, 3, 4}), Cut(), 1)
    assert few.entry.served.n < 300 <= many.entry.served.n
    assert (len(few.warnings), len(many.warnings)) == (0, 1)


# --- beside others -------------------------------------------------------------------------------


def test_the_others_say_what_their_formula_says() -> None:
    points = Points()
    assert points.told("sales", 0.0, 3, 2, 0.0) == (0, 0, 0, 0, 0)
    points.served("sales", 100.0)
    points.served("sales", 40.0)
    points.served("help", 500.0)
    points.ended(200.0)
    points.ended(400.0)
    assert list(points.told("sales", 30.0, 3, 2, 55.0)) == pytest.approx(
        [
            40 - 30,  # last served
            70 - 30,  # mean wait
            3 * 300 / 2,  # place x mean length / people
            0.9 * 100 + 0.1 * 40 - 30,  # moving average
            55 - 30,  # first in line
        ]
    )


def test_a_range_is_fitted_the_way_that_is_better() -> None:
    points = np.linspace(10, 500, 200)
    added = Fitted(points, points + np.resize([-5.0, 0.0, 5.0], 200))
    times = Fitted(points, (points + 10) * np.resize([0.5, 1.0, 2.0], 200) - 10)
    assert (added.multiplied, times.multiplied) == (False, True)
    assert added.around(np.asarray([100.0]))[0].tolist() == pytest.approx([95, 100, 105])
    assert times.around(np.asarray([90.0]))[0].tolist() == pytest.approx([40, 90, 190])


def test_ranges_are_fitted_on_earlier_days_alone() -> None:
    before = [estimated(60.0 + n, day=1) for n in range(100)]
    left = [estimated(5000.0, day=1, served=False) for _ in range(100)]
    today = [estimated(9000.0, day=2)]
    told = intervals(today, [*before, *left, *today], 0)
    assert told[0].tolist() == pytest.approx([69.9, 109.5, 149.1])
    assert np.isnan(intervals(before, before, 0)).all()


def test_the_gain_over_others_is_paired_and_has_an_interval() -> None:
    every = [estimated(60.0 + n, day=day) for day in (1, 2) for n in range(100)]
    today = [one for one in every if one.day == 2]
    found = beside(Scores(today, np.ones(100)), every)
    assert [one.name for one in found] == list(NAMES)
    for one in found:
        assert one.gain == pytest.approx(
            (one.readings.served.pinball or 0) - (one.ours.served.pinball or 0), abs=0.01
        )
        assert (one.gain_low or 0) <= (one.gain or 0) <= (one.gain_high or 0)


# --- patience ------------------------------------------------------------------------------------


def test_whoever_was_served_counts_as_there_until_then() -> None:
    curve = Patience([(10, True), (20, False), (30, True), (40, False)])
    assert [curve.staying(at) for at in (0, 9, 10, 29, 30, 99)] == pytest.approx(
        [1, 1, 0.75, 0.75, 0.375, 0.375]
    )


def test_patience_is_drawn_from_those_who_stayed_as_long() -> None:
    curve = Patience([(10, True), (20, True), (30, True), (40, True)])
    assert [curve.drawn(chance) for chance in (0.1, 0.3, 0.6, 0.9)] == [10, 20, 30, 40]
    assert [curve.drawn(chance, 20) for chance in (0.1, 0.6)] == [30, 40]
    assert curve.drawn(0.5, 40) > 40


def test_where_nobody_leaves_everybody_stays() -> None:
    assert Patience([(10, False)]).drawn(0.5) > 1e8
    assert Patience([]).staying(100) == 1
