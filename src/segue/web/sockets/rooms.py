"""One conversation's customer sockets, all at the same place of the journal.

A room hears every commit of its conversation. What it hears in order is told at once; a gap (a
commit of another process that was announced late, or never) is read from the store, because the
feed is only a wake-up. A socket that joins first reads what it missed, then goes live in the same
step in which it has caught up: nothing is missing and nothing comes twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import structlog

from segue.app.ports import Kept, Row, StoreUnavailable
from segue.build import Segue
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId, Seq
from segue.web import rows
from segue.web.frames import customer as f
from segue.web.frames.base import encode
from segue.web.sockets.wire import FAULT, Wire
from segue.web.thread import Teams, customer_event

PAGE = 500
NOTHING = Seq(-1)
log = structlog.get_logger()

QUIET = (
    e.MessagePosted,
    e.NoteAdded,
    e.SignalsRead,
    e.Tagged,
    e.VerdictGiven,
    e.Dropped,
    e.Judged,
    e.Marked,
    e.StandByAsked,
    e.StoodBy,
    e.StandByReleased,
)
"""Events that cannot change what the customer's screen shows beside the thread."""

TELLS_PLACE = (e.HandoffRequested, e.PlaceTold)
"""Events after which the place in line is told even if it is the same."""


def moves_screen(kept: Kept) -> bool:
    """May this change what the customer's screen shows beside the thread? In the line an answer
    may: whom it helped can leave with one tap."""
    if not all(isinstance(row.event, QUIET) for row in kept.rows):
        return True
    if not isinstance(kept.conversation.stage, s.Waiting | s.Offered):
        return False
    said = (row.event for row in kept.rows if isinstance(row.event, e.MessagePosted))
    return any(one.author == e.Author.BOT for one in said)


class Seat:
    """One customer socket in a room: its way out, and the last event it was told."""

    __slots__ = ("last", "wire")

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.last = Seq(0)


