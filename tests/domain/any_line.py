"""Random floors: places and agents of every sort, few enough names that they meet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from segue.domain import routing
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.line_rules import Heads, LineRules, Skill, TeamLineRules

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ORDERS, BILLING, NIGHT = TeamId("orders"), TeamId("billing"), TeamId("night")
TEAMS = (ORDERS, BILLING, NIGHT)
AGENTS = tuple(AgentId(name) for name in ("ana", "ben", "cid", "dee", "eve"))
ANA, BEN, CID = AGENTS[:3]

minutes = st.integers(-90, 30).map(lambda late: NOON + timedelta(minutes=late))
skills = st.lists(
    st.builds(Skill, st.sampled_from(["refunds", "api"]), st.integers(1, 3)),
    max_size=2,
    unique_by=lambda one: one.name,
).map(tuple)
some_agents = st.lists(st.sampled_from(AGENTS), max_size=2, unique=True).map(tuple)
some_teams = st.lists(st.sampled_from(TEAMS), min_size=1, max_size=3, unique=True).map(tuple)
conversations = st.integers(0, 30).map(lambda n: ConversationId(f"c{n:02}"))


@st.composite
def places(draw: st.DrawFn) -> routing.Place:
    """One place; what is needed is often less than what was asked for."""
    teams = draw(some_teams)
    wants = draw(skills)
    language = draw(st.sampled_from([None, None, "en", "de"]))
    relaxed = draw(st.booleans())
    case = draw(st.sampled_from([False, False, True]))
    return routing.Place(
        draw(conversations),
        HandoffId("h"),
        teams[0],
        draw(st.integers(0, 3)),
        draw(minutes),
        ahead=draw(st.booleans()),
        case=case,
        due=draw(minutes) if case else None,
        line_at=draw(st.none() | minutes) if case else None,
        preferred=draw(st.none() | st.sampled_from(AGENTS)),
        avoid=draw(some_agents),
        passed=draw(some_agents),
        offered=draw(st.sampled_from([False, False, False, True])),
        teams=teams if len(teams) > 1 else (),
        tier=draw(st.sampled_from(["", "vip"])),
        needs=() if relaxed else wants,
        wants=wants,
        language=None if relaxed else language,
        wants_language=language,
        weight=draw(st.sampled_from([50, 100, 100, 250])),
        call=case and draw(st.booleans()),
    )


desks = st.builds(
    routing.Desk,
    agent=st.sampled_from(AGENTS),
    name=st.just("x"),
    teams=some_teams,
    load=st.integers(0, 5).map(lambda n: 50 * n),
    capacity=st.integers(0, 5).map(lambda n: 100 * n),
    available=st.sampled_from([True, True, True, False]),
    skills=skills,
    languages=st.sampled_from([(), (), ("en",), ("de", "en")]),
    given_at=st.none() | minutes,
    off_shift=st.sampled_from([False, False, False, True]),
    closed=st.sampled_from([(), (), (ORDERS,), (BILLING,)]),
    busy=st.booleans(),
    given=st.sampled_from([0, 0, 1, 4]),
)

lines = st.lists(places(), max_size=12, unique_by=lambda one: one.conversation)
staffs = st.lists(desks, max_size=5, unique_by=lambda one: one.agent)

rules = st.builds(
    LineRules,
    heads=st.sampled_from([Heads(), Heads(0, 0, 0, 0, 0, 0), Heads(-60, 5, 60, 7200, 30, 60)]),
    pick=st.sampled_from(["least_busy", "round_robin"]),
    teams=st.sampled_from(
        [
            (),
            (TeamLineRules(ORDERS, overflow=(BILLING, NIGHT)),),
            (TeamLineRules(ORDERS, overflow=(NIGHT,)), TeamLineRules(NIGHT, overflow=(BILLING,))),
        ]
    ),
)
