"""The one place that makes handoffs, and the line that the customer sees with each of them.

A handoff always ends in an honest state: a place in the line with a range when one is known, the
news that nobody is there with the time when somebody will be, or a promise with a case number.
Which of them it is depends on the floor; that there is one does not.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from segue.domain import stages as s
from segue.domain.events import (
    HandoffRequested,
    Line,
)
from segue.domain.floor import Floor, TeamNow
from segue.domain.ids import AgentId, TeamId
from segue.domain.knowing import missing
from segue.domain.line_rules import skill_of
from segue.domain.needs import tongue
from segue.domain.policy import Policy
from segue.domain.relaxing import waiting_of
from segue.domain.state import Conversation

QUOTE_LENGTH = 600
LONGER = "in_line_longer"
UNSURE = 2
"""The growth of a wait from which on no number is shown."""


def handoff(
    was: Conversation,
    reason: s.Reason,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    evidence: tuple[s.Evidence, ...] = (),
    team: TeamId | None = None,
    why_team: str = "default",
    skills: tuple[str, ...] = (),
    priority: s.Priority = s.Priority.NORMAL,
    since: datetime | None = None,
    ahead: bool = False,
    preferred: AgentId | None = None,
    avoid: tuple[AgentId, ...] = (),
    note: str = "",
    no_team: TeamId | None = None,
    tried: tuple[s.Tried, ...] = (),
    line_key: str | None = None,
    name: str | None = None,
    rule: str = "",
    say: str = "",
) -> HandoffRequested:
    """Call a person, with everything known and with the customer's line, in one event."""
    kept = kept_place(was, now)
    if kept is not None:
        since = since or kept.since
        team = team or kept.handoff.team
    marks = was.marks
    where = team or marks.team or policy.team
    if team is None and marks.team is not None and why_team == "default":
        why_team = marks.why_team
    there = floor.team(where)
    line = replace(place_line(was, there, name=name, key=line_key, ahead=ahead), say=say)
    needed = tuple(dict.fromkeys((*skills, *marks.skills)))
    lacking = _nobody_has(needed, there)
    made = s.Handoff(
        id=was.next_handoff(),
        reason=reason,
        team=where,
        at=now,
        evidence=evidence,
        skills=needed,
        priority=max(priority, marks.priority) if marks.priority > s.Priority.NORMAL else priority,
        why_team=why_team,
        language=was.language,
        facts=was.facts,
        missing=missing(was),
        tried=(*was.tried, *tried),
        promises=promises_of(was),
        preferred=preferred or standing_by(was.stage) or same_person(was, reason, policy, now),
        avoid=avoid,
        note=note,
        rule=rule,
        policy=policy.version if rule else 0,
        told_low_s=line.eta_low_s,
        told_high_s=line.eta_high_s,
        tier=was.contact.tier,
        first_by=_first_by(was, there),
        language_needed=tongue(was.language) in {tongue(one) for one in there.speaks},
        nobody_has=lacking,
        notes=_notes(no_team, there, lacking),
    )
    return HandoffRequested(
        handoff=made,
        since=since or now,
        line=line,
        ahead=ahead,
        surge=there.surge and there.open and line.key != "finding",
        never=there.never,
    )


def _nobody_has(skills: tuple[str, ...], there: TeamNow) -> tuple[str, ...]:
    """Names of needed skills that nobody of the house has: they keep nobody waiting."""
    if there.skills_known is None:
        return ()
    names = dict.fromkeys(skill_of(text).name for text in skills)
    return tuple(name for name in names if name and name not in there.skills_known)


def _notes(no_team: TeamId | None, there: TeamNow, lacking: tuple[str, ...]) -> tuple[str, ...]:
    """What could not be done as it was asked for, for the staff and for who asked."""
    notes = [f"There is no team ‘{no_team[:60]}’: it went to {there.name}."] if no_team else []
    notes += [f"Nobody has the skill ‘{name[:60]}’: it is not needed." for name in lacking]
    return tuple(notes)


