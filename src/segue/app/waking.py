"""Who wants to be woken by a commit: the router, the job runner, whoever counts missed offers.

Wake-ups are promises of speed, not of delivery: everybody who is woken here also looks by itself
now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from segue.app.ports import Kept
from segue.domain.effects import (
    CancelTimer,
    CountMissedOffer,
    FindAgent,
    FindStandBy,
    SetTimer,
)
from segue.domain.ids import AgentId, ConversationId, TeamId

LOOKS_ANYWAY = timedelta(seconds=4)
"""The runner of jobs looks by itself at least twice in so long."""


@dataclass
class Waking:
    """Lists of plain calls; each must return at once."""

    router: list[Callable[[], None]] = field(default_factory=list)
    people: list[Callable[[], None]] = field(default_factory=list)
    """Somebody of the staff came or went at another process."""
    runner: list[Callable[[], None]] = field(default_factory=list)
    missed: list[Callable[[AgentId], None]] = field(default_factory=list)
    standing: list[Callable[[ConversationId, TeamId], None]] = field(default_factory=list)
    ours: list[Callable[[Kept], None]] = field(default_factory=list)
    """Told of every turn that this process took, and of no other's."""

    def of(self, kept: Kept, *, moved: bool = False) -> None:
        """Wake whoever this turn's effects are for; `moved`: a place or a seat is another one."""
        for tell in self.ours:
            tell(kept)
        look, work = moved, False
        for effect in kept.effects:
            if isinstance(effect, FindAgent):
                look = True
            elif isinstance(effect, FindStandBy):
                for find in self.standing:
                    find(kept.conversation.id, effect.team)
            elif isinstance(effect, CountMissedOffer):
                for count in self.missed:
                    count(effect.agent)
            elif not isinstance(effect, SetTimer | CancelTimer) or self._soon(effect, kept):
                work = True
        if look:
            for wake in self.router:
                wake()
        if work:
            for wake in self.runner:
                wake()

    @staticmethod
    def _soon(effect: SetTimer | CancelTimer, kept: Kept) -> bool:
        """A timer that goes off before the runner would look anyway. Most lie far ahead."""
        if isinstance(effect, CancelTimer) or not kept.rows:
            return False
        return effect.at - kept.rows[-1].at <= LOOKS_ANYWAY
