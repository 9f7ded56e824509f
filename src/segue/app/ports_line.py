"""What the picture of the line asks of whoever estimates waits."""

from __future__ import annotations

from typing import Protocol

from segue.domain.ids import ConversationId, TeamId


class WaitShown(Protocol):
    """What a customer may read: seconds from and to; no upper end is "more than"."""

    @property
    def low_s(self) -> int | None: ...

    @property
    def high_s(self) -> int | None: ...


class Waits(Protocol):
    """Who estimates waits. None is no number."""

    def shown(self, conversation: ConversationId) -> WaitShown | None: ...

    def newcomer(self, team: TeamId) -> WaitShown | None: ...

    def moved(self) -> None: ...
