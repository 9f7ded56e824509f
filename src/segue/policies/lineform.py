"""`line:` of a policy between the file form and the domain: who goes first, who fits, what happens
with time.

What is left out stays as shipped, key by key; what a team leaves out is the installation's.
`linechecks.py` says what makes no sense, `linewords.py` says it in sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from segue.domain.ids import TeamId
from segue.domain.line_rules import (
    EVERYTHING,
    UNIT,
    Heads,
    LineRules,
    Step,
    TeamLineRules,
)
from segue.domain.rules.catalogue import BY_NAME
from segue.policies.conditions import YES_NO
from segue.policies.durations import duration_of, in_words, written
from segue.policies.problems import Findings, meant, shown
from segue.policies.ruleform import LONGEST_WORD, MOST_WORDS, read_say

KEYS = ("first", "pick", "same_person_for", "weights", "let_go", "answer_within",
        "next_answer_within", "warn_at", "goodwill", "callbacks", "learned_teams",
        "teams")  # fmt: skip
TEAM_KEYS = ("let_go", "wait_limit", "answer_within", "next_answer_within", "overflow", "goodwill",
             "callbacks_each_slot")  # fmt: skip
CALLBACK_KEYS = ("each_slot", "slot", "tries", "again_after")
STEP_KEYS = ("after", "levels", "skills", "teams")
CHANNELS = BY_NAME["channel"].codes
HEADS = Heads.__struct_fields__
PICKS = {"least busy": "least_busy", "in turn": "round_robin"}
NEVER, ALL = "never", "all"
_NONE = (NEVER, "none", "no", "off")
SHIPPED_LINE = LineRules()
MOST_STEPS, MOST_TEAMS, MOST_TIERS = 10, 500, 50
LEVELS, EACH_SLOT, TRIES = (1, 2), (1, 500), (1, 10)
WEIGHT, WARN = (0.05, 10.0), (0.1, 0.99)

Span = tuple[timedelta, timedelta]
HEAD: Span = (timedelta(days=-7), timedelta(days=7))
SAME_PERSON: Span = (timedelta(), timedelta(days=365))
AFTER: Span = (timedelta(seconds=1), timedelta(days=1))
ANSWER: Span = (timedelta(seconds=10), timedelta(days=7))
LIMIT: Span = (timedelta(minutes=1), timedelta(days=1))
SLOT: Span = (timedelta(minutes=5), timedelta(hours=8))
AGAIN: Span = (timedelta(minutes=1), timedelta(days=7))


# --- reading ----------


def read_line(form: Any, found: Findings) -> LineRules:
    """As much of it as can be read; everything that is wrong with the rest is in `found`."""
    with found.at("line"), found.dotted():
        if not _keyed(form, KEYS, "“line”", found):
            return SHIPPED_LINE
        return replace(SHIPPED_LINE, **_changes(form, found))


def _changes(form: dict[str, Any], found: Findings) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for key, value in form.items():
        with found.at(str(key)):
            match key:
                case "first":
                    changes |= _first(value, found)
                case "pick":
                    changes["pick"] = _pick(value, found)
                case "same_person_for":
                    none = _none(value)
                    changes["sticky"] = timedelta() if none else _time(value, SAME_PERSON, found)
                case "weights":
                    changes["weights"] = _weights(value, found)
                case "let_go":
                    changes["steps"] = _steps(value, found)
                case "answer_within":
                    changes["first_answer"] = _promise(value, found)
                case "next_answer_within":
                    changes["next_answer"] = _promise(value, found)
                case "warn_at":
                    changes["warns"] = _number(value, WARN, found)
                case "goodwill":
                    changes["goodwill"] = read_say(value, found)
                case "callbacks":
                    changes |= _callbacks(value, found)
                case "learned_teams":
                    changes["learned"] = _flag(value, found)
                case "teams":
                    changes["teams"] = _teams(value, found)
                case _:
                    pass
    return {key: value for key, value in changes.items() if value is not ...}


def _keyed(form: Any, keys: Iterable[str], what: str, found: Findings) -> bool:
    """Is it a set of keys, all of them known? Unknown ones are told."""
    if not isinstance(form, dict):
        found.add("needs_keys", f"{what} is a set of keys: {', '.join(keys)}.")
        return False
    for key in form:
        if key not in keys:
            found.add("unknown_key", f"{what} has no “{key}”.{meant(key, keys)}")
    return True


def _first(form: Any, found: Findings) -> dict[str, Any]:
    """Head starts: of priorities, and of tiers by their names."""
    if not isinstance(form, dict) or len(form) > MOST_TIERS:
        found.add("needs_keys", "“first” says for priorities and tiers how much older they count,"
                  " for instance {urgent: 1 h, vip: 5 min}.")  # fmt: skip
        return {}
    heads: dict[str, float] = {}
    tiers = dict(SHIPPED_LINE.tiers)
    for name, value in form.items():
        with found.at(str(name)):
            length = _time(value, HEAD, found)
            if length is ...:
                continue
            seconds = length.total_seconds()
            if name in HEADS:
                heads[name] = seconds
            elif len(str(name)) > LONGEST_WORD:
                found.add("needs_text", f"A tier has at most {LONGEST_WORD} characters.")
            else:
                tiers[str(name)] = seconds
    kept = sorted((tier, seconds) for tier, seconds in tiers.items() if seconds)
    return {"heads": replace(SHIPPED_LINE.heads, **heads), "tiers": tuple(kept)}


def _pick(value: Any, found: Findings) -> Any:
    pick = PICKS.get(str(value).replace("_", " "), value)
    if isinstance(pick, str) and pick in PICKS.values():
        return pick
    found.add("unknown_pick", f"“pick” cannot be {shown(value)}.{meant(value, PICKS)}")
    return ...


def _weights(form: Any, found: Findings) -> Any:
    if not isinstance(form, dict):
        found.add("needs_keys", "“weights” says by channel how much of a chat it counts, for"
                  " instance {email: 0.5}.")  # fmt: skip
        return ...
    made = []
    for channel, value in form.items():
        with found.at(str(channel)):
            if channel not in CHANNELS:
                found.add(
                    "unknown_channel",
                    f"There is no channel “{channel}”.{meant(channel, CHANNELS)}",
                )
                continue
            weight = _number(value, WEIGHT, found)
            if weight is ...:
                continue
            hundredths = round(weight * UNIT)
            if abs(hundredths - weight * UNIT) > 1e-6:  # noqa: PLR2004 - rounding of floats
                found.add("out_of_range", "Weights go in steps of 0.01.")
            made.append((str(channel), hundredths))
    return tuple(sorted(made))


def _steps(form: Any, found: Findings) -> Any:
    if _none(form):
        return ()
    if not isinstance(form, list) or len(form) > MOST_STEPS:
        found.add("needs_list", f"“let_go” is a list of at most {MOST_STEPS} steps, for instance"
                  " [{after: 90 s, levels: 1}], or never.")  # fmt: skip
        return ...
    made = []
    for n, one in enumerate(form):
        with found.item(n + 1):
            step = _step(one, found)
            if step is not None:
                made.append(step)
    return tuple(made)


def _step(form: Any, found: Findings) -> Step | None:
    if not _keyed(form, STEP_KEYS, "A step", found):
        return None
    if "after" not in form:
        found.add("missing_key", "This step lacks “after”: how long somebody has waited then.")
        return None
    with found.at("after"):
        after = _time(form["after"], AFTER, found)
    drop, teams = _skills(form, found), _team_list(form, "teams", found)
    with found.at("levels"):
        lower: Any = _whole(form["levels"], LEVELS, found) if "levels" in form else 0
    if after is ... or lower is ... or drop is None or teams is None:
        return None
    return Step(after, drop, lower, teams)


def _skills(form: dict[str, Any], found: Findings) -> tuple[str, ...] | None:
    """Names; `all` is every skill and the language, too."""
    value = form.get("skills", [])
    with found.at("skills"):
        if value in (ALL, EVERYTHING, [ALL], [EVERYTHING]):
            return (EVERYTHING,)
        if not _words(value):
            found.add("needs_list", "A list of skills, for instance [refunds, language], or all.")
            return None
        if leveled := next((one for one in value if ":" in one), None):
            found.add("no_level", f"“{leveled}”: a step lets go of a whole skill; write its name"
                      " alone, or “levels: 1” to ask for less.")  # fmt: skip
            return None
        if ALL in value or EVERYTHING in value:
            found.add("needs_list", "“all” stands alone: “skills: all”.")
            return None
        return tuple(dict.fromkeys(value))


def _team_list(form: dict[str, Any], key: str, found: Findings) -> tuple[TeamId, ...] | None:
    value = form.get(key, [])
    with found.at(key):
        if isinstance(value, str) and value:
            value = [value]
        if not _words(value):
            found.add("needs_list", "A list of teams by their ids, for instance [support].")
            return None
        return tuple(TeamId(one) for one in dict.fromkeys(value))


def _words(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_WORDS and all(
        isinstance(one, str) and 0 < len(one.strip()) == len(one) <= LONGEST_WORD for one in value
    )  # fmt: skip


def _promise(value: Any, found: Findings) -> Any:
    return None if _none(value) else _time(value, ANSWER, found)


def _callbacks(form: Any, found: Findings) -> dict[str, Any]:
    if not _keyed(form, CALLBACK_KEYS, "“callbacks”", found):
        return {}
    changes: dict[str, Any] = {}
    for key, value in form.items():
        with found.at(str(key)):
            match key:
                case "each_slot":
                    changes["callbacks"] = _whole(value, EACH_SLOT, found)
                case "slot":
                    changes["slot"] = _time(value, SLOT, found)
                case "tries":
                    changes["call_tries"] = _whole(value, TRIES, found)
                case "again_after":
                    changes["call_again"] = _time(value, AGAIN, found)
                case _:
                    pass
    return changes


def _teams(form: Any, found: Findings) -> Any:
    if not isinstance(form, dict) or len(form) > MOST_TEAMS:
        found.add("needs_keys", "“teams” says by team what is different there, for instance"
                  " {billing: {wait_limit: 10 min}}.")  # fmt: skip
        return ...
    made = []
    for team, value in form.items():
        with found.at(str(team)):
            if not _keyed(value, TEAM_KEYS, "A team’s line", found):
                continue
            own = TeamLineRules(TeamId(team), **_of_team(value, found))
            if own != TeamLineRules(own.team):
                made.append(own)
    return tuple(made)


def _of_team(form: dict[str, Any], found: Findings) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for key, value in form.items():
        with found.at(str(key)):
            match key:
                case "let_go":
                    changes["steps"] = _steps(value, found)
                case "wait_limit":
                    changes["wait_limit"] = _time(value, LIMIT, found)
                case "answer_within":
                    changes["first_answer"] = _time(value, ANSWER, found)
                case "next_answer_within":
                    changes["next_answer"] = _time(value, ANSWER, found)
                case "goodwill":
                    changes["goodwill"] = read_say(value, found)
                case "callbacks_each_slot":
                    changes["callbacks"] = _whole(value, EACH_SLOT, found)
                case _:
                    pass
    if "overflow" in form:
        changes["overflow"] = _team_list(form, "overflow", found) or ()
    return {key: value for key, value in changes.items() if value is not ...}


# --- single values: `...` stands for "told, and left as it is" ----------


def _none(value: Any) -> bool:
    """Does it say that there shall be none?"""
    return value is None or value is False or value in _NONE


def _time(value: Any, span: Span, found: Findings) -> Any:
    length, (low, high) = duration_of(value), span
    if length is None:
        found.add("bad_duration", f"{shown(value)} is no length of time. Write for instance 90 s,"
                  " 4 min, 1 h or 14 d.")  # fmt: skip
        return ...
    if not low <= length <= high:
        least = f"-{in_words(low)}" if low < timedelta() else in_words(low)
        found.add("out_of_range", f"This can be from {least} to {in_words(high)}, not"
                  f" {written(length)}.")  # fmt: skip
        return ...
    return length


def _number(value: Any, span: tuple[float, float], found: Findings) -> Any:
    low, high = span
    good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
    if good:
        return float(value)
    found.add("out_of_range", f"A number from {low:g} to {high:g}, not {shown(value)}.")
    return ...


def _whole(value: Any, span: tuple[int, int], found: Findings) -> Any:
    low, high = span
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    found.add("out_of_range", f"A whole number from {low} to {high}, not {shown(value)}.")
    return ...


def _flag(value: Any, found: Findings) -> Any:
    read = YES_NO.get(value.lower(), value) if isinstance(value, str) else value
    if isinstance(read, bool):
        return read
    found.add("needs_yes_or_no", f"This is true or false, not {shown(value)}.")
    return ...
