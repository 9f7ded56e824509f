"""A person is called where no rule called one: something failed, or waits for a person's eyes."""

from __future__ import annotations

from datetime import datetime

from segue.domain import destinations, ruling, telling
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.floor import Floor
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.requesting import reopened
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]


def person(
    was: Conversation,
    reason: s.Reason,
    evidence: tuple[s.Evidence, ...],
    policy: Policy,
    floor: Floor,
    now: datetime,
    *,
    tried: tuple[s.Tried, ...] = (),
) -> Events:
    """To the team that would have it, or whoever stands in for it. An answer that is held is not
    needed any more; what was closed goes on."""
    again: Events = (reopened(was, was.stage, now),) if isinstance(was.stage, s.Closed) else ()
    knowing = fold(was, again)
    wanted = destinations.home(knowing, None, policy, floor, now)
    where = destinations.destination(wanted, None, policy, floor)
    called = telling.handoff(
        knowing,
        reason,
        policy,
        floor,
        now,
        evidence=evidence,
        team=where,
        why_team=destinations.why_team(knowing, None, where, wanted),
        tried=tried,
    )
    return (*again, *ruling.overtaken(knowing), called)


def team_of(was: Conversation, policy: Policy, floor: Floor, now: datetime) -> TeamId:
    """The team that has it in its line, or would get it."""
    if was.handoff is not None and not isinstance(was.stage, s.Closed | s.WrappingUp):
        return was.handoff.team
    return destinations.destination(
        destinations.home(was, None, policy, floor, now), None, policy, floor
    )
