"""Bodies about the people on the staff: who they are, what is changed of them, whom they help."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from segue.web.frames.base import Body, Told, When
from segue.web.frames.http import Status
from segue.web.frames.shared import TeamRef

SkillWords: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
"""`refunds` or `refunds:2`; levels go from 1 to 3."""
LanguageCode: TypeAlias = Annotated[str, Meta(min_length=2, max_length=12)]
TeamId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80)]
HoursForm: TypeAlias = Annotated[
    dict[str, Any], Meta(description="Hours in the form in which teams have them.")
]


class PersonChange(Body, frozen=True, kw_only=True):
    """What is left out stays. Leads change `status`, `capacity` and `back_at`; the rest needs a
    manager. A capacity below what somebody has takes nothing away from them."""

    status: Status | UnsetType = UNSET
    capacity: Annotated[int, Meta(ge=0, le=50)] | UnsetType = UNSET
    teams: Annotated[list[TeamId], Meta(max_length=200)] | UnsetType = UNSET
    skills: Annotated[list[SkillWords], Meta(max_length=50)] | UnsetType = UNSET
    languages: Annotated[list[LanguageCode], Meta(max_length=30)] | UnsetType = UNSET
    back_at: When | UnsetType | None = UNSET
    shift: HoursForm | UnsetType | None = UNSET


class LendAsked(Body, frozen=True, kw_only=True):
    """Let somebody help another team for so many minutes (5 to 1440); 0 takes them back."""

    team: TeamId
    for_min: Annotated[int, Meta(ge=0, le=1440)] = 60


class SkillShown(Told, frozen=True):
    name: str
    level: int


class LentShown(Told, frozen=True):
    team: TeamRef
    until: datetime


class ChangeShown(Told, frozen=True):
    """Who changed what, in words: `capacity 4 → 3`."""

    at: datetime
    by: str
    what: str


class PersonInfo(Told, frozen=True):
    """Somebody of the staff. `load` is what they have now, in chats; `languages` empty: every
    language of the house; `changes` the last ones, oldest first, for leads."""

    id: str
    name: str
    initials: str
    role: str
    status: str
    teams: tuple[TeamRef, ...]
    capacity: int
    load: float
    skills: tuple[SkillShown, ...]
    languages: tuple[str, ...]
    back_at: datetime | None
    lent: tuple[LentShown, ...]
    shift: dict[str, Any] | None
    changes: tuple[ChangeShown, ...]
