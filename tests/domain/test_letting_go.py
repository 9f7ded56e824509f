"""What is needed of an agent is let go step by step while somebody waits, and that is on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from domain.scene import (
    ANA,
    BILLING,
    ORDERS,
    SUPPORT,
    Scene,
    found,
    handoff,
    in_line,
    kinds,
    only,
    team,
    with_ana,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import apply
from segue.domain.line_rules import LineRules, Step, TeamLineRules
from segue.domain.relaxing import waiting_of
from segue.domain.rules.model import Do, Lane, Rule

MINUTE = timedelta(minutes=1)
STEPS = (
    Step(1 * MINUTE, lower=1),
    Step(2 * MINUTE, drop=("refunds",)),
    Step(3 * MINUTE, teams=(ORDERS, SUPPORT)),
    Step(4 * MINUTE, drop=("*",)),
)


def needing(*skills: str, steps: tuple[Step, ...] = STEPS, **policy: Any) -> Scene:
    """In the line, and these skills are needed."""
    rule = Rule("asked", Lane.ASKED, Do.HAND_OFF, skills=skills)
    return in_line(rules=only(rule), line=LineRules(steps=steps), **policy)


def waiting(scene: Scene) -> s.Waiting:
    found_place = waiting_of(scene.one.stage)
    assert found_place is not None
    return found_place


def let_go(scene: Scene) -> list[e.Relaxed]:
    return [one for one in scene.kept if isinstance(one, e.Relaxed)]


def test_every_step_is_taken_in_its_time_and_kept() -> None:
    scene = needing("refunds:2", "claims")
    scene.later(minutes=5)
    steps = [(one.step, one.dropped, one.lowered, one.teams) for one in let_go(scene)]
    assert steps == [
        (1, (), 1, ()),
        (2, ("refunds",), 0, ()),
        (3, (), 0, (ORDERS,)),
        (4, ("*",), 0, ()),
    ]
    place = waiting(scene)
    assert (place.relaxed, place.dropped, place.lowered) == (4, ("refunds", "*"), 1)
    assert place.widened == (ORDERS,)


def test_the_router_looks_again_after_every_step() -> None:
    scene = needing("refunds:2")
    scene.later(seconds=59)
    scene.hears(i.RelaxReached(handoff(scene).id, 1))
    assert x.FindAgent(SUPPORT) in scene.effects


def test_a_step_that_changes_nothing_is_not_taken() -> None:
    scene = needing("claims", steps=STEPS[:2])
    scene.later(minutes=10)
    assert let_go(scene) == []
    assert "relax" not in scene.timers.running


def test_nobody_needs_anything_and_no_clock_runs() -> None:
    assert "relax" not in in_line().timers.running


def test_the_customer_is_told_only_that_another_team_may_help() -> None:
    scene = needing("refunds:2", "claims")
    scene.later(minutes=5)
    told = [one.line for one in let_go(scene) if one.line is not None]
    assert told == [e.Line("widened", team="Orders")]


def test_the_clock_starts_with_the_handoff_and_runs_on_while_it_rings() -> None:
    scene = needing("refunds:2", "claims")
    scene.later(seconds=50)
    scene.hears(found(scene, ANA))
    scene.later(seconds=20)
    assert isinstance(scene.one.stage, s.Offered)
    assert [one.step for one in let_go(scene)] == [1]
    scene.hears(i.AgentDeclined(ANA))
    assert waiting(scene).lowered == 1
    scene.later(minutes=1)
    assert [one.step for one in let_go(scene)] == [1, 2]


def test_a_late_clock_takes_all_steps_that_are_due_each_in_its_turn() -> None:
    scene = needing("refunds:2", "claims")
    scene.now += timedelta(hours=1) / 6  # the server was down
    while (timer := scene.timers.due(scene.now)) is not None:
        scene.hears(timer.then)
    assert [one.step for one in let_go(scene)] == [1, 2, 3, 4]


def test_an_old_clock_takes_no_step_twice() -> None:
    scene = needing("refunds:2", "claims")
    scene.later(minutes=1)
    scene.ignores(i.RelaxReached(handoff(scene).id, 1))
    scene.ignores(i.RelaxReached(handoff(scene).id, 3))
    scene.ignores(i.RelaxReached(handoff(scene).id, 0))


def test_a_teams_own_steps_win() -> None:
    own = TeamLineRules(SUPPORT, steps=(Step(10 * MINUTE, drop=("*",)),))
    scene = needing("claims")
    scene = in_line(rules=scene.policy.rules, line=LineRules(steps=STEPS, teams=(own,)))
    assert scene.timers.running["relax"].at == scene.now + 10 * MINUTE


def test_the_language_is_let_go_where_a_step_says_so() -> None:
    there = replace(team(), speaks=("en", "de"))
    scene = in_line(there, line=LineRules(steps=(Step(MINUTE, drop=("language",)),)))
    assert handoff(scene).language_needed
    scene.later(minutes=1)
    assert waiting(scene).dropped == ("language",)


def test_a_language_that_nobody_of_the_house_speaks_is_no_need() -> None:
    scene = in_line(replace(team(), speaks=("fr",)))
    assert not handoff(scene).language_needed


def test_in_another_teams_line_its_own_steps_begin_and_what_was_let_go_stays_so() -> None:
    own = TeamLineRules(BILLING, steps=(Step(2 * MINUTE, lower=1), Step(3 * MINUTE, drop=("*",))))
    scene = needing("refunds:2", steps=(Step(MINUTE, lower=1),))
    scene.policy = replace(scene.policy, line=replace(scene.policy.line, teams=(own,)))
    scene.later(minutes=1)
    moved = e.TeamChanged(BILLING, "rule x", e.Line("in_line", team="Billing"))
    scene.one = apply(scene.one, moved)
    place = waiting(scene)
    assert (place.relaxed, place.lowered) == (0, 1)
    scene.ignores(i.RelaxReached(handoff(scene).id, 1))  # lowered so far already
    assert kinds(scene.hears(i.RelaxReached(handoff(scene).id, 2))) == ["Relaxed"]


def test_somebody_who_has_a_person_needs_nothing_let_go() -> None:
    scene = with_ana()
    scene.ignores(i.RelaxReached(handoff(scene).id, 1))
