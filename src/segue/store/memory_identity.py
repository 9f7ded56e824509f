"""One-time codes, in a dictionary."""

from __future__ import annotations

from msgspec.structs import replace

from segue.app.ports_identity import KeptCode
from segue.domain.ids import ConversationId


class MemoryIdentities:
    """Everything of the `KeptCodes` port."""

    def __init__(self) -> None:
        self._codes: dict[ConversationId, KeptCode] = {}

    async def keep_code(self, conversation: ConversationId, code: KeptCode) -> None:
        self._codes[conversation] = code

    async def try_code(self, conversation: ConversationId) -> KeptCode | None:
        found = self._codes.get(conversation)
        if found is None:
            return None
        self._codes[conversation] = found = replace(found, tries=found.tries + 1)
        return found

    async def drop_code(self, conversation: ConversationId) -> None:
        self._codes.pop(conversation, None)
