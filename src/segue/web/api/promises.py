"""What customers were promised, by when it is due."""

from __future__ import annotations

from litestar.params import FromQuery

from segue.app.promises import Listed, Wanted
from segue.domain import stages as s
from segue.domain.ids import AgentId, TeamId
from segue.domain.promises import KINDS
from segue.web import rows
from segue.web.api.asked import Asked
from segue.web.frames import promises as f
from segue.web.refusals import No, bad


async def listed(
    request: Asked,
    team: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    mine: FromQuery[bool] = False,  # noqa: FBT002 - of a query
    after: FromQuery[str] = "",
) -> f.PromisesShown:
    """Open promises: of one's own teams, and for leads of all. `kind` may name several, with
    commas; `mine` are those of conversations that one has."""
    segue, person = request.segue, request.caller.person
    if team and TeamId(team) not in segue.staffing.teams:
        raise No(422, "unknown_team", "There is no team with this id.")
    kinds = tuple(kind.split(",")) if kind else KINDS
    if not set(kinds) <= set(KINDS):
        raise bad(f"`kind` is one of {', '.join(KINDS)}, or several with commas.")
    wanted = Wanted(
        teams=_teams(team, None if person.lead else person.teams),
        or_agent=None if team else person.id,
        agent=person.id if mine else None,
        kinds=kinds,
    )
    try:
        page = await segue.promises.listed(wanted, after or None)
    except ValueError:
        raise bad("`after` is no cursor of this list.") from None
    return f.PromisesShown(
        items=tuple(_shown(request, one) for one in page.items),
        counts=page.counts,
        next=page.next,
    )


def _teams(asked: str, own: tuple[TeamId, ...] | None) -> tuple[TeamId, ...] | None:
    """The team that was asked for, if this person serves it; without one, all that they do."""
    if not asked:
        return own
    return (TeamId(asked),) if own is None or asked in own else ()


def _shown(request: Asked, listed: Listed) -> f.PromiseShown:
    one, owed, staffing = listed.conversation, listed.owed, request.segue.staffing
    stage, handoff, known = one.stage, one.handoff, one.contact
    brief = rows.brief_for(one, staffing, request.caller.agent.name)
    deferred = stage if isinstance(stage, s.Deferred) else None
    calls = stage.calls if isinstance(stage, s.Deferred | s.WithAgent) else ()
    return f.PromiseShown(
        conversation=one.id,
        case=one.case,
        kind=owed.kind,
        due_at=owed.by,
        state=listed.state,
        customer=rows.customer_shown(one),
        phone=known.phone,
        email=known.email,
        language=one.language,
        reason=handoff.reason if handoff else None,
        summary=brief.summary if brief else "",
        team=rows.team_ref(owed.team, staffing) if owed.team else None,
        agent=rows.agent_ref(owed.agent, _name(request, owed.agent)) if owed.agent else None,
        slot=deferred.slot if deferred else None,
        calls=tuple(f.CallShown(one.at, one.outcome, one.by) for one in calls),
        again_at=deferred.again_at if deferred else None,
        channel=deferred.channel if deferred else one.channel,
    )


def _name(request: Asked, agent: AgentId) -> str:
    known = request.segue.staffing.agents.get(agent)
    return known.name if known else str(agent)
