"""Why this agent, why not me, why not yet: told from what the decision rests on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import given
from msgspec.structs import replace

from domain.any_line import ANA, BEN, BILLING, CID, NOON, ORDERS, lines, staffs
from domain.any_line import rules as any_rules
from segue.domain import routing, why
from segue.domain.ids import AgentId, ConversationId, HandoffId, TeamId
from segue.domain.line_rules import UNIT, LineRules, Skill, TeamLineRules
from segue.domain.lineup import Lineup
from segue.domain.needs import LettingGo

NAMES = {ORDERS: "Orders", BILLING: "Billing"}


def place(name: str = "mine", waited_s: int = 60, **more: Any) -> routing.Place:
    since = NOON - timedelta(seconds=waited_s)
    priority = more.pop("priority", 1)
    team = more.pop("team", ORDERS)
    return routing.Place(ConversationId(name), HandoffId(name), team, priority, since, **more)


def desk(
    agent: AgentId, load: float = 0, capacity: int = 4, team: TeamId = ORDERS, **more: Any
) -> routing.Desk:
    name = str(agent).title()
    return routing.Desk(agent, name, (team,), round(load * UNIT), capacity * UNIT, **more)


def lined_up(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules | None = None
) -> Lineup:
    lineup = Lineup(by or LineRules())
    for one in line:
        lineup.put(one)
    for who in staff:
        lineup.seat(who)
    return lineup


def told(mine: routing.Place, staff: list[routing.Desk], *others: routing.Place) -> why.Why:
    return why.explain(mine, lined_up([mine, *others], staff), NOON, names=NAMES)


def of(found: why.Why, agent: AgentId) -> tuple[tuple[str, ...], str]:
    return next((one.codes, one.text) for one in found.considered if one.agent == agent)


# --- why not me? ----------


def test_full_is_said_with_both_numbers() -> None:
    assert of(told(place(), [desk(ANA, 4)]), ANA) == (("full",), "Ana is full: 4 of 4.")
    assert of(told(place(), [desk(ANA, 5)]), ANA) == (("full",), "Ana is over: 5 of 4.")
    text = "Ana has 3.5 of 4; this one takes 1."
    assert of(told(place(), [desk(ANA, 3.5)]), ANA) == (("full",), text)


def test_a_missing_skill_and_a_missing_level_are_two_things() -> None:
    hard = place(needs=(Skill("refunds", 2),))
    found = told(hard, [desk(ANA, skills=(Skill("refunds"),)), desk(BEN)])
    text = "Needs refunds at level 2; Ana has level 1."
    assert of(found, ANA) == (("lacks_level",), text)
    text = "Needs refunds at level 2; Ben does not have it."
    assert of(found, BEN) == (("lacks_skill",), text)


def test_languages_are_named() -> None:
    found = told(place(language="de"), [desk(ANA, languages=("en", "es"))])
    text = "Needs German; Ana speaks English and Spanish."
    assert of(found, ANA) == (("lacks_language",), text)


def test_whoever_is_not_there_is_told_so() -> None:
    found = told(place(), [desk(ANA, available=False), desk(BEN, off_shift=True)])
    assert of(found, ANA) == (("away",), "Ana is away.")
    assert of(found, BEN) == (("off_shift",), "Ben is not on shift now.")
    found = told(place(), [desk(ANA, available=False, busy=True)])
    assert of(found, ANA) == (("away",), "Ana is busy and takes nothing new.")
    found = told(place(), [desk(ANA, closed=(ORDERS,)), desk(BEN, team=BILLING)])
    assert of(found, ANA) == (("team_closed",), "Orders is closed now.")
    assert of(found, BEN) == (("not_in_team",), "Ben is not in Orders.")


def test_whoever_sent_it_or_let_it_go_is_told_so() -> None:
    found = told(place(avoid=(ANA,), passed=(BEN,)), [desk(ANA), desk(BEN)])
    assert of(found, ANA) == (("sent_it",), "Ana sent it on.")
    assert of(found, BEN) == (("declined",), "Ben let it go a moment ago.")


def test_several_reasons_are_all_there_and_the_first_two_in_words() -> None:
    found = told(
        place(needs=(Skill("api"),), passed=(ANA,)), [desk(ANA, 4, team=BILLING, available=False)]
    )
    codes, text = of(found, ANA)
    assert codes == ("not_in_team", "lacks_skill", "away", "declined", "full")
    assert text == "Ana is not in Orders. Needs api; Ana does not have it."


def test_of_two_who_could_take_it_the_other_hears_why() -> None:
    found = told(place(), [desk(ANA, 2), desk(BEN, 1)])
    assert found.state == "next"
    assert found.text == "Ben gets it next: least busy."
    assert of(found, BEN) == ((), "Ben gets it: least busy.")
    assert of(found, ANA) == (("other_chosen",), "Ben is less busy: 1 of 4, Ana 2 of 4.")


def test_a_specialist_hears_that_they_are_kept() -> None:
    found = told(place(), [desk(ANA, skills=(Skill("api", 3),)), desk(BEN)])
    text = "Ben’s skills are nearer to what is asked for than Ana’s."
    assert of(found, ANA) == (("other_chosen",), text)


def test_whoever_knows_the_customer_is_preferred() -> None:
    found = told(place(preferred=ANA), [desk(ANA, 3), desk(BEN)])
    assert of(found, ANA) == (("preferred",), "Ana gets it: knows the customer.")
    assert of(found, BEN) == (("other_chosen",), "Ana knows the customer.")


def test_somebody_free_may_be_for_somebody_else() -> None:
    found = told(place(), [desk(ANA, 3)], place("old", 600))
    assert of(found, ANA) == (("not_next",), "Somebody who stands ahead is next for Ana.")


def test_i_am_among_those_who_are_told_of_however_many_there_are() -> None:
    crowd = [desk(AgentId(f"a{n:03}")) for n in range(200)]
    lineup = lined_up([place()], [*crowd, desk(CID, team=BILLING)])
    found = why.explain(place(), lineup, NOON, me=CID)
    assert found.considered[0].agent == CID
    assert len(found.considered) + found.more == 201


# --- why not yet? ----------


def test_busy_says_who_is_ahead_and_what_those_who_could_are_doing() -> None:
    urgent = place("urgent", 1, priority=3)
    old = place("old", 600)
    case = place("case", 9, case=True, due=NOON - timedelta(minutes=10))
    found = told(place(), [desk(ANA, 4), desk(BEN, 4), desk(CID, 4)], urgent, old, case)
    assert found.state == "busy"
    assert found.text == "Nobody who could take it is free: 3 are full. 2 stand ahead."
    assert found.place == 3
    assert [one.why for one in found.ahead] == ["urgent", "longer in the line"]


def test_each_reason_to_stand_ahead_is_named() -> None:
    lost = place("lost", 1, ahead=True)
    vip = place("vip", 1, tier="vip")
    due = NOON + timedelta(minutes=20)
    case = place("case", 900, case=True, due=due)
    found = told(place(waited_s=30), [], lost, vip, case)
    reasons = {one.conversation: one.why for one in found.ahead}
    assert reasons == {"lost": "their agent was lost", "vip": "VIP", "case": "promised by 12:20"}
    assert [one.case for one in found.ahead] == [False, True, False]


def test_a_promise_is_told_on_the_readers_clock() -> None:
    case = place("case", 900, case=True, due=NOON)
    lineup = lined_up([place(), case], [])
    found = why.explain(place(), lineup, NOON, zone="Europe/Madrid")
    assert found.ahead[0].why == "promised by 13:00"


def test_absent_and_nobody_are_two_things() -> None:
    found = told(place(), [desk(ANA, available=False), desk(BEN, off_shift=True)])
    text = "Nobody who could take it is at work: 1 is away or busy, 1 is not on shift."
    assert (found.state, found.text) == ("absent", text)
    found = told(place(needs=(Skill("api", 2),), language="de"), [desk(ANA, languages=("de",))])
    text = "Nobody of Orders has what it needs: api at level 2 and German."
    assert (found.state, found.text) == ("nobody", text)
    found = told(place(), [desk(ANA, team=BILLING)])
    assert (found.state, found.text) == ("nobody", "There is nobody in Orders.")


def test_what_is_let_go_next_is_said_with_its_time() -> None:
    hard = place(needs=(Skill("refunds", 2),), wants=(Skill("refunds", 2), Skill("api")))
    step = LettingGo(1, NOON + timedelta(seconds=40), lowered=1)
    lineup = lined_up([hard], [desk(ANA, skills=(Skill("refunds"),))])
    found = why.explain(hard, lineup, NOON, names=NAMES, letting=step)
    assert found.relaxes is not None
    assert found.relaxes.text == "The level is not needed any more."
    assert found.relaxes.sentence == "In 40 s the level is not needed any more."
    assert found.text.endswith(found.relaxes.sentence)
    assert found.needs == (
        why.Need("refunds", 2, 2),
        why.Need("api", 1, 1, dropped=True),
    )


def test_a_row_of_a_list_gets_one_sentence() -> None:
    lineup = lined_up([place()], [desk(ANA, 4)])
    assert why.why_not_yet(place(), lineup) == "Nobody who could take it is free: 1 is full."
    ringing = replace(place(), offered=True)
    assert why.why_not_yet(ringing, lineup) == "It rings at somebody now."


# --- a decision, made again ----------


def test_a_decision_says_what_it_rested_on() -> None:
    lineup = lined_up([place()], [desk(ANA, 1), desk(BEN, 2), desk(CID, 4)])
    match = lineup.next()
    assert match is not None
    note = why.note_of(match, lineup)
    text = (
        "Ana was the least busy of 2 who could take it: 1 of 4. Of the others at work, 1 is full."
    )
    assert why.because(note) == text
    assert [(one.agent, one.codes) for one in why.considered_then(note)] == [
        (ANA, ()),
        (BEN, ("other_chosen",)),
    ]


def test_the_only_one_and_the_one_whose_turn_it_is_are_named_so() -> None:
    def said(staff: list[routing.Desk], by: LineRules | None = None, **more: Any) -> str:
        lineup = lined_up([place(**more)], staff, by)
        match = lineup.next()
        assert match is not None
        return why.because(why.note_of(match, lineup))

    in_turn = LineRules(pick="round_robin")
    assert said([desk(ANA)]) == "Only Ana could take it."
    assert said([desk(ANA, 3), desk(BEN)], preferred=ANA) == "Ana knows the customer."
    turns = [desk(ANA, given_at=NOON), desk(BEN)]
    assert said(turns, in_turn) == "It was Ben’s turn, of 2 who could take it."
    equal = "Ana and Ben were equal, of 2 who could take it; one of them had to be first."
    assert said([desk(ANA), desk(BEN)]) == equal


def test_a_note_stays_short_however_many_could_take_it() -> None:
    lineup = lined_up([place()], [desk(AgentId(f"a{n:03}")) for n in range(200)])
    match = lineup.next()
    assert match is not None
    note = why.note_of(match, lineup)
    assert (len(note.candidates), note.left_out) == (why.CANDIDATES, 200 - why.CANDIDATES)
    assert why.decide_again(note) == match
    assert "of 200 who could take it" in why.because(note)


def test_who_helps_out_stands_in_the_note() -> None:
    by = LineRules(teams=(TeamLineRules(ORDERS, overflow=(BILLING,)),))
    lineup = lined_up([place()], [desk(ANA, team=BILLING)], by)
    match = lineup.next()
    assert match is not None
    note = why.note_of(match, lineup)
    assert note.helping == ((ORDERS, BILLING),)
    assert why.decide_again(note) == match


@given(lines, staffs, any_rules)
def test_every_decision_is_made_again_from_its_note_alone(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules
) -> None:
    lineup = lined_up(line, staff, by)
    while (match := lineup.next()) is not None:
        kept = msgspec.json.encode(why.note_of(match, lineup))
        note = msgspec.json.decode(kept, type=why.RoutingNote)
        assert why.decide_again(note) == match
        fit = [one.agent for one in why.considered_then(note)]
        every = list(lineup.desks())
        where = lineup.place(match.conversation)
        assert where is not None
        could = {one.agent for one in every if routing.fits(one, where, lineup.helping)}
        assert fit[0] == match.agent
        assert set(fit) == could
        lineup.taken(match)


@given(lines, staffs, any_rules)
def test_the_explanation_agrees_with_the_decisions(
    line: list[routing.Place], staff: list[routing.Desk], by: LineRules
) -> None:
    lineup = lined_up(line, staff, by)
    matches = {one.conversation: one.agent for one in lineup.matches(1000)}
    for one in line:
        found = why.explain(one, lineup, NOON)
        assert (found.state == "next") == (
            not one.offered and any(each.fits for each in found.considered)
        )
        for each in found.considered:
            desk = lineup.desk(each.agent)
            assert desk is not None
            assert each.fits == routing.fits(desk, one, lineup.helping)
            assert each.fits == (not set(each.codes) - {"preferred", "other_chosen", "not_next"})
            assert each.text.endswith(".")
            gets_it = matches.get(one.conversation) == each.agent
            if each.fits and not one.offered:
                assert gets_it == (not set(each.codes) & {"other_chosen", "not_next"})
        people = routing.before(one, line, by)
        before = people if one.counts else lineup.ahead(one.conversation, cases=True)
        assert found.place == before + 1
