"""A whole policy between the file form and the domain.

What a file leaves out stays as shipped: a policy of one line is a policy. Rules of one's own stand
before the recipes of the same lane, so that they are asked first; a recipe that the file names may
be changed or switched off.
"""

from __future__ import annotations

from typing import Any

import yaml
from msgspec.structs import replace

from segue.domain.hazard import WEIGHTS
from segue.domain.ids import TeamId
from segue.domain.policy import LATER_WAYS, Calibration, Policy, StandIn
from segue.domain.rules.catalogue import BY_NAME, Kind
from segue.domain.rules.judging import LANES, Rules
from segue.domain.rules.model import Rule
from segue.domain.rules.recipes import RECIPES
from segue.domain.value import Plain
from segue.policies.conditions import YES_NO
from segue.policies.lineform import read_line
from segue.policies.linewriting import write_line
from segue.policies.parsing import parsed, scalar
from segue.policies.problems import BadPolicy, Findings, Problem, meant, shown
from segue.policies.ruleform import SHIPPED, read_rule, write_rule

SCHEMA = 1
KEYS = ("segue_policy", "note", "team", "mood", "ways", "stand_ins", "calibration", "hazard",
        "line", "rules")  # fmt: skip
MOST_RULES = 10_000
WEIGHT_LIMIT = 50.0
WIDTH, FEW = 88, 4
"""Of a line, and pairs that may be broken over two of them."""


def read_policy(text: str | bytes, *, base: Policy) -> Policy:
    """The policy that a file describes, with the numbers of `base`. Raises `BadPolicy`."""
    return read_form(parsed(text), base=base)


def read_form(form: Any, *, base: Policy) -> Policy:
    """The same from plain data. Raises `BadPolicy` with everything that is wrong.

    What is wrong with a policy as a whole, for instance that it names a team that nobody knows,
    `checking` says: a version that was published once can be read for ever.
    """
    read = read_all(form, base=base)
    if read.problems:
        raise BadPolicy(read.problems)
    return read.policy


