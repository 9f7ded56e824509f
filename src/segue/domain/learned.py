"""Which team it is for, where nobody said so: as like it was earlier ones.

What was learned of earlier handoffs is a signal of a turn (`Signals.team`), read off the event loop
and kept in the journal, so that the decision can be made again. It never outdoes anybody's word: a
team that the customer, a rule, a bot or a colleague named stays. While it is not sure, nothing
waits for it: whoever asks for a person is in the default team's line at once, and one turn later,
when it has become sure, is moved with their place and told.
"""

from __future__ import annotations

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import stages as s
from segue.domain import telling
from segue.domain.floor import Floor
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.signals import Signals
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]
BY = "learned"
"""Stands where the id of a rule would stand."""


def team_of(was: Conversation, signals: Signals, policy: Policy, floor: Floor) -> Events:
    """What follows from a turn that was just read: a mark, a move, or nothing."""
    if isinstance(was.stage, s.WithBot):
        return _marked(was, signals, policy, floor)
    return _moved(was, signals, policy, floor)


def guessed(was: Conversation) -> bool:
    """Was the marked team learned, and named by nobody?"""
    return was.marks.why_team.startswith(BY)


def _marked(was: Conversation, signals: Signals, policy: Policy, floor: Floor) -> Events:
    """While the assistant has it: the team for whoever gets it, if it comes to that."""
    old = was.marks
    if old.team is not None and not guessed(was):
        return ()
    if not _sure(signals, policy, floor) or signals.team == old.team:
        return ()
    marks = replace(old, team=signals.team, why_team=why_team(signals))
    return (e.Marked(marks, BY),)


def _moved(was: Conversation, signals: Signals, policy: Policy, floor: Floor) -> Events:
    """Who waits in the default team's line, for want of anything better: to the right one, once."""
    stage = was.stage
    if not isinstance(stage, s.Waiting) or stage.handoff.why_team != "default":
        return ()
    if signals.team is None or signals.team == stage.handoff.team:
        return ()
    if not _sure(signals, policy, floor):
        return ()
    line = telling.place_line(was, floor.team(signals.team))
    return (e.TeamChanged(signals.team, why_team(signals), line),)


def why_team(signals: Signals) -> str:
    """Why this team, for the brief: "learned: like 37 earlier ones (p .97)"."""
    chance = f"{min(signals.team_p or 0.0, 0.99):.2f}".removeprefix("0")  # nothing is certain
    return f"{BY}: like {signals.team_like} earlier ones (p {chance})"


def _sure(signals: Signals, policy: Policy, floor: Floor) -> bool:
    """Is it sure of a team that can take it?"""
    return policy.line.learned and signals.team_sure and helps(signals.team, policy, floor)


def helps(team: TeamId | None, policy: Policy, floor: Floor) -> bool:
    """Is somebody of this team at work; or, where nobody of the default team is either, will it
    open?"""
    there = next((one for one in floor.teams if one.id == team), None)
    if there is None or there.people == 0:
        return False
    if there.open and there.staffed > 0:
        return True
    usual = floor.team(policy.team)
    nobody = not (usual.open and usual.staffed > 0)
    return nobody and (there.open or there.opens_at is not None)
