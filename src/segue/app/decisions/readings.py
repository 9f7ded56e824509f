"""The moments at which rules were read, made again from the journal of one conversation.

The journal keeps every input, and beside it the floor and the policy's version that it was decided
on. Folded up to there, the same conversation is judged by the same functions: what is explained is
what decided, and the tests hold it to the `Judged` events that were kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from segue.app.ports import Recorded, Row
from segue.app.turn import RestedOn
from segue.domain import answering, replying, ruling
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.conversation import Conversation
from segue.domain.floor import NOBODY, Floor
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.domain.rules import turns
from segue.domain.rules.judging import Judgement
from segue.domain.rules.model import Do
from segue.domain.rules.moments import Moment
from segue.domain.signals import Signals

PolicyAt = Callable[[int], Policy]
"""The policy of this version."""
Kind = Literal["heard", "answered"]
READ_IN = (s.WithBot, s.Waiting, s.Offered, s.Deferred)


@dataclass(frozen=True, slots=True)
class Taken:
    """One turn of the journal: what was said, when, on what it was decided, what came of it."""

    heard: i.Input | None
    rested: RestedOn | None
    rows: tuple[Row, ...]

    @property
    def at(self) -> datetime:
        return self.rows[0].at

    @property
    def floor(self) -> Floor:
        return self.rested.floor if self.rested else NOBODY


def taken(recorded: Iterable[Recorded]) -> list[Taken]:
    """The turns of one conversation, from its rows in order: the first row has the input."""
    found: list[tuple[Recorded, list[Row]]] = []
    for one in recorded:
        if one.heard is not None or not found:
            found.append((one, []))
        found[-1][1].append(one.row)
    return [
        Taken(
            first.heard,
            msgspec.json.decode(first.note, type=RestedOn) if first.note else None,
            tuple(rows),
        )
        for first, rows in found
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """Rules read about the customer's turn `about`. `really` is false where nothing was read then:
    somebody asked in words or by the button, which no rule can keep from a person."""

    about: Seq
    kind: Kind
    policy: Policy
    moment: Moment
    found: Judgement
    really: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One turn with the conversation before and after it, and what was read in it."""

    taken: Taken
    before: Conversation
    after: Conversation
    readings: tuple[Reading, ...] = ()


def steps(
    conversation: ConversationId, journal: Iterable[Taken], policy_at: PolicyAt
) -> Iterator[Step]:
    """Every turn in order. A turn whose policy is not known any more has no readings."""
    was = Conversation(conversation)
    for taken in journal:
        now = fold(was, (row.event for row in taken.rows))
        yield Step(taken, was, now, _readings(taken, was, policy_at))
        was = now


def _readings(taken: Taken, was: Conversation, policy_at: PolicyAt) -> tuple[Reading, ...]:
    if taken.rested is None:
        return ()
    try:
        policy = policy_at(taken.rested.policy)
    except LookupError:
        return ()
    match taken.heard:
        case i.Understood(about=about, signals=signals):
            found = _heard(taken, was, about, signals, policy)
            return (found,) if found is not None else ()
        case i.BotAnswered() as answer:
            return tuple(_answered(taken, was, answer, policy))
        case i.AgentRejectedDraft() | i.DraftTimedOut():
            return tuple(_not_known(taken, was, policy))
        case _:
            return ()


def _heard(
    taken: Taken, was: Conversation, about: Seq, signals: Signals, policy: Policy
) -> Reading | None:
    """As `ruling.at_heard` reads them."""
    read = e.SignalsRead(about, signals)
    if about != was.heard or not isinstance(was.stage, READ_IN):
        return None
    if not any(isinstance(row.event, e.SignalsRead) for row in taken.rows):
        return None
    knowing = fold(was, (read,))
    asked = ruling.asking(knowing)
    if asked and isinstance(was.stage, s.WithBot):
        return None
    moment = ruling.moment_of(knowing, policy, taken.floor, taken.at, asked=asked)
    found = ruling.judged(knowing, moment, policy)
    if not isinstance(was.stage, s.WithBot):  # who waits already is helped, not called again
        found = replace(found, fired=None)
    return Reading(about, "heard", policy, moment, found)


def _answered(
    taken: Taken, was: Conversation, answer: i.BotAnswered, policy: Policy
) -> Iterator[Reading]:
    """As `answering.with_bot` reads them, and once more where a held answer fell back at once."""
    late = any(isinstance(row.event, e.Dropped) for row in taken.rows)
    stage = was.stage
    if late or not replying.answers(answer) or not isinstance(stage, s.WithBot):
        return
    was = fold(was, replying.noted(was, answer.facts, answer.tags, answer.note, taken.at))
    reading = _with_answer(taken, was, stage, answer, policy)
    yield reading
    rule = reading.found.fired
    held = any(isinstance(row.event, e.DraftHeld) for row in taken.rows)
    if held or rule is None or rule.do != Do.APPROVE:
        return
    beside = ruling.beside_of(was, reading.found, reading.moment, policy)
    knowing, floor, now = fold(was, beside), taken.floor, taken.at
    if answering.says_not_known(knowing, rule, rule.fallback, policy, floor, now):
        yield from _as_not_known(taken, knowing, answer.about, answer.confidence, policy)


def _not_known(taken: Taken, was: Conversation, policy: Policy) -> Iterator[Reading]:
    """A held answer that nobody approved: where its rule says so, it counts as not known."""
    stage = was.stage
    if not isinstance(stage, s.WithBot) or stage.draft is None:
        return
    draft = stage.draft
    if isinstance(taken.heard, i.AgentRejectedDraft):
        draft = answering.rejected(draft)
    rule = answering.rule_of(draft, policy)
    settled = (row.event for row in taken.rows if isinstance(row.event, e.DraftSettled))
    knowing, floor, now = fold(was, settled), taken.floor, taken.at
    if answering.says_not_known(knowing, rule, draft.fallback, policy, floor, now):
        yield from _as_not_known(taken, knowing, draft.about, draft.confidence, policy)


def _as_not_known(
    taken: Taken, was: Conversation, about: Seq, confidence: float, policy: Policy
) -> Iterator[Reading]:
    if isinstance(was.stage, s.WithBot):
        answer = answering.not_known_about(was, about, confidence)
        yield _with_answer(taken, was, was.stage, answer, policy)


def _with_answer(
    taken: Taken, was: Conversation, stage: s.WithBot, answer: i.BotAnswered, policy: Policy
) -> Reading:
    moment = answering.moment_of_answer(was, stage, answer, policy, taken.floor, taken.at)
    return Reading(answer.about, "answered", policy, moment, ruling.judged(was, moment, policy))


def as_asked(step: Step, policy: Policy, signals: Signals | None) -> Reading:
    """What was known when somebody asked for a person outright: no rule was read then, but all may
    be shown beside it. `signals` are those that were read of that turn a moment later."""
    was = step.before
    posted = tuple(row.event for row in step.taken.rows if isinstance(row.event, e.MessagePosted))
    knowing = fold(was, posted)
    about = knowing.heard
    if signals is not None:
        knowing = replace(knowing, seen=turns.read(knowing.seen, about, signals))
    moment = ruling.moment_of(knowing, policy, step.taken.floor, step.taken.at, asked=True)
    found = ruling.judged(knowing, moment, policy)
    return Reading(about, "heard", policy, moment, found, really=False)
