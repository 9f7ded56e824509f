"""One-time codes by mail: proof that an address is the customer's.

Six digits, ten minutes, three tries; a new code makes the old one void. Codes are never kept as
they are, and never logged: what is stored is a salted hash that costs some milliseconds to make,
because a million possible codes are tried in no time by anybody who has read the database.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from segue.app.ports import Clock, Mail, Mailer
from segue.app.ports_identity import KeptCode, KeptCodes
from segue.domain import words
from segue.domain.ids import ConversationId
from segue.domain.inputs import Contact, IdentityProven

LIFE: Final = timedelta(minutes=10)
TRIES: Final = 3
DIGITS: Final = 6
ROUNDS: Final = 20_000


class NotProven(ValueError):
    """`code` is stable: wrong_code, code_expired (or none was asked for), too_many_tries."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


@dataclass
class MailedCodes:
    """Makes, mails and checks codes. `app.ports_identity.Codes`. `brand` signs the mail."""

    kept: KeptCodes
    mailer: Mailer | None
    clock: Clock
    brand: str

    async def send(self, conversation: ConversationId, email: str, language: str) -> None:
        if self.mailer is None:
            raise RuntimeError("No mail server is set: SEGUE_SMTP_URL is empty.")
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        salt, now = secrets.token_hex(16), self.clock()
        made = KeptCode(email, salt, hashed(code, salt), now, now + LIFE)
        await self.kept.keep_code(conversation, made)
        said = {"brand": self.brand, "code": code}
        await self.mailer.send(
            Mail(
                to=email,
                subject=_plain(words.word("mails", "code_subject", language, **said)),
                text=_plain(words.word("mails", "code_text", language, **said)) + "\n",
                id=f"code.{re.sub(r'[^A-Za-z0-9.-]', '.', conversation)}.{salt[:12]}",
            )
        )

    async def prove(self, conversation: ConversationId, code: str) -> IdentityProven:
        """What the right code proves. Raises `NotProven`; each call is a try."""
        found = await self.kept.try_code(conversation)
        if found is None or found.expires <= self.clock():
            raise NotProven("code_expired", "That code is over. Ask for a new one.")
        if found.tries > TRIES:
            raise NotProven("too_many_tries", "That was wrong too often. Ask for a new code.")
        digits = "".join(str(int(one)) for one in code if one.isdecimal())
        if not hmac.compare_digest(hashed(digits, found.salt), found.code_hash):
            if found.tries == TRIES:
                raise NotProven("too_many_tries", "That was wrong too often. Ask for a new code.")
            raise NotProven("wrong_code", "That is not the code. Look at the newest mail.")
        await self.kept.drop_code(conversation)
        return IdentityProven(Contact(email=found.email, verified=True), "code")


def hashed(code: str, salt: str) -> str:
    """What is stored of a code."""
    return hashlib.pbkdf2_hmac("sha256", code.encode(), bytes.fromhex(salt), ROUNDS).hex()


def _plain(text: str) -> str:
    return text.replace(words.ISOLATE, "").replace(words.POP, "")
