"""What a lead should decide on now, each with what can be done about it.

Few things, the gravest first, and each in two sentences: what is the matter, and what it will come
to. Nothing here decides anything by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from segue.app.ports_staff import Agent
from segue.build import Segue
from segue.domain.access import waits_for_approval
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import TeamId
from segue.domain.line_rules import UNIT
from segue.web import rows
from segue.web.frames import floor as f
from segue.web.sockets.ahead import Ahead

SOON: Final = timedelta(hours=1)
MOST: Final = 12


def decisions(
    segue: Segue,
    ahead: Ahead,
    floor: Floor,
    promised: dict[TeamId, float],
    team: TeamId | None,
    now: datetime,
) -> tuple[f.Decision, ...]:
    """Of one team, or of all."""
    teams = [one for one in floor.teams if team in (None, one.id)]
    found: list[f.Decision] = []
    for there in teams:
        found += _of_team(segue, there, promised.get(there.id), now)
    found += _to_approve(ahead, team, now)
    found += _promises(segue, team, now)
    return tuple(found[:MOST])


def _of_team(
    segue: Segue, there: TeamNow, promised: float | None, now: datetime
) -> Iterable[f.Decision]:
    staffing = segue.staffing
    ref = rows.team_ref(there.id, staffing)
    surge = staffing.teams[there.id].surge
    stranded = _stranded(segue, there) if there.never else 0
    if stranded:
        yield _nobody_ever(segue, there, stranded, now)
    elif there.open and not there.staffed and there.waiting:
        title = f"Nobody of {there.name} is here"
        text = f"{_people(there.waiting)} waiting. They are told so, and may leave a message."
        yield f.Decision(
            f"nobody_on:{there.id}", "nobody_on", ref, title, text, _borrow(segue, there, now)
        )
    elif promised is not None and _cannot_keep(there, promised):
        surging = surge is not None and surge.until > now
        acts = _borrow(segue, there, now)
        if not surging:
            acts = (f.FloorAct("surge", "Update what customers see", team=ref), *acts)
        text = (
            f"{there.waiting} waiting, {_places(there.free)} free. {_outlook(there)}"
            f" The promise is {_minutes(promised)}."
        )
        yield f.Decision(
            f"promise_at_risk:{there.id}",
            "promise_at_risk",
            ref,
            f"{there.name} can’t keep its promise",
            text,
            acts,
        )
    if surge is not None and surge.until > now:
        left = max(1, round((surge.until - now).total_seconds() / 60))
        yield f.Decision(
            f"surge_on:{there.id}",
            "surge_on",
            ref,
            f"Surge mode is on for {there.name}",
            f"{surge.by} began it. It ends by itself in {left} min.",
            (f.FloorAct("end_surge", "End now", team=ref),),
        )


def _stranded(segue: Segue, there: TeamNow) -> int:
    """Everybody who turned to a team that nobody will ever come to, cases too."""
    return sum(1 for place in segue.staffing.places.values() if place.team == there.id)


def _nobody_ever(segue: Segue, there: TeamNow, count: int, now: datetime) -> f.Decision:
    """It does not end by waiting: hours or people have to be changed."""
    empty = there.people == 0
    title = f"Nobody belongs to {there.name}" if empty else f"{there.name} never opens"
    remedy = "Give it people" if empty else "Give it hours"
    return f.Decision(
        f"nobody_on:{there.id}",
        "nobody_on",
        rows.team_ref(there.id, segue.staffing),
        title,
        f"{_people(count)} waiting or promised an answer. {remedy}, or move them to another team.",
        _borrow(segue, there, now) if empty else (),
    )


def _cannot_keep(there: TeamNow, promised: float) -> bool:
    if not there.open or not there.waiting:
        return False
    if there.eta_low_s is None:  # nobody who is here takes anything just now
        return there.staffed > 0 and not there.free
    return (there.eta_high_s or there.eta_low_s) > max(60.0, promised)


def _borrow(segue: Segue, there: TeamNow, now: datetime) -> tuple[f.FloorAct, ...]:
    """Whoever is available elsewhere, has the most room, and whose own teams can spare them."""
    staffing = segue.staffing
    floor = staffing.floor(now)
    busy = {one.id for one in floor.teams if one.waiting}

    def room(one: Agent) -> float:
        return (staffing.room_for(one.id) - staffing.load_of(one.id)) / UNIT

    fit = [
        one
        for one in staffing.agents.values()
        if one.status == "available"
        and there.id not in one.teams
        and not any(lent.team == there.id and lent.until > now for lent in one.lent)
        and not busy.intersection(one.teams)
        and room(one) > 0
    ]
    best = max(fit, key=lambda one: (room(one), one.id), default=None)
    if best is None:
        return ()
    ref = rows.team_ref(there.id, staffing)
    name = best.name.split()[0]
    return (f.FloorAct("borrow", f"Borrow {name}", rows.agent_ref(best.id, best.name), ref),)


def _to_approve(ahead: Ahead, team: TeamId | None, now: datetime) -> Iterable[f.Decision]:
    until = sorted(
        at
        for one in ahead.drafts.values()
        if (at := waits_for_approval(one)) is not None and at > now
    )
    if not until or team is not None:
        return
    left = int((until[0] - now).total_seconds())
    plural = "answers need" if len(until) > 1 else "answer needs"
    yield f.Decision(
        "drafts",
        "drafts",
        None,
        f"{len(until)} {plural} an OK",
        f"{'The oldest' if len(until) > 1 else 'It'} runs out in {left // 60}:{left % 60:02}.",
        (f.FloorAct("review", "Review"),),
    )


def _promises(segue: Segue, team: TeamId | None, now: datetime) -> Iterable[f.Decision]:
    """Cases and call-backs that are due within the hour, or should have come."""
    due = sorted(
        one.due
        for one in segue.staffing.places.values()
        if one.case and one.due is not None and team in (None, one.team) and one.due <= now + SOON
    )
    if not due:
        return
    late = sum(1 for one in due if one <= now)
    said = f"{len(due)} {'promises are' if len(due) > 1 else 'promise is'} due within the hour"
    text = f"{late} should have been kept already." if late else "None is late yet."
    yield f.Decision(
        "promises_due", "promises_due", None, said, text, (f.FloorAct("promises", "Show them"),)
    )


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count} people are"


def _places(free: float) -> str:
    return "1 place is" if free == 1 else f"{free:g} places are"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"  # noqa: PLR2004


def _outlook(there: TeamNow) -> str:
    if there.eta_low_s is None:
        return "Nobody takes anybody just now, so nobody can say how long it will be."
    return f"Somebody who comes now waits {_range(there)}."


def _range(there: TeamNow) -> str:
    low, high = (there.eta_low_s or 0) // 60, there.eta_high_s
    if high is None:
        return f"more than {low} min"
    return f"{low}–{high // 60} min" if low else f"up to {high // 60} min"
