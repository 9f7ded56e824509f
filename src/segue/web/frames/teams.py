"""Teams: when they are open, what customers then see, and what is odd about it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from segue.web.frames.base import Body, Told
from segue.web.frames.floor import SurgeShown

Span = tuple[str, str]


class DayShown(Told, frozen=True):
    """One date with hours of its own; none is closed, for the reason that is its name."""

    date: str
    name: str
    open: tuple[Span, ...]


class CalendarShown(Told, frozen=True):
    """Times are as on the wall of the zone: `09:00`; `24:00` ends a day, `06:00+1` is on the next
    one. `week` begins on Monday; an empty one is round the clock."""

    zone: str
    week: tuple[tuple[Span, ...], ...]
    closed_on: tuple[str, ...]
    days: tuple[DayShown, ...]


class HoursShown(CalendarShown, frozen=True):
    """`more` are further calendars: open is when any of them is."""

    more: tuple[CalendarShown, ...]


class OddShown(Told, frozen=True):
    """Something that a lead should look at. `code`: never_opens, closed_long, holidays_past,
    holidays_far, zone_unknown, no_members."""

    code: str
    text: str


class TeamShown(Told, frozen=True):
    """One team. `closed_for` names the day for which it is closed now, if it is one that has a
    name; `members` counts whoever belongs to it, on shift or not."""

    id: str
    name: str
    hours: HoursShown
    hours_text: str
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    closed_for: str
    answer_within_min: int
    surge: SurgeShown | None
    members: int
    warnings: tuple[OddShown, ...]


class TeamChange(Body, frozen=True, kw_only=True):
    """What is left out stays. `hours` as they are shown, or as `segue hours set` reads them from a
    file, or `always`."""

    name: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    hours: dict[str, Any] | Literal["always"] | None = None
    answer_within_min: Annotated[int, Meta(ge=1, le=20_160)] | None = None


class PreviewShown(Told, frozen=True):
    """What a customer sees at a moment who asks for a person then. Times called `local` are as they
    read them; `before` are the lines at the top before they ask, `header` after, `lines` what is
    said; `saved` what is said once they left a message; `case`: it becomes one with a number."""

    at: datetime
    local: str
    team: str
    open: bool
    closed_for: str
    state: str
    before: tuple[str, ...]
    header: tuple[str, ...]
    lines: tuple[str, ...]
    opens_at: datetime | None
    opens_local: str | None
    answer_by: datetime | None
    answer_by_local: str | None
    choices: tuple[str, ...]
    case: bool
    saved: str
