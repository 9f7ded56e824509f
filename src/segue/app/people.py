"""What leads and managers change of the people on the staff.

A lead says who is here, how much they may have, and whom they help for a while; a manager also what
they can do and where they belong. Each change is kept with its author beside the person, and tells
the floor at once. Nothing is ever taken away from somebody who has more than they may have now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from msgspec.structs import replace

from segue.app.ports import Clock, Store
from segue.app.ports_staff import Agent, Changed, Lent, Team
from segue.app.presence import STATUSES, Presence
from segue.domain.ids import AgentId, TeamId
from segue.domain.line_rules import Skill

LEADS = ("status", "capacity", "back_at")
"""What a lead may change; everything else needs a manager."""
MOST_CAPACITY, MOST_SKILLS, MOST_LANGUAGES, MOST_TEAMS, LONGEST = 50, 50, 30, 200, 60
CHANGES_KEPT = 10
LEVELS = ("1", "2", "3")
LEND_MIN, LEND_MOST = 5, 24 * 60
AWAY_AT_MOST = timedelta(days=60)
LANGUAGE = re.compile(r"[a-z]{2,3}")
SKILL_NAME = re.compile(r"[^\s:,*][^:,*\n]*")
RESERVED = ("language", "all")
log = structlog.get_logger()


class Unfit(ValueError):
    """What was asked for cannot be, with a stable code and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NoSuchAgent(LookupError):
    """There is nobody with this id."""


def skills_in(words: Sequence[str]) -> tuple[Skill, ...]:
    """`refunds:2` or `refunds` (level 1), each skill once. Raises `Unfit`."""
    found: dict[str, Skill] = {}
    for text in words:
        name, colon, level = text.partition(":")
        name = name.strip()
        if SKILL_NAME.fullmatch(name) is None or len(name) > LONGEST or name in RESERVED:
            raise Unfit("bad_skill", f"“{text}” is no skill. Write for instance refunds or"
                        " refunds:2.")  # fmt: skip
        if colon and level.strip() not in LEVELS:
            raise Unfit("bad_skill", f"“{text}”: a level is 1, 2 or 3.")
        if name in found:
            raise Unfit("bad_skill", f"The skill “{name}” stands there twice.")
        found[name] = Skill(name, int(level) if colon else 1)
    if len(found) > MOST_SKILLS:
        raise Unfit("bad_skill", f"At most {MOST_SKILLS} skills.")
    return tuple(found.values())


def languages_in(words: Sequence[str]) -> tuple[str, ...]:
    """Codes such as `de`; a region is left out. Raises `Unfit`."""
    found = [word.strip().lower().split("-")[0].split("_")[0] for word in words]
    for word, code in zip(words, found, strict=True):
        if LANGUAGE.fullmatch(code) is None:
            raise Unfit("bad_language", f"“{word}” is no language code such as en or de.")
    if len(found) > MOST_LANGUAGES:
        raise Unfit("bad_language", f"At most {MOST_LANGUAGES} languages.")
    return tuple(dict.fromkeys(found))


def teams_in(words: Sequence[str], teams: Iterable[Team]) -> tuple[TeamId, ...]:
    """Teams by their ids or names. Raises `Unfit` for one that there is not."""
    known = list(teams)
    found = []
    for word in words:
        one = next((team.id for team in known if word in (team.id, team.name)), None)
        if one is None:
            ids = ", ".join(sorted(team.id for team in known))
            raise Unfit("unknown_team", f"There is no team “{word}”. There are: {ids}.")
        found.append(one)
    if len(found) > MOST_TEAMS:
        raise Unfit("unknown_team", f"At most {MOST_TEAMS} teams.")
    return tuple(dict.fromkeys(found))


def changed(
    agent: Agent, fields: Mapping[str, Any], teams: Iterable[Team], by: str, now: datetime
) -> Agent:
    """The agent with these fields, and with the record of it; the same when nothing is other.

    `skills` and `languages` are words, `teams` ids or names, `shift` hours or None, `back_at` a
    time or None. Raises `Unfit`.
    """
    read: dict[str, Any] = {}
    for name, value in fields.items():
        match name:
            case "status":
                if value not in STATUSES:
                    raise Unfit("bad_status", f"It is one of {', '.join(STATUSES)}.")
                read[name] = value
            case "capacity":
                if not 0 <= value <= MOST_CAPACITY:
                    raise Unfit("bad_capacity", f"A capacity is from 0 to {MOST_CAPACITY}.")
                read[name] = value
            case "back_at":
                read[name] = back(value, now)
            case "skills":
                read[name] = skills_in(value)
            case "languages":
                read[name] = languages_in(value)
            case "teams":
                read[name] = teams_in(value, teams)
            case "shift":
                read[name] = value
            case _:
                raise Unfit("unknown_field", f"There is nothing called “{name}” to change.")
    if read.get("status") == "available":
        read["back_at"] = None
    return _noted(agent, replace(agent, **read), by, now)


