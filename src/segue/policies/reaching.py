"""Where does "I want a person" end? Proved by trying, not by reading rules.

For every channel, hour and staffing, and for each team to which asking can lead, a conversation is
really played: the customer asks, by button and in words, and then waits as long as anybody can.
What the domain did is looked at from the customer's side. It must end in one of

    person   somebody is free and is being called
    line     a place in the line, and when it takes too long, a case
    told     nobody is there: the customer reads when, and can leave an answer's address
    case     a case with a number and a time

and in a team that somebody works for. Everything else is a dead end, which no policy may have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec.structs import replace

from segue.domain import effects as x
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation, step
from segue.domain.errors import Refused
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import ConversationId, TeamId
from segue.domain.policy import Policy
from segue.domain.rules.catalogue import BY_NAME
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import AllOf, Do, Lane, Rule, Test
from segue.domain.value import Plain
from segue.policies.problems import Problem
from segue.policies.teams import TeamKnown, Teams, named

CHANNELS = BY_NAME["channel"].codes
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPENS, ANSWERED = NOON + timedelta(hours=20), NOON + timedelta(hours=24)
LEVELS = (1, 2, 3)
"""Of a wait: other ways are shown, an apology, the limit."""
WORDS = "I want to talk to a human"
REACHED_BY = {
    "whatsapp": i.Contact(phone="+4930123456"),
    "sms": i.Contact(phone="+4930123456"),
    "email": i.Contact(email="kim@example.org"),
}
"""What is known of a customer because they write there; elsewhere nothing is."""
FORMS = ("web",)
"""Where a customer can be asked for an address with a form."""
MET = AllOf((Test("asked", "is", True),))  # noqa: FBT003 - a value of a condition


class Hours(StrEnum):
    """Is the team open?"""

    OPEN = "open"
    CLOSED = "closed"
    NO_OPENING = "closed_no_opening"


class Staff(StrEnum):
    """Who of the team is there?"""

    FREE = "free"
    BUSY = "busy"
    NOBODY = "nobody"


class Cell(Plain, frozen=True):
    """Where asking ends here. `ends` is person, line, told, case or nowhere; `rule` is the rule
    that leads to this team, "" when nothing but the policy's own team does."""

    channel: str
    hours: str
    staffing: str
    team: TeamId
    ends: str
    ok: bool
    rule: str = ""
    why: str = ""


class Route(Plain, frozen=True):
    """One way in which asking leads to a team."""

    team: TeamId
    rule: Rule | None = None
    marked: bool = False


def routes(policy: Policy) -> tuple[Route, ...]:
    """The policy's own team, what rules of the lane "asked" say, and what marks say."""
    found = [Route(policy.team)]
    for rule, _ in policy.rules.checks:
        where = rule.team or policy.team
        if rule.lane == Lane.ASKED and (rule.team or rule.else_team):
            found.append(Route(where, rule))
        elif rule.do == Do.MARK and rule.team is not None:
            found.append(Route(where, rule, marked=True))
    ways: dict[tuple[TeamId, TeamId | None, bool], Route] = {}
    for one in found:
        other = one.rule.else_team if one.rule and not one.marked else None
        ways.setdefault((one.team, other, one.marked), one)
    return tuple(ways.values())


def reach(policy: Policy, teams: Teams) -> tuple[Cell, ...]:
    """Every cell. `teams` are all teams of the installation."""
    return tuple(
        _cell(policy, teams, route, channel, hours, staff)
        for route in routes(policy)
        for hours in _hours(route.team, teams)
        for staff in _staff(route.team, teams)
        for channel in CHANNELS
    )


def dead_ends(policy: Policy, teams: Teams) -> tuple[Problem, ...]:
    """One problem for each way in which asking ends nowhere, which names its cells."""
    return problems_of(reach(policy, teams), policy, teams)


def problems_of(cells: Iterable[Cell], policy: Policy, teams: Teams) -> tuple[Problem, ...]:
    """The dead ends among these cells. Cells with the same cause are told together."""
    grouped: dict[tuple[str, str, TeamId], list[Cell]] = {}
    for cell in cells:
        if not cell.ok:
            grouped.setdefault((cell.why, cell.rule, cell.team), []).append(cell)
    return tuple(_problem(several, policy, teams) for several in grouped.values())


