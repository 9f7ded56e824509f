"""What is let go after a wait: skills, levels, the language, that it must be this team.

A step is an event in the journal, taken by a timer, so that who may have a conversation is a
function of its own record and never of a clock. The clock starts with the handoff.
"""

from __future__ import annotations

from datetime import datetime

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.floor import Floor
from segue.domain.ids import TeamId
from segue.domain.line_rules import ANY_LANGUAGE, EVERYTHING, LineRules, Step, skill_of
from segue.domain.policy import Policy
from segue.domain.state import Conversation


def steps_of(team: TeamId, rules: LineRules) -> tuple[Step, ...]:
    """What this team lets go with time: its own steps, or the installation's."""
    own = rules.of(team).steps
    return rules.steps if own is None else own


def waiting_of(stage: s.Stage) -> s.Waiting | None:
    """The place in the line of whoever stands in it, ringing or not."""
    match stage:
        case s.Offered(waiting=waiting) | (s.Waiting() as waiting):
            return waiting
        case _:
            return None


def next_step(waiting: s.Waiting, rules: LineRules) -> tuple[int, Step] | None:
    """The number (from 1) and the step that is taken next; one that changes nothing is none."""
    steps = steps_of(waiting.handoff.team, rules)
    for n, step in enumerate(steps[waiting.relaxed :], waiting.relaxed + 1):
        if _changes(waiting, steps, n):
            return n, step
    return None


def taken(waiting: s.Waiting, rules: LineRules, n: int, now: datetime) -> e.Relaxed:
    """What step `n` lets go here."""
    steps = steps_of(waiting.handoff.team, rules)
    step = steps[n - 1]
    return e.Relaxed(
        step=n,
        at=now,
        dropped=_dropped(waiting, step),
        lowered=_lowered(waiting, steps, n),
        teams=_widened(waiting, step),
    )


def relaxed(
    was: Conversation, heard: i.RelaxReached, policy: Policy, floor: Floor, now: datetime
) -> tuple[e.Event, ...]:
    """The step that is due, if it is still the next one that changes something here."""
    waiting = waiting_of(was.stage)
    if waiting is None or waiting.handoff.id != heard.handoff:
        return ()
    due = next_step(waiting, policy.line)
    if due is None or due[0] != heard.step:
        return ()
    event = taken(waiting, policy.line, heard.step, now)
    if not event.teams:
        return (event,)
    names = ", ".join(floor.team(team).name for team in event.teams)
    line = e.Line("widened", was.language, team=names)
    return (e.Relaxed(event.step, now, event.dropped, event.lowered, event.teams, line),)


def _changes(waiting: s.Waiting, steps: tuple[Step, ...], n: int) -> bool:
    step = steps[n - 1]
    return bool(_dropped(waiting, step) or _lowered(waiting, steps, n) or _widened(waiting, step))


def _needed(waiting: s.Waiting) -> dict[str, int]:
    """Skills that are still needed, and their levels before lowering."""
    if EVERYTHING in waiting.dropped:
        return {}
    needs = (skill_of(text) for text in waiting.handoff.skills)
    gone = {*waiting.dropped, *waiting.handoff.nobody_has}
    return {need.name: need.level for need in needs if need.name not in gone}


def _dropped(waiting: s.Waiting, step: Step) -> tuple[str, ...]:
    needed = _needed(waiting)
    speaks = waiting.handoff.language_needed and not {ANY_LANGUAGE, EVERYTHING} & set(
        waiting.dropped
    )
    if EVERYTHING in step.drop:
        return (EVERYTHING,) if needed or speaks else ()
    names = tuple(name for name in step.drop if name in needed)
    return (*names, ANY_LANGUAGE) if speaks and ANY_LANGUAGE in step.drop else names


def _lowered(waiting: s.Waiting, steps: tuple[Step, ...], n: int) -> int:
    """Levels that step `n` takes away. What all steps up to it take is counted once, whatever was
    taken before under another team's."""
    if not steps[n - 1].lower:
        return 0
    highest = max(_needed(waiting).values(), default=1)
    wanted = min(sum(step.lower for step in steps[:n]), highest - 1)
    return max(0, wanted - waiting.lowered)


def _widened(waiting: s.Waiting, step: Step) -> tuple[TeamId, ...]:
    known = {waiting.handoff.team, *waiting.widened}
    return tuple(dict.fromkeys(team for team in step.teams if team not in known))
