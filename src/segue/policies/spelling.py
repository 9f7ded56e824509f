"""A policy with every rule in full, for somebody who has not seen one before.

A recipe stays `recipe: its-name`, and all that it says is spelled out below; each rule stands under
its sentence. Reads back to the same policy.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

from segue.domain.hazard import WEIGHTS
from segue.domain.policy import Policy
from segue.domain.rules.model import Do, Rule
from segue.policies.conditions import write_when
from segue.policies.linewriting import write_line
from segue.policies.reading import write_policy, write_yaml
from segue.policies.ruleform import SHIPPED, write_rule
from segue.policies.sentences import sentence
from segue.policies.teams import Teams

WIDTH = 96
FIRST = ("recipe", "id", "name", "lane", "on", "when", "do")
QUOTED_ON = re.compile(r"^'on':", re.MULTILINE)
"""Other readers of YAML take `on` for a boolean; in a policy it is a word and needs no quotes."""
LANE_MARK = "  # --- {lane} ---"


def write_whole(policy: Policy, note: str = "") -> dict[str, Any]:
    """The file form with all rules, in the order in which they are tried."""
    form = write_policy(policy, note)
    form.pop("rules", None)
    form |= {"mood": policy.mood, "ways": list(policy.ways)}
    form["line"] = write_line(policy.line, whole=True)
    if policy.hazard:
        form["hazard"] = {**WEIGHTS, **dict(policy.hazard)}
    return {**form, "rules": [_whole(rule) for rule in policy.rules.all]}


def whole_yaml(policy: Policy, note: str = "", teams: Teams = ()) -> str:
    """The same as people read it: lane by lane, each rule under its sentence."""
    form = write_whole(policy, note)
    rules = form.pop("rules")
    lines = [write_yaml(form), "rules:"]
    lane = ""
    for rule, written in zip(policy.rules.all, rules, strict=True):
        if rule.lane != lane:
            lane = str(rule.lane)
            lines += ["", LANE_MARK.format(lane=lane.replace("_", " "))]
        said = " ".join(sentence(rule, teams).split())
        off = "" if rule.on else "(off) "
        lines += ["", *(f"  # {line}" for line in textwrap.wrap(off + said, WIDTH))]
        text = QUOTED_ON.sub("on:", write_yaml(written).rstrip("\n"))
        lines.append("  - " + textwrap.indent(text, "    ").lstrip())
    return "\n".join(lines) + "\n"


def _whole(rule: Rule) -> dict[str, Any]:
    """What differs from an empty rule, and what takes something back that the recipe would say."""
    shipped = SHIPPED.get(rule.id)
    form = write_rule(rule, whole=True) | {"on": rule.on, "when": write_when(rule.when)}
    if shipped is not None:
        del form["id"]
        form = {"recipe": rule.id, **form, **write_rule(rule)}
    if rule.do == Do.APPROVE:
        seconds = rule.within.total_seconds()
        form["within_s"] = int(seconds) if seconds.is_integer() else seconds
        form["fallback"] = str(rule.fallback)
    first = {key: form[key] for key in FIRST if key in form}
    return first | {key: value for key, value in form.items() if key not in FIRST}