def _first_by(was: Conversation, there: TeamNow) -> datetime | None:
    """By when a person should have said something. What was promised before is not promised
    later again."""
    times = [time for time in (there.first_by, was.due.by if was.due else None) if time]
    return min(times, default=None)


def promises_of(was: Conversation) -> tuple[s.Promise, ...]:
    """What the customer was told before: by the line, or by a person who gave it back."""
    match was.stage:
        case s.WithAgent(promises=promises):
            return promises
        case s.WithBot(earlier=s.Earlier(promises=promises)):
            return promises
        case stage:
            old = s.handoff_of(stage)
            return old.promises if old else ()


def place_line(
    was: Conversation,
    there: TeamNow,
    *,
    name: str | None = None,
    key: str | None = None,
    ahead: bool = False,
    already_in: bool = False,
) -> Line:
    """Where a customer stands in this team's line: one who joins now, or one who is in it.

    The floor counts everybody who waits; for somebody already in the line the shell passes the
    floor as that conversation sees it (`waiting` is then the number of people up to and with it).
    """
    if not there.open or there.never:
        return Line(
            "away",
            was.language,
            team=there.name,
            opens_at=there.opens_at,
            by=there.answer_by,
            closed_for=there.closed_for,
        )
    before = max(0, there.waiting - 1) if already_in else there.waiting
    place = 1 if ahead else before + 1
    staffed = there.staffed > 0
    low, high = (there.eta_low_s, there.eta_high_s) if staffed else (None, None)
    waiting = waiting_of(was.stage) if already_in else None
    if waiting is not None and waiting.grew >= UNSURE:
        low = high = None  # a number that was wrong twice is not believed a third time
    if not staffed and key in (None, LONGER):
        key = "in_line_nobody"
    if key is None:
        if there.free > before:
            key = "finding"
        elif there.surge:
            key = "surge"
        else:
            key = "in_line_next" if place == 1 and staffed else "in_line"
    return Line(
        key,
        was.language,
        name=name,
        team=there.name,
        place=place,
        eta_low_s=low,
        eta_high_s=high,
    )


def kept_place(was: Conversation, now: datetime) -> s.KeptPlace | None:
    """The place of one who left the line a moment ago, or whose connection was gone for a while,
    and who may have it back."""
    match was.stage:
        case s.WithBot(kept=s.KeptPlace(until=until) as kept) if now <= until:
            return kept
        case s.Closed(kept=s.KeptPlace(until=until) as kept) if now <= until:
            return kept
        case _:
            return None


def same_person(
    was: Conversation, reason: s.Reason, policy: Policy, now: datetime
) -> AgentId | None:
    """Who had this customer last, so long as the policy lets somebody come back to the same person.
    Whoever sent them on has said that it is for somebody else."""
    if was.person_at is None or reason == s.Reason.TRANSFERRED:
        return None
    return was.person if now - was.person_at <= policy.line.sticky else None


def standing_by(stage: s.Stage) -> AgentId | None:
    """The agent who has had a heads-up that this might come."""
    match stage:
        case s.WithBot(standing=s.Standing(agent=agent)):
            return agent
        case _:
            return None


def who_resolved(stage: s.Stage) -> AgentId | None:
    """The person who had it last, when it comes back after its end."""
    match stage:
        case s.WrappingUp(agent=agent) | s.Closed(agent=agent):
            return agent
        case _:
            return None


def first_name(name: str) -> str:
    """What customers call a person of the staff."""
    return name.split(maxsplit=1)[0] if name.strip() else name


def since_of(stage: s.Stage) -> datetime | None:
    """Since when this customer has waited, through offers, persons and cases."""
    match stage:
        case s.Waiting(since=since) | s.WithAgent(since=since) | s.Deferred(since=since):
            return since
        case s.Offered(waiting=waiting):
            return waiting.since
        case _:
            return None


def quote(was: Conversation, text: str, label: str = "") -> s.Evidence:
    """The customer's newest words, as evidence."""
    return s.Evidence("quote", text[:QUOTE_LENGTH], was.heard, label)
