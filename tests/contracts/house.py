"""A store and somebody who talks to it: what the contract tests share."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from segue.app.feed import Hub
from segue.app.ports import Capacity, Kept, Room, Row, Store, Weight
from segue.domain.conversation import Conversation, step
from segue.domain.effects import Effect
from segue.domain.events import Event
from segue.domain.ids import AgentId, ConversationId, Seq
from segue.domain.inputs import (
    AgentFound,
    AgentPicked,
    ConversationStarted,
    CustomerAskedForPerson,
    CustomerSaid,
    Input,
    Who,
)
from segue.domain.line_rules import UNIT
from segue.domain.policy import Policy
from segue.store import open_store

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
POLICY = Policy()
ANA, BEN = Who(AgentId("ana"), "Ana Silva"), Who(AgentId("ben"), "Ben Okri")
C1 = ConversationId("c_1")

Turned = tuple[Conversation, tuple[Event, ...], tuple[Effect, ...]]


class House:
    """A store by its URL. `open` and `close` as often as a test likes."""

    def __init__(self, url: str, nats_url: str = "") -> None:
        self.url = url
        self.nats_url = nats_url
        self.hub = Hub()
        self.heard: list[Row] = []
        self.hub.listen(self._hear)
        self._news = asyncio.Event()
        self.now = NOW
        self._open = False

    def _hear(self, kept: Kept) -> None:
        self.heard.extend(kept.rows)
        self._news.set()

    async def hears(self, rows: Iterable[Row]) -> None:
        """Wait until the feed has told all of these."""
        wanted = {row.cursor for row in rows}
        async with asyncio.timeout(10):
            while not wanted <= {row.cursor for row in self.heard}:
                self._news.clear()
                await self._news.wait()

    async def open(self) -> None:
        self.store: Store = open_store(self.url, self.hub, self.nats_url)
        await self.store.start()
        self._open = True

    async def close(self) -> None:
        if self._open:
            self._open = False
            await self.store.stop()

    async def again(self) -> None:
        """A restart."""
        await self.close()
        await self.open()

    def later(self, **time: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**time)
        return self.now

    async def take(
        self,
        conversation: ConversationId,
        heard: Input,
        *,
        key: str | None = None,
        new: bool = False,
        capacity: Capacity | None = None,
        weight: Weight | None = None,
        slots: Room | None = None,
    ) -> Kept:
        """One turn, decided by the real domain."""
        now = self.now

        def decide(was: Conversation) -> Turned:
            return step(was, heard, POLICY, now=now)

        return await self.store.take(
            conversation,
            decide,
            heard,
            now=now,
            key=key,
            new=new,
            capacity=capacity,
            weight=weight,
            slots=slots,
        )

    async def begin(self, conversation: ConversationId = C1, number: int = 1) -> Kept:
        return await self.take(conversation, ConversationStarted(number=number), new=True)

    async def say(self, conversation: ConversationId, text: str, key: str | None = None) -> Kept:
        return await self.take(conversation, CustomerSaid(text, key or ""), key=key)

    async def wait_in_line(self, conversation: ConversationId = C1, number: int = 1) -> Kept:
        """Begin, and ask for a person."""
        await self.begin(conversation, number)
        return await self.take(conversation, CustomerAskedForPerson())

    async def with_person(
        self, conversation: ConversationId = C1, who: Who = ANA, number: int = 1
    ) -> Kept:
        await self.wait_in_line(conversation, number)
        return await self.take(conversation, AgentPicked(who))

    async def offer(
        self, conversation: ConversationId, who: Who, capacity: int, weight: int = UNIT
    ) -> Kept:
        """The router found somebody who may have so many ordinary conversations."""
        one = await self.store.conversation(conversation)
        assert one is not None
        assert one.handoff is not None
        found = AgentFound(who.id, who.name, one.handoff.id)
        return await self.take(
            conversation, found, capacity=lambda *_: capacity * UNIT, weight=lambda _: weight
        )

    async def loads(self) -> dict[AgentId, int]:
        """How many seats each agent uses."""
        return dict(Counter((await self.store.seats()).values()))

    async def seqs(self, conversation: ConversationId = C1) -> list[Seq]:
        return [row.seq for row in await self.store.events(conversation, limit=10_000)]


def names(many: int, prefix: str = "c") -> list[ConversationId]:
    return [ConversationId(f"{prefix}_{n}") for n in range(many)]
