"""Offers that are being made: they count as made until they are heard of or have failed.

Between choosing somebody and the commit that seats them a few milliseconds pass, in which the next
are chosen. Without this, one agent would be chosen for all of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from segue.domain.ids import AgentId, ConversationId

COUNTS_S = 8.0
"""An offer that nobody hears of for so long is not counted on any more."""


@dataclass(frozen=True, slots=True)
class Promised:
    """To whom, its weight in hundredths, and until which tick it counts as made."""

    agent: AgentId
    weight: int
    until: float


@dataclass
class Promises:
    """All of them, and what they add to each agent's load."""

    made: dict[ConversationId, Promised] = field(default_factory=dict)
    loads: Counter[AgentId] = field(default_factory=Counter)

    def make(
        self, conversation: ConversationId, agent: AgentId, weight: int, tick: float
    ) -> Promised | None:
        """Returns the one whose place it takes, if there was one."""
        before = self.settle(conversation)
        self.made[conversation] = Promised(agent, weight, tick + COUNTS_S)
        self.loads[agent] += weight
        return before

    def settle(self, conversation: ConversationId) -> Promised | None:
        """It was heard of, or nothing came of it."""
        made = self.made.pop(conversation, None)
        if made is not None:
            self.loads[made.agent] -= made.weight
        return made

    def over(self, tick: float) -> list[ConversationId]:
        """Those that nobody ever heard of again."""
        return [one for one, made in self.made.items() if made.until <= tick]