def back(at: datetime | None, now: datetime) -> datetime | None:
    """When somebody will be back. Raises `Unfit` for the past, and for a time far away."""
    if at is not None and at.tzinfo is None:
        raise Unfit("bad_time", "A time needs its zone: 2026-11-24T14:00Z.")
    if at is not None and not now - timedelta(minutes=1) <= at <= now + AWAY_AT_MOST:
        raise Unfit("bad_time", "“back_at” is a time to come, within two months.")
    return at


def lent(
    agent: Agent, team: str, for_min: int, teams: Iterable[Team], by: str, now: datetime
) -> Agent:
    """The agent, helping this team for so many minutes; 0 takes it back. Raises `Unfit`."""
    (wanted,) = teams_in([team], teams)
    if wanted in agent.teams:
        raise Unfit("serves_already", f"{agent.name} serves this team already.")
    if for_min and not LEND_MIN <= for_min <= LEND_MOST:
        raise Unfit("bad_time", f"From {LEND_MIN} minutes to a day; 0 takes it back.")
    others = tuple(one for one in agent.lent if one.team != wanted and one.until > now)
    mine = (Lent(wanted, now + timedelta(minutes=for_min)),) if for_min else ()
    return _noted(agent, replace(agent, lent=(*others, *mine)), by, now)


def _noted(was: Agent, made: Agent, by: str, now: datetime) -> Agent:
    what = "; ".join(_differences(was, made))
    if not what:
        return was
    return replace(made, changes=(*was.changes, Changed(now, by, what))[-CHANGES_KEPT:])


def _differences(was: Agent, made: Agent) -> Iterable[str]:
    for name, say in _SAID.items():
        old, new = getattr(was, name), getattr(made, name)
        if old != new:
            yield f"{name.replace('_', ' ')} {say(old)} → {say(new)}"


def skill_words(skills: Iterable[Skill]) -> str:
    """`refunds:2, tents`, as they are written."""
    return ", ".join(written(one) for one in skills) or "none"


def written(skill: Skill) -> str:
    """`refunds:2`; level 1 is not said."""
    return skill.name if skill.level == 1 else f"{skill.name}:{skill.level}"


def _moment(at: datetime | None) -> str:
    return "not said" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"


def _lent(several: tuple[Lent, ...]) -> str:
    return ", ".join(f"{one.team} until {_moment(one.until)}" for one in several) or "nobody"


_SAID: dict[str, Callable[[Any], str]] = {
    "status": str,
    "capacity": str,
    "back_at": _moment,
    "skills": skill_words,
    "languages": lambda codes: ", ".join(codes) or "any",
    "teams": lambda teams: ", ".join(teams) or "none",
    "shift": lambda hours: "none" if hours is None else "hours of their own",
    "lent": _lent,
}


@dataclass
class People:
    """Changes people while the floor is running."""

    store: Store
    presence: Presence
    clock: Clock

    async def change(self, agent: AgentId, fields: Mapping[str, Any], by: str) -> Agent:
        """Raises `NoSuchAgent` and `Unfit`; then nothing is changed."""
        teams = await self.store.teams() if "teams" in fields else ()
        now = self.clock()
        return await self._keep(agent, lambda was: changed(was, fields, teams, by, now), fields)

    async def lend(self, agent: AgentId, team: str, for_min: int, by: str) -> Agent:
        """Raises `NoSuchAgent` and `Unfit`."""
        teams, now = await self.store.teams(), self.clock()
        return await self._keep(agent, lambda was: lent(was, team, for_min, teams, by, now), {})

    async def _keep(
        self, agent: AgentId, change: Callable[[Agent], Agent], fields: Mapping[str, Any]
    ) -> Agent:
        made = await self.store.change_agent(agent, change)
        if made is None:
            raise NoSuchAgent(agent)
        if made.changes and made.changes[-1].at >= self.clock() - timedelta(seconds=5):
            log.info("people.changed", agent=agent, by=made.changes[-1].by,
                     what=made.changes[-1].what)  # fmt: skip
        if "status" in fields:
            await self.presence.set_status(agent, fields["status"])
            made = replace(made, status=fields["status"])
        else:
            await self.presence.changed()
        return made
