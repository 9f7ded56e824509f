"""What happens when time passes, the router finds somebody, or an agent's connection is gone.

Machines are never refused: a late timer, or an offer that is not live any more, decides nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import outgrowing, phoning, promising, relaxing, telling
from segue.domain import stages as s
from segue.domain.answering import draft_fallback
from segue.domain.applying import fold
from segue.domain.floor import Floor
from segue.domain.ids import AgentId
from segue.domain.policy import Policy
from segue.domain.requesting import withdrawn
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
SKEW = timedelta(minutes=1)
"""By so much the clocks of two processes may differ."""
LIMIT = 3
"""The level of a wait at which it becomes a promise."""


def decide(
    was: Conversation, heard: i.MachineInput, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match heard:
        case i.AgentFound():
            return _found(was, heard, policy, now)
        case i.OfferExpired(agent=agent, n=n):
            return _expired(was, agent, n, policy, now)
        case i.AgentLost(agent=agent):
            return _lost(was, agent, policy, floor, now)
        case i.WaitReached():
            return _waited(was, heard, policy, floor, now)
        case i.TeamClosed():
            return _team_closed(was, heard, floor)
        case i.DraftTimedOut(n=n):
            return _draft_timed_out(was, n, policy, floor, now)
        case i.PromiseDue():
            return _promise(was, heard, policy, floor, now)
        case i.IdleTimedOut(epoch=epoch):
            return _idle(was, policy, now) if epoch == was.epoch else ()
        case i.SnoozeEnded(epoch=epoch):
            if epoch == was.epoch and isinstance(was.stage, s.WithAgent):
                return (e.Woken("time"),) if was.stage.snoozed else ()
            return ()
        case i.PlaceLapsed(handoff=handoff):
            match was.stage:
                case s.WithBot(kept=s.KeptPlace(handoff=kept, until=until)) if until <= now:
                    return (e.PlaceGone(),) if kept.id == handoff else ()
                case _:
                    return ()
        case i.StandByFound(agent=agent, name=name):
            match was.stage:
                case s.WithBot(standing=s.Standing(agent=None)):
                    return (e.StoodBy(agent, name),)
                case _:
                    return ()
        case i.RelaxReached():
            return relaxing.relaxed(was, heard, policy, floor, now)
        case i.WaitGrew():
            return outgrowing.grew(was, heard, policy, floor, now)
        case i.AnswerDue():
            return outgrowing.answer_due(was, heard, now)
        case _:
            assert_never(heard)


def _found(was: Conversation, heard: i.AgentFound, policy: Policy, now: datetime) -> Events:
    match was.stage:
        case s.Waiting(handoff=handoff, passed=passed):
            pass
        case s.Deferred(handoff=handoff, offer=None, passed=passed, ready=True):
            pass
        case _:
            return ()
    if handoff.id != heard.handoff or heard.agent in handoff.avoid:
        return ()
    if any(one.agent == heard.agent and one.until > now for one in passed):
        return ()
    until = now + policy.offer_lasts
    return (e.OfferMade(heard.agent, heard.name, until, was.offers + 1, why=heard.why),)


def live_offer(stage: s.Stage) -> tuple[AgentId, int] | None:
    """The agent at whom this stage rings, and the number of the offer."""
    match stage:
        case s.Offered(agent=agent, n=n) | s.Deferred(offer=s.LiveOffer(agent=agent, n=n)):
            return agent, n
        case _:
            return None


def _expired(was: Conversation, agent: AgentId, n: int, policy: Policy, now: datetime) -> Events:
    if live_offer(was.stage) != (agent, n):
        return ()
    return (e.OfferEnded(agent, "lapsed", not_before=now + policy.not_again_for),)


def _lost(was: Conversation, agent: AgentId, policy: Policy, floor: Floor, now: datetime) -> Events:
    match was.stage:
        case s.WithAgent(agent=owner, name=name, handoff=handoff, since=since) if owner == agent:
            first = telling.first_name(name)
            called = telling.handoff(
                was,
                s.Reason.AGENT_LOST,
                policy,
                floor,
                now,
                evidence=(*handoff.evidence, s.Evidence("note", first, label="agent_lost")),
                team=handoff.team,
                skills=handoff.skills,
                priority=handoff.priority,
                since=since,
                ahead=True,
                avoid=handoff.avoid,
                line_key="person_lost",
                name=first,
            )
            left = e.AgentLeft(agent, name, "lost")
            if was.stage.callback:  # they wait for a call, not for a chat
                there = floor.team(handoff.team)
                return (left, promising.call_goes_on(was, was.stage, handoff, there, now))
            return (left, called)
        case stage:
            offered = live_offer(stage)
            if offered is None or offered[0] != agent:
                return ()
            return (e.OfferEnded(agent, "withdrawn", not_before=now + policy.not_again_for),)


def _waited(
    was: Conversation, heard: i.WaitReached, policy: Policy, floor: Floor, now: datetime
) -> Events:
    stage = was.stage.waiting if isinstance(was.stage, s.Offered) else was.stage
    if not isinstance(stage, s.Waiting) or stage.handoff.id != heard.handoff:
        return ()
    if heard.level >= LIMIT:
        channel = "email" if was.contact.email else "message"
        promised = promising.later(was, policy, floor, now, channel=channel)
        return (*withdrawn(was.stage), promised, *promising.mail_wanted(was, promised))
    if heard.level <= stage.shown:
        return ()
    line = None
    there = floor.team(stage.handoff.team)
    if heard.level == LIMIT - 1 and there.open:
        line = telling.place_line(was, there, key="in_line_longer", already_in=True)
    return (e.ChoicesShown(heard.level, line),)


def _team_closed(was: Conversation, heard: i.TeamClosed, floor: Floor) -> Events:
    there = floor.team(heard.team)
    match was.stage:
        case (
            s.Waiting(handoff=handoff, shown=shown)
            | s.Offered(waiting=s.Waiting(handoff=handoff, shown=shown))
        ) if handoff.team == heard.team:
            line = telling.place_line(was, there, key="away")
            return (e.ChoicesShown(max(1, shown), line),)
        case s.Deferred(handoff=handoff) as stage if handoff.team == heard.team:
            opens = there.opens_at
            if opens is None or stage.answer_by > opens:
                return ()
            moved = there.answer_by or opens + timedelta(hours=1)
            if moved <= stage.answer_by:
                return ()
            line = promising.promise_line(was, there, stage.channel, moved)
            return (e.PromiseMoved(moved, line),)
        case _:
            return ()


def _draft_timed_out(
    was: Conversation, n: int, policy: Policy, floor: Floor, now: datetime
) -> Events:
    match was.stage:
        case s.WithBot(draft=s.HeldDraft() as draft) if draft.n == n:
            settled = e.DraftSettled(n, "timed_out")
        case _:
            return ()
    return (settled, *draft_fallback(fold(was, (settled,)), draft, policy, floor, now))


def _promise(
    was: Conversation, heard: i.PromiseDue, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """Soon: the team is told, a call is given to somebody. Broken: the customer is told, too."""
    stage = was.stage
    if heard.epoch != was.epoch or not isinstance(stage, s.Deferred):
        return ()
    due = was.promised
    early = now + SKEW < stage.answer_by
    said = early if heard.broken else due is not None and due.warned
    if said:  # a clock that runs twice, or one of a promise that moved
        return ()
    if not stage.ready:
        return phoning.came_due(was, stage, policy, floor, now)
    what = "callback" if stage.channel == "callback" else "case"
    raised = outgrowing.alarm(what, now, broken=heard.broken)
    return (raised, phoning.late(was, stage, floor, now)) if heard.broken else (raised,)


def _idle(was: Conversation, policy: Policy, now: datetime) -> Events:
    until = now + policy.reopen_within
    match was.stage:
        case s.WrappingUp(outcome=outcome):
            return (e.ConversationClosed(outcome, now, until),)
        case s.WithBot(misses=misses) if was.away:
            outcome = "assumed_solved" if misses == 0 and (was.tried or was.done) else "unsolved"
            return (e.ConversationClosed(outcome, now, until),)
        case _:
            return ()
