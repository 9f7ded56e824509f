"""The range that is shown: honest, ordered, and silent when nothing is known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segue.domain.pace import Pace, estimate

paces = st.builds(Pace, mean_s=st.floats(10, 3600), weight=st.floats(0, 100))


def test_nobody_on_shift_is_no_number() -> None:
    assert estimate(1, 0, 0, Pace()) is None


def test_a_free_place_is_less_than_a_minute() -> None:
    assert estimate(1, 4, 1, Pace()) == (0, 60)


def test_a_full_team_of_eight_places_serves_the_fifth_in_minutes() -> None:
    assert estimate(5, 8, 0, Pace(mean_s=240, weight=50)) == (120, 240)


@given(st.integers(1, 40), st.integers(1, 30), paces)
def test_later_places_never_wait_less(place: int, slots: int, pace: Pace) -> None:
    nearer, farther = estimate(place, slots, 0, pace), estimate(place + 1, slots, 0, pace)
    assert nearer is not None
    assert farther is not None
    assert nearer[0] <= farther[0]
    assert nearer[1] <= farther[1]
    assert nearer[0] < nearer[1]
    assert nearer[0] % 60 == nearer[1] % 60 == 0


@given(paces, st.lists(st.floats(5, 3600), min_size=80, max_size=80))
def test_the_pace_comes_to_rest_among_what_was_seen(pace: Pace, took: list[float]) -> None:
    for one in took:
        pace = pace.after(one)
    low, high = min(took), max(took)
    assert low - 0.35 * 3600 <= pace.mean_s <= high + 0.35 * 3600
