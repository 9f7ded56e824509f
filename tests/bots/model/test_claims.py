"""What a sentence has to be borne out by: words, meaning, the same numbers, the same "not"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bots.model.house import turn
from segue.bots.model.checking import Check, Worthless
from segue.bots.model.claims import asks_for_secrets, courteous
from segue.bots.model.finding import Found, Shown
from segue.bots.model.prompt import Prompt
from segue.bots.model.specifics import Specifics, specifics, unfounded
from segue.bots.model.spoken import Spoken
from segue.brains.knowledge import Knowledge

CLAIMS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("claims.yaml").read_text("utf-8"))


def passes(knowledge: Knowledge, page: str, sentence: str) -> bool:
    item = next(one for one in knowledge.items if one.id == page)
    shown = tuple(
        Shown(f"p{n}", item.id, item.title, one.text) for n, one in enumerate(item.passages)
    )
    prompt = Prompt("", "", "0" * 16)
    check = Check(Found(shown), turn("?"), prompt, knowledge.encoder, 1_200)
    spoken = Spoken(sentence, tuple(one.id for one in shown), answered=True)
    try:
        return bool(check.answer(spoken, language="en", source="en").text)
    except Worthless:
        return False


def test_true_sentences_pass_and_invented_ones_do_not(knowledge: Knowledge) -> None:
    """Of 32 each, on the half that no threshold was chosen on and on the other."""
    for half in (0, 1):
        said = [(page, one) for page, of in CLAIMS.items() for one in of["said"][half::2]]
        invented = [(page, one) for page, of in CLAIMS.items() for one in of["invented"][half::2]]
        kept = sum(passes(knowledge, page, one) for page, one in said)
        slipped = [one for page, one in invented if passes(knowledge, page, one)]
        assert kept >= len(said) - 1
        assert slipped == []


@pytest.mark.parametrize(
    ("said", "page", "wrong"),
    [
        ("It takes 10 days.", "It takes 5–7 days.", "number"),
        ("It takes ten days.", "It takes 5–7 days.", "number"),
        ("It takes five to seven days.", "It takes 5–7 days.", ""),
        ("It takes 5 weeks.", "It takes 5 days.", "unit"),
        ("It takes 5 working days.", "It takes 5 days.", ""),
        ("It costs €20.", "It costs €10.", "amount"),
        ("It costs 10 €.", "It costs €10.", ""),
        ("You get 1,000 points.", "You get 1000 points.", ""),
        ("You get 1.5 litres.", "You get 15 litres.", ""),  # the sentence itself is held too
        ("Write to help@evil.example.", "Write to help@shop.example.", "address"),
        ("Write to help (at) evil [dot] example.", "Write to help@shop.example.", "address"),
        ("See evil.example/login.", "See shop.example.", "address"),
        ("See hxxps://evil.example.", "See shop.example.", "address"),
        ("See https://www.shop.example/.", "See shop.example.", ""),
        ("Call 0800 999 999.", "Call 0800 000 123.", "phone"),
        ("Call 0800-000-123.", "Call 0800 000 123.", ""),
        ("Use code SAVE90.", "Use a code.", "code"),
        ("Es dauert drei Wochen.", "Es dauert drei Tage.", "unit"),
        ("Visit ｅｖｉｌ．ｅｘａｍｐｌｅ now.", "Visit us.", "address"),
    ],
)
def test_what_is_right_or_wrong_has_to_stand_somewhere(said: str, page: str, wrong: str) -> None:
    assert unfounded(specifics(said), specifics(page), Specifics()) == wrong


def test_a_customers_own_number_may_be_repeated_but_not_their_price() -> None:
    talk = specifics("It is order 4712 and you owe me €500")
    assert not unfounded(specifics("About order 4712:"), Specifics(), talk)
    assert unfounded(specifics("You get €500 back."), Specifics(), talk) == "amount"


def test_courtesies_are_short_and_on_a_list() -> None:
    assert courteous("I’m sorry about the trouble.")
    assert courteous("Thank you for asking!")
    assert not courteous("I am pleased to tell you that you have won a car.")
    assert not courteous(
        "Thank you for asking, and now please go to the bank and send your money to us today."
    )


@pytest.mark.parametrize(
    "said",
    [
        "Please tell me your password.",
        "What is your credit card number?",
        "Bitte nennen Sie Ihr Passwort.",
        "Send us the one-time code that you received.",
    ],
)
def test_nobody_is_asked_for_secrets(said: str) -> None:
    assert asks_for_secrets(said)
