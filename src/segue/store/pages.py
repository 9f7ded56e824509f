"""What is known of conversations without asking the database: snapshots and the newest keys.

Only what is committed stands here. A page is thrown away whenever it may be wrong; the next turn
reads it anew.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from segue.domain.conversation import Conversation
from segue.domain.ids import ConversationId
from segue.domain.inputs import Input

PAGES = 8192
KEYS = 32
"""Idempotency keys remembered for each conversation; older ones are asked for in the database."""

ASIDE = ("by", "epoch", "number")
"""Fields that a repetition may say differently: who is asked about, what was believed, a number
drawn for the occasion."""

_told: dict[type, Callable[[Any], object]] = {}


def fingerprint(heard: Input) -> int:
    """Equal for two inputs that say the same. Only within this process."""
    kind = type(heard)
    told = _told.get(kind)
    if told is None:
        names = [name for name in kind.__struct_fields__ if name not in ASIDE]
        told = _told[kind] = attrgetter(*names) if names else type
    return hash((kind.__name__, told(heard)))


class Page:
    """One conversation as it stands in the database."""

    __slots__ = ("complete", "keys", "snapshot")

    def __init__(
        self,
        snapshot: Conversation,
        keys: dict[str, tuple[int, int]] | None = None,
        *,
        complete: bool = True,
    ) -> None:
        """`keys` are key: (seq of the first event, fingerprint), oldest first; `complete` says
        that there are no others."""
        self.snapshot = snapshot
        self.keys = keys or {}
        self.complete = complete

    def turned(self, snapshot: Conversation, keys: dict[str, tuple[int, int]]) -> None:
        """A batch that changed it is on disk."""
        self.snapshot = snapshot
        if keys:
            self.keys.update(keys)
            while len(self.keys) > KEYS:
                del self.keys[next(iter(self.keys))]
                self.complete = False


class Pages:
    """The most recently used ones."""

    def __init__(self, most: int = PAGES) -> None:
        self._most = most
        self._pages: dict[ConversationId, Page] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, conversation: ConversationId) -> Page | None:
        page = self._pages.pop(conversation, None)
        if page is not None:
            self._pages[conversation] = page  # the newest is the last
        return page

    def peek(self, conversation: ConversationId) -> Page | None:
        """Without making it a recent one."""
        return self._pages.get(conversation)

    def put(self, conversation: ConversationId, page: Page) -> None:
        self._pages.pop(conversation, None)
        self._pages[conversation] = page
        if len(self._pages) > self._most:
            del self._pages[next(iter(self._pages))]

    def drop(self, conversation: ConversationId) -> None:
        self._pages.pop(conversation, None)
