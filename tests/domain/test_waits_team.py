"""A made-up team that learns of its own waits: the interval keeps its share in every setting."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.chat_team import Team, Told

pytestmark = pytest.mark.slow

DAYS = 4


def coverage(told: Sequence[Told]) -> float:
    return sum(one.covered for one in told) / len(told)


def later(team: Team, first: int = 1) -> list[Told]:
    """Estimates at entry of those who were served, after so many days."""
    told = team.run(DAYS)
    return [one for one in told if one.entry and one.served and one.day >= first]


@pytest.mark.parametrize(
    ("agents", "chats", "seed"),
    [(2, 1, 210), (2, 1, 211), (3, 4, 340), (3, 4, 341), (10, 1, 1010), (10, 4, 1040)],
)
def test_after_the_first_day_about_eight_of_ten_waits_are_within(
    agents: int, chats: int, seed: int
) -> None:
    assert 0.75 <= coverage(later(Team(agents, chats, seed=seed))) <= 0.9


def test_chats_that_become_twice_as_long_are_followed() -> None:
    told = later(Team(3, 4, seed=340, doubles_on=2), first=3)
    assert 0.75 <= coverage(told) <= 0.9


def test_a_team_is_the_same_for_the_same_seed() -> None:
    first, again = (Team(2, 1, seed=5).run(1) for _ in range(2))
    assert first == again
