"""What is owed to customers by when: one at a time for each conversation.

A first answer to whoever waits, the next one to whoever has a person, a call, an answer to a case.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.ids import AgentId, ConversationId, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.state import Conversation
from segue.domain.value import Plain

KINDS = ("first_answer", "next_answer", "callback", "case")
OPEN_STAGES = ("waiting", "offered", "with_agent", "deferred")


class Owed(Plain, frozen=True):
    """One promise. `seq` is the event that began it; `agent` whoever has the conversation, or at
    whom it rings; `state` as the journal says: ok, soon or broken."""

    conversation: ConversationId
    kind: str
    by: datetime
    seq: Seq
    team: TeamId | None = None
    agent: AgentId | None = None
    state: str = "ok"

    @property
    def rank(self) -> tuple[datetime, str]:
        """Lists are in this order."""
        return (self.by, self.conversation)


def owed_in(one: Conversation) -> Owed | None:
    """What this customer was promised and has not got yet."""
    due, handoff = one.due, one.handoff
    team = handoff.team if handoff else None
    if due is not None:
        return Owed(one.id, due.what, due.by, due.seq, team, one.seat, due.state)
    match one.stage:
        case s.Deferred(channel=channel, answer_by=by):  # promised before promises were counted
            kind = "callback" if channel == "callback" else "case"
            return Owed(one.id, kind, by, Seq(0), team, one.seat)
        case _:
            return None


def state_at(owed: Owed, policy: Policy, now: datetime) -> str:
    """ok, soon or broken at this moment: the clock may be ahead of the journal by a moment."""
    if owed.state == "broken" or owed.by <= now:
        return "broken"
    return "soon" if owed.state == "soon" or owed.by - _warned(owed, policy) <= now else "ok"


def _warned(owed: Owed, policy: Policy) -> timedelta:
    """How long before its time a promise is said to be due soon."""
    return policy.warned_before(owed.team or policy.team, owed.kind)


def how_it_ended(before: Owed, after: Owed | None, events: tuple[e.Event, ...]) -> str:
    """Of a promise that is not owed any more, or another one is: kept, moved (a later one took its
    place) or dropped (nobody needs it any more). Broken is what it was before, then."""
    if before.state == "broken":
        return "late"
    for event in events:
        match event:
            case e.MessagePosted(author=e.Author.AGENT) | e.CallTried(outcome="reached"):
                return "kept"
            case _:
                pass
    return "dropped" if after is None else "moved"
