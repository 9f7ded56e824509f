"""Conditions between the file form and the domain, checked against the catalogue on the way.

- misses: {at_least: 2}                    one test
- tier: vip                                short for {is: vip} (or {include_any: [..]})
- misses: {at_least: 1, below: 3}          two tests, both of which hold
- any: [..]   - all: [..]   - none: [..]   groups
- in_last: {turns: 5, times: 2, when: [..]}
"""

from __future__ import annotations

import re
from typing import Any

import re2

from segue.domain.rules.catalogue import BY_NAME, OPERATORS, Field, Kind, field_named
from segue.domain.rules.model import AllOf, AnyOf, Condition, Count, NoneOf, Test
from segue.domain.rules.turns import TURNS_KEPT
from segue.policies.problems import Findings, meant, shown

GROUPS: dict[str, type[AllOf | AnyOf | NoneOf]] = {"all": AllOf, "any": AnyOf, "none": NoneOf}
LONGEST_TEXT, MOST_TEXTS, MOST_CONDITIONS, DEEPEST = 500, 500, 60, 8
MOST_NUMBER = 1e9
LANGUAGE = re.compile(r"[a-z]{2,3}")
YES_NO = {"yes": True, "on": True, "no": False, "off": False}
NUMBERS = (Kind.SHARE, Kind.NUMBER)
LISTS = ("one_of", "not_one_of", "include_any", "include_none", "has_any", "has_none")
SHORT = {Kind.FLAG: "is", Kind.WORD: "is", Kind.NUMBER: "is", Kind.WORDS: "include",
         Kind.TEXT: "has_any", Kind.SHARE: ""}  # fmt: skip
EXAMPLE = {Kind.SHARE: "0.5", Kind.NUMBER: "2", Kind.FLAG: "true", Kind.WORD: "vip",
           Kind.WORDS: "refund", Kind.TEXT: "[refund]"}  # fmt: skip
SHORT_LIST = {Kind.WORD: "one_of", Kind.WORDS: "include_any", Kind.TEXT: "has_any"}


def read_when(form: Any, found: Findings) -> AllOf | AnyOf:
    """`when:` of a rule: a list means all of it, and `always` that nothing is asked."""
    if form == "always":
        return AllOf()
    if isinstance(form, dict) and len(form) == 1 and "any" in form:
        with found.at("any"):
            return AnyOf(_several(form["any"], found))
    if isinstance(form, dict) and len(form) == 1 and "all" in form:
        with found.at("all"):
            return AllOf(_several(form["all"], found))
    if isinstance(form, dict) and form:
        return AllOf(tuple(one for key in form for one in _one({key: form[key]}, found)))
    return AllOf(_several(form, found))


def _several(form: Any, found: Findings, depth: int = 1) -> tuple[Condition, ...]:
    if not isinstance(form, list):
        found.add("not_a_list", "This needs a list of conditions, each on a line with a dash.")
        return ()
    if not form:
        found.add("no_conditions", "There is no condition here. Write at least one, or “when:"
                  " always” for a rule that always applies.")  # fmt: skip
    if len(form) > MOST_CONDITIONS:
        found.add("too_many", f"More than {MOST_CONDITIONS} conditions in one group.")
        return ()
    return tuple(one for each in form for one in _one(each, found, depth))


def _one(form: Any, found: Findings, depth: int = 1) -> tuple[Condition, ...]:
    if not isinstance(form, dict) or len(form) != 1:
        found.add("not_a_condition", "A condition is one field with what it needs, for instance"
                  " “misses: {at_least: 2}”; a second one stands on its own line.")  # fmt: skip
        return ()
    [(name, needs)] = form.items()
    with found.at(str(name)):
        if name in GROUPS:
            if depth > DEEPEST:
                found.add("too_deep", f"Groups stand at most {DEEPEST} deep in each other.")
                return ()
            return (GROUPS[name](_several(needs, found, depth + 1)),)
        if name == "in_last":
            return _count(needs, found)
        tests = _tests(str(name), needs, found)
    # Two comparisons of one field belong together, also in a group of any or none.
    return tests if len(tests) < 2 else (AllOf(tests),)  # noqa: PLR2004 - two of them


