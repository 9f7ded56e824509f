"""A made-up conversation under given rules: what would be decided at each line. Nothing is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from segue.app.decisions.readings import Taken, steps
from segue.app.decisions.recounting import Recount
from segue.app.decisions.shapes import Turn
from segue.app.ports import Row
from segue.app.turn import RestedOn
from segue.domain import inputs as i
from segue.domain.conversation import Conversation, step
from segue.domain.floor import Floor
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.domain.signals import Signals
from segue.domain.value import Plain

Reader = Callable[[tuple[tuple[str, str], ...]], Awaitable[Signals]]
NAME = ConversationId("try")
HISTORY = 12
BETWEEN = timedelta(seconds=20)
SURE = 0.5
KNEW, DID_NOT = 0.9, 0.2


class Line(Plain, frozen=True):
    """`who` is customer or bot. `confidence` is the assistant's own; `sure` whether it knew."""

    who: str
    text: str
    confidence: float | None = None
    sure: bool | None = None

    def answer(self, was: Conversation) -> i.BotAnswered:
        """As the assistant would say it about the customer's newest words."""
        confidence, sure = self.confidence, self.sure
        if sure is None:
            sure = confidence is None or confidence >= SURE
        if confidence is None:
            confidence = KNEW if sure else DID_NOT
        return i.BotAnswered(was.heard, was.epoch, self.text, sure=sure, confidence=confidence)


async def tried(
    lines: tuple[Line, ...],
    policy: Policy,
    read: Reader,
    floor: Floor,
    now: datetime,
    started: i.ConversationStarted,
) -> tuple[Turn, ...]:
    """Play these lines from the beginning. Signals are read by `read`, as in earnest; a reader that
    fails reads nothing."""
    was, journal = Conversation(NAME), list[Taken]()

    def take(heard: i.Input) -> None:
        nonlocal was
        before = was
        was, events, _ = step(was, heard, policy, floor, now=now)
        rows = tuple(
            Row("", NAME, Seq(before.seq + n), now, event) for n, event in enumerate(events, 1)
        )
        if rows:
            journal.append(Taken(heard, RestedOn(policy.version, floor), rows))

    take(started)
    for n, line in enumerate(lines):
        now += BETWEEN
        if line.who != "customer":
            take(line.answer(was))
            continue
        take(i.CustomerSaid(line.text))
        said = tuple((one.who, one.text) for one in lines[: n + 1])
        take(i.Understood(was.heard, await read(said[-HISTORY:])))
    recount = Recount(lambda _: policy, policy.brand)
    recount.walk(steps(NAME, journal, lambda _: policy))
    return tuple(entry.told() for entry in recount.entries)
