"""What really happened in a conversation, for joining with what would have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from segue.app.decisions.readings import Taken
from segue.domain import events as e
from segue.domain.floor import Floor
from segue.domain.ids import ConversationId, Seq
from segue.domain.stages import Handoff, Reason
from segue.domain.value import Plain

ANGRY = 0.6
SOLVED = ("solved", "assumed_solved")


class Called(Plain, frozen=True):
    """A person was called: into a line, or for a later answer. `staffed` and `free` are the people
    and the free seats of that team then."""

    seq: Seq
    at: datetime
    reason: str
    handoff: str
    staffed: int = 0
    free: int = 0


class Truth(Plain, frozen=True):
    """Facts about one kept conversation. Times are moments or seconds; None is "did not happen"."""

    conversation: ConversationId
    case: str = ""
    channel: str = "web"
    opened_at: datetime | None = None
    handoffs: tuple[Called, ...] = ()
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
    def left_waiting(self) -> bool:
        """Gave up in the line."""
        return self.outcome == "left_waiting"

    @property
    def left_angry(self) -> bool:
        """Ended without being solved, on a turn that read as angry; not while it goes on."""
        bad = self.outcome != "" and self.outcome not in SOLVED
        return bad and self.frustration is not None and self.frustration >= ANGRY

    @property
    def bot_solved(self) -> bool:
        """It ended well, and no person was in it."""
        return self.outcome in SOLVED and self.joined_at is None


def truth_of(conversation: ConversationId, journal: Iterable[Taken]) -> Truth:
    """Read it off the events."""
    facts: dict[str, object] = {"conversation": conversation}
    calls: list[Called] = []
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
                case e.HandoffRequested(handoff=handoff) | e.AnswerDeferred(handoff=handoff):
                    if not calls or calls[-1].handoff != handoff.id:
                        calls.append(_called(row.seq, handoff, taken.floor))
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
    asked = tuple(one.at for one in calls if one.reason == Reason.ASKED)
    facts |= {"handoffs": tuple(calls), "asked_at": asked, "joined_at": joined}
    return Truth(**facts, turns=turns, unread=max(0, turns - read))  # type: ignore[arg-type]


def _called(seq: Seq, handoff: Handoff, floor: Floor) -> Called:
    there = floor.team(handoff.team)
    return Called(seq, handoff.at, str(handoff.reason), handoff.id, there.staffed, there.free)


def median(numbers: Sequence[float]) -> float | None:
    """The middle one; None of none."""
    ranked = sorted(numbers)
    if not ranked:
        return None
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2
