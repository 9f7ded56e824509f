"""What was known about the people on shift when a decision was made.

The shell fills it in, `decide` only reads it, and it is kept beside the input so that a decision
can be made again to the bit. Everything here is about one moment.
"""

from __future__ import annotations

from datetime import datetime

from segue.domain.ids import TeamId
from segue.domain.value import Plain


class TeamNow(Plain, frozen=True):
    """One team at one moment. `free` counts open places, `waiting` people in its line.

    `people` is how many belong to it, on shift or not; None when that is not known. With nobody at
    all, whoever stands in for it gets what comes, even while they are away too.
    """

    id: TeamId
    name: str
    open: bool = True
    opens_at: datetime | None = None
    staffed: int = 0
    free: int = 0
    waiting: int = 0
    eta_low_s: int | None = None
    eta_high_s: int | None = None
    answer_by: datetime | None = None
    people: int | None = None
    surge: bool = False  # more come than can be served: other ways are shown first
    first_by: datetime | None = None  # a first answer promised now is due then, in open hours
    next_by: datetime | None = None  # and so is an answer to a turn with a person
    skills_known: tuple[str, ...] | None = None  # that somebody has; None: not known
    speaks: tuple[str, ...] = ()  # languages of its people; none: nobody named any
    closed_for: str = ""  # the day that it is closed for now, by its name: “Christmas Day”

    @property
    def never(self) -> bool:
        """Is nobody ever coming? It has no people, or hours that do not open."""
        empty = self.people == 0 and self.staffed == 0  # nobody of its own, and nobody lent to it
        return empty or (not self.open and self.opens_at is None)


class Floor(Plain, frozen=True):
    """All teams at one moment."""

    teams: tuple[TeamNow, ...] = ()

    def team(self, team: TeamId) -> TeamNow:
        """The team by its id; an unknown one is open, unstaffed and named by its id."""
        for one in self.teams:
            if one.id == team:
                return one
        return TeamNow(id=team, name=str(team))

    def named(self, name: str) -> TeamNow | None:
        """The team that a customer called by this name (case does not matter), if there is one."""
        wanted = name.casefold()
        for one in self.teams:
            if wanted in (one.name.casefold(), one.id.casefold()):
                return one
        return None


NOBODY = Floor()
"""A floor about which nothing is known: every promise made on it is a careful one."""