def _hours(team: TeamId, teams: Teams) -> tuple[Hours, ...]:
    known = next((one for one in teams if one.id == team), None)
    if known is None:
        return tuple(Hours)
    return tuple(
        hours
        for hours, may in (
            (Hours.OPEN, known.may_open),
            (Hours.CLOSED, known.may_close and known.may_open),
            (Hours.NO_OPENING, known.loses_opening),
        )
        if may
    )


def _staff(team: TeamId, teams: Teams) -> tuple[Staff, ...]:
    empty = any(one.id == team and one.people == 0 for one in teams)
    return (Staff.NOBODY,) if empty else tuple(Staff)


# --- one cell ----------

ENDS = ("person", "line", "told", "case", "nowhere")
"""From the best to the worst."""


def _cell(
    policy: Policy, teams: Teams, route: Route, channel: str, hours: Hours, staff: Staff
) -> Cell:
    """The worst of what happens here: by button and in words, others there or away as well."""
    tried = replace(policy, rules=Rules(_alone(route)))
    ends, why = max(
        (
            _ends(tried, teams, route, channel, floor, asks)
            for floor in _floors(teams, route.team, hours, staff)
            for asks in (i.CustomerAskedForPerson(), i.CustomerSaid(WORDS))
        ),
        key=lambda end: ENDS.index(end[0]),
    )
    rule = route.rule.id if route.rule else ""
    return Cell(channel, hours, staff, route.team, ends, not why, rule, why)


def _alone(route: Route) -> tuple[Rule, ...]:
    """The rule of this route as if its other conditions held; marks are put on by hand."""
    if route.rule is None or route.marked:
        return ()
    return (replace(route.rule, do=Do.HAND_OFF, when=MET),)


def _floors(teams: Teams, team: TeamId, hours: Hours, staff: Staff) -> Iterator[Floor]:
    """This team as the cell says; the others all there, and all away."""
    mine = tuple(_there(one, hours, staff) for one in teams if one.id == team)
    others = [one for one in teams if one.id != team]
    yield Floor((*mine, *(_there(one, Hours.OPEN, Staff.FREE) for one in others)))
    away = Hours.NO_OPENING if hours == Hours.NO_OPENING else Hours.CLOSED
    yield Floor((*mine, *(_there(one, away if one.may_close else Hours.OPEN, Staff.NOBODY)
                          for one in others)))  # fmt: skip


def _there(team: TeamKnown, hours: Hours, staff: Staff) -> TeamNow:
    nobody = staff == Staff.NOBODY or team.people == 0
    is_open = hours == Hours.OPEN
    return TeamNow(
        team.id,
        team.name,
        open=is_open,
        opens_at=OPENS if hours == Hours.CLOSED else None,
        staffed=0 if nobody else 2,
        free=1 if staff == Staff.FREE and is_open and not nobody else 0,
        waiting=0 if staff == Staff.FREE else 3,
        answer_by=None if hours == Hours.NO_OPENING else ANSWERED,
        people=team.people,
    )


def _ends(
    policy: Policy, teams: Teams, route: Route, channel: str, floor: Floor, asks: i.Input
) -> tuple[str, str]:
    """Where it ends, and why that is nowhere ("" when it is somewhere)."""
    one = Conversation(ConversationId("reach"))
    if route.marked:
        one = replace(one, marks=s.Marks(team=route.team, why_team="rule"))
    contact = REACHED_BY.get(channel, i.Contact())
    for heard in (
        i.ConversationStarted(1, channel=channel, contact=contact),
        i.CustomerSaid("Where is my parcel?"),
    ):
        one, _, _ = step(one, heard, policy, floor, now=NOON)
    one, events, effects = step(one, asks, policy, floor, now=NOON)
    handoff = one.handoff
    if not events or handoff is None:
        return "nowhere", "nothing happens"
    if why := _nobody_ever(handoff.team, teams):
        return "nowhere", why
    there = floor.team(handoff.team)
    reached = any(isinstance(effect, x.FindAgent) for effect in effects)
    if there.open and there.free > there.waiting and reached:
        return "person", ""
    if not there.open and there.opens_at is None and there.answer_by is None:
        if _may_leave_an_answer(one, policy, channel, floor):
            return "told", ""
        return "nowhere", f"no opening of {there.name} is known and {_no_way(policy)}"
    return _waits(one, policy, channel, floor, there)


def _nobody_ever(team: TeamId, teams: Teams) -> str:
    known = next((one for one in teams if one.id == team), None)
    if known is None:
        return f"there is no team “{team}”"
    return f"nobody works for {known.name}" if known.people == 0 else ""


