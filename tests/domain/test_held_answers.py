"""An answer that waits for a person: approved, edited, rejected, timed out, overtaken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    HOLD,
    LEA,
    NOON,
    ORDERS,
    SUPPORT,
    Scene,
    answer,
    closed,
    kinds,
    only,
    team,
    with_bot,
    with_rules,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import TeamNow
from segue.domain.ids import Seq
from segue.domain.policy import StandIn
from segue.domain.rules.model import Fallback, IfNobody
from segue.domain.words import word

SHIPPING = s.Source("s1", "Shipping")
QUESTION = s.Evidence("quote", "Where is my parcel?", Seq(2))
UNSURE = s.Evidence("score", label="confidence", value=0.9, needs=0.95)


def holding(fallback: Fallback = Fallback.HAND_OFF) -> Scene:
    """The bot was less sure than the policy wants: its answer is held."""
    scene = with_bot(rules=with_rules(replace(HOLD, fallback=fallback)))
    scene.hears(sourced(scene))
    return scene


def sourced(scene: Scene) -> i.BotAnswered:
    return replace(answer(scene), sources=(SHIPPING,))


def test_an_unsure_answer_is_held_and_the_customer_sees_nothing() -> None:
    scene = holding()
    draft = s.HeldDraft(
        1,
        "It comes tomorrow.",
        Seq(2),
        NOON + timedelta(seconds=60),
        0.9,
        (SHIPPING,),
        SUPPORT,
        "hold",
        evidence=(QUESTION, UNSURE),
    )
    assert scene.one.stage == s.WithBot(draft=draft)
    assert scene.effects == (x.SetTimer("draft", draft.until, i.DraftTimedOut(1)),)
    assert scene.told() == []
    assert scene.hears(answer(scene)) == (e.Dropped("bot_answered", "answered already"),)


def test_small_talk_is_never_held() -> None:
    scene = with_bot(rules=with_rules(HOLD))
    hello = replace(answer(scene, "Hello!"), small_talk=True)
    assert kinds(scene.hears(hello)) == ["MessagePosted"]


@pytest.mark.parametrize(
    ("text", "how"),
    [(None, "approved"), ("It comes tomorrow.", "approved"), ("On Friday.", "edited")],
)
def test_an_approved_draft_is_the_bots_and_names_who_approved(text: str | None, how: str) -> None:
    scene = holding()
    settled, posted = scene.hears(i.AgentApprovedDraft(ANA, 1, text))
    said = text or "It comes tomorrow."
    assert settled == e.DraftSettled(1, how, "Ana Ruiz", said)
    assert posted == e.MessagePosted(
        e.Author.BOT,
        said,
        NOON,
        sources=(SHIPPING,),
        confidence=0.9,
        approved_by="Ana Ruiz",
    )
    assert scene.one.stage == s.WithBot()
    assert scene.timers.running == {}
    assert scene.refuses(i.AgentApprovedDraft(ANA, 1)) == "draft_gone"


def test_a_draft_nobody_looked_at_hands_over() -> None:
    scene = holding()
    settled, called = scene.later(minutes=1)
    assert settled == e.DraftSettled(1, "timed_out")
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff.reason == s.Reason.LOW_CONFIDENCE
    assert called.handoff.evidence == (QUESTION, UNSURE)
    assert (called.handoff.rule, called.handoff.policy) == ("hold", 1)


def test_a_rejected_draft_does_what_the_rule_says() -> None:
    scene = holding()
    settled, called = scene.hears(i.AgentRejectedDraft(ANA, 1))
    assert settled == e.DraftSettled(1, "rejected", "Ana Ruiz")
    assert isinstance(called, e.HandoffRequested)


def test_what_a_person_rejected_is_never_sent_after_all() -> None:
    scene = holding(Fallback.SEND)
    settled, called = scene.hears(i.AgentRejectedDraft(ANA, 1))
    assert settled == e.DraftSettled(1, "rejected", "Ana Ruiz")
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff.reason == s.Reason.LOW_CONFIDENCE


def test_the_rule_may_say_send_it_after_all() -> None:
    scene = holding(Fallback.SEND)
    _, posted = scene.later(minutes=1)
    assert isinstance(posted, e.MessagePosted)
    assert (posted.author, posted.text) == (e.Author.BOT, "It comes tomorrow.")
    assert scene.one.stage == s.WithBot()


def test_the_rule_may_say_that_it_is_not_known_which_is_a_miss() -> None:
    scene = holding(Fallback.UNKNOWN)
    *_, posted, missed = scene.later(minutes=1)
    assert isinstance(posted, e.MessagePosted)
    assert posted.text == word("says", "missed", "en")
    assert missed == e.BotMissed(1, Seq(2), 0.9)
    scene.hears(i.CustomerSaid("And now?"))
    scene.hears(answer(scene))
    assert kinds(scene.later(minutes=1)) == [
        "DraftSettled",
        "Judged",
        "BotMissed",
        "HandoffRequested",
    ]


def test_a_new_question_overtakes_the_draft_and_a_courtesy_does_not() -> None:
    scene = holding()
    assert kinds(scene.hears(i.CustomerSaid("ok"))) == ["MessagePosted"]
    assert scene.hears(i.CustomerSaid("And what does it cost?"))[1:] == (
        e.DraftSettled(1, "overtaken"),
    )
    assert scene.refuses(i.AgentApprovedDraft(ANA, 1)) == "draft_gone"
    scene.ignores(i.DraftTimedOut(1))


def test_a_draft_is_gone_once_a_person_was_called() -> None:
    scene = holding()
    scene.hears(i.CustomerAskedForPerson())
    assert scene.refuses(i.AgentApprovedDraft(LEA, 1)) == "draft_gone"
    assert scene.refuses(i.AgentRejectedDraft(LEA, 1)) == "draft_gone"
    scene.ignores(i.DraftTimedOut(1))


# --- who may look at it, and whether anybody can ----------


@pytest.mark.parametrize("there", [team(staffed=0), closed()])
def test_when_nobody_can_look_the_fallback_comes_at_once(there: TeamNow) -> None:
    scene = with_bot(there, rules=with_rules(HOLD))
    judged, called = scene.hears(sourced(scene))
    assert isinstance(judged, e.Judged)
    assert isinstance(called, e.HandoffRequested)
    assert (called.handoff.reason, called.handoff.rule) == (s.Reason.LOW_CONFIDENCE, "hold")
    scene = with_bot(there, rules=with_rules(replace(HOLD, fallback=Fallback.SEND)))
    assert kinds(scene.hears(sourced(scene))) == ["Judged", "MessagePosted"]
    scene = with_bot(there, rules=only(replace(HOLD, fallback=Fallback.UNKNOWN)))
    posted, missed = scene.hears(sourced(scene))[-2:]
    assert isinstance(posted, e.MessagePosted)
    assert posted.text == word("says", "missed", "en")
    assert isinstance(missed, e.BotMissed)
    assert scene.told() == []


def test_where_nobody_can_look_and_the_assistant_may_go_on_it_says_that_it_does_not_know() -> None:
    rule = replace(HOLD, if_nobody=IfNobody.ASSISTANT)
    scene = with_bot(team(staffed=0), rules=only(rule))
    posted, missed = scene.hears(sourced(scene))[-2:]
    assert isinstance(posted, e.MessagePosted)
    assert isinstance(missed, e.BotMissed)


def test_whoever_stands_in_may_look_at_it() -> None:
    rule = replace(HOLD, team=ORDERS)
    scene = with_bot(
        team(ORDERS, staffed=0), rules=only(rule), stand_ins=(StandIn(ORDERS, SUPPORT),)
    )
    scene.hears(sourced(scene))
    assert held(scene).team == SUPPORT


def test_the_clock_is_the_rules_own() -> None:
    scene = with_bot(rules=only(replace(HOLD, within=timedelta(seconds=20))))
    scene.hears(sourced(scene))
    assert kinds(scene.later(seconds=19)) == []
    assert kinds(scene.later(seconds=1)) == ["DraftSettled", "HandoffRequested"]


def test_a_handoff_that_follows_goes_where_the_rule_says_and_is_called_what_it_says() -> None:
    rule = replace(HOLD, team=ORDERS, reason=s.Reason.SENSITIVE, skills=("refunds",))
    scene = with_bot(rules=only(rule))
    scene.hears(sourced(scene))
    scene.later(minutes=1)
    assert scene.one.handoff is not None
    made = scene.one.handoff
    assert (made.team, made.reason, made.skills) == (ORDERS, s.Reason.SENSITIVE, ("refunds",))


def test_a_rule_that_went_meanwhile_still_ends_its_draft() -> None:
    scene = holding()
    scene.with_policy(rules=only())
    settled, called = scene.later(minutes=1)
    assert settled == e.DraftSettled(1, "timed_out")
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff.reason == s.Reason.LOW_CONFIDENCE


# --- races ----------


def test_a_draft_that_times_out_before_a_lead_takes_over() -> None:
    scene = holding()
    scene.later(minutes=1)
    assert kinds(scene.hears(i.LeadTookOver(LEA))) == ["AgentJoined"]
    assert (scene.one.seat, scene.one.handoffs, scene.timers.running) == (LEA.id, 1, {})


def test_a_draft_that_times_out_after_a_lead_took_over() -> None:
    scene = holding()
    scene.hears(i.LeadTookOver(LEA))
    scene.ignores(i.DraftTimedOut(1))
    assert scene.refuses(i.AgentApprovedDraft(ANA, 1)) == "draft_gone"
    assert (scene.one.seat, scene.one.handoffs, scene.timers.running) == (LEA.id, 1, {})


def test_two_agents_who_approve_at_once_post_once() -> None:
    scene = holding()
    scene.hears(i.AgentApprovedDraft(ANA, 1))
    assert scene.refuses(i.AgentApprovedDraft(LEA, 1, "Mine.")) == "draft_gone"
    assert scene.refuses(i.AgentRejectedDraft(LEA, 1)) == "draft_gone"


def test_an_older_draft_is_not_the_one_that_is_held_now() -> None:
    scene = holding()
    scene.hears(i.CustomerSaid("And what does it cost?"))
    scene.hears(sourced(scene))
    assert held(scene).n == 2
    assert scene.refuses(i.AgentApprovedDraft(ANA, 1)) == "draft_gone"
    scene.ignores(i.DraftTimedOut(1))
    assert kinds(scene.hears(i.AgentApprovedDraft(ANA, 2))) == ["DraftSettled", "MessagePosted"]


def test_an_answer_to_a_small_word_settles_the_draft_that_it_comes_before() -> None:
    scene = holding()
    scene.hears(i.CustomerSaid("ok"))
    settled, *_ = scene.hears(replace(answer(scene, "It comes on Friday."), confidence=0.99))
    assert settled == e.DraftSettled(1, "overtaken")
    assert scene.timers.running == {}
    assert isinstance(scene.one.stage, s.WithBot)
    assert scene.one.stage.draft is None


def test_an_answer_that_missed_is_never_held() -> None:
    scene = with_bot(rules=only(HOLD))
    assert kinds(scene.hears(answer(scene, sure=False))) == ["Judged", "MessagePosted", "BotMissed"]


def test_two_unsure_answers_in_a_row_are_the_recipe_and_one_is_not() -> None:
    scene = with_bot()
    scene.hears(replace(answer(scene), confidence=0.45))
    assert kinds(scene.kept).count("DraftHeld") == 0
    scene.hears(i.CustomerSaid("And?"))
    scene.hears(replace(answer(scene), confidence=0.45))
    assert held(scene).rule == "low-confidence"


def held(scene: Scene) -> s.HeldDraft:
    assert isinstance(scene.one.stage, s.WithBot)
    assert scene.one.stage.draft is not None
    return scene.one.stage.draft


def test_asking_for_a_person_settles_the_answer_that_waited() -> None:
    scene = holding()
    settled, called = scene.hears(i.CustomerAskedForPerson())
    assert settled == e.DraftSettled(1, "overtaken")
    assert isinstance(called, e.HandoffRequested)
    assert "draft" not in scene.timers.running
