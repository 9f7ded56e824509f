"""A call that was promised: given to somebody in its time, tried again, or answered in writing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    BEN,
    KNOWN,
    NOON,
    SUPPORT,
    Scene,
    closed,
    found,
    in_line,
    kinds,
    team,
    with_ana,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import TeamNow
from segue.domain.ids import ConversationId, TeamId
from segue.domain.inputs import Contact
from segue.domain.routing import before, place_of
from segue.domain.showing import shown
from segue.domain.slots import slot_claim

PHONE = "+4930123456"
HOUR, HALF = timedelta(hours=1), timedelta(minutes=30)


def booked(*teams: TeamNow, at: datetime | None = None, contact: Contact | None = None) -> Scene:
    """Waited two minutes, then chose a call."""
    scene = in_line(*teams, contact=contact)
    scene.later(minutes=2)
    scene.hears(i.CustomerChose("callback", phone=PHONE, at=at))
    return scene


def calling(at: datetime | None = None, **given: Any) -> Scene:
    """Ana has it and calls."""
    scene = booked(at=at, **given)
    if at is not None:
        scene.later(seconds=(at - scene.now).total_seconds())
    scene.hears(found(scene, ANA))
    scene.hears(i.AgentAccepted(ANA))
    return scene


def came_of(scene: Scene, outcome: str, **said: Any) -> tuple[e.Event, ...]:
    return scene.hears(i.AgentCalled(ANA, scene.one.epoch, outcome, **said))


def later(scene: Scene) -> s.Deferred:
    assert isinstance(scene.one.stage, s.Deferred)
    return scene.one.stage


# --- when it is given to somebody ----------


def test_a_call_as_soon_as_possible_keeps_its_place_in_the_line() -> None:
    scene = booked()
    stage = later(scene)
    assert (stage.line_at, stage.ready, stage.slot) == (NOON, True, None)
    assert scene.told()[-1] == "call_soon"
    assert slot_claim(scene.one) is None


def test_who_waits_for_a_call_as_soon_as_possible_is_ahead_of_who_came_later() -> None:
    called = booked()
    place = place_of(called.one, called.now)
    assert place is not None
    behind = replace(place, conversation=ConversationId("d"), since=NOON + HOUR, case=False)
    behind = replace(behind, line_at=None, due=None, call=False)
    assert before(behind, (place, behind)) == 1
    slot = replace(place, call=False)
    assert before(behind, (slot, behind)) == 0


def test_at_night_it_stands_from_the_opening() -> None:
    there = closed()
    scene = booked(there)
    assert later(scene).line_at == there.opens_at
    assert scene.told()[-1] == "callback_booked"


def test_a_call_in_a_slot_waits_for_its_time_and_is_then_given_to_somebody() -> None:
    at = NOON + 3 * HOUR
    scene = booked(at=at)
    assert slot_claim(scene.one) == (SUPPORT, at)
    assert not later(scene).ready
    scene.ignores(found(scene, ANA))
    assert scene.later(seconds=(at - scene.now).total_seconds() - 121) == ()
    assert scene.later(seconds=1) == (e.AlarmRaised("callback_due", scene.now),)
    assert later(scene).ready
    assert x.FindAgent(SUPPORT) in scene.effects
    assert scene.one.due is not None
    assert (scene.one.due.what, scene.one.due.state) == ("callback", "soon")


def test_a_slot_is_a_span_and_broken_when_it_is_over_and_that_is_told() -> None:
    at = NOON + HOUR
    scene = booked(at=at)
    scene.later(minutes=58)
    *_, broken, moved = scene.later(minutes=30)
    assert broken == e.AlarmRaised("callback_broken", at + HALF)
    assert isinstance(moved, e.PromiseMoved)
    assert moved.line.key == "call_late"
    assert scene.one.due is not None
    assert scene.one.due.state == "broken"


def test_a_call_that_falls_into_closed_hours_is_moved_and_told() -> None:
    scene = booked(at=NOON + HOUR)
    there = closed(opens_in_h=20)
    scene.put(there)
    assert there.opens_at is not None
    (moved,) = scene.later(hours=1)
    assert isinstance(moved, e.PromiseMoved)
    assert (moved.call_at, moved.line.key) == (there.opens_at, "call_moved")
    assert not later(scene).ready
    assert slot_claim(scene.one) is None
    scene.put()
    assert kinds(scene.later(hours=19))[:1] == ["AlarmRaised"]


def test_a_lead_may_give_it_to_somebody_before_its_time() -> None:
    scene = booked(at=NOON + 3 * HOUR)
    scene.hears(i.AgentPicked(BEN))
    assert isinstance(scene.one.stage, s.WithAgent)
    assert slot_claim(scene.one) is None


# --- what came of it ----------


def test_reached_and_it_goes_on_with_the_one_who_called() -> None:
    scene = calling()
    (tried,) = came_of(scene, "reached", note="wants the blue one")
    assert tried == e.CallTried(
        1, "reached", ANA.id, "Ana Ruiz", scene.now, note="wants the blue one"
    )
    stage = scene.one.stage
    assert isinstance(stage, s.WithAgent)
    assert (len(stage.calls), stage.callback, scene.one.due) == (1, False, None)


def test_called_from_the_case_and_reached_joins() -> None:
    scene = booked()
    joined, tried = scene.hears(i.AgentCalled(BEN, scene.one.epoch, "reached"))
    assert isinstance(joined, e.AgentJoined)
    assert joined.how == "called"
    assert isinstance(tried, e.CallTried)
    assert scene.one.seat == BEN.id


@pytest.mark.parametrize("outcome", ["no_answer", "busy", "voicemail"])
def test_not_reached_is_tried_again_and_the_customer_reads_when(outcome: str) -> None:
    scene = calling()
    left, tried, promised = came_of(scene, outcome)
    again = scene.now + HALF
    assert left == e.AgentLeft(ANA.id, "Ana Ruiz", "called")
    assert isinstance(tried, e.CallTried)
    assert (tried.outcome, tried.again_at) == (outcome, again)
    assert isinstance(promised, e.AnswerDeferred)
    assert (promised.line.key, promised.line.time) == ("call_tried", again)
    stage = later(scene)
    assert (stage.again_at, stage.line_at, stage.ready) == (again, again, False)
    assert [one.outcome for one in stage.calls] == [outcome]
    assert stage.since == NOON
    seen = shown(scene.one, scene.floor, scene.policy, scene.now)
    assert (seen.key, seen.slot, seen.calls) == ("callback_booked", again, 1)
    assert "callback" in seen.choices


def test_the_next_try_is_given_to_somebody_at_its_time() -> None:
    scene = calling()
    came_of(scene, "no_answer")
    assert scene.later(minutes=27) == ()
    assert scene.later(minutes=1) == (e.AlarmRaised("callback_due", scene.now),)


def test_the_agent_may_say_another_time_but_not_the_past() -> None:
    scene = calling()
    wrong = i.AgentCalled(ANA, scene.one.epoch, "busy", again_at=scene.now - HOUR)
    assert scene.refuses(wrong) == "not_now"
    came_of(scene, "busy", again_at=scene.now + 5 * HOUR)
    assert later(scene).again_at == scene.now + 5 * HOUR


def test_after_the_last_try_it_is_answered_in_writing_and_may_be_chosen_again() -> None:
    scene = calling(contact=KNOWN)
    for _ in range(3):
        came_of(scene, "no_answer")
        scene.later(minutes=28)
        scene.hears(i.AgentPicked(ANA))
    last = [one for one in scene.kept if isinstance(one, e.AnswerDeferred)][-1]
    assert (last.line.key, last.channel) == ("call_given_up", "email")
    given_up = [one for one in scene.kept if isinstance(one, e.CallTried)][-1]
    assert (given_up.n, given_up.again_at) == (3, None)
    scene = calling()
    scene.with_policy(line=replace(scene.policy.line, call_tries=1))
    came_of(scene, "voicemail")
    assert later(scene).channel == "message"
    scene.hears(i.CustomerChose("callback"))
    assert (later(scene).channel, scene.told()[-1]) == ("callback", "call_soon")
    scene.with_policy(line=replace(scene.policy.line, call_tries=2))
    scene.hears(found(scene, ANA), i.AgentAccepted(ANA))
    came_of(scene, "no_answer")  # the second call, but the first since it was chosen again
    assert (later(scene).channel, len(later(scene).calls)) == ("callback", 2)


def test_what_came_of_a_call_is_mailed_where_an_address_is_known() -> None:
    scene = calling(contact=KNOWN)
    came_of(scene, "no_answer")
    assert KNOWN.email is not None
    assert x.SendMail("news", KNOWN.email, scene.one.seq) in scene.effects


def test_a_wrong_number_is_asked_for_and_called_once_it_is_known() -> None:
    scene = calling()
    came_of(scene, "wrong_number")
    assert scene.told()[-1] == "call_wrong_number"
    assert later(scene).channel == "message"
    scene.hears(i.CustomerSaid("Sorry, it is +49 30 7654321"))
    assert later(scene).channel == "callback"
    assert scene.one.contact.phone is not None
    assert scene.one.contact.phone.endswith("7654321")


def test_outside_of_hours_the_next_try_waits_for_the_opening() -> None:
    scene = calling()
    there = closed(opens_in_h=20)
    scene.put(there)
    came_of(scene, "no_answer")
    assert later(scene).again_at == there.opens_at


def test_only_who_has_it_says_what_came_of_it() -> None:
    scene = calling()
    assert scene.refuses(i.AgentCalled(BEN, scene.one.epoch, "reached")) == "not_yours"
    assert scene.refuses(i.AgentCalled(ANA, scene.one.epoch, "sang")) == "not_now"
    old = i.AgentCalled(ANA, type(scene.one.epoch)(0), "reached")
    assert scene.refuses(old) == "stale_owner"


def test_a_call_that_nobody_was_promised_is_on_record_and_changes_nothing_else() -> None:
    scene = with_ana(team())
    assert kinds(came_of(scene, "no_answer")) == ["CallTried"]
    assert isinstance(scene.one.stage, s.WithAgent)


# --- who was to call is gone ----------


def test_who_was_to_call_loses_the_connection_and_somebody_else_calls() -> None:
    scene = calling()
    promised = scene.one.due
    assert promised is not None
    left, goes_on = scene.hears(i.AgentLost(ANA.id))
    assert isinstance(left, e.AgentLeft)
    assert isinstance(goes_on, e.AnswerDeferred)
    stage = later(scene)
    assert (stage.channel, stage.since, stage.line_at) == ("callback", NOON, NOON)
    assert stage.answer_by == promised.by
    assert scene.told()[-1] == "call_soon"
    scene.hears(found(scene, BEN), i.AgentAccepted(BEN))
    assert scene.one.seat == BEN.id


def test_a_call_that_is_passed_on_is_still_a_call() -> None:
    scene = calling()
    scene.hears(i.AgentTransferred(ANA, "a bill", scene.one.epoch, TeamId("billing")))
    stage = later(scene)
    assert (stage.channel, stage.handoff.team, stage.since) == ("callback", "billing", NOON)
    assert ANA.id in stage.handoff.avoid
    assert kinds(scene.kept[-3:]) == ["Transferred", "AgentLeft", "AnswerDeferred"]


def test_once_they_were_reached_it_is_a_chat_like_any_other() -> None:
    scene = calling()
    came_of(scene, "reached")
    scene.hears(i.AgentLost(ANA.id))
    assert isinstance(scene.one.stage, s.Waiting)
