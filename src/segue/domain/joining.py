"""How a person becomes the owner: from an offer, from the line, or over somebody's head.

The customer is told who is there, by first name and team, in the same commit.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from segue.domain import events as e
from segue.domain import stages as s
from segue.domain import telling
from segue.domain.errors import NotNow
from segue.domain.floor import Floor
from segue.domain.inputs import Who
from segue.domain.policy import Policy
from segue.domain.requesting import reopened, withdrawn
from segue.domain.state import Conversation


def join(
    was: Conversation,
    by: Who,
    floor: Floor,
    now: datetime,
    *,
    how: str,
    handoff: s.Handoff | None = None,
) -> e.AgentJoined:
    """This person has it from now on. Needs a handoff, the stage's own or the one given."""
    carried = handoff or was.handoff
    if carried is None:
        raise NotNow
    there = floor.team(carried.team)
    line = e.Line("joined", was.language, name=telling.first_name(by.name), team=there.name)
    return e.AgentJoined(
        agent=by.id,
        name=by.name,
        team=carried.team,
        at=now,
        line=line,
        how=how,
        handoff=handoff,
        since=telling.since_of(was.stage) or now,
    )


def take_over(
    was: Conversation,
    by: Who,
    why: str,
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    how: str = "took_over",
) -> tuple[e.Event, ...]:
    """From anywhere but a goodbye: the one who had it is told why, the customer who is there."""
    match was.stage:
        case s.WithAgent(agent=agent, name=name):
            if agent == by.id:
                return ()
            return (
                e.AgentLeft(agent, name, "replaced", why[:300]),
                join(was, by, floor, now, how=how),
            )
        case (s.Waiting() | s.Offered() | s.Deferred()) as stage:
            return (*withdrawn(stage, "taken"), join(was, by, floor, now, how=how))
        case s.WrappingUp():
            raise NotNow("The assistant is saying goodbye. Wait for the customer's next word.")
        case s.WithBot() | s.Closed():
            return _from_nobodys_line(was, by, why, policy, floor, now, how)
        case _:
            assert_never(was.stage)


def _from_nobodys_line(
    was: Conversation,
    by: Who,
    why: str,
    policy: Policy,
    floor: Floor,
    now: datetime,
    how: str,
) -> tuple[e.Event, ...]:
    """Nobody called a person, yet one comes: the handoff is made here, so that it has a record."""
    again: tuple[e.Event, ...] = ()
    reason, team = s.Reason.POLICY, None
    if isinstance(was.stage, s.Closed):
        again = (reopened(was, was.stage, now),)
        reason = s.Reason.REOPENED
        team = was.stage.handoff.team if was.stage.handoff else None
    called = telling.handoff(
        was,
        reason,
        policy,
        floor,
        now,
        evidence=(s.Evidence("note", why[:300] or by.name, label=how),),
        team=team,
        line_key="finding",
    )
    joined = join(was, by, floor, now, how=how, handoff=called.handoff)
    return (*again, called, joined)
