"""What was found, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from segue.simulating.comparing import FIRST, ORDINARY, Level, Levels, WhatIf
from segue.simulating.reporting import OnScreen, Report
from segue.simulating.scoring import Beside, Figures, Group, Readings

WORDS = {
    "last_served": "wait of the last one served",
    "mean_wait": "mean wait less what was waited",
    "place_times": "place x mean length / people",
    "average": "moving average of waits",
    "head_of_line": "wait so far of the first in line",
}
READINGS = (("served", "served"), ("all", "all, leavers settled"), ("ipcw", "served, weighted"))


def printed(report: Report, whatif: WhatIf | None = None) -> str:
    """The whole report."""
    lines = [
        *_head(report),
        *_readings("When they joined", report.entry),
        *_readings("While they waited, after 30 to 480 s", report.waiting),
        *_beside("Beside others, when they joined", report.beside),
        *_beside("Beside others, while they waited", report.beside_waiting),
    ]
    for title, groups in (
        ("By what was told, a tenth each", report.by_decile),
        ("By type", report.by_type),
        ("By hour", report.by_hour),
        ("By place", report.by_place),
        ("By day", report.by_day),
    ):
        lines += _table(title, groups)
    lines += _screen(report.on_screen)
    lines += ["", f"Estimating took {report.ms_per_event:.2f} ms an event."]
    lines += [f"warning: {one}" for one in report.warnings]
    return "\n".join(lines + (whatif_lines(whatif) if whatif else []))


def days_told(days: Sequence[int]) -> str:
    """`3-6, 8`."""
    spans: list[list[int]] = []
    for day in sorted(days):
        if spans and day == spans[-1][1] + 1:
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def _head(report: Report) -> Iterator[str]:
    what = "day" if len(report.days) == 1 else "days"
    yield (
        f"{what.capitalize()} {days_told(report.days)}: {report.calls:,} calls, {report.queued:,}"
        f" stood in the line; {report.served:,} were served, {report.left:,} left."
    )
    if report.unsettled:
        yield f"How long {report.unsettled:,} of these would have waited never became known."
    if report.cut:
        why = ", ".join(f"{n:,} {what}" for what, n in report.cut)
        yield f"Of {report.read:,} lines read, some cannot have happened and are left out: {why}."


def _readings(title: str, found: Readings) -> Iterator[str]:
    yield (
        f"\n{title:<38}{'n':>8}{'in range':>10}{'shorter':>9}{'longer':>9}{'loss s':>9}"
        f"{'width s':>9}{'error s':>9}"
    )
    for name, words in READINGS:
        yield f"  {words:<36}{_figures(getattr(found, name))}"


def _figures(one: Figures) -> str:
    return (
        f"{one.n:>8,}{percent(one.coverage):>10}{percent(one.below):>9}{percent(one.above):>9}"
        f"{seconds(one.pinball):>9}{seconds(one.width):>9}{seconds(one.error):>9}"
    )


def _beside(title: str, found: Sequence[Beside]) -> Iterator[str]:
    yield (
        f"\n{title:<38}{'as a number':>12}{'as a range: loss':>18}{'in range':>10}{'ours':>8}"
        "   better by (95 %)"
    )
    for one in found:
        served = one.readings.served
        gain = "–"
        if one.gain is not None:
            gain = f"{one.gain:.1f} ({one.gain_low:.1f} to {one.gain_high:.1f})"
        yield (
            f"  {WORDS[one.name]:<36}{seconds(one.point):>12}{seconds(served.pinball):>18}"
            f"{percent(served.coverage):>10}{seconds(one.ours.served.pinball):>8}   {gain}"
        )
    alls = [one for one in found if one.readings.all.pinball is not None]
    if alls:
        said = ", ".join(f"{one.name} {seconds(one.readings.all.pinball)}" for one in alls)
        yield f"  Loss with those who left: ours {seconds(alls[0].ours.all.pinball)}; {said}."


def _table(title: str, groups: Sequence[Group]) -> Iterator[str]:
    if not groups:
        return
    yield (
        f"\n{title:<38}{'served':>8}{'in range':>10}{'loss s':>9}{'all':>8}{'in range':>10}"
        f"{'loss s':>9}"
    )
    for one in groups:
        yield (
            f"  {one.name:<36}{one.served.n:>8,}{percent(one.served.coverage):>10}"
            f"{seconds(one.served.pinball):>9}{one.all.n:>8,}{percent(one.all.coverage):>10}"
            f"{seconds(one.all.pinball):>9}"
        )


def _screen(one: OnScreen) -> Iterator[str]:
    read = ", ".join(f"{words} {percent(share)}" for words, share in one.read[:6])
    yield "\nOn the screen"
    yield f"  read when they joined: {read}"
    yield (
        f"  that range held for {percent(one.first_held)} of the served,"
        f" {percent(one.first_held_all)} with those who left"
    )
    yield (
        f"  at {percent(one.held)} of all refreshes it held ({percent(one.held_all)});"
        f" {percent(one.grew)} saw it grow, {percent(one.grew_twice)} twice, which ends it"
    )
    yield (
        f"  {percent(one.outlived)} of the served waited longer than first promised"
        f" ({percent(one.outlived_all)}); {percent(one.without_number)} joined without a number"
    )


# --- what if -------------------------------------------------------------------------------------


def whatif_lines(found: WhatIf) -> list[str]:
    """What happened, the present as simulated, and every variant."""
    every = [found.really, found.present, *found.tried]
    marks = ["really", "as it is", *(f"({n})" for n in range(1, len(found.tried) + 1))]
    lines = ["\nWhat if", f"  {found.off}", *_levels(every, marks)]
    lines += (f"  {sentence(found.present, one)}" for one in found.tried)
    for title, parts in (("By type", "by_type"), ("By hour", "by_hour")):
        lines += _parts(title, parts, every, marks)
    return lines


def _levels(every: Sequence[Levels], marks: Sequence[str]) -> Iterator[str]:
    yield (
        f"\n{'':<42}{'half wait':>10}{'9 in 10':>9}{'leave':>9}{'in 20 s':>9}{'in 60 s':>9}"
        f"{'in 120 s':>9}{'busy':>9}{'hours':>9}"
    )
    for one, mark in zip(every, marks, strict=True):
        level = one.all
        hours = "–" if level.hours is None else f"{level.hours:,.0f}"
        name = f"{mark} {one.name}" if mark.startswith("(") else one.name
        yield (
            f"  {name[:40]:<40}{_short(level.median_s):>10}{_short(level.p90_s):>9}"
            f"{percent(level.left):>9}{percent(level.within_20):>9}{percent(level.within_60):>9}"
            f"{percent(level.within_120):>9}{percent(level.occupancy):>9}{hours:>9}"
        )
    yield ""


def _parts(title: str, parts: str, every: Sequence[Levels], marks: Sequence[str]) -> Iterator[str]:
    names = "".join(f"{mark:>16}" for mark in marks)
    yield f"\n{title}: half wait, leave{names}"
    known = [{part.name: part.level for part in getattr(one, parts)} for one in every]
    for name in sorted({name for each in known for name in each}):
        cells = "".join(f"{_cell(each.get(name)):>16}" for each in known)
        yield f"  {name:<{len(title) + 16}}{cells}"


def _cell(level: Level | None) -> str:
    return "–" if level is None else f"{_short(level.median_s)}, {percent(level.left)}"


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f} s"


def sentence(present: Levels, tried: Levels) -> str:
    """What a variant changes, in words."""
    return f"{tried.name}: {changes(present, tried)}"


def changes(present: Levels, tried: Levels) -> str:
    """The same without its name."""
    before, after, when = present.all, tried.all, ""
    if tried.before_there is not None and tried.there is not None:
        before, after = tried.before_there, tried.there
        what = "day" if len(tried.on_days) == 1 else "days"
        when = f"on the {what} that it changes ({days_told(tried.on_days)}), "
    said = (
        f"{when}{_waits('half', before, after)}; {_instead(after.left, before.left)} leave, and"
        f" {_instead(after.within_60, before.within_60)} are answered within a minute."
    )
    if not (present.by_priority and tried.by_priority):
        return said
    (old, ordinary), (was, first) = (
        (one.level, other.level)
        for one, other in zip(
            sorted(present.by_priority, key=lambda part: part.name == FIRST),
            sorted(tried.by_priority, key=lambda part: part.name == FIRST),
            strict=True,
        )
    )
    return (
        f"{said} {_capital(_waits(f'half of those {FIRST}', was, first))};"
        f" {_waits(f'nine in ten {ORDINARY}', old, ordinary)}."
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _instead(after: float | None, before: float | None) -> str:
    new, old = percent(after), percent(before)
    return f"{new} (as before)" if new == old else f"{new} instead of {old}"


TELLING_S = 5.0


def _waits(who: str, before: Level, after: Level) -> str:
    """Half of them, or nine in ten where half hardly wait."""
    old, new = before.median_s, after.median_s
    if old is not None and new is not None and max(old, new) < TELLING_S:
        who = who.replace("half", "nine in ten")
    if who.startswith("nine"):
        old, new = before.p90_s, after.p90_s
    if old is None or new is None:
        return f"how long {who} wait cannot be told, so many leave"
    if round(old) == round(new):
        return f"{who} wait less than {new:,.0f} s, as before"
    return f"{who} wait less than {new:,.0f} s instead of {old:,.0f} s"
