"""The range that customers read: whole minutes, honest, and never worse without saying so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.waits import Shown, Wait, shown
from segue.domain.waits_shown import EDGES_MIN, NO_NUMBER_S


def wait(low: float, median: float, high: float) -> Wait:
    return Wait(low, median, high)


waits = st.lists(st.floats(0, 5000), min_size=3, max_size=3).map(lambda three: Wait(*sorted(three)))
edges = st.sampled_from(EDGES_MIN[1:])
ranges = st.builds(
    lambda low, high: Shown(min(low, high), max(low, high)),
    st.sampled_from(EDGES_MIN),
    edges,
).filter(lambda one: one.high_min is not None and one.low_min < one.high_min)
open_ranges = st.builds(Shown, st.sampled_from(EDGES_MIN), st.none())
before = st.none() | ranges | open_ranges


@pytest.mark.parametrize(
    ("estimated", "low", "high"),
    [
        (wait(1, 5, 20), 0, 1),
        (wait(10, 60, 120), 0, 2),
        (wait(40, 90, 170), 1, 5),
        (wait(100, 200, 280), 2, 5),
        (wait(400, 500, 580), 5, 10),
        (wait(700, 1000, 1150), 10, 20),
        (wait(1300, 1800, 2500), 20, None),
        (wait(400, 900, 1900), 10, None),
    ],
)
def test_a_range_goes_from_the_33_to_the_80_per_cent_quantile_rounded_outward(
    estimated: Wait, low: int, high: int | None
) -> None:
    assert shown(estimated) == Shown(low, high)


def test_no_estimate_is_no_number() -> None:
    assert shown(None) is None
    assert shown(None, Shown(1, 5)) is None
    assert shown(wait(600, 2000, NO_NUMBER_S + 1)) is None


@given(waits)
def test_quantiles_are_in_order_and_meet_what_is_known(estimated: Wait) -> None:
    found = [estimated.quantile(p) for p in (0.1, 0.33, 0.5, 0.8, 0.9)]
    assert found == pytest.approx(sorted(found), abs=1e-6)
    assert found[0] == pytest.approx(estimated.low_s, abs=1e-6)
    assert found[2] == pytest.approx(estimated.median_s, abs=1e-6)
    assert found[4] == pytest.approx(estimated.high_s, abs=1e-6)


@given(waits, before)
def test_the_lower_end_is_under_the_upper_one(estimated: Wait, previous: Shown | None) -> None:
    found = shown(estimated, previous)
    if found is not None:
        assert found.low_min in EDGES_MIN
        assert found.high_min is None or found.low_min < found.high_min


@given(waits, ranges)
def test_the_upper_end_rises_only_when_the_median_has_passed_it_and_says_so(
    estimated: Wait, previous: Shown
) -> None:
    found = shown(estimated, previous)
    if found is None or previous.high_min is None:
        return
    rose = found.high_min is None or found.high_min > previous.high_min
    assert rose == found.grew
    if rose:
        assert estimated.median_s > previous.high_min * 60


@given(waits, before)
def test_the_range_comes_to_rest_when_nothing_changes(
    estimated: Wait, previous: Shown | None
) -> None:
    found = shown(estimated, previous)
    for _ in EDGES_MIN:
        found = shown(estimated, found)
    again = shown(estimated, found)
    assert again == found
    assert again is None or not again.grew


def test_the_upper_end_falls_by_one_edge_when_it_is_close_and_at_once_when_it_is_not() -> None:
    close, far = wait(30, 60, 135), wait(5, 15, 40)
    assert shown(close, Shown(2, 10)) == Shown(0, 5)
    assert shown(far, Shown(2, 10)) == Shown(0, 1)


def test_more_than_is_no_promise_that_could_be_broken() -> None:
    assert shown(wait(400, 500, 580), Shown(5, None)) == Shown(5, 10)
