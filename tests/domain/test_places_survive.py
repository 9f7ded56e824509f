"""A place survives leaving and coming back, a lost agent, another team: never worse for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    BEN,
    BILLING,
    KNOWN,
    LEA,
    NOON,
    Scene,
    closed,
    deferred,
    found,
    handoff,
    in_line,
    kinds,
    says,
    with_ana,
)
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.slots import slot_claim
from segue.domain.telling import since_of

FIVE = timedelta(minutes=5)
WAYS_BACK: tuple[Callable[[Scene], i.Input], ...] = (
    lambda _: i.CustomerAskedForPerson(),
    lambda _: i.CustomerSaid("I want to talk to a human"),
    lambda scene: i.BotAskedForPerson(scene.one.heard, scene.one.epoch),
    lambda _: i.IntegrationAskedForPerson("fraud check"),
    lambda _: i.CustomerChose("callback", phone="+4930123456"),
    lambda _: i.CustomerChose("leave_message"),
    lambda scene: i.BotFailed(scene.one.heard, scene.one.epoch, "no answer"),
    lambda _: i.LeadTookOver(LEA),
)


@pytest.mark.parametrize("back", WAYS_BACK)
def test_left_by_choice_and_back_within_five_minutes_by_any_way(
    back: Callable[[Scene], i.Input],
) -> None:
    scene = in_line()
    scene.later(seconds=40)
    scene.hears(i.CustomerChose("leave_line"))
    scene.now += FIVE - timedelta(seconds=1)
    scene.hears(back(scene))
    assert since_of(scene.one.stage) == NOON


@pytest.mark.parametrize("back", WAYS_BACK[:4])
def test_after_five_minutes_it_begins_anew(back: Callable[[Scene], i.Input]) -> None:
    scene = in_line()
    scene.hears(i.CustomerChose("leave_line"))
    assert kinds(scene.later(minutes=5)) == ["PlaceGone"]
    scene.now += timedelta(seconds=1)
    scene.hears(back(scene))
    assert since_of(scene.one.stage) == scene.now


def test_a_laptop_that_slept_finds_its_place_again() -> None:
    scene = in_line()
    scene.later(seconds=50)
    scene.hears(i.CustomerWentAway())
    assert isinstance(scene.one.stage, s.Closed)
    scene.later(minutes=4)
    scene.hears(i.CustomerAskedForPerson())
    assert since_of(scene.one.stage) == NOON
    assert scene.one.episode == 1
    scene = in_line()
    scene.hears(i.CustomerWentAway())
    scene.later(minutes=6)
    scene.hears(i.CustomerAskedForPerson())
    assert since_of(scene.one.stage) == scene.now


def test_an_agent_who_accepts_and_vanishes_costs_no_place() -> None:
    scene = with_ana()
    scene.later(minutes=1)
    scene.hears(i.AgentLost(ANA.id))
    stage = scene.one.stage
    assert isinstance(stage, s.Waiting)
    assert (stage.since, stage.ahead) == (NOON, True)
    assert scene.told()[-1] == "person_lost"


def test_another_team_keeps_the_place_and_tells_the_customer() -> None:
    scene = with_ana()
    scene.hears(i.AgentTransferred(ANA, "a bill", scene.one.epoch, BILLING))
    assert since_of(scene.one.stage) == NOON
    assert handoff(scene).team == BILLING
    called = scene.kept[-1]
    assert isinstance(called, e.HandoffRequested)
    assert (called.line.key, called.line.team) == ("transferring", "Billing")


def test_a_transfer_never_comes_back_to_who_sent_it() -> None:
    scene = with_ana()
    scene.hears(i.AgentTransferred(ANA, "knows refunds", scene.one.epoch))
    scene.ignores(found(scene, ANA))
    scene.hears(found(scene, BEN))
    assert scene.one.seat == BEN.id


def test_who_declined_is_not_asked_at_once_again_whatever_the_router_thinks() -> None:
    scene = in_line()
    scene.hears(found(scene, ANA), i.AgentDeclined(ANA))
    scene.ignores(found(scene, ANA))


# --- a case that moves ----------


def test_a_case_keeps_its_promise_in_another_team() -> None:
    scene = deferred(contact=KNOWN)
    was = scene.one.stage
    assert isinstance(was, s.Deferred)
    scene.hears(i.AgentTransferred(ANA, "a bill", scene.one.epoch, BILLING))
    now = scene.one.stage
    assert isinstance(now, s.Deferred)
    assert (now.answer_by, now.since, scene.told()[-1]) == (was.answer_by, was.since, "saved")


def test_a_team_that_is_closed_until_after_it_promises_anew_and_that_is_told() -> None:
    scene = deferred()
    there = closed(BILLING, opens_in_h=20)
    scene.put(there)
    scene.hears(i.AgentTransferred(ANA, "a bill", scene.one.epoch, BILLING))
    now = scene.one.stage
    assert isinstance(now, s.Deferred)
    assert now.answer_by == there.answer_by
    assert now.line_at == there.opens_at
    assert scene.told()[-1] == "promise_moved"


def test_a_call_in_a_slot_keeps_its_time_in_another_team_but_no_seat_in_its_calendar() -> None:
    scene = in_line()
    at = NOON + timedelta(hours=2)
    scene.hears(i.CustomerChose("callback", phone="+4930123456", at=at))
    scene.hears(i.AgentTransferred(ANA, "a bill", scene.one.epoch, BILLING))
    now = scene.one.stage
    assert isinstance(now, s.Deferred)
    assert (now.again_at, now.ready, slot_claim(scene.one)) == (at, False, None)
    assert scene.timers.running["promise"].at == at - timedelta(minutes=2)


def test_in_the_morning_the_cases_of_the_night_stand_from_the_opening() -> None:
    there = closed()
    scene = in_line(there, contact=replace(KNOWN, name="Kim"))
    scene.hears(i.CustomerChose("email"))
    stage = scene.one.stage
    assert isinstance(stage, s.Deferred)
    assert (stage.line_at, stage.answer_by) == (there.opens_at, there.answer_by)
    scene.put()
    scene.later(hours=9)
    scene.hears(found(scene, ANA), i.AgentAccepted(ANA))
    assert scene.told()[-1] == "joined"
    says(scene, "Thank you for looking at it")
    assert isinstance(scene.one.stage, s.WithAgent)
