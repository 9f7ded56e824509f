"""Holds the picture in `staffing.py` against the store: who is here, who waits, who holds what.

The store is read bit by bit while commits go on. What was heard meanwhile is newer than what was
read, and stays. Of a long line only what moved is read: the store says how far each journal is.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterable
from typing import TYPE_CHECKING

from segue.app.ports import Seat
from segue.domain.ids import ConversationId

if TYPE_CHECKING:
    from segue.app.staffing import Staffing

PAGE = 200
"""Snapshots that are read and put in their places between two breaths of the event loop."""


async def look_at_people(staffing: Staffing) -> None:
    """Teams and agents."""
    async with staffing.looking:
        staffing.touched.clear()
        teams, agents = await staffing.store.teams(), await staffing.store.agents()
        newer = staffing.touched
        staffing.know(teams, [newer.get(agent.id, agent) for agent in agents])


async def look_at_line(staffing: Staffing) -> None:
    """Places and seats, as far as they moved."""
    async with staffing.looking:
        fresh = staffing.fresh = set()
        anew, staffing.stale = staffing.stale, False
        try:
            standing = await staffing.store.standing()
            seats = await staffing.store.seated()
            for one in (staffing.places.keys() | staffing.known.keys()) - standing.keys() - fresh:
                staffing.known.pop(one, None)
                staffing.leave(one)
            moved = [one for one, seq in standing.items() if anew or staffing.known.get(one) != seq]
            await _read(staffing, moved, fresh)
            _sit(staffing, seats, fresh)
        except BaseException:
            staffing.stale |= anew
            raise
        finally:
            staffing.fresh = None


async def look_again(staffing: Staffing) -> bool:
    """Places whose moment has come; True when there were any."""
    now, due = staffing.clock(), set[ConversationId]()
    while staffing.later and staffing.later[0][0] <= now:
        due.add(heapq.heappop(staffing.later)[1])
    due &= staffing.places.keys() | staffing.known.keys()
    if not due:
        return False
    async with staffing.looking:
        fresh = staffing.fresh = set()
        try:
            await _read(staffing, due, fresh)
        finally:
            staffing.fresh = None
    return True


async def _read(
    staffing: Staffing, names: Iterable[ConversationId], fresh: set[ConversationId]
) -> None:
    wanted = list(names)
    for first in range(0, len(wanted), PAGE):
        found = await staffing.store.conversations(wanted[first : first + PAGE])
        for one in found:
            if one.id not in fresh and one.seq >= staffing.known.get(one.id, 0):
                staffing.stand(one)
        await asyncio.sleep(0)


def _sit(staffing: Staffing, seats: list[Seat], fresh: set[ConversationId]) -> None:
    now = staffing.clock()
    there = {seat.conversation for seat in seats}
    for one in staffing.seats.keys() - there - fresh:
        staffing.sit(one, None, 0, now)
    for seat in seats:
        if seat.conversation not in fresh:
            staffing.sit(seat.conversation, seat.agent, seat.weight, seat.since or now)
