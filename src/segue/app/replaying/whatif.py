"""What if another rule had been there? One conversation first, then how often elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from segue.app.decisions.readings import Taken
from segue.app.replaying.truth import truth_of
from segue.app.replaying.walking import OWNS, walk
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.domain.rules.judging import Rules
from segue.domain.rules.model import AllOf, AnyOf, Condition, Count, NoneOf, Test
from segue.domain.value import Plain


class Then(Plain, frozen=True, omit_defaults=False):
    """When a person came, or would have: handed_off, deferred, offered or held."""

    seq: Seq
    at: datetime
    what: str
    rule: str = ""


class WhatIf(Plain, frozen=True, omit_defaults=False):
    """`then` is what happened, `now` what would have; None is "no person". `sooner_s` is negative
    when it would have come later; None when it cannot be said."""

    then: Then | None
    now: Then | None
    sooner_s: float | None = None
    same: bool = True


def what_if(conversation: ConversationId, journal: Sequence[Taken], policy: Policy) -> WhatIf:
    """One conversation under another policy."""
    truth = truth_of(conversation, journal)
    then = None
    if truth.handoffs:
        first = truth.handoffs[0]
        then = Then(first.seq, first.at, "handed_off")
    split = walk(conversation, journal, policy)
    if split is None:
        return WhatIf(then, then)
    calls = next((one for one in split.would if one.what in OWNS), None)
    calls = calls or (split.would[0] if split.would else None)
    now = None if calls is None else Then(split.seq, split.at, calls.what, calls.rule)
    sooner = (then.at - now.at).total_seconds() if then is not None and now is not None else None
    return WhatIf(then, now, sooner, same=False)


def with_value(policy: Policy, rule: str, field: str, value: float) -> Policy:
    """The policy with one number of one rule changed.

    Raises `LookupError` when the rule has no such number.
    """
    old = policy.rules.named(rule)
    if old is None:
        raise LookupError(f"There is no rule {rule!r}.")
    when = _changed(old.when, field, value)
    if when == old.when and not _has(old.when, field):
        raise LookupError(f"The rule {rule!r} does not look at a number called {field!r}.")
    changed = replace(old, when=when)
    rules = Rules(tuple(changed if one.id == rule else one for one in policy.rules.all))
    return replace(policy, rules=rules)


def _has(condition: Condition, field: str) -> bool:
    match condition:
        case Test(field=name, value=value):
            return name == field and isinstance(value, float)
        case AllOf(of=of) | AnyOf(of=of) | NoneOf(of=of) | Count(of=of):
            return any(_has(one, field) for one in of)


def _changed(condition: Condition, field: str, value: float) -> Condition:
    match condition:
        case Test(field=name, value=float()):
            return replace(condition, value=value) if name == field else condition
        case Test():
            return condition
        case AllOf(of=of) | AnyOf(of=of) | NoneOf(of=of) | Count(of=of):
            return replace(condition, of=tuple(_changed(one, field, value) for one in of))
