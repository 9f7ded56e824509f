"""One turn at a time for each conversation; of those that wait, only the newest is asked.

It brings along what the older ones said. Kept per process: with several, two of them may ask about
one conversation at once, and the fence (the epoch and the newest turn) sees to the answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from segue.app.ports_bot import NothingToSay


@dataclass
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: int = 0
    here: int = 0


class InOrder:
    """Lines by conversation; an empty one is forgotten."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @asynccontextmanager
    async def turn(self, conversation: str, about: int) -> AsyncIterator[None]:
        """While this turn is asked. Raises `NothingToSay` when a newer one waits too."""
        line = self._lines.setdefault(conversation, _Line())
        line.newest = max(line.newest, about)
        line.here += 1
        try:
            async with line.lock:
                if about < line.newest:
                    raise NothingToSay
                yield
        finally:
            line.here -= 1
            if not line.here:
                self._lines.pop(conversation, None)
