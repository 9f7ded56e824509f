"""What is told about the decisions of one conversation: the same shapes on the screen and the wire.

Numbers are as the rule met them: shares 0 to 1, counts, minutes. Times are aware.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from segue.domain.signals import Signals
from segue.domain.value import Plain

Happened = Literal[
    "stayed", "offered", "handed_off", "held", "stood_by", "marked", "raised", "answered"
]
"""What came of a turn. `answered`: the assistant's answer was posted as it was."""


class Meter(Plain, frozen=True, omit_defaults=False):
    """One number beside the line that it had to cross. `value` null is not known at that turn.

    `of_turns` is above 0 for a count: `value` of the last so many turns, where `needs` were needed.
    """

    field: str
    label: str
    value: float | None
    needs: float
    op: str
    held: bool = False
    near: bool = False
    of_turns: int = 0


class RuleSeen(Plain, frozen=True, omit_defaults=False):
    """One rule at that turn; `why` says in a few words what held it back, or what it met."""

    id: str
    name: str
    lane: str
    state: Literal["decided", "matched", "near", "not"]
    why: str


class Outcome(Plain, frozen=True, omit_defaults=False):
    """What came of it. `kind` null: nothing was decided here."""

    kind: Happened | None = None
    rule: str = ""
    rule_name: str = ""
    lane: str = ""
    text: str = ""


class BasisSeen(Plain, frozen=True, omit_defaults=False):
    """The words that a signal rests on; `back` 1 is the customer's turn before."""

    signal: str
    text: str
    back: int = 0


class SourceSeen(Plain, frozen=True, omit_defaults=False):
    title: str


class Noted(Plain, frozen=True, omit_defaults=False):
    """One fact beside a turn. `icon` names one of the icon set."""

    icon: str
    text: str


class Turn(Plain, frozen=True, omit_defaults=False):
    """One thing that was said, what was seen in it and what came of it.

    `moment`: rules were read when it was understood (`heard`) or when the assistant had its answer
    (`answered`), under version `policy`. `sent` false: the customer never read it, because it was
    held or a person was called instead.
    """

    seq: int
    at: datetime
    author: Literal["customer", "bot", "agent", "system"]
    name: str
    text: str
    moment: Literal["heard", "answered"] | None = None
    policy: int | None = None
    outcome: Outcome = Outcome()
    meters: tuple[Meter, ...] = ()
    rules: tuple[RuleSeen, ...] = ()
    signals: Signals | None = None
    basis: tuple[BasisSeen, ...] = ()
    sources: tuple[SourceSeen, ...] = ()
    confidence: float | None = None
    notes: tuple[Noted, ...] = ()
    sent: bool = True


class WhyFact(Plain, frozen=True, omit_defaults=False):
    """A fact about the whole conversation: the wait, what was asked twice, the verdict."""

    icon: Literal["timer", "repeat", "check", "x"]
    text: str


class Why(Plain, frozen=True, omit_defaults=False):
    """Two sentences: why a person was called just then (or was not), and why not earlier."""

    then: str
    not_earlier: str
    facts: tuple[WhyFact, ...] = ()


class Decisions(Plain, frozen=True, omit_defaults=False):
    """Everything that was decided about one conversation, in the order of what was said.

    `promised_s` is the wait that the customer was told, in seconds; `took_s` what it took until a
    person had joined. `truncated`: it is longer than what is looked at, the newest part is missing.
    """

    conversation: str
    case: str
    customer: str | None
    rules_version: int
    why: Why
    turns: tuple[Turn, ...]
    promised_s: tuple[int, int] | None = None
    took_s: int | None = None
    verdict: str | None = None
    opened_at: datetime | None = None
    last_at: datetime | None = None
    truncated: bool = False
