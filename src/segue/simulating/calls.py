"""Calls as JSON lines: one line for everybody who came, in the order of days.

    {"day": 3, "type": "sales", "priority": 0, "q_start": 34210, "q_s": 95, "outcome": "AGENT",
     "ser_start": 34305, "ser_s": 240, "agent": "A07"}

day        a number, or a date such as "2026-11-24"; lines stand in the order of days
type       what they came for: a team, a topic, a skill
priority   0 or 1 ordinary, 2 and 3 with a head start
q_start    when they joined the line, in seconds after midnight (0 when they never stood in it)
q_s        how long they stood in it, in seconds; 0: not at all
outcome    AGENT (a person served them), HANG (they left), PHANTOM (nobody was there)
ser_start  when the person began, in seconds after midnight (0 when nobody did)
ser_s      how long that took
agent      who it was; null when not known

Other columns may be there. A file is read a day at a time, whatever its size. What is no such line
is an error with its number; what cannot have happened (a call of hours, one person in two calls at
once) is left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

DAY_S = 86_400
LONGEST_S = 3600.0
"""A longer service is a call that somebody forgot to end."""
LATEST_S = 2 * DAY_S
"""Times of a day may run past its midnight, by a day at most."""
LONGEST_LINE = 65_536
NEEDED = ("day", "type", "q_start", "q_s", "outcome", "ser_start", "ser_s", "agent")
TOO_MANY = "while its agent had as many as go at once"
OVERLAP_S = 1.0
"""Clocks in whole seconds: so much two calls of one person may overlap."""

Outcome = Literal["AGENT", "HANG", "PHANTOM"]


class BadCalls(ValueError):
    """The file is no list of calls; says where, and what to do."""


class Call(msgspec.Struct, frozen=True):
    """One customer. Times are seconds on one clock that runs through all days."""

    line: int  # in the file
    day: int
    type: str
    priority: int
    joined: float
    waited: float
    outcome: Outcome
    started: float
    lasted: float
    agent: str

    @property
    def queued(self) -> bool:
        """Stood in the line."""
        return self.waited > 0

    @property
    def served(self) -> bool:
        return self.outcome == "AGENT"

    @property
    def came(self) -> float:
        """When they wanted somebody."""
        return self.joined if self.queued else self.started

    @property
    def over(self) -> float:
        """When their wait ended, in whichever way."""
        return self.joined + self.waited


class Day(msgspec.Struct, frozen=True):
    """One day's calls. `date` where the file tells dates."""

    number: int
    calls: tuple[Call, ...]
    date: date | None = None

    @property
    def midnight(self) -> float:
        return float(self.number * DAY_S)


@dataclass(slots=True)
class Cut:
    """What was left out, and why."""

    read: int = 0
    why: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return sum(self.why.values())


class _Row(msgspec.Struct):
    """A line as it stands in the file."""

    day: int | str
    type: str
    q_start: float
    q_s: float
    outcome: Outcome
    ser_start: float
    ser_s: float
    agent: str | None
    priority: int = 0


def days_of(path: Path, cut: Cut, at_once: int = 1) -> Iterator[Day]:
    """The days of a file, in order, each with the calls that can have happened, when one person has
    at most so many at once.

    Raises `BadCalls` for a line that is none, and for a file without any; `OSError` when it cannot
    be read.
    """
    with path.open("rb") as opened:
        yield from _days(opened, path.name, cut, at_once)


def _days(opened: BinaryIO, name: str, cut: Cut, at_once: int) -> Iterator[Day]:
    calls: list[Call] = []
    number, told = None, None
    for n, row in _rows(opened, name):
        day, when = _day(row.day, name, n)
        if number is not None and day < number:
            raise BadCalls(
                f"{name}, line {n}: day {row.day} comes after day {told}. Sort the file by day."
            )
        if day != number and number is not None:
            yield _sound(number, calls, told, cut, at_once)
            calls = []
        number, told = day, row.day if when else day
        cut.read += 1
        calls.append(_call(row, n, day))
    if number is None:
        raise BadCalls(f"{name} is empty. One JSON line for each call is needed: {_columns()}.")
    yield _sound(number, calls, told, cut, at_once)


