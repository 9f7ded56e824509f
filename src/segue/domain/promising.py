"""Later answers: what is promised, by when, with which number, and from when it stands in the line.

A promise is made of what the floor knows: the team's own time in which it answers, its opening,
the slot that was chosen. Nobody is promised the past, and nothing moves without being told.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from segue.domain import stages as s
from segue.domain.events import (
    AlarmRaised,
    AnswerDeferred,
    Event,
    FieldWanted,
    HandoffRequested,
    Line,
)
from segue.domain.floor import Floor, TeamNow
from segue.domain.policy import Policy
from segue.domain.state import Conversation
from segue.domain.telling import kept_place, promises_of, same_person, since_of, who_resolved

ANSWER_WITHIN = timedelta(hours=4)
"""A later answer's promise when the floor knows nothing better."""

AFTER_OPENING = timedelta(hours=1)
"""So soon after it opens a team answers what came before, when it has no promise of its own."""


def later(
    was: Conversation,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    channel: str,
    slot: datetime | None = None,
    email: str | None = None,
    evidence: tuple[s.Evidence, ...] = (),
    request: HandoffRequested | None = None,
) -> AnswerDeferred:
    """Promise an answer with a case number and a time; the place in the line becomes its age.

    `request` is a handoff just made, which is promised instead of put into the line.
    """
    if request is not None:
        made, since = request.handoff, request.since
    else:
        made, since = _open_request(was, policy, now, evidence)
    there = floor.team(made.team)
    call = channel == "callback"
    slot = slot if call and slot and slot > now else None
    by = slot + policy.line.slot if slot else answered_by(there, now)
    line = promise_line(was, there, channel, by, email, slot=slot)
    return AnswerDeferred(
        handoff=made,
        case=was.case,
        channel=channel,
        answer_by=by,
        since=since,
        line=replace(line, say=request.line.say if request else ""),
        slot=slot,
        line_at=_line_at(there, since, slot, soon=call and slot is None),
        ready=slot is None,
    )


def moved_case(
    was: Conversation, stage: s.Deferred, made: s.Handoff, there: TeamNow, now: datetime
) -> AnswerDeferred:
    """A case goes to another team. Its promise is kept; a team that is closed until after it
    promises anew, and the customer reads so. A slot was a place in the calendar of the old team:
    the call keeps its time without one."""
    by, call_at = stage.answer_by, stage.again_at or stage.slot
    late = not there.open and there.opens_at is not None and by <= there.opens_at
    if late:
        by, call_at = answered_by(there, now), None
    line = promise_line(was, there, stage.channel, by)
    if late:
        line = replace(line, key="call_late" if stage.channel == "callback" else "promise_moved")
    return AnswerDeferred(
        handoff=made,
        case=stage.case,
        channel=stage.channel,
        answer_by=by,
        since=stage.since,
        line=line,
        line_at=there.opens_at if late else stage.line_at,
        ready=stage.ready or late,
        again_at=call_at,
    )


def call_goes_on(
    was: Conversation, stage: s.WithAgent, made: s.Handoff, there: TeamNow, now: datetime
) -> AnswerDeferred:
    """Who was to call is gone before they reached the customer: the call is somebody else's now,
    at the same place, by the time that was promised if that is still to come."""
    due = was.due.by if was.due is not None else None
    by = due if due is not None and due > now else answered_by(there, now)
    return AnswerDeferred(
        handoff=made,
        case=was.case,
        channel="callback",
        answer_by=by,
        since=stage.since,
        line=promise_line(was, there, "callback", by),
        line_at=there.opens_at if not there.open else stage.since,
    )


def answered_by(there: TeamNow, now: datetime) -> datetime:
    """By when this team answers something that comes now. Nobody can promise the past."""
    by = there.answer_by
    if by is None and there.opens_at is not None and not there.open:
        by = there.opens_at + AFTER_OPENING
    return by if by is not None and by > now else now + ANSWER_WITHIN


def _line_at(
    there: TeamNow, since: datetime, slot: datetime | None, *, soon: bool
) -> datetime | None:
    """From when a later answer stands in the line. A call "as soon as possible" keeps the place it
    had; what comes at night stands from the opening, first in the morning by what it promises; a
    call in a slot from its slot. None: by what was promised."""
    if slot is not None:
        return slot
    if not there.open:
        return there.opens_at
    return since if soon else None


def _open_request(
    was: Conversation, policy: Policy, now: datetime, evidence: tuple[s.Evidence, ...]
) -> tuple[s.Handoff, datetime]:
    """The request for a person that a promise answers, and its age: the one that waits already,
    or a new one, to the team that had it before."""
    old, since = was.handoff, since_of(was.stage)
    if old is not None and since is not None:
        return old, since
    kept = kept_place(was, now)
    before = kept.handoff if kept else old
    marks = was.marks
    made = s.Handoff(
        id=was.next_handoff(),
        reason=s.Reason.ASKED,
        team=before.team if before else (marks.team or policy.team),
        at=now,
        evidence=evidence,
        skills=marks.skills,
        priority=marks.priority,
        why_team="default" if before else (marks.why_team or "default"),
        language=was.language,
        facts=was.facts,
        tried=was.tried,
        promises=promises_of(was),
        preferred=who_resolved(was.stage) or same_person(was, s.Reason.ASKED, policy, now),
    )
    return made, kept.since if kept else now


def promise_line(
    was: Conversation,
    there: TeamNow,
    channel: str,
    by: datetime,
    email: str | None = None,
    *,
    slot: datetime | None = None,
) -> Line:
    """What was promised, by when, and the number to ask for. A slot is a span: a call comes in it.
    A call without one comes when it is the customer's turn, while the team is open."""
    call = channel == "callback"
    if call and slot is not None:
        key = "callback_slot"
    elif call:
        key = "call_soon" if there.open else "callback_booked"
    else:
        key = "saved"
    return Line(
        key,
        was.language,
        team=there.name,
        case=was.case,
        by=by,
        time=(slot or by) if call else None,
        until=by if slot is not None else None,
        email=email or was.contact.email,
    )


def mail_wanted(was: Conversation, promised: AnswerDeferred) -> tuple[FieldWanted, ...]:
    """An answer in writing is mailed to whoever is gone by then: the address is asked for, once,
    and only where it is not known."""
    known = bool(was.contact.email) or isinstance(was.stage, s.Deferred)
    asked = promised.channel == "message" and not known
    return (FieldWanted("email"),) if asked else ()


def with_alarms(events: tuple[Event, ...], floor: Floor, now: datetime) -> tuple[Event, ...]:
    """Who is called from a team that can never come: its leads are told beside it."""
    for event in events:
        if isinstance(event, HandoffRequested | AnswerDeferred):
            there = floor.team(event.handoff.team)
            if there.never:
                what = "no_members" if there.people == 0 and there.open else "never_opens"
                return (*events, AlarmRaised(what, now))
    return events
