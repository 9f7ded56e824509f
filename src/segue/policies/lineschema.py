"""The part of the JSON schema that says what `line:` may be."""

from __future__ import annotations

from typing import Any

from segue.policies import lineform as form
from segue.policies.durations import PATTERN
from segue.policies.ruleform import LANGUAGE, LONGEST_SAY, LONGEST_WORD, MOST_WORDS

Json = dict[str, Any]
TIME: Json = {"$ref": "#/$defs/time"}
STEPS: Json = {"$ref": "#/$defs/let_go"}
NEVER: Json = {"enum": [form.NEVER, "none", "no", "off", False, None]}
NAMES: Json = {
    "type": "array",
    "maxItems": MOST_WORDS,
    "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_WORD},
}
YES_NO: Json = {"enum": [True, False, "yes", "no", "on", "off"]}


def line() -> Json:
    """All of it."""
    return _closed({
        "first": {
            "description": "How much older a priority or a tier of customers counts.",
            "type": "object",
            "properties": dict.fromkeys(form.HEADS, TIME),
            "additionalProperties": TIME,
            "maxProperties": form.MOST_TIERS,
        },
        "pick": {"enum": [*form.PICKS, *form.PICKS.values()]},
        "same_person_for": {"anyOf": [TIME, NEVER]},
        "weights": _closed(dict.fromkeys(form.CHANNELS, _number(*form.WEIGHT))),
        "let_go": STEPS,
        "answer_within": {"anyOf": [TIME, NEVER]},
        "next_answer_within": {"anyOf": [TIME, NEVER]},
        "warn_at": _number(*form.WARN),
        "goodwill": _say(),
        "callbacks": _closed({
            "each_slot": _whole(*form.EACH_SLOT),
            "slot": TIME,
            "tries": _whole(*form.TRIES),
            "again_after": TIME,
        }),
        "learned_teams": YES_NO,
        "teams": {
            "type": "object",
            "maxProperties": form.MOST_TEAMS,
            "additionalProperties": _closed({
                "let_go": STEPS,
                "wait_limit": TIME,
                "answer_within": TIME,
                "next_answer_within": TIME,
                "overflow": {"anyOf": [NAMES, NAMES["items"]]},
                "goodwill": _say(),
                "callbacks_each_slot": _whole(*form.EACH_SLOT),
            }),
        },
    })  # fmt: skip


def definitions() -> Json:
    """What stands in it more than once."""
    length = {"type": "string", "pattern": f"^{PATTERN}$"}
    about = "A length of time: 90 s, 4 min, 1 h, 14 d."
    return {"time": {"anyOf": [length, {"const": 0}], "description": about}, "let_go": _steps()}


def _steps() -> Json:
    step = _closed({
        "after": TIME,
        "levels": _whole(*form.LEVELS),
        "skills": {"anyOf": [{"const": form.ALL}, {"const": "*"}, NAMES]},
        "teams": {"anyOf": [NAMES, NAMES["items"]]},
    })  # fmt: skip
    whole = {**step, "required": ["after"]}
    return {"anyOf": [NEVER, {"type": "array", "maxItems": form.MOST_STEPS, "items": whole}]}


def _say() -> Json:
    one = {"type": "string", "minLength": 1, "maxLength": LONGEST_SAY}
    by_language = {
        "type": "object",
        "propertyNames": {"pattern": f"^{LANGUAGE.pattern}$"},
        "additionalProperties": one,
    }
    return {"anyOf": [one, by_language]}


def _closed(properties: Json) -> Json:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _number(low: float, high: float) -> Json:
    return {"type": "number", "minimum": low, "maximum": high}


def _whole(low: int, high: int) -> Json:
    return {"type": "integer", "minimum": low, "maximum": high}
