"""What the shell needs of actions: which there are, and running one.

An action is described by the company. Who the customer is, which key opens the other system and
where it lives are put in by the server when it runs (`segue.actions`); bots and models see only
what stands here.
"""

from __future__ import annotations

from typing import Literal, Protocol

from segue.domain.actions import ActionCall, ActionResult
from segue.domain.ids import ConversationId
from segue.domain.inputs import Contact
from segue.domain.value import Plain

FieldKind = Literal["text", "order", "email", "phone", "date", "number", "choice"]


class ActionInput(Plain, frozen=True):
    """One input of an action, as people and bots see it. `ask` is the question that gets it from a
    customer, by language; `fact` the name of the fact that already says it (`order`, `email`).

    `labels` and `said` are the label and the choices by language (`said`: choice, then language
    and word): any of those words is accepted for the choice."""

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    pattern: str = ""  # RE2, for the whole value
    fact: str = ""
    ask: tuple[tuple[str, str], ...] = ()  # (language, question)
    description: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


def label_in(one: ActionInput, language: str) -> str:
    """What people who speak this language call the input."""
    return _in(one.labels, language) or one.label or one.name


def choices_in(one: ActionInput, language: str) -> tuple[str, ...]:
    """The choices as people who speak this language call them; each is accepted as the choice."""
    said = dict(one.said)
    return tuple(_in(said.get(choice, ()), language) or choice for choice in one.choices)


def _in(words: tuple[tuple[str, str], ...], language: str) -> str:
    known = dict(words)
    names = (language, language.split("-", 1)[0], "*", "en")
    return next((known[name] for name in names if name in known), "")


class Action(Plain, frozen=True):
    """Something that can be done in another system, without how.

    `who` says who may want it: `bot`, `agent`. `examples` are customers' phrasings that mean it.
    `confirm` is the sentence that asks for a yes, by language, with {input} places; `changes` says
    that it changes something (and then a yes is always wanted of a customer).
    """

    id: str
    title: str
    description: str = ""
    inputs: tuple[ActionInput, ...] = ()
    who: tuple[str, ...] = ("bot", "agent")
    examples: tuple[str, ...] = ()
    changes: bool = False
    needs_yes: bool = False
    needs_identity: bool = False
    needs_approval: bool = False
    confirm: tuple[tuple[str, str], ...] = ()
    undo: str = ""
    source: str = ""  # where it was described: a file, an OpenAPI document, an MCP server
    titles: tuple[tuple[str, str], ...] = ()  # (language, title)


class ActionWish(Plain, frozen=True):
    """A bot or an agent wants `action` with these inputs, (name, value) as text."""

    action: str
    inputs: tuple[tuple[str, str], ...] = ()


class BadAction(ValueError):
    """What is wrong with a wish: `code` is stable (`unknown_action`, `not_for_you`,
    `missing_input`, `bad_input`), `field` the input it is about."""

    def __init__(self, code: str, said: str, field: str = "") -> None:
        super().__init__(said)
        self.code, self.field = code, field


class Doing(Protocol):
    """Actions of this installation."""

    def actions(self) -> tuple[Action, ...]:
        """All that there are now, in the order described."""
        ...

    def named(self, action: str) -> Action | None: ...

    def call(self, wish: ActionWish, *, who: str, language: str) -> ActionCall:
        """Check a wish against its description and fill in what the company says of it. Raises
        `BadAction`."""
        ...

    async def run(
        self,
        call: ActionCall,
        n: int,
        *,
        conversation: ConversationId,
        contact: Contact,
        language: str,
        key: str,
        dry: bool = False,
        again: bool = False,
    ) -> ActionResult:
        """Do it, in at most its time-out. `key` is its idempotency key towards the other system:
        the same for every attempt. Never raises for what the other system does: that is an
        outcome. `dry` checks and tells what would be sent, and sends nothing. `again`: an earlier
        attempt was broken off, and nobody knows what came of it; where doing it twice would harm,
        it is not sent, and the outcome is `unsure`."""
        ...


class NothingDone:
    """No actions: what an installation without any has. `Doing`."""

    def actions(self) -> tuple[Action, ...]:
        return ()

    def named(self, action: str) -> Action | None:  # noqa: ARG002
        return None

    def call(self, wish: ActionWish, *, who: str, language: str) -> ActionCall:  # noqa: ARG002
        raise BadAction("unknown_action", f"There is no action {wish.action!r}.")

    async def run(
        self,
        call: ActionCall,
        n: int,
        *,
        conversation: ConversationId,  # noqa: ARG002
        contact: Contact,  # noqa: ARG002
        language: str,  # noqa: ARG002
        key: str,  # noqa: ARG002
        dry: bool = False,  # noqa: ARG002
        again: bool = False,  # noqa: ARG002
    ) -> ActionResult:
        return ActionResult(n, call.action, call.title, "failed", why="There are no actions here.")
