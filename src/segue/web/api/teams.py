"""Teams: their hours, what customers see at any moment, and surges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec.structs import replace

from segue.app.ports_staff import Surge, Team
from segue.app.previewing import preview as played
from segue.domain import hours
from segue.domain.hours import zone_known, zone_of
from segue.domain.hours_form import hours_form, read_hours
from segue.domain.hours_warnings import hours_text, warnings
from segue.domain.ids import TeamId
from segue.web.api.asked import Asked
from segue.web.frames import teams as f
from segue.web.frames.floor import SurgeAsked, SurgeShown
from segue.web.limits import clean
from segue.web.refusals import No, bad, not_found

FARTHEST = timedelta(days=5 * 366)
LANGUAGE_LENGTH = 35
CHANNEL_LENGTH = 20


async def one(request: Asked, team: FromPath[str]) -> f.TeamShown:
    """One team: when it is open, and what is odd about that."""
    return _shown(request, await _known(request, team))


async def change(request: Asked, team: FromPath[str], data: JSONBody[f.TeamChange]) -> f.TeamShown:
    """Change its name, its hours or within how many open minutes a later answer is promised.

    Hours that cannot be read are refused with everything that is wrong (`bad_hours`, `errors`).
    """
    known = await _known(request, team)
    changed = known
    if data.name is not None:
        name = clean(data.name)
        if not name:
            raise bad("`name` is empty.")
        changed = replace(changed, name=name)
    if data.hours is not None:
        changed = replace(changed, hours=read_hours(data.hours))
    if data.answer_within_min is not None:
        changed = replace(changed, answer_within_min=data.answer_within_min)
    if changed != known:
        await _save(request, changed)
    return _shown(request, changed)


async def surge(request: Asked, team: FromPath[str], data: JSONBody[SurgeAsked]) -> f.TeamShown:
    """More come than can be served: say so to customers, and give each of the team more room, for
    a while. It ends by itself."""
    known = await _known(request, team)
    begun = None
    if data.on:
        until = request.segue.clock() + timedelta(minutes=data.for_min)
        begun = Surge(until, request.caller.person.name, data.more)
    changed = replace(known, surge=begun)
    if changed != known:
        await _save(request, changed)
    return _shown(request, changed)


async def preview(
    request: Asked,
    team: FromPath[str],
    at: FromQuery[str] = "",
    zone: FromQuery[str] = "",
    language: FromQuery[str] = "en",
    channel: FromQuery[str] = "web",
    staffed: FromQuery[bool] = True,  # noqa: FBT002 - of a query
) -> f.PreviewShown:
    """What a customer in `zone` would see who asks for a person `at` that time (without a zone of
    its own, in theirs). With `staffed=false`, nobody is at work."""
    known = await _known(request, team)
    segue = request.segue
    place = zone or known.hours.zone
    if not zone_known(place):
        raise No(422, "zone_unknown", "There is no such time zone. Write one as Europe/Madrid.")
    if len(language) > LANGUAGE_LENGTH or len(channel) > CHANNEL_LENGTH:
        raise bad("`language` and `channel` are short words.")
    staffing = segue.staffing
    found = played(
        known.id,
        await segue.store.teams(),
        staffing.roster.members,
        segue.policy,
        _moment(at, place, segue.clock()),
        zone=place,
        language=language,
        channel=channel,
        staffed=staffed,
    )
    return msgspec.convert(found, f.PreviewShown, from_attributes=True)


def _moment(text: str, zone: str, now: datetime) -> datetime:
    """A time on the wall of this zone, or one that names its own."""
    if not text:
        return now
    try:
        read = datetime.fromisoformat(text)
        at = (read if read.tzinfo else read.replace(tzinfo=zone_of(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad("`at` is no time. Write one as 2026-12-26T10:00.") from None
    if abs(at - now) > FARTHEST:
        raise bad("`at` is more than five years away.")
    return at


async def _known(request: Asked, team: str) -> Team:
    """As it is kept now; another process may have changed it a moment ago."""
    wanted = TeamId(team)
    for known in await request.segue.store.teams():
        if known.id == wanted:
            return known
    raise not_found()


async def _save(request: Asked, team: Team) -> None:
    await request.segue.store.save_team(team)
    await request.segue.presence.changed()


def _shown(request: Asked, team: Team) -> f.TeamShown:
    now = request.segue.clock()
    members = request.segue.staffing.roster.members.get(team.id, 0)
    open_hours = team.hours
    return f.TeamShown(
        id=team.id,
        name=team.name,
        hours=msgspec.convert(hours_form(open_hours), f.HoursShown),
        hours_text=hours_text(open_hours),
        open=hours.is_open(open_hours, now),
        opens_at=hours.opens_next(open_hours, now),
        closes_at=hours.closes_next(open_hours, now),
        closed_for=hours.closed_for(open_hours, now),
        answer_within_min=team.answer_within_min,
        surge=surge_shown(team, now),
        members=members,
        warnings=tuple(
            f.OddShown(one.code, one.text) for one in warnings(open_hours, now, members)
        ),
    )


def surge_shown(team: Team, now: datetime) -> SurgeShown | None:
    """The surge that is on now."""
    on = team.surge
    return SurgeShown(on.until, on.by, on.more) if on is not None and on.until > now else None
