"""`line:` of a policy: what it means, what is refused, what is said about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from policies.making import BILLING, SUPPORT, TEAMS, lines
from segue.domain.line_rules import (
    ANY_LANGUAGE,
    EVERYTHING,
    Heads,
    LineRules,
    Skill,
    Step,
    TeamLineRules,
)
from segue.domain.policy import Policy
from segue.policies import check_form, read_form, read_policy, write_policy
from segue.policies.checking import Checked
from segue.policies.durations import duration_of, in_words, written
from segue.policies.linewriting import write_line
from segue.policies.schema import schema
from segue.policies.spelling import write_whole
from segue.policies.wording import difference, line_sentences

BASE = Policy()
VALID = jsonschema_rs.Draft202012Validator(schema())
SKILLED = (
    replace(TEAMS[0], skills=(Skill("refunds", 2), Skill("tents"))),
    replace(TEAMS[1], skills=(Skill("refunds", 3),)),
)
EXAMPLE = """
line:
  first: {high: 5 min, urgent: 2 h, low: -10 min, lost: 20 min, vip: 5 min, gold: 1 min}
  pick: in turn
  same_person_for: 7 d
  weights: {email: 0.5, sms: 0.25}
  let_go: [{after: 60 s, levels: 1}, {after: 4 min, skills: [language]}, {after: 6 min, teams: [support]}]
  answer_within: 1 h 30 min
  next_answer_within: never
  warn_at: 0.5
  goodwill: {en: "The next one is on us.", de: "Die nächste geht auf uns."}
  callbacks: {each_slot: 3, slot: 15 min, tries: 2, again_after: 1 h}
  learned_teams: false
  teams:
    billing: {let_go: never, wait_limit: 10 min, answer_within: 1 min, overflow: [support], callbacks_each_slot: 1}
