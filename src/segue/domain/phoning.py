"""What came of a call: the customer was reached, or it is tried again, or answered in writing.

Whoever has the conversation says it, or whoever starts from the case. Nothing ends here in
silence: each outcome leaves a person, a new time, or a written answer with a time of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import promising
from segue.domain import stages as s
from segue.domain.errors import AlreadyClosed, NotNow, NotYours, StaleOwner
from segue.domain.facts import facts_in
from segue.domain.floor import Floor, TeamNow
from segue.domain.joining import join
from segue.domain.policy import Policy
from segue.domain.requesting import withdrawn
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
OUTCOMES = ("reached", "no_answer", "busy", "voicemail", "wrong_number")
READY = timedelta(minutes=2)
"""So long before its time a call is given to somebody, who reads first."""


def called(
    was: Conversation, heard: i.AgentCalled, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """The outcome of one call. A call that nobody was promised changes nothing else."""
    stage = _may_call(was, heard)
    by, n = heard.by, len(stage.calls) + 1
    tried = e.CallTried(n, heard.outcome, by.id, by.name, now, note=heard.note[:300])
    if heard.outcome == "reached" and isinstance(stage, s.Deferred):
        return (*withdrawn(stage, "taken"), join(was, by, floor, now, how="called"), tried)
    if heard.outcome == "reached" or (isinstance(stage, s.WithAgent) and not stage.callback):
        return (tried,)
    left: Events = withdrawn(stage)
    if isinstance(stage, s.WithAgent):
        left = (e.AgentLeft(stage.agent, stage.name, "called"),)
    again = _again_at(heard, n - stage.tried_before, policy, floor.team(stage.handoff.team), now)
    promised = _again(was, stage, again, policy, floor, now, outcome=heard.outcome)
    return (*left, replace(tried, again_at=again), promised)


def _may_call(was: Conversation, heard: i.AgentCalled) -> s.WithAgent | s.Deferred:
    """Where the call belongs. Raises when this person may not, or the outcome is none."""
    if heard.outcome not in OUTCOMES:
        raise NotNow(f"A call ends in one of {', '.join(OUTCOMES)}.")
    if isinstance(was.stage, s.Closed):
        raise AlreadyClosed
    if heard.epoch != was.epoch:
        raise StaleOwner
    match was.stage:
        case s.WithAgent(agent=agent) as stage if agent == heard.by.id:
            return stage
        case s.Deferred(channel="callback", offer=offer) as stage:
            if offer is None or offer.agent == heard.by.id:
                return stage
        case _:
            pass
    raise NotYours


def _again_at(
    heard: i.AgentCalled, n: int, policy: Policy, there: TeamNow, now: datetime
) -> datetime | None:
    """When the next call is tried; None when there is none: after the last try, or to a number
    that is somebody else's. An agent who talked to a doorkeeper may say another time."""
    if heard.outcome == "wrong_number":
        return None
    if heard.again_at is not None:
        if heard.again_at <= now:
            raise NotNow("The time of the next call is over already.")
        return heard.again_at
    if n >= policy.line.call_tries:
        return None
    again = now + policy.line.call_again
    if not there.open and there.opens_at is not None:
        again = max(again, there.opens_at)
    return again


def _again(
    was: Conversation,
    stage: s.WithAgent | s.Deferred,
    again: datetime | None,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    outcome: str,
) -> e.AnswerDeferred:
    """Another call at its time; or else a written answer, and the customer may choose again."""
    there = floor.team(stage.handoff.team)
    if again is not None:
        key, channel, by = "call_tried", "callback", again + policy.line.slot
    else:
        key = "call_wrong_number" if outcome == "wrong_number" else "call_given_up"
        channel = "email" if was.contact.email else "message"
        by = promising.answered_by(there, now)
    email = was.contact.email
    line = e.Line(key, was.language, team=there.name, case=was.case, by=by, time=again, email=email)
    return e.AnswerDeferred(
        handoff=stage.handoff,
        case=was.case,
        channel=channel,
        answer_by=by,
        since=stage.since,
        line=line,
        line_at=again,
        ready=again is None,
        again_at=again,
    )


def right_number(
    was: Conversation,
    stage: s.Deferred,
    text: str,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """The number that was asked for after a wrong one: it is called, at this customer's turn."""
    if not stage.calls or stage.calls[-1].outcome != "wrong_number":
        return ()
    number = next((value for name, value in facts_in(text) if name == "phone"), None)
    if number is None or stage.channel == "callback":
        return ()
    known: Events = (e.ContactKnown(i.Contact(phone=number)),)
    promised = promising.later(was, policy, floor, now, channel="callback")
    return (*known, *withdrawn(stage), promised)


def ready_at(stage: s.Deferred) -> datetime | None:
    """When a call that waits for its time may be given to somebody; None when it may be now."""
    at = stage.again_at or stage.slot
    return at - READY if at is not None and not stage.ready else None


def came_due(
    was: Conversation, stage: s.Deferred, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """Its time has come. Nobody can call while the team is closed: then it is moved, and told."""
    there = floor.team(stage.handoff.team)
    opens = there.opens_at
    if there.open or opens is None or opens <= now + READY:
        return (e.AlarmRaised("callback_due", now),)
    line = e.Line("call_moved", was.language, team=there.name, case=was.case, time=opens)
    return (e.PromiseMoved(opens + policy.line.slot, line, opens),)


def late(was: Conversation, stage: s.Deferred, floor: Floor, now: datetime) -> e.PromiseMoved:
    """What was promised did not come in time: the customer reads so, and by when it does."""
    there = floor.team(stage.handoff.team)
    breaks = was.due.breaks if was.due is not None else 0
    # A house that breaks its word twice a day is not believed: each time it asks for a day more.
    by = promising.answered_by(there, now) + timedelta(days=breaks)
    call = stage.channel == "callback"
    line = e.Line(
        "call_late" if call else "promise_moved",
        was.language,
        team=there.name,
        case=was.case,
        by=by,
        time=by if call else None,
    )
    return e.PromiseMoved(by, line)
