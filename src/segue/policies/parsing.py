"""Text to plain data, within limits: a policy comes from people's files and from the network.

YAML 1.1 reads `on`, `no` and `off` as booleans, and so a key `on:` as True. Here a plain scalar is
a boolean only as `true` or `false`; all else is what it looks like. Aliases are refused: a policy
needs none, and a few lines of them can grow to gigabytes.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from segue.policies.problems import BadPolicy, Problem

LARGEST = 2_000_000  # characters
DEEPEST = 40


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe, without YAML 1.1's surprises."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers
            if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}  # fmt: skip
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def parsed(text: str | bytes) -> dict[str, Any]:
    """The file as plain data. Raises `BadPolicy`."""
    if len(text) > LARGEST:
        raise _bad("too_large", f"The policy is larger than {LARGEST // 1_000_000} MB.")
    try:
        words = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError:
        raise _bad("not_text", "The policy is not text in UTF-8.") from None
    read = _json(words) if words.lstrip().startswith("{") else _yaml(words)
    if not isinstance(read, dict):
        raise _bad(
            "not_a_policy", "A policy is a list of keys such as `rules:`; see the reference."
        )
    return read


def _json(words: str) -> Any:
    try:
        return json.loads(words, parse_constant=_no_number)
    except RecursionError:
        raise _bad("too_deep", "Conditions are nested too deeply.") from None
    except ValueError as why:
        raise _bad("not_json", f"The policy begins like JSON and is none: {why}.") from None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _yaml(words: str) -> Any:
    try:
        depth = 0
        for event in yaml.parse(words, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                raise _bad("aliases", "Anchors and aliases (&, *) are not allowed in a policy.")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST:
                raise _bad("too_deep", "Conditions are nested too deeply.")
        return yaml.load(words, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as why:
        mark = getattr(why, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        said = getattr(why, "problem", None) or "cannot be read"
        raise _bad("not_yaml", f"The policy is not valid YAML{place}: {said}.") from None


def _bad(code: str, message: str) -> BadPolicy:
    return BadPolicy((Problem(code, "", message),))
