"""Goodbye, the end, and coming back: surveys once, thanks reopens nothing, ``not solved`` does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.scene import (
    ANA,
    BEN,
    CALLED,
    LEA,
    NOON,
    SUPPORT,
    Begin,
    Scene,
    answer,
    deferred,
    goodbye,
    in_line,
    kinds,
    lines,
    over,
    ringing,
    with_ana,
    with_bot,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.ids import Epoch
from segue.domain.signals import Signals

ENDED_AT = NOON + timedelta(seconds=10)


def closed_by_bot() -> Scene:
    """The customer went away after an answer; it was closed without a person."""
    scene = with_bot()
    scene.hears(answer(scene), i.CustomerWentAway())
    scene.later(minutes=30)
    return scene


def test_an_agent_closes_and_the_customer_is_told_and_asked() -> None:
    scene = with_ana()
    wrapped, asked = scene.hears(i.AgentClosed(ANA, "solved", "sent again", Epoch(2)))
    line = e.Line("rating", name="Ana", team="Support", case="4812")
    assert wrapped == e.WrapUpBegun("agent", "solved", line, ANA.id, "Ana", "sent again")
    assert asked == e.SurveyAsked("Ana")
    assert scene.one.stage == s.WrappingUp("agent", "solved", CALLED, ANA.id, "Ana")
    assert (scene.one.epoch, scene.one.seat, scene.one.unanswered) == (3, None, 0)
    assert scene.effects == (
        x.CancelTimer("*"),
        x.SetTimer("idle", ENDED_AT + timedelta(minutes=10), i.IdleTimedOut(Epoch(3))),
        x.FindAgent(None),
    )


def test_ten_minutes_later_it_is_over() -> None:
    scene = goodbye()
    (ended,) = scene.later(minutes=10)
    until = scene.now + timedelta(hours=72)
    assert ended == e.ConversationClosed("solved", scene.now, until)
    assert scene.one.stage == s.Closed(
        "solved", scene.now, until, CALLED, ANA.id, "Ana", by="agent"
    )
    assert (scene.one.epoch, scene.one.seat, scene.timers.running) == (4, None, {})
    assert lines((ended,)) == []


def test_an_agent_may_end_the_goodbye_and_the_customer_by_leaving() -> None:
    assert kinds(goodbye().hears(i.AgentClosed(BEN))) == ["ConversationClosed"]
    assert kinds(goodbye().hears(i.CustomerWentAway())) == ["CustomerLeft", "ConversationClosed"]


def test_a_late_clock_ends_nothing() -> None:
    scene = goodbye()
    scene.ignores(i.IdleTimedOut(Epoch(2)))
    for begin in (in_line, with_ana, deferred, over):
        other = begin()
        other.ignores(i.IdleTimedOut(other.one.epoch))


def test_what_is_closed_stays_closed_to_the_staff_until_it_is_picked_up() -> None:
    scene = over()
    epoch = scene.one.epoch
    for act in (
        i.AgentSaid(ANA, "One more thing", epoch),
        i.AgentReturned(ANA, epoch),
        i.AgentSnoozed(ANA, epoch),
        i.AgentInvited(ANA, BEN, epoch),
        i.AgentTransferred(ANA, "why", epoch),
        i.AgentClosed(ANA),
    ):
        assert scene.refuses(act) == "already_closed"
    assert kinds(scene.hears(i.AgentNoted(ANA, "paid"))) == ["NoteAdded"]
    reopened, called, joined = scene.hears(i.AgentPicked(BEN))
    assert reopened == e.Reopened(1, scene.now)
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff.reason == s.Reason.REOPENED
    assert isinstance(joined, e.AgentJoined)
    assert joined.how == "picked"
    assert scene.one.seat == BEN.id


def test_a_customer_who_leaves_after_the_end_is_known_to_be_away() -> None:
    scene = over()
    assert kinds(scene.hears(i.CustomerWentAway())) == ["CustomerLeft"]
    scene.ignores(i.CustomerWentAway())
    assert scene.hears(i.CustomerCameBack()) == (e.CustomerReturned(scene.now),)


# --- rating ----------


@pytest.mark.parametrize("begin", [goodbye, over])
def test_an_episode_is_rated_once(begin: Begin) -> None:
    scene = begin()
    assert scene.refuses(i.CustomerRated(6)) == "not_now"
    assert scene.refuses(i.CustomerRated(0)) == "not_now"
    stage = scene.one.stage
    assert scene.hears(i.CustomerRated(5, "quick")) == (e.Rated(5, "quick"),)
    assert scene.one.stage == stage
    assert scene.refuses(i.CustomerRated(1)) == "already_rated"


def test_a_rating_is_taken_within_seven_days() -> None:
    scene = over()
    scene.later(days=7)
    assert kinds(scene.hears(i.CustomerRated(4))) == ["Rated"]
    late = over()
    late.later(days=7, seconds=1)
    assert late.refuses(i.CustomerRated(4)) == "not_now"


@pytest.mark.parametrize("begin", [with_bot, in_line, ringing, with_ana, deferred])
def test_what_goes_on_is_not_rated(begin: Begin) -> None:
    assert begin().refuses(i.CustomerRated(5)) == "not_now"


def test_a_survey_is_asked_once_an_episode() -> None:
    scene = goodbye()
    scene.hears(i.CustomerSaid("It broke again"), i.AgentPicked(ANA))
    assert kinds(scene.hears(i.AgentClosed(ANA))) == ["WrapUpBegun"]
    scene.later(hours=73)
    scene.hears(i.CustomerSaid("A new question"), i.LeadTookOver(LEA))
    assert scene.one.episode == 2
    assert kinds(scene.hears(i.AgentClosed(LEA))) == ["WrapUpBegun", "SurveyAsked"]


def test_solved_alone_after_a_survey_asks_no_second_time() -> None:
    scene = goodbye()
    scene.hears(i.CustomerAskedForPerson())
    assert kinds(scene.hears(i.CustomerSaid("Solved, thanks"))) == ["MessagePosted", "WrapUpBegun"]


def test_a_new_episode_is_rated_anew() -> None:
    scene = over()
    scene.hears(i.CustomerRated(5))
    scene.later(hours=73)
    scene.hears(i.CustomerSaid("A new question"), i.AgentClosed(LEA))
    assert kinds(scene.hears(i.CustomerRated(2))) == ["Rated"]


# --- thanks ----------


@pytest.mark.parametrize(
    "thanks", ["Thanks!", "👍", "No, that's all, thank you", "Danke schön", "It works now, thanks"]
)
def test_thanks_at_the_goodbye_is_answered_lightly_and_reopens_nothing(thanks: str) -> None:
    scene = goodbye()
    stage = scene.one.stage
    scene.later(minutes=5)
    assert kinds(scene.hears(i.CustomerSaid(thanks))) == ["MessagePosted"]
    assert scene.one.stage == stage
    assert scene.timers.running["idle"].at == scene.now + timedelta(minutes=10)
    scene.hears(i.Understood(scene.one.heard, Signals()))
    assert scene.effects == (x.AskBot(scene.one.heard, scene.one.epoch),)
    (posted,) = scene.hears(answer(scene, "You're welcome."))
    assert isinstance(posted, e.MessagePosted)
    assert scene.one.stage == stage


def test_a_bot_that_does_not_know_what_to_say_to_thanks_says_nothing() -> None:
    scene = goodbye()
    scene.hears(i.CustomerSaid("Thanks!"))
    assert scene.hears(answer(scene, sure=False)) == (
        e.Dropped("bot_answered", "nothing was asked"),
    )


@pytest.mark.parametrize("hours", [1, 100])
def test_thanks_after_the_end_never_reopens(hours: int) -> None:
    scene = over()
    scene.later(hours=hours)
    stage = scene.one.stage
    assert kinds(scene.hears(i.CustomerSaid("Thank you!"))) == ["MessagePosted"]
    assert (scene.one.stage, scene.effects) == (stage, ())


# --- coming back ----------


@pytest.mark.parametrize(("begin", "first"), [(goodbye, []), (over, ["Reopened"])])
def test_not_solved_goes_back_to_the_person_who_closed_it(begin: Begin, first: list[str]) -> None:
    scene = begin()
    epoch = scene.one.epoch
    posted, learned, *reopened, called = scene.hears(i.CustomerSaid("It broke again, order #4812"))
    assert isinstance(posted, e.MessagePosted)
    assert not posted.consider
    assert isinstance(learned, e.FactsLearned)
    assert kinds(tuple(reopened)) == first
    assert isinstance(called, e.HandoffRequested)
    assert (called.handoff.reason, called.handoff.preferred, called.handoff.team) == (
        s.Reason.REOPENED,
        ANA.id,
        SUPPORT,
    )
    assert called.handoff.evidence == (
        s.Evidence("quote", "It broke again, order #4812", scene.one.heard),
    )
    assert [fact.value for fact in called.handoff.facts] == ["4812"]
    assert (called.since, scene.one.episode) == (scene.now, 1)
    assert scene.one.epoch > epoch


def test_what_the_bot_resolved_goes_back_to_the_bot() -> None:
    scene = closed_by_bot()
    posted, reopened = scene.hears(i.CustomerSaid("It broke again"))
    assert isinstance(posted, e.MessagePosted)
    assert posted.consider
    assert reopened == e.Reopened(1, scene.now)
    assert (scene.one.stage, scene.one.episode) == (s.WithBot(), 1)
    scene.hears(i.Understood(scene.one.heard, Signals()))
    assert scene.effects == (x.AskBot(scene.one.heard, scene.one.epoch),)


def test_so_does_what_the_customer_solved_alone() -> None:
    scene = in_line()
    scene.hears(i.CustomerSaid("Solved, thanks"))
    assert kinds(scene.hears(i.CustomerSaid("It broke again"))) == ["MessagePosted", "Reopened"]
    assert scene.one.stage == s.WithBot()


@pytest.mark.parametrize("begin", [over, closed_by_bot])
def test_after_seventy_two_hours_it_is_a_new_episode_with_the_bot(begin: Begin) -> None:
    scene = begin()
    scene.later(hours=72)
    scene.later(seconds=1)
    posted, reopened = scene.hears(i.CustomerSaid("I have a question"))
    assert isinstance(posted, e.MessagePosted)
    assert posted.consider
    assert reopened == e.Reopened(2, scene.now)
    assert (scene.one.stage, scene.one.episode) == (s.WithBot(), 2)


def test_up_to_seventy_two_hours_it_is_the_same_episode() -> None:
    scene = over()
    scene.later(hours=72)
    scene.hears(i.CustomerSaid("It broke again"))
    assert scene.one.episode == 1


def test_a_transcript_may_be_asked_for_at_any_time() -> None:
    for begin in (with_bot, in_line, ringing, with_ana, deferred, goodbye, over):
        scene = begin()
        stage = scene.one.stage
        known, asked = scene.hears(i.CustomerAskedTranscript("kim@example.org"))
        assert known == e.ContactKnown(i.Contact(email="kim@example.org"))
        assert asked == e.TranscriptAsked("kim@example.org")
        assert scene.effects[-1] == x.SendMail("transcript", "kim@example.org", scene.one.seq)
        assert scene.one.stage == stage
