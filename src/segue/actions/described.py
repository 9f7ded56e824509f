"""What is known of an action: what bots and people see of it (`Action`), and how it is done.

How it is done stays in here. A bot never learns an address, a header or the name of a key.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from segue.app.ports_actions import Action, ActionInput
from segue.domain.value import Plain

Words: TypeAlias = tuple[tuple[str, str], ...]
"""(language, sentence). `*` stands for every language that is not named."""

AuthKind = Literal["none", "bearer", "header", "basic", "hmac"]
Format = Literal["text", "date", "time", "datetime", "money", "number", "word"]
Place = Literal["path", "query", "body"]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
SentAs = Literal["text", "number", "flag"]


class Auth(Plain, frozen=True):
    """How the other system knows us. `secret` is the name of the key, never the key: it is looked
    up when a run begins (`keys.py`). `name` is the user's name for `basic`, the header's for
    `header` and `hmac`."""

    kind: AuthKind = "none"
    secret: str = ""
    name: str = ""


class Service(Plain, frozen=True):
    """Another system. `identity` says which header carries what of a *verified* customer:
    (`customer_id` | `email` | `phone` | `name`, header). `idempotency` is the header for the run's
    key; empty: the system knows none, so nothing that changes is sent twice."""

    id: str
    url: str = ""
    auth: Auth = Auth()
    identity: tuple[tuple[str, str], ...] = ()
    allow_private: bool = False
    timeout_s: float = 8.0
    idempotency: str = "Idempotency-Key"
    openapi: str = ""
    mcp: str = ""
    only: tuple[str, ...] = ()


class Field(Plain, frozen=True):
    """One input: what people see of it, and where it goes. `key` is its name there; in a body it
    may be a path such as `address/street`."""

    shown: ActionInput
    place: Place = "body"
    key: str = ""
    sent_as: SentAs = "text"
    longest: int = 500


class Row(Plain, frozen=True):
    """A line of the result's card. `value` is a JSON pointer into the answer, or `{input}`."""

    label: Words
    value: str
    format: Format = "text"
    currency: str = ""  # a pointer, or a code such as EUR
    words: tuple[tuple[str, Words], ...] = ()  # (value, how people say it)


class Each(Plain, frozen=True):
    """Rows made of a list in the answer: at most `most`, label and value by pointers in each."""

    list: str
    label: str
    value: str
    label_format: Format = "text"
    format: Format = "text"
    currency: str = ""
    words: tuple[tuple[str, Words], ...] = ()
    most: int = 8
    empty: Words = ()  # the sentence when there is nothing in it


class Case(Plain, frozen=True):
    """What is said where the answer's value at `at` is one of `values`; without `at`: else."""

    say: Words
    at: str = ""
    values: tuple[str, ...] = ()


class Returns(Plain, frozen=True):
    """How an answer is told. `ok_at` and `ok_values`: it went well only if the value there is one
    of these, for systems that answer 200 whatever happens."""

    say: tuple[Case, ...] = ()
    rows: tuple[Row, ...] = ()
    each: Each | None = None
    url: str = ""
    url_label: Words = ()
    facts: tuple[tuple[str, str], ...] = ()
    ok_at: str = ""
    ok_values: tuple[str, ...] = ()


class Refusal(Plain, frozen=True):
    """What a customer is told for a status (`404`) or for a code in the answer (`too_late`), and
    the action that is wanted then, with the same inputs."""

    on: str
    say: Words
    then: str = ""


class Described(Plain, frozen=True):
    """An action with everything about how it is done.

    `fixed` are values that go into the body (or the query, where there is none) as they are.
    `approve_input` and `approve_above`: an agent has to agree only where this input is a larger
    number. `tool` is the name of an MCP tool, done instead of a request. `undo_inputs` are (name,
    pointer into the answer or `{input}`).
    """

    action: Action
    service: str
    method: Method = "POST"
    path: str = ""
    tool: str = ""
    fields: tuple[Field, ...] = ()
    fixed: tuple[tuple[str, str | int | float | bool], ...] = ()
    returns: Returns = Returns()
    refusals: tuple[Refusal, ...] = ()
    undo_inputs: tuple[tuple[str, str], ...] = ()
    timeout_s: float = 0.0  # 0: the service's
    idempotency: str | None = None  # None: the service's
    approve_input: str = ""
    approve_above: float = 0.0
    dry_query: str = ""
    dry_request: str = ""
    n: int = 0  # its place in the file

    @property
    def reads_only(self) -> bool:
        """May it be asked again without any harm?"""
        return not self.action.changes


class Left(Plain, frozen=True):
    """Something in another system's own document that is no action here, and why."""

    name: str
    why: str


def in_language(words: Words, language: str) -> str:
    """The sentence in this language, else in its family, else the one for all, else English, else
    whatever there is. Empty without any."""
    found = dict(words)
    for name in (language, language.split("-", 1)[0], "*", "en"):
        if name in found:
            return found[name]
    return words[0][1] if words else ""
