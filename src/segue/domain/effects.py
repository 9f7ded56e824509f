"""What the shell must do because of an event. Imperatives; each ends in a job row or a wake-up.

Publishing is not an effect: every kept event is published, always.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from segue.domain.ids import AgentId, Epoch, Seq, TeamId
from segue.domain.inputs import Input
from segue.domain.value import Value


class Consider(Value, frozen=True):
    """Read the signals of this customer turn and speak back as `Understood`."""

    about: Seq


class AskBot(Value, frozen=True):
    """Get an answer to this customer turn; `companion` while the customer is in the line."""

    about: Seq
    epoch: Epoch
    companion: bool = False


class FindAgent(Value, frozen=True):
    """Wake the router: somebody waits, or somebody came free. Lost wake-ups cost latency only."""

    team: TeamId | None = None


class FindStandBy(Value, frozen=True):
    """Tell somebody of this team quietly. A lost wake-up costs the heads-up, nothing else."""

    team: TeamId


class SetTimer(Value, frozen=True):
    """Say `then` at `at`. One timer a name; setting it again moves it."""

    name: str
    at: datetime
    then: Input


class CancelTimer(Value, frozen=True):
    """Forget one timer, or all of this conversation's with `*`."""

    name: str


class CountMissedOffer(Value, frozen=True):
    """This agent let an offer ring out; two in a row set them away."""

    agent: AgentId


class SendMail(Value, frozen=True):
    """transcript | case | answer, to this address. `seq` is what it is about."""

    what: str
    to: str
    seq: Seq


class RunAction(Value, frozen=True):
    """Run `n` in the other system, once, and speak back as `ActionFinished`."""

    n: int


class SendCode(Value, frozen=True):
    """Make a one-time code, keep its hash, and mail it to this address."""

    email: str
    language: str = "en"


Effect: TypeAlias = (
    Consider
    | AskBot
    | FindAgent
    | FindStandBy
    | SetTimer
    | CancelTimer
    | CountMissedOffer
    | SendMail
    | RunAction
    | SendCode
)
