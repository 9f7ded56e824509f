"""What somebody would like to try, made into variants and held against the present."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

from msgspec.structs import replace

from segue.simulating.calls import Day
from segue.simulating.comparing import Levels, WhatIf, apart, level, levels, really
from segue.simulating.staffing import Shift, added, dated, one_more, pauses_of, shifts_of
from segue.simulating.trace import HEAD_START_S
from segue.simulating.whatif import Variant, Went, World, simulate

Change: TypeAlias = Callable[[Variant], Variant]
REALLY, PRESENT = "what happened", "the present staffing, simulated"


@dataclass(frozen=True, slots=True)
class Tried:
    """Each of these is tried for itself; with `together` all at once."""

    one_more: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    vip_first_s: float | None = None
    everybody: bool = False
    let_go_s: float | None = None
    together: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.one_more
            or self.without
            or self.everybody
            or self.vip_first_s is not None
            or self.let_go_s is not None
        )


def tried(
    asked: Tried,
    days: Sequence[Day],
    first: date | None = None,
    head_start_s: float = HEAD_START_S,
    at_once: int = 1,
) -> WhatIf:
    """What each would have changed. Raises ValueError for what cannot be tried."""
    shifts = tuple(shifts_of(days))
    if not shifts:
        raise ValueError("Nobody served anybody on these days: there is no staffing to change.")
    kinds = tuple(sorted({call.type for day in days for call in day.calls}))
    present = Variant(PRESENT, shifts, high_s=head_start_s, kinds=kinds, at_once=at_once)
    world = World(days, pauses_of(days))

    now = simulate(days, present, world)

    def run(variant: Variant) -> Levels:
        went = simulate(days, variant, world)
        found = levels(variant.name, went, variant.shifts, at_once)
        if variant.high_s == present.high_s:
            found = replace(found, by_priority=())
        return _there(found, variant, went, present, now)

    variants = list(_variants(asked, present, days, dated(days, first)))
    happened, before = (
        levels(name, went, shifts, at_once)
        for name, went in ((REALLY, really(days)), (PRESENT, now))
    )
    return WhatIf(
        happened,
        before,
        tuple(run(variant) for variant in variants),
        apart(happened.all, before.all),
    )


def _there(
    found: Levels,
    variant: Variant,
    went: Sequence[Went],
    present: Variant,
    before: Sequence[Went],
) -> Levels:
    """With the days that it changes, when it is other shifts on some of them and nothing else."""
    if replace(variant, name="", shifts=()) != replace(present, name="", shifts=()):
        return found
    changed = set(variant.shifts) ^ set(present.shifts)
    days = tuple(sorted({shift.day for shift in changed}))
    if not days or len(days) == len({one.day for one in before}):
        return found
    (old, was), (new, now) = (
        (
            [one for one in every if one.day in days],
            [shift for shift in of.shifts if shift.day in days],
        )
        for every, of in ((before, present), (went, variant))
    )
    return replace(
        found,
        on_days=days,
        before_there=level(old, was, present.at_once),
        there=level(new, now, present.at_once),
    )


def _variants(
    asked: Tried, present: Variant, days: Sequence[Day], dates: dict[int, date]
) -> Iterator[Variant]:
    """Each for itself, or the last one alone, in which everything is together."""
    now, names = present, list[str]()
    for name, change in _steps(asked, present, days, dates):
        if not asked.together:
            yield replace(change(present), name=name)
        now, names = change(now), [*names, name]
    if asked.together:
        yield replace(now, name=" + ".join(names))


def _steps(
    asked: Tried, present: Variant, days: Sequence[Day], dates: dict[int, date]
) -> Iterator[tuple[str, Change]]:
    """Everything that is asked for: its name, and what it makes of a staffing."""
    for n, text in enumerate(asked.one_more, 1):
        more = tuple(added(one_more(text), days, dates, f"one more {n}"))
        yield f"one more: {text}", partial(_with, more)
    at_work = {shift.agent for shift in present.shifts}
    for agent in asked.without:
        if agent not in at_work:
            known = ", ".join(sorted(at_work))
            raise ValueError(f"{agent} is not at work on these days. There are: {known}.")
        yield f"without {agent}", partial(_without, agent)
    if asked.vip_first_s is not None:
        seconds = _positive(asked.vip_first_s, "--vip-first")
        yield f"priority counts as {seconds:g} s older", partial(_vips_first, seconds)
    if asked.everybody:
        yield "everybody does everything", _everything
    if asked.let_go_s is not None:
        seconds = _positive(asked.let_go_s, "--let-go")
        yield f"anybody after {seconds:g} s", partial(_letting_go, seconds)


def _with(more: tuple[Shift, ...], now: Variant) -> Variant:
    return replace(now, shifts=now.shifts + more)


def _without(agent: str, now: Variant) -> Variant:
    return replace(now, shifts=tuple(one for one in now.shifts if one.agent != agent))


def _vips_first(seconds: float, now: Variant) -> Variant:
    return replace(now, high_s=seconds)


def _everything(now: Variant) -> Variant:
    return replace(now, shifts=tuple(replace(one, serves=now.kinds) for one in now.shifts))


def _letting_go(seconds: float, now: Variant) -> Variant:
    return replace(now, let_go_s=seconds)


def _positive(seconds: float, option: str) -> float:
    if not 0 <= seconds <= 86_400:  # noqa: PLR2004 - a day
        raise ValueError(f"{option} is a time in seconds, from 0 to 86400.")
    return seconds
