"""Asking the customer, and telling an agent ahead of time: neither takes anything from anybody."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    ANGRY,
    BEN,
    BILLING,
    BY_MOOD,
    SUPPORT,
    WISH,
    Begin,
    Scene,
    answer,
    deferred,
    goodbye,
    handoff,
    in_line,
    judged,
    kinds,
    lines,
    only,
    ringing,
    says,
    understood,
    with_ana,
    with_assistant,
    with_bot,
    with_rules,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.rules.model import AllOf, Do, Lane, Rule, Test
from segue.domain.signals import Signals
from segue.domain.stages import Priority, Reason

# --- offers ----------


def test_a_declined_offer_is_not_made_again_at_once_but_another_reason_may() -> None:
    scene = with_bot()
    understood(scene, WISH)
    scene.hears(i.CustomerDeclinedPerson())
    says(scene, "Where is it then?")
    assert "PersonOffered" not in kinds(understood(scene, WISH))
    says(scene, "This is a disgrace!")
    events = understood(scene, replace(WISH, anger=0.9))
    assert judged(events).fired == "frustration"
    assert with_assistant(scene).offer is not None


def test_two_reasons_do_not_take_turns_at_asking() -> None:
    scene = with_bot()
    both = replace(WISH, anger=0.9)
    asked = 0
    for _ in range(5):
        asked += "PersonOffered" in kinds(understood(scene, both))
        scene.hears(i.CustomerDeclinedPerson())
        says(scene, "No. Where is it?")
    assert asked == 2, "each was asked once, and both noes stand for three turns"


def test_an_offer_that_is_declined_stops_no_rule_that_calls() -> None:
    scene = with_bot()
    understood(scene, WISH)
    scene.hears(i.CustomerDeclinedPerson())
    scene.hears(answer(scene, sure=False))
    says(scene, "No, tell me")
    scene.hears(answer(scene, sure=False))
    assert handoff(scene).reason == Reason.MISSES


def test_an_accepted_offer_goes_where_its_rule_says_with_what_it_marks() -> None:
    rule = Rule(
        "money-first", Lane.BUSINESS, Do.OFFER, when=BY_MOOD, reason=Reason.SENSITIVE,
        team=BILLING, skills=("refunds",), priority=Priority.HIGH, tags=("refund",),
        say=(("en", "Somebody from Billing should look at this."),),
    )  # fmt: skip
    scene = with_bot(rules=with_rules(rule))
    *_, offered = understood(scene, ANGRY)
    assert isinstance(offered, e.PersonOffered)
    assert (offered.line.team, offered.line.say) == ("Billing", rule.say[0][1])
    tagged, called = scene.hears(i.CustomerTookPerson())
    assert tagged == e.Tagged(("refund",), "rule money-first")
    assert isinstance(called, e.HandoffRequested)
    made = called.handoff
    assert (made.team, made.skills, made.priority) == (BILLING, ("refunds",), Priority.HIGH)
    assert (made.reason, made.rule, made.why_team) == (
        Reason.SENSITIVE,
        "money-first",
        "rule money-first",
    )
    assert called.line.say == "", "it was said with the offer"


# --- standing by ----------


def worried() -> Scene:
    """One miss: somebody is asked to stand by."""
    scene = with_bot()
    scene.hears(answer(scene, sure=False))
    return scene


def test_a_heads_up_is_asked_for_and_costs_nobody_a_seat() -> None:
    scene = with_bot()
    epoch = scene.one.epoch
    _, asked, *_ = scene.hears(answer(scene, sure=False))
    assert isinstance(asked, e.StandByAsked)
    assert x.FindStandBy(SUPPORT) in scene.effects
    standing = asked.standing
    assert (standing.rule, standing.turn, standing.agent) == ("stand-by", 1, None)
    assert 0.3 <= standing.chance <= 1
    assert scene.hears(i.StandByFound(ANA.id, ANA.name)) == (e.StoodBy(ANA.id, ANA.name),)
    stood = with_assistant(scene).standing
    assert stood == replace(standing, agent=ANA.id, name=ANA.name)
    assert (scene.one.seat, scene.one.epoch, scene.one.owner) == (None, epoch, ("bot", ""))
    assert lines(scene.kept) == [], "the customer hears nothing of it"


def test_somebody_else_may_not_push_in_front_of_who_stands_by() -> None:
    scene = worried()
    scene.hears(i.StandByFound(ANA.id, ANA.name))
    scene.ignores(i.StandByFound(BEN.id, BEN.name))


@pytest.mark.parametrize("begin", [with_bot, in_line, ringing, with_ana, deferred, goodbye])
def test_nobody_stands_by_where_it_was_not_asked_for(begin: Begin) -> None:
    begin().ignores(i.StandByFound(ANA.id, ANA.name))


def test_a_heads_up_is_asked_for_once() -> None:
    scene = worried()
    says(scene, "And?")
    assert "StandByAsked" not in kinds(understood(scene, Signals(repeats=0.8)))


def test_who_stood_by_is_preferred_when_it_comes() -> None:
    scene = worried()
    scene.hears(i.StandByFound(ANA.id, ANA.name), i.CustomerAskedForPerson())
    assert handoff(scene).preferred == ANA.id
    scene = worried()
    scene.hears(i.StandByFound(ANA.id, ANA.name))
    says(scene, "And?")
    scene.hears(answer(scene, sure=False))
    assert handoff(scene).preferred == ANA.id


def test_after_three_calm_turns_nobody_stands_by() -> None:
    scene = worried()
    scene.hears(i.StandByFound(ANA.id, ANA.name))
    says(scene, "Ah, the blue one")  # one miss is still a reason
    understood(scene)
    scene.hears(answer(scene))
    for turn in range(3):
        assert with_assistant(scene).standing is not None
        says(scene, f"Thank you, and number {turn}?")
        events = understood(scene)
        scene.hears(answer(scene))
    assert events[-1] == e.StandByReleased("calm")
    assert with_assistant(scene).standing is None


def test_calm_turns_are_counted_from_the_last_reason_not_from_the_first() -> None:
    scene = worried()
    for _ in range(3):
        says(scene, "That again")
        understood(scene, Signals(repeats=0.9))
        scene.hears(answer(scene, sure=True))
    says(scene, "Ah, fine. What does it cost?")
    assert "StandByReleased" not in kinds(understood(scene))
    assert with_assistant(scene).standing is not None


def test_a_person_who_is_called_ends_no_heads_up_as_calm() -> None:
    rule = Rule(
        "medical", Lane.SAFETY, Do.HAND_OFF, when=AllOf((Test("words", "has_any", ("pills",)),))
    )
    calm = Rule("calm", Lane.MOOD, Do.STAND_BY, when=BY_MOOD)
    scene = with_bot(rules=only(rule, calm))
    understood(scene, ANGRY)
    scene.hears(i.StandByFound(ANA.id, ANA.name))
    for _ in range(2):
        says(scene, "Fine")
        understood(scene)
    says(scene, "I took too many pills")
    assert "StandByReleased" not in kinds(understood(scene))
    assert handoff(scene).preferred == ANA.id
