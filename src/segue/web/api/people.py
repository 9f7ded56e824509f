"""The people on the staff: what they can do, whom they help, how much they may have."""

from __future__ import annotations

from typing import Any

from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from segue.app.people import LEADS, NoSuchAgent, People, Unfit
from segue.app.ports_staff import Agent
from segue.build import Segue
from segue.domain.access import RANK, Forbidden
from segue.domain.hours_form import BadHours, hours_form, read_hours
from segue.domain.ids import AgentId
from segue.domain.line_rules import UNIT
from segue.web import rows
from segue.web.api.asked import Asked
from segue.web.frames import http as fh
from segue.web.frames import people as f
from segue.web.frames import shared as sh
from segue.web.refusals import No, not_found

ID_LENGTH = 80


async def one(request: Asked, agent: FromPath[str]) -> f.PersonInfo:
    """One of the staff."""
    found = await request.segue.store.agent(AgentId(agent)) if len(agent) <= ID_LENGTH else None
    if found is None:
        raise not_found()
    return info(found, request)


async def change(
    request: Asked, agent: FromPath[str], data: JSONBody[f.PersonChange]
) -> f.PersonInfo:
    """Change what somebody may have, can do or is: at once, on every screen. Leads: status,
    capacity and when they will be back; managers the rest, too. Nobody loses what they have."""
    fields: dict[str, Any] = {
        name: value
        for name in data.__struct_fields__
        if (value := getattr(data, name)) is not UNSET
    }
    beyond = [name for name in fields if name not in LEADS]
    if beyond and RANK[request.caller.person.role] < RANK["manager"]:
        raise Forbidden(f"Changing {', '.join(beyond)} needs the role manager.")
    if fields.get("shift") is not None:
        try:
            fields["shift"] = read_hours(fields["shift"])
        except BadHours as why:
            raise No(422, "bad_hours", str(why)) from None
    by = request.caller.person.name
    return await _kept(request, AgentId(agent), fields, by)


async def lend(request: Asked, agent: FromPath[str], data: JSONBody[f.LendAsked]) -> f.PersonInfo:
    """Let somebody help another team for a while, besides their own; it ends by itself."""
    people, by = people_of(request.segue), request.caller.person.name
    try:
        made = await people.lend(AgentId(agent), data.team, data.for_min, by)
    except NoSuchAgent:
        raise not_found() from None
    except Unfit as why:
        raise No(422, why.code, str(why)) from None
    return info(made, request)


async def presence(request: Asked, data: JSONBody[fh.SetPresence]) -> fh.PresenceNow:
    """Say whether you take conversations, and when you do not: when you will be back."""
    segue, me = request.segue, request.caller.agent
    if data.back_at is None and me.back_at is None:
        await segue.presence.set_status(me.id, data.status)
        return fh.PresenceNow(status=data.status, back_at=None)
    fields = {"status": data.status, "back_at": data.back_at}
    try:
        made = await people_of(segue).change(me.id, fields, me.name)
    except Unfit as why:
        raise No(422, why.code, str(why)) from None
    return fh.PresenceNow(status=made.status, back_at=made.back_at)


def people_of(segue: Segue) -> People:
    """Changes people of this installation."""
    return People(segue.store, segue.presence, segue.clock)


async def _kept(request: Asked, agent: AgentId, fields: dict[str, Any], by: str) -> f.PersonInfo:
    people = people_of(request.segue)
    try:
        made = await people.change(agent, fields, by)
    except NoSuchAgent:
        raise not_found() from None
    except Unfit as why:
        raise No(422, why.code, str(why)) from None
    return info(made, request)


def info(agent: Agent, request: Asked) -> f.PersonInfo:
    """The person as leads and colleagues see them."""
    staffing, now = request.segue.staffing, request.segue.clock()
    changes = agent.changes if request.caller.person.lead else ()
    return f.PersonInfo(
        id=agent.id,
        name=agent.name,
        initials=agent.initials,
        role=agent.role,
        status=agent.status,
        teams=tuple(rows.team_ref(team, staffing) for team in agent.teams),
        capacity=agent.capacity,
        load=staffing.load_of(agent.id) / UNIT,
        skills=tuple(f.SkillShown(one.name, one.level) for one in agent.skills),
        languages=agent.languages,
        back_at=agent.back_at if agent.status != "available" else None,
        lent=tuple(
            f.LentShown(_team(one.team, request), one.until)
            for one in agent.lent
            if one.until > now
        ),
        shift=None if agent.shift is None else hours_form(agent.shift),
        changes=tuple(f.ChangeShown(one.at, one.by, one.what) for one in changes),
    )


def _team(team: Any, request: Asked) -> sh.TeamRef:
    return rows.team_ref(team, request.segue.staffing)
