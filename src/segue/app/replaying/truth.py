"""What really happened in a conversation, for joining with what would have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from segue.app.decisions.readings import Taken
from segue.domain import events as e
from segue.domain.ids import ConversationId, Seq
from segue.domain.stages import Reason
from segue.domain.value import Plain

ANGRY = 0.6
SOLVED = ("solved", "assumed_solved")


class Truth(Plain, frozen=True):
    """Facts about one kept conversation. Times are moments or seconds; None is "did not happen"."""

    conversation: ConversationId
    case: str = ""
    channel: str = "web"
    opened_at: datetime | None = None
    handoffs: tuple[tuple[Seq, datetime, str], ...] = ()  # (seq, at, reason)
    asked_at: tuple[datetime, ...] = ()  # asked for a person, in words or by the button
    joined_at: datetime | None = None
    handled_s: float | None = None  # from a person joining to the goodbye
    rating: int | None = None
    verdict: str = ""
    outcome: str = ""
    frustration: float | None = None  # of the last turn that was read
    turns: int = 0
    unread: int = 0  # turns of the customer without signals

    @property
    def left_angry(self) -> bool:
        """Ended without being solved, on a turn that read as angry."""
        bad = self.outcome not in SOLVED
        return bad and self.frustration is not None and self.frustration >= ANGRY

    @property
    def bot_solved(self) -> bool:
        """It ended well, and no person was in it."""
        return self.outcome in SOLVED and self.joined_at is None


def truth_of(conversation: ConversationId, journal: Iterable[Taken]) -> Truth:
    """Read it off the events."""
    facts: dict[str, object] = {"conversation": conversation}
    handoffs: list[tuple[Seq, datetime, str]] = []
    asked: list[datetime] = []
    turns = read = 0
    joined: datetime | None = None
    for taken in journal:
        for row in taken.rows:
            match row.event:
                case e.ConversationOpened(number=number, at=at, channel=channel):
                    facts |= {"case": str(number), "opened_at": at, "channel": channel}
                case e.MessagePosted(author=e.Author.CUSTOMER, consider=True):
                    turns += 1
                case e.SignalsRead(signals=signals):
                    read += 1
                    facts["frustration"] = signals.frustration
                case e.HandoffRequested(handoff=handoff):
                    handoffs.append((row.seq, handoff.at, str(handoff.reason)))
                    if handoff.reason == Reason.ASKED:
                        asked.append(handoff.at)
                case e.AgentJoined(at=at):
                    joined = joined or at
                case e.WrapUpBegun(outcome=outcome):
                    facts["outcome"] = outcome
                    if joined is not None and "handled_s" not in facts:
                        facts["handled_s"] = (row.at - joined).total_seconds()
                case e.ConversationClosed(outcome=outcome):
                    facts["outcome"] = outcome
                case e.Rated(score=score):
                    facts["rating"] = score
                case e.VerdictGiven(verdict=verdict):
                    facts["verdict"] = verdict
                case _:
                    pass
    facts |= {"handoffs": tuple(handoffs), "asked_at": tuple(asked), "joined_at": joined}
    return Truth(**facts, turns=turns, unread=max(0, turns - read))  # type: ignore[arg-type]


def median(numbers: Sequence[float]) -> float | None:
    """The middle one; None of none."""
    ranked = sorted(numbers)
    if not ranked:
        return None
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2
