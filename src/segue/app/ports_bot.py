"""What the shell needs from a bot: an answer to one turn, with how sure it is of it.

A bot speaks only when asked, never keeps a conversation and never owns one: the shell takes its
reply through the one door, where a reply that comes too late is dropped by its epoch. A bot may
raise; that becomes `BotFailed`, which opens the conversation to people.
"""

from __future__ import annotations

from typing import Protocol

from segue.app.ports_actions import ActionWish
from segue.domain.actions import ActionResult, FieldAsk, Measured
from segue.domain.ids import ConversationId, Epoch, Seq
from segue.domain.stages import Fact, Priority, Source
from segue.domain.value import Plain

__all__ = [
    "ActionWish",
    "AskedPerson",
    "Bot",
    "BotReply",
    "BotTrouble",
    "BotTurn",
    "Fact",
    "FieldAsk",
    "NothingToSay",
    "Source",
]


class BotTrouble(Exception):
    """A bot has no answer, and why, in a few words for the staff. People take over."""


class NothingToSay(Exception):
    """The turn is answered in another way, or is no longer asked: no failure, and no answer."""


class BotTurn(Plain, frozen=True):
    """What a bot is told. `text` is the customer's turn to answer; `history` what was said before
    it.

    `history` holds (who, text), oldest first; who is `customer`, `bot`, `agent` or `system`.
    `companion` means the customer is in the line for a person and asks meanwhile. `person_left` is
    the first name of a person who has handed the conversation back, `summary` and `promises` what
    they left behind.
    """

    conversation: ConversationId
    about: Seq
    epoch: Epoch
    language: str
    text: str
    history: tuple[tuple[str, str], ...] = ()
    companion: bool = False
    person_left: str | None = None
    summary: str = ""
    promises: tuple[str, ...] = ()
    channel: str = "web"
    inbox: str = "web"
    customer_name: str = ""
    verified: bool = False  # is it proven who the customer is? Which one, a bot is never told
    facts: tuple[Fact, ...] = ()
    asked: FieldAsk | None = None  # what the bot asked for last; already in `facts` if answered
    done: tuple[ActionResult, ...] = ()  # what was done for this customer, the newest at the end
    misses: int = 0


class AskedPerson(Plain, frozen=True):
    """The bot wants a person to take over. The engine decides, says so and does it."""

    why: str = ""
    summary: str = ""
    team: str | None = None
    skills: tuple[str, ...] = ()
    priority: Priority | None = None


class BotReply(Plain, frozen=True):
    """What a bot says. `sure` False is a miss: the text then says so, and offers a person.

    `confidence` is the bot's own probability, 0 to 1, that the answer is right. `small_talk` marks
    a greeting or thanks, which are neither an answer nor a miss; so are a question back
    (`clarifies` with `choices`, or `asks` for a field) and a wish to do something (`act`). With
    `person` a person is asked for; `text`, if there is any, is said first.
    """

    text: str
    sources: tuple[Source, ...] = ()
    confidence: float = 0.0
    sure: bool = False
    small_talk: bool = False
    clarifies: bool = False
    choices: tuple[str, ...] = ()
    asks: FieldAsk | None = None
    act: ActionWish | None = None
    person: AskedPerson | None = None
    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    solved: bool = False
    measured: Measured | None = None


class Bot(Protocol):
    """Answers turns. Must not block the event loop; may be called for many conversations at
    once."""

    async def answer(self, turn: BotTurn) -> BotReply:
        """Return a reply to `turn`. May raise; may be cancelled when its time is over."""
        ...
