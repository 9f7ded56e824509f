"""Seats: capacity as rows that cannot be there twice.

An agent's seats are numbered from 0, and `(agent, slot)` is a primary key: two processes that give
the same last place away at the same moment cannot both succeed. An offer made by the router gets a
seat below the agent's capacity or none; whoever takes a conversation by their own will always gets
one, above it if need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from segue.domain.errors import NoSeat
from segue.domain.ids import AgentId, ConversationId
from segue.store import schema as t
from segue.store.drafting import Move, Turn
from segue.store.statements import Hot

Seating = dict[AgentId, dict[int, ConversationId]]


class NoSeatFor(Exception):
    """This turn cannot have the seat it needs; the rest of the batch can go on without it."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn.conversation)
        self.turn = turn
        self.refusal = NoSeat()


@dataclass(slots=True)
class Reseated:
    """What has to be written: first who gets up, then who sits down."""

    up: list[tuple[ConversationId]]
    down: list[tuple[AgentId, int, ConversationId]]


def reseat(seating: Seating, moves: Iterable[Move]) -> Reseated:
    """Carry the moves out, in order. `seating` must hold everybody who gives or gets a seat.

    Raises `NoSeatFor`.
    """
    at = {who: (agent, slot) for agent, taken in seating.items() for slot, who in taken.items()}
    before = dict(at)
    for move in moves:
        who = move.turn.conversation
        if who in at:
            agent, slot = at.pop(who)
            del seating[agent][slot]
        if move.takes is None:
            continue
        taken = seating.setdefault(move.takes, {})
        slot = next(n for n in range(len(taken) + 1) if n not in taken)
        if move.turn.capacity is not None:
            capacity = move.turn.capacity(move.takes)
            if len(taken) >= capacity or slot >= capacity:
                raise NoSeatFor(move.turn)
        taken[slot] = who
        at[who] = (move.takes, slot)
    return Reseated(
        up=[(who,) for who in before if at.get(who) != before[who]],
        down=sorted((*seat, who) for who, seat in at.items() if before.get(who) != seat),
    )


def write_moves(
    connection: Connection,
    hot: Hot,
    moves: Sequence[Move],
    lock: Callable[[Connection, Sequence[AgentId]], None],
) -> Callable[[], None]:
    """Find the seats inside the transaction; the result writes them. Raises `NoSeatFor`."""
    agents = sorted({who for move in moves for who in (move.leaves, move.takes) if who})
    lock(connection, agents)
    rows = connection.execute(
        select(t.seat.c.agent, t.seat.c.slot, t.seat.c.conversation).where(
            or_(
                t.seat.c.agent.in_(agents),
                t.seat.c.conversation.in_({move.turn.conversation for move in moves}),
            )
        )
    )
    seating: Seating = {}
    for agent, slot, who in rows:
        seating.setdefault(AgentId(agent), {})[slot] = ConversationId(who)
    found = reseat(seating, moves)

    def write() -> None:
        hot.no_seats.run(connection, found.up)
        hot.seats.run(connection, found.down)

    return write
