"""A rule calls a person, and nobody of the team is there."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANGRY,
    BILLING,
    BY_MOOD,
    KNOWN,
    NOON,
    ORDERS,
    SUPPORT,
    Scene,
    answer,
    closed,
    floor,
    handoff,
    judged,
    kinds,
    only,
    says,
    team,
    understood,
    with_bot,
    with_rules,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import TeamNow
from segue.domain.ids import Epoch, Seq
from segue.domain.policy import Policy, StandIn
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import Do, IfNobody, Lane, Rule
from segue.domain.rules.recipes import ASKED
from segue.domain.stages import Reason

# --- if nobody is there ----------


def nobody_there(then: IfNobody, *teams: TeamNow, contact: i.Contact | None = None) -> Scene:
    rule = Rule("mood", Lane.MOOD, Do.HAND_OFF, when=BY_MOOD, if_nobody=then, tags=("angry",))
    there = teams or (team(staffed=0),)
    return with_bot(*there, contact=contact, rules=with_rules(rule, off=("frustration",)))


@pytest.mark.parametrize("there", [team(staffed=0), closed()])
def test_if_nobody_is_there_they_wait_and_are_told_so(there: TeamNow) -> None:
    scene = nobody_there(IfNobody.WAIT, there)
    *_, called = understood(scene, ANGRY)
    assert isinstance(called, e.HandoffRequested)
    assert isinstance(scene.one.stage, s.Waiting)
    assert called.line.key in ("in_line_nobody", "away")


def test_if_nobody_is_there_it_becomes_a_case_for_whom_we_can_answer() -> None:
    scene = nobody_there(IfNobody.CASE, closed(), contact=KNOWN)
    *_, promised = understood(scene, ANGRY)
    assert isinstance(promised, e.AnswerDeferred)
    assert (promised.channel, promised.since) == ("email", NOON)
    assert (promised.handoff.reason, promised.handoff.rule) == (Reason.MOOD, "mood")
    assert promised.line.key == "saved"
    assert (scene.one.tags, scene.one.handoffs) == (("angry",), 1)
    assert any(isinstance(effect, x.SendMail) for effect in scene.effects)


def test_without_an_address_a_case_would_be_a_dead_end_so_they_wait() -> None:
    scene = nobody_there(IfNobody.CASE)
    assert kinds(understood(scene, ANGRY))[-1] == "HandoffRequested"


def test_a_case_keeps_the_age_of_a_place_that_was_just_left() -> None:
    scene = nobody_there(IfNobody.CASE, contact=KNOWN)
    scene.hears(i.CustomerAskedForPerson())
    scene.later(seconds=40)
    scene.hears(i.CustomerChose("leave_line"))
    scene.later(seconds=40)
    says(scene, "Hm, no")
    promised = understood(scene, ANGRY)[-1]
    assert isinstance(promised, e.AnswerDeferred)
    assert promised.since == NOON


def test_if_nobody_is_there_the_assistant_may_go_on() -> None:
    scene = nobody_there(IfNobody.ASSISTANT)
    events = understood(scene, ANGRY)
    assert (judged(events).matched, judged(events).fired) == (("mood",), "")
    assert x.AskBot(Seq(2), Epoch(0)) in scene.effects
    assert isinstance(scene.one.stage, s.WithBot)
    scene.put(team())
    says(scene, "And now?")
    understood(scene, ANGRY)
    assert handoff(scene).rule == "mood"


def test_a_rule_that_leaves_it_to_the_assistant_stops_no_other() -> None:
    scene = nobody_there(IfNobody.ASSISTANT)
    scene.hears(answer(scene, sure=False))
    says(scene, "And?")
    understood(scene, ANGRY)
    scene.hears(answer(scene, sure=False))
    assert handoff(scene).rule == "two-misses"


@pytest.mark.parametrize("lane", [Lane.SAFETY, Lane.ASKED])
def test_nobody_unsafe_is_left_to_the_assistant(lane: Lane) -> None:
    rule = Rule("left", lane, Do.HAND_OFF, when=BY_MOOD, if_nobody=IfNobody.ASSISTANT)
    scene = with_bot(team(staffed=0), rules=only(rule))
    understood(scene, ANGRY)
    assert isinstance(scene.one.stage, s.Waiting)


def test_an_offer_that_nobody_could_keep_is_a_case_once_it_is_taken() -> None:
    rule = Rule("mood", Lane.MOOD, Do.OFFER, when=BY_MOOD, if_nobody=IfNobody.CASE)
    scene = with_bot(team(staffed=0), contact=KNOWN, rules=only(rule))
    understood(scene, ANGRY)
    assert kinds(scene.hears(i.CustomerTookPerson())) == ["AnswerDeferred"]


# --- stand-ins ----------

STANDS_IN = (StandIn(BILLING, SUPPORT),)


@pytest.mark.parametrize("there", [team(BILLING, staffed=0), closed(BILLING)])
def test_whoever_stands_in_gets_it_while_nobody_of_the_team_is_there(there: TeamNow) -> None:
    rule = Rule("mood", Lane.MOOD, Do.HAND_OFF, when=BY_MOOD, team=BILLING)
    scene = with_bot(there, rules=only(rule), stand_ins=STANDS_IN)
    understood(scene, ANGRY)
    assert (handoff(scene).team, handoff(scene).why_team) == (SUPPORT, "stands in for billing")


def test_a_team_that_is_there_needs_nobody_to_stand_in() -> None:
    rule = Rule("mood", Lane.MOOD, Do.HAND_OFF, when=BY_MOOD, team=BILLING)
    scene = with_bot(rules=only(rule), stand_ins=STANDS_IN)
    understood(scene, ANGRY)
    assert (handoff(scene).team, handoff(scene).why_team) == (BILLING, "rule mood")


def test_a_rules_own_other_team_comes_before_the_stand_in() -> None:
    rule = Rule("mood", Lane.MOOD, Do.HAND_OFF, when=BY_MOOD, team=BILLING, else_team=ORDERS)
    scene = with_bot(team(BILLING, staffed=0), rules=only(rule), stand_ins=STANDS_IN)
    understood(scene, ANGRY)
    assert handoff(scene).team == ORDERS
    away = team(BILLING, staffed=0), team(ORDERS, staffed=0)
    stand_ins = (*STANDS_IN, StandIn(ORDERS, SUPPORT))
    scene = with_bot(*away, rules=only(rule), stand_ins=stand_ins)
    understood(scene, ANGRY)
    assert handoff(scene).team == SUPPORT


def test_stand_ins_in_a_circle_end_at_the_team_itself() -> None:
    rule = Rule("mood", Lane.MOOD, Do.HAND_OFF, when=BY_MOOD, team=BILLING)
    away = tuple(team(one, staffed=0) for one in (SUPPORT, ORDERS, BILLING))
    circle = (StandIn(BILLING, ORDERS), StandIn(ORDERS, BILLING))
    scene = with_bot(*away, rules=only(rule), stand_ins=circle)
    understood(scene, ANGRY)
    assert handoff(scene).team == BILLING


def test_whoever_calls_the_stand_in_gets_it() -> None:
    away = team(staffed=0)
    for calls in (
        lambda _: i.CustomerAskedForPerson(),
        lambda one: i.BotFailed(one.heard, one.epoch, "down"),
    ):
        scene = with_bot(away, stand_ins=(StandIn(SUPPORT, ORDERS),))
        scene.hears(calls(scene.one))
        assert (handoff(scene).team, handoff(scene).why_team) == (ORDERS, "stands in for support")


def test_a_place_that_was_left_is_had_again_in_the_same_team() -> None:
    scene = with_bot()
    says(scene, "Please put me through to billing")
    scene.hears(i.CustomerChose("leave_line"), i.CustomerAskedForPerson())
    assert handoff(scene).team == BILLING


def test_a_request_at_night_becomes_a_case_at_once_where_its_rule_says_so() -> None:
    night = replace(ASKED, if_nobody=IfNobody.CASE, tags=("night",))
    scene = Scene(floor(closed()), policy=Policy(rules=Rules((night,))))
    scene.hears(i.ConversationStarted(1001, contact=i.Contact(email="wren@example.com")))
    tagged, promised = scene.hears(i.CustomerAskedForPerson())
    assert tagged == e.Tagged(("night",), "rule asked")
    assert isinstance(promised, e.AnswerDeferred)
    assert promised.handoff.reason == s.Reason.ASKED
    assert promised.answer_by > scene.now
    without = Scene(floor(closed()), policy=Policy(rules=Rules((night,))))
    without.hears(i.ConversationStarted(1001))
    *_, called = without.hears(i.CustomerAskedForPerson())
    assert isinstance(called, e.HandoffRequested), "nobody can be answered without an address"
