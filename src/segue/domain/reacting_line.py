"""The clocks of a wait, of a later answer and of what was promised: a part of `reacting`."""

from __future__ import annotations

from datetime import datetime, timedelta

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.effects import CancelTimer, Effect, FindAgent, SendMail, SetTimer
from segue.domain.phoning import ready_at
from segue.domain.policy import Policy
from segue.domain.relaxing import next_step as due_step
from segue.domain.relaxing import waiting_of
from segue.domain.state import Conversation

SOON = timedelta(seconds=1)
CALLED = ("call_tried", "call_given_up", "call_wrong_number")
"""Lines that say what came of a call: their mail holds just that."""


def joined(now: Conversation, policy: Policy, at: datetime) -> tuple[Effect, ...]:
    """Everything that may happen to somebody who waits has its clock from the start."""
    waiting = waiting_of(now.stage)
    if waiting is None:
        return ()
    passed: tuple[Effect, ...] = ()
    if waiting.told_until is not None:
        grew = i.WaitGrew(waiting.handoff.id, 0, passed=True)
        passed = (SetTimer("told", waiting.told_until, grew),)
    return (
        *next_wait(now, policy, at),
        *next_step(now, policy, at),
        *passed,
        *answer_timer(now, policy, at),
    )


def next_wait(now: Conversation, policy: Policy, at: datetime) -> tuple[Effect, ...]:
    """The clock of a wait starts with its handoff: `since` orders the line, and may be older."""
    stage = waiting_of(now.stage)
    if stage is None:
        return ()
    limit = policy.line.of(stage.handoff.team).wait_limit or policy.wait_limit
    if stage.never:
        limit = min(limit, policy.wait_choices)
    levels = (policy.wait_choices, policy.wait_apology, limit)
    level = min(stage.shown, len(levels) - 1)
    after = min(levels[level], limit)
    if after == limit:  # the team's limit may come before the apology
        level = len(levels) - 1
    reached = i.WaitReached(stage.handoff.id, level + 1)
    return (SetTimer("wait", max(at, stage.handoff.at + after), reached),)


def next_step(now: Conversation, policy: Policy, at: datetime) -> tuple[Effect, ...]:
    """The clock of the next step that lets something go."""
    waiting = waiting_of(now.stage)
    if waiting is None:
        return ()
    due = due_step(waiting, policy.line)
    if due is None:
        return (CancelTimer("relax"),) if waiting.relaxed or waiting.dropped else ()
    n, step = due
    reached = i.RelaxReached(waiting.handoff.id, n)
    return (SetTimer("relax", max(at, waiting.handoff.at + step.after), reached),)


def answer_timer(now: Conversation, policy: Policy, at: datetime) -> tuple[Effect, ...]:
    """The clock of what was promised to somebody who waits or has a person: a warning, then the
    time itself."""
    due = now.due
    if due is None or due.state == "broken":
        return ()
    if due.state == "soon":
        return (SetTimer("answer", max(at, due.by), i.AnswerDue(due.what, due.seq, broken=True)),)
    warn = max(at + SOON, due.by - _warned_before(now, due, policy))
    return (SetTimer("answer", warn, i.AnswerDue(due.what, due.seq)),)


def _warned_before(now: Conversation, due: s.Due, policy: Policy) -> timedelta:
    """How long before its time a promise is warned of."""
    handoff = now.handoff
    return policy.warned_before(handoff.team if handoff else policy.team, due.what)


def promise_timer(now: Conversation, stage: s.Deferred, policy: Policy, at: datetime) -> SetTimer:
    """When a case or a call is warned of. A call in a slot is given to somebody by that."""
    ready = ready_at(stage)
    warn = ready if ready is not None else stage.answer_by - policy.promise_warns
    return SetTimer("promise", max(at + SOON, warn), i.PromiseDue(now.epoch))


def moved(now: Conversation, stage: s.Deferred, policy: Policy, at: datetime) -> tuple[Effect, ...]:
    """A promise that moves has a new clock, and is mailed to whoever is not there to read it."""
    timer = promise_timer(now, stage, policy, at)
    if now.away and now.contact.email:
        return (timer, SendMail("news", now.contact.email, now.seq))
    return (timer,)


def alarmed(
    before: Conversation, now: Conversation, event: e.AlarmRaised, policy: Policy, at: datetime
) -> tuple[Effect, ...]:
    """After the warning comes the time itself."""
    if not event.what.endswith("_due"):
        return ()
    stage = now.stage
    if not isinstance(stage, s.Deferred):
        return answer_timer(now, policy, at)
    broken = SetTimer("promise", max(at, stage.answer_by), i.PromiseDue(now.epoch, broken=True))
    came_due = isinstance(before.stage, s.Deferred) and not before.stage.ready
    return (broken, FindAgent(stage.handoff.team)) if came_due else (broken,)


def deferred(
    now: Conversation, later: e.AnswerDeferred, policy: Policy, at: datetime
) -> tuple[Effect, ...]:
    """A promise has a clock and a mail, and whoever is free may begin."""
    mail: tuple[Effect, ...] = ()
    if now.contact.email:
        what = "news" if later.line.key in CALLED else "case"
        mail = (SendMail(what, now.contact.email, now.seq),)
    timer: tuple[Effect, ...] = ()
    if isinstance(now.stage, s.Deferred):
        timer = (promise_timer(now, now.stage, policy, at),)
    return (CancelTimer(EVERY), *timer, *mail, FindAgent(later.handoff.team))


EVERY = "*"
