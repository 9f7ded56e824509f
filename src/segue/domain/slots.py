"""Times for calls: which a team offers, how many calls fit, and what is left.

A slot begins at a whole multiple of its length by the clock of the team's zone, and lies wholly
within the team's hours. Which of its places are taken the store knows: it gives the last one away
once (`slot_claim`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from segue.domain import hours as open_hours
from segue.domain import stages as s
from segue.domain.errors import SlotClosed, SlotPast
from segue.domain.hours import DAY_S, OpenHours, zone_of
from segue.domain.ids import TeamId
from segue.domain.line_rules import LineRules
from segue.domain.policy import Policy
from segue.domain.state import Conversation
from segue.domain.telling import kept_place
from segue.domain.value import Plain

SOONEST = timedelta(minutes=5)
"""Nobody is called sooner than this after they chose a time; sooner is “as soon as possible”."""
AHEAD = timedelta(days=7)
SHORTEST = timedelta(minutes=5)
MOST = 500
NAMED = 3
"""Alternatives that are named with a refusal."""

Claim = tuple[TeamId, datetime]
"""A call of this team in the slot that begins then."""


class Slot(Plain, frozen=True):
    """A time that may be chosen. `left` is how many calls still fit."""

    at: datetime
    left: int


def slot_claim(one: Conversation) -> Claim | None:
    """The place in a slot that this conversation holds: as long as the call is to come."""
    match one.stage:
        case s.Deferred(channel="callback", slot=datetime() as slot, handoff=handoff):
            return handoff.team, slot
        case _:
            return None


def room(rules: LineRules, team: TeamId) -> int:
    """How many calls fit into one slot of this team."""
    own = rules.of(team).callbacks
    return max(0, rules.callbacks if own is None else own)


def team_of_call(one: Conversation, policy: Policy, now: datetime) -> TeamId:
    """Which team would call, if this customer chose a call now."""
    kept = kept_place(one, now)
    handoff = kept.handoff if kept else one.handoff
    return handoff.team if handoff else (one.marks.team or policy.team)


def free(
    hours: OpenHours,
    rules: LineRules,
    team: TeamId,
    now: datetime,
    taken: Mapping[datetime, int],
) -> tuple[Slot, ...]:
    """The slots that still have a place, from soonest to a week ahead."""
    fit, found = room(rules, team), []
    for at in _all(hours, rules, now):
        left = fit - taken.get(at, 0)
        if left > 0:
            found.append(Slot(at, left))
        if len(found) == MOST:
            break
    return tuple(found)


def must_be_offered(hours: OpenHours, rules: LineRules, at: datetime, now: datetime) -> None:
    """Raises `SlotPast` or `SlotClosed` for a time that no slot begins at. Whether it is taken is
    another question."""
    if at <= now:
        raise SlotPast
    if at > now + AHEAD:
        raise SlotClosed
    length = _length(rules)
    if at.timestamp() != _upward(hours, at.timestamp(), length) or not _lies_in(hours, at, length):
        raise SlotClosed
    if at < now + SOONEST:
        raise SlotPast


def nearest(found: tuple[Slot, ...], at: datetime, most: int = NAMED) -> tuple[datetime, ...]:
    """The free ones that are nearest to a time, in order of their own."""
    close = sorted(found, key=lambda slot: abs(slot.at - at))[:most]
    return tuple(sorted(slot.at for slot in close))


def _all(hours: OpenHours, rules: LineRules, now: datetime) -> Iterator[datetime]:
    length = _length(rules)
    for begins, ends in open_hours.open_between(hours, now + SOONEST, _end(now, length)):
        at = _upward(hours, begins.timestamp(), length)
        while at + length <= ends.timestamp() and at <= (now + AHEAD).timestamp():
            yield datetime.fromtimestamp(at, UTC)
            at = _upward(hours, at + length, length)


def _end(now: datetime, length: int) -> datetime:
    return now + AHEAD + timedelta(seconds=length)


def _length(rules: LineRules) -> int:
    return round(max(rules.slot, SHORTEST).total_seconds())


def _upward(hours: OpenHours, at: float, length: int) -> int:
    """The first time not before `at` that is a whole multiple of `length` since midnight on the
    team's wall."""
    second = -int(-at // 1)
    ahead = datetime.fromtimestamp(second, zone_of(hours.zone)).utcoffset() or timedelta()
    since_midnight = (second + round(ahead.total_seconds())) % DAY_S
    return second + min(-since_midnight % length, DAY_S - since_midnight)


def _lies_in(hours: OpenHours, at: datetime, length: int) -> bool:
    """Is it open from its beginning to its end?"""
    end = at + timedelta(seconds=length)
    return open_hours.open_time(hours, at, end) == end - at
