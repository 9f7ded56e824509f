"""What the assistant and people do for a customer in other systems, from wish to result."""

from __future__ import annotations

import pytest

from domain.doings import CHECKED, EYES, RETURN, TRACK, acts, ended, runs, waits_for
from domain.scene import (
    ANA,
    BEN,
    LEA,
    ORDERS,
    WISH,
    answer,
    closed,
    in_line,
    kinds,
    ringing,
    says,
    with_assistant,
    with_bot,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.access import Person, may_approve
from segue.domain.briefing import brief
from segue.domain.ids import Seq, TeamId

# --- at once ----------


def test_what_needs_nobodys_yes_runs_at_once_and_the_result_is_said() -> None:
    scene = with_bot()
    (wanted,) = acts(scene, TRACK)
    assert isinstance(wanted, e.ActionWanted)
    assert waits_for(scene) == "running"
    assert scene.effects[0] == x.RunAction(1)
    rows = (("Arrives", "tomorrow"),)
    said, done = scene.hears(ended(scene, rows=rows))
    assert isinstance(said, e.MessagePosted)
    assert (said.author, said.text, said.run) == (e.Author.BOT, "It comes tomorrow.", 1)
    assert isinstance(done, e.ActionDone)
    assert (done.said, done.result.rows, done.result.title) == (True, rows, "Track an order")
    assert scene.one.action is None
    assert scene.one.done == (done.result,)
    assert "action" not in scene.timers.running


def test_words_that_introduce_it_are_said_first() -> None:
    scene = with_bot()
    said, wanted = acts(scene, TRACK, "I look it up.")
    assert isinstance(said, e.MessagePosted)
    assert said.text == "I look it up."
    assert isinstance(wanted, e.ActionWanted)


def test_a_run_ends_once() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    again = ended(scene)
    scene.hears(again)
    assert kinds(scene.hears(again)) == ["Dropped"]
    assert kinds(scene.hears(ended(scene, n=7))) == ["Dropped"]
    assert len(scene.one.done) == 1


def test_what_the_result_says_is_known_from_then_on() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    scene.hears(ended(scene, facts=(("parcel", "P-9"), ("empty", ""))))
    assert scene.one.facts == (s.Fact("parcel", "P-9", "action", Seq(2)),)


def test_a_result_answers_no_newer_question() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    says(scene, "And what does it cost?")
    scene.hears(ended(scene))
    assert scene.one.unanswered == 1
    assert kinds(scene.hears(answer(scene))) == ["MessagePosted"]


def test_wishing_and_asking_change_no_count_of_misses() -> None:
    scene = with_bot()
    scene.hears(answer(scene, sure=False))
    says(scene, "Where is it then?")
    acts(scene, RETURN)
    assert with_assistant(scene).misses == 1
    assert scene.one.seen[-1].result == "asked"
    scene.hears(i.CustomerAllowedAction(1), ended(scene))
    assert with_assistant(scene).misses == 0


# --- with the customer's yes ----------


def test_what_changes_something_waits_for_a_yes() -> None:
    scene = with_bot()
    (wanted,) = acts(scene, RETURN)
    assert isinstance(wanted, e.ActionWanted)
    assert (wanted.run.state, wanted.run.call.ask) == ("confirm", RETURN.ask)
    assert not runs(scene)
    (moved,) = scene.hears(i.CustomerAllowedAction(1))
    assert isinstance(moved, e.ActionMoved)
    assert (moved.run.state, moved.by) == ("running", "customer")
    assert runs(scene)
    scene.ignores(i.CustomerAllowedAction(1))  # pressed twice


@pytest.mark.parametrize("words", ["Yes", "yes please", "Ja, bitte", "sí", "نعم"])
def test_yes_in_words_is_a_yes(words: str) -> None:
    scene = with_bot()
    acts(scene, RETURN)
    assert kinds(says(scene, words)) == ["MessagePosted", "ActionMoved"]
    assert not any(isinstance(one, x.Consider) for one in scene.effects)
    assert waits_for(scene) == "running"


@pytest.mark.parametrize("words", ["No", "no thanks", "Nein"])
def test_no_in_words_is_a_no(words: str) -> None:
    scene = with_bot()
    acts(scene, RETURN)
    _, stopped = says(scene, words)
    assert isinstance(stopped, e.ActionOver)
    assert stopped.how == "stopped"
    assert scene.told()[-1] == "action_stopped"
    assert scene.one.wanted is None


def test_a_no_by_tap_stops_it_and_a_second_one_changes_nothing() -> None:
    scene = with_bot()
    acts(scene, RETURN)
    assert kinds(scene.hears(i.CustomerStoppedAction(1))) == ["ActionOver"]
    scene.ignores(i.CustomerStoppedAction(1))
    assert scene.refuses(i.CustomerAllowedAction(1)) == "not_now"


def test_what_runs_cannot_be_called_back() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    assert scene.refuses(i.CustomerStoppedAction(1)) == "not_now"


def test_another_question_overtakes_what_waits_for_a_yes() -> None:
    scene = with_bot()
    acts(scene, RETURN)
    assert kinds(says(scene, "How long does that take?")) == ["MessagePosted", "ActionOver"]
    assert any(isinstance(one, x.Consider) for one in scene.effects)
    assert scene.refuses(i.CustomerAllowedAction(1)) == "not_now"


def test_thanks_do_not_overtake_it() -> None:
    scene = with_bot()
    acts(scene, RETURN)
    says(scene, "thanks!")
    assert waits_for(scene) == "confirm"


def test_a_newer_wish_overtakes_the_older() -> None:
    scene = with_bot()
    acts(scene, RETURN)
    says(scene, "thanks!")
    over_, wanted = acts(scene, TRACK)
    assert isinstance(over_, e.ActionOver)
    assert isinstance(wanted, e.ActionWanted)
    assert (over_.n, wanted.run.n) == (1, 2)


def test_a_question_that_nobody_answers_lapses_and_that_is_said() -> None:
    scene = with_bot()
    acts(scene, RETURN)
    (lapsed,) = scene.later(minutes=15)
    assert isinstance(lapsed, e.ActionOver)
    assert (lapsed.how, scene.told()[-1]) == ("lapsed", "action_lapsed")


def test_a_yes_is_never_taken_for_the_older_question_of_a_person() -> None:
    scene = with_bot()
    acts(scene, RETURN)
    scene.hears(i.Understood(scene.one.heard, WISH))
    assert with_assistant(scene).offer is not None
    says(scene, "yes")
    assert waits_for(scene) == "running"
    assert with_assistant(scene).offer is not None


# --- with an agent's yes ----------


def test_after_the_customers_yes_an_agent_looks_at_it() -> None:
    scene = with_bot()
    acts(scene, CHECKED)
    scene.hears(i.CustomerAllowedAction(1))
    assert (waits_for(scene), scene.told()[-1]) == ("approval", "action_approval")
    assert not runs(scene)
    (moved,) = scene.hears(i.AgentApprovedAction(ANA, 1))
    assert isinstance(moved, e.ActionMoved)
    assert moved.by == "Ana Ruiz"
    assert runs(scene)
    assert scene.refuses(i.AgentApprovedAction(BEN, 1)) == "draft_gone"


def test_questions_meanwhile_do_not_take_it_from_the_agent() -> None:
    scene = with_bot()
    acts(scene, EYES)
    says(scene, "How long does that take?")
    scene.hears(answer(scene))
    assert waits_for(scene) == "approval"


def test_its_own_team_approves_it() -> None:
    scene = with_bot()
    acts(scene, EYES)
    assert may_approve(Person(ANA.id, "Ana", "agent", (TeamId("support"),)), scene.one)
    assert not may_approve(Person(BEN.id, "Ben", "agent", (ORDERS,)), scene.one)
    assert may_approve(Person(LEA.id, "Lea", "lead"), scene.one)


def test_a_rejected_one_goes_to_a_person_who_reads_why() -> None:
    scene = with_bot()
    acts(scene, EYES)
    given_up, called = scene.hears(i.AgentRejectedAction(ANA, 1, "no such order"))
    assert isinstance(given_up, e.ActionOver)
    assert (given_up.how, given_up.by, given_up.why) == ("rejected", "Ana Ruiz", "no such order")
    assert isinstance(called, e.HandoffRequested)
    assert called.handoff.reason == s.Reason.BOT_ASKED
    assert called.handoff.evidence[-1].text == "Track an order: no such order"
    card = brief(scene.one)
    assert card is not None
    assert card.asked is not None
    assert (card.asked.action, card.asked.shown[0].value) == ("track", "4812")


def test_one_that_nobody_looks_at_goes_to_a_person() -> None:
    scene = with_bot()
    acts(scene, EYES)
    assert kinds(scene.later(minutes=2)) == ["ActionOver", "HandoffRequested"]


def test_while_nobody_is_there_to_look_a_person_is_called_at_once() -> None:
    scene = with_bot(closed())
    assert kinds(acts(scene, EYES)) == ["ActionWanted", "ActionOver", "HandoffRequested"]
    assert scene.told() == ["away"]
    assert scene.one.wanted is not None


def test_in_the_line_what_nobody_can_look_at_waits_for_the_person() -> None:
    scene = in_line(closed())
    says(scene, "Please send it back")
    assert kinds(acts(scene, EYES)) == ["ActionWanted", "ActionOver"]
    assert scene.told()[-1] == "action_left"
    assert isinstance(scene.one.stage, s.Waiting)


# --- owners ----------


def test_asking_for_a_person_ends_what_waits_and_the_person_knows_of_it() -> None:
    scene = with_bot()
    acts(scene, RETURN)
    assert kinds(says(scene, "I want to talk to a human")) == [
        "MessagePosted",
        "ActionOver",
        "HandoffRequested",
    ]
    card = brief(scene.one)
    assert card is not None
    assert card.asked is not None
    assert (card.asked.title, card.asked.state) == ("Start a return", "confirm")


def test_a_person_who_joins_ends_what_the_companion_had_asked() -> None:
    scene = ringing()
    says(scene, "Please send it back")
    acts(scene, RETURN)
    assert waits_for(scene) == "confirm"
    assert kinds(scene.hears(i.AgentAccepted(ANA))) == ["ActionOver", "AgentJoined"]
    assert scene.timers.running == {}


def test_the_companion_acts_in_the_line_and_then_one_tap_leaves_it() -> None:
    scene = in_line()
    says(scene, "Where is it?")
    acts(scene, TRACK)
    said, done = scene.hears(ended(scene))
    assert isinstance(said, e.MessagePosted)
    assert isinstance(done, e.ActionDone)
    assert isinstance(scene.one.stage, s.Waiting)
    assert scene.one.stage.helped
    assert kinds(scene.hears(i.CustomerChose("solved"))) == ["WrapUpBegun", "SurveyAsked"]


def test_once_a_person_has_it_a_result_shows_its_card_and_nothing_is_said() -> None:
    scene = ringing()
    says(scene, "Where is it?")
    acts(scene, TRACK)
    scene.hears(i.AgentAccepted(ANA))
    assert waits_for(scene) == "running"
    (done,) = scene.hears(ended(scene))
    assert isinstance(done, e.ActionDone)
    assert not done.said


def test_a_run_outlives_its_owner_and_its_clock_too() -> None:
    scene = with_bot()
    acts(scene, TRACK)
    scene.hears(i.CustomerAskedForPerson())
    assert "action" in scene.timers.running
    events = scene.later(minutes=2)
    (done,) = (event for event in events if isinstance(event, e.ActionDone))
    assert (done.result.outcome, done.result.why) == ("unsure", "no answer in time")
