"""One turn on its way to a bot that lives elsewhere, and what such a bot has to be able to do."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from segue.app.bot_wire import AnswerLater, MessageSeen, OwnerChanged, Said
from segue.app.ports_bot import BotReply, BotTurn

Event = OwnerChanged | MessageSeen
SHORT = 22  # characters: 128 bits and a little more


def turn_id_of(turn: BotTurn) -> str:
    """The idempotency key: the same turn has the same, in every process and after a restart."""
    told = f"{turn.conversation}\0{turn.about}\0{turn.epoch}".encode()
    return "trn_" + urlsafe_b64encode(sha256(told).digest()).decode()[:SHORT]


def number_of(conversation: str) -> int:
    """The conversation as a number, for products that number theirs: 48 bits, safe in any JSON."""
    return int.from_bytes(sha256(conversation.encode()).digest()[:6], "big")


def batch_of(turn: BotTurn) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """What the customer said since anybody last answered, and what was said before that."""
    earlier = list(turn.history)
    texts = [turn.text]
    while earlier and earlier[-1][0] == "customer":
        texts.append(earlier.pop()[1])
    return tuple(reversed(texts)), tuple(earlier)


@dataclass(frozen=True)
class Asked:
    """A turn with everything around it. `ends` is the event loop's time by which an answer must
    be there; `input` what the customer said since the last answer; `before` what came earlier."""

    turn: BotTurn
    turn_id: str
    ends: float
    input: tuple[Said, ...]
    before: tuple[tuple[str, str], ...] = ()
    answer: AnswerLater | None = None
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def left_s(self) -> float:
        """Seconds that are left, never less than a tenth."""
        return max(0.1, self.ends - asyncio.get_running_loop().time())

    @property
    def text(self) -> str:
        """All that is to be answered, as one text; a tapped choice as the bot named it."""
        return "\n".join(one.choice or one.text for one in self.input)


class Talker(Protocol):
    """A kind of bot: how it is asked, and how its answer is read."""

    @property
    def kind(self) -> str: ...

    @property
    def hears(self) -> bool:
        """Is there any use in telling it things?"""
        ...

    async def ask(self, asked: Asked) -> BotReply | None:
        """The answer; None when it was promised for later. Raises `BotTrouble`. Whoever calls
        minds the time."""
        ...

    async def tell(self, event: Event) -> None:
        """Something happened that is not the bot's turn. Raises `BotTrouble` to be called again."""
        ...
