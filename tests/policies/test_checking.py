"""A policy as a whole: contradictions, teams, what never happens, what cannot be switched off."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from policies.making import BILLING, SUPPORT, TEAMS, policies
from policies.test_reading import rule
from segue.domain.policy import Policy, StandIn
from segue.domain.rules.model import AllOf, AnyOf, Condition, Count, NoneOf, Test
from segue.policies import BadPolicy, check, check_file, check_form, read_form, write_policy
from segue.policies.checking import Checked
from segue.policies.doubting import always, never
from segue.policies.problems import Findings

BASE = Policy()


def checked(*rules: dict[str, Any], **keys: Any) -> Checked:
    """What checking says of these rules."""
    return check_form({"rules": list(rules), **keys}, base=BASE, teams=TEAMS)


def codes(*rules: dict[str, Any], **keys: Any) -> list[str]:
    """The codes of its errors and, with a `?`, of its warnings."""
    found = checked(*rules, **keys)
    return [f"{one.code}?" if one.warning else one.code for one in found.problems]


def test_the_shipped_policy_has_no_problem_at_all() -> None:
    found = checked()
    assert (found.ok, found.problems) == (True, ())
    assert found.policy == BASE
    assert found.cells


def test_what_is_right_in_a_file_is_a_policy() -> None:
    found = check_file("rules: [{recipe: long, on: false}]", base=BASE, teams=TEAMS)
    assert found.ok
    assert found.policy is not None
    assert found.errors == ()


def test_a_file_that_cannot_be_read_says_so() -> None:
    found = check_file("rules: [", base=BASE, teams=TEAMS)
    assert (found.ok, found.cells) == (False, ())
    assert [one.code for one in found.errors] == ["not_yaml"]
    assert check_form([], base=BASE).errors[0].code == "not_a_policy"


def test_what_cannot_be_read_and_what_makes_no_sense_are_told_together() -> None:
    found = codes(
        rule(id="a", do="x"), rule(id="b", team="biling"), {"recipe": "asked", "on": False}
    )
    assert sorted(found) == ["asked_stays", "unknown_do", "unknown_team"]


# --- asking for a person ----------


def test_asking_for_a_person_cannot_be_switched_off() -> None:
    [problem] = checked({"recipe": "asked", "on": False}).problems
    assert problem.code == "asked_stays"
    assert problem.where == "rules[1] “asked” · on"
    assert "cannot be switched off" in problem.message


@pytest.mark.parametrize(
    "change",
    [{"do": "offer"}, {"lane": "length"}, {"when": [{"asked": True}, {"tier": "vip"}]}],
    ids=str,
)
def test_asking_for_a_person_cannot_be_bent(change: dict[str, Any]) -> None:
    assert "asked_stays" in codes({"recipe": "asked", **change})


def test_where_asking_leads_and_what_is_said_may_be_changed() -> None:
    assert codes({"recipe": "asked", "team": "billing", "say": {"de": "Gern."}}) == []


def test_a_rule_in_the_lane_asked_looks_whether_somebody_asked() -> None:
    assert codes(rule(lane="asked", do="hand_off")) == ["asked_without_asking"]
    either = {"any": [{"asked": True}, {"tier": "vip"}]}
    assert codes(rule(lane="asked", do="hand_off", when=either)) == ["asked_without_asking"]
    no = [{"none": [{"asked": True}]}]
    assert codes(rule(lane="asked", do="hand_off", when=no)) == ["asked_without_asking"]
    assert codes(rule(lane="asked", do="hand_off", when={"asked": True, "language": "de"})) == []
    sounds = [{"in_last": {"turns": 3, "times": 2, "when": [{"wants_person": {"above": 0.4}}]}}]
    assert codes(rule(lane="asked", do="offer", when=sounds)) == []


def test_whoever_asks_for_a_person_is_not_asked_back() -> None:
    assert codes(rule(lane="asked", do="offer", when={"asked": True})) == ["asked_is_not_offered"]


@pytest.mark.parametrize("do", ["approve", "stand_by", "mark"])
def test_rules_in_the_lane_asked_hand_off_or_offer(do: str) -> None:
    assert "asked_gets_person" in codes(rule(lane="asked", do=do, when={"asked": True}, tags=["a"]))


@pytest.mark.parametrize("lane", ["asked", "safety"])
def test_the_assistant_cannot_go_on_where_somebody_asked_or_is_not_safe(lane: str) -> None:
    when = {"asked": True}
    found = codes(rule(lane=lane, do="hand_off", when=when, if_nobody="assistant"))
    assert found == ["left_alone"]
    assert codes(rule(lane="mood", do="hand_off", if_nobody="assistant")) == []


# --- teams ----------


def test_a_team_that_nobody_knows_is_named_with_the_nearest() -> None:
    [problem] = checked(rule(team="biling")).problems
    assert problem.message == "There is no team “biling”. Did you mean “billing”?"
    [problem] = checked(rule(team="Billing")).problems
    assert problem.message == "There is no team “Billing”. Its id is “billing”."
    assert codes(rule(if_nobody={"team": "nobody"})) == ["unknown_team"]
    assert codes(team="nobody") == ["unknown_team"]
    assert codes(stand_ins={"billing": "nobody"}) == ["unknown_team"]


def test_teams_are_not_looked_at_where_none_are_given() -> None:
    assert check_form({"team": "nobody"}, base=BASE).ok


def test_loops_are_named_by_the_names_of_teams() -> None:
    loop = (StandIn(BILLING, SUPPORT), StandIn(SUPPORT, BILLING))
    [problem] = check(replace(BASE, stand_ins=loop), TEAMS)
    assert problem.code == "loop"
    assert "Billing → Support → Billing" in problem.message


def test_a_rules_other_team_may_not_lead_back() -> None:
    back = rule(do="hand_off", team="billing", if_nobody={"team": "support"})
    assert codes(back) == []
    assert codes(back, stand_ins={"support": "billing"}) == ["loop"]
    assert codes(rule(do="hand_off", team="billing", if_nobody={"team": "billing"})) == ["loop"]


def test_a_team_without_people_is_worth_a_warning() -> None:
    teams = (TEAMS[0], replace(TEAMS[1], people=0))
    found = check_form({}, base=BASE, teams=teams)
    assert [(one.code, one.warning) for one in found.problems] == [("empty_team", True)]
    assert check_form({"stand_ins": {"billing": "support"}}, base=BASE, teams=teams).problems == ()


# --- conditions ----------

T = Test
NEVER: dict[str, Condition] = {
    "above and below": AllOf((T("confidence", "at_least", 0.9), T("confidence", "below", 0.5))),
    "in a group": AllOf((T("misses", "is", 3.0), AllOf((T("misses", "at_most", 2.0),)))),
    "more than all": T("anger", "above", 1.0),
    "less than nothing": T("misses", "below", 0.0),
    "just not": AllOf((T("anger", "above", 0.5), T("anger", "at_most", 0.5))),
    "two words": AllOf((T("tier", "is", "vip"), T("tier", "is", "basic"))),
    "a word and not": AllOf((T("tier", "one_of", ("a", "b")), T("tier", "not_one_of", ("a", "b")))),
    "yes and no": AllOf((T("open", "is", True), T("open", "is", False))),  # noqa: FBT003
    "neither way": AnyOf((T("anger", "above", 1.0), T("misses", "below", 0.0))),
    "counted": Count((T("anger", "above", 0.5), T("anger", "below", 0.4)), 1, 3),
    "none of always": NoneOf((T("misses", "at_least", 0.0),)),
}
MAY: dict[str, Condition] = {
    "between": AllOf((T("confidence", "at_least", 0.5), T("confidence", "below", 0.9))),
    "exactly": AllOf((T("anger", "at_least", 0.5), T("anger", "at_most", 0.5))),
    "a bad mood": T("mood_trend", "below", -0.5),
    "two sorts of urgent": AllOf((T("urgency", "include", "fraud_or_theft"),
                                  T("urgency", "include", "danger"))),
    "either": AnyOf((T("anger", "above", 1.0), T("misses", "is", 2.0))),
    "nothing": AllOf(),
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_what_can_never_hold_is_seen(name: str) -> None:
    assert never(NEVER[name])


@pytest.mark.parametrize("name", MAY)
def test_what_may_hold_is_left_alone(name: str) -> None:
    assert not never(MAY[name])
    assert not always(MAY[name]) or name == "nothing"


def test_a_rule_that_can_never_hold_is_refused_and_one_that_always_does_is_doubted() -> None:
    assert codes(rule(when=[{"confidence": {"at_least": 0.9, "below": 0.5}}])) == ["never_true"]
    assert codes(rule(when=[{"misses": {"at_least": 0}}])) == ["always_true?"]
    [problem] = checked(rule(when=[{"anger": {"at_least": 0.9, "below": 0.5}}])).problems
    assert problem.message == "This can never hold: anger cannot be at least 0.9 and below 0.5."


def test_an_answer_that_missed_cannot_be_approved() -> None:
    missed = [{"misses": {"at_least": 1}}]
    assert codes(rule(lane="bot_failure", do="approve", when=missed)) == ["never_true"]
    sure = [{"confidence": {"below": 0.6}}]
    assert codes(rule(lane="bot_failure", do="approve", when=sure)) == []
    assert codes(rule(lane="mood", do="approve", when=sure)) == ["approve_elsewhere?"]


def test_rules_without_conditions_are_doubted() -> None:
    for do in ("hand_off", "offer", "approve"):
        found = codes(rule(id="a", lane="length", do=do, when="always"))
        assert "no_conditions?" in found
        assert check_form({"rules": [rule(do=do, when="always")]}, base=BASE).ok
    assert codes(rule(do="mark", when="always", tags=["all"])) == []


def test_a_rule_that_another_one_always_comes_before_is_doubted() -> None:
    found = checked(rule(id="a", do="hand_off", when="always"), rule(id="b", do="offer"))
    shadowed = [one.where for one in found.problems if one.code == "shadowed"]
    assert shadowed[0] == "rules[2] “b”"
    twice = checked(rule(id="a", do="hand_off"), rule(id="b", do="offer")).problems
    assert [one.code for one in twice] == ["shadowed"]
    assert "“a” stands before it" in twice[0].message
    assert codes(rule(id="a", do="offer"), rule(id="b", do="hand_off")) == []


def test_keys_without_effect_are_doubted() -> None:
    assert codes(rule(do="mark")) == ["marks_nothing?"]
    assert codes(rule(do="mark", tags=["a"], say={"en": "Hi"})) == ["no_effect?"]
    assert codes(rule(do="stand_by", if_nobody="case")) == ["no_effect?"]
    assert codes(rule(do="offer", within_s=90, fallback="send")) == ["no_effect?", "no_effect?"]


def test_a_mood_that_is_not_read_is_doubted_in_rules_of_ones_own() -> None:
    assert codes(mood=False) == []
    assert codes(rule(when=[{"anger": {"above": 0.5}}]), mood=False) == ["mood_is_off?"]


def test_ten_thousand_rules_are_checked() -> None:
    many = [rule(id=f"r{n}", when=[{"turns": {"at_least": n}}]) for n in range(10_000)]
    assert codes(*many) == ["always_true?"]


@given(policies())
def test_checking_says_something_about_any_policy(policy: Policy) -> None:
    for one in (*check(policy, TEAMS), *check_form(write_policy(policy), base=BASE).problems):
        assert one.code
        assert one.message.endswith(".")
        assert "{" not in one.message.replace("{at_least", "").replace("{asked", "")


def test_only_so_many_problems_are_told() -> None:
    found = Findings()
    for n in range(200):
        found.add("x", str(n))
    assert len(found.problems) == 50
    with pytest.raises(BadPolicy, match="and 49 more"):
        raise BadPolicy(found.problems)
    with pytest.raises(BadPolicy, match="not valid"):
        raise BadPolicy(())


def test_a_version_that_was_published_once_can_be_read_when_its_teams_are_gone() -> None:
    assert read_form({"team": "gone"}, base=BASE).team == "gone"
