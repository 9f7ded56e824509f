"""A replay's report as people read it: the net, whether it was good, what it costs, which."""

from __future__ import annotations

from segue.app.replaying import Report
from segue.app.replaying.report import Busy, Change, Share

KINDS = {
    "gained": "would have been handed over",
    "sooner": "would have been handed over sooner",
    "lost": "would have stayed with the assistant",
    "rerouted": "would have gone elsewhere",
    "offered": "would have been offered a person",
    "not_offered": "would not have been offered a person",
    "held": "would have had an answer checked",
    "not_held": "would not have had an answer checked",
}
WERE_GOOD = {
    "good": "More of them went badly without a person than well.",
    "bad": "More of them went well without a person than badly.",
    "too_few": "Whether a person was needed cannot be told yet: too few to judge.",
    "": "",
}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LISTED, QUOTED = 20, 70


def printed(report: Report, name: str = "") -> str:
    """The whole report; `name` is the file or the version that was tried."""
    if not report.conversations:
        return "There was no conversation in that time. Look further back, for instance --since 4w."
    lines = [*_net(report), *_good(report), *_load(report), *_which(report)]
    notes = [one for one in report.notes if TOO_FEW not in one]  # that stands at the top
    lines += ["", *notes, "Times are UTC."]
    if name and report.counts:
        how = "restore" if name.isdecimal() else "publish"
        lines += ["", f"To make it live: segue policy {how} {name}"]
    return "\n".join(lines)


TOO_FEW = "too few to judge"


def counted(number: int, one: str, more: str = "") -> str:
    """`1 conversation`, `2 conversations`, `1,234 answers`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _percent(share: Share) -> str:
    low, high = round(100 * share.low), round(100 * share.high)
    return f"{share.n:,} ({share.share:.0%}, likely {low} to {high} %)"


def _net(report: Report) -> list[str]:
    of = counted(report.conversations, "conversation")
    few = [] if report.enough else [f"Only {of}: {TOO_FEW}."]
    if not report.counts:
        return [f"{of}, {counted(report.turns, 'turn')}: every decision is the same.", *few]
    counts = report.counts
    said = [counted(counts[kind], *words) for kind, words in NET if counts.get(kind)]
    before, after = _percent(report.before), _percent(report.after)
    shares = f"Handed over to a person: {before} before, {after} after."
    return [f"In {of}: {', '.join(said)}.", shares, *few]


NET = (
    ("gained", ("handoff more", "handoffs more")),
    ("lost", ("handoff fewer", "handoffs fewer")),
    ("sooner", ("sooner", "sooner")),
    ("rerouted", ("to another place", "to another place")),
    ("offered", ("offer more", "offers more")),
    ("not_offered", ("offer fewer", "offers fewer")),
    ("held", ("answer checked more", "answers checked more")),
    ("not_held", ("answer checked fewer", "answers checked fewer")),
)


def _good(report: Report) -> list[str]:
    good = report.good
    if not good.get("of"):
        return []
    those = "The one" if good["of"] == 1 else f"The {good['of']:,}"
    return [
        "",
        f"{those} with a person that was not there, or not so soon, as it really went on:",
        *(f"  {good[key]:>5,}  {words}" for key, words in WENT_ON),
        WERE_GOOD[report.were_good],
    ]


WENT_ON = (
    ("rated_low", "rated 1 or 2"),
    ("left_waiting", "gave up waiting"),
    ("left_angry", "left angry"),
    ("asked_later", "asked for a person later anyway"),
    ("bot_solved", "solved by the assistant"),
)


def _load(report: Report) -> list[str]:
    if report.agent_hours_a_week is None or report.handled_median_s is None:
        return ["", "Work: not known, no person has ended a conversation yet."]
    taken = f"a conversation takes {_lasting(report.handled_median_s)}"
    hours = report.agent_hours_a_week
    if report.net == 0:
        lines = ["", f"Work: as much as before ({taken})."]
    elif abs(hours) < SHOWN_HOURS:
        minutes = f"{60 * hours:+.0f}" if abs(hours) >= 1 / 120 else "less than 1"
        lines = ["", f"Work: {minutes} agent-minutes a week ({taken})."]
    else:
        lines = ["", f"Work: {hours:+,.1f} agent-hours a week ({taken})."]
    busy = [_hour(one) for one in report.busiest]
    return lines + (["Busiest hours, handoffs a week:", *busy] if busy else [])


SHOWN_HOURS = 1.0
MINUTE_S, HOUR_S = 90, 5400


def _lasting(seconds: float) -> str:
    if seconds < MINUTE_S:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < HOUR_S else f"{seconds / 3600:.1f} h"


def _hour(one: Busy) -> str:
    when = f"{DAYS[one.hour // 24]} {one.hour % 24:02d}:00"
    there = ""
    if one.staffed is not None and one.free is not None:
        people = "person" if one.staffed == 1 else "people"
        seats = "seat" if one.free == 1 else "seats"
        there = f" · {one.staffed:g} {people} on shift, {one.free:g} {seats} free"
    over = (
        f" · too many by {one.more_at_once - one.free:.1f}"
        if (one.over and one.more_at_once is not None and one.free is not None)
        else ""
    )
    return f"  {when}  {one.before:.1f} → {one.after:.1f}{there}{over}"


def _which(report: Report) -> list[str]:
    lines: list[str] = []
    for kind, words in KINDS.items():
        some = [one for one in report.changes if one.kind == kind]
        count = report.counts.get(kind, 0)
        if count:
            lines += ["", f"{count:,} {words}:"]
            lines += [f"  {_one(one)}" for one in some[:LISTED]]
        if some and count > LISTED:
            lines.append(f"  … and {count - min(len(some), LISTED)} more")
    return lines


def _one(one: Change) -> str:
    rule = next((happened.rule for happened in one.would if happened.rule), "")
    why = f"  [{rule}]" if rule else ""
    words = one.words if len(one.words) <= QUOTED else f"{one.words[: QUOTED - 1]}…"
    words = " ".join(words.split())
    return f"{one.at:%d %b %H:%M}  {one.case:>5}  {one.conversation}  “{words}”{why}"
