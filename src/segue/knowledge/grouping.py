"""Questions that mean the same, by likeness of their vectors.

Greedy: the newest question founds a group, and takes in what is like it. Two thousand questions
cost a matrix of two thousand rows and some seconds of encoding, once: vectors are remembered.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.brains.encoder import Vector

ALIKE = 0.6
REMEMBERED = 5000


class Likeness:
    """`segue.app.ports_knowledge.Grouping`."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="segue-group")
        self._vectors: OrderedDict[str, Vector] = OrderedDict()

    async def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self.groups, list(texts))

    def groups(self, texts: Sequence[str]) -> list[list[int]]:
        """Blocks. The first of each group founded it."""
        if not texts:
            return []
        import numpy as np  # noqa: PLC0415 - a start goes without

        matrix = np.stack([self._vector(text) for text in texts])
        free = np.ones(len(texts), dtype=bool)
        found: list[list[int]] = []
        for n in range(len(texts)):
            if not free[n]:
                continue
            alike = np.flatnonzero(free & (matrix @ matrix[n] >= ALIKE))
            members = [n, *(int(m) for m in alike if m != n)]
            free[members] = False
            found.append(members)
        return found

    def _vector(self, text: str) -> Vector:
        from segue.brains.encoder import encoder  # noqa: PLC0415
        from segue.brains.knowledge import essence  # noqa: PLC0415

        known = self._vectors.get(text)
        if known is None:
            known = self._vectors[text] = encoder().encode(essence(text))
            if len(self._vectors) > REMEMBERED:
                self._vectors.popitem(last=False)
        else:
            self._vectors.move_to_end(text)
        return known