def _count(form: Any, found: Findings) -> tuple[Condition, ...]:
    if not isinstance(form, dict) or set(form) != {"turns", "times", "when"}:
        found.add("bad_count", "“in_last” needs turns, times and when, for instance"
                  " {turns: 5, times: 2, when: [{confidence: {below: 0.5}}]}.")  # fmt: skip
        return ()
    turns, times = form["turns"], form["times"]
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in (turns, times))
    if not whole or not 1 <= turns <= TURNS_KEPT:
        found.add("bad_count", f"“turns” is a whole number from 1 to {TURNS_KEPT}: so many turns"
                  " are looked back.")  # fmt: skip
        return ()
    if not 1 <= times <= turns:
        found.add("bad_count", f"“times” is a whole number from 1 to {turns}, the number of"
                  f" “turns”: nothing happens {times} times in {turns} turns.")  # fmt: skip
        return ()
    tests = []
    for one in _flat(_several(form["when"], found)):
        if not isinstance(one, Test):
            found.add("count_of_groups", "Only single conditions can be counted over turns.")
            continue
        field = field_named(one.field)
        if field is not None and not field.per_turn:
            found.add("not_per_turn", f"“{one.field}” ({field.label}) is one number for the whole"
                      " conversation: it cannot be counted over turns.")  # fmt: skip
            continue
        tests.append(one)
    if not tests:
        found.add("empty_count", "“in_last” counts nothing: “when” is empty.")
        return ()
    return (Count(tuple(tests), times, turns),)


