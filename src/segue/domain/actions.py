"""What can be done in other systems for a customer: one run of an action, from wish to result.

An *action* is described by the company (`segue.actions`): its inputs, who may run it, whether the
customer has to say yes, has to be known for sure, or an agent has to agree. Here is what the
conversation keeps of one run of it. Nothing here names who the customer is: the server puts that in
when it runs, so that neither words nor a model can be somebody else.

    identity -> confirm -> approval -> running -> done | failed | unsure
        each step only where the action wants it; until it runs, it may be called off
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from segue.domain.ids import AgentId, Seq, TeamId
from segue.domain.value import Plain

RunState = Literal["identity", "confirm", "approval", "running"]
"""What a run waits for: proof of who the customer is, their yes, an agent's yes, or the other
system."""

Outcome = Literal["done", "failed", "unsure", "refused"]
"""`unsure`: it may or may not have happened (no answer in time); a person has to look."""


class ActionCall(Plain, frozen=True):
    """An action with its inputs filled in, as somebody wants it run.

    `inputs` are (name, value) as text; `shown` the same as people read them, (label, value). `ask`
    is the sentence that asks for the customer's yes; it is empty where none is needed. `needs_*`
    are the company's words, put in by the server from the action's description, never by a bot.
    """

    action: str
    title: str
    inputs: tuple[tuple[str, str], ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    ask: str = ""
    needs_yes: bool = False
    needs_identity: bool = False
    needs_approval: bool = False
    undoes: int = 0  # the run that this one takes back


class ActionRun(Plain, frozen=True):
    """One run, until it is over. `n` numbers the runs of a conversation, from 1."""

    n: int
    call: ActionCall
    state: RunState
    about: Seq  # the customer's turn that it is for
    by: AgentId | None = None  # the agent who wants it; None: the assistant
    name: str = ""  # of that agent
    until: datetime | None = None  # the wait for a yes ends then
    team: TeamId | None = None  # who may approve it


class ActionResult(Plain, frozen=True):
    """How a run ended. `text` is a sentence for the customer, `rows` the card under it: (label,
    value). `facts` are (name, value), kept for the brief; `undo` names the action that takes it
    back, with `undo_inputs`; `then` is what is wanted instead at once, because of how it ended."""

    n: int
    action: str
    title: str
    outcome: Outcome
    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    url: str | None = None
    url_label: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    why: str = ""  # for the staff: what went wrong
    undo: str = ""
    undo_inputs: tuple[tuple[str, str], ...] = ()
    undone: bool = False
    undoes: int = 0  # the run that this one took back
    at: datetime | None = None
    then: ActionCall | None = None

    @property
    def may_be_undone(self) -> bool:
        """Can it still be taken back?"""
        return bool(self.undo) and self.outcome == "done" and not self.undone


class FieldAsk(Plain, frozen=True):
    """Something the assistant has to know before it can go on, asked for one at a time.

    `kind` says what a valid value looks like: text, order, email, phone, date, number, choice.
    `purpose` is the action or the knowledge item that it is for.
    """

    name: str
    label: str
    kind: str = "text"
    purpose: str = ""
    choices: tuple[str, ...] = ()
    tries: int = 0  # answers so far that were none


class Measured(Plain, frozen=True):
    """What an answer's confidence was made of, each 0 to 1; None was not measured.

    `answerable`: that the knowledge holds an answer at all. `cited`: the share of the answer's
    claims that its sources say. `agreed`: the share of other wordings of the question that lead to
    the same source. `raw`: before calibration. `by` names what answered: `knowledge`,
    `model:NAME`, `remote:KIND`.
    """

    by: str = "knowledge"
    answerable: float | None = None
    cited: float | None = None
    agreed: float | None = None
    raw: float | None = None