@dataclass(slots=True)
class Room:
    """`upto` is the newest event that the live seats were told; `heard` the newest known of."""

    segue: Segue
    id: ConversationId
    one: Conversation | None = None
    upto: Seq = NOTHING
    heard: Seq = NOTHING
    live: tuple[Seat, ...] = ()
    seats: int = 0
    shown: int = 0
    place: tuple[int | None, int | None, int | None] | None = None
    mending: bool = False

    def know(self, one: Conversation) -> None:
        """A snapshot was read: it may be newer than what was heard."""
        if self.one is None or one.seq > self.one.seq:
            self.one = one
        if not self.live and one.seq > self.upto:
            self.upto = one.seq

    def kept(self, kept: Kept) -> None:
        """A commit of this conversation."""
        first, last = kept.rows[0].seq, kept.rows[-1].seq
        if self.one is None or kept.conversation.seq > self.one.seq:
            self.one = kept.conversation
        self.heard = max(self.heard, last)
        if not self.live:
            self.upto = max(self.upto, last)
        elif self.mending or first > self.upto + 1:
            self._mend()
        else:
            self._tell(kept.rows, kept.conversation)
        if moves_screen(kept):
            asked = any(isinstance(row.event, TELLS_PLACE) for row in kept.rows)
            moved = any(isinstance(row.event, e.TeamChanged) for row in kept.rows)
            because = "asked" if asked else "team" if moved else "changed"
            self.look(kept.conversation, because, place=asked)

    def _tell(self, found: tuple[Row, ...] | list[Row], one: Conversation) -> None:
        teams = self.segue.staffing.teams
        for row in found:
            if row.seq <= self.upto:
                continue
            self.upto = row.seq
            event = customer_event(row, one, teams)
            if event is None:
                continue
            frame = encode(f.EventFrame(seq=row.seq, at=row.at, event=event))
            for seat in self.live:
                if row.seq > seat.last:
                    seat.last = row.seq
                    seat.wire.push(frame)

    def _mend(self) -> None:
        if not self.mending:
            self.mending = True
            asyncio.get_running_loop().create_task(self._read_gap())

    async def _read_gap(self) -> None:
        """Read what the feed left out, until nothing is missing."""
        try:
            while self.live and self.upto < self.heard:
                found = await self.segue.store.events(self.id, self.upto, PAGE)
                if not found:
                    break
                self._tell(found, self.one or Conversation(self.id))
        except StoreUnavailable:
            self._all_again()
        except Exception:  # whatever it was: the clients come back and resume
            log.exception("room.gap", conversation=self.id)
            self._all_again()
        finally:
            self.mending = False

    def _all_again(self) -> None:
        for seat in self.live:
            seat.wire.close(FAULT, "come back and resume")

    # --- what the screen shows --------------------------------------------------------------------

    def look(self, one: Conversation, because: str = "changed", *, place: bool = False) -> None:
        """Tell the state if it is another one than the last that was told; the place in line with
        it, and with `place` in any case."""
        if not self.live:
            return
        state = self._state(one)
        mark = mark_of(state)
        if mark != self.shown:
            self.shown = mark
            self.push(encode(f.StateFrame(state=state)))
        where = (state.place, state.eta_low_s, state.eta_high_s)
        if state.owner == "line" and (place or where != self.place):
            before = self.place[0] if self.place is not None else None
            worse = state.place is not None and before is not None and state.place > before
            if worse and because == "changed":
                because = rows.overtaken_by(one, self.segue.staffing)
            self.place = where
            self.push(waiting(state, because))
        elif state.owner != "line":
            self.place = None

    def floor_moved(self) -> None:
        """The line or the people on shift changed: place, wait and choices may be others."""
        if self.one is not None:
            self.look(self.one)

    @property
    def in_line(self) -> bool:
        return self.one is not None and isinstance(
            self.one.stage, s.Waiting | s.Offered | s.Deferred
        )

    def push(self, frame: bytes) -> None:
        """To everybody in the room."""
        for seat in self.live:
            seat.wire.push(frame)

    # --- coming and going -------------------------------------------------------------------------

    async def join(self, seat: Seat, after: int) -> Conversation:
        """Say hello and everything after `after`, then go live. The caller has counted the seat."""
        one = await self.segue.store.conversation(self.id)
        if one is None:
            one = self.one or Conversation(self.id)
        self.know(one)
        state = self._state(one)
        told = mark_of(state)
        seat.wire.push(encode(f.Hello(conversation=self.id, seq=one.seq, state=state)))
        seat.last = Seq(after if after <= one.seq else 0)
        while seat.last < max(self.upto, one.seq) and not seat.wire.closed:
            found = await self.segue.store.events(self.id, seat.last, PAGE)
            if not found:
                break
            await seat.wire.replay(frames_of(found, one, self.segue.staffing.teams))
            seat.last = found[-1].seq
        if not self.live:
            self.upto = max(self.upto, seat.last)
        self.live = (*self.live, seat)
        newest = self.one or one
        if newest is not one:
            state = self._state(newest)
        self.shown = mark_of(state)
        if self.shown != told:
            seat.wire.push(encode(f.StateFrame(state=state)))
        return newest

    def _state(self, one: Conversation) -> f.State:
        segue = self.segue
        return rows.state_of(one, segue.staffing, segue.policy, segue.clock())

    def leave(self, seat: Seat) -> None:
        self.live = tuple(one for one in self.live if one is not seat)


def frames_of(found: list[Row], one: Conversation, teams: Teams) -> Iterator[bytes]:
    """The frames of these events, as far as the customer may see them."""
    for row in found:
        event = customer_event(row, one, teams)
        if event is not None:
            yield encode(f.EventFrame(seq=row.seq, at=row.at, event=event))


def mark_of(state: f.State) -> int:
    """Equal for states that look the same. Times that only move with the clock change nothing:
    that of the estimate, and an answer-by time that is not promised yet."""
    promised = state.answer_by if state.owner == "later" else None
    return hash((
        state.key, state.epoch, state.owner, state.speaks, state.name, state.team, state.place,
        state.eta_low_s, state.eta_high_s, state.case, promised, state.opens_at,
        state.people_online, state.email, state.choices, state.survey, state.can_ask_person,
        state.companion, state.preparing, state.fields, state.may_leave_solved, state.action,
        state.identity, state.grew, state.surge, state.slot, state.calls,
        state.closed_for,
    ))  # fmt: skip


def waiting(state: f.State, because: str) -> bytes:
    """Place and wait as a frame of their own."""
    return encode(
        f.Waiting(
            place=state.place,
            eta_low_s=state.eta_low_s,
            eta_high_s=state.eta_high_s,
            team=state.team,
            because=because,
        )
    )
