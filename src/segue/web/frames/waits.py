"""How good the waits were that customers read."""

from __future__ import annotations

from segue.web.frames.base import Told
from segue.web.frames.shared import TeamRef


class WaitFigures(Told, frozen=True):
    """`coverage` is the share of waits within the 80 % interval, `below` and `above` the shares
    outside, `held` the share within the range that was read. `bias_s` is the mean of the estimate's
    median minus the wait, `pinball_s` the mean loss at 10, 50 and 90 %. null: nothing is known."""

    shown: int
    settled: int
    coverage: float | None
    below: float | None
    above: float | None
    bias_s: float | None
    pinball_s: float | None
    held: float | None


class TeamFigures(WaitFigures, frozen=True):
    """One team's."""

    team: TeamRef


class DayFigures(WaitFigures, frozen=True):
    """One day's, in UTC."""

    day: str


class WaitsScore(WaitFigures, frozen=True):
    """Of those who were served; `with_leavers` counts whoever left besides, with the wait that
    they would have had."""

    days: int
    with_leavers: WaitFigures
    by_team: tuple[TeamFigures, ...]
    by_day: tuple[DayFigures, ...]
