"""Which team it goes to: the one that should have it, or who stands in while nobody is there."""

from __future__ import annotations

from datetime import datetime

from segue.domain import learned, telling
from segue.domain.floor import Floor
from segue.domain.ids import TeamId
from segue.domain.policy import Policy
from segue.domain.rules.model import IfNobody, Lane, Rule
from segue.domain.state import Conversation


def home(
    was: Conversation, rule: Rule | None, policy: Policy, floor: Floor, now: datetime
) -> TeamId:
    """The team that should have it: the rule's, the marked one, that of a kept place, ours. A team
    that was only learned gives way to a kept place, and where it is of no help any more."""
    kept = telling.kept_place(was, now)
    told = rule.team if rule is not None else None
    before = kept.handoff.team if kept else None
    guess = learned.guessed(was)
    stale = guess and (before is not None or not learned.helps(was.marks.team, policy, floor))
    marked = None if stale else was.marks.team
    return told or marked or before or policy.team


def why_team(was: Conversation, rule: Rule | None, where: TeamId, wanted: TeamId) -> str:
    """Why it goes there, for the brief."""
    if where != wanted:
        return f"stands in for {wanted}"
    if rule is not None and rule.team == where:
        return f"rule {rule.id}"
    return was.marks.why_team if was.marks.team == where else "default"


def goes_on(was: Conversation, rule: Rule, policy: Policy, floor: Floor, now: datetime) -> bool:
    """Does this rule leave it to the assistant because nobody is there? Never where somebody asked
    or is not safe."""
    if rule.if_nobody != IfNobody.ASSISTANT or rule.lane in (Lane.SAFETY, Lane.ASKED):
        return False
    where = destination(home(was, rule, policy, floor, now), rule, policy, floor)
    return not there(floor, where)


def destination(wanted: TeamId | None, rule: Rule | None, policy: Policy, floor: Floor) -> TeamId:
    """The team itself while somebody of it is there; else the first of its own chain who is, else
    whoever stands in for it."""
    first = wanted or policy.team
    team, passed = first, [first]
    other = rule.else_team if rule is not None else None
    while not there(floor, team):
        step = other or _instead(team, policy, floor)
        other = None
        if step is None or step in passed:
            return next((one for one in passed if floor.team(one).people != 0), first)
        passed.append(step)
        team = step
    return team


def _instead(team: TeamId, policy: Policy, floor: Floor) -> TeamId | None:
    """Who takes what comes to a team while nobody of it is there."""
    chain = policy.line.of(team).overflow
    first = next((one for one in chain if there(floor, one)), None)
    return first or next((one.to for one in policy.stand_ins if one.team == team), None)


def there(floor: Floor, team: TeamId) -> bool:
    there = floor.team(team)
    return there.open and there.staffed > 0
