"""What is said about a wait, an answer that is due, and calls: a part of `inputs.py`."""

from __future__ import annotations

from datetime import datetime

from segue.domain.ids import Epoch, HandoffId, Seq
from segue.domain.inputs_of_actions import Who
from segue.domain.value import Value


class RelaxReached(Value, frozen=True):
    """So long it has waited that step `step` (from 1) of what may be let go is due."""

    handoff: HandoffId
    step: int


class WaitGrew(Value, frozen=True):
    """The wait is longer than what the customer was told, for the `n`-th time.

    With `passed` it is the clock that says so: the time told first is over. Without a high end it
    is "more than" the low one; without both nobody can say how long.
    """

    handoff: HandoffId
    n: int
    low_s: int | None = None
    high_s: int | None = None
    passed: bool = False


class AnswerDue(Value, frozen=True):
    """An answer to the turn `seq` is due soon, or (`broken`) should have come.

    `what`: first_answer or next_answer.
    """

    what: str
    seq: Seq
    broken: bool = False


class AgentCalled(Value, frozen=True):
    """Somebody called the customer: reached, no_answer, busy, voicemail or wrong_number."""

    by: Who
    epoch: Epoch
    outcome: str
    again_at: datetime | None = None  # None: as the policy says
    note: str = ""


class LeadWhispered(Value, frozen=True):
    """Words of a lead for the agent who has it. Customers never read them."""

    by: Who
    text: str
    client_id: str = ""
