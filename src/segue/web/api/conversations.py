"""Lists and threads, as far as this person may see them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar.params import FromPath, FromQuery, QueryParameter

from segue.app.ports import Listed, Row
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.access import Person, acts_for, may_see
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, Seq, TeamId
from segue.web import access, rows
from segue.web.api.asked import Asked
from segue.web.frames import http as f
from segue.web.frames import shared as sh
from segue.web.refusals import bad
from segue.web.thread import thread_event

View = Literal["mine", "waiting", "all", "bot", "snoozed", "deferred", "approvals"]
MOST = 200
NEWEST = 200
STAGES: dict[str, tuple[str, ...]] = {
    "mine": ("offered", "with_agent", "deferred"),
    "snoozed": ("with_agent",),
    "waiting": ("waiting", "offered", "deferred"),
    "deferred": ("deferred",),
    "bot": ("with_bot", "wrapping_up"),
    "all": (),
}
"""The stages of each view."""

Limit = Annotated[int, QueryParameter(ge=1, le=MOST)]
After = Annotated[int, QueryParameter(ge=0)]
Search = Annotated[str, QueryParameter(max_length=200)]


async def listed(
    request: Asked,
    view: FromQuery[View] = "mine",
    after: FromQuery[str | None] = None,
    limit: Limit = 100,
    text: Search = "",
) -> f.Page:
    """A page of a view, newest activity first. `text` looks in names, addresses and numbers.

    `approvals` are answers that wait for you, the one with the least time left first, all at once.
    """
    person, segue = request.caller.person, request.segue
    if view == "approvals":
        return await _approvals(request)
    mine: AgentId | None = person.id if view in ("mine", "snoozed") else None
    try:
        found, following = await segue.store.listed(
            stages=STAGES[view],
            agent=mine,
            teams=_teams(person) if view in ("waiting", "deferred") else None,
            text=text,
            after=after,
            limit=limit,
        )
    except ValueError:
        raise bad("`after` is no cursor of ours: take `next` of the page before.") from None
    now = segue.clock()
    items = [
        rows.item(one.conversation, segue.staffing, now, seen=one.seen_by_agent)
        for one in found
        if may_see(person, one.conversation) and (view != "snoozed" or _asleep(one))
    ]
    counts = await _counts(request)
    return f.Page(items=tuple(items), counts=counts, next=following)


async def _counts(request: Asked) -> dict[str, int]:
    person, segue = request.caller.person, request.segue
    counts = await segue.store.counts(person.id, _teams(person) or tuple(segue.staffing.teams))
    counts["waiting"] += counts.get("deferred", 0)  # cases stand in the same view
    counts["approvals"] = len(request.web.audience.ahead.to_approve(person))
    return counts


async def _approvals(request: Asked) -> f.Page:
    """Everything that waits for this person's yes; read anew, for it may just have been settled."""
    person, segue = request.caller.person, request.segue
    held = [one.id for one in request.web.audience.ahead.to_approve(person)]
    found, now = await segue.store.conversations(held), segue.clock()
    items = (rows.item(one, segue.staffing, now) for one in found)
    waiting = tuple(item for item in items if item.draft is not None or _approval(item))
    return f.Page(items=waiting, counts=await _counts(request), next=None)


def _approval(item: sh.Item) -> bool:
    return item.action is not None and item.action.state == "approval"


def _teams(person: Person) -> tuple[TeamId, ...] | None:
    return None if person.lead else person.teams


def _asleep(one: Listed) -> bool:
    stage = one.conversation.stage
    return isinstance(stage, s.WithAgent) and stage.snoozed_until is not None


async def opened(request: Asked, conversation: FromPath[str]) -> f.Opened:
    """One conversation with everything that the screen needs, as of one moment."""
    person, segue = request.caller.person, request.segue
    found = await access.conversation_for(segue, person, conversation)
    one = found.conversation
    newest, teams = await segue.store.latest_events(one.id, NEWEST), segue.staffing.teams
    item = rows.item(one, segue.staffing, segue.clock(), seen=found.seen_by_agent)
    return f.Opened(
        **_fields(item),
        brief=rows.brief_for(one, segue.staffing, person.name, _matched(newest, one)),
        you=f.You(may=acts_for(person, one)),
        events=tuple(thread_event(row, one, teams) for row in newest if row.seq <= one.seq),
        viewers=request.web.audience.screens.viewing(one.id),
    )


def _matched(newest: list[Row], one: Conversation) -> tuple[str, ...]:
    """The rules that matched when a rule called for the present handoff."""
    judged = (row.event for row in reversed(newest) if isinstance(row.event, e.Judged))
    return next((found for event in judged if (found := rows.matched_by(event, one))), ())


def _fields(item: sh.Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__struct_fields__}


async def events(
    request: Asked, conversation: FromPath[str], after: After = 0, limit: Limit = MOST
) -> f.Events:
    """Everything after `after`, in order."""
    person, segue = request.caller.person, request.segue
    found = await access.conversation_for(segue, person, conversation)
    one = found.conversation
    some = await segue.store.events(one.id, Seq(after), limit)
    more = len(some) == limit
    return f.Events(
        events=tuple(thread_event(row, one, segue.staffing.teams) for row in some),
        next=some[-1].seq if some and more else None,
    )
