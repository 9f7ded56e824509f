"""What rules of the policy made true: the part of `events.py` that is about judgement."""

from __future__ import annotations

from segue.domain.ids import AgentId, Seq, TeamId
from segue.domain.line import Line
from segue.domain.stages import Evidence, Marks, Standing
from segue.domain.value import Value


class Judged(Value, frozen=True):
    """Rules of the policy matched at the turn `about`: which, and which of them fired.

    `answered` says at which of the two moments: before or after the assistant had its say. Turns at
    which nothing matched have no such event: their signals say enough to judge them again.
    """

    about: Seq
    policy: int
    matched: tuple[str, ...]
    fired: str = ""
    answered: bool = False


class Marked(Value, frozen=True):
    """A rule marked the conversation for whoever gets it."""

    marks: Marks
    rule: str


class StandByAsked(Value, frozen=True):
    """A person may soon be needed: somebody gets a quiet heads-up."""

    standing: Standing
    evidence: tuple[Evidence, ...] = ()


class StoodBy(Value, frozen=True):
    """This agent got the heads-up. It takes no place of theirs."""

    agent: AgentId
    name: str


class StandByReleased(Value, frozen=True):
    """Nobody need stand by any more."""

    why: str  # calm


class TeamChanged(Value, frozen=True):
    """Who waits is waiting for another team now, with the same age, and is told."""

    team: TeamId
    why: str
    line: Line


class CustomerDescribed(Value, frozen=True):
    """This is the customer's tier, and these are their attributes now."""

    tier: str
    attributes: tuple[tuple[str, str], ...] = ()
    by: str = ""
