"""Skills and languages of a `Lineup` as numbers, so that one operation says who can do what."""

from __future__ import annotations

from typing import Any, TypeAlias

from segue.domain.line_rules import Skill
from segue.domain.needs import tongue
from segue.domain.routing import LANGUAGE_LEVELS, Desk, Place, level_of

Wants: TypeAlias = tuple[tuple[tuple[str, int], ...], str | None]
"""Skills with their levels, and a language."""


class Kind:
    """What some agents can do, in the same way. `tongues` is None for all languages.

    `mask` has a bit for every skill and level, `bits` are these one by one, and 0 for what needs
    no skill.
    """

    __slots__ = ("_levels", "_total", "bits", "mask", "tongues")

    def __init__(self, levels: dict[str, int], mask: int, tongues: frozenset[str] | None) -> None:
        self._levels = levels
        self._total = sum(levels.values())
        self.mask = mask
        self.tongues = tongues
        self.bits = [0, *(1 << n for n in range(mask.bit_length()) if mask >> n & 1)]

    def speaks(self, language: str | None) -> bool:
        return language is None or self.tongues is None or language in self.tongues

    def distance(self, wants: Wants) -> int:
        """`routing.distance`: only what is asked for has to be looked at, the rest is a sum."""
        skills, language = wants
        away = self._total
        for name, level in skills:
            have = self._levels.get(name, 0)
            away += abs(have - level) - have
        return away if self.speaks(language) else away + LANGUAGE_LEVELS


def wants_of(place: Place) -> Wants:
    """What was asked for, each skill once."""
    wanted = {one.name: one.level for one in place.wants or place.needs}
    return tuple(wanted.items()), place.wants_language or place.language


class Skills:
    """One bit for every skill at every level: who has a level has those below it."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        self._kinds: dict[tuple[Any, ...], Kind] = {}

    def needed(self, skills: tuple[Skill, ...]) -> int:
        """The bits that all of these need together."""
        return sum({self._bit(one.name, one.level) for one in skills if one.level > 0})

    def kind(self, desk: Desk) -> Kind:
        """What this agent can do; the same object for those who can do the same."""
        same = (desk.skills, desk.languages)
        kind = self._kinds.get(same)
        if kind is None:
            levels = {one.name: level_of(desk, one.name) for one in desk.skills}
            mask = sum(
                self._bit(name, level)
                for name, highest in levels.items()
                for level in range(1, highest + 1)
            )
            tongues = frozenset(map(tongue, desk.languages)) or None
            kind = self._kinds[same] = Kind(levels, mask, tongues)
        return kind

    def _bit(self, name: str, level: int) -> int:
        return self._bits.setdefault((name, level), 1 << len(self._bits))
