"""Times for a call: what a customer may choose from."""

from __future__ import annotations

from litestar.params import FromQuery

from segue.web import who
from segue.web.api.asked import Asked
from segue.web.frames import slots as f
from segue.web.refusals import No


async def offered(request: Asked, session: FromQuery[str]) -> f.SlotsShown:
    """Times at which we could call, within the team's hours and a week. Choose one by `choose` on
    the socket; another customer may be quicker (`slot_taken`, with other times)."""
    segue = request.segue
    known = await who.customer_of(segue, session)
    one = await segue.store.conversation(known.conversation) if known else None
    if one is None:
        raise No(401, "session_over", "This session is over or was never one. Begin a new one.")
    request.web.limit("messages", one.id)
    found = await segue.turns.slots.offered(one)
    team = segue.staffing.teams.get(found.team)
    return f.SlotsShown(
        zone=one.zone,
        team=team.name if team else str(found.team),
        now_ish=found.now_ish,
        items=tuple(f.SlotShown(slot.at, slot.left) for slot in found.free),
        next_open=found.next_open,
    )
