"""The only way a conversation changes.

Customer, agent, bot, timer, router, integration: equals before one door. The turn is decided on
the newest snapshot inside the store's transaction, kept whole or not at all, and told to the feed
after the commit, never before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from segue.app.ports import Clock, Feed, Journal, Kept
from segue.app.staffing import Staffing
from segue.app.waking import Waking
from segue.domain.conversation import Conversation, step
from segue.domain.effects import Effect
from segue.domain.events import Event
from segue.domain.ids import ConversationId
from segue.domain.inputs import AgentFound, Input
from segue.domain.policy import Policy


@dataclass
class Turns:
    """`take` is called by everybody who has something to say about a conversation."""

    journal: Journal
    feed: Feed
    clock: Clock
    staffing: Staffing
    policy: Policy
    waking: Waking = field(default_factory=Waking)

    async def take(
        self,
        conversation: ConversationId,
        heard: Input,
        *,
        key: str | None = None,
        new: bool = False,
    ) -> Kept:
        """Raises `Refused` (nothing changed), `KeyReused`, `UnknownConversation` and
        `StoreUnavailable` (repeat with the same key)."""
        now = self.clock()
        policy, staffing = self.policy, self.staffing

        def decide(
            was: Conversation,
        ) -> tuple[Conversation, tuple[Event, ...], tuple[Effect, ...]]:
            return step(was, heard, policy, staffing.floor_for(was, now), now=now)

        kept = await self.journal.take(
            conversation,
            decide,
            heard,
            now=now,
            key=key,
            new=new,
            capacity=staffing.capacity if isinstance(heard, AgentFound) else None,
        )
        if kept.rows and not self.journal.tails:
            self.feed.publish(kept)
        if kept.effects:
            self.waking.of(kept)
        return kept
