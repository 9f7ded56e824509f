"""Events become work: jobs, timers and wake-ups. Pure; told what was true before and after."""

from __future__ import annotations

from datetime import datetime

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import reacting_line as line
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
        case e.ContactKnown(contact=contact) if isinstance(now.stage, s.Deferred):
            fresh = contact.email and not before.contact.email
            return (SendMail("case", contact.email, now.seq),) if fresh and contact.email else ()
        case e.SignalsRead(about=about):
            if about != now.heard or about == now.silent:
                return ()
            if isinstance(now.stage, ANSWERS):
                return (AskBot(about, now.epoch, isinstance(now.stage, s.Waiting | s.Offered)),)
            return ()
        case e.HandoffRequested(handoff=handoff):
            return (CancelTimer(EVERY), *line.joined(now, policy, at), FindAgent(handoff.team))
        case e.ChoicesShown():
            return line.next_wait(now, policy, at)
        case e.Relaxed():
            return (*line.next_step(now, policy, at), FindAgent(_team(now)))
        case e.TeamChanged(team=team):  # another team's limit and steps hold from now on
            clocks = (*line.next_wait(now, policy, at), *line.next_step(now, policy, at))
            return (*clocks, FindAgent(team))
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
            return (CancelTimer(EVERY), *line.answer_timer(now, policy, at))
        case e.LeftLine(kept=kept):
            gone = SetTimer("place", kept.until, i.PlaceLapsed(kept.handoff.id))
            return (CancelTimer(EVERY), gone, FindAgent(_team(before)))
        case e.DraftHeld(draft=draft):
            return (SetTimer("draft", draft.until, i.DraftTimedOut(draft.n)),)
        case e.DraftSettled():
            return (CancelTimer("draft"),)
        case e.AnswerDeferred() as later:
            return line.deferred(now, later, policy, at)
        case e.PromiseMoved() if isinstance(now.stage, s.Deferred):
            return line.moved(now, now.stage, policy, at)
        case e.AlarmRaised():
            return line.alarmed(before, now, event, policy, at)
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
        if now.due is not before.due:
            effects = (*effects, *line.answer_timer(now, policy, at))
        if before.away and isinstance(now.stage, s.WithBot):
            effects = (*effects, CancelTimer("idle"))
        if isinstance(now.stage, s.WrappingUp):
            idle = i.IdleTimedOut(now.epoch)
            effects = (*effects, SetTimer("idle", at + policy.wrap_up, idle))
        return effects
    if event.author != e.Author.AGENT:
        return ()
    kept: tuple[Effect, ...] = (CancelTimer("answer"),) if before.due is not None else ()
    email = now.contact.email
    return (*kept, SendMail("answer", email, now.seq)) if now.away and email else kept


def _team(now: Conversation) -> TeamId | None:
    handoff = now.handoff
    return handoff.team if handoff else None


def _wrapping(
    before: Conversation, now: Conversation, policy: Policy, at: datetime
) -> tuple[Effect, ...]:
    mail: tuple[Effect, ...] = ()
    if isinstance(before.stage, s.Deferred) and now.contact.email:
        mail = (SendMail("case_closed", now.contact.email, now.seq),)
    idle = SetTimer("idle", at + policy.wrap_up, i.IdleTimedOut(now.epoch))
    return (CancelTimer(EVERY), idle, *mail, FindAgent(None))