def _rows(opened: BinaryIO, name: str) -> Iterator[tuple[int, _Row]]:
    decoder = msgspec.json.Decoder(_Row)
    n = 0
    while raw := opened.readline(LONGEST_LINE + 1):
        n += 1
        if len(raw) > LONGEST_LINE:
            raise BadCalls(
                f"{name}, line {n} is longer than {LONGEST_LINE:,} bytes: is this a file of JSON"
                " lines, one for each call?"
            )
        line = raw.lstrip(b"\xef\xbb\xbf" if n == 1 else b"").strip()
        if not line:
            continue
        try:
            row = decoder.decode(line)
        except msgspec.ValidationError as why:
            raise BadCalls(f"{name}, line {n}: {_said(str(why))}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise BadCalls(
                f"{name}, line {n} is no JSON. Every line is an object of its own: {_columns()}."
            ) from None
        _possible(row, name, n)
        yield n, row


def _said(why: str) -> str:
    """What the decoder found, in our words."""
    what, _, where = why.partition(" - at `$.")
    column = where.rstrip("`")
    if "missing required field" in what:
        return f"there is no {what.split('`')[1]}. Every line needs {', '.join(NEEDED)}."
    if column == "outcome":
        return (
            "outcome is AGENT (a person served them), HANG (they left) or PHANTOM (nobody was"
            f" there); {what[0].lower()}{what[1:]}."
        )
    return f"{column or 'the line'}: {what[0].lower()}{what[1:]}."


def _possible(row: _Row, name: str, n: int) -> None:
    """Refuse times that are none. Raises `BadCalls`."""
    for column in ("q_start", "q_s", "ser_start", "ser_s"):
        value = getattr(row, column)
        if not 0 <= value <= LATEST_S:
            raise BadCalls(
                f"{name}, line {n}: {column} is {value:g}. Times are seconds after midnight,"
                f" lengths are seconds, both from 0 to {LATEST_S:,}."
            )
    if not row.type.strip():
        raise BadCalls(f"{name}, line {n}: type is empty. Name what they came for.")


def _columns() -> str:
    return ", ".join(NEEDED)


def _day(told: int | str, name: str, n: int) -> tuple[int, date | None]:
    """Its number; of a date, the number of days since the year 1."""
    if isinstance(told, int):
        if 0 <= told <= 10_000_000:  # noqa: PLR2004 - beyond every calendar
            return told, None
    else:
        try:
            when = date.fromisoformat(told)
        except ValueError:
            pass
        else:
            return when.toordinal(), when
    raise BadCalls(f"{name}, line {n}: {told!r} is no day. Write a number, or 2026-11-24.")


def _call(row: _Row, n: int, day: int) -> Call:
    midnight = day * DAY_S
    return Call(
        line=n,
        day=day,
        type=row.type,
        priority=min(max(row.priority, 0), 3),
        joined=midnight + row.q_start,
        waited=row.q_s,
        outcome=row.outcome,
        started=midnight + row.ser_start,
        lasted=max(row.ser_s, 1.0),
        agent=row.agent or "",
    )


def _sound(number: int, calls: list[Call], told: object, cut: Cut, at_once: int) -> Day:
    """The day without what cannot have happened."""
    until: dict[str, list[float]] = {}
    kept = []
    for call in sorted(calls, key=lambda one: (one.started, one.line)):
        if call.served and call.agent:
            if call.lasted > LONGEST_S:
                cut.why["longer than an hour"] += 1
                continue
            others = until.get(call.agent, [])
            others = [ends for ends in others if call.started < ends - OVERLAP_S]
            if len(others) >= at_once:
                cut.why[TOO_MANY if at_once > 1 else "while its agent was in another call"] += 1
                continue
            until[call.agent] = [*others, call.started + call.lasted]
        kept.append(call)
    when = date.fromisoformat(told) if isinstance(told, str) else None
    return Day(number, tuple(kept), when)
