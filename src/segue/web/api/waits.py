"""How good the waits were that customers read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar.params import FromQuery
from msgspec.structs import asdict

from segue.app.ports_waits import Tally
from segue.app.waiting_score import SETTLED, figures
from segue.web import rows
from segue.web.api.asked import Asked
from segue.web.frames import waits as f
from segue.web.refusals import bad

LONGEST_DAYS = 90


async def score(request: Asked, days: FromQuery[int] = 7) -> f.WaitsScore:
    """Every estimate that was shown in so many days (up to 90), and how it turned out: coverage of
    the 80 % interval, bias, pinball loss, and how often the range that was read held."""
    if not 1 <= days <= LONGEST_DAYS:
        raise bad(f"`days` is from 1 to {LONGEST_DAYS}.")
    segue = request.segue
    told = await segue.waits.tallies(days) if segue.waits is not None else []
    teams = sorted({one.team for one in told})
    return f.WaitsScore(
        **_told(told),
        days=days,
        with_leavers=f.WaitFigures(**asdict(figures(told, SETTLED))),
        by_team=tuple(
            f.TeamFigures(
                **_told(one for one in told if one.team == team),
                team=rows.team_ref(team, segue.staffing),
            )
            for team in teams
        ),
        by_day=tuple(
            f.DayFigures(**_told(one for one in told if one.day == day), day=day)
            for day in sorted({one.day for one in told})
        ),
    )


def _told(tallies: Iterable[Tally]) -> dict[str, Any]:
    return asdict(figures(tallies))
