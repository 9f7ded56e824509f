"""`line:` of a policy as people write it: what differs from what ships, or all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from segue.domain.line_rules import EVERYTHING, UNIT, LineRules, Step, TeamLineRules
from segue.policies.durations import written
from segue.policies.lineform import ALL, HEADS, NEVER, PICKS, SHIPPED_LINE

_PICKED = {code: words for words, code in PICKS.items()}


def write_line(line: LineRules, *, whole: bool = False) -> dict[str, Any]:
    """The file form; empty when nothing differs. Reads back to the same rules."""
    old = None if whole else SHIPPED_LINE
    form: dict[str, Any] = {}
    if first := _first(line, whole=whole):
        form["first"] = first
    if old is None or line.pick != old.pick:
        form["pick"] = _PICKED[line.pick]
    if old is None or line.sticky != old.sticky:
        form["same_person_for"] = written(line.sticky)
    if line.weights:
        form["weights"] = {channel: _plain(weight / UNIT) for channel, weight in line.weights}
    if old is None or line.steps != old.steps:
        form["let_go"] = _steps(line.steps)
    if old is None or line.first_answer != old.first_answer:
        form["answer_within"] = _promise(line.first_answer)
    if old is None or line.next_answer != old.next_answer:
        form["next_answer_within"] = _promise(line.next_answer)
    if old is None or line.warns != old.warns:
        form["warn_at"] = _plain(line.warns)
    if line.goodwill:
        form["goodwill"] = dict(line.goodwill)
    if callbacks := _callbacks(line, old):
        form["callbacks"] = callbacks
    if old is None or line.learned != old.learned:
        form["learned_teams"] = line.learned
    if line.teams:
        form["teams"] = {str(one.team): _team(one) for one in line.teams}
    return form


def _first(line: LineRules, *, whole: bool) -> dict[str, str]:
    first = {}
    for name in HEADS:
        seconds = getattr(line.heads, name)
        if whole or seconds != getattr(SHIPPED_LINE.heads, name):
            first[name] = written(timedelta(seconds=seconds))
    tiers, shipped = dict(line.tiers), dict(SHIPPED_LINE.tiers)
    for tier in dict.fromkeys((*shipped, *tiers)):
        seconds = tiers.get(tier, 0.0)
        if whole or seconds != shipped.get(tier):
            first[tier] = written(timedelta(seconds=seconds))
    return first


def _callbacks(line: LineRules, old: LineRules | None) -> dict[str, Any]:
    form: dict[str, Any] = {}
    if old is None or line.callbacks != old.callbacks:
        form["each_slot"] = line.callbacks
    if old is None or line.slot != old.slot:
        form["slot"] = written(line.slot)
    if old is None or line.call_tries != old.call_tries:
        form["tries"] = line.call_tries
    if old is None or line.call_again != old.call_again:
        form["again_after"] = written(line.call_again)
    return form


def _team(one: TeamLineRules) -> dict[str, Any]:
    form: dict[str, Any] = {}
    if one.steps is not None:
        form["let_go"] = _steps(one.steps)
    for key, length in (
        ("wait_limit", one.wait_limit),
        ("answer_within", one.first_answer),
        ("next_answer_within", one.next_answer),
    ):
        if length is not None:
            form[key] = written(length)
    if one.overflow:
        form["overflow"] = [str(team) for team in one.overflow]
    if one.goodwill is not None:
        form["goodwill"] = dict(one.goodwill)
    if one.callbacks is not None:
        form["callbacks_each_slot"] = one.callbacks
    return form


def _steps(steps: tuple[Step, ...]) -> Any:
    return [_step(one) for one in steps] if steps else NEVER


def _step(one: Step) -> dict[str, Any]:
    form: dict[str, Any] = {"after": written(one.after)}
    if one.lower:
        form["levels"] = one.lower
    if one.drop:
        form["skills"] = ALL if one.drop == (EVERYTHING,) else list(one.drop)
    if one.teams:
        form["teams"] = [str(team) for team in one.teams]
    return form


def _promise(length: timedelta | None) -> str:
    return NEVER if length is None else written(length)


def _plain(number: float) -> float | int:
    return int(number) if number.is_integer() else number
