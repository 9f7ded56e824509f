"""The token of one turn: what lets a bot answer it later, and nothing else.

It names the conversation, the turn and the epoch, and is signed with a key that no bot knows, so
any process of the installation can read it and nothing has to be kept.
"""

from __future__ import annotations

import binascii
import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from segue.app.ports_bot import BotTurn
from segue.app.ports_outside import NotOurBot
from segue.domain.ids import ConversationId, Epoch, Seq

LIFE_S: Final = 3600
KEY_BYTES: Final = 32
LONGEST: Final = 1000


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """Which turn, and until when (seconds since 1970)."""

    conversation: ConversationId
    about: Seq
    epoch: Epoch
    companion: bool
    until: int

    @property
    def turn(self) -> BotTurn:
        """Enough of the turn to know its id."""
        return BotTurn(self.conversation, self.about, self.epoch, "", "")


class Tokens:
    def __init__(self, key: bytes, now_s: Callable[[], int]) -> None:
        self._key, self._now_s = key, now_s

    def of(self, turn: BotTurn) -> str:
        until = self._now_s() + LIFE_S
        ticket = Ticket(turn.conversation, turn.about, turn.epoch, turn.companion, until)
        body = msgspec.json.encode(ticket)
        return f"tt_{_text(body)}.{_text(self._mac(body))}"

    def read(self, token: str) -> Ticket:
        """Raises `NotOurBot`: one sentence for every wrong token."""
        body, _, mac = token.removeprefix("tt_").partition(".")
        try:
            raw, given = _bytes(body), _bytes(mac)
            if len(token) > LONGEST or not hmac.compare_digest(given, self._mac(raw)):
                raise NotOurBot
            ticket = msgspec.json.decode(raw, type=Ticket)
        except (binascii.Error, ValueError, msgspec.DecodeError):
            raise NotOurBot from None
        if ticket.until < self._now_s():
            raise NotOurBot
        return ticket

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._key, b"segue.turn\0" + body, sha256).digest()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_in(folder: Path) -> bytes:
    """The installation's own key: made once, readable by nobody else."""
    kept = folder / "turns.key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = kept.read_bytes()
        if len(found) < KEY_BYTES:
            raise ValueError(f"{kept} is damaged: remove it, a new one is made.") from None
        return found
    with os.fdopen(descriptor, "wb") as file:
        made = secrets.token_bytes(KEY_BYTES)
        file.write(made)
    return made
