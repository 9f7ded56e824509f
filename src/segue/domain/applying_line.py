"""What a place in the line, a case, a call and a promise become by events: a part of `applying`."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.state import Conversation

STATES = ("_due", "_broken")
"""How alarms about a promise end."""


def joined(asked: e.HandoffRequested, *, companion: bool) -> s.Waiting:
    """The place of somebody who was handed over just now."""
    handoff = asked.handoff
    told = handoff.told_high_s
    return s.Waiting(
        handoff,
        asked.since,
        asked.ahead,
        shown=1 if asked.surge else 0,
        never=asked.never,
        companion=companion,
        told_until=handoff.at + timedelta(seconds=told) if told is not None else None,
    )


def deferred(later: e.AnswerDeferred, stage: s.Stage) -> s.Deferred:
    """A later answer; what was tried before it stays known."""
    calls = stage.calls if isinstance(stage, s.Deferred | s.WithAgent) else ()
    before = stage.tried_before if isinstance(stage, s.Deferred | s.WithAgent) else 0
    chosen = later.channel == "callback" and later.again_at is None
    return s.Deferred(
        handoff=later.handoff,
        case=later.case,
        channel=later.channel,
        answer_by=later.answer_by,
        since=later.since,
        slot=later.slot,
        passed=stage.passed if isinstance(stage, s.Deferred) else (),
        line_at=later.line_at,
        ready=later.ready,
        calls=calls,
        again_at=later.again_at,
        tried_before=len(calls) if chosen else before,
    )


def kept(closed: e.ConversationClosed, stage: s.Stage) -> s.KeptPlace | None:
    """The place of somebody whose connection was gone while they waited."""
    if closed.place_until is None or not isinstance(stage, s.Waiting):
        return None
    return s.KeptPlace(stage.handoff, stage.since, closed.place_until)


def in_line(event: e.Event, stage: s.Waiting | s.Offered) -> s.Stage:
    waiting = stage.waiting if isinstance(stage, s.Offered) else stage
    match event:
        case e.OfferMade(agent=agent, until=until, n=n, binding=binding):
            return s.Offered(waiting, agent, until, n, binding)
        case e.OfferEnded() as ended:
            return replace(waiting, passed=_passed(waiting.passed, ended))
        case e.ChoicesShown(level=level):
            changed = replace(waiting, shown=max(level, waiting.shown))
        case e.CompanionKept():
            changed = replace(waiting, companion=True)
        case e.TeamChanged(team=team, why=why):  # the steps of the new team begin
            moved = replace(waiting.handoff, team=team, why_team=why)
            changed = replace(waiting, handoff=moved, relaxed=0, widened=(), never=False)
        case e.PriorityChanged(priority=priority):
            changed = replace(waiting, handoff=replace(waiting.handoff, priority=priority))
        case e.Relaxed() as let_go:
            changed = replace(
                waiting,
                relaxed=let_go.step,
                dropped=(*waiting.dropped, *let_go.dropped),
                lowered=waiting.lowered + let_go.lowered,
                widened=(*waiting.widened, *let_go.teams),
            )
        case e.WaitOutgrown(n=n, heard=heard):
            changed = replace(waiting, grew=n, grown=heard)
        case _:
            return stage
    return replace(stage, waiting=changed) if isinstance(stage, s.Offered) else changed


def _passed(passed: tuple[s.Passed, ...], ended: e.OfferEnded) -> tuple[s.Passed, ...]:
    others = tuple(one for one in passed if one.agent != ended.agent)
    if ended.not_before is None:
        return others
    return (*others, s.Passed(ended.agent, ended.not_before))


def in_cases(event: e.Event, stage: s.Deferred) -> s.Stage:
    match event:
        case e.OfferMade(agent=agent, until=until, n=n):
            return replace(stage, offer=s.LiveOffer(agent, until, n))
        case e.OfferEnded() as ended:
            return replace(stage, offer=None, passed=_passed(stage.passed, ended))
        case e.PromiseMoved(answer_by=answer_by, call_at=None):
            return replace(stage, answer_by=answer_by)
        case e.PromiseMoved(answer_by=answer_by, call_at=call_at):
            return replace(stage, answer_by=answer_by, again_at=call_at, slot=None)
        case e.PriorityChanged(priority=priority):
            return replace(stage, handoff=replace(stage.handoff, priority=priority))
        case e.AlarmRaised(what="callback_due") if not stage.ready:  # its time has come
            return replace(stage, ready=True)
        case e.CallTried() as tried:
            return called(tried, stage)
        case _:
            return stage


def called(tried: e.CallTried, stage: s.WithAgent | s.Deferred) -> s.WithAgent | s.Deferred:
    calls = (*stage.calls, s.CallTry(tried.at, tried.outcome, tried.name, tried.note))
    if isinstance(stage, s.WithAgent) and tried.outcome == "reached":
        return replace(stage, calls=calls, callback=False)
    return replace(stage, calls=calls)


def promised(now: Conversation, event: e.Event) -> Conversation:
    """What is due, and whether it is late: promises begin, move, are kept and are broken."""
    match event:
        case e.HandoffRequested(handoff=handoff):
            by = handoff.first_by
            due = s.Due("first_answer", by, now.seq) if by is not None else None
        case e.AnswerDeferred(channel=channel, answer_by=answer_by):
            what = "callback" if channel == "callback" else "case"
            due = s.Due(what, answer_by, now.seq)
        case e.PromiseMoved(answer_by=answer_by) if now.due is not None:
            late = now.due.state == "broken"
            state, breaks = ("broken", now.due.breaks + 1) if late else ("ok", now.due.breaks)
            due = replace(now.due, by=answer_by, state=state, warned=False, breaks=breaks)
        case e.AlarmRaised(what=what) if now.due is not None and what.endswith(STATES):
            late = now.due.state == "broken" or what.endswith("_broken")
            due = replace(now.due, state="broken" if late else "soon", warned=True)
        case e.CallTried(outcome="reached"):
            due = None
        case (
            e.LeftLine() | e.BotReturned() | e.WrapUpBegun() | e.ConversationClosed() | e.Reopened()
        ):
            due = None
        case _:
            return now
    return replace(now, due=due) if due != now.due else now
