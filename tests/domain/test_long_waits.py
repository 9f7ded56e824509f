"""A wait that grows is said so: once with an apology and a new range, then without a number."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from domain.scene import (
    ANA,
    NOON,
    SUPPORT,
    Scene,
    closed,
    found,
    handoff,
    in_line,
    kinds,
    team,
    with_bot,
)
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.ids import HandoffId
from segue.domain.line_rules import LineRules, TeamLineRules
from segue.domain.relaxing import waiting_of
from segue.domain.showing import shown

BUSY = team(waiting=1, eta=(60, 300))
SORRY = (("en", "Your next delivery is on us."), ("de", "Die nächste Lieferung geht auf uns."))


def grew(scene: Scene, n: int, low: int | None = 300, high: int | None = 600) -> i.WaitGrew:
    return i.WaitGrew(handoff(scene).id, n, low, high)


def waiting(scene: Scene) -> s.Waiting:
    found_place = waiting_of(scene.one.stage)
    assert found_place is not None
    return found_place


def test_the_first_growth_is_apologised_for_with_the_new_range() -> None:
    scene = in_line(BUSY)
    scene.put(team(waiting=1, eta=(300, 600)))
    line = e.Line("in_line_longer", team="Support", place=1, eta_low_s=300, eta_high_s=600)
    assert scene.hears(grew(scene, 1)) == (
        e.WaitOutgrown(1, scene.now, 300, 600, heard=1),
        e.PlaceTold(line, scene.now),
    )
    seen = shown(scene.one, scene.floor, scene.policy, scene.now)
    assert (seen.key, seen.grew, seen.eta_high_s) == ("in_line_longer", 1, 600)
    assert (seen.first_eta_low_s, seen.first_eta_high_s) == (60, 300)
    assert {"email", "callback"} <= set(seen.choices)


def test_the_same_growth_reported_by_two_processes_is_said_once() -> None:
    scene = in_line(BUSY)
    scene.hears(grew(scene, 1))
    scene.ignores(grew(scene, 1))


def test_after_the_second_growth_no_number_is_shown_any_more() -> None:
    scene = in_line(BUSY)
    scene.hears(grew(scene, 1))
    _, told = scene.hears(grew(scene, 2, 600, None))
    assert told == e.PlaceTold(e.Line("in_line_unsure", team="Support", place=1), scene.now)
    seen = shown(scene.one, scene.floor, scene.policy, scene.now)
    assert (seen.eta_low_s, seen.eta_high_s) == (None, None)
    scene.later(minutes=1)
    (again,) = scene.hears(i.CustomerAskedForPerson())
    assert isinstance(again, e.PlaceTold)
    assert (again.line.eta_low_s, again.line.eta_high_s) == (None, None)


def test_a_third_growth_is_kept_and_says_nothing_new() -> None:
    scene = in_line(BUSY)
    scene.hears(grew(scene, 1), grew(scene, 2))
    assert kinds(scene.hears(grew(scene, 3))) == ["WaitOutgrown"]


def test_goodwill_is_said_once_with_the_second_growth_in_the_customers_language() -> None:
    scene = in_line(BUSY, line=LineRules(goodwill=SORRY))
    scene.one = replace(scene.one, language="de-AT")
    scene.hears(grew(scene, 1))
    said = scene.hears(grew(scene, 2))[-1]
    assert said == e.MessagePosted(e.Author.SYSTEM, SORRY[1][1], scene.now)
    assert (scene.one.unanswered, scene.one.waiting_since) == (1, NOON)
    assert not any(isinstance(one, e.MessagePosted) for one in scene.hears(grew(scene, 3)))


def test_a_teams_own_goodwill_wins_and_may_be_none() -> None:
    rules = LineRules(goodwill=SORRY, teams=(TeamLineRules(SUPPORT, goodwill=()),))
    scene = in_line(BUSY, line=rules)
    scene.hears(grew(scene, 1))
    assert kinds(scene.hears(grew(scene, 2))) == ["WaitOutgrown", "PlaceTold"]


def test_a_language_without_goodwill_reads_english() -> None:
    scene = in_line(BUSY, line=LineRules(goodwill=SORRY))
    scene.one = replace(scene.one, language="ar")
    scene.hears(grew(scene, 1))
    said = scene.hears(grew(scene, 2))[-1]
    assert isinstance(said, e.MessagePosted)
    assert said.text == SORRY[0][1]


def test_the_time_that_was_told_first_passes_and_that_is_apologised_for_once() -> None:
    scene = in_line(BUSY)
    assert waiting(scene).told_until == NOON + timedelta(minutes=5)
    scene.later(minutes=4, seconds=59)
    outgrown, told = scene.later(seconds=1)
    assert isinstance(outgrown, e.WaitOutgrown)
    assert isinstance(told, e.PlaceTold)
    assert told.line.key == "in_line_longer"
    assert waiting(scene).grew == 1


def test_somebody_told_of_a_growth_already_is_not_told_again_when_the_time_passes() -> None:
    scene = in_line(BUSY)
    scene.hears(grew(scene, 1))
    assert not [one for one in scene.later(minutes=6) if isinstance(one, e.WaitOutgrown)]


def test_who_was_told_no_number_has_no_time_that_passes() -> None:
    scene = in_line(team(waiting=1))
    assert waiting(scene).told_until is None
    assert "told" not in scene.timers.running


def test_it_is_said_while_it_rings_too() -> None:
    scene = in_line(BUSY)
    scene.hears(found(scene, ANA))
    scene.hears(grew(scene, 1))
    assert isinstance(scene.one.stage, s.Offered)
    assert waiting(scene).grew == 1


def test_while_the_team_is_closed_no_range_is_promised() -> None:
    scene = in_line(BUSY)
    scene.put(closed())
    assert kinds(scene.hears(grew(scene, 1))) == ["WaitOutgrown"]


def test_nobody_waits_and_nothing_grows() -> None:
    with_bot().ignores(i.WaitGrew(handoff(in_line()).id, 1, 60, 120))


def test_an_estimate_of_another_handoff_is_late() -> None:
    scene = in_line(BUSY)
    scene.ignores(i.WaitGrew(HandoffId("c.h9"), 1, 60, 120))


# --- a surge ----------


def test_in_a_surge_other_ways_are_shown_at_once_and_why_is_said() -> None:
    scene = in_line(replace(BUSY, surge=True))
    (called,) = scene.kept[-1:]
    assert isinstance(called, e.HandoffRequested)
    assert called.line.key == "surge"
    assert waiting(scene).shown == 1
    assert scene.later(minutes=2) == ()  # the choices of a minute stand there already
    seen = shown(scene.one, scene.floor, scene.policy, scene.now)
    assert seen.surge
    assert seen.choices


def test_whoever_is_next_in_a_surge_is_not_sent_to_the_telephone() -> None:
    scene = in_line(replace(team(free=1), surge=True))
    assert scene.told()[-1] == "finding"
    assert waiting(scene).shown == 0


def test_before_anybody_waits_a_surge_shows_other_ways_beside_the_button() -> None:
    scene = with_bot(replace(BUSY, surge=True))
    seen = shown(scene.one, scene.floor, scene.policy, scene.now)
    assert (seen.key, seen.surge) == ("assistant", True)
    assert "email" in seen.choices
