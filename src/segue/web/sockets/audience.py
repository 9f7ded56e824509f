"""Who hears what in this process: customers in rooms, staff at screens, and the pulse of the floor.

Hears every commit once, after it was kept, and every passing word. When the line or the people on
shift change, everybody whose screen shows it is told, at most a few times a second; an idle server
does nothing at all.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from segue.app.feed import Passing
from segue.app.ports import Kept
from segue.build import Segue
from segue.domain import stages as s
from segue.domain.floor import Floor
from segue.domain.ids import ConversationId
from segue.web.floor import Floors
from segue.web.frames import customer as f
from segue.web.frames.base import encode
from segue.web.sockets.ahead import Ahead
from segue.web.sockets.floor_watch import FloorWatch
from segue.web.sockets.rooms import Room, moves_screen
from segue.web.sockets.screens import Screens
from segue.web.sockets.wire import RESUME
from segue.web.thread import first

PULSE_S = 1.0
GATHER_S = 0.1
ALL_EVERY_S = 10.0
SLICE = 100
log = structlog.get_logger()


@dataclass
class Audience:
    """`customers` counts customer sockets."""

    segue: Segue
    ahead: Ahead = field(init=False)
    screens: Screens = field(init=False)
    floors: Floors = field(init=False)
    watch: FloorWatch = field(init=False)
    rooms: dict[ConversationId, Room] = field(default_factory=dict)
    customers: int = 0
    _stops: list[Callable[[], None]] = field(default_factory=list)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    _floor: tuple[object, ...] = ()
    """As those in a line were told last …"""
    _all: tuple[object, ...] = ()
    """… and everybody."""
    _all_at: float = 0.0
    _task: asyncio.Task[None] | None = None
    _finding: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.ahead = Ahead(self.segue)
        self.screens = Screens(self.segue, self.ahead)
        self.floors = Floors(self.segue, self.ahead, self.segue.day)
        self.watch = FloorWatch(self.floors)

    def start(self) -> None:
        """Listen. After the segue's own listeners, so that places are true when we look."""
        hub = self.segue.hub
        self._stops = [hub.listen(self._kept), hub.overhear(self._passing)]
        self._task = asyncio.create_task(self._pulse(), name="pulse")
        self._finding = asyncio.create_task(self._find(), name="ahead")

    async def _find(self) -> None:
        """What the last process knew of answers to approve, read on the side."""
        try:
            await self.ahead.find()
        except Exception:  # what is held lasts a minute: the next ones are heard
            log.exception("audience.ahead")

    async def stop(self) -> None:
        for stop in self._stops:
            stop()
        await self.watch.stop()
        for task in (self._task, self._finding):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        for room in self.rooms.values():
            for seat in room.live:
                seat.wire.close(RESUME, "come back in a moment")
        for screen in self.screens.all():
            screen.wire.close(RESUME, "come back in a moment")

    # --- rooms ----------------------------------------------------------------------------

    def enter(self, conversation: ConversationId) -> Room:
        """The room of this conversation; leave it with `leave`."""
        room = self.rooms.get(conversation)
        if room is None:
            room = self.rooms[conversation] = Room(self.segue, conversation)
        room.seats += 1
        self.customers += 1
        return room

    def leave(self, room: Room) -> None:
        room.seats -= 1
        self.customers -= 1
        if not room.seats:
            self.rooms.pop(room.id, None)

    # --- what is heard --------------------------------------------------------------------

    def _kept(self, kept: Kept) -> None:
        if not kept.rows:
            return
        try:
            room = self.rooms.get(kept.conversation.id)
            if room is not None:
                room.kept(kept)
            before = self.ahead.standing.get(kept.conversation.id)
            self.ahead.heard(kept)
            if self.screens.by_agent:
                self.screens.kept(kept)
                if before is not None:
                    self.screens.calmed(before, kept)
        except Exception:  # it is kept already; one bad frame must not fail the turn that made it
            log.exception("audience.kept", conversation=kept.conversation.id)
        self.watch.moved()
        if moves_screen(kept):
            if isinstance(kept.conversation.stage, s.Waiting | s.Offered):
                self._floor = ()  # they were told where they stand already: it may be over again
            self._moved.set()

    def _passing(self, passing: Passing) -> None:
        if passing.what == "knowledge":
            return  # its pages ask by themselves; the floor has not moved
        if passing.conversation is None:
            self.watch.moved()
            self._moved.set()
            return
        room = self.rooms.get(passing.conversation)
        if passing.what == "wait":  # another range than the one on their screen
            if room is not None:
                room.floor_moved()
            return
        self.screens.passing(passing)
        if room is None or passing.who == "customer":
            return
        frame: f.Typing | f.Seen
        if passing.what == "typing":
            who: f.Speaker = "bot" if passing.who == "bot" else "agent"
            frame = f.Typing(who=who, name=first(passing.name) or None)
        elif passing.what == "seen":
            frame = f.Seen(who="agent", seq=passing.seq)
        else:
            return
        room.push(encode(frame))

    # --- the floor ------------------------------------------------------------------------

    async def _pulse(self) -> None:
        """Look at the floor when something moved, and now and then for what others moved."""
        while True:
            pause = PULSE_S if self.rooms or self.screens.by_agent else None
            try:
                async with asyncio.timeout(pause):
                    await self._moved.wait()
                    await asyncio.sleep(GATHER_S)
            except TimeoutError:
                pass
            self._moved.clear()
            try:
                await self._look()
            except Exception:  # the next beat may do better
                log.exception("audience.pulse")

    async def _look(self) -> None:
        if self.screens.by_agent:
            self.screens.floor_moved()
        if not self.rooms:
            return
        now = self.segue.clock()
        # another policy may put the same people in another order
        floor = (self.segue.policy.version, *looks_of(self.segue.staffing.floor(now)))
        moved, self._floor = floor != self._floor, floor
        loop = asyncio.get_running_loop()
        everybody = floor != self._all and loop.time() - self._all_at >= ALL_EVERY_S
        if everybody:
            self._all_at = loop.time()
            self._all = floor
        if not moved and not everybody:
            return
        for n, room in enumerate(tuple(self.rooms.values()), 1):
            if everybody or room.in_line:
                room.floor_moved()
            if n % SLICE == 0:
                await asyncio.sleep(0)


def looks_of(floor: Floor) -> tuple[object, ...]:
    """What of the floor a customer could see: times that only move with the clock are left out."""
    return tuple(
        (
            team.name,
            team.open,
            team.opens_at,
            team.staffed,
            team.free,
            team.waiting,
            team.eta_low_s,
            team.eta_high_s,
            team.surge,
        )
        for team in floor.teams
    )