def _flat(several: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """A count holds single conditions; groups that mean “and” fall apart into them."""
    return tuple(
        one for each in several for one in (each.of if isinstance(each, AllOf) else (each,))
    )


def _tests(name: str, needs: Any, found: Findings) -> tuple[Condition, ...]:
    field = field_named(name)
    if field is None:
        found.add("unknown_field", f"“{name}” is not something a rule can look at."
                  f"{meant(name, (*BY_NAME, 'in_last', *GROUPS))}")  # fmt: skip
        return ()
    if not isinstance(needs, dict):
        op = SHORT_LIST.get(field.kind, "") if isinstance(needs, list) else SHORT[field.kind]
        if not op:
            first = OPERATORS[field.kind][0]
            found.add("needs_operator", f"Say how “{name}” is compared, for instance"
                      f" “{name}: {{{first}: {EXAMPLE[field.kind]}}}”.")  # fmt: skip
            return ()
        needs = {op: needs if op not in LISTS or isinstance(needs, list) else [needs]}
    if not needs:
        found.add("needs_operator", f"“{name}” is compared with nothing.")
    return tuple(one for op, value in needs.items() for one in _test(field, str(op), value, found))


def _test(field: Field, op: str, value: Any, found: Findings) -> tuple[Test, ...]:
    allowed = OPERATORS[field.kind]
    if op not in allowed:
        found.add("unknown_operator", f"“{op}” does not fit “{field.name}” ({field.label})."
                  f"{meant(op, allowed)}")  # fmt: skip
        return ()
    read = _value(field, op, value, found)
    return () if read is None else (Test(field.name, op, read),)


def _value(
    field: Field, op: str, value: Any, found: Findings
) -> bool | float | str | tuple[str, ...] | None:
    if field.kind in NUMBERS:
        return _number(field, op, value, found)
    if field.kind == Kind.FLAG:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in YES_NO:
            return YES_NO[value.lower()]
        found.add("needs_yes_or_no", f"“{field.name}” is true or false, not {shown(value)}.")
        return None
    if op in LISTS:
        return _texts(field, op, value, found)
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT:
        found.add("needs_text", f"“{op}” for “{field.name}” needs a word, not {shown(value)}.")
        return None
    if op == "matches":
        return _pattern(value, found)
    return _known(field, value, found)


def _number(field: Field, op: str, value: Any, found: Findings) -> float | None:
    share = field.kind == Kind.SHARE
    number = isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124 - NaN
    lowest = -1 if field.name == "mood_trend" else 0
    highest = 1 if share or field.name == "mood_trend" else MOST_NUMBER
    if number and lowest <= value <= highest:
        return float(value)
    hint = ""
    if share and number and 1 < value <= 100:  # noqa: PLR2004 - percent
        hint = f" For {value:g} % write {value / 100:g}."
    what = "a number" if highest == MOST_NUMBER else f"a number from {lowest} to {highest}"
    if number and highest == MOST_NUMBER and value < 0:
        what = "a number of 0 or more"
    said = f"“{op}” for “{field.name}” ({field.label}) needs {what}, not {shown(value)}.{hint}"
    found.add("needs_number", said)
    return None


def _texts(field: Field, op: str, value: Any, found: Findings) -> tuple[str, ...] | None:
    good = isinstance(value, list) and value and all(isinstance(one, str) and one.strip()
                                                      for one in value)  # fmt: skip
    if not good:
        found.add("needs_list", f"“{op}” for “{field.name}” needs a list of words, for instance"
                  f" [refund, invoice], not {shown(value)}.")  # fmt: skip
        return None
    if len(value) > MOST_TEXTS or any(len(one) > LONGEST_TEXT for one in value):
        found.add("too_many", f"At most {MOST_TEXTS} words of {LONGEST_TEXT} characters.")
        return None
    for one in value:
        _known(field, one, found)
    return tuple(dict.fromkeys(value))


def _known(field: Field, value: str, found: Findings) -> str:
    if field.name == "language" and not LANGUAGE.fullmatch(value):
        found.add("unknown_code", f"“{value}” is no language code. Write two small letters, for"
                  " instance en or de: “en” holds for every kind of English.")  # fmt: skip
    if field.codes and value not in field.codes:
        found.add("unknown_code", f"“{value}” is nothing that “{field.name}” can be."
                  f"{meant(value, field.codes)}")  # fmt: skip
    return value


def _pattern(value: str, found: Findings) -> str | None:
    """Patterns are those of RE2, whose time grows with the text and with nothing else."""
    try:
        re2.compile(f"(?i){value}", options=_quiet())
    except re2.error as why:
        said = why.args[0].decode() if isinstance(why.args[0], bytes) else str(why.args[0])
        around = re.search(r"\(\?<?[=!]", value)
        back = re.search(r"\\[1-9]", value)
        reason = (
            "Looking ahead or behind, such as (?=…) or (?<!…), is not possible"
            if around
            else "Pointing back, such as \\1, is not possible"
            if back
            else f"It cannot be read ({said})"
        )
        found.add("bad_pattern", f"“{value[:60]}” is not a pattern that a rule can use. {reason}."
                  " Often a list of words after “has_any” is enough.")  # fmt: skip
        return None
    return value


def _quiet() -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return options


# --- and back ----------


def write_when(when: AllOf | AnyOf) -> Any:
    """The file form of `when:`."""
    if not when.of:
        return "always"
    if isinstance(when, AnyOf):
        return {"any": [_form(one) for one in when.of]}
    return [_form(one) for one in when.of]


def _form(condition: Condition) -> dict[str, Any]:
    match condition:
        case Test(field=field, op=op, value=value):
            return {field: {op: _plain(value)}}
        case Count(of=of, times=times, turns=turns):
            return {"in_last": {"turns": turns, "times": times, "when": [_form(one) for one in of]}}
        case AllOf(of=of):
            return {"all": [_form(one) for one in of]}
        case AnyOf(of=of):
            return {"any": [_form(one) for one in of]}
        case NoneOf(of=of):
            return {"none": [_form(one) for one in of]}


def _plain(value: str | float | tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return list(value)
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole and not isinstance(value, bool) else value
