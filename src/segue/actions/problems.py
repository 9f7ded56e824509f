"""What is wrong with a description of actions: the line, the place, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from segue.domain.value import Plain

MOST = 50
Path = tuple[str | int, ...]


class Problem(Plain, frozen=True):
    """`where` reads like a path: `actions “cancel” · inputs · order`; `line` counts from 1, 0 is
    unknown (the form came from a program, not from a file)."""

    where: str
    message: str
    line: int = 0

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        place = ", ".join(part for part in (line, self.where) if part)
        return f"{place}: {self.message}" if place else self.message


class BadActions(ValueError):
    """Everything that is wrong, not only the first thing."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = str(self.problems[0]) if self.problems else "The description is not valid."
        more = len(self.problems) - 1
        super().__init__(f"{first} (and {more} more)" if more > 0 else first)


class Findings:
    """Collects problems while a form is read, and knows where in the file it is."""

    def __init__(self, lines: dict[Path, int] | None = None) -> None:
        self.problems: list[Problem] = []
        self._lines = lines or {}
        self._path: Path = ()
        self._called: list[str] = []

    @contextmanager
    def at(self, step: str | int, called: str = "") -> Iterator[None]:
        """Everything found inside stands at this key or number; `called` is its name in words."""
        before = self._path
        self._path = (*before, step)
        self._called.append(called or str(step))
        try:
            yield
        finally:
            self._path = before
            self._called.pop()

    @property
    def line(self) -> int:
        """The line of the nearest thing that has one."""
        path = self._path
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def add(self, message: str) -> None:
        if len(self.problems) < MOST:
            self.problems.append(Problem(" · ".join(self._called), message, self.line))
