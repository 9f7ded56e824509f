"""The live floor, once: the agent's socket tells it again whenever it moves."""

from __future__ import annotations

from litestar.params import FromQuery

from segue.domain.access import may_watch
from segue.domain.ids import TeamId
from segue.web.api.asked import Asked
from segue.web.frames import floor as f
from segue.web.refusals import not_found


async def floor(request: Asked, team: FromQuery[str | None] = None) -> f.FloorShown:
    """Who waits against what was promised, who works on what, and what needs a decision."""
    if team is not None and TeamId(team) not in request.segue.staffing.teams:
        raise not_found()
    wanted = TeamId(team) if team is not None else None
    may_watch(request.caller.person, wanted)
    return await request.web.audience.floors.picture(wanted)
