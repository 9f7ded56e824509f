"""Published policies, labelled turns, and the journal with what its decisions rested on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from segue.app.ports import Example, Published, Recorded, StalePolicy
from segue.domain.ids import ConversationId
from segue.store import schema as t
from segue.store.coding import (
    conversation_of,
    encode,
    example_of,
    input_of,
    micros,
    policy_of,
    row_of,
    storable,
)
from segue.store.reading import EVENT, Sql

FIRST_VERSION = 1
"""The shipped rules: no row has it."""

AT_ONCE = 200


class Records(Sql):
    """Everything of the `Records` port."""

    async def published(self) -> list[Published]:
        def ask(connection: Connection) -> list[Published]:
            c = t.policy.c
            rows = connection.execute(select(c.body).order_by(c.version.desc()))
            return [policy_of(body) for (body,) in rows]

        return await self.read(ask)

    async def newest_policy(self) -> int:
        def ask(connection: Connection) -> int:
            newest = connection.execute(select(func.max(t.policy.c.version))).scalar()
            return newest or FIRST_VERSION

        return await self.read(ask)

    async def publish(self, one: Published) -> None:
        def change(connection: Connection) -> None:
            newest = connection.execute(select(func.max(t.policy.c.version))).scalar()
            newest = newest or FIRST_VERSION
            if one.version != newest + 1:
                raise StalePolicy(newest)
            values = {"version": one.version, "body": encode(one)}
            connection.execute(insert(t.policy).values(**values))

        try:
            await self.write(change, order="policy")
        except IntegrityError:  # another process took the number between our look and our insert
            raise StalePolicy(one.version) from None

    async def examples(self, conversation: ConversationId | None = None) -> list[Example]:
        def ask(connection: Connection) -> list[Example]:
            c = t.example.c
            wanted = select(c.id, c.body).order_by(c.id)
            if conversation is not None:
                wanted = wanted.where(c.conversation == conversation)
            return [replace(example_of(body), id=number)
                    for number, body in connection.execute(wanted)]  # fmt: skip

        return (
            [] if conversation is not None and not storable(conversation) else await self.read(ask)
        )

    async def add_example(self, one: Example) -> int:
        def change(connection: Connection) -> int:
            c = t.example.c
            of_this = select(c.id, c.body).where(c.conversation == one.conversation)
            same = [number for number, body in connection.execute(of_this)
                    if one.replaces(example_of(body))]  # fmt: skip
            if same:
                connection.execute(delete(t.example).where(c.id.in_(same)))
            values = {"conversation": one.conversation, "body": encode(replace(one, id=0))}
            made = connection.execute(insert(t.example).values(**values).returning(c.id))
            return int(made.scalar_one())

        return await self.write(change, order="example")

    async def drop_example(self, example: int) -> bool:
        def change(connection: Connection) -> bool:
            gone = connection.execute(delete(t.example).where(t.example.c.id == example))
            return bool(gone.rowcount)

        return await self.write(change, order="example")

    async def recorded(self, conversations: Sequence[ConversationId]) -> list[Recorded]:
        names = list(dict.fromkeys(name for name in conversations if storable(name)))
        found: list[Recorded] = []
        for start in range(0, len(names), AT_ONCE):
            found += await self.read(partial(_recorded, names=names[start : start + AT_ONCE]))
        return found

    async def active_since(
        self, since: datetime, channel: str | None = None, newest: int | None = None
    ) -> list[ConversationId]:
        def ask(connection: Connection) -> list[ConversationId]:
            c = t.conversation.c
            wanted = select(c.id, c.snapshot) if channel else select(c.id, c.seq)
            wanted = wanted.where(c.last_at >= micros(since))
            rows = connection.execute(wanted.order_by(c.last_at.desc(), c.id.desc()))
            found = (
                ConversationId(name)
                for name, more in rows
                if channel is None or conversation_of(more).channel == channel
            )
            return sorted(islice(found, newest))

        return await self.read(ask)


def _recorded(connection: Connection, names: Sequence[ConversationId]) -> list[Recorded]:
    c = t.event.c
    rows = connection.execute(
        select(*EVENT, c.input, c.note)
        .where(c.conversation.in_(names))
        .order_by(c.conversation, c.seq)
    )
    of_each: dict[str, list[Recorded]] = {name: [] for name in names}
    for *event, heard, note in rows:
        row = row_of(*event)
        one = Recorded(row, None if heard is None else input_of(heard), note)
        of_each[row.conversation].append(one)
    return [one for name in names for one in of_each[name]]
