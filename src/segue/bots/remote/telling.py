"""What happens to a conversation, as far as its bot is told: who has it now, and what is said.

Heard from the feed, put into the table of jobs, tried again until the bot has it. Told more than
once, it carries the same id.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import datetime
from typing import Final

import msgspec
import structlog

from segue.app.bot_wire import MessageSeen, Owner, OwnerChanged, TheConversation
from segue.app.ports import Job, Kept, Row, Store, StoreUnavailable
from segue.app.turn import Turns
from segue.bots.remote.asking import Event
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.conversation import Conversation

log = structlog.get_logger()
KIND: Final = "tell_bot"
KNOWN: Final = 20_000


class Telling:
    """`heard` is called by the feed at every commit and returns at once."""

    def __init__(self, turns: Turns, store: Store, *, observe: bool) -> None:
        self._turns, self._store, self._observe = turns, store, observe
        self._epochs: OrderedDict[str, int] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def heard(self, kept: Kept) -> None:
        one = kept.conversation
        for event in (*self._changed(one), *self._seen(one, kept.rows)):
            task = asyncio.create_task(self._put(event))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _changed(self, one: Conversation) -> tuple[Event, ...]:
        before = self._epochs.pop(one.id, 0)
        self._epochs[one.id] = one.epoch
        if len(self._epochs) > KNOWN:
            self._epochs.popitem(last=False)
        if one.epoch <= before:
            return ()
        stage = one.stage
        name = stage.name.split(" ", 1)[0] if isinstance(stage, s.WithAgent) else ""
        at = self._turns.clock()
        return (
            OwnerChanged(
                id=f"own_{one.id}_{one.epoch}", at=_iso(at), conversation=told(one), name=name
            ),
        )

    def _seen(self, one: Conversation, rows: tuple[Row, ...]) -> tuple[Event, ...]:
        if not self._observe or one.owner[0] != "person":
            return ()
        return tuple(
            MessageSeen(
                id=f"msg_{one.id}_{row.seq}",
                at=_iso(row.at),
                conversation=told(one),
                who=row.event.author.value,
                seq=row.seq,
                text=row.event.text,
            )
            for row in rows
            if isinstance(row.event, e.MessagePosted)
        )

    async def _put(self, event: Event) -> None:
        try:
            await self._store.put(
                f"bot.{event.id}", KIND, msgspec.json.encode(event), self._turns.clock()
            )
        except StoreUnavailable as why:  # the next turn says who has it, too
            log.warning("bot.not_told", event=event.id, why=str(why))
            return
        for wake in self._turns.waking.runner:
            wake()


def told(one: Conversation) -> TheConversation:
    owner: Owner = "nobody"
    match one.owner[0]:
        case "bot" | "line" | "person" | "later" as found:
            owner = found
        case _:
            pass
    return TheConversation(
        id=one.id,
        owner=owner,
        owner_epoch=one.epoch,
        channel=one.channel,
        inbox=one.inbox,
        locale=one.language,
    )


def job_of(job: Job) -> Event:
    """The event that a job is about."""
    found: Event = msgspec.json.decode(job.body, type=OwnerChanged | MessageSeen)
    return found


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
