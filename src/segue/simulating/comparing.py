"""Before and after, in the figures that people who plan shifts use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from segue.domain.value import Plain
from segue.simulating.calls import Day
from segue.simulating.patience import Patience
from segue.simulating.staffing import Shift
from segue.simulating.whatif import PRIORITY, Went, wanted

ORDINARY, FIRST = "without priority", "with priority"


class Level(Plain, frozen=True, omit_defaults=False):
    """How well a line is served. Waits count everybody, those who left for as long as they stayed
    (Kaplan and Meier); None where so many left that it cannot be told."""

    calls: int
    answered: int
    left: float | None  # share
    median_s: float | None
    p90_s: float | None
    within_20: float | None  # share of all callers that were answered so soon
    within_60: float | None
    within_120: float | None
    occupancy: float | None = None  # share of the time at work that is spent in conversations
    hours: float | None = None  # at work, all together


class Part(Plain, frozen=True, omit_defaults=False):
    """One type, or one hour."""

    name: str
    level: Level


class Levels(Plain, frozen=True, omit_defaults=False):
    """Of one variant."""

    name: str
    all: Level
    by_type: tuple[Part, ...]
    by_hour: tuple[Part, ...]
    by_priority: tuple[Part, ...] = ()  # ORDINARY and FIRST, when there are both
    on_days: tuple[int, ...] = ()  # that it changes, when it leaves others alone
    before_there: Level | None = None  # the present on these days alone
    there: Level | None = None


class WhatIf(Plain, frozen=True, omit_defaults=False):
    """What really happened, the present staffing as simulated, and what was tried."""

    really: Levels
    present: Levels
    tried: tuple[Levels, ...]
    off: str  # how far the first two are apart


def level(went: Iterable[Went], shifts: Sequence[Shift] | None = None, at_once: int = 1) -> Level:
    """Of those who came, to people who have so many conversations at once."""
    seen = list(went)
    answered = [one for one in seen if one.served]
    curve = Patience((one.waited, one.served) for one in seen)

    def within(seconds: float) -> float | None:
        if not seen:
            return None
        return round(sum(one.waited <= seconds for one in answered) / len(seen), 4)

    busy, there = _time(answered, shifts) if shifts else (0.0, 0.0)
    return Level(
        len(seen),
        len(answered),
        round(1 - len(answered) / len(seen), 4) if seen else None,
        _quantile(curve, 0.5),
        _quantile(curve, 0.9),
        within(20),
        within(60),
        within(120),
        occupancy=round(busy / (there * at_once), 4) if there else None,
        hours=round(there / 3600, 1) if there else None,
    )


def _quantile(curve: Patience, p: float) -> float | None:
    """The wait that a share `p` stays under, had everybody stayed."""
    found = [time for time, stays in zip(curve.times, curve.stays, strict=True) if stays <= 1 - p]
    return round(found[0], 1) if found else None


def _time(answered: Sequence[Went], shifts: Sequence[Shift]) -> tuple[float, float]:
    """Seconds in conversations, and at work; whoever ends a conversation late stays for it."""
    there = sum(one.ends - one.begins for one in shifts)
    ends: dict[tuple[str, int], float] = {}
    for shift in shifts:
        key = (shift.agent, shift.day)
        ends[key] = max(ends.get(key, 0.0), shift.ends)
    last: dict[tuple[str, int], float] = {}
    for one in answered:
        key = (one.agent, one.day)
        last[key] = max(last.get(key, 0.0), one.ended)
    there += sum(max(0.0, at - ends.get(key, at)) for key, at in last.items())
    return sum(one.ended - one.began for one in answered), there


def levels(name: str, went: Sequence[Went], shifts: Sequence[Shift], at_once: int = 1) -> Levels:
    """All together, by type and by hour."""
    return Levels(
        name,
        level(went, shifts, at_once),
        _parts(went, lambda one: one.type),
        _parts(went, lambda one: f"{one.hour:02}:00"),
        _by_priority(went),
    )


def _by_priority(went: Sequence[Went]) -> tuple[Part, ...]:
    found = _parts(went, lambda one: FIRST if one.first else ORDINARY)
    return found if len(found) > 1 else ()


def _parts(went: Sequence[Went], name: Callable[[Went], str]) -> tuple[Part, ...]:
    groups: dict[str, list[Went]] = {}
    for one in went:
        groups.setdefault(name(one), []).append(one)
    return tuple(Part(each, level(groups[each])) for each in sorted(groups))


def really(days: Sequence[Day]) -> list[Went]:
    """What happened, in the same shape."""
    return [
        Went(
            call.line,
            call.day,
            int((call.came - day.midnight) // 3600),
            call.type,
            call.waited,
            call.served,
            call.agent,
            call.started,
            call.started + call.lasted if call.served else call.started,
            call.priority >= PRIORITY,
        )
        for day in days
        for call in day.calls
        if wanted(call)
    ]


def apart(one: Level, other: Level) -> str:
    """How far the simulated present is from what happened, in a sentence."""
    if None in (one.median_s, other.median_s, one.left, other.left):
        return "Too few calls to hold the simulation against what happened."
    return (
        f"Simulated as it was, half wait less than {other.median_s:.0f} s (really"
        f" {one.median_s:.0f} s), nine in ten less than {_told(other.p90_s)} (really"
        f" {_told(one.p90_s)}), and {100 * (other.left or 0):.1f} % leave (really"
        f" {100 * (one.left or 0):.1f} %). What is tried is held against the simulated present;"
        " take effects that are smaller than this gap with care."
    )


def _told(seconds: float | None) -> str:
    return "can be told" if seconds is None else f"{seconds:.0f} s"
