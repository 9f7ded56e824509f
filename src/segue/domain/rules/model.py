"""What a rule is.

*When* these conditions hold, *then* do this, *and say* that, *but if* nobody is there, the other.
Rules stand in fixed lanes that are read from top to bottom; in a lane, in the order of the file.
The first that wants to hand over, offer or hold wins; rules that only mark or warn all apply.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from segue.domain.ids import TeamId
from segue.domain.stages import Priority, Reason
from segue.domain.value import Plain, Value


class Lane(StrEnum):
    """In the order in which they are read. Precedence needs no numbers."""

    SAFETY = "safety"
    ASKED = "asked"
    BUSINESS = "business"
    BOT_FAILURE = "bot_failure"
    MOOD = "mood"
    LENGTH = "length"


class Do(StrEnum):
    """What a rule does when it matches."""

    HAND_OFF = "hand_off"  # a person is called, the customer is told
    OFFER = "offer"  # the customer is asked whether they want one
    APPROVE = "approve"  # the answer waits until a person approves it
    STAND_BY = "stand_by"  # an agent gets a quiet heads-up
    MARK = "mark"  # tags, priority, team, skills; for whoever gets it


DECISIVE = (Do.HAND_OFF, Do.OFFER, Do.APPROVE)
"""The first of these that matches is what happens."""


class IfNobody(StrEnum):
    """What happens when the team is closed, or nobody of it is on shift."""

    WAIT = "wait"  # into the line, told so, with the other ways shown (default)
    CASE = "case"  # at once a case with a number and a time, if there is an address to answer to
    ASSISTANT = "assistant"  # the assistant goes on; never for somebody who asked for a person


class Fallback(StrEnum):
    """What happens to an answer that nobody approved in time."""

    HAND_OFF = "hand_off"
    SEND = "send"
    UNKNOWN = "unknown"  # say that it is not known


class Test(Value, frozen=True):
    """One field against one value: `field` of the catalogue, `op` one of its type's operators."""

    __test__ = False  # not for pytest

    field: str
    op: str
    value: bool | float | str | tuple[str, ...]


class AllOf(Value, frozen=True):
    """Every one holds. An empty one always does."""

    of: tuple[Condition, ...] = ()


class AnyOf(Value, frozen=True):
    """At least one holds."""

    of: tuple[Condition, ...] = ()


class NoneOf(Value, frozen=True):
    """Not one of them holds."""

    of: tuple[Condition, ...] = ()


class Count(Value, frozen=True):
    """All of `of` hold in at least `times` of the last `turns` turns in which they were known.

    `times` equal to `turns` is "so many in a row". Only fields that belong to a turn may stand
    here.
    """

    of: tuple[Test, ...]
    times: int
    turns: int


Condition: TypeAlias = Test | AllOf | AnyOf | NoneOf | Count


class Rule(Plain, frozen=True):
    """One rule. `say` holds (language, sentence); the honest line about place and wait follows it.

    `reason` None takes the reason of the first field that the rule looks at.
    """

    id: str
    lane: Lane
    do: Do
    name: str = ""
    on: bool = True
    when: AllOf | AnyOf = AllOf()
    reason: Reason | None = None
    team: TeamId | None = None
    skills: tuple[str, ...] = ()
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    say: tuple[tuple[str, str], ...] = ()
    if_nobody: IfNobody = IfNobody.WAIT
    else_team: TeamId | None = None
    within: timedelta = timedelta(seconds=60)  # for `approve`
    fallback: Fallback = Fallback.HAND_OFF  # for `approve`

    def sentence(self, language: str) -> str:
        """What the customer reads first, in this language or in the first that was written."""
        said = dict(self.say)
        short = language.split("-", maxsplit=1)[0]
        found = said.get(language) or said.get(short) or said.get("en")
        return found or (self.say[0][1] if self.say else "")
