"""What the bot says counts when it is about what was asked last, and the bot is still asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    NOON,
    ORDERS,
    SUPPORT,
    Begin,
    Scene,
    answer,
    deferred,
    goodbye,
    in_line,
    kinds,
    over,
    ringing,
    with_ana,
    with_bot,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.ids import Epoch, HandoffId, Seq, TeamId
from segue.domain.signals import Signals

SHIPPING = s.Source("s1", "Shipping")
QUESTION = s.Evidence("quote", "Where is my parcel?", Seq(2))
UNSURE = s.Evidence("score", label="confidence", value=0.9, needs=0.95)


def misses(scene: Scene) -> int:
    assert isinstance(scene.one.stage, s.WithBot)
    return scene.one.stage.misses


def test_a_chat_begins_once() -> None:
    scene = Scene()
    contact = i.Contact(name="Kim", email="kim@example.org", verified=True)
    started = i.ConversationStarted(4812, language="de", contact=contact, zone="Europe/Berlin")
    assert kinds(scene.hears(started)) == ["ConversationOpened"]
    assert (scene.one.number, scene.one.case, scene.one.language) == (4812, "4812", "de")
    assert (scene.one.contact, scene.one.zone, scene.one.opened_at) == (
        contact,
        "Europe/Berlin",
        NOON,
    )
    scene.ignores(started)


def test_words_are_kept_then_read_then_answered() -> None:
    scene = with_bot()
    assert list(scene.effects) == [x.Consider(Seq(2))]
    signals = Signals(language="de", language_sure=0.95, frustration=0.1)
    assert scene.hears(i.Understood(Seq(2), signals)) == (e.SignalsRead(Seq(2), signals),)
    assert scene.effects == (x.AskBot(Seq(2), Epoch(0)),)
    assert scene.one.language == "de"
    assert kinds(scene.hears(answer(scene))) == ["MessagePosted"]
    assert scene.one.tried == (
        s.Tried("Where is my parcel?", "answered", confidence=0.9, seq=Seq(4)),
    )
    assert (scene.one.unanswered, scene.one.waiting_since, scene.one.replied_at) == (0, None, NOON)


def test_a_language_that_is_not_sure_changes_nothing() -> None:
    scene = with_bot()
    scene.hears(i.Understood(Seq(2), Signals(language="de", language_sure=0.6)))
    assert scene.one.language == "en"


def test_a_turn_is_understood_once() -> None:
    scene = with_bot()
    scene.hears(i.Understood(Seq(2), Signals()))
    scene.ignores(i.Understood(Seq(2), Signals(frustration=0.9)))


@pytest.mark.parametrize("about", [0, 99])
def test_signals_of_no_turn_are_nothing(about: int) -> None:
    with_bot().ignores(i.Understood(Seq(about), Signals()))


def test_signals_of_an_older_turn_are_kept_but_the_bot_is_not_asked() -> None:
    scene = with_bot()
    scene.hears(i.CustomerSaid("It is order #4812"))
    assert kinds(scene.hears(i.Understood(Seq(2), Signals(wants_person=0.99)))) == ["SignalsRead"]
    assert not scene.effects


def test_what_is_read_while_a_person_has_it_is_kept_for_them() -> None:
    scene = with_ana()
    scene.hears(i.CustomerSaid("This takes too long"))
    assert kinds(scene.hears(i.Understood(scene.one.heard, Signals(frustration=0.9)))) == [
        "SignalsRead"
    ]
    assert not scene.effects


def test_what_is_read_after_the_end_is_nothing() -> None:
    scene = over()
    scene.ignores(i.Understood(scene.one.heard, Signals()))


# --- late, doubled, stale ----------


@pytest.mark.parametrize(
    ("begin", "why"),
    [
        (with_ana, "a person has it"),
        (deferred, "a later answer was promised"),
        (over, "closed"),
    ],
)
def test_a_late_bot_is_dropped_and_the_drop_is_kept(begin: Begin, why: str) -> None:
    for late in (i.BotAnswered, i.BotFailed, i.BotAskedForPerson):
        scene = begin()
        stage = scene.one.stage
        heard = (
            answer(scene) if late is i.BotAnswered else late(scene.one.heard, scene.one.epoch)  # type: ignore[call-arg]
        )
        (dropped,) = scene.hears(heard)
        assert isinstance(dropped, e.Dropped)
        assert dropped.why == why
        assert scene.one.stage == stage
        assert not scene.effects


def test_an_answer_to_what_is_no_longer_the_question_is_dropped() -> None:
    scene = with_bot()
    late = answer(scene)
    scene.hears(i.CustomerSaid("And what does it cost?"))
    assert scene.hears(late) == (e.Dropped("bot_answered", "the customer spoke again"),)


def test_an_answer_from_before_the_handoff_is_dropped() -> None:
    scene = with_bot()
    late = answer(scene)
    scene.hears(i.CustomerAskedForPerson())
    assert scene.hears(late) == (e.Dropped("bot_answered", "the owner changed"),)


def test_one_turn_has_one_answer_even_when_the_work_is_done_twice() -> None:
    scene = with_bot()
    scene.hears(answer(scene))
    assert scene.hears(answer(scene)) == (e.Dropped("bot_answered", "answered already"),)
    failed = i.BotFailed(scene.one.heard, scene.one.epoch, "timed out")
    assert scene.hears(failed) == (e.Dropped("bot_failed", "answered already"),)


# --- misses ----------


def test_one_miss_is_said_and_two_in_a_row_call_a_person() -> None:
    scene = with_bot()
    *_, posted, missed = scene.hears(answer(scene, "I am not sure.", sure=False))
    assert isinstance(posted, e.MessagePosted)
    assert (posted.text, posted.confidence) == ("I am not sure.", None)
    assert missed == e.BotMissed(1, Seq(2), 0.2)
    scene.hears(i.CustomerSaid("The blue one"))
    judged, missed, called = scene.hears(answer(scene, sure=False))
    assert isinstance(judged, e.Judged)
    assert judged.fired == "two-misses"
    assert missed == e.BotMissed(2, scene.one.heard, 0.2)
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff == s.Handoff(
        HandoffId("c.h1"),
        s.Reason.MISSES,
        SUPPORT,
        NOON,
        evidence=(
            s.Evidence("quote", "The blue one", scene.one.heard),
            s.Evidence("score", label="misses", value=2, needs=2),
        ),
        tried=(
            s.Tried("Where is my parcel?", "missed", confidence=0.2, seq=Seq(2)),
            s.Tried("The blue one", "missed", confidence=0.2, seq=scene.one.heard),
        ),
        rule="two-misses",
        policy=1,
    )


def test_an_answer_in_between_forgives_a_miss_and_small_talk_does_not() -> None:
    scene = with_bot()
    scene.hears(answer(scene, sure=False), i.CustomerSaid("Good morning"))
    hello = replace(answer(scene, "Hello!", sure=False), small_talk=True)
    assert kinds(scene.hears(hello)) == ["MessagePosted"]
    assert misses(scene) == 1
    scene.hears(i.CustomerSaid("What does it cost?"))
    scene.hears(answer(scene))
    assert misses(scene) == 0


# --- failing, asking ----------


def test_a_bot_that_fails_calls_a_person() -> None:
    scene = with_bot()
    (called,) = scene.hears(i.BotFailed(Seq(2), Epoch(0), "no answer in time"))
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff.reason == s.Reason.BOT_ERROR
    assert called.handoff.evidence == (
        QUESTION,
        s.Evidence("note", "no answer in time", label="bot_error"),
    )
    assert called.handoff.tried == (s.Tried("Where is my parcel?", "failed", seq=Seq(2)),)
    assert called.line.key == "in_line_next"


@pytest.mark.parametrize("begin", [in_line, ringing])
def test_a_bot_that_fails_in_the_line_changes_nothing(begin: Begin) -> None:
    scene = begin()
    scene.hears(i.CustomerSaid("And?"))
    scene.ignores(i.BotFailed(scene.one.heard, scene.one.epoch))
    scene.ignores(i.BotAskedForPerson(scene.one.heard, scene.one.epoch))


def test_a_bot_that_fails_at_the_goodbye_is_not_missed() -> None:
    scene = goodbye()
    scene.hears(i.CustomerSaid("Thanks!"))
    scene.ignores(i.BotFailed(scene.one.heard, scene.one.epoch))


@pytest.mark.parametrize("begin", [with_bot, goodbye])
def test_a_bot_may_ask_for_a_person(begin: Begin) -> None:
    scene = begin()
    scene.hears(i.CustomerSaid("Thanks"))
    asks = i.BotAskedForPerson(scene.one.heard, scene.one.epoch, "Wants a refund.", ORDERS)
    (called,) = scene.hears(asks)
    assert isinstance(called, e.HandoffRequested)
    handoff = called.handoff
    assert (handoff.reason, handoff.team, handoff.why_team) == (
        s.Reason.BOT_ASKED,
        ORDERS,
        "asked for",
    )
    assert handoff.note == "Wants a refund."


def test_a_team_that_does_not_exist_is_replaced_by_the_default() -> None:
    scene = with_bot()
    scene.hears(i.BotAskedForPerson(Seq(2), Epoch(0), team=TeamId("sales")))
    assert scene.one.handoff is not None
    assert scene.one.handoff.team == SUPPORT
    assert scene.one.handoff.why_team == "no team called 'sales': the default"


def test_a_bot_that_is_stale_asks_for_nobody() -> None:
    scene = with_bot()
    asks = i.BotAskedForPerson(Seq(2), Epoch(7))
    assert scene.hears(asks) == (e.Dropped("bot_asked_for_person", "the owner changed"),)


ELSEWHERE = i.IntegrationAskedForPerson(
    "chargeback",
    ORDERS,
    skills=("payments",),
    priority=s.Priority.HIGH,
    summary="Bank called.",
    facts=(s.Fact("order", "4812", "crm"),),
)


@pytest.mark.parametrize(("begin", "first"), [(with_bot, []), (goodbye, []), (over, ["Reopened"])])
def test_another_system_may_call_a_person(begin: Begin, first: list[str]) -> None:
    scene = begin()
    learned, *reopened, called = scene.hears(ELSEWHERE)
    assert learned == e.FactsLearned(ELSEWHERE.facts)
    assert kinds(tuple(reopened)) == first
    assert isinstance(called, e.HandoffRequested)
    assert (called.handoff.reason, called.handoff.priority, called.handoff.skills) == (
        s.Reason.INTEGRATION,
        s.Priority.HIGH,
        ("payments",),
    )
    assert called.handoff.facts == ELSEWHERE.facts
    assert called.line.key


def test_another_system_needs_no_more_than_a_reason() -> None:
    scene = with_bot()
    scene.hears(i.IntegrationAskedForPerson("vip"))
    assert scene.one.handoff is not None
    assert (scene.one.handoff.team, scene.one.handoff.priority) == (SUPPORT, s.Priority.NORMAL)


@pytest.mark.parametrize("begin", [in_line, ringing, with_ana, deferred])
def test_another_system_calls_nobody_twice(begin: Begin) -> None:
    begin().ignores(ELSEWHERE)


# --- what is known ----------


def test_facts_are_learned_once_with_where_they_were_said() -> None:
    scene = with_bot()
    text = "Order #4812, mail kim@example.org"
    _, learned, known = scene.hears(i.CustomerSaid(text))
    assert learned == e.FactsLearned(
        (s.Fact("order", "4812", seq=Seq(3)), s.Fact("email", "kim@example.org", seq=Seq(3)))
    )
    assert known == e.ContactKnown(i.Contact(email="kim@example.org"))
    assert kinds(scene.hears(i.CustomerSaid(text))) == ["MessagePosted"]


def test_a_number_alone_is_no_fact() -> None:
    assert kinds(with_bot().hears(i.CustomerSaid("Are 2 of them blue?"))) == ["MessagePosted"]


def test_a_field_that_was_wanted_is_answered() -> None:
    scene = with_bot()
    answered = i.CustomerAnsweredField("phone", "+4930123456")
    assert scene.hears(answered) == (
        e.FactsLearned((s.Fact("phone", "+4930123456", seq=Seq(3)),)),
        e.ContactKnown(i.Contact(phone="+4930123456")),
    )


def test_a_claim_changes_nothing_that_a_signed_token_said() -> None:
    signed = i.Contact(name="Kim", email="kim@example.org", verified=True)
    scene = with_bot(contact=signed)
    (asked,) = scene.hears(i.CustomerAskedTranscript("other@example.org"))
    assert asked == e.TranscriptAsked("other@example.org")
    assert scene.effects == (x.SendMail("transcript", "other@example.org", Seq(3)),)
    assert scene.one.contact == signed


# --- nobody is there ----------


def test_a_silent_customer_is_closed_after_the_idle_time_without_a_word() -> None:
    scene = with_bot()
    scene.hears(answer(scene), i.CustomerWentAway())
    (closed,) = scene.later(minutes=30)
    assert closed == e.ConversationClosed(
        "assumed_solved", scene.now, scene.now + timedelta(hours=72)
    )
    assert scene.told() == []


def test_what_was_missed_is_not_assumed_to_be_solved() -> None:
    scene = with_bot()
    scene.hears(answer(scene, sure=False), i.CustomerWentAway())
    scene.later(minutes=30)
    assert isinstance(scene.one.stage, s.Closed)
    assert scene.one.stage.outcome == "unsolved"


@pytest.mark.parametrize("back", [i.CustomerCameBack(), i.CustomerSaid("I am back")])
def test_coming_back_stops_the_clock(back: i.Input) -> None:
    scene = with_bot()
    scene.hears(i.CustomerWentAway())
    scene.ignores(i.CustomerWentAway())
    scene.hears(back)
    assert not scene.one.away
    assert scene.timers.running == {}
    scene.ignores(i.CustomerCameBack())
    scene.ignores(i.IdleTimedOut(scene.one.epoch))
