"""Published policies and labelled turns, in lists."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from segue.app.ports import Example, Published, Recorded, Row, StalePolicy
from segue.domain.ids import ConversationId
from segue.store.coding import input_of
from segue.store.drafting import EventRow
from segue.store.records import FIRST_VERSION


class MemoryRecords:
    """Everything of the `Records` port but what looks at the journal."""

    def __init__(self) -> None:
        self._published: list[Published] = []
        self._examples: dict[int, Example] = {}
        self._last_example = 0
        self._records: dict[ConversationId, list[Recorded]] = {}

    def _record(self, rows: Sequence[Row], drafted: Sequence[EventRow]) -> None:
        """Keep the rows of one turn with what stands in the draft beside them."""
        for row, (*_, heard, note, _key) in zip(rows, drafted, strict=True):
            one = Recorded(row, None if heard is None else input_of(heard), note)
            self._records.setdefault(row.conversation, []).append(one)

    async def published(self) -> list[Published]:
        return self._published[::-1]

    async def newest_policy(self) -> int:
        return self._published[-1].version if self._published else FIRST_VERSION

    async def publish(self, one: Published) -> None:
        newest = await self.newest_policy()
        if one.version != newest + 1:
            raise StalePolicy(newest)
        self._published.append(one)

    async def examples(self, conversation: ConversationId | None = None) -> list[Example]:
        kept = (self._examples[number] for number in sorted(self._examples))
        return [one for one in kept if conversation in (None, one.conversation)]

    async def add_example(self, one: Example) -> int:
        for number, old in tuple(self._examples.items()):
            if one.replaces(old):
                del self._examples[number]
        self._last_example += 1
        self._examples[self._last_example] = replace(one, id=self._last_example)
        return self._last_example

    async def drop_example(self, example: int) -> bool:
        return self._examples.pop(example, None) is not None

    async def recorded(self, conversations: Sequence[ConversationId]) -> list[Recorded]:
        names = dict.fromkeys(conversations)
        return [one for name in names for one in self._records.get(name, [])]
