"""What came of a call: the customer was reached, or it is tried again, or answered in writing.

Whoever has the conversation says it, or whoever starts from the case. Nothing ends here in
silence: each outcome leaves a person, a new time, or a written answer with a time of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain import telling
from segue.domain.errors import AlreadyClosed, NotNow, NotYours, StaleOwner
from segue.domain.floor import Floor
from segue.domain.joining import join
from segue.domain.policy import Policy
from segue.domain.requesting import withdrawn
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
OUTCOMES = ("reached", "no_answer", "busy", "voicemail", "wrong_number")


def called(
    was: Conversation, heard: i.AgentCalled, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """The outcome of one call."""
    stage = _may_call(was, heard)
    n = len(stage.calls) + 1
    tried = e.CallTried(n, heard.outcome, heard.by.id, heard.by.name, now, note=heard.note[:300])
    promised = isinstance(stage, s.Deferred) or stage.callback
    if heard.outcome == "reached":
        if isinstance(stage, s.Deferred):
            return (
                *withdrawn(stage, "taken"),
                join(was, heard.by, floor, now, how="called"),
                tried,
            )
        return (tried,)
    if not promised:
        return (tried,)
    return _not_reached(was, stage, heard, tried, policy, floor, now)


def _may_call(was: Conversation, heard: i.AgentCalled) -> s.WithAgent | s.Deferred:
    stage = was.stage
    if heard.outcome not in OUTCOMES:
        raise NotNow(f"A call ends in one of {', '.join(OUTCOMES)}.")
    if isinstance(stage, s.Closed):
        raise AlreadyClosed
    if heard.epoch != was.epoch:
        raise StaleOwner
    match stage:
        case s.WithAgent(agent=agent) if agent == heard.by.id:
            return stage
        case s.Deferred(channel="callback", offer=offer) if (
            offer is None or offer.agent == heard.by.id
        ):
            return stage
        case _:
            raise NotYours


def _not_reached(
    was: Conversation,
    stage: s.WithAgent | s.Deferred,
    heard: i.AgentCalled,
    tried: e.CallTried,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    """Again at a time that is said, or, after the last try, in writing."""
    there = floor.team(stage.handoff.team)
    left: Events = withdrawn(stage)
    if isinstance(stage, s.WithAgent):
        left = (e.AgentLeft(stage.agent, stage.name, "called"),)
    last = tried.n >= policy.line.call_tries and heard.again_at is None
    if last or heard.outcome == "wrong_number":
        key = "call_wrong_number" if heard.outcome == "wrong_number" else "call_given_up"
        channel = "email" if was.contact.email else "message"
        by = there.answer_by or now + telling.ANSWER_WITHIN
        line_at = None
        again = None
    else:
        key, channel = "call_tried", "callback"
        again = heard.again_at or now + policy.line.call_again
        if again <= now:
            raise NotNow("The next call is in the past.")
        if heard.again_at is None and not there.open and there.opens_at is not None:
            again = max(again, there.opens_at)
        by, line_at = again, again
    line = e.Line(
        key,
        was.language,
        team=there.name,
        case=was.case,
        by=by,
        time=again,
        email=was.contact.email,
    )
    promised = e.AnswerDeferred(
        handoff=stage.handoff,
        case=was.case,
        channel=channel,
        answer_by=by,
        since=stage.since,
        line=line,
        slot=again,
        line_at=line_at,
        ready=again is None,
        again=again is not None,
    )
    tried = e.CallTried(
        tried.n, tried.outcome, tried.by, tried.name, now, again_at=again, note=tried.note
    )
    return (*left, tried, promised)


def ready_at(stage: s.Deferred) -> datetime | None:
    """When a call that waits for its time may be given to somebody; None when it may be now."""
    if stage.ready or stage.slot is None:
        return None
    return stage.slot - READY


READY = timedelta(minutes=2)
"""So long before its time a call is given to somebody, who reads first."""
