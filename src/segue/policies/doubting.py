"""Conditions that can never hold, or always do: where that is cheaply seen, and nothing more.

Numbers that must all hold are intersected; a word cannot be two words. What is not found here may
still never happen, but what is found here certainly never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from segue.domain.rules.catalogue import Kind, field_named
from segue.domain.rules.model import AllOf, AnyOf, Condition, Count, NoneOf, Test

Reach: TypeAlias = tuple[float, bool]
"""An end of a range, and whether it belongs to it."""
LIMITS = {Kind.SHARE: (0.0, 1.0), Kind.NUMBER: (0.0, float("inf"))}
TREND = (-1.0, 1.0)


def demands(condition: Condition, what: Callable[[Test], bool]) -> bool:
    """Is there, on every way in which it can hold, a test of this sort that holds?"""
    match condition:
        case Test():
            return what(condition)
        case Count(of=of):
            return any(what(one) for one in of)
        case AllOf(of=of):
            return any(demands(one, what) for one in of)
        case AnyOf(of=of):
            return bool(of) and all(demands(one, what) for one in of)
        case NoneOf():
            return False


def looks_at(condition: Condition, field: str) -> bool:
    """Does it ask for this field, in whichever way?"""
    match condition:
        case Test():
            return condition.field == field
        case Count(of=of) | AllOf(of=of) | AnyOf(of=of) | NoneOf(of=of):
            return any(looks_at(one, field) for one in of)


def never(condition: Condition) -> str:
    """Why it can never hold, in words; "" when it may."""
    match condition:
        case Test():
            return _together((condition,))
        case Count(of=of):
            return _together(of)
        case NoneOf(of=of):
            return next((f"{why}, which is excluded" for one in of if (why := always(one))), "")
        case AnyOf(of=of):
            whys = [never(one) for one in of]
            return whys[0] if whys and all(whys) else ""
        case AllOf(of=of):
            inside = next((why for one in of if (why := never(one))), "")
            return inside or _together(tuple(_required(condition)))


def _required(condition: AllOf) -> Iterator[Test]:
    """The tests that all must hold, also those in groups of all."""
    for one in condition.of:
        if isinstance(one, Test):
            yield one
        elif isinstance(one, AllOf):
            yield from _required(one)


def _together(tests: tuple[Test, ...]) -> str:
    for name in dict.fromkeys(test.field for test in tests):
        field = field_named(name)
        mine = [test for test in tests if test.field == name]
        if field is None:
            continue
        if field.kind in LIMITS:
            if not _range(mine, TREND if name == "mood_trend" else LIMITS[field.kind]):
                asked = " and ".join(f"{test.op} {test.value:g}" for test in mine)
                return f"{field.label} cannot be {asked.replace('_', ' ')}"
        elif field.kind in (Kind.FLAG, Kind.WORD):
            allowed = [_allowed(test) for test in mine if test.op in ("is", "one_of")]
            refused = {word for test in mine if test.op in ("is_not", "not_one_of")
                       for word in _allowed(test)}  # fmt: skip
            if allowed and not set.intersection(*allowed) - refused:
                return f"{field.label} cannot be all of that at once"
    return ""


def _allowed(test: Test) -> set[object]:
    return set(test.value) if isinstance(test.value, tuple) else {test.value}


def _range(tests: list[Test], limits: tuple[float, float]) -> bool:
    """Is there a number that passes all of them?"""
    low, high = (limits[0], True), (limits[1], True)
    for test in tests:
        value = float(test.value)  # type: ignore[arg-type]
        if test.op in ("at_least", "is"):
            low = max(low, (value, True), key=_lower)
        if test.op == "above":
            low = max(low, (value, False), key=_lower)
        if test.op in ("at_most", "is"):
            high = min(high, (value, True), key=_upper)
        if test.op == "below":
            high = min(high, (value, False), key=_upper)
    return low[0] < high[0] or (low[0] == high[0] and low[1] and high[1])


def _lower(end: Reach) -> tuple[float, bool]:
    return (end[0], not end[1])


def _upper(end: Reach) -> tuple[float, bool]:
    return end


def always(condition: Condition) -> str:
    """Why it always holds (once its fields are known), in words; "" when it may not."""
    match condition:
        case Test():
            return _trivial(condition)
        case Count(of=of):
            whys = [_trivial(one) for one in of]
            return whys[0] if whys and all(whys) else ""
        case AllOf(of=of):
            whys = [always(one) for one in of]
            return whys[0] if whys and all(whys) else ""
        case AnyOf(of=of):
            return next((why for one in of if (why := always(one))), "")
        case NoneOf(of=of):
            whys = [never(one) for one in of]
            return whys[0] if whys and all(whys) else ""


def _trivial(test: Test) -> str:
    field = field_named(test.field)
    if field is None or field.kind not in LIMITS:
        return ""
    low, high = TREND if test.field == "mood_trend" else LIMITS[field.kind]
    value = float(test.value)  # type: ignore[arg-type]
    least = test.op == "at_least" and value <= low
    most = test.op == "at_most" and value >= high
    said = f"{test.op.replace('_', ' ')} {value:g}"
    return f"{field.label} is never anything but {said}" if least or most else ""
