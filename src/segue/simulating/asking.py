"""What is asked of a file of calls, and everything that is found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

import msgspec

from segue.simulating.calls import BadCalls, Cut, Day, days_of
from segue.simulating.comparing import WhatIf
from segue.simulating.reporting import Report, report_of
from segue.simulating.telling import Heard
from segue.simulating.trace import HEAD_START_S, Trace
from segue.simulating.trying import Tried, tried

Tell: TypeAlias = Callable[[int, int, str], None] | None
"""Hears how much is done, of how much, and what is being done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `days` are read and learned from, `score_days` of them are told about."""

    calls: Path
    days: str = ""  # "15-18", "3,5", "2026-11-02..2026-11-06"; all without
    score_days: str = ""
    head_start_s: float = HEAD_START_S
    first_day: date | None = None
    at_once: int = 1  # conversations of one person
    tried: Tried = field(default_factory=Tried)


@dataclass(slots=True)
class Found:
    """The answer. `days` are those that were scored."""

    trace: Trace
    days: list[Day]
    scored: frozenset[int]
    report: Report
    whatif: WhatIf | None = None


def answered(asked: Asked, tell: Tell = None) -> Found:
    """Run what happened again, score it, try what shall be tried. Raises ValueError with a sentence
    for a file or a question that cannot be answered, `OSError` when the file cannot be read."""
    run, score = Chosen(asked.days), Chosen(asked.score_days)
    total = _lines(asked.calls) if tell is not None else 0
    trace, cut, kept = Trace(asked.head_start_s, at_once=asked.at_once), Cut(), list[Day]()
    seen: list[int] = []
    for day in days_of(asked.calls, cut, asked.at_once):
        if day.number > min(run.last, score.last):
            break
        if not run.has(day):
            continue
        done = cut.read - len(day.calls)
        trace.day(day, _counting(tell, done, total))
        seen.append(day.number)
        if score.has(day):
            kept.append(day)
    if tell is not None:
        tell(total, total, "calls")
    if not kept:
        raise BadCalls(_none(asked, seen))
    scored = frozenset(day.number for day in kept)
    calls = sum(len(day.calls) for day in kept)
    found = Found(trace, kept, scored, report_of(trace, scored, cut, calls))
    if asked.tried:
        found.whatif = tried(asked.tried, kept, asked.first_day, asked.head_start_s, asked.at_once)
    return found


def _counting(tell: Tell, before: int, total: int) -> Callable[[int], None] | None:
    if tell is None:
        return None
    return lambda n: tell(min(before + n, total), total, "calls")


def _lines(path: Path) -> int:
    with path.open("rb") as opened:
        return sum(block.count(b"\n") for block in iter(lambda: opened.read(1 << 20), b""))


def _none(asked: Asked, seen: list[int]) -> str:
    if not seen:
        return f"{asked.calls.name} has none of the days {asked.days!r}."
    return f"None of the days {asked.score_days!r} is among those that were read."


class Chosen:
    """The days that `15-18`, `3,5` or `2026-11-02..2026-11-06` mean; nothing means all. Raises
    ValueError."""

    def __init__(self, text: str) -> None:
        parts = [part.strip() for part in text.split(",")] if text.strip() else []
        self._spans = [_span(part, text) for part in parts]
        self.last = max((high for _, high in self._spans), default=LAST)

    def has(self, day: Day) -> bool:
        return not self._spans or any(low <= day.number <= high for low, high in self._spans)


LAST = 10**9


def _span(part: str, text: str) -> tuple[int, int]:
    ends = part.split("..") if ".." in part else [part]
    try:
        if len(ends) == 1 and part.count("-") == 1:
            ends = part.split("-")
        numbers = [_number(end.strip()) for end in ends]
    except ValueError:
        numbers = []
    if len(numbers) not in (1, 2) or numbers[0] > numbers[-1]:
        raise ValueError(
            f"{text!r} are no days. Write for example 15-18, or 3,5, or 2026-11-02..2026-11-06."
        )
    return numbers[0], numbers[-1]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else date.fromisoformat(text).toordinal()


def call_lines(found: Found) -> Iterator[str]:
    """A JSON line for everybody who stood in the line on the scored days, in the order in which
    they joined."""
    for one in found.trace.heard:
        if one.day in found.scored:
            yield msgspec.json.encode(_call(one)).decode()


def _call(one: Heard) -> dict[str, object]:
    wait, first = one.estimate, one.first
    return {
        "kind": "call",
        "id": one.line,
        "day": one.day,
        "type": one.type,
        "place": one.place,
        "low_s": round(wait.low_s, 1) if wait else None,
        "median_s": round(wait.median_s, 1) if wait else None,
        "high_s": round(wait.high_s, 1) if wait else None,
        "shown": {"low_min": first.low_min, "high_min": first.high_min} if first else None,
        "wait": one.waited if one.served else "left",
        "settled_s": one.settled,
    }
