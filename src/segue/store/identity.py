"""One-time codes: at most one a conversation, its tries counted before they are looked at."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, update

from segue.app.ports_identity import KeptCode
from segue.domain.ids import ConversationId
from segue.store import schema as t
from segue.store.coding import micros, moment, storable
from segue.store.reading import Sql


class Identities(Sql):
    """Everything of the `KeptCodes` port."""

    async def keep_code(self, conversation: ConversationId, code: KeptCode) -> None:
        def change(connection: Connection) -> None:
            c = t.identity_code.c
            connection.execute(delete(t.identity_code).where(c.conversation == conversation))
            connection.execute(
                insert(t.identity_code).values(
                    conversation=conversation,
                    email_key=code.email,
                    code_hash=code.code_hash,
                    salt=code.salt,
                    tries=code.tries,
                    made=micros(code.made),
                    expires=micros(code.expires),
                )
            )

        if storable(conversation):
            await self.write(change, order=f"code {conversation}")

    async def try_code(self, conversation: ConversationId) -> KeptCode | None:
        def change(connection: Connection) -> KeptCode | None:
            c = t.identity_code.c
            tried = (
                update(t.identity_code)
                .where(c.conversation == conversation)
                .values(tries=c.tries + 1)
                .returning(c.email_key, c.salt, c.code_hash, c.made, c.expires, c.tries)
            )
            row = connection.execute(tried).one_or_none()
            if row is None:
                return None
            email, salt, code_hash, made, expires, tries = row
            return KeptCode(email, salt, code_hash, moment(made), moment(expires), tries)

        if not storable(conversation):
            return None
        return await self.write(change, order=f"code {conversation}")

    async def drop_code(self, conversation: ConversationId) -> None:
        def change(connection: Connection) -> None:
            c = t.identity_code.c
            connection.execute(delete(t.identity_code).where(c.conversation == conversation))

        if storable(conversation):
            await self.write(change, order=f"code {conversation}")
