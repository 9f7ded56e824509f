"""Marks reach whoever gets the conversation; where somebody waits already, rules only help."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    ANGRY,
    BILLING,
    BY_MOOD,
    CALLED,
    LEA,
    NOON,
    ORDERS,
    SUPPORT,
    UNSAFE,
    VIP,
    WISH,
    Begin,
    answer,
    closed,
    deferred,
    goodbye,
    handoff,
    in_line,
    judged,
    kinds,
    only,
    ringing,
    says,
    team,
    understood,
    with_ana,
    with_bot,
    with_rules,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import TeamNow
from segue.domain.rules.model import AllOf, Do, Lane, Rule, Test
from segue.domain.signals import Signals
from segue.domain.stages import Priority

# --- marks ----------

REFUND = Rule(
    "refunds", Lane.BUSINESS, Do.MARK, when=AllOf((Test("topics", "include", "refund"),)),
    team=BILLING, skills=("refunds",), priority=Priority.HIGH, tags=("refund",),
)  # fmt: skip
ABOUT_REFUND = Signals(topics=(("refund", 0.9),))


def test_marks_stay_until_the_handoff_and_reach_it() -> None:
    scene = with_bot(rules=with_rules(REFUND))
    _, _, marked, tagged = understood(scene, ABOUT_REFUND)
    marks = s.Marks(BILLING, "rule refunds", ("refunds",), Priority.HIGH)
    assert marked == e.Marked(marks, "refunds")
    assert tagged == e.Tagged(("refund",), "rule refunds")
    for _ in range(3):
        scene.hears(answer(scene))
        says(scene, "And what else?")
        understood(scene)
    scene.hears(i.CustomerAskedForPerson())
    made = handoff(scene)
    assert (made.team, made.why_team) == (BILLING, "rule refunds")
    assert (made.skills, made.priority) == (("refunds",), Priority.HIGH)
    assert scene.one.tags == ("refund",)


@pytest.mark.parametrize(
    "calls",
    [
        lambda one: i.BotFailed(one.heard, one.epoch, "down"),
        lambda one: i.BotAskedForPerson(one.heard, one.epoch),
        lambda _: i.IntegrationAskedForPerson("fraud"),
        lambda _: i.CustomerChose("leave_message"),
        lambda _: i.LeadTookOver(LEA),
    ],
)
def test_marks_reach_every_kind_of_handoff(calls: object) -> None:
    scene = with_bot(rules=with_rules(REFUND))
    understood(scene, ABOUT_REFUND)
    scene.hears(calls(scene.one))  # type: ignore[operator]
    made = handoff(scene)
    assert (made.team, made.skills, made.priority) == (BILLING, ("refunds",), Priority.HIGH)


def test_the_same_mark_again_changes_nothing() -> None:
    scene = with_bot(rules=with_rules(REFUND))
    understood(scene, ABOUT_REFUND)
    says(scene, "The refund, I mean")
    assert kinds(understood(scene, ABOUT_REFUND)) == ["SignalsRead", "Judged"]


def test_marks_only_add_up_and_a_new_episode_begins_without_them() -> None:
    urgent = replace(
        REFUND, id="u", when=BY_MOOD, team=None, skills=("calm",), priority=Priority.URGENT, tags=()
    )
    scene = with_bot(rules=with_rules(REFUND, urgent))
    understood(scene, ABOUT_REFUND)
    says(scene, "Now!")
    understood(scene, Signals(frustration=0.7))
    marks = s.Marks(BILLING, "rule refunds", ("refunds", "calm"), Priority.URGENT)
    assert scene.one.marks == marks
    scene.hears(i.CustomerWentAway())
    scene.later(minutes=30)
    scene.later(hours=80)
    says(scene, "A new question")
    assert scene.one.marks == s.Marks()


def test_a_low_priority_is_kept_low() -> None:
    low = Rule("later", Lane.MOOD, Do.HAND_OFF, when=BY_MOOD, priority=Priority.LOW)
    scene = with_bot(rules=only(low))
    understood(scene, ANGRY)
    assert handoff(scene).priority == Priority.LOW
    other = with_bot()
    other.hears(i.IntegrationAskedForPerson("survey", priority=Priority.LOW))
    assert handoff(other).priority == Priority.LOW


# --- where somebody waits already ----------


@pytest.mark.parametrize("begin", [in_line, ringing, deferred])
def test_who_waits_goes_first_when_it_turns_out_to_be_urgent(begin: Begin) -> None:
    scene = begin()
    before, since = handoff(scene), scene.kept
    scene.later(seconds=20)
    says(scene, "I cannot breathe")
    events = understood(scene, UNSAFE)
    assert kinds(events) == ["SignalsRead", "Judged", "Tagged", "PriorityChanged"]
    assert judged(events).fired == "", "a person is called already"
    assert handoff(scene) == replace(before, priority=Priority.URGENT)
    assert not any(isinstance(one, e.HandoffRequested) for one in scene.kept[len(since) :])
    assert x.FindAgent(SUPPORT) in scene.effects


def test_nobody_who_waits_is_put_further_back() -> None:
    low = Rule("low", Lane.BUSINESS, Do.MARK, when=BY_MOOD, priority=Priority.LOW)
    scene = in_line(rules=with_rules(low))
    says(scene, "Hm")
    assert "PriorityChanged" not in kinds(understood(scene, ANGRY))


def test_who_waits_is_moved_to_the_fitting_team_keeps_their_age_and_is_told() -> None:
    rule = replace(REFUND, do=Do.HAND_OFF, say=(("en", "This is one for Billing."),))
    scene = in_line(rules=with_rules(rule))
    scene.later(seconds=50)
    says(scene, "It is about a refund")
    moved = understood(scene, ABOUT_REFUND)[-1]
    assert isinstance(moved, e.TeamChanged)
    assert (moved.team, moved.line.team, moved.line.say) == (
        BILLING,
        "Billing",
        "This is one for Billing.",
    )
    assert isinstance(scene.one.stage, s.Waiting)
    assert (handoff(scene).team, handoff(scene).why_team) == (BILLING, "rule refunds")
    assert (scene.one.stage.since, scene.one.handoffs, scene.one.epoch) == (NOON, 1, 1)
    assert x.FindAgent(BILLING) in scene.effects


@pytest.mark.parametrize("there", [team(BILLING, staffed=0), closed(BILLING)])
def test_nobody_is_moved_to_a_team_where_nobody_is(there: TeamNow) -> None:
    scene = in_line(there, rules=with_rules(REFUND))
    says(scene, "It is about a refund")
    assert "TeamChanged" not in kinds(understood(scene, ABOUT_REFUND))


def test_a_team_that_the_customer_named_stays_theirs() -> None:
    scene = with_bot(rules=with_rules(REFUND))
    says(scene, "Please put me through to orders")
    assert handoff(scene).team == ORDERS
    events = understood(scene, ABOUT_REFUND)
    assert "TeamChanged" not in kinds(events)
    assert "PriorityChanged" in kinds(events)


def test_two_rules_do_not_send_who_waits_to_and_fro() -> None:
    other = replace(REFUND, id="orders", team=ORDERS)
    scene = in_line(rules=with_rules(REFUND, other))
    for _ in range(3):
        says(scene, "My refund")
        understood(scene, ABOUT_REFUND)
    assert kinds(scene.kept).count("TeamChanged") == 1
    assert handoff(scene).team == BILLING


def test_while_it_rings_nobody_is_moved_away_from_who_is_picking_up() -> None:
    scene = ringing(rules=with_rules(REFUND))
    says(scene, "It is about a refund")
    assert "TeamChanged" not in kinds(understood(scene, ABOUT_REFUND))
    assert scene.one.seat == ANA.id


def test_what_the_companion_answers_is_not_judged() -> None:
    scene = in_line()
    for _ in range(3):
        says(scene, "What does it cost?")
        assert kinds(scene.hears(answer(scene, sure=False))) == ["MessagePosted", "BotMissed"]
    assert (scene.one.handoffs, handoff(scene)) == (1, CALLED)


@pytest.mark.parametrize("signals", [ANGRY, UNSAFE, WISH])
@pytest.mark.parametrize("begin", [with_ana, goodbye])
def test_with_a_person_and_at_the_goodbye_rules_do_nothing(begin: Begin, signals: Signals) -> None:
    scene = begin(contact=VIP)
    says(scene, "Thanks!")
    stage = scene.one.stage
    assert kinds(understood(scene, signals)) == ["SignalsRead"]
    assert scene.one.stage == stage
