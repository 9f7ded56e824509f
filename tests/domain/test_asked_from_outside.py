"""A bot or another system asks for a person: what it names wrongly is noted, never in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    BILLING,
    LEA,
    NOON,
    SUPPORT,
    Scene,
    handoff,
    in_line,
    kinds,
    team,
    with_ana,
    with_bot,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.briefing import brief
from segue.domain.ids import TeamId
from segue.domain.line_rules import LineRules, Step, TeamLineRules

NOWHERE = TeamId("astronauts")
KNOWS = replace(team(), skills_known=("refunds",))


@pytest.mark.parametrize("by", ["bot", "system"])
def test_a_wrong_team_goes_to_ours_with_a_note(by: str) -> None:
    scene = asked(by, with_bot(), team=NOWHERE)
    assert handoff(scene).team == SUPPORT
    assert handoff(scene).notes == ("There is no team ‘astronauts’: it went to Support.",)
    card = brief(scene.one)
    assert card is not None
    assert card.notes == handoff(scene).notes


@pytest.mark.parametrize("by", ["bot", "system"])
def test_a_skill_that_nobody_has_is_no_need_and_noted(by: str) -> None:
    scene = asked(by, with_bot(KNOWS), skills=("refunds:2", "juggling:3"))
    made = handoff(scene)
    assert made.skills == ("refunds:2", "juggling:3")
    assert made.nobody_has == ("juggling",)
    assert made.notes == ("Nobody has the skill ‘juggling’: it is not needed.",)


def test_what_nobody_has_is_never_let_go_later() -> None:
    steps = LineRules(steps=(Step(timedelta(minutes=1), drop=("*",)),))
    scene = asked("system", with_bot(KNOWS, line=steps), skills=("juggling",))
    assert "relax" not in scene.timers.running


@pytest.mark.parametrize("by", ["bot", "system"])
def test_what_is_right_has_no_notes(by: str) -> None:
    scene = asked(by, with_bot(KNOWS), team=BILLING, skills=("refunds",))
    assert handoff(scene).team == BILLING
    assert handoff(scene).notes == ()


@pytest.mark.parametrize("by", ["bot", "system"])
def test_a_team_of_which_nobody_is_there_is_stood_in_for(by: str) -> None:
    chain = LineRules(teams=(TeamLineRules(SUPPORT, overflow=(BILLING,)),))
    scene = asked(by, with_bot(team(staffed=0), line=chain), team=SUPPORT)
    assert handoff(scene).team == BILLING
    assert handoff(scene).why_team == "stands in for support"
    assert handoff(asked(by, with_bot(line=chain), team=SUPPORT)).team == SUPPORT


def asked(by: str, scene: Scene, **wanted: object) -> Scene:
    one = scene.one
    if by == "bot":
        heard: i.Input = i.BotAskedForPerson(one.heard, one.epoch, **wanted)  # type: ignore[arg-type]
    else:
        heard = i.IntegrationAskedForPerson("fraud check", **wanted)  # type: ignore[arg-type]
    scene.hears(heard)
    return scene


# --- an address for the answer ----------


def test_when_the_limit_makes_a_case_of_it_the_address_is_asked_for_only_if_unknown() -> None:
    scene = in_line()
    scene.later(minutes=15)
    assert scene.kept[-1] == e.FieldWanted("email")
    scene.hears(i.CustomerSaid("kim@example.org"))
    assert scene.one.contact.email == "kim@example.org"
    mails = [one for one in scene.effects if isinstance(one, x.SendMail)]
    assert [(one.what, one.to) for one in mails] == [("case", "kim@example.org")]
    known = in_line(contact=i.Contact(email="kim@example.org"))
    known.later(minutes=15)
    assert kinds(known.kept)[-1] == "AnswerDeferred"


# --- a lead's word to whoever has it ----------


def test_a_lead_whispers_to_whoever_has_it() -> None:
    scene = with_ana()
    said = scene.hears(i.LeadWhispered(LEA, "Offer the refund"))
    assert said == (e.Whispered(LEA.id, "Lea Brandt", "Offer the refund", scene.now),)
    assert isinstance(scene.one.stage, s.WithAgent)
    assert scene.refuses(i.LeadWhispered(ANA, "psst")) == "lead_only"
    assert in_line().refuses(i.LeadWhispered(LEA, "psst")) == "not_now"
    assert scene.one.last.at == NOON  # the customer's words are still the newest