class Read(Plain, frozen=True):
    """What could be made of a file. `places` says by rule id where it stands in the file."""

    policy: Policy
    problems: tuple[Problem, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


def read_all(form: Any, *, base: Policy) -> Read:
    """As much of the policy as can be read, and everything that is wrong with the rest."""
    found = Findings()
    if not isinstance(form, dict):
        found.add("not_a_policy", "A policy is a list of keys such as `rules:`.")
        return Read(base, tuple(found.problems))
    for key in form:
        if key not in KEYS:
            found.add("unknown_key", f"A policy has no “{key}”.{meant(key, KEYS)}")
    version = form.get("segue_policy", SCHEMA)
    if isinstance(version, bool) or version != SCHEMA:
        found.add("unknown_version", "Write “segue_policy: 1”: this Segue knows no other.")
    places: dict[str, str] = {}
    changes: dict[str, Any] = {
        "rules": Rules(_rules(form.get("rules", []), found, places)),
        "mood": _mood(form, found),
        "ways": _ways(form, found),
        "stand_ins": _stand_ins(form.get("stand_ins", {}), found),
        "calibration": _calibration(form.get("calibration", {}), found),
        "hazard": _hazard(form.get("hazard", {}), found),
        "line": read_line(form.get("line", {}), found),
    }
    with found.at("note"):
        if not isinstance(form.get("note", ""), str):
            found.add("needs_text", "A note is a few words.")
    if "team" in form:
        with found.at("team"):
            if isinstance(form["team"], str) and form["team"]:
                changes["team"] = TeamId(form["team"])
            else:
                found.add("needs_text", "A team is named by its id, for instance “support”.")
    return Read(replace(base, **changes), tuple(found.problems), tuple(places.items()))


def note_of(form: dict[str, Any]) -> str:
    """What its author wrote about it."""
    note = form.get("note", "")
    return note[:500] if isinstance(note, str) else ""


def _rules(form: Any, found: Findings, places: dict[str, str]) -> tuple[Rule, ...]:
    if not isinstance(form, list):
        found.add("not_a_list", "“rules” is a list; each rule begins with a dash.")
        return RECIPES
    if len(form) > MOST_RULES:
        found.add("too_many", f"More than {MOST_RULES} rules. Nobody could explain what they do.")
        return RECIPES
    own: list[Rule] = []
    changed: dict[str, Rule] = {}
    seen: set[str] = set()
    for n, one in enumerate(form):
        named = one.get("recipe", one.get("id", "")) if isinstance(one, dict) else ""
        with found.at(f"rules[{n + 1}] “{named}”" if named else f"rules[{n + 1}]"):
            rule = read_rule(one, found)
            if rule is None:
                continue
            if rule.id in seen:
                found.add("twice", f"There are two rules called “{rule.id}”.")
            seen.add(rule.id)
            places.setdefault(rule.id, found.where)
            if isinstance(one, dict) and "recipe" in one:
                changed[rule.id] = rule
            elif rule.id in SHIPPED:
                found.add("name_of_recipe", f"“{rule.id}” is a recipe. Write “recipe: {rule.id}” to"
                          " change it, or take another id.")  # fmt: skip
            else:
                own.append(rule)
    recipes = [changed.get(rule.id, rule) for rule in RECIPES]
    return tuple(
        rule
        for lane in LANES
        for rule in (*(one for one in own if one.lane == lane),
                     *(one for one in recipes if one.lane == lane))
    )  # fmt: skip


def _mood(form: dict[str, Any], found: Findings) -> bool:
    mood = form.get("mood", True)
    if isinstance(mood, str):
        mood = YES_NO.get(mood.lower(), mood)
    if not isinstance(mood, bool):
        with found.at("mood"):
            found.add("needs_yes_or_no", f"“mood” is true or false, not {shown(mood)}.")
    return bool(mood)


def _ways(form: dict[str, Any], found: Findings) -> tuple[str, ...]:
    ways = form.get("ways", list(LATER_WAYS))
    with found.at("ways"):
        if not isinstance(ways, list):
            found.add("not_a_list", f"“ways” is a list of {', '.join(LATER_WAYS)}.")
            return LATER_WAYS
        for way in ways:
            if way not in LATER_WAYS:
                found.add(
                    "unknown_way",
                    f"{shown(way)} is no way to answer later.{meant(way, LATER_WAYS)}",
                )
    return tuple(way for way in LATER_WAYS if way in ways)


def _stand_ins(form: Any, found: Findings) -> tuple[StandIn, ...]:
    with found.at("stand_ins"):
        good = isinstance(form, dict) and all(
            isinstance(one, str) and one for pair in form.items() for one in pair
        )
        if not good:
            found.add("bad_stand_ins", "Write team: team, for instance {billing: support}.")
            return ()
        pairs = tuple(StandIn(TeamId(team), TeamId(to)) for team, to in form.items())
        if loop := loop_in({one.team: one.to for one in pairs}):
            found.add("loop", f"Teams stand in for each other in a circle: {' → '.join(loop)}."
                      " When nobody is there, that would lead nowhere.")  # fmt: skip
        return pairs


def loop_in(steps: dict[TeamId, TeamId]) -> list[str]:
    """The first circle of stand-ins, or nothing."""
    for start in steps:
        path = [start]
        while path[-1] in steps:
            step = steps[path[-1]]
            if step in path:
                return [str(one) for one in (*path[path.index(step) :], step)]
            path.append(step)
    return []


def _calibration(form: Any, found: Findings) -> tuple[Calibration, ...]:
    shares = [name for name, field in BY_NAME.items() if field.kind == Kind.SHARE]
    if not isinstance(form, dict):
        found.add("bad_calibration", "“calibration” holds shift and slope for each signal.")
        return ()
    made = []
    for name, numbers in form.items():
        with found.at("calibration"), found.at(str(name)):
            if name not in shares:
                found.add("unknown_signal", f"“{name}” cannot be calibrated.{meant(name, shares)}")
                continue
            good = isinstance(numbers, dict) and set(numbers) <= {"shift", "slope", "turns"}
            given: dict[str, Any] = {"shift": 0.0, "slope": 1.0, "turns": 0}
            given = {**given, **numbers} if good else {"shift": None, "slope": None, "turns": None}
            shift, slope, turns = given["shift"], given["slope"], given["turns"]
            counted = isinstance(turns, int) and not isinstance(turns, bool) and turns >= 0
            if not (_finite(shift) and _finite(slope) and slope > 0 and counted):
                found.add("bad_calibration", "Write {shift: number, slope: number above 0, turns:"
                          f" whole number}}; numbers up to {WEIGHT_LIMIT:g}.")  # fmt: skip
                continue
            made.append(Calibration(name, float(shift), float(slope), turns))
    return tuple(made)


def _hazard(form: Any, found: Findings) -> tuple[tuple[str, float], ...]:
    if not isinstance(form, dict):
        found.add("bad_hazard", "“hazard” holds one number for each feature.")
        return ()
    made = []
    for name, weight in form.items():
        with found.at("hazard"), found.at(str(name)):
            if name not in WEIGHTS:
                found.add("unknown_feature", f"There is no feature “{name}”.{meant(name, WEIGHTS)}")
            elif not _finite(weight):
                found.add("needs_number", f"A weight is a number between ±{WEIGHT_LIMIT:g}.")
            else:
                made.append((name, float(weight)))
    return tuple(made)


def _finite(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and -WEIGHT_LIMIT <= value <= WEIGHT_LIMIT


# --- and back ----------


def write_policy(policy: Policy, note: str = "") -> dict[str, Any]:
    """The file form, with only what differs from what is shipped. Reads back to the same policy."""
    form: dict[str, Any] = {"segue_policy": SCHEMA}
    if note:
        form["note"] = note
    form["team"] = str(policy.team)
    if not policy.mood:
        form["mood"] = False
    if policy.ways != LATER_WAYS:
        form["ways"] = list(policy.ways)
    if policy.stand_ins:
        form["stand_ins"] = {str(one.team): str(one.to) for one in policy.stand_ins}
    if policy.calibration:
        form["calibration"] = {
            one.signal: {"shift": one.shift, "slope": one.slope, "turns": one.turns}
            for one in policy.calibration
        }
    if policy.hazard:
        form["hazard"] = dict(policy.hazard)
    if line := write_line(policy.line):
        form["line"] = line
    rules = [write_rule(rule) for rule in policy.rules.all if SHIPPED.get(rule.id) != rule]
    if rules:
        form["rules"] = rules
    return form


def write_yaml(form: dict[str, Any]) -> str:
    """The file form as people read it."""
    return yaml.dump(
        form,
        Dumper=_Dumper,
        default_flow_style=None,
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Sets quotes around words that would be read back as something else; writes what stands twice
    twice, for anchors are refused when it is read."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - none of them
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:  # noqa: FBT001
        """What does not fit into one line stands key by key, not broken within a value."""
        node = super().represent_mapping(tag, mapping, flow_style)
        pairs = sum(len(key.value) + len(str(value.value)) + 4 for key, value in node.value)
        if node.flow_style and len(node.value) > FEW and pairs > WIDTH:
            node.flow_style = False
        return node

    def represent(self, data: Any) -> Any:
        """The outermost keys each on a line of their own, however few they are."""
        node = self.represent_data(data)
        node.flow_style = False
        self.serialize(node)


def _word(dumper: yaml.SafeDumper, word: str) -> yaml.ScalarNode:
    style = None if isinstance(scalar(word), str) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", word, style=style)


_Dumper.add_representer(str, _word)
