"""What waits teach: exact when read back, and unharmed by what cannot be."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.any_waits import NOW, any_wait, histories, receipts
from segue.domain.waits import (
    AtWork,
    History,
    Receipt,
    Waiting,
    estimate,
    estimate_line,
)


@given(histories())
def test_a_history_reads_back_to_the_last_bit(history: History) -> None:
    again = History.from_json(history.to_json())
    assert again.to_json() == history.to_json()
    line, agents = [Waiting("c", "A", 0, NOW - 9)], [AtWork("a0", {"A": 1.0}, (NOW - 70,))]
    assert estimate(line, agents, again, NOW) == estimate(line, agents, history, NOW)


@pytest.mark.parametrize(
    "text", ["", "{}", "null", "[1]", '{"theta":[]}', History().to_json().replace("0.1", "null")]
)
def test_a_damaged_history_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no history of waits"):
        History.from_json(text)


def test_a_history_with_a_wrong_shape_is_refused() -> None:
    found = json.loads(History().to_json())
    found["theta"] = [0.0]
    with pytest.raises(ValueError, match="wrong shapes"):
        History.from_json(json.dumps(found))


@given(st.lists(st.tuples(receipts, any_wait, st.booleans()), max_size=30))
def test_no_settlement_breaks_the_history(told: list[tuple[Receipt, float, bool]]) -> None:
    history = History()
    for receipt, took, inferred in told:
        history.settled(receipt, took, inferred=inferred)
        history.settled(receipt, took, inferred=inferred)  # and a second time
    found = json.loads(history.to_json())
    assert all(found["covariance"][i][i] > 0 for i in range(6))
    wait = estimate([Waiting("c", "A", 0, NOW)], [AtWork("a", {"A": 1.0}, (NOW,))], history, NOW)
    assert wait is not None
    assert math.isfinite(wait.high_s)


def test_what_never_varies_does_not_become_infinitely_uncertain() -> None:
    history = History()
    told = Receipt((1.0, 0.5, 0.0, 0.1, 0.0, 0.0), "A", 4.0, 4.0, 0.7, 0)
    for _ in range(60_000):
        history.settled(told, 60.0)
    found = json.loads(history.to_json())["covariance"]
    assert 0 < found[4][4] <= 1.0
    assert 0 < found[5][5] <= 1.0


def test_a_weight_of_nothing_teaches_nothing() -> None:
    history = History()
    history.settled(Receipt((1.0, 0.0, 0.0, 0.0, 0.0, 0.0), "A", 4.0, 4.0, 0.7, 0, 0.0), 60.0)
    assert history.to_json() == History().to_json()


def test_a_service_that_cannot_be_teaches_nothing() -> None:
    history = History()
    for seconds in (-1.0, math.nan, math.inf):
        history.service_ended("a", seconds)
        history.left_line("A", seconds, was_served=False)
    assert history.to_json() == History().to_json()


def test_waits_that_are_always_twice_as_long_are_learned() -> None:
    history = History()
    line, agents = [Waiting("c", "A", 0, NOW)], [AtWork("a", {"A": 1.0}, (NOW - 100,))]
    first = estimate(line, agents, history, NOW)
    assert first is not None
    for _ in range(300):
        told = estimate_line(line, agents, history, NOW)["c"]
        assert told is not None
        history.settled(told.receipt, 2 * first.median_s)
    after = estimate(line, agents, history, NOW)
    assert after is not None
    assert after.median_s == pytest.approx(2 * first.median_s, rel=0.2)
    assert after.low_s > first.low_s
