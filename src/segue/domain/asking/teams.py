"""Teams and departments as words that customers use: "speak to billing", "put me through to
reception".

An installation's own teams are known by their names; the departments that most companies have are
in the lexicon, and count in the same way whether or not the installation has them: whoever wants
the spa wants somebody. A name is a weak noun. It counts after a verb of contact with only small
words between ("talk to someone in the *billing*"), so that "a question about billing" stays a
question; and as a strong noun when a word for a team stands by it ("billing team please").
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from segue.domain.asking.fold import fold
from segue.domain.asking.lexicon import Lexicon, split


class Mention(NamedTuple):
    """A team's name in a clause, from word `start` up to `end`; strong with a word for a team by
    it. `name` is None for a department that is none of the installation's teams."""

    start: int
    end: int
    name: str | None
    strong: bool


class Teams:
    """The names of an installation's teams, folded and indexed by their first word."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._runs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.folded: list[tuple[str, str]] = []
        for name in names:
            run = split(" ".join(fold(word) for word in name.split()))
            if run:
                self._runs.setdefault(run[0], []).append((run, name))
                self.folded.append((" ".join(run), name))
        for runs in self._runs.values():
            runs.sort(key=lambda pair: -len(pair[0]))

    def __bool__(self) -> bool:
        return bool(self._runs)

    def may_begin_with(self, written: str) -> bool:
        return fold(written) in self._runs

    def mentions(self, words: list[str], lexicon: Lexicon) -> list[Mention]:
        found = []
        for place, word in enumerate(words):
            for run, name in self._runs.get(word, ()):
                end = place + len(run)
                if tuple(words[place:end]) == run:
                    found.append(
                        Mention(place, end, name, _is_called_a_team(words, place, end, lexicon))
                    )
                    break
        return found

    def mentions_beside(
        self, departments: Iterable[tuple[int, int]], words: list[str], lexicon: Lexicon
    ) -> list[Mention]:
        """Return the teams that `words` name, and the departments (their places) beside them."""
        named = self.mentions(words, lexicon)
        return named + [
            Mention(start, end, None, _is_called_a_team(words, start, end, lexicon))
            for start, end in departments
            if all(end <= one.start or one.end <= start for one in named)
        ]


def _is_called_a_team(words: list[str], start: int, end: int, lexicon: Lexicon) -> bool:
    if end < len(words) and words[end] in lexicon.team_words:
        return True
    before = start - 1
    while before >= 0 and words[before] in lexicon.team_links:
        before -= 1
    return before >= 0 and before >= start - 3 and words[before] in lexicon.team_words


@lru_cache(maxsize=256)
def teams_named(names: tuple[str, ...]) -> Teams:
    return Teams(names)
