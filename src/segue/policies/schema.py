"""The JSON schema of the file form, made of the catalogue: for editors and programs.

What a schema cannot say (teams that exist, loops, dead ends, patterns) `checking` says.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from segue.domain.hazard import WEIGHTS
from segue.domain.policy import LATER_WAYS
from segue.domain.rules.catalogue import ATTRIBUTE, FIELDS, OPERATORS, Field, Kind
from segue.domain.rules.model import Do, Fallback, IfNobody, Lane
from segue.domain.rules.recipes import RECIPES
from segue.domain.rules.turns import TURNS_KEPT
from segue.domain.stages import Reason
from segue.policies.conditions import LISTS, LONGEST_TEXT, MOST_CONDITIONS, MOST_NUMBER, MOST_TEXTS
from segue.policies.lineschema import definitions, line
from segue.policies.reading import MOST_RULES, SCHEMA, WEIGHT_LIMIT
from segue.policies.ruleform import (
    CLOCK_S,
    IDENTIFIER,
    LANGUAGE,
    LONGEST_NAME,
    LONGEST_SAY,
    LONGEST_WORD,
    MOST_WORDS,
    PRIORITIES,
)

Json = dict[str, Any]
TEAM: Json = {"type": "string", "minLength": 1, "description": "The id of a team."}
YES_NO: Json = {"enum": [True, False, "yes", "no", "on", "off"]}


def schema() -> Json:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Segue policy",
        "description": "When a person is called, asked for or warned, and what is said.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "segue_policy": {"const": SCHEMA, "description": "The version of this form."},
            "note": {"type": "string", "description": "What this change is for."},
            "team": TEAM,
            "mood": {**YES_NO, "description": "May the tone of what customers write be read?"},
            "ways": {"type": "array", "uniqueItems": True, "items": {"enum": list(LATER_WAYS)}},
            "stand_ins": {"type": "object", "additionalProperties": TEAM},
            "calibration": _calibration(),
            "hazard": _closed({name: _number(-WEIGHT_LIMIT, WEIGHT_LIMIT) for name in WEIGHTS}),
            "line": {**line(), "description": "Who goes first, who fits, what changes with time."},
            "rules": {
                "type": "array",
                "maxItems": MOST_RULES,
                "items": {"anyOf": [{"$ref": "#/$defs/recipe"}, {"$ref": "#/$defs/rule"}]},
            },
        },
        "$defs": {
            "recipe": _closed({"recipe": {"enum": [one.id for one in RECIPES]}, **_keys()},
                              "recipe"),
            "rule": _closed({"id": {"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"},
                             **_keys()}, "id", "lane", "when", "do"),
            **definitions(),
            "when": _when(),
            "conditions": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_CONDITIONS,
                "items": {"$ref": "#/$defs/condition"},
            },
            "condition": {**_fields(), "minProperties": 1, "maxProperties": 1},
            "fields": {**_fields(), "minProperties": 1},
            **{f"field_{one.name}": _field(one) for one in FIELDS},
            "in_last": _closed(
                {
                    "turns": {"type": "integer", "minimum": 1, "maximum": TURNS_KEPT},
                    "times": {"type": "integer", "minimum": 1, "maximum": TURNS_KEPT},
                    "when": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            **_closed({one.name: _ref(one) for one in FIELDS if one.per_turn}),
                            "minProperties": 1,
                            "maxProperties": 1,
                        },
                    },
                },
                "turns", "times", "when",
            ),
        },
    }  # fmt: skip


def _closed(properties: Json, *required: str) -> Json:
    made: Json = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**made, "required": list(required)} if required else made


def _codes(codes: type[StrEnum]) -> Json:
    return {"enum": [str(one) for one in codes]}


def _number(low: float, high: float) -> Json:
    return {"type": "number", "minimum": low, "maximum": high}


def _texts(longest: int, most: int) -> Json:
    one = {"type": "string", "minLength": 1, "maxLength": longest}
    return {"type": "array", "items": one, "maxItems": most}


def _calibration() -> Json:
    shares = [one.name for one in FIELDS if one.kind == Kind.SHARE]
    one = _closed({
        "shift": _number(-WEIGHT_LIMIT, WEIGHT_LIMIT),
        "slope": {"type": "number", "exclusiveMinimum": 0, "maximum": WEIGHT_LIMIT},
        "turns": {"type": "integer", "minimum": 0},
    })  # fmt: skip
    return _closed(dict.fromkeys(shares, one))


def _keys() -> Json:
    low, high = CLOCK_S
    say = {"type": "string", "minLength": 1, "maxLength": LONGEST_SAY}
    nobody = _closed({"team": TEAM, "then": _codes(IfNobody)})
    return {
        "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
        "lane": _codes(Lane),
        "on": YES_NO,
        "when": {"$ref": "#/$defs/when"},
        "do": _codes(Do),
        "reason": {"enum": [*(str(one) for one in Reason), None]},
        "team": {"anyOf": [TEAM, {"type": "null"}]},
        "skills": _texts(LONGEST_WORD, MOST_WORDS),
        "priority": {"enum": [*PRIORITIES, None]},
        "tags": _texts(LONGEST_WORD, MOST_WORDS),
        "say": {
            "anyOf": [
                say,
                {
                    "type": "object",
                    "propertyNames": {"pattern": f"^{LANGUAGE.pattern}$"},
                    "additionalProperties": say,
                },
            ]
        },
        "if_nobody": {"anyOf": [_codes(IfNobody), nobody]},
        "within_s": _number(low, high),
        "fallback": _codes(Fallback),
    }


def _when() -> Json:
    several = {"$ref": "#/$defs/conditions"}
    return {
        "description": "A list means that all of it holds.",
        "anyOf": [{"const": "always"}, several, {"$ref": "#/$defs/fields"}],
    }


def _fields() -> Json:
    several = {"$ref": "#/$defs/conditions"}
    groups: Json = {"all": several, "any": several, "none": several}
    made = _closed({
        **groups,
        "in_last": {"$ref": "#/$defs/in_last"},
        **{one.name: _ref(one) for one in FIELDS},
    })  # fmt: skip
    attribute = Field("", Kind.WORD, "", "As the company's system says.", lambda _m, _t: None)
    return {**made, "patternProperties": {f"^{ATTRIBUTE.replace('.', '[.]')}.+": _field(attribute)}}


def _ref(field: Field) -> Json:
    return {"$ref": f"#/$defs/field_{field.name}"}


def _field(field: Field) -> Json:
    """Operators with their values, or the short form."""
    operators = {op: _value(field, op) for op in OPERATORS[field.kind]}
    full = {**_closed(operators), "minProperties": 1}
    short: list[Json] = []
    match field.kind:
        case Kind.FLAG | Kind.NUMBER:
            short = [operators["is"]]
        case Kind.WORD:
            short = [operators["is"], operators["one_of"]]
        case Kind.WORDS:
            short = [operators["include"], operators["include_any"]]
        case Kind.TEXT:
            short = [operators["has_any"], {"type": "string", "minLength": 1}]
        case Kind.SHARE:
            pass
    about = {"title": field.label, "description": field.help}
    return {**about, "anyOf": [full, *short]} if short else {**about, **full}


def _value(field: Field, op: str) -> Json:
    if field.kind == Kind.FLAG:
        return YES_NO
    if field.kind in (Kind.SHARE, Kind.NUMBER):
        trend = field.name == "mood_trend"
        low = -1 if trend else 0
        return _number(low, 1 if trend or field.kind == Kind.SHARE else MOST_NUMBER)
    one: Json = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
    if field.codes:
        one = {"enum": list(field.codes)}
    if op in LISTS:
        return {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_TEXTS}
    return one
