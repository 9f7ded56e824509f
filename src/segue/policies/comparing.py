"""What differs between two policies, line by line, in words."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from segue.domain.hazard import WEIGHTS
from segue.domain.policy import LATER_WAYS, Policy
from segue.domain.rules.catalogue import Kind, field_named
from segue.domain.rules.model import Condition, Count, Rule, Test
from segue.domain.stages import Priority
from segue.policies.linewords import line_difference
from segue.policies.phrases import DIFFERENCES, KEYS
from segue.policies.sentences import (
    as_on,
    code,
    condition,
    joined,
    number,
    sentence,
    team_or_none,
    words_or_none,
)
from segue.policies.teams import Teams, named


def difference(old: Policy, new: Policy, teams: Teams = ()) -> tuple[str, ...]:
    """Every difference as a line; none when both decide the same."""
    return (*_settings(old, new, teams), *_rules(old, new, teams))


def _settings(old: Policy, new: Policy, teams: Teams) -> list[str]:
    lines = []
    if old.team != new.team:
        before, after = named(old.team, teams), named(new.team, teams)
        lines.append(_line("setting", what="Team", old=before, new=after))
    if old.mood != new.mood:
        lines.append(_line("mood_on" if new.mood else "mood_off"))
    for key, had, has in (("way_off", old.ways, new.ways), ("way_on", new.ways, old.ways)):
        if gone := [code(way) for way in LATER_WAYS if way in had and way not in has]:
            lines.append(_line(key, words=joined(gone, "and")))
    lines += _stand_ins(old, new, teams)
    before_s = {one.signal: one for one in old.calibration}
    after_s = {one.signal: one for one in new.calibration}
    for signal in dict.fromkeys((*before_s, *after_s)):
        field = field_named(signal)
        what = f"“{field.label if field else signal}”"
        if signal not in after_s:
            lines.append(_line("not_calibrated", what=what))
        elif before_s.get(signal) != after_s[signal]:
            lines.append(_line("calibrated", what=what, turns=after_s[signal].turns))
    weights = {**WEIGHTS, **dict(old.hazard)} if old.hazard else WEIGHTS
    weights_now = {**WEIGHTS, **dict(new.hazard)} if new.hazard else WEIGHTS
    for name in WEIGHTS:
        if weights[name] != weights_now[name]:
            was, now = f"{weights[name]:g}", f"{weights_now[name]:g}"
            lines.append(_line("weight", what=code(name), old=was, new=now))
    return lines + line_difference(old.line, new.line, teams)


def _stand_ins(old: Policy, new: Policy, teams: Teams) -> list[str]:
    before = {one.team: one.to for one in old.stand_ins}
    after = {one.team: one.to for one in new.stand_ins}
    lines = []
    for team in dict.fromkeys((*before, *after)):
        if before.get(team) == after.get(team):
            continue
        key = "stands_in" if team in after else "stands_in_not"
        other = after.get(team) or before[team]
        lines.append(_line(key, other=named(other, teams), team=named(team, teams)))
    return lines


def _rules(old: Policy, new: Policy, teams: Teams) -> list[str]:
    before = {rule.id: rule for rule in old.rules.all}
    after = {rule.id: rule for rule in new.rules.all}
    lines = []
    for rule in new.rules.all:
        known = before.get(rule.id)
        if known is None:
            lines.append(_line("new", rule=_name(rule), sentence=sentence(rule, teams)))
            if not rule.on:
                lines.append(_line("off", rule=_name(rule)))
        elif known != rule:
            lines += _changed(known, rule, teams)
    lines += [
        _line("gone", rule=_name(rule), sentence=sentence(rule, teams))
        for rule in old.rules.all
        if rule.id not in after
    ]
    return lines + _moved(old, new)


def _moved(old: Policy, new: Policy) -> list[str]:
    """Rules of one lane that changed places."""
    place = {rule.id: n for n, rule in enumerate(old.rules.all)}
    kept = [rule for rule in new.rules.all if rule.id in place]
    lines = []
    for first, then in pairwise(kept):
        was = old.rules.named(first.id)
        same_lane = was is not None and was.lane == first.lane == then.lane
        if same_lane and place[first.id] > place[then.id]:
            lines.append(_line("first", rule=_name(first), other=_name(then)))
    return lines


def _changed(old: Rule, new: Rule, teams: Teams) -> list[str]:
    name = _name(new)
    lines = []
    if old.on != new.on:
        lines.append(_line("on" if new.on else "off", rule=name))
    if as_on(old) == as_on(new):
        return lines
    if old.when != new.when:
        lines += _conditions(name, old.when, new.when)
    for key, what in KEYS.items():
        had, has = getattr(old, key), getattr(new, key)
        if had != has:
            said = [_shown(key, one, teams) for one in (had, has)]
            lines.append(_line("value", rule=name, what=what, old=said[0], new=said[1]))
    said_before, said_now = dict(old.say), dict(new.say)
    for language in dict.fromkeys((*said_before, *said_now)):
        had, has = said_before.get(language, ""), said_now.get(language, "")
        if had != has:
            key = "say_gone" if not has else "say" if had else "say_new"
            lines.append(_line(key, rule=name, language=language, old=had, new=has))
    return lines


def _shown(key: str, value: Any, teams: Teams) -> str:
    if key in ("team", "else_team"):
        return team_or_none(value, teams)
    if key in ("skills", "tags"):
        return words_or_none(value)
    if key == "within":
        return f"{value.total_seconds():g} s"
    if isinstance(value, Priority):
        return value.name.lower()
    return "none" if value is None or value == "" else code(value)


# --- conditions ----------


def _conditions(rule: str, old: Condition, new: Condition) -> list[str]:
    """Thresholds alone when the conditions are the same otherwise; the whole sentence if not."""
    pairs = _aligned(old, new)
    if pairs is None:
        return [_line("when", rule=rule, old=condition(old), new=condition(new))]
    lines: list[str] = []
    for before, after in pairs:
        if isinstance(before, Test) and isinstance(after, Test):
            lines += _test(rule, before, after)
        elif isinstance(before, Count) and isinstance(after, Count):
            was, now = (f"{one.times} of {one.turns} turns" for one in (before, after))
            what = field_label(before.of[0].field)
            lines.append(_line("value", rule=rule, what=what, old=was, new=now))
    return lines


def field_label(name: str) -> str:
    """A field as people call it."""
    field = field_named(name)
    return field.label if field else name


def _aligned(old: Condition, new: Condition) -> list[tuple[Condition, Condition]] | None:
    """Pairs that differ, when both have the same shape; None when they do not."""
    if isinstance(old, Test) or isinstance(new, Test):
        if not (isinstance(old, Test) and isinstance(new, Test)):
            return None
        same = (old.field, old.op) == (new.field, new.op)
        return ([(old, new)] if old != new else []) if same else None
    if type(old) is not type(new) or len(old.of) != len(new.of):
        return None
    found: list[tuple[Condition, Condition]] = []
    if isinstance(old, Count) and isinstance(new, Count) and _counts(old) != _counts(new):
        found.append((old, new))
    for one, other in zip(old.of, new.of, strict=True):
        inside = _aligned(one, other)
        if inside is None:
            return None
        found += inside
    return found


def _counts(one: Count) -> tuple[int, int]:
    return one.times, one.turns


def _test(rule: str, old: Test, new: Test) -> list[str]:
    what = field_label(old.field)
    if isinstance(old.value, tuple) and isinstance(new.value, tuple):
        lines = []
        for key, had, has in (("added", new.value, old.value), ("removed", old.value, new.value)):
            if words := [code(word) for word in had if word not in has]:
                lines.append(_line(key, rule=rule, what=what, words=joined(words, "and")))
        return lines or [_line("value", rule=rule, what=what, old="order", new="order")]
    return [_line("value", rule=rule, what=what, old=_value(old), new=_value(new))]


def _value(one: Test) -> str:
    field = field_named(one.field)
    if field is None:
        return str(one.value)
    if field.kind == Kind.SHARE and isinstance(one.value, float | int):
        return f"{one.value:.2f}"
    return number(field, one.value)


def _name(rule: Rule) -> str:
    return rule.name or rule.id


def _line(key: str, **parts: object) -> str:
    return DIFFERENCES[key].format(**parts)
