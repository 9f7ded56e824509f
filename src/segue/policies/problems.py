"""What is wrong with a policy: a stable code, the place, and a sentence that says what to do."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from segue.domain.value import Plain

MOST = 50
"""Problems told at once; the rest is told when these are gone."""


class Problem(Plain, frozen=True):
    """`where` reads like a path: `rules[3] "refunds-first" · when · misses`."""

    code: str
    where: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class BadPolicy(ValueError):
    """Everything that is wrong, not only the first thing."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - 1
        first = str(self.problems[0]) if self.problems else "The policy is not valid."
        super().__init__(f"{first} (and {more} more)" if more > 0 else first)


class Findings:
    """Collects problems while something is read; knows where in the file it is."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._path: list[str] = []
        self._joint = " · "

    @contextmanager
    def at(self, step: str) -> Iterator[None]:
        """Everything found inside is found at this step of the path."""
        self._path.append(f"{self._joint}{step}" if self._path else step)
        try:
            yield
        finally:
            self._path.pop()

    @contextmanager
    def item(self, n: int) -> Iterator[None]:
        """The same for the n-th of a list, the first being 1: `let_go[2]`."""
        self._path.append(f"[{n}]")
        try:
            yield
        finally:
            self._path.pop()

    @contextmanager
    def dotted(self) -> Iterator[None]:
        """Steps inside are joined as keys are: `line.teams.billing.let_go[2]`."""
        before, self._joint = self._joint, "."
        try:
            yield
        finally:
            self._joint = before

    @property
    def where(self) -> str:
        return "".join(self._path)

    def add(self, code: str, message: str, *, warning: bool = False) -> None:
        if len(self.problems) < MOST:
            self.problems.append(Problem(code, self.where, message, warning))


def meant(word: object, known: Iterable[str]) -> str:
    """ " Did you mean “misses”?", or the whole list when it is short, or nothing."""
    names = sorted(known)
    word = str(word)[:60]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f" Did you mean “{close[0]}”?"
    return f" There are: {', '.join(names)}." if names else ""


def shown(value: Any) -> str:
    """A value as its author wrote it, at most a line long."""
    try:
        said = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        said = "that"
    return said if len(said) <= 60 else f"{said[:57]}…"  # noqa: PLR2004 - fits a line
