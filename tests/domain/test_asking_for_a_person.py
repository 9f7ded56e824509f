"""Whoever asks for a person has, in the same turn, a person, a place or a promise, and is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    BILLING,
    NOON,
    ORDERS,
    SUPPORT,
    Begin,
    Scene,
    answer,
    closed,
    deferred,
    found,
    goodbye,
    in_line,
    kinds,
    lines,
    over,
    ringing,
    team,
    with_ana,
    with_bot,
)
from domain.scene import (
    CALLED as BARE,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.asking import asks_for_person
from segue.domain.floor import TeamNow
from segue.domain.ids import Epoch, HandoffId, Seq
from segue.domain.signals import Signals
from segue.domain.telling import since_of

BUTTON = i.CustomerAskedForPerson()
WORDS = i.CustomerSaid("Can I talk to a human please?", "k1")
CALLED = replace(BARE, told_low_s=60, told_high_s=120)
BUSY = team(waiting=2, eta=(60, 120))


def test_the_button_leads_into_the_line() -> None:
    scene = with_bot(BUSY)
    before = scene.one
    events = scene.hears(BUTTON)
    line = e.Line("in_line", team="Support", place=3, eta_low_s=60, eta_high_s=120)
    assert events == (e.HandoffRequested(CALLED, NOON, line),)
    assert scene.one == replace(
        before,
        stage=s.Waiting(CALLED, NOON, told_until=NOON + timedelta(minutes=2)),
        seq=Seq(3),
        epoch=Epoch(1),
        handoffs=1,
        told_at=NOON,
    )
    assert scene.effects == (
        x.CancelTimer("*"),
        x.SetTimer("wait", NOON + timedelta(minutes=1), i.WaitReached(CALLED.id, 1)),
        x.SetTimer("told", NOON + timedelta(minutes=2), i.WaitGrew(CALLED.id, 0, passed=True)),
        x.FindAgent(SUPPORT),
    )


def test_words_are_kept_first_and_become_the_evidence() -> None:
    scene = with_bot(BUSY)
    posted, called = scene.hears(WORDS)
    assert isinstance(posted, e.MessagePosted)
    assert (posted.text, posted.client_id) == (WORDS.text, "k1")
    assert (posted.consider, posted.answer) == (True, False), "read, but not answered by the bot"
    assert isinstance(called, e.HandoffRequested)
    found = asks_for_person(WORDS.text)
    assert found is not None
    assert called.handoff.evidence == (s.Evidence("quote", WORDS.text, Seq(3), found.words),)
    assert called.handoff.evidence[0].seq == scene.one.heard
    assert x.Consider(scene.one.heard) in scene.effects
    scene.hears(i.Understood(scene.one.heard, Signals()))
    assert scene.effects == ()


def test_facts_said_together_with_the_wish_reach_the_brief() -> None:
    scene = with_bot()
    scene.hears(i.CustomerSaid("I want to talk to a human about order #4812"))
    assert scene.one.handoff is not None
    assert scene.one.handoff.facts == (s.Fact("order", "4812", "said", Seq(3)),)


def test_a_team_that_is_named_is_the_team() -> None:
    scene = with_bot()
    scene.hears(i.CustomerSaid("Please put me through to billing"))
    assert scene.one.handoff is not None
    assert scene.one.handoff.team == BILLING
    assert scene.one.handoff.why_team == "named by the customer"


def test_not_wanting_a_person_is_not_asking() -> None:
    scene = with_bot()
    posted, *_ = scene.hears(i.CustomerSaid("No, I don't need a human"))
    assert isinstance(posted, e.MessagePosted)
    assert posted.consider
    assert isinstance(scene.one.stage, s.WithBot)


@pytest.mark.parametrize(
    ("there", "key"),
    [
        (team(free=1), "finding"),
        (team(), "in_line_next"),
        (team(waiting=2), "in_line"),
        (team(staffed=0), "in_line_nobody"),
        (closed(), "away"),
    ],
)
def test_the_first_line_is_the_truth_about_the_floor(there: TeamNow, key: str) -> None:
    scene = with_bot(there)
    assert [line.key for line in lines(scene.hears(BUTTON))] == [key]
    assert isinstance(scene.one.stage, s.Waiting)


def test_when_nobody_is_there_the_line_says_when_somebody_will_be() -> None:
    there = closed()
    (line,) = lines(with_bot(there).hears(BUTTON))
    assert line == e.Line("away", team="Support", opens_at=there.opens_at, by=there.answer_by)


def test_no_estimate_is_made_while_nobody_is_on_shift() -> None:
    (line,) = lines(with_bot(team(staffed=0, eta=(60, 120))).hears(BUTTON))
    assert (line.eta_low_s, line.eta_high_s) == (None, None)


@pytest.mark.parametrize("begin", [in_line, ringing])
def test_asking_again_tells_the_place_again_at_most_every_half_minute(begin: Begin) -> None:
    scene = begin()
    stage = scene.one.stage
    scene.ignores(BUTTON)
    scene.put(team(waiting=2, eta=(60, 120)))
    scene.now += timedelta(seconds=30)
    line = e.Line("in_line", team="Support", place=2, eta_low_s=60, eta_high_s=120)
    assert scene.hears(BUTTON) == (e.PlaceTold(line, scene.now),)
    assert (scene.one.stage, scene.one.told_at) == (stage, scene.now)
    scene.ignores(BUTTON)


def test_asking_in_words_while_waiting_is_kept_all_the_same() -> None:
    scene = in_line()
    assert kinds(scene.hears(WORDS)) == ["MessagePosted"]


def test_a_person_is_there_already_and_that_is_said_by_first_name() -> None:
    scene = with_ana()
    scene.ignores(BUTTON)
    scene.now += timedelta(seconds=30)
    line = e.Line("with_person", name="Ana", team="Support")
    assert scene.hears(BUTTON) == (e.PlaceTold(line, scene.now),)


def test_a_case_goes_into_the_line_by_its_age_when_somebody_is_there() -> None:
    scene = deferred()
    scene.hears(BUTTON)
    promised = NOON + timedelta(hours=4, minutes=2)  # what was promised for the case still holds
    called = replace(BARE, id=HandoffId("c.h2"), at=scene.now, first_by=promised)
    assert scene.one.stage == s.Waiting(called, NOON)


def test_a_case_rings_no_longer_at_somebody_when_its_customer_is_in_the_line() -> None:
    scene = deferred()
    scene.hears(found(scene, ANA))
    assert kinds(scene.hears(BUTTON)) == ["OfferEnded", "HandoffRequested"]
    assert scene.one.seat is None


@pytest.mark.parametrize("there", [closed(), team(staffed=0)])
def test_a_case_hears_when_it_is_answered_while_nobody_is_there(there: TeamNow) -> None:
    scene = deferred()
    stage = scene.one.stage
    assert isinstance(stage, s.Deferred)
    scene.put(there)
    line = e.Line("saved", team="Support", case="4812", by=stage.answer_by)
    assert scene.hears(BUTTON) == (e.PlaceTold(line, scene.now),)
    assert scene.one.stage == stage


def test_asking_at_the_goodbye_calls_the_same_person_first() -> None:
    scene = goodbye()
    scene.hears(BUTTON)
    stage = scene.one.stage
    assert isinstance(stage, s.Waiting)
    assert (stage.handoff.preferred, stage.since, scene.one.episode) == (ANA.id, scene.now, 1)


@pytest.mark.parametrize(("late_s", "episode"), [(0, 1), (1, 2)])
def test_asking_reopens_into_the_line(late_s: int, episode: int) -> None:
    scene = over()
    scene.later(hours=72, seconds=late_s)
    assert kinds(scene.hears(BUTTON)) == ["Reopened", "HandoffRequested"]
    assert scene.one.episode == episode
    assert isinstance(scene.one.stage, s.Waiting)


# --- an offer of a person ----------

WANTS = Signals(wants_person=0.95)


def offered() -> Scene:
    scene = with_bot()
    scene.hears(i.Understood(scene.one.heard, WANTS))
    return scene


def test_a_model_that_hears_a_wish_makes_the_bot_ask() -> None:
    scene = offered()
    evidence = (
        s.Evidence("quote", "Where is my parcel?", Seq(2)),
        s.Evidence("score", label="wants_person", value=0.95, needs=0.5),
    )
    assert isinstance(scene.one.stage, s.WithBot)
    assert scene.one.stage.offer == s.PersonOffer(
        s.Reason.ASKED, SUPPORT, evidence, "sounds-like-asking"
    )
    assert scene.told() == ["offer"]


@pytest.mark.parametrize("yes", [i.CustomerTookPerson(), i.CustomerSaid("yes please")])
def test_yes_to_the_offer_calls_a_person(yes: i.Input) -> None:
    scene = offered()
    assert isinstance(scene.one.stage, s.WithBot)
    assert scene.one.stage.offer is not None
    evidence = scene.one.stage.offer.evidence
    *_, called = scene.hears(yes)
    assert isinstance(called, e.HandoffRequested)
    assert (called.handoff.reason, called.handoff.evidence) == (s.Reason.ASKED, evidence)
    assert not any(isinstance(effect, x.Consider) for effect in scene.effects)


@pytest.mark.parametrize("no", [i.CustomerDeclinedPerson(), i.CustomerSaid("no thanks")])
def test_no_to_the_offer_is_noted_and_not_answered(no: i.Input) -> None:
    scene = offered()
    *_, noted = scene.hears(no)
    assert noted == e.PersonDeclined(scene.one.turns + 3)
    stage = scene.one.stage
    assert isinstance(stage, s.WithBot)
    assert (stage.offer, stage.declined) == (None, s.Reason.ASKED)
    assert stage.quiet_until_turn == scene.one.turns + 3
    assert not any(isinstance(effect, x.Consider) for effect in scene.effects)


def test_a_new_question_instead_of_an_answer_is_a_no_and_is_answered() -> None:
    scene = offered()
    assert kinds(scene.hears(i.CustomerSaid("And what does it cost?"))) == [
        "MessagePosted",
        "PersonDeclined",
    ]
    assert scene.effects == (x.Consider(scene.one.heard),)
    scene.ignores(i.CustomerTookPerson())


def test_a_declined_offer_is_not_repeated_for_three_turns() -> None:
    scene = offered()
    scene.hears(i.CustomerDeclinedPerson())
    for _ in range(3):
        scene.hears(i.CustomerSaid("And where is it now?"))
        _, judged = scene.hears(i.Understood(scene.one.heard, WANTS))
        assert isinstance(judged, e.Judged)
        assert ("sounds-like-asking" in judged.matched, judged.fired) == (True, "")
    scene.hears(i.CustomerSaid("And now?"))
    assert kinds(scene.hears(i.Understood(scene.one.heard, WANTS))) == [
        "SignalsRead",
        "Judged",
        "PersonOffered",
    ]


def test_asking_outright_needs_no_offer_to_be_settled() -> None:
    scene = offered()
    scene.hears(BUTTON)
    assert scene.one.handoff is not None
    assert scene.one.handoff.evidence == (s.Evidence("button"),)


@pytest.mark.parametrize("begin", [with_bot, in_line, ringing, with_ana, deferred, goodbye, over])
def test_an_answer_to_no_offer_means_nothing(begin: Begin) -> None:
    scene = begin()
    scene.ignores(i.CustomerTookPerson())
    scene.ignores(i.CustomerDeclinedPerson())


# --- leaving the line ----------


def test_who_leaves_the_line_keeps_their_place_for_five_minutes() -> None:
    scene = in_line(BUSY)
    scene.later(seconds=40)
    (left,) = scene.hears(i.CustomerChose("leave_line"))
    kept = s.KeptPlace(CALLED, NOON, scene.now + timedelta(minutes=5))
    assert left == e.LeftLine(kept, e.Line("left_line"))
    assert scene.one.stage == s.WithBot(kept=kept)
    assert scene.timers.running == {
        "place": x.SetTimer("place", kept.until, i.PlaceLapsed(CALLED.id))
    }
    scene.later(minutes=4)
    scene.hears(BUTTON)
    assert since_of(scene.one.stage) == NOON


def test_after_five_minutes_the_place_is_gone() -> None:
    scene = in_line()
    scene.hears(i.CustomerChose("leave_line"))
    assert kinds(scene.later(minutes=6)) == ["PlaceGone"]
    assert scene.one.stage == s.WithBot()
    scene.hears(BUTTON)
    assert since_of(scene.one.stage) == scene.now


def test_a_late_timer_gives_nobody_a_younger_place() -> None:
    scene = in_line()
    scene.hears(i.CustomerChose("leave_line"))
    scene.now += timedelta(minutes=5, seconds=1)  # the timer has not spoken yet
    scene.hears(BUTTON)
    assert since_of(scene.one.stage) == scene.now
    scene.ignores(i.PlaceLapsed(HandoffId("c.h1")))


def test_whatever_calls_the_person_the_kept_place_counts() -> None:
    scene = in_line(team(ORDERS))
    scene.later(seconds=20)
    scene.hears(i.CustomerChose("leave_line"), i.CustomerSaid("What is a parcel?"))
    scene.hears(i.BotFailed(scene.one.heard, scene.one.epoch, "down"))
    assert since_of(scene.one.stage) == NOON


def test_a_kept_place_becomes_the_age_of_a_case() -> None:
    scene = in_line()
    scene.later(seconds=50)
    scene.hears(i.CustomerChose("leave_line"), i.CustomerChose("leave_message"))
    assert since_of(scene.one.stage) == NOON


def test_leaving_stops_the_ringing() -> None:
    scene = ringing()
    assert kinds(scene.hears(i.CustomerChose("leave_line"))) == ["OfferEnded", "LeftLine"]
    assert scene.one.seat is None


def test_solved_thanks_leaves_the_line_for_the_goodbye() -> None:
    scene = ringing()
    assert kinds(scene.hears(i.CustomerSaid("Solved, thanks!"))) == [
        "MessagePosted",
        "OfferEnded",
        "WrapUpBegun",
        "SurveyAsked",
    ]
    assert scene.one.stage == s.WrappingUp("customer", "solved", handoff=BARE)


def test_not_solved_stays_in_the_line() -> None:
    scene = in_line()
    scene.hears(i.CustomerSaid("It hasn't been solved"))
    assert isinstance(scene.one.stage, s.Waiting)


# --- the assistant meanwhile ----------


def test_the_bot_goes_on_answering_in_the_line() -> None:
    scene = in_line()
    stage = scene.one.stage
    scene.hears(i.CustomerSaid("What does it cost?"))
    scene.hears(i.Understood(scene.one.heard, Signals()))
    assert scene.effects == (x.AskBot(scene.one.heard, Epoch(1), companion=True),)
    (posted,) = scene.hears(answer(scene))
    assert isinstance(posted, e.MessagePosted)
    assert posted.author == e.Author.BOT
    assert isinstance(stage, s.Waiting)
    assert scene.one.stage == replace(stage, helped=True)
    assert scene.one.waiting_since == NOON, "they still wait for a person"


def test_keeping_on_asking_changes_nothing_but_is_kept() -> None:
    scene = in_line()
    stage = scene.one.stage
    assert scene.hears(i.CustomerChose("keep_asking")) == (e.CompanionKept(),)
    assert scene.one.stage == stage


def test_after_a_person_the_bot_is_silent_until_it_is_wanted_again() -> None:
    scene = with_ana()
    scene.hears(i.AgentLost(ANA.id), i.CustomerSaid("Hello?"))
    assert not scene.effects
    (dropped,) = scene.hears(answer(scene))
    assert dropped == e.Dropped("bot_answered", "a person had it last")
    scene.hears(i.CustomerChose("keep_asking"), i.CustomerSaid("Where is my parcel now?"))
    assert scene.effects == (x.Consider(scene.one.heard),)
    assert kinds(scene.hears(answer(scene))) == ["MessagePosted"]


@pytest.mark.parametrize("choice", ["keep_asking", "leave_line"])
@pytest.mark.parametrize("begin", [with_bot, with_ana, deferred, goodbye, over])
def test_choices_of_the_line_mean_nothing_elsewhere(begin: Begin, choice: str) -> None:
    scene = begin()
    scene.ignores(i.CustomerChose(choice))


def test_a_choice_that_does_not_exist_is_refused() -> None:
    assert in_line().refuses(i.CustomerChose("dance")) == "not_now"
