"""Nobody is at work, nobody is in a team, or it never opens: each ends in something honest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    BILLING,
    KNOWN,
    NOON,
    ORDERS,
    SUPPORT,
    Scene,
    closed,
    handoff,
    in_line,
    kinds,
    team,
)
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import TeamNow
from segue.domain.line_rules import LineRules, TeamLineRules
from segue.domain.policy import StandIn
from segue.domain.showing import shown

EMPTY = team(staffed=0)
NEVER = replace(closed(), opens_at=None, answer_by=None)
NO_MEMBERS = replace(team(staffed=0), people=0)
CHAIN = LineRules(teams=(TeamLineRules(SUPPORT, overflow=(BILLING, ORDERS)),))


# --- the team's own chain ----------


def test_what_comes_while_nobody_is_at_work_goes_to_the_first_of_its_chain_who_is() -> None:
    scene = in_line(EMPTY, team(BILLING, staffed=0), line=CHAIN)
    assert handoff(scene).team == ORDERS
    assert handoff(scene).why_team == "stands in for support"


def test_a_teams_own_chain_comes_before_who_stands_in_for_it() -> None:
    stand_ins = (StandIn(SUPPORT, ORDERS),)
    assert handoff(in_line(EMPTY, line=CHAIN, stand_ins=stand_ins)).team == BILLING
    others = (team(BILLING, staffed=0), team(ORDERS, staffed=0))
    alone = in_line(EMPTY, *others, line=CHAIN, stand_ins=stand_ins)
    assert handoff(alone).team == SUPPORT


def test_while_somebody_is_at_work_it_stays() -> None:
    assert handoff(in_line(team(), line=CHAIN)).team == SUPPORT


# --- everything gone at once ----------


def test_everybody_left_is_said_without_a_number() -> None:
    scene = in_line(team(waiting=1, eta=(60, 300)))
    scene.put(EMPTY)
    scene.later(minutes=5)
    told = [one.line for one in scene.kept if isinstance(one, e.PlaceTold | e.ChoicesShown)]
    assert [one.key for one in told if one is not None] == ["in_line_nobody", "in_line_nobody"]
    seen = shown(scene.one, scene.floor, scene.policy, scene.now)
    assert (seen.eta_low_s, seen.eta_high_s, seen.people_online) == (None, None, False)
    assert {"email", "callback", "leave_message"} <= set(seen.choices)


# --- nobody is ever coming ----------


@pytest.mark.parametrize(("there", "why"), [(NEVER, "never_opens"), (NO_MEMBERS, "no_members")])
def test_nobody_is_ever_coming_is_said_becomes_a_case_and_leads_are_told(
    there: TeamNow, why: str
) -> None:
    scene = in_line(there)
    called, alarm = scene.kept[-2:]
    assert isinstance(called, e.HandoffRequested)
    assert called.line.key == "away"
    assert alarm == e.AlarmRaised(why, NOON)
    assert shown(scene.one, scene.floor, scene.policy, scene.now).key == "away"
    scene.later(minutes=1)
    assert isinstance(scene.one.stage, s.Deferred)
    assert scene.one.stage.answer_by > scene.now
    assert scene.told()[-1] == "saved"


def test_a_case_with_such_a_team_alarms_too_and_its_promise_does_not_seem_late() -> None:
    scene = in_line(contact=KNOWN)
    scene.put(NEVER)
    assert kinds(scene.hears(i.CustomerChose("email"))) == ["AnswerDeferred", "AlarmRaised"]
    assert scene.one.due is not None
    assert scene.one.due.state == "ok"


def test_a_team_that_opens_again_keeps_its_line() -> None:
    scene = in_line(closed())
    scene.later(minutes=5)
    assert isinstance(scene.one.stage, s.Waiting)


# --- the team's own limit ----------


def limited(after: timedelta) -> Scene:
    own = TeamLineRules(SUPPORT, wait_limit=after)
    return in_line(contact=KNOWN, line=LineRules(teams=(own,)))


def test_at_the_teams_own_limit_it_becomes_a_case_and_the_chat_stays_open() -> None:
    scene = limited(timedelta(minutes=40))
    scene.later(minutes=39)
    assert isinstance(scene.one.stage, s.Waiting)
    scene.later(minutes=1)
    stage = scene.one.stage
    assert isinstance(stage, s.Deferred)
    assert (stage.channel, stage.since) == ("email", NOON)
    posted = scene.hears(i.CustomerSaid("It is the blue one"))[0]
    assert isinstance(posted, e.MessagePosted)
    assert isinstance(scene.one.stage, s.Deferred)


def test_a_limit_shorter_than_the_apology_comes_first() -> None:
    scene = limited(timedelta(seconds=90))
    assert kinds(scene.later(seconds=90)) == ["ChoicesShown", "AnswerDeferred"]


def test_a_limit_shorter_than_a_minute_shows_no_choices_first() -> None:
    assert kinds(limited(timedelta(seconds=30)).later(seconds=30)) == ["AnswerDeferred"]
