"""What Segue and a company's own bot say to each other, as it crosses the wire.

`docs/reference/bot-protocol.md` and its JSON schema are generated from these structs. Both sides
ignore fields that they do not know, and Segue ignores unknown actions (and writes them down), so
that either side may be newer.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

MOST_ACTIONS = 32
LONGEST_NAME = 64
Owner = Literal["bot", "line", "person", "later", "nobody"]
Plain: TypeAlias = str | int | float | bool | None

# --- what Segue says ------------------------------------------------------------------------------


class TheConversation(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`owner_epoch` rises with every change of owner. `waiting`: the customer stands in the line
    for a person, and asks meanwhile. `attributes` is what is known already, by name."""

    id: str
    owner: Owner
    owner_epoch: int
    channel: str = "web"
    inbox: str = "web"
    locale: str = "en"
    waiting: bool = False
    attributes: dict[str, str] = {}


class TheCustomer(Struct, frozen=True, omit_defaults=True):
    """`verified`: it is proven who the customer is. Which one, a bot is never told: what needs it
    is done by actions, into which Segue puts it."""

    verified: bool = False
    name: str = ""


class Said(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One message of the customer's. `choice` is the id of the choice that was tapped, if one
    was."""

    id: str
    kind: Literal["text"] = "text"
    text: str
    seq: int | None = None
    choice: str | None = None


class Earlier(Struct, frozen=True):
    """Something said before, by the customer, the bot, a person (`agent`) or the product."""

    who: Literal["customer", "bot", "agent", "system"]
    text: str


class HandedBack(Struct, frozen=True, omit_defaults=True):
    """A person had the conversation and gave it back: who, what they left, what they promised."""

    by: str
    summary: str = ""
    promises: tuple[str, ...] = ()


class DoneBefore(Struct, frozen=True, omit_defaults=True):
    """An action that was run in this conversation, and how it ended."""

    action: str
    outcome: str
    text: str = ""


class AnswerLater(Struct, frozen=True):
    """Where an answer that takes longer is posted, with its token as `Authorization: Bearer`."""

    url: str
    token: str


class TurnAsked(Struct, frozen=True, omit_defaults=True, kw_only=True, tag="bot.turn"):
    """One turn: what the customer said since the bot's last answer. `turn_id` is its idempotency
    key: the same turn may be asked again, and must get the same answer."""

    turn_id: str
    deadline_ms: int
    conversation: TheConversation
    contact: TheCustomer
    input: tuple[Said, ...]
    history: tuple[Earlier, ...] = ()
    history_cursor: str = ""
    handback: HandedBack | None = None
    asked: str | None = None
    done: tuple[DoneBefore, ...] = ()
    misses: int = 0
    answer: AnswerLater | None = None


class OwnerChanged(
    Struct, frozen=True, omit_defaults=True, kw_only=True, tag="conversation.owner.changed"
):
    """Somebody else has the conversation now (or the bot again). An answer under an older epoch is
    refused from here on. `name` is the first name of a person."""

    id: str
    at: str
    conversation: TheConversation
    name: str = ""


class MessageSeen(
    Struct, frozen=True, omit_defaults=True, kw_only=True, tag="conversation.message"
):
    """Said while a person has it. Only with the setting `bot_observe = "observe"`; nothing that a
    bot answers to this reaches the customer."""

    id: str
    at: str
    conversation: TheConversation
    who: Literal["customer", "bot", "agent", "system"]
    seq: int
    text: str


# --- what the bot says ----------------------------------------------------------------------------


class Choice(Struct, frozen=True):
    """An answer to tap. The customer reads `title`; its `id` comes back as `choice`."""

    title: Annotated[str, Meta(min_length=1, max_length=120)]
    id: Annotated[str, Meta(max_length=200)] = ""


class Media(Struct, frozen=True):
    """Shown as a link, never loaded by Segue."""

    url: Annotated[str, Meta(max_length=2000, pattern=r"^https?://[^\s]+$")]
    title: Annotated[str, Meta(max_length=200)] = ""


class Written(Struct, frozen=True):
    """Where an answer stands written; shown under it."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    url: Annotated[str, Meta(max_length=2000, pattern=r"^(https?://|/(?!/))[^\s]*$")] | None = None


class Reply(Struct, frozen=True, tag="reply", tag_field="do"):
    """Say this to the customer. Several are joined. With `choices` it counts as a question back,
    neither an answer nor a miss; `question` says so in so many words."""

    text: Annotated[str, Meta(max_length=20_000)]
    choices: Annotated[tuple[Choice, ...], Meta(max_length=10)] = ()
    media: Annotated[tuple[Media, ...], Meta(max_length=10)] = ()
    sources: Annotated[tuple[Written, ...], Meta(max_length=10)] = ()
    format: str = "text"
    question: bool | None = None


class SetFacts(Struct, frozen=True, tag="set", tag_field="do"):
    """Keep what was learned; whoever gets the conversation reads it, and nobody asks again."""

    attributes: dict[str, Plain] = {}
    tags: tuple[str, ...] = ()


class Typing(Struct, frozen=True, tag="typing", tag_field="do"):
    """The customer sees that an answer is being written."""


class Wait(Struct, frozen=True, tag="wait", tag_field="do"):
    """The answer comes later, to `answer.url`: as after 202, within the deadline. `until` is kept
    for the log."""

    until: str = ""


class AskField(Struct, frozen=True, tag="ask", tag_field="do"):
    """Ask the customer for one thing; Segue checks the answer and keeps it as `field`."""

    field: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    text: Annotated[str, Meta(min_length=1, max_length=2000)]
    kind: Literal["text", "order", "email", "phone", "date", "number", "choice"] = "text"
    label: Annotated[str, Meta(max_length=120)] = ""
    choices: Annotated[tuple[str, ...], Meta(max_length=10)] = ()


class RunAction(Struct, frozen=True, tag="run", tag_field="do"):
    """Run one of the company's actions. Segue checks the inputs, asks the customer for a yes where
    one is needed, and puts in who they are."""

    action: Annotated[str, Meta(min_length=1, max_length=80)]
    inputs: dict[str, Plain] = {}


class HandOver(Struct, frozen=True, tag="handoff", tag_field="do"):
    """Bring in a person. A queue, a skill or a priority that nobody knows is left out."""

    reason: Annotated[str, Meta(max_length=1000)] = ""
    queue: Annotated[str, Meta(max_length=80)] | None = None
    skills: Annotated[tuple[str, ...], Meta(max_length=20)] = ()
    priority: str | None = None
    summary: Annotated[str, Meta(max_length=20_000)] = ""
    fields: dict[str, Plain] = {}


class CloseIt(Struct, frozen=True, tag="close", tag_field="do"):
    """The matter is settled: the goodbye begins. Needs a `reply` beside it."""

    reason: Annotated[str, Meta(max_length=1000)] = ""


class Note(Struct, frozen=True, tag="note", tag_field="do"):
    """For the team; the customer never reads it."""

    text: Annotated[str, Meta(max_length=20_000)]


Action: TypeAlias = (
    Reply | SetFacts | Typing | Wait | AskField | RunAction | HandOver | CloseIt | Note
)
KINDS: dict[str, Any] = {
    "reply": Reply, "set": SetFacts, "typing": Typing, "wait": Wait, "ask": AskField,
    "run": RunAction, "handoff": HandOver, "close": CloseIt, "note": Note,
}  # fmt: skip


class TurnAnswered(Struct, frozen=True):
    """Actions in the order in which they are meant. `confidence`, 0 to 1, feeds the company's rule
    for unsure answers; without it the bot is taken at its word. `missed`: the bot did not know, and
    says so. `small_talk`: a greeting or thanks, neither an answer nor a miss."""

    actions: Annotated[tuple[Action, ...], Meta(max_length=MOST_ACTIONS)]
    turn_id: str = ""
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    missed: bool = False
    small_talk: bool = False
