"""The rules of a policy: when a person is called, asked for or warned, and what is said.

    model.py        what a rule is: lane, conditions, what it does, what the customer reads
    catalogue.py    every field a condition may look at, with its type and its words
    moments.py      what is known at the moment when rules are read
    tests.py        conditions compiled to closures, and the same conditions explained
    judging.py      lanes from top to bottom: what matched, what fires
    recipes.py      the rules that every installation starts with

A policy is data. Nothing here runs code of its author: fixed operators, no loops, regular
expressions by RE2, which cannot run away.
"""

from __future__ import annotations

from segue.domain.rules.judging import Judgement, judge
from segue.domain.rules.model import (
    AllOf,
    AnyOf,
    Condition,
    Count,
    Do,
    IfNobody,
    Lane,
    NoneOf,
    Rule,
    Test,
)
from segue.domain.rules.moments import Moment

__all__ = [
    "AllOf",
    "AnyOf",
    "Condition",
    "Count",
    "Do",
    "IfNobody",
    "Judgement",
    "Lane",
    "Moment",
    "NoneOf",
    "Rule",
    "Test",
    "judge",
]
