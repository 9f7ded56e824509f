"""Lanes from top to bottom: which rules match at a moment, and which of them fires.

Rules are read twice a turn: when it was understood, and when the assistant has its answer. A rule
that holds an answer back waits for the second; everything else fires as soon as it matches.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from segue.domain.rules.catalogue import field_named
from segue.domain.rules.model import (
    DECISIVE,
    AllOf,
    AnyOf,
    Condition,
    Count,
    Do,
    Lane,
    NoneOf,
    Rule,
    Test,
)
from segue.domain.rules.tests import Check, Seen, compiled, explained
from segue.domain.stages import Reason
from segue.domain.value import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.domain.rules.moments import Moment

LANES = tuple(Lane)


class Rules:
    """The rules of one policy in the order of their lanes, compiled once when first read."""

    def __init__(self, rules: tuple[Rule, ...] = ()) -> None:
        ordered = sorted(enumerate(rules), key=lambda one: (LANES.index(one[1].lane), one[0]))
        self.all = tuple(rule for _, rule in ordered)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rules) and self.all == other.all

    def __hash__(self) -> int:
        return hash(self.all)

    def __repr__(self) -> str:
        return f"Rules({', '.join(rule.id for rule in self.all)})"

    @cached_property
    def checks(self) -> tuple[tuple[Rule, Check], ...]:
        """Every rule that is on, with its condition."""
        return tuple((rule, compiled(rule.when)) for rule in self.all if rule.on)

    def named(self, rule_id: str) -> Rule | None:
        """The rule of this id."""
        return next((rule for rule in self.all if rule.id == rule_id), None)


class Judgement(Plain, frozen=True):
    """`matched` are all that matched, in order; `fired` the decisive one that happens.

    `marks` and `stand_by` are rules that matched and apply beside it.
    """

    matched: tuple[Rule, ...] = ()
    fired: Rule | None = None
    marks: tuple[Rule, ...] = ()
    stand_by: Rule | None = None


NOTHING = Judgement()


def judge(rules: Rules, moment: Moment, may: Callable[[Rule], bool] = lambda _: True) -> Judgement:
    """Read all rules. One that matched but `may` not fire now (an offer just declined, for
    instance) stays among those that matched, and the next one is looked at."""
    matched = tuple(rule for rule, check in rules.checks if check(moment))
    if not matched:
        return NOTHING
    fired = next((rule for rule in matched if _fires(rule, moment) and may(rule)), None)
    marks = tuple(rule for rule in matched if rule.do == Do.MARK)
    standing = next((rule for rule in matched if rule.do == Do.STAND_BY), None)
    return Judgement(matched, fired, marks, standing)


def _fires(rule: Rule, moment: Moment) -> bool:
    if rule.do == Do.APPROVE:
        return moment.answered and moment.turn.result == "answered"
    return rule.do in DECISIVE


class Explained(Plain, frozen=True):
    """One rule at one moment, for people: every condition with what it met."""

    rule: Rule
    matched: bool
    conditions: tuple[Seen, ...]

    @property
    def near(self) -> bool:
        """It did not match, and all that did not hold was near."""
        missing = [seen for seen in self.conditions if not seen.held]
        return not self.matched and bool(missing) and all(seen.near for seen in missing)


def explain(rules: Rules, moment: Moment) -> tuple[Explained, ...]:
    """Every rule that is on, in order, whether it matched or not."""
    return tuple(
        Explained(rule, check(moment), explained(rule.when, moment)) for rule, check in rules.checks
    )


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every single test inside a condition."""
    match condition:
        case Test():
            yield condition
        case AllOf(of=of) | AnyOf(of=of) | NoneOf(of=of) | Count(of=of):
            for one in of:
                yield from tests_of(one)


def _telling(condition: Condition) -> Iterator[Test]:
    """The tests that say why: what must not be is no reason."""
    match condition:
        case Test():
            yield condition
        case AllOf(of=of) | AnyOf(of=of) | Count(of=of):
            for one in of:
                yield from _telling(one)
        case NoneOf():
            return


def reason_of(rule: Rule) -> Reason:
    """What a handoff by this rule is called: as written, or as its first telling field says."""
    if rule.reason is not None:
        return rule.reason
    for test in _telling(rule.when):
        field = field_named(test.field)
        if field is not None and field.reason != Reason.POLICY:
            return field.reason
    return Reason.POLICY
