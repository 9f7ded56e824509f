"""The fast line decides as the plain one does, whatever was said to it and in whatever order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from domain.any_line import AGENTS, NOON, ORDERS, TEAMS, conversations, desks, lines, places, staffs
from domain.any_line import rules as any_rules
from segue.domain import routing
from segue.domain.ids import AgentId, ConversationId, HandoffId
from segue.domain.line_rules import LineRules, TeamLineRules
from segue.domain.lineup import Lineup

ALL = 10_000


def filled(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules, near: int
) -> Lineup:
    lineup = Lineup(by, near=near)
    for place in line:
        lineup.put(place)
    for desk in staff:
        lineup.seat(desk)
    return lineup


nears = st.sampled_from([0, 1, 64])


@given(lines, staffs, any_rules, nears)
def test_it_gives_what_the_plain_choice_gives(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules, near: int
) -> None:
    assert filled(line, staff, by, near).matches(ALL) == routing.choose(line, staff, by)


@given(lines, staffs, any_rules, nears, st.randoms(use_true_random=False))
def test_the_order_of_telling_does_not_matter(
    line: list[routing.Place],
    staff: list[routing.Desk],
    by: LineRules,
    near: int,
    chance: Any,
) -> None:
    first = filled(line, staff, by, near).matches(ALL)
    chance.shuffle(line)
    chance.shuffle(staff)
    said: list[routing.Place | routing.Desk] = [*line, *staff]
    chance.shuffle(said)
    lineup = Lineup(by, near=near)
    for one in said:
        if isinstance(one, routing.Place):
            lineup.put(one)
        else:
            lineup.seat(one)
    assert lineup.matches(ALL) == first


@given(lines, staffs, any_rules)
def test_asking_changes_nothing(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules
) -> None:
    lineup = filled(line, staff, by, 1)
    first = lineup.matches(ALL)
    assert lineup.matches(ALL) == first
    assert lineup.matches(2) == first[:2]
    assert lineup.next() == next(iter(first), None)
    assert sorted(lineup.desks(), key=lambda one: one.agent) == sorted(
        staff, key=lambda one: one.agent
    )
    assert list(lineup.line()) == routing.order(line, by)


def test_what_cannot_be_taken_any_more_is_an_error_that_changes_nothing() -> None:
    lineup = Lineup(LineRules())
    lineup.put(routing.Place(ConversationId("c"), HandoffId("h"), ORDERS, 1, NOON))
    lineup.seat(routing.Desk(AGENTS[0], "Ana", (ORDERS,), 0, 100))
    match = lineup.next()
    assert match is not None
    lineup.leave(match.agent)
    with pytest.raises(KeyError):
        lineup.taken(match)
    assert lineup.next() is None
    lineup.seat(routing.Desk(AGENTS[0], "Ana", (ORDERS,), 0, 100))
    assert lineup.next() == match


def test_whoever_helps_out_is_woken_when_the_last_of_a_team_goes() -> None:
    by = LineRules(teams=(TeamLineRules(ORDERS, overflow=(TEAMS[1],)),))
    lineup = Lineup(by)
    lineup.seat(routing.Desk(AGENTS[0], "Ana", (ORDERS,), 100, 100))
    lineup.seat(routing.Desk(AGENTS[1], "Ben", (TEAMS[1],), 0, 100))
    lineup.put(routing.Place(ConversationId("c"), HandoffId("h"), ORDERS, 1, NOON))
    assert lineup.next() is None
    lineup.seat(routing.Desk(AGENTS[0], "Ana", (ORDERS,), 100, 100, available=False))
    match = lineup.next()
    assert match is not None
    assert match.agent == AGENTS[1]


def test_heaps_do_not_grow_with_what_was_said() -> None:
    """A laptop that comes and goes, and a place that moves and moves, leave nothing behind."""
    lineup = Lineup(LineRules())
    place = routing.Place(ConversationId("c"), HandoffId("h"), ORDERS, 1, NOON)
    desk = routing.Desk(AGENTS[0], "Ana", (TEAMS[1],), 0, 100)
    for n in range(2000):
        lineup.put(replace(place, since=NOON + timedelta(seconds=n)))
        lineup.seat(replace(desk, load=n % 2))
        if n % 3 == 0:
            assert lineup.next() is None
    assert len(lineup._line.fresh) < 200  # noqa: SLF001 - this is about what is inside
    assert len(lineup._staff.awake) < 200  # noqa: SLF001


def test_whoever_waits_is_overtaken_for_as_long_as_the_head_starts_say_and_no_longer() -> None:
    """Every second the most urgent person there can be arrives, and one person is served."""
    lineup, name = Lineup(LineRules()), "somebody with patience"
    worst = routing.Place(
        ConversationId("w"), HandoffId("h"), ORDERS, 3, NOON, ahead=True, tier="vip"
    )
    plain = routing.Place(ConversationId(name), HandoffId("h"), ORDERS, 1, NOON)
    lineup.put(plain)
    bound = (routing.head(worst) - routing.head(plain)).total_seconds()
    served: list[str] = []
    while name not in served:
        second = len(served)
        since = NOON + timedelta(seconds=second)
        lineup.put(replace(worst, conversation=ConversationId(f"w{second}"), since=since))
        lineup.seat(routing.Desk(AGENTS[0], "Ana", (ORDERS,), 0, 100, given_at=since))
        match = lineup.next()
        assert match is not None
        lineup.taken(match)
        lineup.drop(match.conversation)
        served.append(match.conversation)
    assert len(served) - 1 == bound == 3600 + 300 + 900


class AnyDay(RuleBasedStateMachine):
    """Arrivals, leavers, agents who come, go and change, offers made and let go, in any order.

    A second account of the same day is kept in plain dictionaries, and the plain choice is asked
    after every step. The laws of the line are asserted where a match is made.
    """

    @initialize(by=any_rules, near=nears, every=st.sampled_from([1, 3, 7]))
    def begins(self, by: LineRules, near: int, every: int) -> None:
        self.by, self.every, self.steps = by, every, 0
        self.lineup = Lineup(by, near=near)
        self.line: dict[ConversationId, routing.Place] = {}
        self.staff: dict[AgentId, routing.Desk] = {}
        self.ringing: dict[ConversationId, AgentId] = {}

    # --- what happens ----------

    @rule(place=places())
    def stands(self, place: routing.Place) -> None:
        self.put(place)

    @rule(where=conversations)
    def leaves_the_line(self, where: ConversationId) -> None:
        self.line.pop(where, None)
        self.ringing.pop(where, None)
        self.lineup.drop(where)

    @rule(desk=desks)
    def is_seated(self, desk: routing.Desk) -> None:
        self.seat(desk)

    @rule(who=st.sampled_from(AGENTS))
    def goes_home(self, who: AgentId) -> None:
        self.staff.pop(who, None)
        self.lineup.leave(who)

    @precondition(lambda self: self.staff)
    @rule(data=st.data(), chats=st.integers(0, 3))
    def gets_another_capacity(self, data: st.DataObject, chats: int) -> None:
        desk = self.staff[data.draw(st.sampled_from(sorted(self.staff)))]
        self.seat(replace(desk, capacity=100 * chats))

    @precondition(lambda self: self.staff)
    @rule(data=st.data())
    def ends_a_chat(self, data: st.DataObject) -> None:
        desk = self.staff[data.draw(st.sampled_from(sorted(self.staff)))]
        self.seat(replace(desk, load=max(0, desk.load - 100), given=0, given_at=NOON))

    @rule()
    def the_next_is_offered(self) -> None:
        match = self.lineup.next()
        line, staff = list(self.line.values()), list(self.staff.values())
        assert match == next(iter(routing.choose(line, staff, self.by)), None)
        if match is None:
            return
        place, desk = self.line[match.conversation], self.staff[match.agent]
        self.may_be_offered(place, desk)
        self.nobody_is_passed_over(place, desk)
        self.lineup.taken(match)
        number = max(one.given for one in self.staff.values()) + 1
        self.line[place.conversation] = replace(place, offered=True)
        self.staff[desk.agent] = routing.given(desk, place.weight, number)
        self.ringing[place.conversation] = desk.agent

    @precondition(lambda self: self.ringing)
    @rule(data=st.data())
    def lets_it_go(self, data: st.DataObject) -> None:
        where = data.draw(st.sampled_from(sorted(self.ringing)))
        who = self.ringing.pop(where)
        place = self.line[where]
        self.put(replace(place, offered=False, passed=(*place.passed, who)))
        if who in self.staff:
            desk = self.staff[who]
            self.seat(replace(desk, load=max(0, desk.load - place.weight)))

    def put(self, place: routing.Place) -> None:
        self.ringing.pop(place.conversation, None)
        self.line[place.conversation] = place
        self.lineup.put(place)

    def seat(self, desk: routing.Desk) -> None:
        self.staff[desk.agent] = desk
        self.lineup.seat(desk)

    # --- what must be true ----------

    def may_be_offered(self, place: routing.Place, desk: routing.Desk) -> None:
        assert not place.offered
        assert desk.available
        assert not desk.off_shift
        assert desk.load + place.weight <= desk.capacity
        assert desk.agent not in (*place.avoid, *place.passed)
        for need in place.needs:
            assert routing.level_of(desk, need.name) >= need.level
        assert place.language is None or place.language in (desk.languages or (place.language,))
        helping = routing.helpers(self.staff.values(), self.by)
        may = {*place.takers, *(helping[team] for team in place.takers if team in helping)}
        assert may & set(desk.teams) - set(desk.closed)

    def nobody_is_passed_over(self, place: routing.Place, desk: routing.Desk) -> None:
        """Whoever waits and could have had this agent came, head starts aside, no earlier."""
        helping = routing.helpers(self.staff.values(), self.by)
        for other in self.line.values():
            if not other.offered and routing.fits(desk, other, helping):
                later = routing.stood(place, self.by) - routing.stood(other, self.by)
                assert later <= routing.head(place, self.by) - routing.head(other, self.by)

    @invariant()
    def decides_as_the_plain_choice_does(self) -> None:
        """Not after every step: a look cleans up, and what piles up is to be seen, too."""
        self.steps += 1
        if self.steps % self.every:
            return
        line, staff = list(self.line.values()), list(self.staff.values())
        expected = routing.choose(line, staff, self.by)
        assert self.lineup.next() == next(iter(expected), None)
        assert self.lineup.matches(ALL) == expected

    @invariant()
    def every_place_is_the_order_of_serving(self) -> None:
        line = list(self.line.values())
        assert len(self.lineup) == len(line)
        assert list(self.lineup.line()) == routing.order(line, self.by)
        for place in line:
            assert self.lineup.ahead(place.conversation) == routing.before(place, line, self.by)
        for team in TEAMS:
            there = [one for one in line if one.team == team]
            assert list(self.lineup.line(team)) == routing.order(there, self.by)
            assert self.lineup.count(team, cases=True) == len(there)
            assert self.lineup.count(team) == sum(one.counts for one in there)

    @invariant()
    def nobody_idles(self) -> None:
        """After everything that can be offered is, no agent could take anybody who still waits."""
        if self.steps % self.every:
            return
        given_to = {match.conversation for match in self.lineup.matches(ALL)}
        staff = dict(self.staff)
        for match in self.lineup.matches(ALL):
            weight = self.line[match.conversation].weight
            staff[match.agent] = routing.given(staff[match.agent], weight, 1)
        helping = routing.helpers(staff.values(), self.by)
        for place in self.line.values():
            if not place.offered and place.conversation not in given_to:
                assert not any(routing.fits(desk, place, helping) for desk in staff.values())


AnyDay.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestAnyDay = AnyDay.TestCase


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_laws_hold_over_thousands_of_days() -> None:
    run_state_machine_as_test(AnyDay, settings=settings(max_examples=5000, stateful_step_count=60))
