"""One page for a manager: what customers were told against what happened, and what if.

A file of its own that needs nothing else: no script, nothing from elsewhere, light and dark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

from segue.simulating import picture_parts as draw
from segue.simulating.asking import Found
from segue.simulating.comparing import Level, Levels, Part, WhatIf, levels, really
from segue.simulating.picture_parts import lasting
from segue.simulating.picture_style import STYLE
from segue.simulating.printing import changes, days_told
from segue.simulating.reporting import ENOUGH, GOAL, Report
from segue.simulating.scoring import Beside, Group
from segue.simulating.telling import Estimated

OTHERS = {
    "last_served": "How long the last one waited",
    "mean_wait": "The usual wait, less what was waited",
    "place_times": "Place × usual length ÷ people at work",
    "average": "A moving average of waits",
    "head_of_line": "How long the first in line has waited",
}
YES = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8.5l3.5 3.5L13 5"/></svg>'
LOOK = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2l6.5 12h-13zM8 7v3M8 12v.5"/></svg>'
)


def page(found: Found) -> str:
    """The whole page."""
    report = found.report
    entries = [
        row
        for row in found.trace.estimates
        if row.day in found.scored and not row.elapsed and row.wait is not None
    ]
    happened = found.whatif.really if found.whatif else levels("", really(found.days), ())
    parts = [
        _head(report, happened.all),
        _true(report, entries),
        _day(entries, found),
        _beside(report),
        _when(report, happened),
        _whatif(found.whatif) if found.whatif else "",
        _words(),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " style-src 'unsafe-inline'\">"
        f"<title>The line, {escape(_days(report))}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _days(report: Report) -> str:
    return f"{'day' if len(report.days) == 1 else 'days'} {days_told(report.days)}"


def _head(report: Report, happened: Level) -> str:
    left = report.left / max(report.queued, 1)
    facts = (
        (f"{report.calls:,}", "customers came"),
        (f"{report.queued:,}", "of them had to wait in line"),
        (lasting(happened.median_s), "half waited less, had nobody left"),
        (lasting(happened.p90_s), "nine in ten waited less"),
        (_percent(left), f"of those in line left ({report.left:,})"),
    )
    told = "".join(f'<div class="fact"><b>{a}</b><span>{b}</span></div>' for a, b in facts)
    return (
        f"<header><h1>The line, {escape(_days(report))}</h1><p>What customers were told about their"
        " wait, what came of it, and what would have changed it.</p></header>"
        f'<div class="facts">{told}</div>'
    )


# --- was it true? --------------------------------------------------------------------------------


def _true(report: Report, entries: Sequence[Estimated]) -> str:
    served, every = report.entry.served, report.entry.all
    if served.coverage is None:
        return "<section><h2>Was it true?</h2><p>No wait became known on these days.</p></section>"
    low, high = GOAL
    good = low <= served.coverage <= high
    if served.n < ENOUGH:
        chip = f'<span class="chip warn">{LOOK}Only {served.n:,} waits: too few to judge</span>'
    elif good:
        chip = f'<span class="chip ok">{YES}The ranges mean what they say</span>'
    else:
        wide = "wide" if served.coverage > high else "narrow"
        chip = f'<span class="chip warn">{LOOK}The ranges are too {wide}</span>'
    groups = draw.tenths(entries)
    return (
        f'<section><h2>Was it true?</h2>{chip}<p class="lead">Of 100 customers who were served,'
        f" <b>{100 * served.coverage:.0f} waited as long as the range said</b>;"
        f" {100 * (served.below or 0):.0f} were served sooner,"
        f" {100 * (served.above or 0):.0f} later."
        f" The range is made to hold for 80 of 100, so {100 * low:.0f} to {100 * high:.0f} is"
        f" right.{_with_leavers(every.coverage)}</p>{_key(median=True)}"
        f"<figure>{draw.both(lambda width: draw.told_against(groups, width))}</figure>"
        '<p class="note">Each row is a tenth of all customers, by what they were told when they'
        f" joined. Up to {draw.DOTS} of them are drawn.</p>{_screen(report)}</section>"
    )


def _with_leavers(coverage: float | None) -> str:
    if coverage is None:
        return ""
    return (
        f" With those who left, and the wait they would have had, it is {100 * coverage:.0f}:"
        " whoever leaves is mostly somebody with a long wait before them."
    )


def _screen(report: Report) -> str:
    one = report.on_screen
    if one.first_held is None:
        return ""
    read = ", ".join(f"“{escape(words)}” {_percent(share)}" for words, share in one.read[:4])
    return (
        f'<p class="soft">On their screens stood whole minutes: {read}. That held for'
        f" {_percent(one.first_held)} of those served. {_percent(one.outlived)} waited longer than"
        f" they were first promised, and {_tenth(one.grew)} saw the wait grow.</p>"
    )


def _key(*, median: bool = False) -> str:
    def entry(shape: str, words: str, width: int = 12) -> str:
        drawn = f'<svg width="{width}" height="12" aria-hidden="true">{shape}</svg>'
        return f"<span>{drawn}{words}</span>"

    parts = [
        entry('<rect width="24" height="12" rx="4" class="told"/>', "range that was told", 24),
        entry(draw.dot(6, 6, "in"), "served within it"),
        entry(draw.dot(6, 6, "out"), "served sooner or later"),
        entry(draw.dot(6, 6, "gone"), "left; the wait they would have had"),
    ]
    if median:
        parts.insert(1, entry(draw.line(6, 0, 6, 12, "median"), "its middle"))
    return f'<div class="key">{"".join(parts)}</div>'


def _day(entries: Sequence[Estimated], found: Found) -> str:
    if not entries:
        return ""
    busiest = max(sorted(Counter(row.day for row in entries).items()), key=lambda one: one[1])[0]
    rows = sorted((r for r in entries if r.day == busiest), key=lambda row: (row.clock, row.line))
    when = next((day.date for day in found.days if day.number == busiest and day.date), None)
    name = f"{when:%A, %d %B %Y}" if when else f"day {busiest}"
    longest = max(rows, key=lambda row: row.wait or 0.0)
    return (
        f"<section><h2>The busiest day: {escape(name)}</h2><p>{len(rows):,} customers stood in the"
        f" line. The longest wait, of somebody who joined at {_clock(longest.clock)}, was"
        f" {lasting(longest.wait)}{'' if longest.served else ', had they stayed'}.</p>{_key()}"
        f"<figure>{draw.both(lambda width: draw.day_line(rows, width))}</figure>"
        '<p class="note">What is beyond the scale stands at its upper edge.</p></section>'
    )


def _clock(seconds: float) -> str:
    return f"{int(seconds // 3600):02}:{int(seconds % 3600 // 60):02}"


# --- beside others -------------------------------------------------------------------------------


def _beside(report: Report) -> str:
    found = [one for one in report.beside if one.readings.served.pinball is not None]
    if not found:
        return ""
    ours = found[0].ours.served.pinball or 0.0
    best = min(found, key=lambda one: one.readings.served.pinball or 0.0)
    most = max(max(one.point or 0.0, one.readings.served.pinball or 0.0) for one in found)
    rows = [_bar("What customers are told here", ours, None, most, own=True)]
    ordered = sorted(found, key=lambda one: one.readings.served.pinball or 0.0)
    rows += [
        _bar(OTHERS[one.name], one.readings.served.pinball or 0.0, one.point, most)
        for one in ordered
    ]
    return (
        "<section><h2>Beside other ways to tell it</h2><p>How far off what was told is, in seconds;"
        " a range that is too wide counts as off, too. Others tell one number (dotted); the bar"
        " shows them with a range that was made for them afterwards from earlier days."
        f" {_gain(best, ours)}</p>"
        f'<div class="bars">{"".join(rows)}</div></section>'
    )


def _gain(best: Beside, ours: float) -> str:
    theirs = best.readings.served.pinball or 0.0
    if best.gain_low is not None and best.gain_low > 0 and theirs > 0:
        return f"<b>Ours is off by {_percent(1 - ours / theirs)} less than the best of them.</b>"
    return "The difference from the best of them is within chance."


def _bar(name: str, value: float, point: float | None, most: float, *, own: bool = False) -> str:
    number = ""
    if point is not None:
        number = f'<i class="number" style="--w:{100 * point / most:.1f}%"></i>'
    as_number = f' <span class="note">({point:.0f})</span>' if point is not None else ""
    return (
        f'<div class="bar{" own" if own else ""}"><span>{escape(name)}</span>'
        f'<span class="two"><i style="--w:{100 * value / most:.1f}%"></i>{number}</span>'
        f'<span class="v">{value:.1f} s{as_number}</span></div>'
    )


# --- by hour and type ----------------------------------------------------------------------------


def _when(report: Report, happened: Levels) -> str:
    by_hour = {f"{int(group.name):02}:00": group for group in report.by_hour}
    by_type = {group.name: group for group in report.by_type}
    return (
        "<section><h2>When and for whom</h2>"
        f"{_table('Hour', happened.by_hour, by_hour)}"
        f"{_table('What for', happened.by_type, by_type)}"
        '<p class="note">Half wait less: of everybody who came, those who left counted for as long'
        " as they stayed. In range: of those served after a wait; under 20 of them nothing is"
        " said.</p></section>"
    )


FEW = 20


def _table(title: str, parts: Sequence[Part], told: dict[str, Group]) -> str:
    most = max((part.level.median_s or 0.0 for part in parts), default=0.0) or 1.0
    rows = "".join(_row(part, told.get(part.name), most) for part in parts)
    return (
        f'<div class="tw" tabindex="0" role="region" aria-label="By {escape(title.lower())}">'
        f'<table><thead><tr><th scope="col">{title}</th><th scope="col">came</th>'
        '<th scope="col">half wait less</th><th class="w" scope="col"></th>'
        '<th scope="col">left</th><th scope="col">within a minute</th><th scope="col">in range</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(part: Part, told: Group | None, most: float) -> str:
    level = part.level
    held, off = "–", ""
    if told is not None and told.served.n >= FEW and told.served.coverage is not None:
        held = _percent(told.served.coverage)
        off = ' class="off"' if told.served.coverage < GOAL[0] - 0.05 else ""
    width = 100 * (level.median_s or 0.0) / most
    return (
        f"<tr><td>{escape(part.name)}</td><td>{level.calls:,}</td><td>{lasting(level.median_s)}"
        f'</td><td class="w"><i style="--w:{width:.1f}%"></i></td><td>{_percent(level.left)}</td>'
        f"<td>{_percent(level.within_60)}</td><td{off}>{held}</td></tr>"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}\u202f%"


# --- what if -------------------------------------------------------------------------------------


def _whatif(found: WhatIf) -> str:
    tries = "".join(_try(found.present, one) for one in found.tried)
    return (
        "<section><h2>What if</h2><p>The same customers, as patient as they were, came to other"
        f' staff or another order.</p><p class="soft">{_kept(found.off)}</p>'
        f'<div class="key"><span>{_swatch("before")}as it is</span>'
        f"<span>{_swatch('after')}as tried</span></div>{tries}</section>"
    )


def _kept(words: str) -> str:
    """No line breaks between a number and its sign."""
    return escape(words).replace(" %", "\u202f%").replace(" s ", "\u00a0s ")


def _swatch(kind: str) -> str:
    return f'<i class="swatch {kind}"></i>'


def _try(before: Levels, after: Levels) -> str:
    old, new = after.before_there or before.all, after.there or after.all
    pairs = "".join(
        _pair(*one)
        for one in (
            ("Half wait less than", old.median_s, new.median_s, lasting),
            ("Nine in ten wait less than", old.p90_s, new.p90_s, lasting),
            ("Leave, of all who came", old.left, new.left, _tenth),
            ("Answered within a minute", old.within_60, new.within_60, _tenth),
            ("Time at work in conversations", old.occupancy, new.occupancy, _tenth),
            ("Hours at work", old.hours, new.hours, _number),
            *(
                (
                    f"Half of those {was.name} wait less than",
                    was.level.median_s,
                    now.level.median_s,
                    lasting,
                )
                for was, now in zip(before.by_priority, after.by_priority, strict=False)
            ),
        )
    )
    title, rest = after.name, changes(before, after)
    chart = draw.both(lambda width: draw.hours_before_after(before, after, width))
    return (
        f'<div class="try"><h3>{escape(title[:1].upper() + title[1:])}</h3>'
        f'<p class="lead">{_kept(rest[:1].upper() + rest[1:])}</p>'
        f'<div class="pairs">{pairs}</div>'
        f"<details><summary>Answered within a minute, by hour</summary>{_line_key()}"
        f"<figure>{chart}</figure></details></div>"
    )


def _line_key() -> str:
    return (
        '<div class="key"><span><svg width="24" height="12" aria-hidden="true">'
        f"{draw.line(0, 6, 24, 6, 'now')}</svg>as it is</span>"
        '<span><svg width="24" height="12" aria-hidden="true">'
        f"{draw.line(0, 6, 24, 6, 'then')}</svg>as tried</span></div>"
    )


def _pair(
    name: str, old: float | None, new: float | None, say: Callable[[float | None], str]
) -> str:
    most = max(old or 0.0, new or 0.0) or 1.0
    rows = "".join(
        f'<i class="{kind}" style="--w:{100 * (value or 0) / most:.1f}%"></i>'
        f'<span class="v {kind}">{say(value)}</span>'
        for kind, value in (("before", old), ("after", new))
    )
    return f'<div class="pair"><h4>{name}</h4>{rows}</div>'


def _tenth(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}\u202f%"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


# --- words ---------------------------------------------------------------------------------------


TERMS = {
    "The range": """Everybody who joins is told a shortest and a longest wait, between which 80 of
100 such waits lie. It was told from what was known at that moment, and nothing later.""",
    "Those who left": """Nobody knows for certain how long they would have waited. They are counted
up to the moment when somebody behind them was served, or a person was free with nobody to
serve.""",
    "What if": """A simulation: everybody comes when they came and stays as long as people like them
stay. It does not know that people call again, or that staff work faster when the line is long.
Trust directions and sizes, not the last digit.""",
}


def _words() -> str:
    terms = "".join(f"<dt>{term}</dt><dd>{what}</dd>" for term, what in TERMS.items())
    return f"<section><h2>How to read this</h2><dl>{terms}</dl></section>"
