"""Any floor: open or closed, staffed or not, full or in a surge; sometimes nothing is known."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st

from domain.scene import NOON, ORDERS, SUPPORT
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import TeamId

OPENINGS = (None, NOON + timedelta(hours=9), NOON + timedelta(days=9))
SOON = (None, NOON + timedelta(minutes=2), NOON + timedelta(days=2))
RANGES = ((None, None), (60, 120), (0, 300), (1200, None))


@st.composite
def floors(draw: st.DrawFn) -> Floor:
    """Two teams at one moment."""
    if draw(st.integers(0, 9)) == 0:
        return Floor()
    return Floor(tuple(_team(draw, name) for name in (SUPPORT, ORDERS)))


def _team(draw: st.DrawFn, name: TeamId) -> TeamNow:
    staffed = draw(st.integers(0, 3))
    is_open = draw(st.sampled_from((True, True, True, False)))
    at: datetime | None = draw(st.sampled_from(OPENINGS))
    low, high = draw(st.sampled_from(RANGES))
    return TeamNow(
        name,
        name.capitalize(),
        open=is_open,
        opens_at=None if is_open else at,
        staffed=staffed,
        free=draw(st.integers(0, staffed)),
        waiting=draw(st.integers(0, 3)),
        eta_low_s=low,
        eta_high_s=high,
        answer_by=at and at + timedelta(hours=4),
        people=draw(st.sampled_from((None, 3, 0))) if staffed == 0 else None,
        surge=draw(st.sampled_from((False, False, True))),
        first_by=draw(st.sampled_from(SOON)),
        next_by=draw(st.sampled_from(SOON)),
        skills_known=draw(st.sampled_from((None, (), ("refunds",)))),
        speaks=draw(st.sampled_from(((), ("en", "de")))),
    )
