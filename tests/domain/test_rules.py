"""What rules do with a conversation: which of them decides, what is said, and what they leave be.

Recipes, one by one, stand in `tests/policies`; held answers in `test_held_answers.py`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    ANGRY,
    BILLING,
    BY_MOOD,
    NOON,
    ORDERS,
    UNSAFE,
    VIP,
    WISH,
    answer,
    deferred,
    handoff,
    judged,
    kinds,
    only,
    says,
    understood,
    with_assistant,
    with_bot,
    with_rules,
)
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.ids import Epoch, Seq
from segue.domain.policy import Calibration
from segue.domain.rules.model import AllOf, Do, Lane, NoneOf, Rule, Test
from segue.domain.signals import Signals
from segue.domain.stages import Priority, Reason

# --- lanes ----------


def rule_in(lane: Lane, do: Do = Do.HAND_OFF, **more: object) -> Rule:
    return Rule(f"{lane}-{do}", lane, do, when=AllOf((Test("turns", "at_least", 1.0),)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("first", range(len(Lane) - 1))
def test_the_highest_lane_decides_wherever_its_rule_stands_in_the_file(first: int) -> None:
    lanes = [lane for lane in Lane if lane != Lane.ASKED][first:]
    scene = with_bot(rules=only(*(rule_in(lane) for lane in reversed(lanes))))
    events = understood(scene)
    assert judged(events).fired == f"{lanes[0]}-hand_off"
    assert set(judged(events).matched) == {f"{lane}-hand_off" for lane in lanes}
    assert handoff(scene).rule == f"{lanes[0]}-hand_off"


def test_in_one_lane_the_first_of_the_file_decides() -> None:
    early = replace(rule_in(Lane.MOOD), id="early")
    scene = with_bot(rules=only(early, replace(early, id="late")))
    assert judged(understood(scene)).fired == "early"


def test_an_offer_of_any_lane_never_stops_a_safety_rule() -> None:
    scene = with_bot(rules=with_rules(rule_in(Lane.BUSINESS, Do.OFFER)))
    understood(scene)
    assert with_assistant(scene).offer is not None
    says(scene, "My son drank it")
    assert judged(understood(scene, UNSAFE)).fired == "safety-words"
    assert (handoff(scene).reason, handoff(scene).priority) == (Reason.URGENT, Priority.URGENT)


def test_a_question_that_stands_stops_no_rule_below_it() -> None:
    """The assistant asked about a wish; then it missed twice: now it calls."""
    scene = with_bot()
    scene.hears(answer(scene, sure=False))
    says(scene, "And?")
    assert "PersonOffered" in kinds(understood(scene, WISH))
    events = scene.hears(answer(scene, sure=False))
    assert judged(events).fired == "two-misses"
    assert handoff(scene).reason == Reason.MISSES


def test_a_rule_that_is_off_does_nothing() -> None:
    scene = with_bot(rules=with_rules(off=("two-misses", "stand-by")))
    for _ in range(4):
        scene.hears(answer(scene, sure=False))
        says(scene, "And?")
        understood(scene)
    assert with_assistant(scene).misses == 4


def test_what_decided_is_kept_with_its_version_and_what_it_saw() -> None:
    scene = with_bot(version=7)
    scene.hears(answer(scene, sure=False))
    says(scene, "Hello?")
    events = scene.hears(answer(scene, sure=False))
    assert judged(events) == e.Judged(
        scene.one.heard,
        7,
        ("two-misses", "low-confidence", "stand-by"),
        "two-misses",
        answered=True,
    )
    assert (handoff(scene).rule, handoff(scene).policy) == ("two-misses", 7)
    assert s.Evidence("score", label="misses", value=2, needs=2) in handoff(scene).evidence


def test_a_turn_at_which_nothing_matched_keeps_no_judgement() -> None:
    scene = with_bot()
    assert kinds(understood(scene)) == ["SignalsRead"]
    assert kinds(scene.hears(answer(scene))) == ["MessagePosted"]


# --- asking ----------

VIPS = Rule(
    "vips",
    Lane.ASKED,
    Do.HAND_OFF,
    when=AllOf((Test("asked", "is", True), Test("tier", "is", "vip"))),  # noqa: FBT003
    team=ORDERS,
    skills=("vip",),
    priority=Priority.HIGH,
    say=(("en", "One moment."), ("de", "Einen Moment.")),
)


@pytest.mark.parametrize(
    "asks", [i.CustomerAskedForPerson(), i.CustomerSaid("I want to talk to a human")]
)
def test_rules_of_asking_say_where_it_goes_and_what_is_said(asks: i.Input) -> None:
    scene = with_bot(contact=VIP, rules=with_rules(VIPS))
    called = scene.hears(asks)[-1]
    assert isinstance(called, e.HandoffRequested)
    made = called.handoff
    assert (made.team, made.skills, made.priority) == (ORDERS, ("vip",), Priority.HIGH)
    assert (made.reason, made.rule, made.why_team) == (Reason.ASKED, "vips", "rule vips")
    assert (called.line.key, called.line.say) == ("in_line_next", "One moment.")


def test_the_named_team_wins_over_the_rule() -> None:
    scene = with_bot(contact=VIP, rules=with_rules(VIPS))
    says(scene, "Please put me through to billing")
    assert (handoff(scene).team, handoff(scene).why_team) == (BILLING, "named by the customer")


@pytest.mark.parametrize(
    "rules", [with_rules(off=("asked",)), only(), with_rules(replace(VIPS, on=False))]
)
def test_asking_needs_no_rule(rules: object) -> None:
    scene = with_bot(rules=rules)
    scene.hears(i.CustomerAskedForPerson())
    assert isinstance(scene.one.stage, s.Waiting)


def test_what_was_asked_is_answered_in_its_turn_and_not_again_when_it_is_read() -> None:
    """The customer left the line before the signals of the request came."""
    scene = with_bot()
    says(scene, "I want to talk to a human")
    scene.hears(i.CustomerChose("leave_line"))
    assert kinds(understood(scene, replace(WISH, anger=1.0))) == ["SignalsRead"]
    assert isinstance(scene.one.stage, s.WithBot)


def test_an_addition_to_a_case_is_no_request() -> None:
    asks = Rule("asks", Lane.ASKED, Do.MARK, when=AllOf((Test("asked", "is", True),)), tags=("a",))  # noqa: FBT003
    scene = deferred(rules=with_rules(asks))
    says(scene, "The box was open")
    assert kinds(understood(scene)) == ["SignalsRead"]


# --- what is said ----------


def test_a_rules_sentence_comes_in_the_customers_language_before_the_honest_line() -> None:
    rule = Rule("mood", Lane.MOOD, Do.HAND_OFF, when=BY_MOOD, say=VIPS.say)
    for language, said in (("de", "Einen Moment."), ("fr", "One moment.")):
        scene = with_bot(rules=only(rule))
        *_, called = understood(
            scene, Signals(frustration=0.9, language=language, language_sure=0.99)
        )
        assert isinstance(called, e.HandoffRequested)
        assert (called.line.say, called.line.language) == (said, language)
        assert called.line.key == "in_line_next"


def test_small_talk_is_never_judged() -> None:
    always = Rule("always", Lane.MOOD, Do.HAND_OFF, when=AllOf((Test("missed", "is", True),)))  # noqa: FBT003
    scene = with_bot(rules=only(always))
    hello = replace(answer(scene, "Hello!", sure=False), small_talk=True)
    assert kinds(scene.hears(hello)) == ["MessagePosted"]
    assert with_assistant(scene).misses == 0


# --- where the assistant failed, and where it did not ----------


def test_an_answer_that_a_person_is_called_instead_of_stands_in_the_brief() -> None:
    unsure = Rule(
        "unsure", Lane.BOT_FAILURE, Do.HAND_OFF, when=AllOf((Test("confidence", "below", 0.95),))
    )
    scene = with_bot(rules=only(unsure))
    assert kinds(scene.hears(answer(scene))) == ["Judged", "HandoffRequested"]
    assert handoff(scene).tried[-1].seq == Seq(2)


def test_an_answer_is_posted_where_it_is_not_the_reason() -> None:
    rule = Rule("vip", Lane.BUSINESS, Do.HAND_OFF, when=AllOf((Test("confidence", "below", 0.95),)))
    scene = with_bot(rules=only(rule))
    assert kinds(scene.hears(answer(scene))) == ["Judged", "MessagePosted", "HandoffRequested"]


# --- calibration and mood ----------


def test_calibration_changes_what_rules_see_and_nothing_in_the_journal() -> None:
    shy = (Calibration("frustration", -2.0, 1.0, turns=64),)
    plain, calm = with_bot(), with_bot(calibration=shy)
    read = Signals(frustration=0.7, repeats=0.9)
    assert "PersonOffered" in kinds(understood(plain, read))
    assert "PersonOffered" not in kinds(understood(calm, read))
    for scene in (plain, calm):
        assert e.SignalsRead(Seq(2), read) in scene.kept
        assert scene.one.seen[-1].signals == read
    score = s.Evidence("score", label="frustration", value=0.7, needs=0.6)
    offer = with_assistant(plain).offer
    assert offer is not None
    assert score in offer.evidence


def test_calibration_moves_confidence_too() -> None:
    unsure = Rule("unsure", Lane.MOOD, Do.HAND_OFF, when=AllOf((Test("confidence", "below", 0.5),)))
    scene = with_bot(rules=only(unsure), calibration=(Calibration("confidence", -4.0, 1.0),))
    scene.hears(answer(scene))
    assert handoff(scene).rule == "unsure"
    assert scene.one.seen[-1].confidence == 0.9


def test_mood_that_is_off_is_hidden_from_every_rule() -> None:
    moods = ("frustration", "frustration_lately", "anger", "anxiety")
    rules = [
        Rule(name, Lane.MOOD, Do.HAND_OFF, when=AllOf((Test(name, "at_least", 0.0),)))
        for name in moods
    ]
    worse = Rule("worse", Lane.MOOD, Do.HAND_OFF, when=AllOf((Test("mood_trend", "at_most", 1.0),)))
    signals = Signals(frustration=1.0, anger=1.0, anxiety=1.0, mood_trend=-1.0)
    for rule in (*rules, worse):
        scene = with_bot(rules=only(rule))
        understood(scene, signals)
        assert handoff(scene).rule == rule.id
        scene = with_bot(rules=only(rule), mood=False)
        assert kinds(understood(scene, signals)) == ["SignalsRead"]


def test_mood_that_is_off_does_not_make_a_heads_up_likelier() -> None:
    scene = with_bot(mood=False)
    assert "StandByAsked" not in kinds(understood(scene, Signals(frustration=1.0)))


def test_what_was_not_read_matches_nothing_whatever_is_asked_of_it() -> None:
    for op in ("at_least", "above", "at_most", "below"):
        rule = Rule("r", Lane.MOOD, Do.HAND_OFF, when=AllOf((Test("frustration", op, 0.5),)))
        assert kinds(understood(with_bot(rules=only(rule)))) == ["SignalsRead"]
    unknown = NoneOf((Test("frustration", "at_least", 0.5),))
    rule = Rule("r", Lane.MOOD, Do.OFFER, when=AllOf((unknown,)))
    assert "PersonOffered" in kinds(understood(with_bot(rules=only(rule))))


# --- beginning anew ----------


def test_what_a_person_gave_back_is_not_taken_away_again_for_what_was_before() -> None:
    rule = Rule(
        "lately", Lane.MOOD, Do.HAND_OFF, when=AllOf((Test("frustration_lately", "at_least", 0.3),))
    )
    scene = with_bot(rules=only(rule))
    understood(scene, ANGRY)
    scene.hears(i.AgentPicked(ANA), i.AgentReturned(ANA, Epoch(2)))
    says(scene, "And what does it cost?")
    assert kinds(understood(scene, Signals(frustration=0.0))) == ["SignalsRead"]


def test_a_long_conversation_is_counted_in_its_episode() -> None:
    scene = with_bot()
    for _ in range(7):
        scene.hears(answer(scene))
        says(scene, "And how much is that?")
    assert judged(understood(scene)).fired == "long"
    scene.hears(i.CustomerDeclinedPerson(), i.CustomerWentAway())
    scene.later(minutes=30)
    scene.later(hours=80)
    says(scene, "A new question")
    assert kinds(understood(scene)) == ["SignalsRead"]


def test_the_first_turn_of_a_new_episode_is_judged() -> None:
    scene = with_bot()
    scene.hears(answer(scene), i.CustomerWentAway())
    scene.later(minutes=30)
    scene.later(hours=80)
    says(scene, "Somebody is hurt")
    understood(scene, UNSAFE)
    assert handoff(scene).priority == Priority.URGENT


def test_a_customer_who_is_described_later_is_known_to_the_rules_at_once() -> None:
    scene = with_bot()
    scene.hears(i.CustomerDescribed(ANA, "vip", (("plan", "gold"),)))
    says(scene, "And?")
    events = scene.hears(answer(scene, sure=False))
    assert judged(events).fired == "vip-missed"
    assert scene.one.contact.attributes == (("plan", "gold"),)
    assert scene.hears(i.CustomerDescribed(ANA, None, (("plan", ""),))) == (
        e.CustomerDescribed("vip", (), "Ana Ruiz"),
    )
    scene.ignores(i.CustomerDescribed(ANA))


def test_signals_that_come_late_decide_nothing_about_a_newer_turn() -> None:
    scene = with_bot()
    says(scene, "Something else")
    assert kinds(scene.hears(i.Understood(Seq(2), ANGRY))) == ["SignalsRead"]
    assert timedelta(0) == scene.now - NOON
