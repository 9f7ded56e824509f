"""What the shell needs from a bot: an answer to one turn, with how sure it is of it.

A bot speaks only when asked, never keeps a conversation and never owns one: the shell takes its
reply through the one door, where a reply that comes too late is dropped by its epoch. A bot may
raise; that becomes `BotFailed`, which opens the conversation to people.
"""

from __future__ import annotations

from typing import Protocol

from segue.domain.ids import ConversationId, Epoch, Seq
from segue.domain.stages import Source
from segue.domain.value import Plain

__all__ = ["Bot", "BotReply", "BotTurn", "Source"]


class BotTurn(Plain, frozen=True):
    """What a bot is told. `text` is the customer's turn to answer; `history` what was said before
    it.

    `history` holds (who, text), oldest first; who is `customer`, `bot`, `agent` or `system`.
    `companion` means the customer is in the line for a person and asks meanwhile. `person_left` is
    the first name of a person who has handed the conversation back.
    """

    conversation: ConversationId
    about: Seq
    epoch: Epoch
    language: str
    text: str
    history: tuple[tuple[str, str], ...] = ()
    companion: bool = False
    person_left: str | None = None


class BotReply(Plain, frozen=True):
    """What a bot says. `sure` False is a miss: the text then says so, and offers a person.

    `confidence` is the bot's own probability, 0 to 1, that the answer is right. `small_talk` marks
    a greeting or thanks, which are neither an answer nor a miss.
    """

    text: str
    sources: tuple[Source, ...] = ()
    confidence: float = 0.0
    sure: bool = False
    small_talk: bool = False


class Bot(Protocol):
    """Answers turns. Must not block the event loop; may be called for many conversations at
    once."""

    async def answer(self, turn: BotTurn) -> BotReply:
        """Return a reply to `turn`. May raise; may be cancelled when its time is over."""
        ...
