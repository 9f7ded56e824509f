"""Reads the signals of a turn in a thread of its own, so that the event loop is never held up."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from segue.brains.signals import Turns, read
from segue.domain.signals import Signals

_WARMING: Turns = (
    ("customer", "where is my order please"),
    ("customer", "could you tell me where it is now"),
)


class Reading:
    """`await reading.read(turns)` returns the signals of the last turn of the customer."""

    def __init__(self, teams: tuple[str, ...] = ()) -> None:
        """Count the names in `teams` as persons that can be asked for."""
        self._teams = teams
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="segue-reading")

    async def read(self, turns: Turns) -> Signals:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._read, tuple(turns))

    async def warm(self) -> None:
        """Load the models now, so that the first customer need not wait."""
        await self.read(_WARMING)

    def close(self) -> None:
        """Let the thread end."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _read(self, turns: Turns) -> Signals:
        return read(turns, self._teams).signals()
