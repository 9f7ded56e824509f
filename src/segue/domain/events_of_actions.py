"""What became of actions, fields and proofs of who the customer is: a part of `events.py`."""

from __future__ import annotations

from datetime import datetime

from segue.domain.actions import ActionResult, ActionRun
from segue.domain.ids import AgentId
from segue.domain.inputs_of_actions import Contact
from segue.domain.line import Line
from segue.domain.value import Value


class ActionWanted(Value, frozen=True):
    """Somebody wants this done; `run.state` says what it waits for. `line` tells the customer,
    where there is something for them to do or to know."""

    run: ActionRun
    at: datetime
    line: Line | None = None


class ActionMoved(Value, frozen=True):
    """Run `n` waits for something else now, or runs."""

    run: ActionRun
    by: str = ""  # who said yes: `customer`, or an agent's name
    line: Line | None = None


class ActionOver(Value, frozen=True):
    """Run `n` will not be done: stopped (by the customer), rejected (by an agent), lapsed,
    overtaken (the customer asked something else, or the owner changed)."""

    n: int
    how: str
    by: str = ""
    why: str = ""
    line: Line | None = None


class ActionDone(Value, frozen=True):
    """The other system answered. `by` is the agent who wanted it, or None for the assistant;
    `said` means that the assistant has told the customer in a message of its own."""

    result: ActionResult
    at: datetime
    by: AgentId | None = None
    name: str = ""
    said: bool = False


class FieldMissed(Value, frozen=True):
    """What the customer said was no such value as they were asked for."""

    field: str
    tries: int  # counting this one


class IdentityAsked(Value, frozen=True):
    """The customer has to show who they are before run `n` can go on (0: not for a run)."""

    n: int
    line: Line


class CodeAsked(Value, frozen=True):
    """A one-time code goes to this address by mail. The code itself stands in no journal."""

    email: str
    at: datetime
    line: Line | None = None


class IdentityProven(Value, frozen=True):
    """From here on the customer is known for sure: everything said before keeps its own mark."""

    contact: Contact
    how: str
    line: Line | None = None
    person: AgentId | None = None  # who had this customer last, in another conversation
    person_at: datetime | None = None