"""  # noqa: E501


def line(text: str) -> LineRules:
    """What this file says of the line."""
    return read_policy(text, base=BASE).line


def checked(line: Any, teams: Any = SKILLED, **keys: Any) -> Checked:
    """What checking says of this line."""
    return check_form({"line": line, **keys}, base=BASE, teams=teams)


def told(line: Any, **keys: Any) -> list[tuple[str, str]]:
    """Codes, those of warnings with a `?`, and places."""
    found = checked(line, **keys).problems
    return [(f"{one.code}{'?' * one.warning}", one.where) for one in found]


# --- reading and writing ----------


def test_everything_that_a_line_can_say_is_read() -> None:
    assert line(EXAMPLE) == LineRules(
        heads=Heads(high=300.0, urgent=7200.0, lost=1200.0),
        tiers=(("gold", 60.0), ("vip", 300.0)),
        weights=(("email", 50), ("sms", 25)),
        pick="round_robin",
        sticky=timedelta(days=7),
        steps=(
            Step(timedelta(minutes=1), lower=1),
            Step(timedelta(minutes=4), drop=(ANY_LANGUAGE,)),
            Step(timedelta(minutes=6), teams=(SUPPORT,)),
        ),
        first_answer=timedelta(minutes=90),
        next_answer=None,
        warns=0.5,
        goodwill=(("en", "The next one is on us."), ("de", "Die nächste geht auf uns.")),
        callbacks=3,
        slot=timedelta(minutes=15),
        call_tries=2,
        call_again=timedelta(hours=1),
        learned=False,
        teams=(
            TeamLineRules(
                BILLING,
                steps=(),
                wait_limit=timedelta(minutes=10),
                first_answer=timedelta(minutes=1),
                overflow=(SUPPORT,),
                callbacks=1,
            ),
        ),
    )
    assert checked({}, TEAMS).problems == ()
    assert VALID.is_valid({"line": write_line(line(EXAMPLE))})


def test_what_is_left_out_stays_as_shipped_key_by_key() -> None:
    assert line("segue_policy: 1") == LineRules()
    assert line("line: {first: {high: 1 min}}").heads == Heads(high=60.0)
    assert line("line: {first: {vip: 0}}").tiers == ()
    assert line("line: {callbacks: {tries: 5}}") == LineRules(call_tries=5)
    assert line("line: {teams: {billing: {}}}") == LineRules()
    assert "line" not in write_policy(BASE)


def test_everything_is_let_go_by_one_word() -> None:
    read = line("line: {let_go: [{after: 1 min, skills: all}]}")
    assert read.steps == (Step(timedelta(minutes=1), drop=(EVERYTHING,)),)
    assert line("line: {let_go: never}").steps == line("line: {let_go: []}").steps == ()


@given(lines())
def test_a_line_in_full_reads_back_to_the_same(made: LineRules) -> None:
    policy = replace(BASE, line=made)
    form = write_whole(policy)
    assert VALID.is_valid(form)
    assert read_form(form, base=BASE) == policy


@pytest.mark.parametrize(
    ("form", "code", "where"),
    [
        ([], "needs_keys", "line"),
        ({"ahead": 1}, "unknown_key", "line"),
        ({"first": {"high": 10}}, "bad_duration", "line.first.high"),
        ({"first": {"high": "10 years"}}, "bad_duration", "line.first.high"),
        ({"first": {"urgent": "20 d"}}, "out_of_range", "line.first.urgent"),
        ({"first": 5}, "needs_keys", "line.first"),
        ({"pick": "best"}, "unknown_pick", "line.pick"),
        ({"same_person_for": "-1 d"}, "out_of_range", "line.same_person_for"),
        ({"weights": {"fax": 1}}, "unknown_channel", "line.weights.fax"),
        ({"weights": {"sms": 0}}, "out_of_range", "line.weights.sms"),
        ({"weights": {"sms": 0.333}}, "out_of_range", "line.weights.sms"),
        ({"let_go": {"after": "1 s"}}, "needs_list", "line.let_go"),
        ({"let_go": ["1 s"]}, "needs_keys", "line.let_go[1]"),
        ({"let_go": [{"levels": 1}]}, "missing_key", "line.let_go[1]"),
        ({"let_go": [{"after": "1 s", "levels": 3}]}, "out_of_range", "line.let_go[1].levels"),
        ({"let_go": [{"after": "1 s", "skills": ["a:2"]}]}, "no_level", "line.let_go[1].skills"),
        ({"let_go": [{"after": "2 d", "levels": 1}]}, "out_of_range", "line.let_go[1].after"),
        ({"answer_within": "1 s"}, "out_of_range", "line.answer_within"),
        ({"answer_within": "0.5 s"}, "bad_duration", "line.answer_within"),
        ({"warn_at": 1}, "out_of_range", "line.warn_at"),
        ({"goodwill": {"english": "x"}}, "unknown_language", "line.goodwill.english"),
        ({"callbacks": {"slot": "1 min"}}, "out_of_range", "line.callbacks.slot"),
        ({"callbacks": {"each_slot": 0}}, "out_of_range", "line.callbacks.each_slot"),
        ({"callbacks": {"tries": True}}, "out_of_range", "line.callbacks.tries"),
        ({"learned_teams": "maybe"}, "needs_yes_or_no", "line.learned_teams"),
        ({"teams": ["billing"]}, "needs_keys", "line.teams"),
        ({"teams": {"billing": {"first": {}}}}, "unknown_key", "line.teams.billing"),
        (
            {"teams": {"billing": {"answer_within": "never"}}},
            "bad_duration",
            "line.teams.billing.answer_within",
        ),
        (
            {"teams": {"billing": {"let_go": [{"after": "1 s", "levels": 1}, {"after": 4}]}}},
            "bad_duration",
            "line.teams.billing.let_go[2].after",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_told_with_its_place(form: Any, code: str, where: str) -> None:
    found = checked(form).problems
    assert [(one.code, one.where) for one in found] == [(code, where)]


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(
        ("first", "let_go", "after", "skills", "teams", "weights", "callbacks", "sms", "x")),
        inner, max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_nothing_that_stands_in_a_line_breaks_reading(form: Any) -> None:
    found = checked(form)
    assert found.ok or found.errors


# --- lengths of time ----------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90 s", 90), ("4min", 240), ("1 h 30 min", 5400), ("1.5 hours", 5400), ("2 days", 172800),
     ("-10 min", -600), ("0 s", 0), ("1 Minute", 60)],
)  # fmt: skip
def test_lengths_of_time_are_read_as_people_write_them(text: str, seconds: int) -> None:
    assert duration_of(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["10", 10, "ten minutes", "1 s 2", "", None, True, "1e3 s"])
def test_a_number_without_a_unit_is_no_length_of_time(text: Any) -> None:
    assert duration_of(text) is None


@given(st.integers(-(10**7), 10**7))
def test_every_length_of_time_can_be_written_and_read_back(seconds: int) -> None:
    assert duration_of(written(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


def test_lengths_of_time_in_words() -> None:
    said = [in_words(timedelta(seconds=n)) for n in (1, 90, 60, 5400, 3600, 86400, 1209600)]
    assert said == ["1 second", "90 seconds", "1 minute", "90 minutes", "1 hour", "1 day",
                    "14 days"]  # fmt: skip


# --- checks ----------


def test_teams_of_the_line_must_be_there() -> None:
    found = checked({"teams": {"biling": {"wait_limit": "5 min"}}}).errors
    assert [(one.code, one.where) for one in found] == [("unknown_team", "line.teams.biling")]
    assert "Did you mean “billing”?" in found[0].message
    step = {"after": "1 min", "teams": ["sales"]}
    assert told({"let_go": [step]}) == [("unknown_team", "line.let_go[1].teams")]
    own = {"billing": {"overflow": ["sales"]}}
    assert told({"teams": own}) == [("unknown_team", "line.teams.billing.overflow")]


def test_teams_that_take_over_from_each_other_in_a_circle_are_told() -> None:
    circle = {"billing": {"overflow": ["support"]}, "support": {"overflow": ["billing"]}}
    [problem] = checked({"teams": circle}).problems
    assert (problem.code, problem.where) == ("loop", "line.teams.billing.overflow")
    assert problem.warning
    assert "Billing → Support → Billing" in problem.message
    itself = {"billing": {"overflow": ["billing"]}}
    assert told({"teams": itself}) == [("loop", "line.teams.billing.overflow")]
    one = {"billing": {"overflow": ["support"]}}
    assert told({"teams": one}) == []
    with_stand_in = told({"teams": one}, stand_ins={"support": "billing"})
    assert with_stand_in == [("loop?", "line.teams.billing.overflow")]


def test_nobody_can_take_over_where_nobody_works() -> None:
    empty = (SKILLED[0], replace(SKILLED[1], people=0))
    found = checked({"teams": {"support": {"overflow": ["billing"]}}}, empty).problems
    assert ("empty_team", "line.teams.support.overflow") in [(x.code, x.where) for x in found]


def test_a_step_that_lets_nothing_go_is_wrong() -> None:
    assert told({"let_go": [{"after": "1 min"}]}) == [("changes_nothing", "line.let_go[1]")]


@pytest.mark.parametrize(
    "second",
    [{"skills": ["refunds"]}, {"teams": ["support"]}, {"levels": 1}, {"skills": ["refunds"],
                                                                     "teams": ["support"]}],
    ids=str,
)  # fmt: skip
def test_a_step_that_nothing_is_left_for_is_told(second: dict[str, Any]) -> None:
    first = {"after": "1 min", "levels": 2, "skills": ["refunds"], "teams": ["support"]}
    found = told({"let_go": [first, {"after": "2 min", **second}]})
    assert found == [("changes_nothing?", "line.let_go[2]")]
    every = {"after": "1 min", "skills": "all", "teams": ["support"]}
    found = told({"let_go": [every, {"after": "2 min", **second}]})
    assert found == [("changes_nothing?", "line.let_go[2]")]


def test_a_teams_own_step_to_itself_changes_nothing() -> None:
    steps = [{"after": "1 min", "teams": ["billing"]}]
    found = told({"teams": {"billing": {"let_go": steps}}})
    assert found == [("changes_nothing?", "line.teams.billing.let_go[1]")]
    assert told({"let_go": steps}) == []


def test_steps_stand_in_the_order_of_time() -> None:
    steps = [{"after": "4 min", "levels": 1}, {"after": "90 s", "skills": "all"}]
    assert told({"let_go": steps}) == [("out_of_order", "line.let_go[2]")]


def test_what_comes_after_the_limit_of_a_wait_never_comes() -> None:
    late = [{"after": "20 min", "levels": 1}]
    assert told({"let_go": late}) == [("never_happens?", "line.let_go[1]")]
    own = {"billing": {"wait_limit": "30 min", "let_go": late}}
    assert told({"teams": own}) == []
    assert told({"answer_within": "1 h"}) == [("never_happens?", "line.answer_within")]


def test_a_skill_that_nobody_has_is_told() -> None:
    step = {"after": "1 min", "skills": ["refund", "language"]}
    [problem] = checked({"let_go": [step]}).problems
    assert (problem.code, problem.warning) == ("nobody_knows", True)
    assert "Did you mean “refunds”?" in problem.message
    assert told({"let_go": [step]}, teams=TEAMS) == []


@pytest.mark.parametrize(
    ("skills", "team", "word"),
    [(["refund"], None, "Did you mean “refunds”?"), (["tents:2"], None, "at level 2"),
     (["tents"], "billing", "Nobody of Billing"), (["refunds:9"], None, "a level is 1, 2 or 3")],
)  # fmt: skip
def test_a_skill_of_a_rule_that_nobody_has_is_told(
    skills: list[str], team: str | None, word: str
) -> None:
    rule = {"id": "mine", "lane": "mood", "do": "offer", "when": [{"length": {"at_least": 9}}]}
    one = {**rule, "skills": skills, "team": team}
    [problem] = check_form({"rules": [one]}, base=BASE, teams=SKILLED).problems
    assert problem.where == "rules[1] “mine” · skills"
    assert problem.warning
    assert word in problem.message


def test_the_more_urgent_has_the_greater_head_start() -> None:
    assert told({"first": {"high": "2 h"}}) == [("order_of_heads", "line.first")]
    assert told({"first": {"low": "1 min"}}) == [("order_of_heads", "line.first")]


def test_a_priority_with_a_slip_of_the_pen_is_not_silently_a_tier() -> None:
    assert told({"first": {"hihg": "5 min"}}) == [("looks_alike?", "line.first")]
    assert told({"first": {"gold": "5 min"}}) == []


def test_a_conversation_that_nobody_may_have_is_told() -> None:
    small, large = (replace(one, most=most) for one, most in zip(SKILLED, (2, 6), strict=True))
    heavy = {"weights": {"email": 7}}
    assert told(heavy, teams=(small, large)) == [("too_heavy", "line.weights.email")]
    heavy = {"weights": {"email": 3}}
    assert told(heavy, teams=(small, large)) == [("too_heavy?", "line.weights.email")]
    assert told({"weights": {"email": 2}}, teams=(small, large)) == []
    assert told({"weights": {"email": 9}}, teams=SKILLED) == []


def test_goodwill_is_written_in_the_language_of_the_house() -> None:
    assert told({"goodwill": {"de": "Gern."}}) == [("no_language?", "line.goodwill")]
    assert told({"goodwill": "One moment."}) == []
    form = {"line": {"goodwill": {"en": "x"}}}
    [problem] = check_form(form, base=BASE, teams=SKILLED, languages=("de-AT",)).problems
    assert "no sentence in German (de)" in problem.message


# --- words ----------


def said(text: str) -> dict[str, str]:
    """The sentences of this line by their keys."""
    return {one.key: one.text for one in line_sentences(line(text), TEAMS)}


def test_the_shipped_line_reads_like_sentences() -> None:
    found = said("segue_policy: 1")
    assert found["let_go"] == (
        "After 90 seconds one level less will do; after 4 minutes no skill and no language matters"
        " any more."
    )
    assert found["pick"] == "Of several who fit, the one with the least to do is asked."
    assert "customers of tier “vip” count as 5 minutes older" in found["first"]


def test_a_line_says_all_that_it_does() -> None:
    found = said(EXAMPLE)
    assert found["weights"] == (
        "Of what an agent can have at once, e-mail counts as 0.5 of a chat and SMS counts as 0.25"
        " of a chat."
    )
    assert "Support may take it, too" in found["let_go"]
    assert found["next_answer_within"] == "With a person, answers are due at no time."
    assert found["goodwill"].endswith("“The next one is on us.”")
    assert found["teams.billing.overflow"] == (
        "Billing: While nobody of it is at work, Support takes over."
    )
    assert found["teams.billing.let_go"] == (
        "Billing: What somebody needs of a person is never let go."
    )


@given(lines(), lines())
def test_every_difference_is_told_and_nothing_else(old: LineRules, new: LineRules) -> None:
    before, after = replace(BASE, line=old), replace(BASE, line=new)
    assert difference(before, before, TEAMS) == ()
    assert (difference(before, after, TEAMS) == ()) == (old == new)


def test_what_differs_is_told_by_its_name() -> None:
    after = read_policy(EXAMPLE, base=BASE)
    found = difference(BASE, after, TEAMS)
    assert "Line, head start of urgent ones: 1 hour → 2 hours" in found
    assert "Line, head start of tier “gold”: none → 1 minute" in found
    assert "Line, weight of e-mail: 1 → 0.5" in found
    assert "Line, every answer within: 5 minutes → none" in found
    assert "Line of Billing, a wait becomes a case after: as elsewhere → 10 minutes" in found
    assert "Line of Billing, takes over while nobody is at work: none → Support" in found
