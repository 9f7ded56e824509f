"""JSON schemas of other people's documents as inputs and rows: flat ones, which people can answer.

A schema may refer to others in its own document, and to itself; both are followed a few steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from segue.actions.shaping import plain

Json = dict[str, Any]
DEEPEST = 12
MOST_FIELDS, MOST_ROWS = 30, 8
_FORMATS = {"email": "email", "date": "date", "phone": "phone"}


class TooDeep(ValueError):
    """What cannot be an input, in words."""


def mapping(value: Any) -> Json:
    """The object itself, or an empty one for what is none."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """The list itself, or an empty one for what is none."""
    return value if isinstance(value, list) else []


class Document:
    """Looks things up in one document, and nowhere else."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def at(self, value: Any) -> Json:
        """The object itself, with `$ref` followed inside the document. Raises `TooDeep`."""
        for _ in range(DEEPEST):
            if not isinstance(value, dict):
                raise TooDeep("something in the document is not what it should be")
            ref = value.get("$ref")
            if ref is None:
                return value
            if not isinstance(ref, str) or not ref.startswith("#/"):
                raise TooDeep(f"it refers to another document ({plain(str(ref), 80)})")
            value = self.root
            for step in ref[2:].split("/"):
                key = step.replace("~1", "/").replace("~0", "~")
                value = value.get(key) if isinstance(value, dict) else None
        raise TooDeep("its references go in circles")

    def schema(self, value: Any, steps: int = DEEPEST) -> Json:
        """A schema with the parts of `allOf` put together and null taken out of choices."""
        if steps == 0:
            raise TooDeep("its references go in circles")
        made = dict(self.at(value))
        for part in listing(made.pop("allOf", None)):
            one = self.schema(part, steps - 1)
            properties = {**mapping(made.get("properties")), **mapping(one.get("properties"))}
            required = [*listing(made.get("required")), *listing(one.get("required"))]
            made = {**one, **made}
            if properties:
                made |= {"properties": properties, "required": required}
        for key in ("anyOf", "oneOf"):
            ways = made.get(key)
            if isinstance(ways, list):
                real = [one for one in map(self.at, ways) if one.get("type") != "null"]
                if len(real) == 1:
                    made = {**made, **self.schema(real[0], steps - 1)}
                    made.pop(key)
        return made


def type_of(schema: Json) -> str:
    """Its one type, or an empty word."""
    kind = schema.get("type")
    if isinstance(kind, list):
        real = [one for one in kind if one != "null"]
        kind = real[0] if len(real) == 1 else ""
    if kind is None and "properties" in schema:
        return "object"
    return kind if isinstance(kind, str) else ""


def input_of(schema: Json, name: str, *, required: bool) -> Json:
    """One value as the form of an input. Raises `TooDeep` for what nobody can type."""
    kind = type_of(schema)
    made: Json = {"label": label(schema, name), "required": required}
    described = schema.get("description")
    if isinstance(described, str) and described.strip():
        made["description"] = plain(described, 500)
    choices = listing(schema.get("enum")) or ([schema["const"]] if "const" in schema else [])
    if choices and all(isinstance(one, str | int) for one in choices) and len(choices) <= 200:  # noqa: PLR2004
        made |= {"kind": "choice", "choices": [str(one)[:120] for one in choices]}
        if kind in ("integer", "number"):
            made["type"] = "number"
    elif kind in ("integer", "number"):
        made["kind"] = "number"
    elif kind == "boolean":
        made |= {"kind": "choice", "choices": ["yes", "no"], "type": "flag"}
    elif kind == "string":
        made["kind"] = _FORMATS.get(str(schema.get("format")), "text")
        longest = schema.get("maxLength")
        if isinstance(longest, int) and longest > 0:
            made["longest"] = min(longest, 4000)
    else:
        raise TooDeep(f"“{name}” is {kind or 'of no one kind'}")
    return made


def inputs_of(document: Document, schema: Any, above: str = "") -> Iterator[tuple[str, Json]]:
    """The inputs of an object, those inside of one object too. Raises `TooDeep` for one that is
    needed and will not do; one that is not needed is left out."""
    whole = document.schema(schema)
    if type_of(whole) != "object":
        raise TooDeep("its body is not an object")
    needed = listing(whole.get("required"))
    for name, one in mapping(whole.get("properties")).items():
        required = name in needed
        try:
            inner = document.schema(one)
            if inner.get("readOnly"):
                continue
            if type_of(inner) == "object" and not above and inner.get("properties"):
                yield from inputs_of(document, inner, f"{name}/")
                continue
            form = input_of(inner, name, required=required)
        except TooDeep:
            if required:
                raise
            continue
        yield variable(f"{above}{name}"), {**form, "in": "body", "as": f"{above}{name}"}


def rows_of(document: Document, schema: Any) -> list[Json]:
    """Rows for the plain values of an answer, in their order."""
    try:
        whole = document.schema(schema)
        properties = mapping(whole.get("properties"))
        read = [(name, document.schema(one)) for name, one in properties.items()]
    except TooDeep:
        return []
    made: list[Json] = []
    for name, one in read:
        kind = type_of(one)
        if kind not in ("string", "integer", "number", "boolean") or len(made) >= MOST_ROWS:
            continue
        form = {"date": "date", "date-time": "datetime"}.get(str(one.get("format")), "text")
        form = "number" if kind == "number" else form
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        if not re.search(r"[\s{}]", pointer):
            made.append({"label": label(one, name), "value": pointer, "format": form})
    return made


def label(schema: Json, name: str) -> tuple[tuple[str, str], ...]:
    title = schema.get("title")
    said = plain(title, 80) if isinstance(title, str) else ""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.rsplit("/", 1)[-1])
    return (("*", said or words.replace("_", " ").replace("-", " ").strip().capitalize()[:80]),)


def variable(name: str) -> str:
    """A name of somebody else's as the name of an input."""
    made = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")[:60]
    return made if re.match(r"[A-Za-z_]", made) else f"_{made}"[:60]
