"""Writer lanes: everybody who wants to write queues up, and one commit carries them all.

A commit costs the same for one turn and for a hundred, so a lane takes whatever is waiting, decides
it in memory (`drafting`), writes it in one transaction (`writing`) and answers everybody at once.
While it waits for the disk the next batch gathers by itself. A conversation is always in the same
lane, so its turns never wait for each other's locks.

    together     everything at once, on remembered pages; nearly always that is all
    afresh       a row was there already (another process, an old key): on pages read anew
    one by one   still no: each in its own transaction, so that a bad one hurts nobody else

The database's own trouble is nobody's fault: everyone waiting gets `StoreUnavailable`, and the same
key may be used again, also when nobody knows whether the commit arrived.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from segue.app import crash
from segue.app.ports import Kept, StoreUnavailable
from segue.domain.ids import ConversationId
from segue.store.drafting import Asked, Decided, Draft, Turn, draft, kept_of
from segue.store.pages import Page, Pages
from segue.store.seats import NoSeatFor
from segue.store.statements import Hot
from segue.store.trouble import unavailable
from segue.store.writing import (
    Change,
    Marks,
    Written,
    read_keys,
    read_pages,
    read_seqs,
    write,
)

T = TypeVar("T")
MOST_AT_ONCE = 1024
"""The slower the disk, the more one commit has to carry; deciding so many takes about 30 ms."""

GATHERING = 3
"""Rounds of the event loop between the first turn and the batch: what has arrived at other sockets
meanwhile is read in them, and comes along. Without load a round takes some microseconds."""

MOST_WAITING = 20_000
ATTEMPTS = 20
log = structlog.get_logger()


class Desk(Protocol):
    """One connection that writes, and a way to read beside it."""

    shared: bool
    """Do other processes write to the same database?"""

    async def read(self, ask: Callable[[Connection], T]) -> T: ...

    async def transaction(self, change: Callable[[Connection], T]) -> T:
        """Begin, change, commit; roll back when it raises."""
        ...


class Op:
    """A change that is no turn: a receipt, a session, a claim of jobs."""

    __slots__ = ("answer", "change", "order")

    def __init__(self, change: Change, order: str, answer: asyncio.Future[Any]) -> None:
        self.change = change
        self.order = order
        self.answer = answer


class Lane:
    """One queue, one connection, one batch at a time."""

    def __init__(
        self,
        desk: Desk,
        hot: Hot,
        marks: Marks,
        pages: Pages,
        told: Callable[[int, list[Kept]], None],
    ) -> None:
        """`told` hears of every commit, with its txid and what was kept, before the callers do."""
        self._desk = desk
        self._hot = hot
        self._marks = marks
        self._pages = pages
        self._told = told
        self._waiting: deque[Turn | Op] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="lane")

    async def stop(self) -> None:
        """Finish what is waiting, then end."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task

    def submit(self, one: Turn | Op) -> None:
        """Raises `StoreUnavailable` when too many wait already, or none are served any more."""
        if self._stopping or self._task is None:
            raise StoreUnavailable("The store is closed.")
        if len(self._waiting) >= MOST_WAITING:
            raise StoreUnavailable("Too much is waiting to be written.")
        self._waiting.append(one)
        self._wake.set()

    async def _run(self) -> None:
        while True:
            while not self._waiting:
                if self._stopping:
                    return
                self._wake.clear()
                await self._wake.wait()
            for _ in range(GATHERING):
                await asyncio.sleep(0)
            many = min(len(self._waiting), MOST_AT_ONCE)
            batch = [self._waiting.popleft() for _ in range(many)]
            try:
                await self._batch(batch)
            except Exception as why:  # a lane outlives whatever one batch met
                log.exception("store.lane")
                _fail(batch, StoreUnavailable(f"The store has a fault: {type(why).__name__}."))

    async def _batch(self, batch: Sequence[Turn | Op]) -> None:
        turns = [one for one in batch if isinstance(one, Turn)]
        ops = [one for one in batch if isinstance(one, Op)]
        if not self._desk.shared:
            await self._groups((turns, ops))
        else:  # receipts lock rows of their own; apart, nobody waits in a circle
            await self._groups((turns, []))
            await self._groups(([], sorted(ops, key=lambda op: op.order)))

    async def _groups(self, group: tuple[list[Turn], list[Op]]) -> None:
        turns, ops = group
        if not turns and not ops:
            return
        try:
            for careful in (False, True):
                try:
                    await self._together(turns, ops, careful=careful)
                except IntegrityError:
                    if not turns:
                        break
                else:
                    return
        except Exception as why:  # noqa: BLE001 - told to the callers below
            if self._gone((*turns, *ops), why):
                return
        for turn in turns:
            await self._alone([turn], [])
        for op in ops:
            await self._alone([], [op])

    def _gone(self, group: Iterable[Turn | Op], why: Exception) -> bool:
        """Was it the database's own trouble? Then everybody waiting is told."""
        self._forget(group)
        trouble = unavailable(why)
        if trouble is None:
            return False
        log.warning("store.unavailable", why=str(trouble), error=f"{type(why).__name__}: {why}")
        _fail(group, trouble)
        _fail(self._waiting, trouble)
        self._waiting.clear()
        return True

    def _forget(self, group: Iterable[Turn | Op]) -> None:
        for one in group:
            if isinstance(one, Turn):
                self._pages.drop(one.conversation)

    async def _alone(self, turns: list[Turn], ops: list[Op]) -> None:
        """One by one, until it fits or is refused; two processes take turns at one conversation."""
        for attempt in range(ATTEMPTS):
            try:
                await self._together(turns, ops, careful=True)
            except IntegrityError as why:
                if ops:
                    _fail(ops, why)
                    return
                await asyncio.sleep(0.002 * attempt)
            except Exception as why:  # noqa: BLE001 - told to the caller
                if not self._gone((*turns, *ops), why):
                    _fail((*turns, *ops), why)
                return
            else:
                return
        _fail(turns, StoreUnavailable("Too many are changing this conversation at once.", 1))

    # --- one attempt ------------------------------------------------------------------------------

    async def _together(self, turns: list[Turn], ops: list[Op], *, careful: bool) -> None:
        """Decide, write, answer. Nobody has been answered when it raises."""
        if careful:
            self._forget(turns)
        found: dict[Asked, tuple[int, int] | None] = {}
        while True:
            pages, fresh = await self._pages_for(turns, guess=not careful)
            if careful:
                await self._look_up(_unsure(turns, pages), found)
            made = draft(turns, pages, found)
            if made.asked:
                await self._look_up(made.asked, found)
                continue
            if made.unproven - fresh and await self._is_old(made, fresh):
                careful = True
                continue
            changes = [op.change for op in ops]
            try:
                written = await self._write(made, changes)
            except NoSeatFor as no:
                turns.remove(no.turn)
                _fail((no.turn,), no.refusal)
                continue
            self._keep(made)
            self._answer(made, written, ops)
            return

    async def _write(self, made: Draft, changes: Sequence[Change]) -> Written:
        if not made.rows and not changes:
            return Written(0, 0, [])
        work = partial(write, hot=self._hot, marks=self._marks, made=made, changes=changes)
        return await self._desk.transaction(work)

    async def _pages_for(
        self, turns: Sequence[Turn], *, guess: bool
    ) -> tuple[dict[ConversationId, Page | None], set[ConversationId]]:
        """Remembered or read, and which were read just now. With `guess` a conversation that is
        begun is taken to be unknown; if that is wrong, its first row will say so."""
        pages = {turn.conversation: self._pages.get(turn.conversation) for turn in turns}
        missing = {name for name, page in pages.items() if page is None}
        if guess and missing:
            missing -= {turn.conversation for turn in turns if turn.new}
        if missing:
            read = await self._desk.read(partial(read_pages, names=list(missing)))
            for name, page in read.items():
                pages[name] = page
                self._pages.put(name, page)
        return pages, missing

    async def _look_up(
        self, asked: Iterable[Asked], found: dict[Asked, tuple[int, int] | None]
    ) -> None:
        wanted = [one for one in asked if one not in found]
        if wanted:
            found |= await self._desk.read(partial(read_keys, asked=wanted))

    async def _is_old(self, made: Draft, fresh: set[ConversationId]) -> bool:
        """Was an answer that leaves no rows decided on a page that is not true any more?"""
        doubtful = [
            name
            for name in made.unproven - fresh
            if self._desk.shared or made.heads[name].base is None
        ]
        if not doubtful:
            return False
        now = await self._desk.read(partial(read_seqs, names=doubtful))
        old = [name for name in doubtful if now.get(name, 0) != made.heads[name].snapshot.seq]
        for name in old:
            self._pages.drop(name)
        return bool(old)

    # --- afterwards -------------------------------------------------------------------------------

    def _keep(self, made: Draft) -> None:
        """What was written is what is known from now on."""
        for name, head, _ in made.changed():
            if head.base is None:
                self._pages.put(name, Page(head.snapshot, head.keys))
            else:
                head.base.turned(head.snapshot, head.keys)

    def _answer(self, made: Draft, written: Written, ops: Sequence[Op]) -> None:
        crash.here("before_publish")
        answers: list[tuple[Decided, Kept]] = []
        for one in made.decided:
            if one.error is None:
                answers.append((one, kept_of(one, written.txid, written.first_id)))
            else:
                _fail((one.turn,), one.error)
        if made.rows:
            self._tell(written.txid, [kept for one, kept in answers if one.events])
        for one, kept in answers:
            answer = one.turn.answer
            if answer is not None and not answer.done():
                answer.set_result(kept)
        for op, result in zip(ops, written.results, strict=True):
            if not op.answer.done():
                op.answer.set_result(result)

    def _tell(self, txid: int, kept: list[Kept]) -> None:
        try:
            self._told(txid, kept)
        except Exception:  # it is on disk: whatever this was, the callers get their answers
            log.exception("store.told")


def _unsure(turns: Iterable[Turn], pages: dict[ConversationId, Page | None]) -> Iterable[Asked]:
    """Keys that the database may know and the page does not."""
    for turn in turns:
        page = pages.get(turn.conversation)
        if turn.key is None or page is None or page.complete or turn.key in page.keys:
            continue
        yield (turn.conversation, turn.key)


def _fail(group: Iterable[Turn | Op], why: BaseException) -> None:
    for one in group:
        if one.answer is not None and not one.answer.done():
            one.answer.set_exception(why)
