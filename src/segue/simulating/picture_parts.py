"""The drawings of the page: SVG by hand, each once for a wide and once for a narrow screen.

Times are drawn on a scale of square roots: a minute more matters more after one than after ten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import pairwise

from segue.simulating.comparing import Levels
from segue.simulating.telling import Estimated

WIDE, NARROW = 912, 334
STEPS_S = (0, 15, 60, 120, 300, 600, 1200, 1800, 3600)
DOTS = 48
"""So many of a group are drawn; they stand for all."""
ROW, A_WORD = 34, 44


SECONDS_TO, MINUTES_TO, HALVES_TO = 100, 90, 10
"""Under so many seconds, minutes, and minutes with their tenths, a time is told in these."""


def lasting(seconds: float | None) -> str:
    """`45 s`, `2 min`, `2.5 min`, `1.5 h`."""
    if seconds is None:
        return "–"
    if seconds < SECONDS_TO:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    if minutes < HALVES_TO:
        return f"{minutes:.1f} min".replace(".0 ", " ")
    return f"{minutes:.0f} min" if minutes < MINUTES_TO else f"{minutes / 60:.1f} h"


def both(draw: Callable[[int], str]) -> str:
    """The same drawing twice; the page shows the one that fits."""
    return f'<div class="wide">{draw(WIDE)}</div><div class="narrow">{draw(NARROW)}</div>'


def svg(width: int, height: float, says: str, inside: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height:.0f}" role="img" aria-label="{escape(says)}">'
        f"{''.join(inside)}</svg>"
    )


def text(x: float, y: float, words: str, kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def dot(x: float, y: float, kind: str, r: float = 3) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" class="{kind}"/>'


def rect(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' rx="{radius:g}" class="told"/>'
    )


def roots(most: float, begins: float, ends: float) -> Callable[[float], float]:
    """From seconds to a place between two ends."""
    return lambda seconds: begins + (ends - begins) * math.sqrt(min(max(seconds, 0.0), most) / most)


def steps(most: float, room: float) -> list[int]:
    """Times to write at a scale, no closer than there is room for."""
    kept: list[int] = []
    for one in (step for step in STEPS_S if step <= most):
        if not kept or (math.sqrt(one / most) - math.sqrt(kept[-1] / most)) * room > A_WORD:
            kept.append(one)
    return kept


def some(rows: Sequence[Estimated], most: int = DOTS) -> list[Estimated]:
    """Evenly chosen."""
    if len(rows) <= most:
        return list(rows)
    return [rows[i * len(rows) // most] for i in range(most)]


def kind_of(row: Estimated) -> str:
    wait = row.wait or 0.0
    if not row.served:
        return "gone"
    return "in" if row.low <= wait <= row.high else "out"


# --- told against what happened ---------------------------------------------------------------


def told_against(groups: Sequence[Sequence[Estimated]], width: int) -> str:
    """A row for each tenth of what was told: the range as a band, real waits as dots."""
    waits = sorted(row.wait or 0.0 for group in groups for row in group)
    highs = [_mean(row.high for row in group) for group in groups]
    most = max([60.0, *highs, waits[int(len(waits) * 0.99)] if waits else 0.0])
    narrow = width < WIDE
    begins, ends = (8.0, width - 8.0) if narrow else (150.0, width - 104.0)
    row_height = ROW + 18 if narrow else ROW
    at = roots(most, begins, ends)
    bottom = len(groups) * row_height + 8
    parts = []
    for step in steps(most, ends - begins):
        parts.append(line(at(step), 0, at(step), bottom, "grid"))
        anchor = "" if step == 0 else "mid"
        parts.append(text(at(step), bottom + 16, lasting(step), anchor))
    for n, group in enumerate(groups):
        top = n * row_height + (18 if narrow else 0)
        parts += _told_row(group, top, at, width, narrow=narrow)
    says = "What was told, a tenth of all estimates a row, against the waits that came of it."
    return svg(width, bottom + 24, says, parts)


def _told_row(
    group: Sequence[Estimated],
    top: float,
    at: Callable[[float], float],
    width: int,
    *,
    narrow: bool,
) -> list[str]:
    low, high = _mean(row.low for row in group), _mean(row.high for row in group)
    middle = _mean(row.median for row in group)
    held = [row for row in group if row.served]
    share = sum(row.low <= (row.wait or 0.0) <= row.high for row in held) / max(len(held), 1)
    label = f"about {lasting(middle)}"
    parts = [
        text(0, top - 3 if narrow else top + 22, f"told {label}" if narrow else label, "strong"),
        text(width, top - 3 if narrow else top + 22, f"{100 * share:.0f}\u202f% in range", "end"),
        rect(at(low), top + 4, max(at(high) - at(low), 2), 26, 6),
    ]
    for n, row in enumerate(some(sorted(group, key=lambda one: one.line))):
        y = top + 8 + (n * 7 % 19)
        parts.append(dot(at(row.wait or 0.0), y, kind_of(row), 2.6))
    parts.append(line(at(middle), top + 2, at(middle), top + 32, "median"))
    return parts


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _median(values: Iterable[float]) -> float:
    found = sorted(values)
    return found[len(found) // 2] if found else 0.0


def tenths(rows: Sequence[Estimated], parts: int = 10) -> list[list[Estimated]]:
    """Ordered by what was told and cut into groups of the same size."""
    ordered = sorted(rows, key=lambda row: (row.median, row.line))
    parts = min(parts, len(ordered))
    edges = [len(ordered) * i // parts for i in range(parts + 1)] if parts else [0]
    return [ordered[a:b] for a, b in pairwise(edges)]


# --- a day ----------------------------------------------------------------------------------------


def day_line(rows: Sequence[Estimated], width: int) -> str:
    """One day: the band that was told over the hours, every wait a dot."""
    if not rows:
        return ""
    first = int(min(row.clock for row in rows) // 3600)
    last = int(max(row.clock for row in rows) // 3600) + 1
    height, bottom, begins = (230.0, 200.0, 52.0) if width < WIDE else (300.0, 268.0, 52.0)
    waits = sorted(row.wait or 0.0 for row in rows)
    most = max(120.0, 1.1 * waits[int(len(waits) * 0.99)], _median(row.high for row in rows) * 2)
    up = roots(most, bottom, 8.0)

    def across(clock: float) -> float:
        return begins + (width - begins - 8) * (clock / 3600 - first) / max(last - first, 1)

    parts = []
    for step in steps(most, bottom):
        parts.append(line(begins, up(step), width - 8, up(step), "grid"))
        parts.append(text(begins - 8, up(step) + 4, lasting(step), "end"))
    every = max(1, math.ceil((last - first) / (6 if width < WIDE else 14)))
    parts += [
        text(across(hour * 3600), bottom + 20, f"{hour:02}:00", "mid")
        for hour in range(first, last, every)
        if across(hour * 3600) > begins + 12 or hour == first
    ]
    parts.append(_band(rows, across, up))
    for row in some(rows, 700 if width >= WIDE else 260):
        parts.append(dot(across(row.clock), up(row.wait or 0.0), kind_of(row), 2.2))
    return svg(width, height, "The waits of one day, and the range that was told.", parts)


def _band(
    rows: Sequence[Estimated],
    across: Callable[[float], float],
    up: Callable[[float], float],
    minutes: int = 20,
) -> str:
    """What was told to those who joined within the same minutes, low to high."""
    slots: dict[int, list[Estimated]] = {}
    for row in rows:
        slots.setdefault(int(row.clock // (60 * minutes)), []).append(row)
    shapes = []
    for slot in sorted(slots):
        inside = slots[slot]
        low, high = _mean(row.low for row in inside), _mean(row.high for row in inside)
        x1, x2 = across(slot * 60 * minutes), across((slot + 1) * 60 * minutes)
        shapes.append(rect(x1, up(high), x2 - x1 + 0.4, max(up(low) - up(high), 1)))
    return "".join(shapes)


# --- before and after by hour --------------------------------------------------------------------


def hours_before_after(before: Levels, after: Levels, width: int) -> str:
    """The share of callers answered within a minute, by hour: as it is and as tried."""
    old = {part.name: part.level.within_60 or 0.0 for part in before.by_hour if part.level.calls}
    new = {part.name: part.level.within_60 or 0.0 for part in after.by_hour if part.level.calls}
    names = sorted(set(old) & set(new))
    if len(names) < 2:  # noqa: PLR2004 - no line
        return ""
    begins, bottom = 44.0, 130.0

    def across(n: int) -> float:
        return begins + 8 + (width - begins - 24) * n / (len(names) - 1)

    def up(share: float) -> float:
        return bottom - 118 * share

    parts = []
    for share in (0.0, 0.5, 1.0):
        parts.append(line(begins, up(share), width, up(share), "grid"))
        parts.append(text(begins - 8, up(share) + 4, f"{100 * share:.0f}\u202f%", "end"))
    every = max(1, math.ceil(len(names) / (6 if width < WIDE else 14)))
    parts += [text(across(n), bottom + 20, names[n], "mid") for n in range(0, len(names), every)]
    for shares, kind in ((old, "now"), (new, "then")):
        path = " ".join(f"{across(n):.1f},{up(shares[name]):.1f}" for n, name in enumerate(names))
        parts.append(f'<polyline points="{path}" class="{kind}"/>')
    parts += [dot(across(n), up(new[name]), "thendot", 2.6) for n, name in enumerate(names)]
    says = "Answered within a minute by hour, as it is and as tried."
    return svg(width, bottom + 28, says, parts)
