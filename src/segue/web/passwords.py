"""Passwords: argon2id, in threads, a few at a time.

One check costs some 20 ms and 19 MiB on purpose; checking many at once would let anybody fill the
memory with guesses, so there is a short queue and everybody behind it is asked to come back.
"""

from __future__ import annotations

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from segue.web.refusals import slow_down

AT_ONCE = 2
IN_LINE = 32
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


NOBODYS: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$p8sgK9dzMnnnORMSn+GA0Q"
    "$PDFRVX3alOFtQWZlHRfLTP2533VORxLwNYSpHNwM3xE"
)
"""Checked when there is no such address, so that the answer takes as long. Opens nothing."""


def _fits(password: str, kept: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


class Checking:
    """The only place where passwords are compared in this process."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def fits(self, password: str, kept: str) -> bool:
        """Is it this password? Raises the 429 when too many ask at once."""
        if self._waiting >= IN_LINE:
            raise slow_down(1.0)
        self._waiting += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(_fits, password, kept)
        finally:
            self._waiting -= 1


async def hash_password(password: str) -> str:
    """What is stored of a password."""
    return await asyncio.to_thread(_hasher.hash, password)
