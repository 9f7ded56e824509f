"""One rule between the file form and the domain."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from msgspec.structs import replace

from segue.domain.ids import TeamId
from segue.domain.rules.model import Do, Fallback, IfNobody, Lane, Rule
from segue.domain.rules.recipes import RECIPES
from segue.domain.stages import Priority, Reason
from segue.policies.conditions import YES_NO, read_when, write_when
from segue.policies.problems import Findings, meant, shown

KEYS = ("recipe", "id", "name", "lane", "on", "when", "do", "reason", "team", "skills", "priority",
        "tags", "say", "if_nobody", "within_s", "fallback")  # fmt: skip
SHIPPED = {rule.id: rule for rule in RECIPES}
PRIORITIES = {priority.name.lower(): priority for priority in Priority}
IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
LONGEST_NAME, LONGEST_SAY, LONGEST_WORD, MOST_WORDS = 120, 600, 60, 20
NEW = Rule("new", Lane.LENGTH, Do.MARK)
CLOCK_S = (5, 24 * 3600)
E = TypeVar("E", bound=StrEnum)


def read_rule(form: Any, found: Findings) -> Rule | None:
    """A rule, or a shipped recipe with changes; None when something is wrong with it."""
    if not isinstance(form, dict):
        found.add("not_a_rule", "A rule is a list of keys such as id, lane, when and do.")
        return None
    before = len(found.problems)
    for key in form:
        if key not in KEYS:
            found.add("unknown_key", f"A rule has no “{key}”.{meant(key, KEYS)}")
    rule = _begun(form, found)
    rule = replace(rule, **_changes(form, rule, found))
    return rule if len(found.problems) == before else None


def _begun(form: dict[str, Any], found: Findings) -> Rule:
    """The recipe that is changed, or an empty rule. What is missing is told, and read on."""
    if "recipe" in form:
        recipe = SHIPPED.get(str(form["recipe"]))
        if recipe is None:
            found.add("unknown_recipe", f"There is no recipe {shown(form['recipe'])}."
                      f"{meant(form['recipe'], SHIPPED)}")  # fmt: skip
        return recipe or NEW
    missing = [key for key in ("id", "lane", "when", "do") if key not in form]
    if missing:
        found.add("missing_key", f"This rule lacks {' and '.join(f'“{one}”' for one in missing)}.")
    name = form.get("id", NEW.id)
    if not isinstance(name, str) or IDENTIFIER.fullmatch(name) is None:
        found.add(
            "bad_id", "An id is small letters, digits, - and _, for instance “refunds-first”."
        )
    return replace(NEW, id=str(name))


def _changes(form: dict[str, Any], rule: Rule, found: Findings) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for key, value in form.items():
        with found.at(str(key)):
            match key:
                case "team" | "reason" | "priority" if value is None:
                    changes[key] = None  # takes back what the recipe says
                case "id" if "recipe" in form:
                    found.add("fixed", "A recipe keeps its id; “name” may be changed.")
                case "lane":
                    changes["lane"] = _code(form, "lane", Lane, found) or rule.lane
                case "do":
                    changes["do"] = _code(form, "do", Do, found) or rule.do
                case "name":
                    _text(changes, "name", value, LONGEST_NAME, found)
                case "on":
                    _flag(changes, value, found)
                case "when":
                    changes["when"] = read_when(value, found)
                case "reason":
                    changes["reason"] = _code(form, "reason", Reason, found)
                case "team":
                    _team(changes, "team", value, found)
                case "skills" | "tags":
                    changes[key] = _words(value, found)
                case "priority":
                    _priority(changes, value, found)
                case "say":
                    changes["say"] = read_say(value, found)
                case "if_nobody":
                    _if_nobody(changes, value, found)
                case "within_s":
                    _clock(changes, value, found)
                case "fallback":
                    changes["fallback"] = _code(form, "fallback", Fallback, found) or rule.fallback
                case _:
                    pass
    return changes


def _code(form: dict[str, Any], key: str, kind: type[E], found: Findings) -> E | None:
    value = form[key]
    try:
        return kind(value)
    except ValueError:
        known = [str(one) for one in kind]
        found.add(f"unknown_{key}", f"“{key}” cannot be {shown(value)}.{meant(value, known)}")
        return None


def _text(changes: dict[str, Any], key: str, value: Any, longest: int, found: Findings) -> None:
    if isinstance(value, str) and 0 < len(value.strip()) <= longest:
        changes[key] = value.strip()
    else:
        found.add("needs_text", f"This needs words, at most {longest} characters.")


def _flag(changes: dict[str, Any], value: Any, found: Findings) -> None:
    if isinstance(value, str):
        value = YES_NO.get(value.lower(), value)
    if isinstance(value, bool):
        changes["on"] = value
    else:
        found.add("needs_yes_or_no", f"“on” is true or false, not {shown(value)}.")


def _team(changes: dict[str, Any], key: str, value: Any, found: Findings) -> None:
    if isinstance(value, str) and value:
        changes[key] = TeamId(value)
    else:
        found.add("needs_text", "A team is named by its id, for instance “billing”.")


def _words(value: Any, found: Findings) -> tuple[str, ...]:
    good = isinstance(value, list) and len(value) <= MOST_WORDS and all(
        isinstance(one, str) and 0 < len(one) <= LONGEST_WORD for one in value
    )  # fmt: skip
    if good:
        return tuple(dict.fromkeys(value))
    found.add("needs_list", f"This needs a list of at most {MOST_WORDS} words.")
    return ()


def _priority(changes: dict[str, Any], value: Any, found: Findings) -> None:
    if isinstance(value, str) and value in PRIORITIES:
        changes["priority"] = PRIORITIES[value]
    else:
        found.add(
            "unknown_priority", f"“priority” cannot be {shown(value)}.{meant(value, PRIORITIES)}"
        )


def read_say(value: Any, found: Findings) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str):
        value = {"en": value}
    if not isinstance(value, dict):
        found.add("bad_say", 'What is said stands by language, for instance {en: "One moment."}.')
        return ()
    said = []
    for language, words in value.items():
        with found.at(str(language)):
            if not isinstance(language, str) or LANGUAGE.fullmatch(language) is None:
                found.add("unknown_language", f"“{language}” is no language code such as en or de.")
            elif not isinstance(words, str) or not 0 < len(words.strip()) <= LONGEST_SAY:
                found.add("empty_say", f"Write a sentence of at most {LONGEST_SAY} characters.")
            else:
                said.append((language, " ".join(words.split())))
    return tuple(said)


def _if_nobody(changes: dict[str, Any], value: Any, found: Findings) -> None:
    if isinstance(value, dict):
        for key in value:
            if key not in ("team", "then"):
                found.add("unknown_key", f"“if_nobody” has no “{key}”. There are: team, then.")
        if "team" in value:
            _team(changes, "else_team", value["team"], found)
        value = value.get("then", str(IfNobody.WAIT))
    try:
        changes["if_nobody"] = IfNobody(value)
    except ValueError:
        known = [str(one) for one in IfNobody]
        found.add(
            "unknown_if_nobody", f"“if_nobody” cannot be {shown(value)}.{meant(value, known)}"
        )


def _clock(changes: dict[str, Any], value: Any, found: Findings) -> None:
    low, high = CLOCK_S
    if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
        changes["within"] = timedelta(seconds=value)
    else:
        found.add("needs_number", f"“within_s” is a time in seconds from {low} to {high}.")


# --- and back ----------


def write_rule(rule: Rule, *, whole: bool = False) -> dict[str, Any]:
    """The file form: a shipped recipe by its name with what differs, or the whole rule."""
    shipped = None if whole else SHIPPED.get(rule.id)
    base = shipped or replace(NEW, id=rule.id)
    form: dict[str, Any] = {"recipe" if shipped else "id": rule.id}
    if rule.name != base.name:
        form["name"] = rule.name
    if rule.on != base.on:
        form["on"] = rule.on
    if shipped is None or rule.lane != base.lane:
        form["lane"] = str(rule.lane)
    if shipped is None or rule.when != base.when:
        form["when"] = write_when(rule.when)
    if shipped is None or rule.do != base.do:
        form["do"] = str(rule.do)
    for key in ("reason", "team"):
        if getattr(rule, key) != getattr(base, key):
            code = getattr(rule, key)
            form[key] = None if code is None else str(code)
    for key in ("skills", "tags"):
        if getattr(rule, key) != getattr(base, key):
            form[key] = list(getattr(rule, key))
    if rule.priority != base.priority:
        form["priority"] = None if rule.priority is None else rule.priority.name.lower()
    if rule.say != base.say:
        form["say"] = dict(rule.say)
    if (rule.if_nobody, rule.else_team) != (base.if_nobody, base.else_team):
        then = str(rule.if_nobody)
        form["if_nobody"] = {"team": rule.else_team, "then": then} if rule.else_team else then
    if rule.within != base.within:
        seconds = rule.within.total_seconds()
        form["within_s"] = int(seconds) if seconds.is_integer() else seconds
    if rule.fallback != base.fallback:
        form["fallback"] = str(rule.fallback)
    return form
