"""Who is listening in this process. A wake-up after the commit, never the record.

Listeners are called at once, in order, and must not block: a socket puts bytes into its own
bounded queue. What is lost here costs latency only, because every client resumes by number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from segue.app.ports import Kept
from segue.domain.ids import AgentId, ConversationId
from segue.domain.value import Plain

Listener: TypeAlias = Callable[[Kept], None]


class Passing(Plain, frozen=True):
    """Something worth showing that is not worth keeping: typing, viewing, seen, presence, line."""

    what: str  # typing | viewing | seen | presence | line | wait | knowledge | here? | here
    conversation: ConversationId | None = None
    who: str = ""  # customer | agent | bot
    agent: AgentId | None = None
    name: str = ""
    seq: int = 0


Overhearer: TypeAlias = Callable[[Passing], None]
Stop: TypeAlias = Callable[[], None]


class Hub:
    """The feed of one process: everything, or one conversation."""

    def __init__(self) -> None:
        self._all: list[Listener] = []
        self._one: dict[ConversationId, list[Listener]] = {}
        self._passing: list[Overhearer] = []
        self.relay: Overhearer | None = None
        """Where passing words go besides: other processes, when there are any."""

    def publish(self, kept: Kept) -> None:
        for listener in tuple(self._one.get(kept.conversation.id, ())):
            listener(kept)
        for listener in tuple(self._all):
            listener(kept)

    def listen(self, listener: Listener) -> Stop:
        """Hear every commit. Call the result to stop."""
        self._all.append(listener)
        return lambda: self._all.remove(listener)

    def follow(self, conversation: ConversationId, listener: Listener) -> Stop:
        """Hear the commits of one conversation. Call the result to stop."""
        self._one.setdefault(conversation, []).append(listener)

        def stop() -> None:
            listeners = self._one[conversation]
            listeners.remove(listener)
            if not listeners:
                del self._one[conversation]

        return stop

    def tell(self, passing: Passing, *, from_afar: bool = False) -> None:
        """Pass something on that nobody keeps."""
        for overhearer in tuple(self._passing):
            overhearer(passing)
        if self.relay is not None and not from_afar:
            self.relay(passing)

    def overhear(self, overhearer: Overhearer) -> Stop:
        self._passing.append(overhearer)
        return lambda: self._passing.remove(overhearer)
