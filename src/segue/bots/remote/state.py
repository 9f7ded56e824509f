"""How the company's bot is: when it last answered, what it last failed at, whether it is off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog

from segue.app.ports import Clock
from segue.app.ports_bot import BotTrouble
from segue.app.ports_outside import OutsideState

log = structlog.get_logger()
DOWN_AFTER: Final = 5  # turns in a row that it was not there for
REST: Final = timedelta(seconds=10)


class BotDown(BotTrouble):
    """It is not there: nobody answers, it takes too long, or its server is broken."""


class BotState:
    """Kept in memory: each process sees for itself, and a restart forgets that it was off.

    A bot that is down is not asked for ten seconds after each five turns that it was not there for:
    people take over at once, instead of every customer waiting out the whole deadline.
    """

    def __init__(self, kind: str, host: str, clock: Clock) -> None:
        self.kind, self.host = kind, host
        self.clock = clock
        self.off = ""  # why it is not asked any more
        self.last_answer: datetime | None = None
        self.last_failure: datetime | None = None
        self.last_error = ""
        self.answers = self.failures = self.failing = self.down = 0
        self._rests_until: datetime | None = None

    def answered(self) -> None:
        self.answers += 1
        self.failing = self.down = 0
        self.last_answer = self.clock()

    def failed(self, why: BotTrouble) -> None:
        self.failures += 1
        self.failing += 1
        self.last_failure, self.last_error = self.clock(), str(why)[:300]
        self.down = self.down + 1 if isinstance(why, BotDown) else 0
        if self.down >= DOWN_AFTER:
            self.down = DOWN_AFTER - 1  # the next one shows whether it is back
            self._rests_until = self.clock() + REST
            log.error("bot.down", kind=self.kind, host=self.host, why=self.last_error)

    def check(self) -> None:
        """Raises `BotTrouble` while it is not to be asked."""
        if self.off:
            raise BotTrouble(self.off)
        if self._rests_until is not None and self.clock() < self._rests_until:
            raise BotTrouble(f"not asked: it is down ({self.last_error})"[:200])

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
