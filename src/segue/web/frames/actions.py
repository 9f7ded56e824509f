"""Bodies about actions: which there are, one run, and who ran what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

from msgspec import Meta, field

from segue.web.frames.base import ObjectId, SeqIn, Told
from segue.web.frames.http import Act, Sentence
from segue.web.frames.runs import Labelled, ResultShown

Given: TypeAlias = Annotated[
    dict[Annotated[str, Meta(max_length=80)], Annotated[str, Meta(max_length=4000)]],
    Meta(max_length=40),
]


class ActionInputShown(Told, frozen=True):
    """One input. `fact` names the fact of the conversation that says it already."""

    name: str
    label: str
    kind: str
    required: bool
    choices: tuple[str, ...]
    description: str
    fact: str


class ActionShown(Told, frozen=True):
    """Something that can be done in another system. `who` may want it: `bot`, `agent`; `undo` is
    the action that takes it back, if there is one; `source` says where it was described."""

    id: str
    title: str
    description: str
    inputs: tuple[ActionInputShown, ...]
    who: tuple[str, ...]
    examples: tuple[str, ...]
    changes: bool
    needs_yes: bool
    needs_identity: bool
    needs_approval: bool
    undo: str
    source: str


class Actions(Told, frozen=True):
    items: tuple[ActionShown, ...]


class RunAction(Act, frozen=True, kw_only=True):
    """Inputs by name, as text. `dry_run`: nothing is done, and what would be sent is told."""

    action: ObjectId
    epoch: SeqIn
    inputs: Given = field(default_factory=dict)
    dry_run: bool = False


class ActionBegun(Told, frozen=True):
    """Run `n` has begun; how it ends comes as an event."""

    n: int
    seq: int
    epoch: int


class ActionTried(Told, frozen=True):
    """What a dry run told. The rows are what would be sent, without keys."""

    result: ResultShown


class RejectAction(Act, frozen=True, kw_only=True):
    """`why` is read by the team, not by the customer."""

    why: Sentence = ""


class UndoAction(Act, frozen=True, kw_only=True):
    """`epoch` is needed, as for everything that is done for a customer."""

    epoch: SeqIn


class RunTold(Told, frozen=True):
    """One line of the record of runs. `what`: wanted, moved, over or done; `how` is the state, the
    end or the outcome; `by` is `assistant`, `customer` or the name of a member of the staff."""

    at: datetime
    conversation: str
    seq: int
    n: int
    what: str
    how: str
    by: str
    action: str = ""
    title: str = ""
    inputs: tuple[Labelled, ...] = ()
    why: str = ""


class Runs(Told, frozen=True):
    """Oldest first. `next` is what `after` must be for what comes later."""

    items: tuple[RunTold, ...]
    next: str
