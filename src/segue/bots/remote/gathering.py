"""Bots that never say when they are done: what they say is gathered until they fall silent."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from segue.bots.remote.asking import Asked
from segue.bots.remote.making import Made
from segue.bots.remote.tokens import Ticket
from segue.domain.ids import ConversationId

QUIET_S: Final = 0.8
"""So long after its last word a bot is taken to be done."""

KNOWN: Final = 10_000


@dataclass
class Gathering:
    """One turn of such a bot. `open` while its words are still gathered."""

    asked: Asked
    made: Made
    open: bool = True
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ticket(self) -> Ticket:
        turn = self.asked.turn
        return Ticket(turn.conversation, turn.about, turn.epoch, turn.companion, 0)

    def said(self) -> None:
        """Something was added to `made`."""
        self._news.set()

    async def done(self) -> Made:
        """Whatever was said, once it has been quiet; at once when a person is asked for."""
        try:
            while self.made.empty:
                self._news.clear()
                await self._news.wait()
            while self.made.person is None:
                self._news.clear()
                try:
                    async with asyncio.timeout(QUIET_S):
                        await self._news.wait()
                except TimeoutError:
                    break
        finally:
            self.open = False
        return self.made


class Known:
    """The latest turn of each conversation, by the name under which the bot knows it; and which of
    the customer's messages it has seen. In memory, so such a bot has to call the same process."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, Gathering] = OrderedDict()
        self._seen: OrderedDict[ConversationId, str] = OrderedDict()
        self._met: OrderedDict[str, None] = OrderedDict()

    def begin(self, name: str, turn: Gathering) -> None:
        self._turns.pop(name, None)
        self._turns[name] = turn
        if len(self._turns) > KNOWN:
            self._turns.popitem(last=False)

    def of(self, name: str) -> Gathering | None:
        return self._turns.get(name)

    def met(self, name: str) -> bool:
        """Was this conversation made there already?"""
        return name in self._met

    def meet(self, name: str) -> None:
        self._met[name] = None
        if len(self._met) > KNOWN:
            self._met.popitem(last=False)

    def forget(self, name: str) -> None:
        """It may be gone there: make it again next time."""
        self._met.pop(name, None)

    def unseen(self, asked: Asked) -> list[tuple[str, str]]:
        """(id, text) of what the bot has not been sent yet; tried again, a turn sends it again."""
        ids = [one.id for one in asked.input]
        last = self._seen.get(asked.turn.conversation)
        start = ids.index(last) + 1 if last in ids[:-1] else 0
        return [(one.id, one.choice or one.text) for one in asked.input[start:]]

    def saw(self, asked: Asked) -> None:
        self._seen.pop(asked.turn.conversation, None)
        self._seen[asked.turn.conversation] = asked.input[-1].id
        if len(self._seen) > KNOWN:
            self._seen.popitem(last=False)
