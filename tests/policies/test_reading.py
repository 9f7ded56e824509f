"""Policy files: what can be read, what is refused, and what is said about it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.making import policies
from segue.domain.policy import Policy
from segue.domain.rules.model import AllOf, Do, Lane, NoneOf, Test
from segue.policies import BadPolicy, note_of, read_form, read_policy, write_policy, write_yaml
from segue.policies.parsing import parsed
from segue.policies.problems import Problem

BASE = Policy()


def rule(**keys: Any) -> dict[str, Any]:
    """A rule that is right, with these keys changed."""
    plain = {"id": "mine", "lane": "mood", "when": [{"length": {"at_least": 9}}], "do": "offer"}
    return {key: value for key, value in {**plain, **keys}.items() if value is not ...}


def refused(form: Any) -> tuple[Problem, ...]:
    """Every problem of this policy; it must have some."""
    read = read_policy if isinstance(form, str | bytes) else read_form
    with pytest.raises(BadPolicy) as bad:
        read(form, base=BASE)
    assert bad.value.problems
    return bad.value.problems


def only(form: Any) -> Problem:
    """The one problem of this policy."""
    [problem] = refused(form)
    return problem


def about(rule_form: dict[str, Any]) -> Problem:
    """The one problem of a policy with this one rule."""
    return only({"rules": [rule_form]})


# --- reading and writing ----------


@given(policies())
def test_what_is_written_reads_back_to_the_same_policy(policy: Policy) -> None:
    form = write_policy(policy, "a note")
    assert read_form(form, base=BASE) == policy
    assert read_policy(write_yaml(form), base=BASE) == policy
    assert read_policy(json.dumps(form), base=BASE) == policy
    assert note_of(form) == "a note"
    again = read_form(form, base=BASE)
    assert write_policy(again, "a note") == form


def test_a_policy_that_says_nothing_is_the_shipped_one() -> None:
    assert read_policy("segue_policy: 1", base=BASE) == BASE
    assert write_policy(BASE) == {"segue_policy": 1, "team": "support"}


def test_own_rules_stand_before_recipes_of_their_lane() -> None:
    read = read_form({"rules": [rule(id="a"), rule(id="b"), rule(id="c", lane="asked")]}, base=BASE)
    ids = [one.id for one in read.rules.all]
    assert ids.index("a") + 1 == ids.index("b") < ids.index("frustration")
    assert ids.index("c") < ids.index("asked")
    assert [one.lane for one in read.rules.all] == sorted(
        (one.lane for one in read.rules.all), key=list(Lane).index
    )


def test_a_recipe_may_be_changed_in_part() -> None:
    text = "rules: [{recipe: two-misses, when: [misses: {at_least: 3}], do: offer}]"
    found = read_policy(text, base=BASE).rules.named("two-misses")
    assert found is not None
    assert (found.name, found.do) == ("Two misses", Do.OFFER)
    assert found.when == AllOf((Test("misses", "at_least", 3.0),))


def test_a_recipe_may_lose_what_it_says() -> None:
    read = read_policy("rules: [{recipe: safety-words, priority: null, tags: []}]", base=BASE)
    found = read.rules.named("safety-words")
    assert found is not None
    assert (found.priority, found.tags) == (None, ())
    assert read_form(write_policy(read), base=BASE) == read


def test_short_forms_mean_what_they_look_like() -> None:
    when = [
        {"tier": "vip"},
        {"language": ["en", "de"]},
        {"misses": 1},
        {"urgency": "danger"},
        {"tags": ["a", "b"]},
        {"words": "refund"},
        {"verified": "yes"},
        {"confidence": {"at_least": 0.2, "below": 0.5}},
        {"none": [{"open": True}]},
    ]
    read = read_form({"rules": [rule(when=when)]}, base=BASE).rules.named("mine")
    assert read is not None
    assert read.when.of == (
        Test("tier", "is", "vip"),
        Test("language", "one_of", ("en", "de")),
        Test("misses", "is", 1.0),
        Test("urgency", "include", "danger"),
        Test("tags", "include_any", ("a", "b")),
        Test("words", "has_any", ("refund",)),
        Test("verified", "is", True),  # noqa: FBT003
        AllOf((Test("confidence", "at_least", 0.2), Test("confidence", "below", 0.5))),
        NoneOf((Test("open", "is", True),)),  # noqa: FBT003
    )


def test_what_stands_twice_is_written_twice() -> None:
    when = [{"misses": {"at_least": 2}}]
    text = write_yaml({"rules": [rule(id="a", when=when), rule(id="b", when=when)]})
    assert len(read_policy(text, base=BASE).rules.all) == len(BASE.rules.all) + 2


# --- YAML that means something else than it looks ----------


def test_words_that_yaml_takes_for_booleans_stay_words() -> None:
    text = "rules: [{id: a, lane: mood, on: off, when: [language: no], do: offer, tags: [yes, on]}]"
    found = read_policy(text, base=BASE).rules.named("a")
    assert found is not None
    assert not found.on
    assert found.when.of == (Test("language", "is", "no"),)
    assert found.tags == ("yes", "on")


def test_words_without_quotes_are_what_they_look_like() -> None:
    text = "a: [010, 1:30, 1e3, 0.5, ~, true, 2026-01-01, 0x1f, .5, 1_000]"
    assert parsed(text) == {
        "a": [10, "1:30", 1000.0, 0.5, None, True, "2026-01-01", "0x1f", 0.5, "1_000"]
    }


@given(st.text(max_size=30))
def test_any_word_can_be_written_and_read_back(word: str) -> None:
    if not word.isprintable():
        return
    assert parsed(write_yaml({"a": [word], "b": {"c": word}})) == {"a": [word], "b": {"c": word}}


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60)))
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    try:
        read_policy(text, base=BASE)
    except BadPolicy as bad:
        assert bad.problems  # noqa: PT017


PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ("rules", "when", "all", "any", "in_last", "turns", "times", "id", "recipe", "lane")
            ),
            inside,
            max_size=3,
        ),
    ),
    max_leaves=12,
)
KEY = st.sampled_from(("rules", "team", "mood", "ways", "stand_ins", "calibration", "hazard"))


@given(st.one_of(PLAIN, st.dictionaries(KEY, PLAIN)))
def test_any_plain_data_is_read_or_refused(form: Any) -> None:
    try:
        read_form(form, base=BASE)
    except BadPolicy as bad:
        assert all(one.code and one.message for one in bad.problems)  # noqa: PT017


RULE_KEYS = ("id", "lane", "do", "when", "team", "skills", "say", "if_nobody", "within_s",
             "priority", "reason", "fallback", "on", "name")  # fmt: skip


@given(st.sampled_from(RULE_KEYS), PLAIN)
def test_any_value_of_a_rules_key_is_read_or_refused(key: str, value: Any) -> None:
    try:
        read_form({"rules": [rule(**{key: value})]}, base=BASE)
    except BadPolicy as bad:
        assert all("rules[1]" in one.where for one in bad.problems)  # noqa: PT017


# --- what is refused ----------

BOMB = "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nrules: [*c,*c]"
TEXTS = {
    "aliases": BOMB,
    "tags": "rules: !!python/object/apply:os.system [true]",
    "key_twice": "team: a\nteam: b",
    "not_yaml": "rules: [",
    "not_json": '{"rules": [',
    "too_deep": "rules: " + "[" * 60,
    "too_large": "#" + "x" * 2_000_001,
    "not_text": b"\xff\xfe",
    "not_a_policy": "- a list",
}


@pytest.mark.parametrize("code", TEXTS)
def test_text_that_is_no_policy_is_refused(code: str) -> None:
    assert only(TEXTS[code]).code == code


def test_json_is_refused_for_the_same_reasons() -> None:
    assert only('{"team": "a", "team": "b"}').code == "key_twice"
    assert only('{"a":' * 60 + "1" + "}" * 60).code == "too_deep"
    assert only('{"hazard": {"misses": 1e999}}').code == "needs_number"
    assert only('{"hazard": {"misses": ' + "9" * 400 + "}}").code == "needs_number"


def test_two_documents_in_one_file_are_refused() -> None:
    assert only("team: a\n---\nteam: b").code == "not_a_policy"


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "a key with a typo": (rule(tem="x"), "Did you mean “team”?"),
    "a field with a typo": (
        rule(when=[{"confidense": {"below": 0.5}}]),
        "“confidense” is not something a rule can look at. Did you mean “confidence”?",
    ),
    "per cent for a share": (
        rule(when=[{"confidence": {"at_least": 50}}]),
        "(sure of the answer) needs a number from 0 to 1, not 50. For 50 % write 0.5.",
    ),
    "a word for a number": (
        rule(when=[{"misses": {"at_least": "two"}}]),
        'needs a number, not "two".',
    ),
    "a negative count": (rule(when=[{"turns": {"at_least": -1}}]), "needs a number of 0 or more"),
    "not a number": (rule(when=[{"misses": {"at_least": float("nan")}}]), "needs a number"),
    "a share without a comparison": (
        rule(when=[{"anger": 0.8}]),
        "Say how “anger” is compared, for instance “anger: {at_least: 0.5}”.",
    ),
    "an operator of another type": (
        rule(when=[{"tier": {"at_least": 2}}]),
        "“at_least” does not fit “tier” (customer tier).",
    ),
    "a word for a flag": (rule(when=[{"open": "maybe"}]), "is true or false"),
    "one word where a list stands": (rule(when=[{"words": {"has_any": 3}}]), "a list of words"),
    "an unknown code": (rule(when=[{"channel": "watsapp"}]), "Did you mean “whatsapp”?"),
    "a language in full": (rule(when=[{"language": "english"}]), "no language code"),
    "a region": (rule(when=[{"language": "pt-BR"}]), "no language code"),
    "two fields on one line": (rule(when=[{"misses": 1, "turns": 2}]), "on its own line"),
    "no conditions": (rule(when=[]), "“when: always”"),
    "an empty group": (rule(when=[{"any": []}]), "There is no condition here."),
    "when is missing": (rule(when=...), "This rule lacks “when”."),
    "id and lane are missing": (rule(id=..., lane=...), "This rule lacks “id” and “lane”."),
    "an id with spaces": (rule(id="Refunds first"), "An id is small letters"),
    "an unknown lane": (rule(lane="fraud"), "“lane” cannot be"),
    "something else to do": (rule(do="hand_of"), "Did you mean “hand_off”?"),
    "an unknown priority": (rule(priority="hgih"), "Did you mean “high”?"),
    "an unknown reason": (rule(reason="angry"), "“reason” cannot be"),
    "an unknown fallback": (rule(fallback="wait"), "“fallback” cannot be"),
    "something else if nobody is there": (rule(if_nobody="robot"), "“if_nobody” cannot be"),
    "a key with a typo inside": (rule(if_nobody={"teem": "a"}), "“if_nobody” has no “teem”."),
    "an empty sentence": (rule(say={"en": " "}), "Write a sentence"),
    "a sentence in no language": (rule(say={"english": "Hi"}), "is no language code"),
    "no time at all": (rule(within_s=0), "from 5 to 86400"),
    "not a list of skills": (rule(skills="refunds"), "a list of at most 20 words"),
    "more times than turns": (
        rule(when=[{"in_last": {"turns": 2, "times": 3, "when": [{"missed": True}]}}]),
        "nothing happens 3 times in 2 turns",
    ),
    "more turns than are kept": (
        rule(when=[{"in_last": {"turns": 11, "times": 3, "when": [{"missed": True}]}}]),
        "from 1 to 10",
    ),
    "a count over what belongs to no turn": (
        rule(when=[{"in_last": {"turns": 3, "times": 2, "when": [{"tier": "vip"}, {"missed": True}]
                                }}]),
        "one number for the whole conversation",
    ),
    "a count of groups": (
        rule(when=[{"in_last": {"turns": 3, "times": 2,
                                "when": [{"missed": True}, {"any": [{"missed": True}]}]}}]),
        "Only single conditions",
    ),
    "a recipe that is not there": ({"recipe": "two-mises"}, "Did you mean “two-misses”?"),
    "another id for a recipe": ({"recipe": "long", "id": "mine"}, "A recipe keeps its id"),
    "a recipe's name for a rule": (rule(id="long"), "Write “recipe: long” to change it"),
    "looking behind": (rule(when=[{"words": {"matches": "(?<!no )refund"}}]), "Looking ahead or"),
    "pointing back": (rule(when=[{"words": {"matches": r"(a)\1"}}]), "Pointing back"),
    "a broken pattern": (rule(when=[{"words": {"matches": "(a"}}]), "missing )"),
    "a pattern that explodes": (
        rule(when=[{"words": {"matches": "((a{1,900}){1,900}){1,900}"}}]),
        "cannot be read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_told_in_words_that_help(name: str) -> None:
    form, says = CASES[name]
    problem = about(form)
    assert says in problem.message
    assert problem.where.startswith("rules[1]")


def test_problems_say_where_they_are() -> None:
    when = [{"any": [{"misses": {"at_least": "two"}}]}]
    problem = only({"rules": [rule(id="first"), rule(id="refunds-first", when=when)]})
    assert problem.where == "rules[2] “refunds-first” · when · any · misses"


def test_all_problems_are_told_at_once() -> None:
    codes = [one.code for one in refused({
        "segue_policy": 2,
        "team": 3,
        "mood": "perhaps",
        "ways": ["fax"],
        "stand_ins": {"a": "b", "b": "a"},
        "calibration": {"misses": {"shift": 1}, "anger": {"slope": -1}},
        "hazard": {"moon": 1, "misses": "much"},
        "rulez": [],
        "rules": [rule(do="x", priority="y"), rule(), rule()],
    })]  # fmt: skip
    assert codes == ["unknown_key", "unknown_version", "unknown_do", "unknown_priority", "twice",
                     "needs_yes_or_no", "unknown_way", "loop", "unknown_signal", "bad_calibration",
                     "unknown_feature", "needs_number", "needs_text"]  # fmt: skip


def test_groups_in_groups_end_somewhere() -> None:
    when: Any = [{"misses": 1}]
    for _ in range(500):
        when = [{"any": when}]
    assert about(rule(when=when)).code == "too_deep"


def test_a_loop_of_stand_ins_is_named() -> None:
    problem = only({"stand_ins": {"billing": "support", "support": "fraud", "fraud": "billing"}})
    assert "billing → support → fraud → billing" in problem.message


def test_ten_thousand_rules_are_read_and_one_more_is_not() -> None:
    many = [rule(id=f"r{n}") for n in range(10_001)]
    assert len(read_form({"rules": many[:-1]}, base=BASE).rules.all) > 10_000
    assert only({"rules": many}).code == "too_many"


def test_a_pattern_takes_as_long_as_the_text_and_no_longer() -> None:
    """RE2 has no backtracking: what would take for ever elsewhere is done at once."""
    form = {"rules": [rule(when=[{"words": {"matches": "(a+)+$"}}])]}
    [[_, check]] = [one for one in read_form(form, base=BASE).rules.checks if one[0].id == "mine"]
    from policies.test_judging import moment  # noqa: PLC0415 - a moment with words

    assert not check(moment(words="a" * 600 + "!"))
