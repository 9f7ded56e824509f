"""Asking for one thing at a time: what counts as an answer, and that nobody is asked twice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.scene import (
    ANA,
    KNOWN,
    Scene,
    answer,
    handoff,
    in_line,
    kinds,
    says,
    with_ana,
    with_assistant,
    with_bot,
)
from segue.domain import effects as x
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.actions import FieldAsk
from segue.domain.briefing import brief
from segue.domain.fields import value_in
from segue.domain.ids import Seq
from segue.domain.knowing import asked_of, facts_known

ORDER = FieldAsk("order", "Order number", "order", "return")
EMAIL = FieldAsk("email", "E-mail", "email", "return")
COLOUR = FieldAsk("colour", "Colour", "choice", "return", ("Blue", "Red"))
WHAT = FieldAsk("what", "What is wrong?", "text", "return")


def asks(scene: Scene, ask: FieldAsk = ORDER, **reply: object) -> tuple[e.Event, ...]:
    """The assistant asks for this, about the newest turn."""
    heard, epoch = scene.one.heard, scene.one.epoch
    said = i.BotAnswered(heard, epoch, "Which order is it?", sure=True, asks=ask)
    return scene.hears(replace(said, **reply))


def bot_says(scene: Scene, **reply: object) -> tuple[e.Event, ...]:
    return scene.hears(replace(answer(scene), **reply))


def asked(scene: Scene) -> FieldAsk:
    found = asked_of(scene.one.stage)
    assert found is not None
    return found


# --- what counts ----------

VALUES = (
    ("order", "it is 4812, I think", "4812"),
    ("order", "A-48123", "A-48123"),
    ("order", "#4812", "4812"),
    ("order", "٤٨١٢", "4812"),
    ("order", "on 2026-03-02, order 4812", "4812"),
    ("order", "4812 or 4813", None),
    ("order", "no idea", None),
    ("order", "2 things", None),
    ("email", "kim@example.org please", "kim@example.org"),
    ("email", "kim at example", None),
    ("phone", "+49 30 1234567", "+49301234567"),
    ("phone", "12345678", "12345678"),
    ("phone", "call me", None),
    ("date", "2.3.2026", "2026-03-02"),
    ("date", "2026-3-2", "2026-03-02"),
    ("date", "March 2, 2026", "2026-03-02"),
    ("date", "el 2 de marzo de 2026", "2026-03-02"),
    ("date", "31.2.2026", None),
    ("date", "from 1.3.2026 to 2.3.2026", None),
    ("number", "about 3 of them", "3"),
    ("number", "84,50", "84.50"),
    ("number", "three", None),
    ("choice", "the blue one", "Blue"),
    ("choice", "2", "Red"),
    ("choice", "red or blue", None),
    ("choice", "3", None),
    ("text", "It broke on Friday", "It broke on Friday"),
    ("text", "why do you ask?", None),
    ("text", "thanks", None),
    ("text", "  ", None),
    ("no such kind", "anything", "anything"),
)


@pytest.mark.parametrize(("kind", "said", "value"), VALUES)
def test_a_value_is_of_the_kind_that_was_asked_for(kind: str, said: str, value: str | None) -> None:
    assert value_in(kind, said, ("Blue", "Red")) == value


def test_a_value_has_an_end() -> None:
    assert value_in("text", "long " * 1000) == ("long " * 1000).strip()[:500]


# --- asking ----------


def test_a_field_is_asked_for_in_the_assistants_own_words() -> None:
    scene = with_bot()
    said, wanted = asks(scene, COLOUR)
    assert isinstance(said, e.MessagePosted)
    assert (said.asked, said.choices, said.confidence) == (True, ("Blue", "Red"), None)
    assert wanted == e.FieldWanted("colour", COLOUR)
    assert asked(scene) == COLOUR
    assert scene.one.seen[-1].result == "asked"
    assert scene.one.tried == ()


def test_the_next_words_are_its_value_and_the_assistant_goes_on() -> None:
    scene = with_bot()
    asks(scene)
    said, learned = says(scene, "it is 4812, I think")
    assert isinstance(said, e.MessagePosted)
    assert learned == e.FactsLearned((s.Fact("order", "4812", "said", scene.one.heard),))
    assert scene.effects == (x.Consider(scene.one.heard),)
    assert asked(scene) == ORDER  # the assistant still reads what it was for …
    bot_says(scene)
    assert asked_of(scene.one.stage) is None  # … until it has spoken
    assert with_assistant(scene).wanted == ()


def test_a_form_says_the_same_as_words() -> None:
    scene = with_bot()
    asks(scene)
    said, learned = scene.hears(i.CustomerAnsweredField("order", "4812", "k1"))
    assert isinstance(said, e.MessagePosted)
    assert (said.text, said.client_id) == ("4812", "k1")
    assert isinstance(learned, e.FactsLearned)
    assert scene.effects == (x.Consider(scene.one.heard),)


def test_what_is_no_value_is_kept_and_counted() -> None:
    scene = with_bot()
    asks(scene)
    assert kinds(says(scene, "it is in my mails somewhere")) == ["MessagePosted", "FieldMissed"]
    assert asked(scene).tries == 1
    asks(scene)
    says(scene, "cannot find it")
    assert asked(scene).tries == 2
    assert with_assistant(scene).misses == 0


@pytest.mark.parametrize("words", ["Why do you need it?", "no", "solved, thanks"])
def test_a_question_back_is_no_try(words: str) -> None:
    scene = with_bot()
    asks(scene)
    assert "FieldMissed" not in kinds(says(scene, words))
    assert scene.one.facts == ()


def test_a_value_that_will_not_do_may_be_asked_for_again() -> None:
    scene = with_bot()
    asks(scene)
    says(scene, "4812")
    asks(scene, replace(ORDER, tries=1))
    assert asked(scene).tries == 1
    says(scene, "sorry, 4813")
    assert scene.one.facts == (s.Fact("order", "4813", "said", scene.one.heard),)


def test_what_was_said_is_not_asked_for() -> None:
    scene = with_bot()
    says(scene, "It is about order 4812")
    events = asks(scene)
    (said,) = (event for event in events if isinstance(event, e.MessagePosted))
    assert not said.asked
    assert "4812" in said.text
    assert kinds(events)[-1] == "BotMissed"


def test_what_is_proven_is_not_asked_for_whatever_the_bot_says_of_it() -> None:
    scene = with_bot(contact=i.Contact(email="kim@example.org", verified=True))
    assert facts_known(scene.one) == (s.Fact("email", "kim@example.org", "signed_in"),)
    assert "FieldWanted" not in kinds(asks(scene, replace(EMAIL, tries=1)))


def test_what_is_asked_for_in_the_line_is_found_there_too() -> None:
    scene = in_line()
    says(scene, "I want to send it back")
    asks(scene)
    assert isinstance(scene.one.stage, s.Waiting)
    assert not scene.one.stage.helped
    says(scene, "4812")
    assert scene.one.facts == (s.Fact("order", "4812", "said", scene.one.heard),)
    card = brief(scene.one)
    assert card is not None
    assert [(one.name, one.value) for one in card.facts] == [("order", "4812")]


def test_what_is_missing_stands_in_the_brief_until_it_is_known() -> None:
    scene = with_bot()
    asks(scene)
    scene.hears(i.CustomerAskedForPerson())
    assert handoff(scene).missing == ("order",)
    card = brief(scene.one)
    assert card is not None
    assert [one.label for one in card.missing] == ["Order"]
    scene.hears(i.CustomerAnsweredField("order", "4812"))
    card = brief(scene.one)
    assert card is not None
    assert card.missing == ()


@pytest.mark.parametrize("field", ["order", "email", "phone"])
def test_a_form_with_rubbish_is_refused(field: str) -> None:
    assert with_ana().refuses(i.CustomerAnsweredField(field, "rubbish")) == "not_now"


# --- which is meant, and what stands beside ----------


def test_a_choice_of_meanings_is_neither_answer_nor_miss() -> None:
    scene = with_bot()
    scene.hears(answer(scene, sure=False))
    says(scene, "The other one")
    (said,) = bot_says(scene, clarifies=True, choices=("Returns", "Repairs"))
    assert isinstance(said, e.MessagePosted)
    assert (said.asked, said.choices) == (True, ("Returns", "Repairs"))
    assert with_assistant(scene).misses == 1
    assert (scene.one.seen[-1].result, scene.one.seen[-1].confidence) == ("asked", None)
    scene.hears(i.CustomerSaid("Returns"))
    assert kinds(scene.hears(answer(scene))) == ["MessagePosted"]
    assert with_assistant(scene).misses == 0


def test_facts_tags_and_notes_of_a_bot_are_kept_beside() -> None:
    scene = with_bot()
    scene.hears(i.AgentTagged(ANA, ("old",)))
    learned, tagged, noted, said = bot_says(
        scene, facts=(s.Fact("product", "Kettle", "guess"),), tags=("new", "old"), note="Look."
    )
    assert learned == e.FactsLearned((s.Fact("product", "Kettle", "guess"),))
    assert tagged == e.Tagged(("old", "new"), "assistant")
    assert isinstance(noted, e.NoteAdded)
    assert (noted.agent, noted.text) == ("bot:assistant", "Look.")
    assert isinstance(said, e.MessagePosted)


def test_a_bot_is_nobodys_witness() -> None:
    scene = with_bot(contact=KNOWN)
    says(scene, "order 4812")
    guesses = (
        s.Fact("order", "9999", "guess"),
        s.Fact("email", "boss@example.org", "signed_in"),
    )
    bot_says(scene, facts=guesses)
    kept = {fact.name: fact for fact in scene.one.facts}
    assert kept["order"].value == "4812"
    assert kept["email"].source == "guess"
    assert scene.one.contact == KNOWN


def test_a_bot_that_says_it_is_over_begins_the_goodbye_with_its_source() -> None:
    scene = with_bot()
    source = s.Source("s1", "Shipping", "https://example.org/shipping")
    said, wrapped, survey = bot_says(scene, solved=True, sources=(source,))
    assert isinstance(said, e.MessagePosted)
    assert isinstance(wrapped, e.WrapUpBegun)
    assert (wrapped.by, wrapped.outcome, wrapped.source) == ("bot", "solved", source)
    assert survey == e.SurveyAsked()


def test_in_the_line_it_never_says_that_it_is_over() -> None:
    scene = in_line()
    says(scene, "What does it cost?")
    assert kinds(bot_says(scene, solved=True)) == ["MessagePosted"]
    assert isinstance(scene.one.stage, s.Waiting)


def test_one_tap_ends_it_and_names_the_article_of_the_last_answer() -> None:
    scene = in_line()
    says(scene, "What does it cost?")
    bot_says(scene, sources=(s.Source("s1", "Prices"),))
    wrapped, _ = scene.hears(i.CustomerChose("solved"))
    assert isinstance(wrapped, e.WrapUpBegun)
    assert (wrapped.by, wrapped.source) == ("customer", s.Source("s1", "Prices"))
    assert with_ana().refuses(i.CustomerChose("solved")) == "with_person"


def test_a_bot_that_asks_for_a_person_may_say_something_first() -> None:
    scene = with_bot()
    wish = i.BotAskedForPerson(
        scene.one.heard,
        scene.one.epoch,
        summary="Wants a refund.",
        text="That is for a colleague.",
        why="refund above the limit",
        skills=("refunds",),
        priority=s.Priority.HIGH,
        facts=(s.Fact("amount", "84.00 EUR", "guess", Seq(2)),),
    )
    learned, said, called = scene.hears(wish)
    assert isinstance(learned, e.FactsLearned)
    assert isinstance(said, e.MessagePosted)
    assert isinstance(called, e.HandoffRequested)
    made = called.handoff
    assert (made.skills, made.priority) == (("refunds",), s.Priority.HIGH)
    assert made.facts[0].value == "84.00 EUR"
    assert made.evidence[-1].text == "refund above the limit"
    assert with_bot().one.tags == ()


def test_a_companion_that_asks_for_a_person_is_heard_out() -> None:
    scene = in_line()
    says(scene, "Can you do it?")
    heard, epoch = scene.one.heard, scene.one.epoch
    (said,) = scene.hears(i.BotAskedForPerson(heard, epoch, text="A colleague can."))
    assert isinstance(said, e.MessagePosted)
    assert isinstance(scene.one.stage, s.Waiting)


def test_what_the_companion_answers_and_misses_stands_in_the_brief() -> None:
    scene = in_line()
    says(scene, "What does it cost?")
    bot_says(scene, sources=(s.Source("s1", "Prices"),))
    says(scene, "Is it blue?")
    scene.hears(answer(scene, sure=False))
    card = brief(scene.one)
    assert card is not None
    assert [(one.what, one.ok, one.sources) for one in card.tried] == [
        ("What does it cost?", True, ("Prices",)),
        ("Is it blue?", False, ()),
    ]


def test_what_fitted_one_occasion_is_asked_for_at_the_next() -> None:
    scene = with_bot()
    street = FieldAsk("street", "Street", "text", "address")
    asks(scene, street)
    says(scene, "12 Mill Lane")
    bot_says(scene)
    says(scene, "I moved again")
    assert kinds(asks(scene, street)) == ["MessagePosted", "FieldWanted"]
    says(scene, "thanks")
    assert asked(scene).tries == 1
    says(scene, "3 Park Row")
    assert scene.one.facts[-1].value == "3 Park Row"


def test_a_form_filled_in_line_by_line_is_no_long_conversation() -> None:
    scene = with_bot()
    for name in ("street", "postcode", "city"):
        asks(scene, FieldAsk(name, name, "text", "address"))
        says(scene, f"the {name}")
    assert (scene.one.turns, scene.one.turns_now) == (4, 1)
    bot_says(scene)
    says(scene, "And what does that cost?")
    assert scene.one.turns_now == 2


def test_an_answer_with_a_question_after_it_has_helped_in_the_line() -> None:
    scene = in_line()
    says(scene, "How long does it take?")
    page = s.Source("delivery", "Delivery")
    asks(scene, text="Three days. What is your order number?", sources=(page,))
    assert isinstance(scene.one.stage, s.Waiting)
    assert scene.one.stage.helped
