"""The life of one conversation.

Inputs come in, events are kept, effects go out. Nothing here awaits, logs, reads a clock or knows
a database: the caller passes `now` and does what the effects say.

    decide   what happened?          every rule of a conversation, split by who speaks:
                                     by_customer.py, by_bot.py, by_clock.py, by_agent.py;
                                     of actions and proofs of identity: acting.py
    apply    what is true now?       knows no rules, never fails on an event once kept
    react    what must be done?      effects for the shell: jobs, timers, wake-ups

`step` is the whole turn; the shell calls it once, inside one transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import acting, by_agent, by_bot, by_clock, by_customer
from segue.domain import inputs as i
from segue.domain.applying import apply, fold
from segue.domain.effects import Effect
from segue.domain.events import Event
from segue.domain.floor import NOBODY, Floor
from segue.domain.policy import Policy
from segue.domain.promising import with_alarms
from segue.domain.reacting import react
from segue.domain.state import Conversation
from segue.domain.wanting import with_owner

__all__ = ["Conversation", "apply", "decide", "fold", "react", "step"]


def decide(
    was: Conversation, heard: i.Input, policy: Policy, floor: Floor, now: datetime
) -> tuple[Event, ...]:
    """Say what happened. People may be refused (`errors.Refused`); machines get silence."""
    events = _decide(was, heard, policy, floor, now)
    events = with_alarms(events, floor, now)
    return events if was.action is None else with_owner(was, events)


def _decide(
    was: Conversation, heard: i.Input, policy: Policy, floor: Floor, now: datetime
) -> tuple[Event, ...]:
    match heard:
        case (
            i.ConversationStarted()
            | i.CustomerSaid()
            | i.CustomerAskedForPerson()
            | i.CustomerTookPerson()
            | i.CustomerDeclinedPerson()
            | i.CustomerChose()
            | i.CustomerAnsweredField()
            | i.CustomerRated()
            | i.CustomerAskedTranscript()
            | i.CustomerWentAway()
            | i.CustomerCameBack()
        ):
            return by_customer.decide(was, heard, policy, floor, now)
        case (
            i.Understood()
            | i.BotAnswered()
            | i.BotFailed()
            | i.BotAskedForPerson()
            | i.IntegrationAskedForPerson()
        ):
            return by_bot.decide(was, heard, policy, floor, now)
        case (
            i.AgentFound()
            | i.OfferExpired()
            | i.AgentLost()
            | i.WaitReached()
            | i.TeamClosed()
            | i.DraftTimedOut()
            | i.PromiseDue()
            | i.IdleTimedOut()
            | i.SnoozeEnded()
            | i.PlaceLapsed()
            | i.StandByFound()
            | i.RelaxReached()
            | i.WaitGrew()
            | i.AnswerDue()
        ):
            return by_clock.decide(was, heard, policy, floor, now)
        case (
            i.AgentAccepted()
            | i.AgentDeclined()
            | i.AgentPicked()
            | i.AgentSaid()
            | i.AgentNoted()
            | i.AgentTagged()
            | i.AgentJudged()
            | i.AgentApprovedDraft()
            | i.AgentRejectedDraft()
            | i.AgentTransferred()
            | i.AgentReturned()
            | i.AgentSnoozed()
            | i.AgentClosed()
            | i.AgentInvited()
            | i.CustomerDescribed()
            | i.LeadAssigned()
            | i.LeadTookOver()
            | i.LeadWhispered()
            | i.AgentCalled()
            | i.DeskAccepted()
        ):
            return by_agent.decide(was, heard, policy, floor, now)
        case (
            i.CustomerAllowedAction()
            | i.CustomerStoppedAction()
            | i.CustomerAskedCode()
            | i.IdentityProven()
            | i.ActionFinished()
            | i.ActionLapsed()
            | i.AgentActed()
            | i.AgentAskedProof()
            | i.AgentApprovedAction()
            | i.AgentRejectedAction()
        ):
            return acting.decide(was, heard, policy, floor, now)
        case _:
            assert_never(heard)


def step(
    was: Conversation,
    heard: i.Input,
    policy: Policy,
    floor: Floor = NOBODY,
    *,
    now: datetime,
) -> tuple[Conversation, tuple[Event, ...], tuple[Effect, ...]]:
    """The whole turn: what is true now, what to keep and what to do."""
    events = decide(was, heard, policy, floor, now)
    effects: list[Effect] = []
    for event in events:
        before, was = was, apply(was, event)
        effects += react(before, was, event, policy, now)
    return was, events, tuple(effects)
