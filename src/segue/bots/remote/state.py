"""How the company's bot is: when it last answered, what it last failed at, whether it is off."""

from __future__ import annotations

from datetime import datetime

import structlog

from segue.app.ports import Clock
from segue.app.ports_outside import OutsideState

log = structlog.get_logger()


class BotState:
    """Kept in memory: each process sees for itself, and a restart forgets that it was off."""

    def __init__(self, kind: str, host: str, clock: Clock) -> None:
        self.kind, self.host = kind, host
        self.clock = clock
        self.off = ""  # why it is not asked any more
        self.last_answer: datetime | None = None
        self.last_failure: datetime | None = None
        self.last_error = ""
        self.answers = self.failures = self.failing = 0

    def answered(self) -> None:
        self.answers += 1
        self.failing = 0
        self.last_answer = self.clock()

    def failed(self, why: str) -> None:
        self.failures += 1
        self.failing += 1
        self.last_failure, self.last_error = self.clock(), why[:300]

    def switch_off(self, why: str) -> None:
        """It wants no more turns. People take over until this process is started again."""
        self.off = why
        log.error("bot.switched_off", kind=self.kind, host=self.host, why=why)

    def told(self) -> OutsideState:
        """For the house's page and for `doctor`."""
        return OutsideState(
            kind=self.kind,
            host=self.host,
            ok=not self.off and not self.failing,
            off=self.off,
            answers=self.answers,
            failures=self.failures,
            failing=self.failing,
            last_answer=self.last_answer,
            last_failure=self.last_failure,
            last_error=self.last_error,
        )
