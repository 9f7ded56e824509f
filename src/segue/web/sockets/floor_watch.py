"""Screens that show the live floor: told at once when they begin, then whenever it moved.

At most once a second, and every few seconds in any case, for what only moves with the clock. One
picture is made for all who look at the same team; when nobody looks, nothing is made.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field

import structlog

from segue.app.ports import StoreUnavailable
from segue.domain.ids import TeamId
from segue.web.floor import Floors
from segue.web.frames.base import encode
from segue.web.frames.floor import FloorFrame
from segue.web.sockets.screens import Screen

AT_MOST_EVERY_S = 1.0
AT_LEAST_EVERY_S = 5.0
log = structlog.get_logger()


@dataclass
class FloorWatch:
    """`moved` costs nothing and may be called as often as one likes."""

    floors: Floors
    _watching: dict[Screen, TeamId | None] = field(default_factory=dict)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    _fresh: set[Screen] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None

    def begin(self, screen: Screen, team: TeamId | None) -> None:
        """This screen shows the floor of that team, or with None of all, from now on."""
        self._watching[screen] = team
        self._fresh.add(screen)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tell(), name="floor")
        self._moved.set()

    def end(self, screen: Screen) -> None:
        self._watching.pop(screen, None)
        self._fresh.discard(screen)

    def moved(self) -> None:
        self._moved.set()

    async def stop(self) -> None:
        self._watching.clear()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _tell(self) -> None:
        while self._watching:
            self._moved.clear()
            self._fresh.clear()
            try:
                await self._tell_all()
            except StoreUnavailable as why:
                log.warning("floor.store_unavailable", why=str(why))
            except Exception:  # the next picture may do better
                log.exception("floor.picture")
            await self._pause()

    async def _tell_all(self) -> None:
        for team in set(self._watching.values()):
            frame = encode(FloorFrame(floor=await self.floors.picture(team)))
            for screen, wanted in tuple(self._watching.items()):
                if wanted == team:
                    screen.push(frame)

    async def _pause(self) -> None:
        """Until it moved, but a second at least; somebody who just came is not kept waiting."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(AT_LEAST_EVERY_S):
                await self._moved.wait()
                while not self._fresh and loop.time() - began < AT_MOST_EVERY_S:
                    self._moved.clear()
                    left = AT_MOST_EVERY_S - (loop.time() - began)
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(left):
                            await self._moved.wait()
