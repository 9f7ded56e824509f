"""One moment explained: every rule with what held it back, and the numbers beside their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from segue.app.decisions import wording
from segue.app.decisions.readings import Reading
from segue.app.decisions.shapes import Meter, RuleSeen
from segue.domain import ruling
from segue.domain import stages as s
from segue.domain.rules.catalogue import Kind, field_named
from segue.domain.rules.judging import reason_of, tests_of
from segue.domain.rules.model import AllOf, AnyOf, Condition, Count, Do, NoneOf, Rule, Test
from segue.domain.rules.moments import Moment
from segue.domain.rules.tests import Seen, explained

WORTH_SHOWING = 0.25
"""A number that has not come this part of the way to its line says nothing."""
METERS = 4
UNKNOWN = 1.5
LOOKED_AT = 100
"""Of a policy with more rules, so many that did not match are explained: the first ones."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A condition that kept a rule from matching; `unwanted`: it held and should not have."""

    seen: Seen
    unwanted: bool = False

    @property
    def near(self) -> bool:
        return self.seen.near and not self.unwanted


def gaps(condition: Condition, moment: Moment) -> tuple[Gap, ...]:
    """What is missing for this condition to hold; of alternatives, the one that is closest."""
    match condition:
        case Test() | Count():
            seen = explained(condition, moment)[0]
            return () if seen.held else (Gap(seen),)
        case AllOf(of=of):
            return tuple(gap for one in of for gap in gaps(one, moment))
        case AnyOf(of=of):
            ways = [gaps(one, moment) for one in of]
            return min(ways, key=far, default=()) if all(ways) else ()
        case NoneOf(of=of):
            holding = [one for one in of if not gaps(one, moment)]
            return tuple(
                Gap(seen, unwanted=True)
                for one in holding
                for seen in explained(one, moment)
                if seen.held
            )


def far(way: tuple[Gap, ...]) -> float:
    """How much is missing on this way: a number by its distance, what is not known most of all."""
    return sum(UNKNOWN if one.seen.value is None else 1 - closeness(one.seen) for one in way)


def closeness(seen: Seen) -> float:
    """How much of the way to its line a number has come, 0 to 1; nothing for what is no number."""
    value, needs = seen.value, seen.needs
    if not isinstance(value, float | int) or not isinstance(needs, float | int):
        return 0.0
    if isinstance(value, bool) or isinstance(needs, bool):
        return 0.0
    if seen.held:
        return 1.0
    if seen.op in ("below", "at_most"):
        return max(0.0, min(1.0, (1 - value) / (1 - needs))) if needs < 1 else 0.0
    return max(0.0, min(1.0, value / needs)) if needs > 0 else 0.0


# --- rules --------------------------------------------------------------------------------


def looked_at(reading: Reading) -> list[Rule]:
    """The rules that are explained, in order: all that matched, and the first of the others."""
    matched, others = {rule.id for rule in reading.found.matched}, 0
    looked: list[Rule] = []
    for rule, _ in reading.policy.rules.checks:
        if rule.id not in matched:
            others += 1
        if rule.id in matched or others <= LOOKED_AT:
            looked.append(rule)
    return looked


def rules_seen(reading: Reading, decided: str) -> tuple[RuleSeen, ...]:
    """Every rule that was on. `decided` is the one of which something came."""
    moment, matched = reading.moment, {rule.id for rule in reading.found.matched}
    told = []
    for rule in looked_at(reading):
        if rule.id == decided:
            told.append(_seen(rule, "decided", wording.say("decided")))
        elif rule.id in matched:
            told.append(_seen(rule, "matched", _not_needed(rule, reading)))
        else:
            missing = gaps(rule.when, moment)
            near = bool(missing) and all(one.near for one in missing)
            told.append(_seen(rule, "near" if near else "not", why_not(missing, moment)))
    return tuple(told)


def _seen(rule: Rule, state: str, why: str) -> RuleSeen:
    return RuleSeen(rule.id, rule.name or rule.id, rule.lane, state, why)  # type: ignore[arg-type]


def why_not(missing: tuple[Gap, ...], moment: Moment) -> str:
    """The one condition that says most: nearest first, then whatever is known."""
    if not missing:
        return ""
    first = min(missing, key=lambda one: (one.near, one.seen.value is None, one.seen.held))
    alone = len(missing) == 1
    return wording.gap(first.seen, unwanted=first.unwanted, answered=moment.answered, alone=alone)


