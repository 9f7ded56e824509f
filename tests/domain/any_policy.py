"""Any policy that a manager might publish, and some that checking would not let them.

Recipes switched off and changed: other thresholds, teams, priorities, words, fallbacks; what they
do turned into something else; conditions that always hold. The laws must hold for all of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from domain.scene import BILLING, ORDERS, SUPPORT
from segue.domain.ids import TeamId
from segue.domain.line_rules import LineRules, Step, TeamLineRules
from segue.domain.policy import LATER_WAYS, Calibration, Policy, StandIn
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Do,
    Fallback,
    IfNobody,
    NoneOf,
    Rule,
    Test,
)
from segue.domain.rules.recipes import RECIPES
from segue.domain.stages import Priority, Reason

ALWAYS = AllOf()
UNSURE = AllOf((Test("confidence", "below", 0.95),))
SAYS = (("de", "Das sieht sich besser jemand an."), ("en", "Somebody should look at this."))
CHANGES: tuple[dict[str, Any], ...] = (
    {"on": False},
    {"on": False},
    {"when": ALWAYS},
    {"when": UNSURE},
    *({"do": do} for do in Do),
    *({"team": team} for team in (ORDERS, BILLING, TeamId("nobody knows it"))),
    *({"if_nobody": then} for then in IfNobody),
    *({"fallback": then} for then in Fallback),
    *({"priority": one} for one in Priority),
    {"else_team": ORDERS},
    {"skills": ("refunds",), "tags": ("seen",)},
    {"say": SAYS},
    {"reason": Reason.UNKNOWN},
    {"within": timedelta(seconds=1)},
    {"factor": 0.5},
    {"factor": 0.1},
    {"factor": 2.0},
)
STAND_INS = (
    (),
    (StandIn(SUPPORT, ORDERS),),
    (StandIn(SUPPORT, ORDERS), StandIn(ORDERS, BILLING), StandIn(BILLING, SUPPORT)),  # a loop
)
CALIBRATIONS = (
    (),
    (Calibration("frustration", 2.0, 0.5), Calibration("confidence", -3.0, 1.0)),
)


SORRY = (("en", "The next delivery is on us."),)
LINES = (
    LineRules(),
    LineRules(first_answer=None, next_answer=None, steps=(), goodwill=SORRY, call_tries=1),
    LineRules(
        steps=(
            Step(timedelta(seconds=30), lower=1),
            Step(timedelta(seconds=30), drop=("refunds", "no such")),
            Step(timedelta(minutes=2), teams=(ORDERS, BILLING)),
            Step(timedelta(minutes=20), drop=("*",)),
        ),
        goodwill=SORRY,
        warns=0.0,
        teams=(
            TeamLineRules(SUPPORT, overflow=(BILLING, ORDERS), wait_limit=timedelta(seconds=45)),
            TeamLineRules(ORDERS, steps=(), goodwill=(), overflow=(SUPPORT,)),
        ),
    ),
)


def scaled(condition: Condition, factor: float) -> Condition:
    """The condition with every threshold moved."""
    match condition:
        case Test(value=float(value)):
            return replace(condition, value=value * factor)
        case Count(of=of):
            return replace(condition, of=tuple(scaled(one, factor) for one in of))
        case AllOf(of=of) | AnyOf(of=of) | NoneOf(of=of):
            return replace(condition, of=tuple(scaled(one, factor) for one in of))
        case _:
            return condition


def changed(rules: tuple[Rule, ...], at: int, change: dict[str, Any]) -> tuple[Rule, ...]:
    rule = rules[at]
    factor = change.get("factor")
    new = {"when": scaled(rule.when, factor)} if factor else change
    return (*rules[:at], replace(rule, **new), *rules[at + 1 :])


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """The shipped policy, with up to eight changes of its rules and any of the rest."""
    places, changes = st.integers(0, len(RECIPES) - 1), st.sampled_from(CHANGES)
    rules = RECIPES
    for at, change in draw(st.lists(st.tuples(places, changes), max_size=8)):
        rules = changed(rules, at, change)
    return Policy(
        version=draw(st.integers(1, 3)),
        rules=Rules(rules),
        stand_ins=draw(st.sampled_from(STAND_INS)),
        ways=draw(st.sampled_from((LATER_WAYS, ("email",), ()))),
        calibration=draw(st.sampled_from(CALIBRATIONS)),
        mood=draw(st.booleans()),
        picking=draw(st.booleans()),
        line=draw(st.sampled_from(LINES)),
    )
