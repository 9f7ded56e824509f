"""Places in slots for calls: how many calls fit, as rows that cannot be there twice.

The places of a slot are numbered from 0, and `(team, at, n)` is a primary key: two processes that
give the same last place away at the same moment cannot both succeed. The one that comes second
finds it taken when it decides again. A customer's choice gets a place below the slot's room or
none; a time that the staff set for another try always gets one, above it if need be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, tuple_

from segue.domain.errors import SlotTaken
from segue.domain.ids import ConversationId, TeamId
from segue.domain.slots import Claim
from segue.store import schema as t
from segue.store.coding import micros, moment
from segue.store.drafting import Booking, Turn
from segue.store.seats import NoSeatFor
from segue.store.statements import Hot

Booked = dict[Claim, dict[int, ConversationId]]
"""By slot, then by place."""


class NoSlotFor(NoSeatFor):
    """This turn cannot have the slot it needs; the rest of the batch can go on without it."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn)
        self.refusal = SlotTaken()


@dataclass(slots=True)
class Rebooked:
    """What has to be written: first who lets go, then who takes."""

    up: list[tuple[ConversationId]]
    down: list[tuple[TeamId, int, int, ConversationId]]


def rebook(booked: Booked, bookings: Iterable[Booking]) -> Rebooked:
    """Carry them out, in order. `booked` must hold every slot that is let go or taken.

    Raises `NoSlotFor`.
    """
    at = {who: (claim, n) for claim, taken in booked.items() for n, who in taken.items()}
    before = dict(at)
    for booking in bookings:
        who = booking.turn.conversation
        if who in at:
            claim, n = at.pop(who)
            del booked[claim][n]
        if booking.takes is None:
            continue
        taken = booked.setdefault(booking.takes, {})
        n = next(n for n in range(len(taken) + 1) if n not in taken)
        room = booking.turn.slots
        if room is not None and (len(taken) >= room(*booking.takes) or n >= room(*booking.takes)):
            raise NoSlotFor(booking.turn)
        taken[n] = who
        at[who] = (booking.takes, n)
    return Rebooked(
        up=sorted((who,) for who in before if at.get(who) != before[who]),
        down=sorted(
            (team, micros(slot), n, who)
            for who, ((team, slot), n) in at.items()
            if before.get(who) != ((team, slot), n)
        ),
    )


def write_bookings(
    connection: Connection, hot: Hot, bookings: Sequence[Booking]
) -> Callable[[], None]:
    """Find the places inside the transaction; the result writes them. Raises `NoSlotFor`."""
    claims = {claim for one in bookings for claim in (one.leaves, one.takes) if claim}
    c = t.slot_seat.c
    rows = connection.execute(
        select(c.team, c.at, c.n, c.conversation).where(
            or_(
                tuple_(c.team, c.at).in_(sorted((team, micros(at)) for team, at in claims)),
                c.conversation.in_(sorted({one.turn.conversation for one in bookings})),
            )
        )
    )
    booked: Booked = {}
    for team, at, n, who in rows:
        booked.setdefault((TeamId(team), moment(at)), {})[n] = ConversationId(who)
    found = rebook(booked, bookings)

    def write() -> None:
        hot.no_slots.run(connection, found.up)
        hot.slots.run(connection, found.down)

    return write


def taken_of(
    connection: Connection, team: TeamId, since: datetime, until: datetime
) -> dict[datetime, int]:
    """Calls booked with this team, by the slot they begin at."""
    c = t.slot_seat.c
    rows = connection.execute(
        select(c.at, func.count())
        .where(c.team == team, c.at >= micros(since), c.at < micros(until))
        .group_by(c.at)
    )
    return {moment(at): many for at, many in rows}


def counted(booked: Booked, team: TeamId, since: datetime, until: datetime) -> dict[datetime, int]:
    """The same of slots in memory."""
    found: Counter[datetime] = Counter()
    for (whose, at), taken in booked.items():
        if whose == team and since <= at < until and taken:
            found[at] = len(taken)
    return dict(found)
