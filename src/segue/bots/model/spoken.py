"""What a model says, as the form that it has to fill in.

The form is read leniently where nothing hangs on it (a missing field, a number as text, JSON in
the middle of words) and strictly where something does: whatever is not a form at all is `NotAForm`.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

from segue.domain.value import Plain

NAME: Final = "reply"
MOST_INPUTS, MOST_CITED = 12, 8
LONGEST, LONGEST_VALUE = 6_000, 300
_MOST_CHARACTERS: Final = 20_000
_CITED: Final = re.compile(
    r" ?[\[(【] ?(?:passage )?([pd]\d{1,2}(?: ?[,;] ?[pd]\d{1,2}){0,12}) ?[\])】]", re.IGNORECASE
)
_ID: Final = re.compile(r"[pd]\d{1,2}", re.IGNORECASE)


class NotAForm(ValueError):
    """The model did not fill the form in: how, for the log."""


class Wanted(Plain, frozen=True):
    """An action that the model would like run, exactly as it said it: nothing is checked yet."""

    name: str
    inputs: tuple[tuple[str, str], ...] = ()


class Spoken(Plain, frozen=True):
    """A filled-in form. `cited` are ids of passages (`p1`), `question` the customer's question in
    the model's words, `in_source` the text in the language of the passages if that is another."""

    text: str = ""
    cited: tuple[str, ...] = ()
    answered: bool = False
    confidence: float = 0.0
    question: str = ""
    in_source: str = ""
    person: str = ""  # why a person is wanted; empty: none is
    wants: Wanted | None = None
    asks: str = ""  # the name of a field


WHY_PERSON: Final = ("asked", "cannot_help", "complaint", "sensitive", "other")


def schema() -> dict[str, Any]:
    """The form as a JSON schema: every field is required, as strict endpoints want it."""
    text = {"type": "string"}
    pair = _object({"name": text, "value": text})
    return _object(
        {
            "text": text | {"description": "What the customer reads. Plain sentences."},
            "citations": {
                "type": "array",
                "items": text,
                "description": "Ids of the passages that say it, for instance p1.",
            },
            "answered": {"type": "boolean", "description": "Do the passages answer the turn?"},
            "confidence": {"type": "number", "description": "0 to 1"},
            "question": text | {"description": "What the customer wants to know, in one sentence."},
            "text_in_source_language": text
            | {"description": "The text in the passages' language; empty if it is the same."},
            "wants_person": {"type": "boolean"},
            "why_person": {"type": "string", "enum": ["", *WHY_PERSON]},
            "wants_action": _object({"name": text, "inputs": {"type": "array", "items": pair}})
            | {"description": "An empty name: nothing has to be done."},
            "asks_field": text | {"description": "Name of an input to ask for; else empty."},
        }
    )


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def read(said: str) -> Spoken:
    """The form in these words. Raises `NotAForm`."""
    if not said.strip():
        raise NotAForm("nothing")
    if len(said) > _MOST_CHARACTERS:
        raise NotAForm("far too much")
    form = _form_in(said)
    text, inline = _without_marks(_text(form.get("text"), LONGEST))
    cited = [one.lower() for one in _ids(form.get("citations"))]
    person = form.get("wants_person") is True
    why = _text(form.get("why_person"), 40)
    return Spoken(
        text=text,
        cited=tuple(dict.fromkeys([*cited, *inline]))[:MOST_CITED],
        answered=form.get("answered") is True,
        confidence=_share(form.get("confidence")),
        question=_text(form.get("question"), 400),
        in_source=_without_marks(_text(form.get("text_in_source_language"), LONGEST))[0],
        person=(why if why in WHY_PERSON else "other") if person else "",
        wants=_wanted(form.get("wants_action")),
        asks=_text(form.get("asks_field"), 60),
    )


def _form_in(said: str) -> dict[str, Any]:
    """The first JSON object in these words that looks like the form."""
    decoder = json.JSONDecoder()
    at = said.find("{")
    tries = 0
    while at >= 0 and tries < 20:  # noqa: PLR2004 - a text of nothing but braces is no form
        tries += 1
        try:
            found, _ = decoder.raw_decode(said, at)
        except RecursionError as deep:
            raise NotAForm("nested too deep") from deep
        except ValueError:
            found = None
        if isinstance(found, dict) and ("text" in found or "wants_person" in found):
            return found
        at = said.find("{", at + 1)
    raise NotAForm("no JSON form")


def _text(value: object, longest: int) -> str:
    return value.strip()[:longest] if isinstance(value, str) else ""


def _ids(value: object) -> list[str]:
    found = value if isinstance(value, list) else [value]
    return [one for said in found if isinstance(said, str) for one in _ID.findall(said[:80])]


def _share(value: object) -> float:
    """A number from 0 to 1; anything else is no confidence at all."""
    try:
        number = float(value)  # type: ignore[arg-type] # whatever it is, it is tried
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return min(1.0, max(0.0, number)) if math.isfinite(number) else 0.0


def _wanted(value: object) -> Wanted | None:
    if not isinstance(value, dict):
        return None
    name = _text(value.get("name"), 80)
    given = value.get("inputs")
    pairs: list[tuple[object, object]] = []
    if isinstance(given, dict):
        pairs = list(given.items())
    elif isinstance(given, list):
        pairs = [(one.get("name"), one.get("value")) for one in given if isinstance(one, dict)]
    inputs = tuple(
        (_text(key, 80), _value(said)) for key, said in pairs[:MOST_INPUTS] if _value(said)
    )
    return Wanted(name, inputs) if name else None


def _value(said: object) -> str:
    if isinstance(said, bool):
        return ""
    return _text(str(said) if isinstance(said, int | float) else said, LONGEST_VALUE)


def _without_marks(text: str) -> tuple[str, list[str]]:
    """The text without `[p1]`, and the ids that stood there."""
    found = [one.lower() for mark in _CITED.findall(text) for one in _ID.findall(mark)]
    return _CITED.sub("", text).strip(), found
