"""What a place needs: what was asked for, as far as the house has it, less what was let go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from domain.scene import BILLING, CALLED, NOON, SUPPORT
from segue.domain import routing
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import AgentId, ConversationId
from segue.domain.line_rules import LineRules, Skill, Step, TeamLineRules
from segue.domain.needs import (
    LettingGo,
    Needs,
    asked_for,
    left_of,
    letting_go,
    missing_in_house,
    said,
)
from segue.domain.policy import Policy

ANA, BEN = AgentId("ana"), AgentId("ben")
HARD = replace(
    CALLED, skills=("refunds:2", "api:3"), language="de", language_needed=True, tier="vip"
)
NEEDED = (Skill("api", 3), Skill("refunds", 2))


def waiting(handoff: s.Handoff = HARD, **more: object) -> s.Waiting:
    return replace(s.Waiting(handoff, NOON), **more)


def place(stage: s.Stage, policy: Policy | None = None, **more: object) -> routing.Place | None:
    one = Conversation(ConversationId("c"), stage, **more)  # type: ignore[arg-type]
    return routing.place_of(one, NOON, policy or Policy(), ("de", "en"), ("refunds", "api"))


def needed(stage: s.Stage) -> tuple[tuple[Skill, ...], str | None]:
    there = place(stage)
    assert there is not None
    return there.needs, there.language


# --- asked for, and let go ----------


def test_skills_are_asked_for_once_at_the_highest_level() -> None:
    twice = replace(HARD, skills=("refunds", "refunds:3", "refunds:2", ""))
    assert asked_for(twice).skills == (Skill("refunds", 3),)


def test_what_nobody_has_is_no_need() -> None:
    assert asked_for(HARD, known=("refunds",)).skills == (Skill("refunds", 2),)
    assert missing_in_house(HARD, ("refunds",)) == ("api",)
    assert asked_for(HARD, speaks=("en",)).language is None
    assert asked_for(HARD, speaks=("en", "de-AT")).language == "de"


def test_a_language_that_everybody_speaks_is_no_need() -> None:
    assert asked_for(replace(HARD, language_needed=False), speaks=("de",)).language is None


def test_levels_are_lowered_to_one_and_no_further() -> None:
    assert left_of(Needs(NEEDED, "de"), (), 1) == Needs((Skill("api", 2), Skill("refunds")), "de")
    assert left_of(Needs(NEEDED, "de"), (), 9) == Needs((Skill("api"), Skill("refunds")), "de")


def test_a_skill_the_language_or_everything_is_dropped() -> None:
    asked = Needs(NEEDED, "de")
    assert left_of(asked, ("api",), 0) == Needs((Skill("refunds", 2),), "de")
    assert left_of(asked, ("language",), 0) == Needs(NEEDED)
    assert left_of(asked, ("*",), 0) == Needs()


# --- a place ----------


def test_a_place_needs_what_was_not_let_go_and_keeps_what_was_asked_for() -> None:
    assert needed(waiting()) == (NEEDED, "de")
    there = place(waiting(dropped=("language",), lowered=1, widened=(BILLING,)))
    assert there is not None
    assert (there.needs, there.language) == ((Skill("api", 2), Skill("refunds")), None)
    assert (there.wants, there.wants_language) == (NEEDED, "de")
    assert there.takers == (SUPPORT, BILLING)
    assert there.tier == "vip"


def test_who_sent_it_and_who_let_it_go_are_kept_apart() -> None:
    passed = (s.Passed(ANA, NOON + timedelta(minutes=2)), s.Passed(BEN, NOON))
    there = place(waiting(replace(HARD, avoid=(BEN,)), passed=passed))
    assert there is not None
    assert (there.avoid, there.passed) == ((BEN,), (ANA,))


def test_a_channel_has_its_weight() -> None:
    policy = Policy(line=LineRules(weights=(("email", 40),)))
    there = place(waiting(), policy, channel="email")
    assert there is not None
    assert there.weight == 40


def test_while_it_rings_it_is_the_same_place() -> None:
    offered = s.Offered(waiting(), ANA, NOON + timedelta(seconds=30), 1)
    there, before = place(offered), place(waiting())
    assert before is not None
    assert there == replace(before, offered=True)


def later(**more: object) -> s.Deferred:
    case = s.Deferred(HARD, "42", "callback", NOON + timedelta(hours=4), NOON)
    return replace(case, **more)


def test_a_case_has_a_place_a_call_only_from_its_time_on() -> None:
    there = place(later(line_at=NOON))
    assert there is not None
    assert (there.case, there.due, there.line_at) == (True, NOON + timedelta(hours=4), NOON)
    assert place(later(ready=False)) is None
    ringing = s.LiveOffer(ANA, NOON + timedelta(seconds=30), 1)
    there = place(later(ready=False, offer=ringing))
    assert there is not None
    assert there.offered


def test_near_its_promise_a_case_needs_only_its_team() -> None:
    assert needed(later()) == (NEEDED, "de")
    near = later(answer_by=NOON + timedelta(minutes=30))
    assert needed(near) == ((), None)


@pytest.mark.parametrize("stage", [s.WithBot(), s.Closed("solved", NOON, NOON)])
def test_nobody_is_looked_for_otherwise(stage: s.Stage) -> None:
    assert place(stage) is None
    assert routing.changes_at(Conversation(ConversationId("c"), stage), NOON) is None


def test_what_changes_by_itself_is_known_in_advance() -> None:
    soon = NOON + timedelta(minutes=2)
    one = Conversation(ConversationId("c"), waiting(passed=(s.Passed(ANA, soon),)))
    assert routing.changes_at(one, NOON) == soon
    assert routing.changes_at(one, soon) is None
    one = Conversation(ConversationId("c"), later())
    assert routing.changes_at(one, NOON) == NOON + timedelta(hours=3, minutes=30)


# --- the next step, in a sentence ----------


def steps(*own: Step) -> LineRules:
    return LineRules(teams=(TeamLineRules(SUPPORT, own),))


def test_the_next_step_comes_so_long_after_the_handoff() -> None:
    by = steps(Step(timedelta(seconds=90), lower=1), Step(timedelta(minutes=4), drop=("*",)))
    assert letting_go(waiting(), by) == LettingGo(1, NOON + timedelta(seconds=90), lowered=1)
    then = letting_go(waiting(relaxed=1, lowered=1), by)
    assert then == LettingGo(2, NOON + timedelta(minutes=4), dropped=("*",))
    assert letting_go(waiting(relaxed=2, dropped=("*",)), by) is None


SOON = NOON + timedelta(seconds=40)
NAMES = ((BILLING, "Billing"),)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (LettingGo(1, SOON, lowered=2), "In 40 s the level is not needed any more."),
        (
            LettingGo(1, SOON, lowered=1),
            "In 40 s api at level 2 and refunds at any level are enough.",
        ),
        (LettingGo(1, SOON, dropped=("api",)), "In 40 s api is not needed any more."),
        (
            LettingGo(1, NOON + timedelta(minutes=4), dropped=("*",)),
            "In 4 min api, refunds and the language are not needed any more.",
        ),
        (
            LettingGo(1, NOON, dropped=("language",), teams=(BILLING,)),
            "Now the language is not needed any more and Billing may take it, too.",
        ),
        (LettingGo(1, NOON), ""),
    ],
)
def test_a_step_is_said_in_one_sentence(step: LettingGo, sentence: str) -> None:
    assert said(step, Needs(NEEDED, "de"), NOON, NAMES) == sentence
