"""Who is next and who gets it: stories, and laws over random floors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.any_line import (
    ANA,
    BEN,
    BILLING,
    CID,
    NIGHT,
    NOON,
    ORDERS,
    lines,
    places,
    rules,
    staffs,
)
from segue.domain import routing
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.line_rules import UNIT, LineRules, Skill, TeamLineRules


def place(name: str, waited_s: int, team: TeamId = ORDERS, **more: Any) -> routing.Place:
    since = NOON - timedelta(seconds=waited_s)
    priority = more.pop("priority", 1)
    return routing.Place(ConversationId(name), HandoffId(name), team, priority, since, **more)


def desk(
    agent: AgentId, load: int = 0, capacity: int = 2, team: TeamId = ORDERS, **more: Any
) -> routing.Desk:
    """Load and capacity in chats."""
    return routing.Desk(agent, str(agent), (team,), load * UNIT, capacity * UNIT, **more)


def pairs(matches: list[routing.Match]) -> list[tuple[str, str]]:
    return [(match.conversation, match.agent) for match in matches]


# --- the order ----------


def test_the_longest_wait_goes_first_to_the_least_busy() -> None:
    line = [place("new", 5), place("old", 60)]
    matches = routing.choose(line, [desk(ANA, load=1), desk(BEN)])
    assert pairs(matches) == [("old", "ben"), ("new", "ana")]


def test_urgent_goes_before_long() -> None:
    line = [place("old", 600), place("urgent", 1, priority=3)]
    assert pairs(routing.choose(line, [desk(ANA, capacity=1)])) == [("urgent", "ana")]


def test_a_wait_longer_than_the_head_start_goes_before_urgent() -> None:
    line = [place("urgent", 0, priority=3), place("an hour", 3601)]
    assert routing.order(line)[0].conversation == "an hour"


def test_a_customer_whose_agent_was_lost_goes_ahead_of_their_class() -> None:
    lost = place("lost", 5, ahead=True)
    assert routing.order([place("old", 600), lost])[0] is lost


def test_a_tier_is_a_head_start() -> None:
    vip = place("vip", 5, tier="vip")
    assert routing.order([place("old", 200), vip])[0] is vip
    assert routing.order([place("older", 400), vip])[1] is vip


def test_night_cases_are_first_in_the_morning_and_among_them_by_promise() -> None:
    opens = NOON
    early = place("early", 9000, case=True, due=NOON + timedelta(hours=1), line_at=opens)
    late = place("late", 36000, case=True, due=NOON + timedelta(hours=2), line_at=opens)
    first = place("first of the day", -1)
    assert routing.order([first, late, early]) == [early, late, first]


def test_a_case_stands_in_the_line_when_its_promise_is_near() -> None:
    case = place("case", 9000, case=True, due=NOON + timedelta(minutes=40))
    assert routing.stood(case) == NOON + timedelta(minutes=10)
    assert routing.order([case, place("now", -60)])[-1] is case
    assert routing.order([case, place("then", -660)])[0] is case


def test_a_case_made_a_moment_ago_is_not_older_than_itself() -> None:
    case = place("case", 60, case=True, due=NOON + timedelta(minutes=5))
    assert routing.stood(case) == case.since


def test_people_before_me_are_counted_in_my_team_only() -> None:
    mine = place("mine", 10)
    case = place("case", 99, case=True, due=NOON, line_at=NOON - timedelta(hours=1))
    others = [place("old", 60), place("new", 1), place("other", 60, BILLING), case, mine]
    assert routing.before(mine, others) == 1


@given(places(), places(), rules)
def test_nobody_is_overtaken_by_who_came_more_than_the_head_starts_later(
    p: routing.Place, q: routing.Place, by: LineRules
) -> None:
    if routing.rank(q, by) < routing.rank(p, by):
        later = routing.stood(q, by) - routing.stood(p, by)
        assert later <= routing.head(q, by) - routing.head(p, by)


# --- who may take it ----------


def test_nobody_gets_what_they_just_passed_on() -> None:
    assert routing.choose([place("sent", 60, avoid=(ANA,))], [desk(ANA)]) == []
    assert routing.choose([place("declined", 60, passed=(ANA,))], [desk(ANA)]) == []


def test_a_skill_is_needed_at_its_level() -> None:
    hard = place("hard", 60, needs=(Skill("refunds", 2),))
    learner = desk(ANA, skills=(Skill("refunds", 1),))
    assert routing.choose([hard], [learner, desk(BEN)]) == []
    expert = desk(CID, load=1, skills=(Skill("refunds", 3),))
    assert pairs(routing.choose([hard], [learner, expert])) == [("hard", "cid")]


def test_who_names_no_languages_speaks_all_of_the_house() -> None:
    german = place("german", 60, language="de")
    english, all_of_them = desk(ANA, languages=("en",)), desk(BEN, load=1)
    assert pairs(routing.choose([german], [english, all_of_them])) == [("german", "ben")]
    swiss = desk(CID, languages=("de-CH",))
    assert pairs(routing.choose([german], [english, swiss])) == [("german", "cid")]


def test_nobody_is_asked_who_is_away_off_shift_or_of_a_closed_team() -> None:
    line = [place("one", 60)]
    for nobody in (
        desk(ANA, available=False),
        desk(ANA, off_shift=True),
        desk(ANA, closed=(ORDERS,)),
        desk(ANA, team=BILLING),
        desk(ANA, load=2),
        desk(ANA, capacity=0),
    ):
        assert routing.choose(line, [nobody]) == []


def test_a_light_one_fits_where_a_heavy_one_does_not() -> None:
    line = [place("call", 60, weight=200), place("mail", 5, weight=50)]
    assert pairs(routing.choose(line, [desk(ANA, load=1, capacity=2)])) == [("mail", "ana")]


def test_nobody_behind_waits_for_somebody_whom_nobody_can_take() -> None:
    line = [place("rare", 600, needs=(Skill("api"),)), place("plain", 5)]
    assert pairs(routing.choose(line, [desk(ANA)])) == [("plain", "ana")]


def test_a_widened_place_goes_to_the_other_team_too() -> None:
    wide = place("wide", 60, teams=(ORDERS, BILLING))
    assert pairs(routing.choose([wide], [desk(BEN, team=BILLING)])) == [("wide", "ben")]


def test_while_nobody_of_a_team_is_at_work_the_next_of_its_chain_helps() -> None:
    by = LineRules(teams=(TeamLineRules(ORDERS, overflow=(BILLING, NIGHT)),))
    night = desk(CID, team=NIGHT)
    gone, full = desk(ANA, available=False), desk(ANA, load=2)
    assert pairs(routing.choose([place("one", 60)], [gone, night], by)) == [("one", "cid")]
    assert routing.choose([place("one", 60)], [full, night], by) == []
    busy = desk(ANA, available=False, busy=True)
    assert routing.choose([place("one", 60)], [busy, night], by) == []


# --- who gets it ----------


def test_the_agent_who_knows_the_customer_is_preferred() -> None:
    known = place("known", 60, preferred=ANA)
    (match,) = routing.choose([known], [desk(ANA, load=1), desk(BEN)])
    assert (match.agent, match.why) == (ANA, "knows the customer")


def test_the_agent_who_knows_the_customer_is_not_waited_for() -> None:
    known = place("known", 60, preferred=ANA)
    assert pairs(routing.choose([known], [desk(ANA, load=2), desk(BEN)])) == [("known", "ben")]


def test_the_share_in_use_is_counted_after_taking_it() -> None:
    """One more is a third of three but a half of two."""
    line = [place("one", 60)]
    assert pairs(routing.choose(line, [desk(ANA), desk(BEN, capacity=3)])) == [("one", "ben")]


def test_a_specialist_is_kept_for_those_who_need_one() -> None:
    expert, plain = desk(ANA, skills=(Skill("refunds", 3),)), desk(BEN)
    assert pairs(routing.choose([place("plain", 60)], [expert, plain])) == [("plain", "ben")]


def test_what_was_let_go_is_still_the_better_choice() -> None:
    german = place("german", 60, language=None, wants_language="de", needs=())
    english, speaker = desk(ANA, languages=("en",)), desk(BEN, languages=("de",))
    assert pairs(routing.choose([german], [english, speaker])) == [("german", "ben")]


def test_in_turn_the_longest_without_an_offer_is_next() -> None:
    by = LineRules(pick="round_robin")
    lately, before = NOON - timedelta(seconds=1), NOON - timedelta(minutes=9)
    staff = [desk(ANA, given_at=lately), desk(BEN, load=1, given_at=before), desk(CID, load=1)]
    line = [place(f"c{n}", 60 - n) for n in range(3)]
    given_to = [agent for _, agent in pairs(routing.choose(line, staff, by))]
    assert given_to == ["cid", "ben", "ana"]


def test_the_heads_up_goes_to_the_one_with_the_most_room() -> None:
    staff = [desk(ANA, load=1), desk(BEN), desk(CID, available=False)]
    assert routing.stand_by(ORDERS, staff) == staff[1]
    assert routing.stand_by(BILLING, staff) is None


# --- laws ----------


@given(lines, staffs, rules)
def test_no_place_is_given_twice_and_nobody_idles(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules
) -> None:
    matches = routing.choose(line, staff, by)
    after = {one.agent: one for one in staff}
    by_id = {one.conversation: one for one in line}
    given_to = [match.conversation for match in matches]
    assert len(given_to) == len(set(given_to))
    helping = routing.helpers(staff, by)
    for match in matches:
        where, who = by_id[match.conversation], after[match.agent]
        assert not where.offered
        assert routing.fits(who, where, helping)
        after[who.agent] = routing.given(who, where.weight, 1)
        assert after[who.agent].room >= 0
    for left in line:
        if not left.offered and left.conversation not in given_to:
            assert not any(routing.fits(who, left, helping) for who in after.values())


@given(lines, staffs, rules, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_told_of_does_not_matter(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules, chance: Any
) -> None:
    matches = routing.choose(line, staff, by)
    chance.shuffle(line)
    chance.shuffle(staff)
    assert routing.choose(line, staff, by) == matches


@given(lines, rules)
def test_the_place_shown_is_the_order_of_serving(line: list[routing.Place], by: LineRules) -> None:
    for team in {one.team for one in line}:
        people = [one for one in routing.order(line, by) if one.team == team and one.counts]
        assert [routing.before(one, line, by) for one in people] == list(range(len(people)))


@given(lines, staffs, rules)
def test_one_more_agent_never_serves_fewer_of_one_kind(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules
) -> None:
    """With one team, one weight and nothing needed, an agent more is never a loss."""
    plain = [
        replace(
            one, team=ORDERS, teams=(), needs=(), language=None, avoid=(), passed=(), weight=UNIT
        )
        for one in line
    ]
    same = [replace(one, teams=(ORDERS,), closed=()) for one in staff]
    fewer = len(routing.choose(plain, same[:-1], by))
    assert len(routing.choose(plain, same, by)) >= fewer
