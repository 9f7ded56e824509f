"""The fold: what was kept can always be read again, by any stage it may meet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.scene import (
    ANA,
    BEN,
    NOON,
    SUPPORT,
    Begin,
    Scene,
    answer,
    deferred,
    goodbye,
    in_line,
    over,
    ringing,
    with_ana,
    with_bot,
)
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import apply, fold, react
from segue.domain.effects import AskBot, FindStandBy
from segue.domain.ids import Epoch
from segue.domain.inputs import Contact
from segue.domain.policy import Policy
from segue.domain.signals import Basis, Signals

EVERYWHERE: list[Begin] = [with_bot, in_line, ringing, with_ana, deferred, goodbye, over]
LINE = e.Line("joined")


@pytest.mark.parametrize("begin", EVERYWHERE)
def test_any_event_may_meet_any_stage(begin: Begin) -> None:
    """A journal is older than the rules: nothing in it may stop the fold or the effects."""
    stories = [begin() for begin in EVERYWHERE]
    for event in {event for story in stories for event in story.kept}:
        one = begin().one
        now = apply(one, event)
        assert now.seq == one.seq + 1
        assert now.epoch - one.epoch == int(now.owner != one.owner)
        react(one, now, event, Policy(), NOON)


def test_a_person_cannot_join_without_a_handoff() -> None:
    one = with_bot().one
    joined = e.AgentJoined(ANA.id, ANA.name, SUPPORT, NOON, LINE)
    assert apply(one, joined).stage == one.stage


@pytest.mark.parametrize("begin", [in_line, ringing, deferred])
def test_a_priority_changes_in_place(begin: Begin) -> None:
    scene = begin()
    now = apply(scene.one, e.PriorityChanged(s.Priority.URGENT, "injury"))
    assert now.handoff is not None
    assert now.handoff.priority == s.Priority.URGENT
    assert (now.seat, now.epoch) == (scene.one.seat, scene.one.epoch)


def test_a_wanted_field_is_wanted_until_it_is_known() -> None:
    one = fold(with_bot().one, (e.FieldWanted("order"), e.FieldWanted("email")))
    assert one.stage == s.WithBot(wanted=("order", "email"))
    one = apply(one, e.FactsLearned((s.Fact("order", "4812"),)))
    assert one.stage == s.WithBot(wanted=("email",))


def test_only_the_newest_word_about_a_thing_is_a_fact() -> None:
    one = apply(with_bot().one, e.FactsLearned((s.Fact("order", "1"), s.Fact("email", "a@b.org"))))
    one = apply(one, e.FactsLearned((s.Fact("order", "2"),)))
    assert one.facts == (s.Fact("email", "a@b.org"), s.Fact("order", "2"))


def test_what_is_known_of_a_contact_stays_until_something_newer_is_said() -> None:
    one = with_bot(contact=Contact(name="Kim", email="kim@example.org", verified=True)).one
    one = apply(one, e.ContactKnown(Contact(phone="+4930123456")))
    assert one.contact == Contact(
        "Kim", "kim@example.org", "+4930123456", verified=True, claimed=("phone",)
    )


def test_a_preview_is_cut_and_the_list_of_what_was_tried_is_short() -> None:
    one = with_bot().one
    for n in range(9):
        one = apply(one, e.MessagePosted(e.Author.BOT, "x" * 500, NOON, confidence=n / 10))
    assert len(one.last.text) == 140
    assert [tried.confidence for tried in one.tried] == [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]


def test_what_the_house_says_by_itself_is_no_answer() -> None:
    one = apply(with_bot().one, e.MessagePosted(e.Author.SYSTEM, "We are sorry.", NOON))
    assert (one.unanswered, one.waiting_since, one.last.author) == (1, NOON, "system")


def test_the_customer_waits_since_the_first_word_that_nobody_answered() -> None:
    scene = with_ana()
    scene.hears(i.AgentSaid(ANA, "Hello", Epoch(2)))
    scene.now += timedelta(minutes=1)
    scene.hears(i.CustomerSaid("One"))
    first = scene.now
    scene.now += timedelta(minutes=1)
    scene.hears(i.CustomerSaid("Two"))
    assert (scene.one.waiting_since, scene.one.unanswered) == (first, 2)


def test_a_fresh_snapshot_is_with_the_bot() -> None:
    scene = Scene()
    assert (scene.one.stage, scene.one.seq, scene.one.epoch) == (s.WithBot(), 0, 0)
    assert (scene.one.owner, scene.one.seat, scene.one.handoff) == (("bot", ""), None, None)


# --- effects that no story needs ----------


def test_an_alarm_for_a_promise_that_is_gone_sets_no_clock() -> None:
    one = with_ana().one
    assert react(one, one, e.AlarmRaised("promise_due", NOON), Policy(), NOON) == ()


def test_choices_shown_to_nobody_set_no_clock() -> None:
    one = with_ana().one
    assert react(one, one, e.ChoicesShown(1), Policy(), NOON) == ()


def test_a_companion_is_asked_as_a_companion() -> None:
    scene = ringing()
    scene.hears(i.CustomerSaid("What does it cost?"))
    about = scene.one.heard
    scene.hears(i.Understood(about, Signals()))
    assert scene.effects == (AskBot(about, Epoch(1), companion=True),)


def test_a_heads_up_is_asked_for_once_and_costs_no_clock() -> None:
    one = with_bot().one
    standing = s.Standing("stand-by", SUPPORT, s.Reason.MISSES, 0.5, one.turns)
    asked = e.StandByAsked(standing)
    now = apply(one, asked)
    assert react(one, now, asked, Policy(), NOON) == (FindStandBy(SUPPORT),)
    assert (now.owner, now.epoch, now.seat) == (one.owner, one.epoch, None)


def test_who_comes_back_begins_to_be_counted_anew() -> None:
    scene = with_bot()
    scene.hears(answer(scene, sure=False), i.CustomerWentAway())
    scene.later(hours=100)
    scene.hears(i.CustomerSaid("A new question"))
    assert (scene.one.turns, scene.one.turns_now) == (2, 1)
    assert [turn.seq for turn in scene.one.seen] == [scene.one.heard]
    assert scene.one.episode_at == scene.now


def test_the_last_ten_turns_are_kept_without_what_they_rest_on() -> None:
    scene = with_bot()
    for n in range(12):
        scene.hears(i.CustomerSaid(f"Question {n}"))
        read = Signals(frustration=n / 20, basis=(Basis("frustration", "again"),), models=("m",))
        scene.hears(i.Understood(scene.one.heard, read))
    kept = [turn.signals for turn in scene.one.seen]
    assert [one.frustration for one in kept] == [n / 20 for n in range(2, 12)]
    assert all((one.basis, one.models, one.late) == ((), (), ()) for one in kept)


def test_who_ever_had_it_is_remembered_once() -> None:
    scene = with_ana()
    scene.hears(i.AgentLost(ANA.id))
    scene.hears(i.AgentPicked(BEN), i.AgentReturned(BEN, Epoch(4)), i.CustomerAskedForPerson())
    scene.hears(i.AgentPicked(ANA))
    assert scene.one.joined == (BEN.id, ANA.id)
