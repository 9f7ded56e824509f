"""First answers, next answers and cases are due; it is said before, and once when they are late."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from msgspec.structs import replace

from domain.scene import (
    ANA,
    BEN,
    NOON,
    Scene,
    deferred,
    found,
    handoff,
    in_line,
    says,
    team,
    with_ana,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s

TWO, FIVE = timedelta(minutes=2), timedelta(minutes=5)


def waiting() -> Scene:
    """In the line of a team that promises a first answer within two minutes."""
    return in_line(replace(team(), first_by=NOON + TWO))


def talking() -> Scene:
    """Ana has answered, and the team promises the next answer within five minutes."""
    scene = with_ana()
    scene.hears(i.AgentSaid(ANA, "Hello", scene.one.epoch))
    scene.put(replace(team(), next_by=scene.now + FIVE))
    return scene


def alarms(scene: Scene) -> list[str]:
    return [one.what for one in scene.kept if isinstance(one, e.AlarmRaised)]


def test_a_first_answer_is_due_from_the_handoff() -> None:
    scene = waiting()
    assert scene.one.due == s.Due("first_answer", NOON + TWO, scene.one.seq)
    assert handoff(scene).first_by == NOON + TWO


def test_it_is_warned_of_and_then_broken_each_once() -> None:
    scene = waiting()
    scene.later(seconds=89)
    assert alarms(scene) == []
    scene.later(seconds=1)
    assert alarms(scene) == ["first_answer_due"]
    scene.later(minutes=10)
    assert alarms(scene) == ["first_answer_due", "first_answer_broken"]
    assert scene.one.due is not None
    assert scene.one.due.state == "broken"


def test_joining_is_no_answer_yet_and_speaking_is() -> None:
    scene = waiting()
    scene.hears(found(scene, ANA), i.AgentAccepted(ANA))
    assert scene.one.due is not None
    assert "answer" in scene.timers.running
    scene.hears(i.AgentSaid(ANA, "Hello", scene.one.epoch))
    assert scene.one.due is None
    assert "answer" not in scene.timers.running
    scene.later(minutes=10)
    assert alarms(scene) == []


def test_who_accepts_and_vanishes_does_not_win_time() -> None:
    scene = waiting()
    scene.hears(found(scene, ANA), i.AgentAccepted(ANA))
    scene.later(seconds=60)
    scene.put(replace(team(), first_by=scene.now + TWO))
    scene.hears(i.AgentLost(ANA.id))
    assert handoff(scene).first_by == NOON + TWO


def test_every_turn_with_a_person_asks_for_a_next_answer() -> None:
    scene = talking()
    (posted,) = says(scene, "And the other one?")
    assert isinstance(posted, e.MessagePosted)
    assert posted.answer_by == scene.now + FIVE
    assert scene.one.due == s.Due("next_answer", scene.now + FIVE, scene.one.seq)
    warn = scene.now + FIVE * 0.75
    due = i.AnswerDue("next_answer", scene.one.seq)
    assert x.SetTimer("answer", warn, due) in scene.effects


def test_a_second_turn_wins_no_time() -> None:
    scene = talking()
    says(scene, "And the other one?")
    first = scene.one.due
    scene.now += timedelta(minutes=1)
    scene.put(replace(team(), next_by=scene.now + FIVE))
    says(scene, "Hello?")
    assert scene.one.due == first


def test_thanks_ask_for_nothing() -> None:
    scene = talking()
    says(scene, "Thank you!")
    assert scene.one.due is None


def test_an_answer_by_a_guest_is_one() -> None:
    scene = talking()
    says(scene, "And the other one?")
    scene.hears(i.AgentInvited(ANA, BEN, scene.one.epoch))
    scene.hears(i.AgentSaid(BEN, "Tomorrow.", scene.one.epoch))
    assert scene.one.due is None


def test_an_old_clock_of_an_answered_turn_says_nothing() -> None:
    scene = talking()
    says(scene, "And the other one?")
    old = scene.one.due
    assert old is not None
    scene.hears(i.AgentSaid(ANA, "Tomorrow.", scene.one.epoch))
    scene.ignores(i.AnswerDue(old.what, old.seq))
    says(scene, "And the third?")
    scene.ignores(i.AnswerDue(old.what, old.seq, broken=True))


def test_without_a_promise_nothing_is_due() -> None:
    scene = in_line()
    assert scene.one.due is None
    scene = with_ana()
    says(scene, "And?")
    assert scene.one.due is None


def test_a_case_is_due_until_somebody_answers_it() -> None:
    scene = deferred()
    assert scene.one.due == s.Due("case", NOON + timedelta(hours=4, minutes=2), scene.one.seq)
    scene.hears(i.AgentPicked(ANA))
    assert scene.one.due is not None
    scene.hears(i.AgentSaid(ANA, "Here it is.", scene.one.epoch))
    assert scene.one.due is None


def test_a_case_that_nobody_ever_answers_is_apologised_for_less_and_less_often() -> None:
    scene = deferred()
    scene.later(days=30)
    moved = [one.answer_by for one in scene.kept if isinstance(one, e.PromiseMoved)]
    gaps = [later - before for before, later in pairwise(moved)]
    assert gaps == sorted(gaps)
    assert 5 < len(moved) < 10
    assert scene.one.due is not None
    assert scene.one.due.state == "broken"
    assert "promise" in scene.timers.running


def test_with_the_assistant_and_at_the_end_nothing_is_due() -> None:
    scene = waiting()
    scene.hears(i.CustomerChose("leave_line"))
    assert scene.one.due is None
    scene = talking()
    says(scene, "And the other one?")
    scene.hears(i.AgentClosed(ANA))
    assert scene.one.due is None


def test_a_case_kept_by_an_older_version_is_still_due() -> None:
    scene = deferred()
    one = replace(scene.one, due=None)
    assert isinstance(one.stage, s.Deferred)
    assert one.promised == s.Due("case", one.stage.answer_by)
