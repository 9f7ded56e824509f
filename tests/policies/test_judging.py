"""Conditions: compiled and explained alike; a changed threshold changes what it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.scene import Scene, floor, team
from policies.making import conditions, moments, policies, says, truth
from segue.benching import triggers
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId, TeamId
from segue.domain.policy import Policy
from segue.domain.rules.catalogue import field_named
from segue.domain.rules.judging import Rules, explain, judge
from segue.domain.rules.model import AllOf, Condition, Do, Lane, Rule, Test
from segue.domain.rules.moments import Moment
from segue.domain.rules.recipes import RECIPES
from segue.domain.rules.tests import compiled, explained
from segue.domain.signals import Signals
from segue.policies import check_form
from segue.policies.showcase import Said


def moment(**known: Any) -> Moment:
    """A moment at which hardly anything is known."""
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return Moment(Conversation(ConversationId("c")), (), at, TeamId("support"), **known)


@given(conditions(), moments())
def test_what_is_explained_is_what_decided(condition: Condition, at: Moment) -> None:
    seen = iter(explained(condition, at))
    assert compiled(condition)(at) == truth(condition, lambda: next(seen).held)
    assert list(seen) == []


@given(policies(), moments())
def test_rules_are_explained_as_they_are_judged(policy: Policy, at: Moment) -> None:
    matched = judge(policy.rules, at).matched
    assert matched == tuple(one.rule for one in explain(policy.rules, at) if one.matched)


@given(conditions(), moments())
def test_the_same_moment_is_judged_the_same_again(condition: Condition, at: Moment) -> None:
    assert compiled(condition)(at) == compiled(condition)(replace(at))


# --- a changed threshold ----------

SHARE = st.integers(0, 20).map(lambda n: n / 20)


def _needs(threshold: float, do: Do = Do.MARK) -> Rule:
    when = AllOf((Test("anger", "at_least", threshold),))
    return Rule("mine", Lane.MOOD, do, when=when, tags=("angry",))


@given(st.lists(moments(), max_size=8), SHARE, SHARE)
def test_a_changed_threshold_changes_what_lies_between_and_nothing_else(
    several: list[Moment], one: float, other: float
) -> None:
    low, high = min(one, other), max(one, other)
    loose, strict = Rules((_needs(low), *RECIPES)), Rules((_needs(high), *RECIPES))
    for at in several:
        anger = at.turn.signals.anger if at.mood else None
        between = anger is not None and low <= anger < high
        before, after = judge(loose, at), judge(strict, at)
        lost = [rule.id for rule in before.matched if rule.id not in _ids(after)]
        gained = [rule.id for rule in after.matched if rule.id not in _ids(before)]
        assert (lost, gained) == (["mine"] if between else [], [])
        assert (before.fired and before.fired.id) == (after.fired and after.fired.id)


def _ids(judgement: Any) -> set[str]:
    return {rule.id for rule in judgement.matched}


@given(st.lists(SHARE, min_size=1, max_size=6), SHARE, SHARE)
def test_a_conversation_goes_the_same_way_up_to_the_first_turn_between(
    angers: list[float], one: float, other: float
) -> None:
    low, high = min(one, other), max(one, other)
    loose, strict = _played(angers, low), _played(angers, high)
    first = next((n for n, anger in enumerate(angers) if low <= anger < high), None)
    reached = next((n for n, anger in enumerate(angers) if anger >= high), len(angers))
    if first is None or first > reached:
        assert loose == strict
    else:
        assert loose[:first] == strict[:first]
        assert loose[first] != strict[first]


def _played(angers: list[float], threshold: float) -> list[Any]:
    """The events of each turn, without what only says which version decided."""
    policy = Policy(rules=Rules((_needs(threshold, Do.HAND_OFF),)))
    scene = Scene(floor(team(free=1)), policy)
    scene.hears(i.ConversationStarted(1))
    turns = []
    for anger in angers:
        scene.now += timedelta(seconds=20)
        events = says(scene, Said("hm", Signals(anger=anger)))
        turns.append([_bare(event) for event in events])
    return turns


def _bare(event: Any) -> Any:
    """Without the evidence, which names the threshold."""
    if hasattr(event, "handoff"):
        return replace(event, handoff=replace(event.handoff, evidence=()))
    return event


def test_the_largest_sum_is_read_from_what_the_customer_named() -> None:
    field = field_named("amount")
    assert field is not None
    at = moment()
    assert field.read(at, at.turn) is None
    named = tuple(s.Fact("amount", one) for one in ("84.00 EUR", "1200.50 USD", "a lot", ""))
    at = replace(at, was=replace(at.was, facts=(*named, s.Fact("order", "99999"))))
    assert field.read(at, at.turn) == 1200.5


def test_fifty_rules_of_every_sort_are_a_policy() -> None:
    """What `segue bench triggers` judges by."""
    found = check_form(triggers.form(triggers.RULES - len(RECIPES)), base=Policy())
    assert found.policy is not None
    assert len(found.policy.rules.all) == triggers.RULES
    assert judge(found.policy.rules, triggers.moment()).matched
