"""What a place in the line needs of an agent now: skills at a level, a language.

What was asked for stands in the handoff; what was let go meanwhile stands in the stage, event by
event (`relaxing.py`). Here both are put together, and what nobody of the house has is left out: it
would keep somebody waiting for ever. Whoever has it after all is still the better choice, so what
was asked for is kept beside what is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from segue.domain import stages as s
from segue.domain.ids import TeamId
from segue.domain.line_rules import ANY_LANGUAGE, EVERYTHING, LineRules, Skill, skill_of
from segue.domain.relaxing import next_step, taken
from segue.domain.value import Plain

TOLD_IN_SECONDS = 100
"""A shorter time is said in seconds, a longer one in minutes."""


class Needs(Plain, frozen=True):
    """Skills by name, each once, and a language (its first part: `pt` for `pt-BR`), or none."""

    skills: tuple[Skill, ...] = ()
    language: str | None = None

    def level(self, name: str) -> int:
        """The level of this skill; 0 when it is not needed."""
        return next((one.level for one in self.skills if one.name == name), 0)


class LettingGo(Plain, frozen=True):
    """The next step: what is not needed any more from then on, and who may take it besides."""

    step: int
    at: datetime
    dropped: tuple[str, ...] = ()
    lowered: int = 0
    teams: tuple[TeamId, ...] = ()


def tongue(language: str) -> str:
    """The part of a language's code that says whether two people understand each other."""
    return language.replace("_", "-").partition("-")[0].casefold()


def asked_for(
    handoff: s.Handoff, speaks: Collection[str] = (), known: Collection[str] | None = None
) -> Needs:
    """What the handoff asks for, as far as the house has it.

    `speaks` are languages that somebody has (none: nobody named any, so none is a need), `known`
    skills that somebody has (None: not known, so all are kept).
    """
    levels: dict[str, int] = {}
    for skill in map(skill_of, handoff.skills):
        if skill.name and (known is None or skill.name in known):
            levels[skill.name] = max(skill.level, levels.get(skill.name, 0))
    wanted = tongue(handoff.language)
    needed = handoff.language_needed and wanted in {tongue(one) for one in speaks}
    return Needs(
        tuple(Skill(name, levels[name]) for name in sorted(levels)), wanted if needed else None
    )


def left_of(asked: Needs, dropped: Collection[str], lowered: int) -> Needs:
    """What is still needed after what was let go. A skill that was lowered is needed at 1."""
    if EVERYTHING in dropped:
        return Needs()
    return Needs(
        tuple(
            Skill(one.name, max(1, one.level - lowered))
            for one in asked.skills
            if one.name not in dropped
        ),
        None if ANY_LANGUAGE in dropped else asked.language,
    )


def missing_in_house(handoff: s.Handoff, known: Collection[str]) -> tuple[str, ...]:
    """Skills that were asked for and nobody has, in the order in which they were asked for."""
    names = (skill_of(text).name for text in handoff.skills)
    return tuple(dict.fromkeys(name for name in names if name and name not in known))


def letting_go(waiting: s.Waiting, rules: LineRules) -> LettingGo | None:
    """The next step that changes something for whoever waits here; None when there is none."""
    due = next_step(waiting, rules)
    if due is None:
        return None
    number, step = due
    at = waiting.handoff.at + step.after
    event = taken(waiting, rules, number, at)
    return LettingGo(number, at, event.dropped, event.lowered, event.teams)


def said(step: LettingGo, needs: Needs, now: datetime, names: Iterable[tuple[str, str]]) -> str:
    """The step and when it comes, in a sentence for the staff; "" when it changes nothing."""
    what = let_go(step, needs, names)
    return f"{_when((step.at - now).total_seconds())} {what}." if what else ""


def let_go(step: LettingGo, needs: Needs, names: Iterable[tuple[str, str]]) -> str:
    """What is not needed any more from then on. `names` are teams' names by their ids."""
    what = [_dropped(step.dropped, needs), _lowered(step, needs), _widened(step, dict(names))]
    return " and ".join(part for part in what if part)


def _when(seconds: float) -> str:
    if seconds < 1:
        return "Now"
    if seconds < TOLD_IN_SECONDS:
        return f"In {round(seconds)} s"
    return f"In {round(seconds / 60)} min"


def _dropped(dropped: tuple[str, ...], needs: Needs) -> str:
    if not dropped:
        return ""
    if EVERYTHING in dropped:
        every = [one.name for one in needs.skills]
        names = every + (["the language"] if needs.language else [])
    else:
        names = ["the language" if name == ANY_LANGUAGE else name for name in dropped]
    if not names:
        return ""
    return f"{_listed(names)} {'is' if len(names) == 1 else 'are'} not needed any more"


def _lowered(step: LettingGo, needs: Needs) -> str:
    if not step.lowered or EVERYTHING in step.dropped:
        return ""
    left = [one for one in needs.skills if one.name not in step.dropped and one.level > 1]
    lower = [Skill(one.name, max(1, one.level - step.lowered)) for one in left]
    if not lower:
        return ""
    if all(one.level == 1 for one in lower):
        return "the level is not needed any more"
    names = [
        f"{one.name} at {f'level {one.level}' if one.level > 1 else 'any level'}" for one in lower
    ]
    return f"{_listed(names)} {'is' if len(names) == 1 else 'are'} enough"


def _widened(step: LettingGo, names: dict[str, str]) -> str:
    if not step.teams:
        return ""
    return f"{_listed([names.get(team, team) for team in step.teams])} may take it, too"


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
