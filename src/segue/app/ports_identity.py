"""What proving who a customer is needs: one-time codes, kept as hashes, tried a few times."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from segue.domain.ids import ConversationId
from segue.domain.value import Plain


class KeptCode(Plain, frozen=True):
    """One code of one conversation. `tries` counts this one, too, when it comes from `try_code`."""

    email: str
    salt: str
    code_hash: str
    made: datetime
    expires: datetime
    tries: int = 0


class KeptCodes(Protocol):
    """Codes in a store: at most one a conversation."""

    async def keep_code(self, conversation: ConversationId, code: KeptCode) -> None:
        """An older one of this conversation is void from now on."""
        ...

    async def try_code(self, conversation: ConversationId) -> KeptCode | None:
        """Count a try, and return the code as it is then: counted before it is looked at, so that
        many tries at once are many tries."""
        ...

    async def drop_code(self, conversation: ConversationId) -> None: ...


class Codes(Protocol):
    """Makes one-time codes and mails them."""

    async def send(self, conversation: ConversationId, email: str, language: str) -> None:
        """Raises when the mail cannot be sent: the job is tried again, with a new code."""
        ...
