"""Text to plain data that remembers its lines: a description of actions is edited by hand.

Read like a policy (`segue.policies.parsing`): `on`, `no` and `off` are words, anchors and tags are
refused, a key that stands twice is told. JSON is YAML, so both are read here; every key and every
item has a line to point at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from segue.actions.problems import BadActions, Path, Problem
from segue.policies.parsing import scalar

LARGEST = 4_000_000  # bytes; the documents of large systems are this long
DEEPEST = 60
MOST_NODES = 200_000
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Parsed:
    """The data, and the line of every place in it."""

    def __init__(self, data: Any, lines: dict[Path, int]) -> None:
        self.data, self.lines = data, lines


def parsed(text: str | bytes, what: str = "The file") -> Parsed:
    """YAML or JSON as dicts, lists, texts, numbers, booleans. Raises `BadActions`."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    if len(raw) > LARGEST:
        _bad(f"{what} is larger than {LARGEST // 1_000_000} MB.")
    try:
        words = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        _bad(f"{what} is not text in UTF-8.")
    return _Reading(what).read(words)


def _bad(message: str, line: int = 0) -> NoReturn:
    raise BadActions((Problem("", message, line),)) from None


class _Reading:
    def __init__(self, what: str) -> None:
        self.what = what
        self.lines: dict[Path, int] = {}
        self.nodes = 0

    def read(self, words: str) -> Parsed:
        try:
            events: Iterator[Any] = iter(yaml.parse(words, Loader=_Loader))
            next(events)  # the stream begins
            if isinstance(next(events), yaml.StreamEndEvent):
                return Parsed(None, {})
            data = self._node(next(events), events, ())
            next(events)  # the document ends
            if not isinstance(next(events), yaml.StreamEndEvent):
                _bad(f"{self.what} holds more than one document (---).")
        except yaml.YAMLError as why:
            mark = getattr(why, "problem_mark", None)
            said = getattr(why, "problem", None) or str(why).splitlines()[0]
            _bad(f"This is not valid YAML: {said}.", mark.line + 1 if mark else 0)
        return Parsed(data, self.lines)

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        line = event.start_mark.line + 1
        self.lines.setdefault(path, line)
        self.nodes += 1
        if self.nodes > MOST_NODES or len(path) > DEEPEST:
            _bad(f"{self.what} is larger or deeper than any description is.", line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            _bad("Anchors and aliases (&, *) are not allowed here: write it out.", line)
        if getattr(event, "tag", None):
            _bad(f"Tags such as {event.tag} are not allowed here.", line)
        if isinstance(event, yaml.ScalarEvent):
            return scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(one := next(events), yaml.SequenceEndEvent):
                items.append(self._node(one, events, (*path, len(items))))
            return items
        return self._mapping(events, path)

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while not isinstance(one := next(events), yaml.MappingEndEvent):
            line = one.start_mark.line + 1
            if not isinstance(one, yaml.ScalarEvent):
                _bad("A key is a word, not a list.", line)
            if one.value in made:
                _bad(f"“{one.value}” stands twice in the same place.", line)
            self.lines[(*path, one.value)] = line
            made[one.value] = self._node(next(events), events, (*path, one.value))
        return made
