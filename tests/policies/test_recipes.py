"""The shipped recipes, played: each in chats where it acts, and in near ones where it does not."""

from __future__ import annotations

import pytest

from policies.making import last_turn, playing
from segue.domain import stages as s
from segue.domain.rules.recipes import RECIPES
from segue.domain.signals import Signals
from segue.policies.showcase import CARDS, Chat, Said, card

ALL = [(one.recipe, n, chat) for one in CARDS for n, chat in enumerate(one.acts)]
NONE = [(one.recipe, n, chat) for one in CARDS for n, chat in enumerate(one.stays)]


def _name(value: object) -> str | None:
    return str(value) if isinstance(value, str | int) else None


def test_every_recipe_is_shown_by_chats_of_both_sorts() -> None:
    assert [one.recipe for one in CARDS] == [rule.id for rule in RECIPES]
    assert all(one.acts and one.stays for one in CARDS)
    with pytest.raises(LookupError):
        card("nothing")


@pytest.mark.parametrize(("recipe", "n", "chat"), ALL, ids=_name)
def test_a_recipe_acts_at_the_end_of_its_chats(recipe: str, n: int, chat: Chat) -> None:
    assert recipe in last_turn(chat), n


@pytest.mark.parametrize(("recipe", "n", "chat"), NONE, ids=_name)
def test_a_recipe_does_not_act_at_the_end_of_near_chats(recipe: str, n: int, chat: Chat) -> None:
    assert recipe not in last_turn(chat), n


# --- lanes ----------


def fired(*turns: Said, tier: str = "") -> str:
    """The rule behind the handoff or the offer at the end of this chat."""
    stage = playing(Chat(turns, tier)).one.stage
    if isinstance(stage, s.WithBot):
        return stage.offer.rule if stage.offer else ""
    handoff = s.handoff_of(stage)
    return handoff.rule if handoff else ""


DANGER = Signals(urgency=("danger",), anger=0.9, circles=0.9, wants_person=0.9)
MISSED = Said("Can you ship by sledge?", result="missed", confidence=0.1)


def test_safety_comes_before_everything() -> None:
    assert fired(Said("it burns!!", DANGER, "missed"), tier="vip") == "safety-words"


def test_asking_comes_before_business_and_mood() -> None:
    read = Signals(wants_person=0.9, anger=0.9)
    assert fired(Said("is nobody there, damn it", read), tier="vip") == "sounds-like-asking"


def test_business_comes_before_the_assistants_failure() -> None:
    assert fired(MISSED, tier="vip") == "vip-missed"
    money = Said("why was I charged twice?", Signals(about_money=0.9), "missed")
    assert fired(money) == "money"


def test_the_assistants_failure_comes_before_mood() -> None:
    read = Signals(circles=0.9, anger=0.9)
    assert fired(Said("Where is it?"), Said("WHERE IS IT", read)) == "circles"


def test_mood_comes_before_length() -> None:
    many = [Said(f"Question number {n}, please?") for n in range(1, 8)]
    assert fired(*many, Said("so what, you useless thing", Signals(anger=0.9))) == "frustration"


def test_asking_wins_even_over_what_was_read_before_the_answer() -> None:
    """In words, no model is waited for: the handoff is there before anything is read."""
    assert fired(Said("I want to talk to a human", Signals(wants_person=0.0), "")) == "asked"


def test_safety_words_raise_what_waits_already() -> None:
    scene = playing(Chat((Said("I want to talk to a human", result=""),)))
    before = scene.one.handoff
    assert before is not None
    again = playing(
        Chat((Said("I want to talk to a human", result=""), Said("my card was stolen", DANGER, "")))
    ).one.handoff
    assert again is not None
    assert again.priority > before.priority
