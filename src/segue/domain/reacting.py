"""Events become work: jobs, timers and wake-ups. Pure; told what was true before and after."""

from __future__ import annotations

from datetime import datetime, timedelta

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.effects import (
    AskBot,
    CancelTimer,
    Consider,
    CountMissedOffer,
    Effect,
    FindAgent,
    FindStandBy,
    RunAction,
    SendCode,
    SendMail,
    SetTimer,
)
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.state import Conversation

EVERY = "*"
ANSWERS = (s.WithBot, s.Waiting, s.Offered, s.WrappingUp)


def react(
    before: Conversation, now: Conversation, event: e.Event, policy: Policy, at: datetime
) -> tuple[Effect, ...]:
    """Say what must be done because of it."""
    effects = _react(before, now, event, policy, at)
    if now.action is None or not effects:
        return effects
    return _still_running(now, effects)


def _still_running(now: Conversation, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """All timers go with an owner, but not the one of what is being done in another system."""
    run = now.action
    if run is None or run.state != "running" or run.until is None:
        return effects
    if CancelTimer(EVERY) not in effects or isinstance(now.stage, s.Closed):
        return effects
    return (*effects, SetTimer("action", run.until, i.ActionLapsed(run.n)))


def _react(
    before: Conversation, now: Conversation, event: e.Event, policy: Policy, at: datetime
) -> tuple[Effect, ...]:
    match event:
        case e.MessagePosted():
            return _posted(before, now, event, policy, at)
        case e.SignalsRead(about=about):
            if about != now.heard or about == now.silent:
                return ()
            if isinstance(now.stage, ANSWERS):
                return (AskBot(about, now.epoch, isinstance(now.stage, s.Waiting | s.Offered)),)
            return ()
        case e.HandoffRequested(handoff=handoff):
            return (
                CancelTimer(EVERY),
                SetTimer("wait", at + policy.wait_choices, i.WaitReached(handoff.id, 1)),
                FindAgent(handoff.team),
            )
        case e.ChoicesShown():
            return _next_wait(now, policy, at)
        case e.TeamChanged(team=team):
            return (FindAgent(team),)
        case e.PriorityChanged():
            return (FindAgent(_team(now)),)
        case e.StandByAsked(standing=standing):
            return (FindStandBy(standing.team),)
        case e.OfferMade(agent=agent, until=until, n=n):
            return (SetTimer("offer", until, i.OfferExpired(agent, n)),)
        case e.OfferEnded(agent=agent, why=why):
            missed = (CountMissedOffer(agent),) if why == "lapsed" else ()
            return (CancelTimer("offer"), *missed, FindAgent(_team(now)))
        case e.AgentJoined():
            return (CancelTimer(EVERY),)
        case e.LeftLine(kept=kept):
            gone = SetTimer("place", kept.until, i.PlaceLapsed(kept.handoff.id))
            return (CancelTimer(EVERY), gone, FindAgent(_team(before)))
        case e.DraftHeld(draft=draft):
            return (SetTimer("draft", draft.until, i.DraftTimedOut(draft.n)),)
        case e.DraftSettled():
            return (CancelTimer("draft"),)
        case e.AnswerDeferred() as later:
            return _deferred(now, later, policy, at)
        case e.PromiseMoved(answer_by=answer_by):
            return (_promise_timer(now, answer_by, policy, at),)
        case e.AlarmRaised(what="promise_due") if isinstance(now.stage, s.Deferred):
            broken = i.PromiseDue(now.epoch, broken=True)
            return (SetTimer("promise", max(at, now.stage.answer_by), broken),)
        case e.Snoozed(until=until):
            if until is None:
                return (CancelTimer("snooze"),)
            return (SetTimer("snooze", until, i.SnoozeEnded(now.epoch)),)
        case e.Woken():
            return (CancelTimer("snooze"),)
        case e.BotReturned() if now.away:
            close = SetTimer("idle", at + policy.idle_close, i.IdleTimedOut(now.epoch))
            return (CancelTimer(EVERY), close, FindAgent(None))
        case e.BotReturned() | e.Reopened():
            return (CancelTimer(EVERY), FindAgent(None))
        case e.WrapUpBegun():
            return _wrapping(before, now, policy, at)
        case e.ConversationClosed():
            return (CancelTimer(EVERY), FindAgent(None))
        case e.TranscriptAsked(email=email):
            return (SendMail("transcript", email, now.seq),)
        case e.CustomerLeft():
            if isinstance(now.stage, s.WithBot):
                idle = i.IdleTimedOut(now.epoch)
                return (SetTimer("idle", at + policy.idle_close, idle),)
            return ()
        case e.CustomerReturned():
            return (CancelTimer("idle"),) if isinstance(now.stage, s.WithBot) else ()
        case e.ActionWanted(run=run) | e.ActionMoved(run=run):
            lapses = i.ActionLapsed(run.n)
            waits = (SetTimer("action", run.until, lapses),) if run.until is not None else ()
            return (RunAction(run.n), *waits) if run.state == "running" else waits
        case e.ActionOver() | e.ActionDone():
            return (CancelTimer("action"),)
        case e.CodeAsked(email=email):
            return (SendCode(email, now.language),)
        case _:
            return ()


def _posted(
    before: Conversation,
    now: Conversation,
    event: e.MessagePosted,
    policy: Policy,
    at: datetime,
) -> tuple[Effect, ...]:
    if event.author == e.Author.CUSTOMER:
        effects: tuple[Effect, ...] = ()
        if event.consider:
            effects = (Consider(now.seq),)
        if before.away and isinstance(now.stage, s.WithBot):
            effects = (*effects, CancelTimer("idle"))
        if isinstance(now.stage, s.WrappingUp):
            idle = i.IdleTimedOut(now.epoch)
            effects = (*effects, SetTimer("idle", at + policy.wrap_up, idle))
        return effects
    email = now.contact.email
    if event.author == e.Author.AGENT and now.away and email:
        return (SendMail("answer", email, now.seq),)
    return ()


def _team(now: Conversation) -> TeamId | None:
    handoff = now.handoff
    return handoff.team if handoff else None


def _next_wait(now: Conversation, policy: Policy, at: datetime) -> tuple[Effect, ...]:
    """The clock of a wait starts with its handoff: `since` orders the line, and may be older."""
    stage = now.stage.waiting if isinstance(now.stage, s.Offered) else now.stage
    if not isinstance(stage, s.Waiting):
        return ()
    after = policy.wait_apology if stage.shown == 1 else policy.wait_limit
    reached = i.WaitReached(stage.handoff.id, stage.shown + 1)
    return (SetTimer("wait", max(at, stage.handoff.at + after), reached),)


def _promise_timer(
    now: Conversation, answer_by: datetime, policy: Policy, at: datetime
) -> SetTimer:
    warn = max(at + timedelta(seconds=1), answer_by - policy.promise_warns)
    return SetTimer("promise", warn, i.PromiseDue(now.epoch))


def _deferred(
    now: Conversation,
    later: e.AnswerDeferred,
    policy: Policy,
    at: datetime,
) -> tuple[Effect, ...]:
    mail: tuple[Effect, ...] = ()
    if now.contact.email:
        mail = (SendMail("case", now.contact.email, now.seq),)
    return (
        CancelTimer(EVERY),
        _promise_timer(now, later.answer_by, policy, at),
        *mail,
        FindAgent(later.handoff.team),
    )


def _wrapping(
    before: Conversation, now: Conversation, policy: Policy, at: datetime
) -> tuple[Effect, ...]:
    mail: tuple[Effect, ...] = ()
    if isinstance(before.stage, s.Deferred) and now.contact.email:
        mail = (SendMail("case_closed", now.contact.email, now.seq),)
    idle = SetTimer("idle", at + policy.wrap_up, i.IdleTimedOut(now.epoch))
    return (CancelTimer(EVERY), idle, *mail, FindAgent(None))