def _not_needed(rule: Rule, reading: Reading) -> str:
    stage = reading.moment.was.stage
    if rule.do == Do.MARK:
        return wording.say("mark")
    if rule.do == Do.STAND_BY:
        return wording.say("stand_by")
    if not isinstance(stage, s.WithBot):
        return wording.say("called_already")
    if rule.do == Do.APPROVE and not reading.moment.answered:
        return wording.say("waits_for_answer")
    if quiet(rule, reading):
        return wording.say("declined_lately")
    return wording.say("not_needed")


def quiet(rule: Rule, reading: Reading) -> bool:
    """Was the same declined so lately that it is not offered again?"""
    return rule.do == Do.OFFER and reason_of(rule) in ruling.quiet_reasons(reading.moment.was)


def conditions(rule: Rule, reading: Reading) -> tuple[Seen, ...]:
    """Every single condition of a rule as it was met, but for those that should not have held."""
    return tuple(_wanted(rule.when, reading.moment))


def _wanted(condition: Condition, moment: Moment) -> Iterator[Seen]:
    match condition:
        case Test() | Count():
            yield from explained(condition, moment)
        case AllOf(of=of) | AnyOf(of=of):
            for one in of:
                yield from _wanted(one, moment)
        case NoneOf():
            return


# --- numbers ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number:
    """A number beside its line; `counts` when a rule that matched looked at it."""

    seen: Seen
    counts: bool

    @property
    def weight(self) -> tuple[bool, float]:
        return self.counts and self.seen.held, closeness(self.seen)


def numbers(reading: Reading) -> tuple[Number, ...]:
    """The numbers that rules looked at, one a field, those that decided or came closest first.

    Where several rules look at a field, the line is that of one that matched; else the next one
    that was not crossed.
    """
    best: dict[str, Number] = {}
    matched = {rule.id for rule in reading.found.matched}
    known: dict[Test, Seen] = {}
    for rule in looked_at(reading):
        for test in numbers_in(rule.when):
            seen = known.get(test)
            if seen is None:
                seen = known[test] = explained(test, reading.moment)[0]
            if not _shown(seen, reading):
                continue
            new, old = Number(seen, rule.id in matched), best.get(seen.field)
            if old is None or _fits(new) > _fits(old):
                best[seen.field] = new
    return tuple(sorted(best.values(), key=lambda one: one.weight, reverse=True))


@lru_cache(maxsize=4096)
def numbers_in(when: AllOf | AnyOf) -> tuple[Test, ...]:
    """The comparisons with a number inside these conditions, also those that are counted."""
    return tuple(
        test
        for test in tests_of(when)
        if isinstance(test.value, float | int) and not isinstance(test.value, bool)
    )


def _fits(one: Number) -> tuple[bool, bool, float]:
    return one.counts and one.seen.held, not one.seen.held, closeness(one.seen)


def _shown(seen: Seen, reading: Reading) -> bool:
    field = field_named(seen.field)
    if field is None or field.kind not in (Kind.SHARE, Kind.NUMBER) or seen.value is None:
        return False
    if reading.kind == "answered":
        return field.at_answer or seen.field in ("misses", "circles", "needs_person")
    return not field.at_answer


def meters(reading: Reading) -> tuple[Meter, ...]:
    """The few numbers worth a bar: all that crossed, and the closest of the others."""
    found = [one.seen for one in numbers(reading)]
    shown = [one for one in found if closeness(one) >= WORTH_SHOWING]
    sure = [one for one in found if one.field == "confidence" and one not in shown]
    return tuple(_meter(one) for one in (*sure, *(shown or found[:1]))[:METERS])


def _meter(seen: Seen) -> Meter:
    value = seen.value if isinstance(seen.value, float | int) else None
    needs = seen.needs if isinstance(seen.needs, float | int) else 0.0
    return Meter(
        field=seen.field,
        label=wording.capital(wording.label(seen.field)),
        value=None if value is None else round(float(value), 3),
        needs=float(needs),
        op=seen.op,
        held=seen.held,
        near=seen.near,
        of_turns=seen.of_turns,
    )
