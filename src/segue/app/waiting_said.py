"""A wait that grew is said aloud: the conversation hears of it as of anything else."""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from segue.app.ports import StoreUnavailable, UnknownConversation
from segue.app.turn import Turns
from segue.app.waiting import Grown, WaitShown
from segue.domain.errors import Refused
from segue.domain.ids import ConversationId
from segue.domain.inputs import WaitGrew

log = structlog.get_logger()


def says_growth(turns: Turns) -> Grown:
    """For `Waits.growth`: takes a turn on the side. What came meanwhile makes it nothing."""
    going: set[asyncio.Task[None]] = set()

    async def say(conversation: ConversationId, number: WaitShown) -> None:
        if number.handoff is None:
            return
        grew = WaitGrew(number.handoff, number.grew, number.low_s, number.high_s)
        with contextlib.suppress(Refused, UnknownConversation):
            try:
                await turns.take(conversation, grew)
            except StoreUnavailable as why:
                log.warning("waits.growth_not_said", conversation=conversation, why=str(why))

    def grown(conversation: ConversationId, number: WaitShown) -> None:
        task = asyncio.get_running_loop().create_task(say(conversation, number))
        going.add(task)
        task.add_done_callback(going.discard)

    return grown
