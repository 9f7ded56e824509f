"""What a value in the file may look like: said once, it checks, it is the schema and the reference.

`read` gives the value back when it fits and `MISSING` when it does not; everything that is wrong
is told to `Findings`, and reading goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from segue.actions.problems import Findings
from segue.policies.problems import meant

MISSING: Final[Any] = object()
LANGUAGE = re.compile(r"\*|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Any value. `says` is how the reference calls it."""

    says: str = "anything"

    def read(self, value: Any, found: Findings) -> Any:  # noqa: ARG002
        return value

    def schema(self) -> Json:
        return {}


def _shown(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False, default=str)
    return said if len(said) <= 60 else f"{said[:57]}…"  # noqa: PLR2004 - fits a line


@dataclass(frozen=True, kw_only=True)
class Text(Shape):
    says: str = "text"
    pattern: str = ""
    longest: int = 500
    like: str = ""  # an example, for the hint

    def read(self, value: Any, found: Findings) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        hint = f" Write for example {self.like}." if self.like else ""
        if not isinstance(value, str) or not value.strip():
            found.add(f"Here stands {_shown(value)}; it has to be {self.says}.{hint}")
            return MISSING
        if len(value) > self.longest:
            found.add(f"This is longer than {self.longest} characters.")
            return MISSING
        if self.pattern and not re.fullmatch(self.pattern, value):
            found.add(f"{_shown(value)} is not {self.says}.{hint}")
            return MISSING
        return value

    def schema(self) -> Json:
        made: Json = {"type": "string", "minLength": 1, "maxLength": self.longest}
        return made | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


@dataclass(frozen=True, kw_only=True)
class Flag(Shape):
    says: str = "true or false"

    def read(self, value: Any, found: Findings) -> Any:
        known = {"yes": True, "no": False, "on": True, "off": False}
        if isinstance(value, str) and value in known:
            return known[value]
        if not isinstance(value, bool):
            found.add(f"Here stands {_shown(value)}; it is true or false.")
            return MISSING
        return value

    def schema(self) -> Json:
        return {"enum": [True, False, "yes", "no", "on", "off"]}


@dataclass(frozen=True, kw_only=True)
class Number(Shape):
    says: str = "a number"
    low: float = 0
    high: float = 1e9

    def read(self, value: Any, found: Findings) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            found.add(f"Here stands {_shown(value)}; it is a number.")
            return MISSING
        if not self.low <= value <= self.high:
            found.add(f"{value} is not between {self.low:g} and {self.high:g}.")
            return MISSING
        return value

    def schema(self) -> Json:
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, kw_only=True)
class OneOf(Shape):
    values: tuple[str, ...]

    def read(self, value: Any, found: Findings) -> Any:
        if value not in self.values or isinstance(value, bool):
            found.add(f"There is no {_shown(value)} here.{meant(value, self.values)}")
            return MISSING
        return value

    def schema(self) -> Json:
        return {"enum": list(self.values)}


@dataclass(frozen=True, kw_only=True)
class Sentence(Shape):
    """A text for every language, or one for each: `{en: …, de: …}`. Read as (language, text)."""

    says: str = "a sentence, or one for each language: `{en: …, de: …}`"
    longest: int = 1000

    def read(self, value: Any, found: Findings) -> Any:
        if isinstance(value, str):
            one = Text(longest=self.longest).read(value, found)
            return MISSING if one is MISSING else (("*", one),)
        if not isinstance(value, dict) or not value:
            found.add(f"Here stands {_shown(value)}; it has to be a sentence, or one for each"
                      " language: {en: …, de: …}.")  # fmt: skip
            return MISSING
        made = []
        for language, said in value.items():
            with found.at(language):
                if not LANGUAGE.fullmatch(language):
                    found.add(f"“{language}” is no language. Write for example en or pt-BR.")
                    continue
                one = Text(longest=self.longest).read(said, found)
                if one is not MISSING:
                    made.append((language, one))
        return tuple(made)

    def schema(self) -> Json:
        text = {"type": "string", "minLength": 1, "maxLength": self.longest}
        each = {"type": "object", "minProperties": 1, "additionalProperties": text,
                "propertyNames": {"pattern": f"^(?:{LANGUAGE.pattern})$"}}  # fmt: skip
        return {"anyOf": [text, each]}


