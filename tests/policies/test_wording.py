"""Rules as sentences, differences in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from policies.making import TEAMS, conditions, policies
from policies.test_reading import rule
from segue.domain.policy import Policy
from segue.domain.rules.catalogue import FIELDS, OPERATORS, Kind
from segue.domain.rules.model import Condition, Test
from segue.policies import read_form
from segue.policies.wording import condition, difference, sentence

BASE = Policy()


def said(**keys: Any) -> str:
    """The sentence of a rule with these keys."""
    read = read_form({"rules": [rule(**keys)]}, base=BASE).rules.named("mine")
    assert read is not None
    return sentence(read, TEAMS)


def differs(*rules: dict[str, Any], **keys: Any) -> list[str]:
    """What is said of a policy with these rules, beside the shipped one."""
    return list(difference(BASE, read_form({"rules": list(rules), **keys}, base=BASE), TEAMS))


def test_the_shipped_rules_read_like_sentences() -> None:
    known = {one.id: sentence(one) for one in BASE.rules.all}
    assert known["low-confidence"] == (
        "When in 2 turns in a row the assistant is less than 50 % sure of its answer, hold the"
        " answer until a person approves it (60 s; else hand over)."
    )
    assert known["vip-missed"] == (
        "When the customer’s tier is “vip” and an answer missed, hand over to a person, with"
        " priority high."
    )
    assert known["after-hours"] == (
        "When the team is closed and an answer missed, ask the customer whether they want a person."
    )


def test_a_rule_says_all_that_it_does() -> None:
    assert said(
        do="hand_off",
        when=[
            {"about_money": {"at_least": 0.7}},
            {"any": [{"language": ["en", "de"]}, {"channel": "sms"}]},
            {"none": [{"words": ["gift", "card"]}, {"customer.plan": "free"}]},
        ],
        team="billing",
        skills=["refunds", "tax"],
        priority="high",
        tags=["refund"],
        say={"en": "One moment."},
        if_nobody={"team": "support", "then": "case"},
    ) == (
        "When it is about money (at least 70 %), (the customer writes in English or German or the"
        " customer writes by SMS) and neither the customer wrote “gift” or “card” nor customer's"
        " plan is “free”, hand over to a person of Billing, with priority high, tagged refund, for"
        " somebody who knows refunds and tax. If nobody is there: Support takes over, or else a"
        " case at once. The customer reads: “One moment.”"
    )


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"do": "mark", "when": "always", "tags": ["a"]},
         "In every turn, mark the conversation, tagged a."),
        ({"do": "mark", "team": "billing"}, "for Billing."),
        ({"do": "stand_by"}, "give a person a quiet heads-up."),
        ({"if_nobody": "case"}, " If nobody is there: at once a case with a number and a time."),
        ({"if_nobody": "assistant"}, " If nobody is there: the assistant goes on."),
        ({"when": [{"none": [{"verified": True}]}]}, "the customer’s identity is not verified"),
        ({"when": [{"none": [{"tier": "vip"}]}]}, "it is not so that the customer’s tier is “vip”"),
        ({"when": [{"in_last": {"turns": 5, "times": 2, "when": [{"missed": True}]}}]},
         "When in 2 of the last 5 turns the answer missed, "),
        ({"when": [{"in_last": {"turns": 1, "times": 1, "when": [{"missed": False}]}}]},
         "When the answer did not miss, "),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_pieces_of_sentences(keys: dict[str, Any], says: str) -> None:
    assert says in said(**keys)


def test_every_field_has_words_for_every_operator() -> None:
    values: dict[Kind, Any] = {
        Kind.SHARE: 0.5, Kind.NUMBER: 2.0, Kind.FLAG: True, Kind.WORD: "a", Kind.WORDS: ("a",),
        Kind.TEXT: ("a",),
    }  # fmt: skip
    for field in FIELDS:
        for op in OPERATORS[field.kind]:
            words = condition(Test(field.name, op, values[field.kind]))
            assert "{" not in words
            assert "_" not in words.replace("/", "")
    assert condition(Test("nothing", "is", "a")) == "nothing"


@given(conditions())
def test_any_condition_can_be_said(one: Condition) -> None:
    assert condition(one)
    assert "{" not in condition(one)


# --- differences ----------


@given(policies())
def test_nothing_is_said_of_what_is_the_same(policy: Policy) -> None:
    assert difference(policy, replace(policy)) == ()


@given(policies(), policies())
def test_something_is_said_of_what_differs(old: Policy, new: Policy) -> None:
    lines = difference(old, new)
    assert bool(lines) == (old != new)
    assert all(line and "{" not in line for line in lines)


def test_a_threshold_is_told_alone() -> None:
    assert differs({"recipe": "money", "when": [
        {"about_money": {"at_least": 0.8}}, {"misses": {"at_least": 2}},
    ]}) == [
        "“Money, and the assistant does not know”: is about money 0.70 → 0.80",
        "“Money, and the assistant does not know”: answers that missed 1 → 2",
    ]  # fmt: skip


def test_words_that_came_and_went_are_told() -> None:
    read = {"recipe": "urgent-words", "name": "Urgent", "when": {"urgency": ["outage", "danger"]}}
    assert differs(read) == [
        "“Urgent”: urgent words now also danger",
        "“Urgent”: urgent words no longer a locked account and time running out",
        "“Urgent”: name Locked out, something is down, or time runs out → Urgent",
    ]


def test_other_conditions_are_told_whole() -> None:
    [line] = differs({"recipe": "long", "when": [{"minutes": {"at_least": 20}}]})
    assert line == (
        "“Long conversation”: when the conversation has lasted at least 20 minutes (before: when"
        " the customer has written at least 8 times)"
    )


def test_counts_are_told_by_their_turns() -> None:
    when = [{"in_last": {"turns": 5, "times": 3, "when": [{"confidence": {"below": 0.4}}]}}]
    name = "“Unsure twice: a person checks the answer”"
    assert differs({"recipe": "low-confidence", "when": when}) == [
        f"{name}: sure of the answer 2 of 2 turns → 3 of 5 turns",
        f"{name}: sure of the answer 0.50 → 0.40",
    ]


def test_rules_that_came_went_or_were_switched_are_told() -> None:
    assert differs({"recipe": "long", "on": False}) == ["“Long conversation” switched off"]
    new = rule(name="Mine", on=False)
    first, then = differs(new)
    assert first == (
        "New rule “Mine”: When the message has at least 9 words, ask the customer whether they want"
        " a person."
    )
    assert then == "“Mine” switched off"
    with_it = read_form({"rules": [new]}, base=BASE)
    assert difference(with_it, BASE)[0].startswith("Rule “Mine” is gone: When the message")
    on = read_form({"rules": [{**new, "on": True}]}, base=BASE)
    assert difference(with_it, on) == ("“Mine” switched on",)


def test_an_order_is_told() -> None:
    one = read_form({"rules": [rule(id="a"), rule(id="b")]}, base=BASE)
    other = read_form({"rules": [rule(id="b"), rule(id="a")]}, base=BASE)
    assert difference(one, other) == ("“b” is now asked before “a”",)


def test_other_keys_are_told_by_their_names() -> None:
    assert differs({
        "recipe": "two-misses", "do": "offer", "team": "billing", "priority": "high",
        "tags": ["a"], "say": {"de": "Gern."}, "if_nobody": {"team": "support", "then": "case"},
        "lane": "business", "reason": "misses", "name": "Missed",
    }) == [
        "“Missed”: name Two misses → Missed",
        "“Missed”: lane the assistant fails → VIP and business",
        "“Missed”: what it does hand over → offer",
        "“Missed”: reason none → misses",
        "“Missed”: team none → Billing",
        "“Missed”: priority none → high",
        "“Missed”: tags none → a",
        "“Missed”: if nobody is there wait in line → a case at once",
        "“Missed”: team if nobody is there none → Support",
        "“Missed”: the customer reads “Gern.” (de)",
    ]  # fmt: skip
    slower = {"recipe": "low-confidence", "within_s": 30, "fallback": "send"}
    assert differs(slower) == [
        "“Unsure twice: a person checks the answer”: time to approve 60 s → 30 s",
        "“Unsure twice: a person checks the answer”: if nobody approves hand over → send",
    ]


def test_what_is_said_to_customers_is_told_by_language() -> None:
    had = read_form({"rules": [{"recipe": "long", "say": {"en": "A", "de": "B"}}]}, base=BASE)
    has = read_form({"rules": [{"recipe": "long", "say": {"en": "C", "es": "D"}}]}, base=BASE)
    assert difference(had, has) == (
        "“Long conversation”: the customer reads “C” (en; before: “A”)",
        "“Long conversation”: nothing of its own is said any more (de)",
        "“Long conversation”: the customer reads “D” (es)",
    )


def test_settings_of_a_policy_are_told() -> None:
    keys: dict[str, Any] = {
        "team": "billing", "mood": False, "ways": ["email"],
        "stand_ins": {"billing": "support"},
        "calibration": {"confidence": {"shift": 0.5, "turns": 64}}, "hazard": {"misses": 3},
    }  # fmt: skip
    assert differs(**keys) == [
        "Team: Support → Billing",
        "The tone of what customers write is not looked at any more",
        "No longer offered for a later answer: a message and a call",
        "Support stands in for Billing",
        "“sure of the answer” is calibrated anew (64 labelled turns)",
        "Will soon need a person: weight of misses 2.2 → 3",
    ]
    back = difference(read_form(keys, base=BASE), BASE, TEAMS)
    assert back == (
        "Team: Billing → Support",
        "The tone of what customers write is looked at again",
        "Now offered for a later answer: a message and a call",
        "Support no longer stands in for Billing",
        "“sure of the answer” is as the model says, not calibrated any more",
        "Will soon need a person: weight of misses 3 → 2.2",
    )
