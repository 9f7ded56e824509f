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
LISTED = 20


def printed(report: Report) -> str:
    """The whole report."""
    lines = [*_net(report), *_good(report), *_load(report), *_which(report)]
    return "\n".join([*lines, *("", *report.notes)])


def _percent(share: Share) -> str:
    return f"{share.share:.1%} ({share.low:.1%} to {share.high:.1%})"


def _net(report: Report) -> list[str]:
    counts = report.counts
    if not counts:
        seen = f"{report.conversations} conversations, {report.turns} turns"
        return [f"{seen}: every decision is the same."]
    head = f"{counts.get('gained', 0):+d} handoffs, -{counts.get('lost', 0)}"
    if counts.get("rerouted"):
        head += f", {counts['rerouted']} rerouted"
    if counts.get("sooner"):
        head += f", {counts['sooner']} sooner"
    return [
        f"{head}, in {report.conversations} conversations",
        f"Handed over: {_percent(report.before)} before, {_percent(report.after)} after",
        *(["Too few to judge."] if not report.enough else []),
    ]


def _good(report: Report) -> list[str]:
    good = report.good
    if not good.get("of"):
        return []
    return [
        "",
        f"Of the {good['of']} gained or sooner, as it really went on:",
        f"  {good['rated_low']:>5}  rated 1 or 2",
        f"  {good['left_waiting']:>5}  gave up waiting",
        f"  {good['left_angry']:>5}  left angry",
        f"  {good['asked_later']:>5}  asked for a person later anyway",
        f"  {good['bot_solved']:>5}  were solved by the assistant",
        WERE_GOOD[report.were_good],
    ]


def _load(report: Report) -> list[str]:
    if report.agent_hours_a_week is None:
        return ["", "Load: not known, no person has handled a conversation yet."]
    minutes = (report.handled_median_s or 0) / 60
    each = f"at {minutes:.0f} min a conversation"
    lines = ["", f"Load: {report.agent_hours_a_week:+.1f} agent-hours a week, {each}"]
    return lines + [_hour(one) for one in report.busiest]


def _hour(one: Busy) -> str:
    when = f"{DAYS[one.hour // 24]} {one.hour % 24:02d}:00 UTC"
    there = ""
    if one.staffed is not None and one.free is not None:
        there = f" · {one.staffed:g} on shift, {one.free:g} seats free"
    over = (
        f" · OVER by {one.more_at_once - one.free:.1f}"
        if (one.over and one.more_at_once is not None and one.free is not None)
        else ""
    )
    return f"  {when}  {one.before:.1f} → {one.after:.1f} a week{there}{over}"


def _which(report: Report) -> list[str]:
    lines: list[str] = []
    for kind, words in KINDS.items():
        some = [one for one in report.changes if one.kind == kind]
        count = report.counts.get(kind, 0)
        if count:
            lines += ["", f"{count} {words}:"]
            lines += [f"  {_one(one)}" for one in some[:LISTED]]
        if some and count > LISTED:
            lines.append(f"  … and {count - min(len(some), LISTED)} more")
    return lines


def _one(one: Change) -> str:
    rule = next((happened.rule for happened in one.would if happened.rule), "")
    why = f"  [{rule}]" if rule else ""
    return f"{one.at:%d %b %H:%M}  {one.conversation}  “{one.words[:70]}”{why}"
