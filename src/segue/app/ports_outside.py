"""What the web layer needs of a company's own bot: its late answers, its calls, how it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from segue.domain.value import Plain


class OutsideState(Plain, frozen=True):
    """`off` says why it is not asked any more; `failing` counts failures since the last answer."""

    kind: str
    host: str
    ok: bool = True
    off: str = ""
    answers: int = 0
    failures: int = 0
    failing: int = 0
    last_answer: datetime | None = None
    last_failure: datetime | None = None
    last_error: str = ""


class Acted(Plain, frozen=True):
    """A late answer that was kept."""

    seq: int
    epoch: int


class NotItsTurn(Exception):
    """A bot's words that come too late. `code`: `stale_owner` (somebody else has it), `stale_turn`
    (the customer spoke again), `answered_already`."""

    def __init__(self, code: str, owner: str, epoch: int) -> None:
        super().__init__(f"{code}: {owner} has it, epoch {epoch}")
        self.code, self.owner, self.epoch = code, owner, epoch


class NotOurBot(Exception):
    """No token, a wrong one, or one for something else."""


class NoSuchTurn(Exception):
    """Nothing was asked here that this could answer."""


class OutsideBot(Protocol):
    """The company's own bot, as far as it calls us."""

    def state(self) -> OutsideState: ...

    def reached_at(self, url: str) -> None:
        """Where it reaches us, once that is known better than the settings say."""
        ...

    async def acted(self, turn_id: str, token: str, answer: bytes) -> Acted:
        """A late answer to this turn. Raises `NotOurBot`, `NotItsTurn`, `BotTrouble` (malformed),
        `StoreUnavailable`."""
        ...

    async def called(
        self, kind: str, verb: str, about: str, token: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """A call in another product's own words (`kind`: chatwoot, botpress). Raises as `acted`,
        and `NoSuchTurn`."""
        ...

    async def aclose(self) -> None:
        """Close its connections."""
        ...
