"""The estimate: equal to the reference, ordered, silent when it knows nothing, and never surprised
by what cannot be."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.any_waits import (
    CASES,
    NOW,
    TYPES,
    Line,
    ago,
    histories,
    lines,
    new_lines,
    people,
    teams,
    three,
)
from segue.domain.waits import (
    AtWork,
    Constants,
    Estimate,
    History,
    Wait,
    Waiting,
    estimate,
    estimate_line,
    estimates,
)
from segue.domain.waits_curve import NORMAL, freed, gamma_quantile, time_until

# --- the reference --------------------------------------------------------------------------------


def replayed(step: dict[str, Any], history: History) -> dict[str, Estimate | None]:
    """Tell the history what happened, ask for everybody, and settle whom the case settles."""
    for what, *rest in step["events"]:
        match what:
            case "joined":
                history.joined(rest[0], may_overtake=rest[1])
            case "service_ended":
                history.service_ended(*rest)
            case _:
                history.left_line(rest[0], rest[1], was_served=rest[2])
    line = [Waiting(*one) for one in step["line"]]
    agents = [
        AtWork(one["id"], one["weight"], tuple(one["chats"]), tuple(one["free"]))
        for one in step["agents"]
    ]
    found = estimate_line(line, agents, history, step["now"])
    for name, wait, inferred in step["settled"]:
        told = found[name]
        assert told is not None
        history.settled(told.receipt, wait, inferred=inferred)
    return found


def test_a_day_is_estimated_and_learned_from_as_the_reference_does() -> None:
    """The reference has no quantiles of their own for those who entered a while ago, and the same
    weight of leavers at both ends."""
    history = History(Constants(apart=False, leaver_high=0.25, rate=0.01))
    for step in json.loads(CASES.read_text()):
        found = replayed(step, history)
        assert found.keys() == step["told"].keys()
        for name, told in step["told"].items():
            assert three(found[name]) == (told and pytest.approx(told, rel=1e-9, abs=1e-9))


# --- laws -----------------------------------------------------------------------------------------


@given(lines)
def test_low_median_and_high_are_in_order_and_finite(case: Line) -> None:
    for found in case.told().values():
        if found is not None:
            low, median, high = found.wait.low_s, found.wait.median_s, found.wait.high_s
            assert 0 <= low <= median <= high < math.inf


@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_agents_changes_nothing(case: Line, rng: Any) -> None:
    agents = list(case.agents)
    rng.shuffle(agents)
    again = estimate_line(case.line, agents, case.history, NOW)
    for name, found in case.told().items():
        told = three(found)
        assert three(again[name]) == (told and pytest.approx(told, rel=1e-9))


@given(lines)
def test_asking_twice_answers_twice_the_same(case: Line) -> None:
    assert case.told() == case.told()


@given(new_lines, st.integers(-20_000, 20_000))
def test_another_zero_of_the_clock_changes_nothing(case: Line, by: int) -> None:
    line = [Waiting(one.id, one.type, one.priority, one.joined + by) for one in case.line]
    agents = [
        AtWork(
            one.id,
            one.weight,
            tuple(at + by for at in one.chats),
            tuple(at + by for at in one.free),
        )
        for one in case.agents
    ]
    moved = estimate_line(line, agents, case.history, NOW + by)
    for name, found in case.told().items():
        told = three(found)
        assert three(moved[name]) == (told and pytest.approx(told, rel=1e-6, abs=1e-6))


@given(lines)
def test_nobody_is_told_less_than_somebody_of_their_type_ahead_of_them(case: Line) -> None:
    nearest: dict[str, tuple[float, float, float]] = {}
    told = case.told()
    for one in case.line:
        mine = three(told[one.id])
        if mine is not None:
            before = nearest.get(one.type, mine)
            assert all(a <= b for a, b in zip(before, mine, strict=True))
            nearest[one.type] = mine


@given(people(smallest=2), teams(), st.data())
def test_when_somebody_ahead_leaves_nobody_behind_waits_longer(
    mixed: list[Waiting], agents: list[AtWork], data: Any
) -> None:
    """Of those who want the same. Between types it holds but for a percent or two: behind somebody
    impatient others leave a little sooner."""
    line = [Waiting(one.id, "A", one.priority, one.joined) for one in mixed]
    gone = data.draw(st.integers(1, len(line) - 1)) - 1
    told = Line(line, agents).told()
    shorter = Line(line[:gone] + line[gone + 1 :], agents).told()
    for one in line[gone + 1 :]:
        before, after = told[one.id], shorter[one.id]
        if before is not None:
            assert after is not None
            assert after.wait.median_s <= before.wait.median_s + 1e-6


@given(teams(), ago, st.data())
def test_one_more_person_at_work_makes_the_first_in_line_wait_no_longer(
    agents: list[AtWork], joined: float, data: Any
) -> None:
    """Behind others it may cost a little: with faster help fewer of those ahead leave by
    themselves, and somebody who serves several types makes rivals of them."""
    line = [Waiting("c", "A", 0, joined)]
    more = AtWork("more", dict.fromkeys(TYPES, 1.0), (data.draw(ago),))
    alone = estimate(line, agents, History(), NOW)
    helped = estimate(line, [*agents, more], History(), NOW)
    assert helped is not None
    if alone is not None:
        assert helped.median_s <= alone.median_s + 1e-6


@given(teams(), st.floats(1, 30), st.data())
def test_one_more_place_or_more_weight_never_raises_a_quantile(
    agents: list[AtWork], k: float, data: Any
) -> None:
    history = History()

    def quantiles(all_of_them: list[AtWork]) -> list[float]:
        curve = [0.0] * 21
        for agent in all_of_them:
            weight = agent.weight.get("A", 0.0)
            for i, here in enumerate(freed(agent, 300.0, NOW, history.constants)):
                curve[i] += weight * here
        return [time_until(curve, gamma_quantile(k, z)) for z in NORMAL]

    one = agents[0]
    wider = AtWork(one.id, one.weight, (*one.chats, data.draw(ago)), one.free)
    gladder = AtWork(one.id, {**one.weight, "A": 1.0}, one.chats, one.free)
    before = quantiles(agents)
    for changed in (wider, gladder):
        after = quantiles([changed, *agents[1:]])
        assert all(a <= b + 1e-6 for a, b in zip(after, before, strict=True))


@given(people(), histories())
def test_nobody_able_is_no_number(line: list[Waiting], history: History) -> None:
    elsewhere = [AtWork("a", {"another": 1.0}, (NOW - 5,)), AtWork("b", {"A": 0.0}, (), (NOW,))]
    assert set(estimate_line(line, elsewhere, history, NOW).values()) == {None}
    assert set(estimate_line(line, [], history, NOW).values()) == {None}


@given(teams(), st.integers(1, 6))
def test_people_who_share_no_agent_with_me_are_not_ahead_of_me(
    agents: list[AtWork], strangers: int
) -> None:
    mine = [AtWork(one.id, {"A": 1.0}, one.chats, one.free) for one in agents]
    theirs = AtWork("theirs", {"Z": 1.0}, (NOW - 100,))
    me = Waiting("me", "A", 0, NOW)
    ahead = [Waiting(f"z{i}", "Z", 0, NOW - 60) for i in range(strangers)]
    first = Waiting("z", "Z", 0, NOW)  # so that neither is the first of all
    alone = estimate([first, me], [*mine, theirs], History(), NOW)
    assert estimate([*ahead, first, me], [*mine, theirs], History(), NOW) == alone


@given(lines, st.data())
def test_some_are_estimated_as_all_are(case: Line, data: Any) -> None:
    one = data.draw(st.sampled_from(case.line))
    alone = estimate_line(case.line, case.agents, case.history, NOW, only=(one.id,))
    assert alone.keys() == {one.id}
    of_all = case.told()[one.id]
    assert (alone[one.id] is None) == (of_all is None)


def test_the_estimate_rests_between_agents_and_people() -> None:
    line = [Waiting(f"c{i}", "A", 0, NOW) for i in range(3)]
    agents = [AtWork(f"a{i}", {"A": 1.0}, (NOW - 50,)) for i in range(4)]
    steps = list(estimates(line, agents, History(), NOW))
    assert [one and one[0] for one in steps] == [None] * 4 + ["c0", "c1", "c2"]


@given(lines, st.sampled_from(TYPES), st.sampled_from(TYPES))
def test_newcomers_are_estimated_each_alone_behind_the_line(case: Line, a: str, b: str) -> None:
    new = [Waiting("new a", a, 0, NOW), Waiting("new b", b, 0, NOW)]
    asked = {one.id for one in case.line}
    both = estimate_line(case.line, case.agents, case.history, NOW, newcomers=new)
    assert {name: both[name] for name in asked} == case.told()
    for one in new:
        in_line = estimate_line([*case.line, one], case.agents, case.history, NOW)[one.id]
        if a != b:  # of the same type, the second is never told less than the first
            told = three(in_line)
            assert three(both[one.id]) == (told and pytest.approx(told, rel=1e-9))


def test_what_is_learned_of_a_group_goes_for_all_its_types() -> None:
    agents = [AtWork("a", {"A": 1.0, "A|skill": 1.0}, (NOW - 100,))]
    skilled = Waiting("c", "A|skill", 0, NOW, group="A")
    history = History()
    for _ in range(200):
        told = estimate_line([Waiting("c", "A", 0, NOW)], agents, history, NOW)["c"]
        assert told is not None
        history.settled(told.receipt, 900.0)
    plain = estimate([Waiting("c", "A", 0, NOW)], agents, history, NOW)
    assert estimate([skilled], agents, history, NOW) == plain


# --- edges ----------------------------------------------------------------------------------------


def told_alone(agent: AtWork, *, joined: float = NOW, history: History | None = None) -> Wait:
    found = estimate([Waiting("c", "A", 0, joined)], [agent], history or History(), NOW)
    assert found is not None
    return found


def test_a_clock_that_stepped_back_is_no_harm() -> None:
    history = History()
    history.joined(NOW + 5000, may_overtake=True)
    ahead_of_time = AtWork("a", {"A": 1.0}, (NOW + 300,), (NOW + 300,))
    wait = told_alone(ahead_of_time, joined=NOW + 300, history=history)
    assert 0 <= wait.low_s <= wait.high_s < 3600


@pytest.mark.parametrize("hours", [1, 12, 24 * 400])
def test_a_chat_that_was_left_open_is_a_slow_place_and_no_error(hours: int) -> None:
    wait = told_alone(AtWork("a", {"A": 1.0}, (NOW - hours * 3600,)))
    assert wait.high_s > told_alone(AtWork("a", {"A": 1.0}, (NOW - 60,))).low_s


def test_services_of_no_length_are_no_division_by_nothing() -> None:
    history = History()
    for _ in range(5000):
        history.service_ended("a", 0.0)
    assert told_alone(AtWork("a", {"A": 1.0}, (NOW - 3,)), history=history).high_s < 3600


def test_somebody_free_is_with_me_in_seconds() -> None:
    assert told_alone(AtWork("a", {"A": 1.0}, (), (NOW,))).median_s < 15


def test_somebody_who_has_gone_quiet_is_not_counted_on() -> None:
    quiet = AtWork("a", {"A": 1.0}, (), (NOW - 900,))
    assert told_alone(quiet).median_s > 300


def test_an_agent_with_no_place_is_nobody() -> None:
    assert estimate([Waiting("c", "A", 0, NOW)], [AtWork("a", {"A": 1.0})], History(), NOW) is None
    assert estimate([], [AtWork("a", {"A": 1.0}, (NOW,))], History(), NOW) is None


def test_who_may_be_overtaken_waits_longer_than_who_may_not() -> None:
    history = History()
    for i in range(60):
        history.joined(NOW - i * 5, may_overtake=True)
    agents = [AtWork("a", {"A": 1.0}, (NOW - 60,))]
    ordinary = estimate([Waiting("c", "A", 1, NOW)], agents, history, NOW)
    urgent = estimate([Waiting("c", "A", 2, NOW)], agents, history, NOW)
    assert ordinary is not None
    assert urgent is not None
    assert ordinary.median_s > urgent.median_s