@dataclass(frozen=True, kw_only=True)
class ListOf(Shape):
    of: Shape
    most: int = 200

    def read(self, value: Any, found: Findings) -> Any:
        if not isinstance(value, list):
            found.add(f"Here stands {_shown(value)}; it is a list.")
            return MISSING
        if len(value) > self.most:
            found.add(f"These are more than {self.most}.")
            return MISSING
        made = []
        for n, one in enumerate(value):
            with found.at(n, f"{n + 1}."):
                read = self.of.read(one, found)
                made.append(None if read is MISSING else read)  # what follows keeps its number
        return made if isinstance(self.of, Form) else [one for one in made if one is not None]

    def schema(self) -> Json:
        return {"type": "array", "maxItems": self.most, "items": self.of.schema()}


@dataclass(frozen=True, kw_only=True)
class MapOf(Shape):
    """Names that the company chooses, each with the same kind of value."""

    of: Shape
    name: str = "[A-Za-z0-9_.-]{1,80}"
    called: str = "name"
    most: int = 500

    def read(self, value: Any, found: Findings) -> Any:
        if not isinstance(value, dict):
            found.add(f"Here stands {_shown(value)}; it is a list of keys with values.")
            return MISSING
        made = {}
        for key, one in value.items():
            with found.at(key):
                if not re.fullmatch(self.name, key):
                    found.add(f"“{key}” will not do as a {self.called}.")
                    continue
                read = self.of.read(one, found)
                if read is not MISSING:
                    made[key] = read
        return made

    def schema(self) -> Json:
        return {"type": "object", "maxProperties": self.most,
                "propertyNames": {"pattern": f"^(?:{self.name})$"},
                "additionalProperties": self.of.schema()}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Either(Shape):
    """The first of these whose outer form fits is meant."""

    of: tuple[Shape, ...]

    def read(self, value: Any, found: Findings) -> Any:
        for one in self.of:
            if _fits(one, value):
                return one.read(value, found)
        return self.of[-1].read(value, found)

    def schema(self) -> Json:
        return {"anyOf": [one.schema() for one in self.of]}


def _fits(shape: Shape, value: Any) -> bool:
    match shape:
        case Flag():
            return isinstance(value, bool) or value in ("yes", "no", "on", "off")
        case Text() | OneOf():
            return isinstance(value, str | int | float) and not isinstance(value, bool)
        case Number():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ListOf():
            return isinstance(value, list)
        case Sentence():
            return isinstance(value, str | dict)
        case Form(keys=keys):
            return isinstance(value, dict) and any(key in keys for key in value)
        case _:
            return isinstance(value, dict)


@dataclass(frozen=True)
class Key:
    """One key of a form, and what it is for: a sentence of the reference."""

    shape: Shape
    help: str
    needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Form(Shape):
    """Known keys, each with its own kind of value. `partly`: what is right in it is read even where
    something that it needs is wrong or missing, so that more can be told at once."""

    title: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    partly: bool = False

    def read(self, value: Any, found: Findings) -> Any:
        if not isinstance(value, dict):
            found.add(
                f"Here stands {_shown(value)}; {self.title} has keys: {', '.join(self.keys)}."
            )
            return MISSING
        made: dict[str, Any] = {}
        for key, one in value.items():
            with found.at(key):
                if key not in self.keys:
                    found.add(f"{self.title.capitalize()} has no “{key}”.{meant(key, self.keys)}")
                    continue
                read = self.keys[key].shape.read(one, found)
                if read is not MISSING:
                    made[key] = read
        needed = [key for key, known in self.keys.items() if known.needed]
        for key in needed:
            if key not in value:
                help_ = self.keys[key].help
                found.add(f"{self.title.capitalize()} needs “{key}”: {help_[0].lower()}{help_[1:]}")
        return made if self.partly or all(key in made for key in needed) else MISSING

    def schema(self) -> Json:
        made: Json = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: {**key.shape.schema(), "description": key.help}
                for name, key in self.keys.items()
            },
        }
        needed = [name for name, key in self.keys.items() if key.needed]
        return made | ({"required": needed} if needed else {})
