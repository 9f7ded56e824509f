"""Text to plain data, within limits: a policy comes from people's files and from the network.

YAML is built from its events by hand, because a policy is smaller than YAML is. `on`, `no` and
`off` are words (YAML 1.1 makes booleans of them, also of the key `on:` and of the language `no`),
`010` is ten and `1:30` a word. Aliases and tags are refused: a policy needs none, and a few lines
of aliases can grow to gigabytes. A key that stands twice is told, not overwritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from segue.policies.problems import BadPolicy, Problem

LARGEST = 2_000_000  # bytes
DEEPEST = 40
LONGEST_NUMBER = 40
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_PLAIN: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def parsed(text: str | bytes) -> dict[str, Any]:
    """The file as plain data: dicts, lists, texts, numbers, booleans. Raises `BadPolicy`."""
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "replace"))
    if size > LARGEST:
        _bad("too_large", f"The policy is larger than {LARGEST // 1_000_000} MB.")
    try:
        words = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError:
        _bad("not_text", "The policy is not text in UTF-8.")
    words = words.removeprefix("\ufeff")
    read = _json(words) if words.lstrip().startswith("{") else _yaml(words)
    if not isinstance(read, dict):
        _bad("not_a_policy", "A policy is a list of keys such as `rules:`; see the reference.")
    return read


def _bad(code: str, message: str) -> NoReturn:
    raise BadPolicy((Problem(code, "", message),)) from None


# --- JSON ----------


def _json(words: str) -> Any:
    _shallow(words)
    try:
        return json.loads(words, parse_constant=_no_number, object_pairs_hook=_no_key_twice)
    except RecursionError:
        _bad("too_deep", "Conditions are nested too deeply.")
    except BadPolicy:
        raise
    except ValueError as why:
        # Braces begin YAML as well; what is wrong with it as JSON is the better hint.
        try:
            return _yaml(words)
        except BadPolicy:
            _bad("not_json", f"The policy begins like JSON and is none: {why}.")


def _shallow(words: str) -> None:
    """Brackets outside of texts never stand deeper than a policy can be."""
    depth = 0
    for bracket in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', words):
        mark = bracket.group()
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        if depth > DEEPEST:
            _bad("too_deep", "Conditions are nested too deeply.")


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        _bad("key_twice", f"“{twice}” stands twice in the same place.")
    return made


# --- YAML ----------


def _yaml(words: str) -> Any:
    try:
        events: Iterator[Any] = iter(yaml.parse(words, Loader=_Loader))
        next(events)  # the stream begins
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        read = _node(next(events), events, 0)
        next(events)  # the document ends
        if not isinstance(next(events), yaml.StreamEndEvent):
            _bad("not_a_policy", "The file holds more than one document (---).")
    except yaml.YAMLError as why:
        mark = getattr(why, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        said = getattr(why, "problem", None) or str(why).splitlines()[0]
        _bad("not_yaml", f"The policy is not valid YAML{place}: {said}.")
    return read


def _node(event: Any, events: Iterator[Any], depth: int) -> Any:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        _bad("aliases", f"Anchors and aliases (&, *) are not allowed in a policy (line {line}).")
    if getattr(event, "tag", None):
        _bad("tags", f"Tags such as {event.tag} are not allowed in a policy (line {line}).")
    if isinstance(event, yaml.ScalarEvent):
        return scalar(event.value) if event.implicit[0] else event.value
    if depth >= DEEPEST:
        _bad("too_deep", f"Conditions are nested too deeply (line {line}).")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(one := next(events), yaml.SequenceEndEvent):
            items.append(_node(one, events, depth + 1))
        return items
    made: dict[str, Any] = {}
    while not isinstance(one := next(events), yaml.MappingEndEvent):
        line = one.start_mark.line + 1
        key = one.value if isinstance(one, yaml.ScalarEvent) else _node(one, events, depth + 1)
        if not isinstance(key, str):
            _bad("not_yaml", f"A key is a word, not a list (line {line}).")
        if key in made:
            _bad("key_twice", f"“{key}” stands twice in the same place (line {line}).")
        made[key] = _node(next(events), events, depth + 1)
    return made


def scalar(word: str) -> Any:
    """What a word without quotes is."""
    if word in _PLAIN:
        return _PLAIN[word]
    if len(word) <= LONGEST_NUMBER and word[0] in "+-.0123456789":
        if _INT.fullmatch(word):
            return int(word)
        if _FLOAT.fullmatch(word):
            return float(word)
    return word
