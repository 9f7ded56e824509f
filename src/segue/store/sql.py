"""What SQLite and PostgreSQL have in common: turns, receipts and jobs go through lanes."""

from __future__ import annotations

import asyncio
import time
from abc import abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from segue.app.ports import Capacity, Kept, Room, Step, UnknownConversation, Weight
from segue.domain.ids import ConversationId
from segue.domain.inputs import Input
from segue.store.coding import storable
from segue.store.drafting import Turn
from segue.store.estimates import Estimates
from segue.store.identity import Identities
from segue.store.knowledge import Knowledge
from segue.store.lanes import Op
from segue.store.reading import Reading
from segue.store.records import Records
from segue.store.staff import Staff
from segue.store.work import Work
from segue.store.writing import draw_numbers, touch

T = TypeVar("T")
FIRST_NUMBER = 1001
DRAWN_AT_ONCE = 20
"""Case numbers reserved in one go; those left over when a process ends are never used."""


class SqlStore(Reading, Work, Staff, Records, Identities, Knowledge, Estimates):
    """Everything of `ports.Store` but beginning, end, and how rows are numbered."""

    def __init__(self) -> None:
        Staff.__init__(self)
        self._numbers: list[int] = []
        self._drawing = asyncio.Lock()

    @abstractmethod
    def submit(self, one: Turn) -> None:
        """Into the lane of its conversation."""

    @abstractmethod
    def submit_op(self, op: Op) -> None:
        """Into the lane of its order."""

    async def take(
        self,
        conversation: ConversationId,
        step: Step,
        heard: Input,
        *,
        now: datetime,
        key: str | None = None,
        new: bool = False,
        capacity: Capacity | None = None,
        weight: Weight | None = None,
        slots: Room | None = None,
        note: Callable[[], bytes | None] | None = None,
    ) -> Kept:
        """See `ports.Journal.take`."""
        if not storable(conversation):
            raise UnknownConversation(conversation)
        answer: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self.submit(
            Turn(
                conversation,
                step,
                heard,
                now,
                key=key,
                new=new,
                capacity=capacity,
                weight=weight,
                slots=slots,
                note=note,
                answer=answer,
            )
        )
        return await answer

    async def write(self, change: Callable[[Connection], T], order: str = "") -> T:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.submit_op(Op(change, order, answer))
        done: T = await answer
        return done

    async def next_number(self) -> int:
        async with self._drawing:
            if not self._numbers:
                draw = partial(draw_numbers, name="case", many=DRAWN_AT_ONCE, first=FIRST_NUMBER)
                first = await self.write(draw)
                self._numbers = list(range(first, first + DRAWN_AT_ONCE))[::-1]
            return self._numbers.pop()

    async def ping(self) -> float:
        began = time.perf_counter()
        await self.write(touch)
        return time.perf_counter() - began
