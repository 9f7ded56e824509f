"""The only way a conversation changes.

Customer, agent, bot, timer, router, integration: equals before one door. The turn is decided on
the newest snapshot inside the store's transaction, kept whole or not at all, and told to the feed
after the commit, never before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from segue.app.ports import Clock, Feed, Journal, Kept
from segue.app.slots import Slots
from segue.app.staffing import Staffing
from segue.app.waking import Waking
from segue.domain import events as e
from segue.domain.conversation import Conversation, step
from segue.domain.effects import Effect
from segue.domain.errors import NoSlot
from segue.domain.events import Event
from segue.domain.floor import NOBODY, Floor, TeamNow
from segue.domain.ids import ConversationId
from segue.domain.inputs import AgentFound, BotAnswered, CustomerChose, Input, Understood
from segue.domain.policy import Policy
from segue.domain.value import Plain
from segue.domain.why import RoutingNote

PLAIN = (e.MessagePosted, e.FactsLearned, e.ContactKnown, e.NoteAdded, e.Dropped)
"""Events that say the same on any floor: what they rest on need not be kept."""
JUDGED = (Understood, BotAnswered)
"""At these inputs rules are read. What they saw is kept even where nothing came of it: "why not
earlier" is a question about turns at which nothing happened."""


class RestedOn(Plain, frozen=True):
    """What a decision rested on besides its input: enough to make it again to the bit."""

    policy: int
    floor: Floor
    routing: RoutingNote | None = None  # of an offer: who could take it, and how good a choice


class Deciding:
    """One turn, as the store runs it: perhaps again, on a newer snapshot."""

    __slots__ = ("_floor", "_heard", "_policy", "_rested", "_slots", "_staffing", "now", "routing")

    def __init__(
        self, heard: Input, policy: Policy, staffing: Staffing, slots: Slots, clock: Clock
    ) -> None:
        self.now = clock()
        self._slots = slots
        self._heard = heard
        self._policy = policy
        self._staffing = staffing
        self._floor = NOBODY
        self._rested: Floor | None = None
        self.routing: RoutingNote | None = None

    def __call__(
        self, was: Conversation
    ) -> tuple[Conversation, tuple[Event, ...], tuple[Effect, ...]]:
        self._floor = self._staffing.floor_for(was, self.now)
        turned = step(was, self._heard, self._policy, self._floor, now=self.now)
        if isinstance(self._heard, CustomerChose):
            self._slots.check(self._heard, turned[0], self.now)
        self._rested = self._rests_on(was, turned[1])
        return turned

    def _rests_on(self, was: Conversation, events: tuple[Event, ...]) -> Floor | None:
        """As much of the floor as mattered; None: nothing of it."""
        if not events:
            return None
        if isinstance(self._heard, JUDGED) or not all(isinstance(one, PLAIN) for one in events):
            return self._floor
        for one in events:  # said by when an answer comes: that is all it has of the floor
            if isinstance(one, e.MessagePosted) and one.answer_by is not None and was.handoff:
                team = was.handoff.team
                return Floor((TeamNow(id=team, name=str(team), next_by=one.answer_by),))
        return None

    def note(self) -> bytes | None:
        """The floor and the policy's version, kept beside the input where they mattered."""
        if self._rested is None:
            return None
        return msgspec.json.encode(RestedOn(self._policy.version, self._rested, self.routing))


@dataclass
class Turns:
    """`take` is called by everybody who has something to say about a conversation."""

    journal: Journal
    feed: Feed
    clock: Clock
    staffing: Staffing
    policy: Policy
    waking: Waking = field(default_factory=Waking)
    slots: Slots = field(init=False)

    def __post_init__(self) -> None:
        self.slots = Slots(self.journal, self.clock, self.staffing)

    def use(self, policy: Policy) -> None:
        """From the next turn on, everywhere."""
        self.policy = policy
        self.staffing.use(policy)

    async def take(
        self,
        conversation: ConversationId,
        heard: Input,
        *,
        key: str | None = None,
        new: bool = False,
        routing: RoutingNote | None = None,
    ) -> Kept:
        """`routing` is what the router's choice rests on; it is kept beside the input.

        Raises `Refused` (nothing changed), `KeyReused`, `UnknownConversation` and
        `StoreUnavailable` (repeat with the same key)."""
        deciding = Deciding(heard, self.policy, self.staffing, self.slots, self.clock)
        deciding.routing = routing
        try:
            kept = await self.journal.take(
                conversation,
                deciding,
                heard,
                now=deciding.now,
                key=key,
                new=new,
                capacity=self.staffing.capacity if isinstance(heard, AgentFound) else None,
                weight=self.staffing.weight,
                slots=self.slots.room if isinstance(heard, CustomerChose) else None,
                note=deciding.note,
            )
        except NoSlot as no:
            if not isinstance(heard, CustomerChose) or heard.at is None:
                raise
            raise await self.slots.named(no, conversation, heard.at) from None
        moved = bool(kept.rows) and self.staffing.learn(kept)
        if kept.rows and not self.journal.tails:
            self.feed.publish(kept)
        self.waking.of(kept, moved=moved)
        return kept