def _no_way(policy: Policy) -> str:
    if not policy.ways:
        return "every way to leave a message is off"
    return f"{' and '.join(policy.ways)} cannot be used there"


def _may_leave_an_answer(one: Conversation, policy: Policy, channel: str, floor: Floor) -> bool:
    """Can the customer use one of the ways that are on, without a form that is not there?"""
    for way in policy.ways:
        typed = channel in FORMS
        chosen = i.CustomerChose(
            way,
            email="kim@example.org" if typed else None,
            phone="+4930123456" if typed else None,
        )
        try:
            after, _, _ = step(one, chosen, policy, floor, now=NOON)
        except Refused:
            continue
        if isinstance(after.stage, s.Deferred):
            return True
    return False


def _waits(
    one: Conversation, policy: Policy, channel: str, floor: Floor, there: TeamNow
) -> tuple[str, str]:
    """The customer waits and waits: at the limit there must be a case with a time."""
    ends = "line" if there.open and there.staffed else "case"
    if not there.open and _may_leave_an_answer(one, policy, channel, floor):
        ends = "told"
    waited = (policy.wait_choices, policy.wait_apology, policy.wait_limit)
    for level, after in zip(LEVELS, waited, strict=True):
        if one.handoff is None:
            break
        reached = i.WaitReached(one.handoff.id, level)
        one, _, _ = step(one, reached, policy, floor, now=NOON + after)
    match one.stage:
        case s.Deferred(case=case, answer_by=by) if case and by > NOON:
            return ends, ""
        case _:
            return "nowhere", "the wait never ends"


# --- words ----------

OPEN_WORDS = {
    Hours.OPEN: "in opening hours",
    Hours.CLOSED: "outside opening hours",
    Hours.NO_OPENING: "while closed with no opening known",
}
STAFF_WORDS = {
    Staff.FREE: "somebody of {team} free",
    Staff.BUSY: "everybody of {team} busy",
    Staff.NOBODY: "nobody of {team} on shift",
}
CHANNEL_WORDS = {
    "web": "On the web", "whatsapp": "On WhatsApp", "instagram": "On Instagram",
    "messenger": "On Messenger", "telegram": "On Telegram", "sms": "By SMS", "email": "By e-mail",
}  # fmt: skip


def _problem(cells: list[Cell], policy: Policy, teams: Teams) -> Problem:
    first = cells[0]
    team = named(first.team, teams)
    channels = tuple(dict.fromkeys(cell.channel for cell in cells))
    hours = tuple(dict.fromkeys(Hours(cell.hours) for cell in cells))
    staff = tuple(dict.fromkeys(Staff(cell.staffing) for cell in cells))
    says = [
        "On every channel" if channels == CHANNELS else _listed(channels),
        "at any hour" if hours == _hours(first.team, teams)
        else " or ".join(OPEN_WORDS[one] for one in hours),
    ]  # fmt: skip
    if staff != _staff(first.team, teams):
        says.append(" or ".join(STAFF_WORDS[one] for one in staff).format(team=team))
    by = f" (rule “{first.rule}”)" if first.rule else ""
    return Problem(
        "dead_end",
        f"reach · {', '.join(channels)} · {', '.join(hours)} · {', '.join(staff)} · {first.team}",
        f"{', '.join(says)}: asking for a person{by} ends nowhere, because {first.why}."
        f" {_remedy(first, policy, teams)}",
    )


def _listed(channels: tuple[str, ...]) -> str:
    words = [CHANNEL_WORDS.get(one, f"On {one}") for one in channels]
    return words[0] + "".join(f", {one[0].lower()}{one[1:]}" for one in words[1:])


def _remedy(cell: Cell, policy: Policy, teams: Teams) -> str:
    known = any(one.id == cell.team for one in teams)
    name = named(cell.team, teams)
    if cell.why.startswith("there is no team"):
        where = f"in the rule “{cell.rule}”" if cell.rule else "in “team”"
        return f"Name a team that exists {where}." if not known else "Name teams that exist."
    if cell.why.startswith("nobody works"):
        return f"Add people to {name}, or give it a stand-in that has some."
    off = [way for way in ("leave_message", "email", "callback") if way not in policy.ways]
    ways = f"Turn on one of the ways ({', '.join(off)})" if off else "Give an address to answer to"
    return f"{ways}, or give {name} opening hours."
