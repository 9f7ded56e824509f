"""Who is next and who gets it: stories, and laws over random floors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from segue.domain import routing
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ORDERS, BILLING = TeamId("orders"), TeamId("billing")
ANA, BEN = AgentId("ana"), AgentId("ben")


def place(name: str, waited_s: int, team: TeamId = ORDERS, priority: int = 1) -> routing.Place:
    since = NOON - timedelta(seconds=waited_s)
    return routing.Place(ConversationId(name), HandoffId(name), team, priority, since)


def desk(agent: AgentId, load: int = 0, capacity: int = 2, team: TeamId = ORDERS) -> routing.Desk:
    return routing.Desk(agent, str(agent), (team,), load, capacity)


def pairs(matches: list[routing.Match]) -> list[tuple[str, str]]:
    return [(match.conversation, match.agent) for match in matches]


def test_the_longest_wait_goes_first_to_the_least_busy() -> None:
    places = [place("new", 5), place("old", 60)]
    matches = routing.choose(places, [desk(ANA, load=1), desk(BEN)])
    assert pairs(matches) == [("old", "ben"), ("new", "ana")]


def test_urgent_goes_before_long() -> None:
    places = [place("old", 600), place("urgent", 1, priority=3)]
    assert pairs(routing.choose(places, [desk(ANA, capacity=1)])) == [("urgent", "ana")]


def test_a_customer_whose_agent_was_lost_goes_ahead_of_their_class() -> None:
    lost = replace(place("lost", 5), ahead=True)
    assert routing.order([place("old", 600), lost])[0] is lost


def test_a_case_comes_after_everybody_who_is_waiting_now() -> None:
    case = replace(place("case", 9000, priority=3), case=True, due=NOON)
    assert routing.order([case, place("new", 1)])[-1] is case


def test_nobody_gets_what_they_just_passed_on() -> None:
    sent = replace(place("sent", 60), avoid=(ANA,))
    assert routing.choose([sent], [desk(ANA)]) == []


def test_the_agent_who_knows_the_customer_is_preferred() -> None:
    known = replace(place("known", 60), preferred=ANA)
    assert pairs(routing.choose([known], [desk(ANA, load=1), desk(BEN)])) == [("known", "ana")]


def test_people_before_me_are_counted_in_my_team_only() -> None:
    mine = place("mine", 10)
    others = [place("old", 60), place("new", 1), place("other", 60, BILLING), mine]
    assert routing.before(mine, others) == 1


places = st.builds(
    routing.Place,
    conversation=st.uuids().map(lambda one: ConversationId(str(one))),
    handoff=st.just(HandoffId("h")),
    team=st.sampled_from([ORDERS, BILLING]),
    priority=st.integers(0, 3),
    since=st.integers(0, 9999).map(lambda late: NOON - timedelta(seconds=late)),
    ahead=st.booleans(),
    avoid=st.sampled_from([(), (ANA,), (ANA, BEN)]),
    offered=st.booleans(),
)
desks = st.builds(
    routing.Desk,
    agent=st.sampled_from([ANA, BEN, AgentId("cid"), AgentId("dee")]),
    name=st.just("x"),
    teams=st.sampled_from([(ORDERS,), (BILLING,), (ORDERS, BILLING)]),
    load=st.integers(0, 4),
    capacity=st.integers(1, 4),
    available=st.booleans(),
)


@given(
    st.lists(places, max_size=12, unique_by=lambda one: one.conversation),
    st.lists(desks, max_size=4, unique_by=lambda one: one.agent),
)
def test_no_place_is_given_twice_and_nobody_idles(
    line: list[routing.Place], staff: list[routing.Desk]
) -> None:
    matches = routing.choose(line, staff)
    by_agent = {one.agent: one for one in staff}
    by_id = {one.conversation: one for one in line}
    given_to = [match.conversation for match in matches]
    assert len(given_to) == len(set(given_to))
    for agent, one in by_agent.items():
        got = sum(1 for match in matches if match.agent == agent)
        assert got <= max(0, one.room)
    for match in matches:
        where = by_id[match.conversation]
        assert where.team in by_agent[match.agent].teams
        assert match.agent not in where.avoid
        assert not where.offered
    for left in line:
        if left.offered or left.conversation in given_to:
            continue
        for who in staff:
            used = sum(1 for match in matches if match.agent == who.agent)
            fits = left.team in who.teams and who.agent not in left.avoid
            assert not fits or who.room - used <= 0
