"""What checking a policy has to know about the installation: its teams, their hours and people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from segue.domain.hours import OpenHours, is_open, opens_next
from segue.domain.ids import TeamId
from segue.domain.line_rules import Skill
from segue.domain.value import Plain


class TeamKnown(Plain, frozen=True):
    """One team. `people` is how many belong to it, whatever their shift, `skills` what one or
    another of them can do, `most` how many chats one of them may have; None: not known."""

    id: TeamId
    name: str
    hours: OpenHours = OpenHours()
    people: int | None = None
    skills: tuple[Skill, ...] | None = None
    most: int | None = None

    @property
    def may_close(self) -> bool:
        """Is there an hour at which it is closed?"""
        return not self.hours.always

    @property
    def may_open(self) -> bool:
        """Is there an hour at which it is open?"""
        return any(_weekly(one) or any(day.open for day in one.days)
                   for one in self.hours.calendars)  # fmt: skip

    @property
    def loses_opening(self) -> bool:
        """Is it ever closed with no opening known: no hours at all, or none after some day?"""
        if not self.may_open:
            return True
        named = {day for one in self.hours.calendars for day in one.closed_on}
        named |= {day.date for one in self.hours.calendars for day in one.days}
        return any(_nothing_ahead(self.hours, day) for day in named)


def _weekly(hours: OpenHours) -> bool:
    """Does it open week after week?"""
    return not hours.week or any(hours.week)


def _nothing_ahead(hours: OpenHours, day: str) -> bool:
    """Is it closed at the end of this day, and does not open again?"""
    ends = datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=UTC)
    ends += timedelta(days=2)  # wherever on earth that day ends
    return not is_open(hours, ends) and opens_next(hours, ends) is None


Teams = tuple[TeamKnown, ...]


def named(team: TeamId, teams: Iterable[TeamKnown]) -> str:
    """The team as people call it; its id when nobody knows it."""
    return next((one.name for one in teams if one.id == team), str(team))


def known_in(teams: Iterable[TeamKnown] | None) -> frozenset[Skill] | None:
    """Every skill that somebody of these teams has; None where that is not known of all."""
    if teams is None:
        return None
    found: set[Skill] = set()
    for one in teams:
        if one.skills is None:
            return None
        found.update(one.skills)
    return frozenset(found)
