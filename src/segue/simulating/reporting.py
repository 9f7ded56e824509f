"""Everything that `segue simulate-line` says of what happened, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from segue.domain.value import Plain
from segue.simulating import scoring
from segue.simulating.calls import Cut
from segue.simulating.scoring import Beside, Group, Readings, Scores
from segue.simulating.telling import Heard, holds
from segue.simulating.trace import Trace

ENOUGH = 300
"""Settled waits from which the coverage is held against its goal."""
GOAL = (0.75, 0.85)


class OnScreen(Plain, frozen=True, omit_defaults=False):
    """What customers read: ranges of minutes. Shares from 0 to 1; None of nothing."""

    entries: int = 0
    without_number: float | None = None  # of those who joined
    first_held: float | None = None  # of the served: the range shown when they joined
    first_held_all: float | None = None  # those who left as well
    held: float | None = None  # of all refreshes of the served
    held_all: float | None = None
    grew: float | None = None  # of those who joined, the upper end grew at least once
    grew_twice: float | None = None
    outlived: float | None = None  # of the served, the wait outlived the first promise
    outlived_all: float | None = None
    read: tuple[tuple[str, float], ...] = ()  # what people read when they joined, and how many


class Report(Plain, frozen=True, omit_defaults=False):
    """All figures of the days that were scored."""

    days: tuple[int, ...]
    calls: int
    queued: int
    served: int
    left: int
    unsettled: int  # of those who left, it never became known how long they would have waited
    read: int
    cut: tuple[tuple[str, int], ...]
    entry: Readings
    waiting: Readings
    beside: tuple[Beside, ...]
    beside_waiting: tuple[Beside, ...]
    by_decile: tuple[Group, ...]
    by_type: tuple[Group, ...]
    by_hour: tuple[Group, ...]
    by_place: tuple[Group, ...]
    by_day: tuple[Group, ...]
    on_screen: OnScreen
    ms_per_event: float
    warnings: tuple[str, ...] = ()


def report_of(trace: Trace, days: frozenset[int], cut: Cut, calls: int) -> Report:
    """Of a finished trace. `calls` are those of the scored days, in the line or not."""
    heard = [one for one in trace.heard if one.day in days]
    entries = scoring.settled(trace.estimates, trace.heard, later=False)
    later = scoring.settled(trace.estimates, trace.heard, later=True)
    entry, waiting = scoring.on_days(entries, days), scoring.on_days(later, days)
    readings = entry.readings()
    served = sum(one.served for one in heard)
    return Report(
        days=tuple(sorted(days)),
        calls=calls,
        queued=len(heard),
        served=served,
        left=len(heard) - served,
        unsettled=sum(one.settled is None for one in heard),
        read=cut.read,
        cut=tuple(sorted(cut.why.items())),
        entry=readings,
        waiting=waiting.readings(),
        beside=scoring.beside(entry, entries.rows),
        beside_waiting=scoring.beside(waiting, later.rows),
        **_tables(entry),
        on_screen=on_screen(heard),
        ms_per_event=round(1000 * trace.seconds / max(trace.events, 1), 3),
        warnings=tuple(_warnings(readings)),
    )


def _tables(entry: Scores) -> dict[str, tuple[Group, ...]]:
    return {
        "by_decile": scoring.by_decile(entry),
        "by_type": scoring.table(entry, lambda row: row.type),
        "by_hour": scoring.table(entry, lambda row: row.hour),
        "by_place": scoring.by_place(entry),
        "by_day": scoring.table(entry, lambda row: row.day),
    }


def _warnings(entry: Readings) -> Iterable[str]:
    served = entry.served
    if served.coverage is not None and served.n >= ENOUGH:
        low, high = GOAL
        if not low <= served.coverage <= high:
            yield (
                f"{served.coverage:.0%} of {served.n:,} served waits lay in their range; of a range"
                f" that means what it says, {low:.0%} to {high:.0%} do."
            )


def on_screen(heard: Sequence[Heard]) -> OnScreen:
    """Of everybody who stood in the line."""
    if not heard:
        return OnScreen()
    served = [one for one in heard if one.served]
    known = [one for one in heard if one.settled is not None]
    ranges: dict[str, int] = {}
    for one in heard:
        words = words_of(one)
        ranges[words] = ranges.get(words, 0) + 1
    return OnScreen(
        len(heard),
        _share(one.first is None for one in heard),
        _share(holds(one.first, one.settled or 0.0) for one in served if one.first),
        _share(holds(one.first, one.settled or 0.0) for one in known if one.first),
        _held(served),
        _held(known),
        _share(one.grew >= 1 for one in heard),
        _share(one.grew >= 2 for one in heard),  # noqa: PLR2004 - twice
        _share(one.outlived for one in served if one.outlived is not None),
        _share(one.outlived for one in known if one.outlived is not None),
        tuple(
            (words, round(n / len(heard), 4))
            for words, n in sorted(ranges.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
    )


def words_of(one: Heard) -> str:
    """What they read when they joined."""
    if one.first is None:
        return "no number"
    low, high = one.first.low_min, one.first.high_min
    if high is None:
        return f"more than {low} min"
    if low == 0:
        return "less than 1 min" if high == 1 else f"up to {high} min"
    return f"{low}-{high} min"


def _held(heard: Sequence[Heard]) -> float | None:
    refreshes = sum(one.refreshes for one in heard)
    return round(sum(one.held for one in heard) / refreshes, 4) if refreshes else None


def _share(those: Iterable[bool | None]) -> float | None:
    found = [bool(one) for one in those]
    return round(sum(found) / len(found), 4) if found else None
