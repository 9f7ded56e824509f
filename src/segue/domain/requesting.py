"""A customer asks for a person, is offered one, or says no to the offer.

However it is asked, in words or by button, it ends in the same turn: in a person, a place in the
line, or an honest next step, and the customer reads which (law 3). Nothing here can refuse.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import events as e
from segue.domain import promising, telling
from segue.domain import stages as s
from segue.domain.destinations import destination, home, why_team
from segue.domain.floor import Floor
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.rules.model import Do, Lane, Rule
from segue.domain.ruling import (
    handed_over,
    line_or_case,
    moment_of,
    overtaken,
    priority_of,
    tagged,
)
from segue.domain.state import Conversation
from segue.domain.value import Plain

Events = tuple[e.Event, ...]


class Asked(Plain, frozen=True):
    """An explicit request for a person: what it rests on, and the team that was named."""

    evidence: tuple[s.Evidence, ...]
    team: TeamId | None = None


BY_BUTTON = Asked((s.Evidence("button"),))


def asked(was: Conversation, asked: Asked, policy: Policy, floor: Floor, now: datetime) -> Events:
    """Asked for a person: into the line, or told again where things stand."""
    match was.stage:
        case s.WithBot() | s.WrappingUp():
            return _into_line(was, asked, policy, floor, now)
        case s.Closed() as over:
            return (reopened(was, over, now), *_into_line(was, asked, policy, floor, now))
        case s.Waiting(handoff=handoff) | s.Offered(waiting=s.Waiting(handoff=handoff)):
            line = telling.place_line(was, floor.team(handoff.team), already_in=True)
            return _told(was, line, policy, now)
        case s.WithAgent(name=name, handoff=handoff):
            team = floor.team(handoff.team).name
            line = e.Line("with_person", was.language, name=telling.first_name(name), team=team)
            return _told(was, line, policy, now)
        case s.Deferred(handoff=handoff, since=since) as stage:
            there = floor.team(asked.team or handoff.team)
            if there.open and there.staffed:
                called = _into_line(was, asked, policy, floor, now, since=since)
                return (*withdrawn(stage), *called)
            line = promising.promise_line(
                was, there, stage.channel, stage.answer_by, slot=stage.slot
            )
            return _told(was, line, policy, now)
        case _:
            assert_never(was.stage)


def _into_line(
    was: Conversation,
    asked: Asked,
    policy: Policy,
    floor: Floor,
    now: datetime,
    since: datetime | None = None,
) -> Events:
    """To the team that was named, or else the one that had it before. An answer that was held is
    not needed any more."""
    rule = _rule_of_asking(was, policy, floor, now)
    wanted = (was.handoff.team if was.handoff else None) or home(was, rule, policy, floor, now)
    where = _named(asked, policy, floor) or destination(wanted, rule, policy, floor)
    named = asked.team is not None and where == asked.team
    called = telling.handoff(
        was,
        s.Reason.ASKED,
        policy,
        floor,
        now,
        evidence=asked.evidence,
        team=where,
        why_team="named by the customer" if named else why_team(was, rule, where, wanted),
        skills=rule.skills if rule else (),
        priority=priority_of(rule),
        since=since,
        preferred=telling.who_resolved(was.stage),
        rule=rule.id if rule else "",
        say=rule.sentence(was.language) if rule else "",
    )
    if rule is None:
        return (*overtaken(was), called)
    ends = line_or_case(was, rule, called, policy, floor, now)
    return (*overtaken(was), *tagged(was, rule), ends)


def _named(asked: Asked, policy: Policy, floor: Floor) -> TeamId | None:
    """The team that the customer named; whoever stands in for it when nobody works for it at all;
    None when there is nobody either, for a line at which nobody sits leads nowhere."""
    if asked.team is None or floor.team(asked.team).people != 0:
        return asked.team
    other = destination(asked.team, None, policy, floor)
    return other if floor.team(other).people != 0 else None


def _rule_of_asking(was: Conversation, policy: Policy, floor: Floor, now: datetime) -> Rule | None:
    """Rules of this lane say where a request goes and what is said; that it goes, they cannot."""
    moment = moment_of(was, policy, floor, now, asked=True)
    for rule, check in policy.rules.checks:
        if rule.lane == Lane.ASKED and rule.do == Do.HAND_OFF and check(moment):
            return rule
    return None


def _told(was: Conversation, line: e.Line, policy: Policy, now: datetime) -> Events:
    """Say where things stand again, at most every half minute."""
    if was.told_at is not None and now - was.told_at < policy.tell_again_after:
        return ()
    return (e.PlaceTold(line, now),)


def took(was: Conversation, policy: Policy, floor: Floor, now: datetime) -> Events:
    """Yes to "shall I bring in a person?"; silence when nobody asked."""
    match was.stage:
        case s.WithBot(offer=s.PersonOffer(reason, team, evidence, rule_id)):
            rule = policy.rules.named(rule_id) or Rule(rule_id, Lane.ASKED, Do.OFFER)
            # What the rule says was said with the offer.
            return handed_over(
                was, rule, evidence, policy, floor, now, reason=reason, team=team, say=""
            )
        case s.Deferred(person_offered=True):
            return asked(was, BY_BUTTON, policy, floor, now)
        case _:
            return ()


def declined(was: Conversation, policy: Policy) -> Events:
    """No, or something else instead: the same is not offered again for some turns."""
    match was.stage:
        case s.WithBot(offer=s.PersonOffer()):
            return (e.PersonDeclined(was.turns + policy.quiet_turns),)
        case _:
            return ()


def reopened(was: Conversation, over: s.WrappingUp | s.Closed, now: datetime) -> e.Reopened:
    """The same episode goes on, or a new one begins when the old one is long over."""
    late = isinstance(over, s.Closed) and now > over.reopen_until
    return e.Reopened(was.episode + late, now)


def withdrawn(stage: s.Stage, why: str = "withdrawn") -> Events:
    """The live offer, if there is one, ends because nobody has to take it any more."""
    match stage:
        case s.Offered(agent=agent) | s.Deferred(offer=s.LiveOffer(agent=agent)):
            return (e.OfferEnded(agent, why),)
        case _:
            return ()
