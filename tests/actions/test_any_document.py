"""Documents of other people, and files of our own, with odd things in odd places: each is read as
far as it can be, and what is wrong is told in words."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.conftest import DEMO
from segue.actions.described import Service
from segue.actions.mcp import read_tools
from segue.actions.openapi import read_openapi
from segue.actions.outcomes import answered
from segue.actions.parsing import Parsed, parsed
from segue.actions.problems import BadActions
from segue.actions.reading import read_file
from segue.demo.shop.server import described
from segue.domain.actions import ActionCall

pytestmark = pytest.mark.slow  # real servers, real time-outs

ODD = st.sampled_from(
    [None, 3, "x", "", [], {}, True, [None], {"a": None}, "$ref", {"$ref": 3}, {"$ref": "#/paths"},
     {"$ref": "#/components/schemas/Order"}, 1e300, "\u202e", -1, ["a", "b"], {"type": ["null"]}]
)  # fmt: skip
TOOL = {
    "name": "gift", "title": "Give", "annotations": {"readOnlyHint": True},
    "inputSchema": {"type": "object", "required": ["a"], "properties": {
        "a": {"type": "string", "enum": ["q"]},
        "b": {"type": "object", "properties": {"c": {"type": "integer"}}}}},
    "outputSchema": {"type": "object", "properties": {"z": {"type": "string"}}},
}  # fmt: skip
FILE = parsed(DEMO.read_bytes()).data
SERVICE = Service("s", "https://s.example")


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands, everywhere in it."""
    if not isinstance(value, dict | list):
        return
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*above, key)
        yield from places(one, (*above, key))


def changed(value: Any, changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    made = copy.deepcopy(value)
    for place, odd in changes:
        with suppress(KeyError, IndexError, TypeError, AttributeError):
            inner = made
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = copy.deepcopy(odd)
    return made


def changes_of(value: Any) -> st.SearchStrategy[list[tuple[tuple[Any, ...], Any]]]:
    return st.lists(st.tuples(st.sampled_from(list(places(value))), ODD), min_size=1, max_size=4)


@given(changes_of(described()))
def test_any_openapi_document_is_read_as_far_as_it_can_be(changes: Any) -> None:
    with suppress(BadActions):
        found = read_openapi(Parsed(changed(described(), changes), {}), SERVICE, {})
        assert all(one.name and one.why for one in found.left)


@given(changes_of([TOOL, TOOL]))
def test_any_tools_are_read_as_far_as_they_can_be(changes: Any) -> None:
    tools = [one for one in changed([TOOL, TOOL], changes) if isinstance(one, dict)]
    made, left = read_tools(tools, SERVICE, {})
    assert len(made) + len(left) == len(tools)


@given(changes_of(FILE))
def test_any_file_of_ours_is_right_or_told_what_is_wrong(changes: Any) -> None:
    with suppress(BadActions):
        assert read_file(json.dumps(changed(FILE, changes))).services


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
ANSWER = st.dictionaries(
    st.sampled_from(["status", "due", "number", "slots", "at", "total", "currency", "address",
                     "label_url", "tracking_url", "id", "before", "code", "line"]),
    JSON, max_size=8,
)  # fmt: skip
INVISIBLE = ("\n", "\r", "\x00", "\x1b", "\u202e", "\u2066", "](", "<", "`")
ACTIONS = read_file(DEMO.read_bytes()).actions


@given(ANSWER | JSON, st.sampled_from(ACTIONS), st.sampled_from(["en", "de", "es", "ar", "fr"]))
def test_any_answer_is_told_as_words_and_nothing_else(answer: Any, one: Any, language: str) -> None:
    inputs = tuple((field.shown.name, "1") for field in one.fields)
    call = ActionCall(one.action.id, one.action.title, inputs)
    told = answered(one, call, 1, answer, language)
    assert told.outcome == "done"
    assert told.text
    assert told.url is None or told.url.startswith("https://")
    for shown in (told.text, *(part for row in told.rows for part in row)):
        assert len(shown) <= 1000
        assert not [sign for sign in INVISIBLE if sign in shown]
