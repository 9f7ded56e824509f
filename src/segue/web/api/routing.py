"""Why this agent? Why not me? Why not yet? Answered for every conversation."""

from __future__ import annotations

from collections.abc import Iterable

from litestar.params import FromPath

from segue.app.ports import Recorded
from segue.app.routing_notes import decisions_of
from segue.build import Segue
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId
from segue.domain.needs import letting_go
from segue.domain.relaxing import waiting_of
from segue.domain.routing import Place
from segue.domain.why import Considered, Why, explain
from segue.web import access, rows
from segue.web.api.asked import Asked
from segue.web.frames import routing as f


async def why(request: Asked, conversation: FromPath[str]) -> f.RoutingShown:
    """Where a conversation stands, who was considered and why not, and each earlier decision,
    made anew from what it rested on."""
    person, segue = request.caller.person, request.segue
    found = await access.conversation_for(segue, person, conversation)
    one = found.conversation
    decisions = _decisions(await segue.store.recorded([one.id]))
    segue.staffing.pass_time()
    place = segue.staffing.lineup.place(one.id)
    handoff = one.handoff
    team = rows.team_ref(handoff.team, segue.staffing) if handoff else None
    if place is None:
        state, text = _elsewhere(one)
        return f.RoutingShown(state, text, None, team, (), None, None, (), (), decisions)
    told = _explained(segue, one, place, person.id)
    return f.RoutingShown(
        state=told.state,
        text=told.text,
        place=told.place,
        team=team,
        needs=tuple(f.NeedShown(one.name, one.level, one.dropped) for one in told.needs),
        language=told.language,
        relaxes=f.RelaxesShown(told.relaxes.at, told.relaxes.text) if told.relaxes else None,
        ahead=tuple(f.AheadShown(one.conversation, one.case, one.why) for one in told.ahead),
        considered=_considered(told.considered),
        decisions=decisions,
    )


def _explained(segue: Segue, one: Conversation, place: Place, me: AgentId) -> Why:
    staffing = segue.staffing
    waiting = waiting_of(one.stage)
    team = staffing.teams.get(place.team)
    return explain(
        place,
        staffing.lineup,
        segue.clock(),
        names={team.id: team.name for team in staffing.teams.values()},
        zone=team.hours.zone if team else "UTC",
        letting=letting_go(waiting, staffing.policy.line) if waiting else None,
        me=me,
    )


def _decisions(recorded: Iterable[Recorded]) -> tuple[f.DecisionShown, ...]:
    return tuple(
        f.DecisionShown(
            seq=one.seq,
            at=one.at,
            agent=rows.agent_ref(one.agent, one.name),
            why=one.why,
            recomputed=one.recomputed,
            considered=_considered(one.considered),
        )
        for one in decisions_of(recorded)
    )


def _considered(them: Iterable[Considered]) -> tuple[f.ConsideredShown, ...]:
    return tuple(
        f.ConsideredShown(rows.agent_ref(one.agent, one.name), one.fits, one.codes, one.text)
        for one in them
    )


def _elsewhere(one: Conversation) -> tuple[str, str]:
    """Nobody is being looked for, and why that is so."""
    match one.stage:
        case s.Deferred():
            return "later", "An answer is promised for later; until then it stands in no line."
        case s.WithAgent(name=name):
            return "none", f"{name} has it."
        case s.WithBot():
            return "none", "The assistant has it; nobody is being looked for."
        case _:
            return "none", "It is over; nobody is being looked for."
