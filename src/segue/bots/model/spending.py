"""What a model may cost: counted in a small database, so that a restart forgets nothing.

Before a request its largest possible cost is put aside in one transaction; afterwards the real cost
takes its place. A process that dies in between leaves the larger number: the limit holds whatever
happens, also with several processes on the same file. Days are UTC days.

Everything here blocks for about a millisecond: use a thread.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from segue.bots.model.limits import Limits
from segue.domain.value import Plain

_KEPT_DAYS: Final = 40
_MILLIONTH: Final = 1_000_000
_ALL: Final = ""
_TABLE: Final = """
create table if not exists spent (
    day text not null, about text not null,
    tokens integer not null, money integer not null, asked integer not null,
    primary key (day, about)
) without rowid"""
_ADD: Final = """
insert into spent values (?, ?, ?, ?, ?) on conflict (day, about) do update set
    tokens = max(0, tokens + excluded.tokens), money = max(0, money + excluded.money),
    asked = asked + excluded.asked"""


class SpentOut(Exception):
    """There is nothing left: `of` is `tokens_per_day`, `money_per_day`,
    `tokens_per_conversation` or `tokens_per_turn`."""

    def __init__(self, of: str) -> None:
        super().__init__(f"model_{of} is used up.")
        self.of = of


class PutAside(Plain, frozen=True):
    """The largest possible cost of one request. `money` is in millionths."""

    day: str
    about: str
    tokens: int
    money: int


class Spent(Plain, frozen=True):
    """What was used on one day, in tokens, money and requests."""

    tokens: int = 0
    money: float = 0.0
    asked: int = 0


class Spending:
    """The account book of one installation."""

    def __init__(self, file: Path, limits: Limits, clock: Callable[[], datetime]) -> None:
        """`file` is made when it is not there."""
        self._limits, self._clock = limits, clock
        self._lock = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file, timeout=2.0, isolation_level=None, check_same_thread=False)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.execute(_TABLE)
        self._db.execute(
            "delete from spent where day < date(?, ?)", (self._day(), f"-{_KEPT_DAYS} days")
        )

    def put_aside(self, conversation: str, sent: int, got: int) -> PutAside:
        """Put aside the cost of at most so many tokens. Raises `SpentOut`."""
        money = round(self._limits.costs(sent, got) * _MILLIONTH)
        one = PutAside(self._day(), conversation, sent + got, money)
        with self._lock:
            self._db.execute("begin immediate")
            try:
                self._look(one)
                self._add(one.day, _ALL, one.tokens, one.money, 1)
                self._add(one.day, one.about, one.tokens, one.money, 1)
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")
        return one

    def settle(self, one: PutAside, sent: int, got: int) -> None:
        """The real cost instead of what was put aside."""
        tokens = sent + got - one.tokens
        money = round(self._limits.costs(sent, got) * _MILLIONTH) - one.money
        with self._lock:
            self._db.execute("begin immediate")
            self._add(one.day, _ALL, tokens, money, 0)
            self._add(one.day, one.about, tokens, money, 0)
            self._db.execute("commit")

    def today(self, conversation: str = _ALL) -> Spent:
        """What was used today, by all or by one conversation."""
        with self._lock:
            return self._spent(self._day(), conversation)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _look(self, one: PutAside) -> None:
        limits, day = self._limits, self._spent(one.day, _ALL)
        if limits.tokens_per_day and day.tokens + one.tokens > limits.tokens_per_day:
            raise SpentOut("tokens_per_day")
        if limits.money_per_day and day.money + one.money / _MILLIONTH > limits.money_per_day:
            raise SpentOut("money_per_day")
        most = limits.tokens_per_conversation
        if most and self._spent(one.day, one.about).tokens + one.tokens > most:
            raise SpentOut("tokens_per_conversation")

    def _spent(self, day: str, about: str) -> Spent:
        asked = "select tokens, money, asked from spent where day = ? and about = ?"
        with closing(self._db.execute(asked, (day, about))) as rows:
            row = rows.fetchone()
        return Spent(row[0], row[1] / _MILLIONTH, row[2]) if row else Spent()

    def _add(self, day: str, about: str, tokens: int, money: int, asked: int) -> None:
        self._db.execute(_ADD, (day, about, tokens, money, asked))

    def _day(self) -> str:
        return self._clock().date().isoformat()
