"""Seats: what an agent holds, as rows that cannot be there twice.

An agent's seats are numbered from 0, and `(agent, slot)` is a primary key: two processes that give
the same place away at the same moment cannot both succeed, and on PostgreSQL a lock lets them count
one after the other. Each seat weighs what its conversation takes of the agent's attention. An offer
made by the router gets a seat if everything the agent then holds stays within their capacity, or
none; whoever takes a conversation by their own will always gets one, above it if need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from segue.app.ports_staff import Agent
from segue.domain.errors import NoSeat, Refused
from segue.domain.ids import AgentId, ConversationId
from segue.store.coding import kept_agent, micros
from segue.store.drafting import Move, Turn
from segue.store.statements import MOST_ROWS, Hot


class Sits(NamedTuple):
    """Who has a seat, what it weighs (hundredths of a chat) and since when (microseconds)."""

    who: ConversationId
    weight: int
    since: int | None = None


Seating = dict[AgentId, dict[int, Sits]]
"""By agent, then by slot."""


class NoSeatFor(Exception):
    """This turn cannot have the seat it needs; the rest of the batch can go on without it."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn.conversation)
        self.turn = turn
        self.refusal: Refused = NoSeat()


@dataclass(slots=True)
class Reseated:
    """What has to be written: first who gets up, then who sits down."""

    up: list[tuple[ConversationId]]
    down: list[tuple[AgentId, int, ConversationId, int, int | None]]


def reseat(seating: Seating, moves: Sequence[Move], staff: Mapping[AgentId, Agent]) -> Reseated:
    """Carry the moves out, in order. `seating` must hold everybody who gives or gets a seat, and
    `staff` is asked for those whom the router offers something.

    Raises `NoSeatFor`.
    """
    moving = {move.turn.conversation for move in moves}  # nobody else gets up or sits down
    at = {
        sits.who: (agent, slot)
        for agent, taken in seating.items()
        for slot, sits in taken.items()
        if sits.who in moving
    }
    before = dict(at)
    for move in moves:
        who = move.turn.conversation
        if who in at:
            agent, slot = at.pop(who)
            del seating[agent][slot]
        if move.takes is None:
            continue
        taken = seating.setdefault(move.takes, {})
        if move.turn.capacity is not None:
            held = sum(sits.weight for sits in taken.values())
            if held + move.weight > move.turn.capacity(move.takes, staff.get(move.takes)):
                raise NoSeatFor(move.turn)
        slot = next(n for n in range(len(taken) + 1) if n not in taken)
        taken[slot] = Sits(who, move.weight, micros(move.turn.now))
        at[who] = (move.takes, slot)
    return Reseated(
        up=[(who,) for who in before if at.get(who) != before[who]],
        down=sorted(
            (agent, slot, who, seating[agent][slot].weight, seating[agent][slot].since)
            for who, (agent, slot) in at.items()
            if before.get(who) != (agent, slot)
        ),
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
    seating: Seating = {}
    for rows in _held(connection, hot, agents, moves):
        for agent, slot, who, weight, since in rows:
            sits = Sits(ConversationId(who), weight, since)
            seating.setdefault(AgentId(agent), {})[slot] = sits
    asked = {move.takes for move in moves if move.takes and move.turn.capacity is not None}
    found = reseat(seating, moves, _staff(connection, hot, sorted(asked)) if asked else {})

    def write() -> None:
        hot.no_seats.run(connection, found.up)
        hot.seats.run(connection, found.down)

    return write


def _held(
    connection: Connection, hot: Hot, agents: Sequence[AgentId], moves: Sequence[Move]
) -> Iterator[list[Any]]:
    """Every seat of these agents, and whatever seat these conversations have."""
    names = sorted({move.turn.conversation for move in moves})
    for n in range(0, max(len(agents), len(names)), MOST_ROWS):
        some, others = agents[n : n + MOST_ROWS], names[n : n + MOST_ROWS]
        yield hot.seats_of.run(connection, some or agents[-1:], others or names[-1:])


def _staff(connection: Connection, hot: Hot, asked: Sequence[AgentId]) -> dict[AgentId, Agent]:
    """Those of these who are kept, as this transaction reads them."""
    found: dict[AgentId, Agent] = {}
    for n in range(0, len(asked), MOST_ROWS):
        for row in hot.agents.run(connection, asked[n : n + MOST_ROWS]):
            found[AgentId(row.id)] = kept_agent(row)
    return found
