"""Which page is meant, where two compete; and which one the customer then says."""

from __future__ import annotations

import pytest

from segue.app.ports_bot import BotTurn
from segue.bots.knowledge import KnowledgeBot
from segue.brains.clarifying import chosen, competing
from segue.brains.knowledge import Answer, Knowledge, RunnerUp
from segue.brains.pages import Item, Passage
from segue.domain.ids import ConversationId, Epoch, Seq

CHOICES = ("Returning a jacket", "Exchanging a jacket", "Washing a jacket")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Exchanging a jacket", 1),
        ("exchanging a jacket!", 1),
        ("1", 0),
        ("2.", 1),
        ("the first one", 0),
        ("the second one please", 1),
        ("the last one", 2),
        ("die zweite", 1),
        ("la tercera", 2),
        ("la première", 0),
        ("o segundo", 1),
        ("il primo", 0),
        ("de tweede", 1),
        ("الثاني", 1),
        ("washing", 2),
        ("I mean exchanging", 1),
    ],
)
def test_a_choice_is_its_title_its_number_or_its_own_words(said: str, place: int) -> None:
    assert chosen(said, CHOICES) == place


@pytest.mark.parametrize(
    "said",
    ["", "neither", "a jacket", "4", "both the first and the second", "no",
     "is washing it at 60 degrees ok?", "what are your opening hours",
     "I bought the second jacket at your shop last year and it broke",
     "returning or exchanging"],
)  # fmt: skip
def test_anything_else_is_no_choice(said: str) -> None:
    assert chosen(said, CHOICES) is None


def test_of_two_choices_the_last_is_the_second() -> None:
    assert chosen("the latter", CHOICES[:2]) == 1
    assert chosen("the third one", CHOICES[:2]) is None


def found(*chances: float, answerable: float = 0.9, titles: str = "ABCD") -> Answer:
    first, *others = zip(titles, chances, strict=False)
    return Answer(
        first[0], first[0], None, "words", first[1], answerable,
        runners_up=tuple(RunnerUp(title, chance, title) for title, chance in others),
    )  # fmt: skip


def test_only_likely_pages_that_compete_are_asked_about() -> None:
    assert [title for _, title in competing(found(0.4, 0.35))] == ["A", "B"]
    assert [title for _, title in competing(found(0.3, 0.25, 0.2))] == ["A", "B", "C"]
    assert [title for _, title in competing(found(0.4, 0.35, 0.05))] == ["A", "B"]


@pytest.mark.parametrize(
    "answer",
    [
        found(0.9, 0.05),  # sure
        found(0.6, 0.3),  # sure enough
        found(0.5, 0.05),  # nothing beside it
        found(0.2, 0.15),  # hardly any chance
        found(0.4, 0.35, answerable=0.3),  # probably no answer at all
        found(0.4, 0.35, titles="AA"),  # nobody could tell them apart
        found(0.4, 0.35, titles="A "),  # nothing to call it
    ],
)
def test_where_asking_is_no_help_nothing_is_asked(answer: Answer) -> None:
    assert competing(answer) == ()


PAGES = (
    Item("return", "Sending back a jacket", (Passage("You have 30 days to send it back."),)),
    Item("swap", "Exchanging a jacket", (Passage("Choose another size in the shop."),)),
    Item("hours", "Opening hours", (Passage("We are open from nine to five."),)),
    Item("boots", "Caring for boots", (Passage("Brush them, then grease them."),)),
    Item("pay", "Ways to pay", (Passage("By card or on account."),)),
)


@pytest.fixture(scope="module")
def bot() -> KnowledgeBot:
    knowledge = Knowledge(PAGES)
    return KnowledgeBot(brand="Fernhill", shelf=lambda: knowledge)


def turn(text: str, *history: tuple[str, str], language: str = "en") -> BotTurn:
    return BotTurn(ConversationId("c_1"), Seq(9), Epoch(1), language, text, history)


def test_two_pages_that_compete_are_asked_about_once_and_the_choice_is_answered(
    bot: KnowledgeBot,
) -> None:
    asked = bot.reply(turn("my jacket"))
    assert asked.clarifies
    assert set(asked.choices) == {"Sending back a jacket", "Exchanging a jacket"}
    assert all(f"“{choice}”" in asked.text for choice in asked.choices)
    so_far = (("customer", "my jacket"), ("bot", asked.text))
    place = asked.choices.index("Exchanging a jacket")
    for words in ("Exchanging a jacket", ("the first one", "the second one")[place], "exchanging"):
        reply = bot.reply(turn(words, *so_far))
        assert [source.id for source in reply.sources] == ["swap"]
        assert reply.text == "Choose another size in the shop."
        assert reply.sure
        assert reply.confidence > 0.9
        assert not reply.clarifies


def test_no_second_question_follows_the_first(bot: KnowledgeBot) -> None:
    asked = bot.reply(turn("my jacket"))
    again = bot.reply(turn("my jacket", ("customer", "my jacket"), ("bot", asked.text)))
    assert not again.clarifies
    assert not again.sure


def test_whoever_asks_something_else_instead_is_answered(bot: KnowledgeBot) -> None:
    asked = bot.reply(turn("my jacket"))
    reply = bot.reply(
        turn("what are your opening hours?", ("customer", "my jacket"), ("bot", asked.text))
    )
    assert [source.id for source in reply.sources] == ["hours"]


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt", "it", "nl", "ar"])
def test_the_question_and_the_choice_work_in_every_language(
    bot: KnowledgeBot, language: str
) -> None:
    asked = bot.reply(turn("jacket", language=language))
    assert asked.clarifies
    picked = bot.reply(turn("1", ("customer", "jacket"), ("bot", asked.text), language=language))
    assert [source.title for source in picked.sources] == [asked.choices[0]]
    assert picked.text.endswith(("send it back.", "in the shop."))


def test_a_sure_answer_is_never_put_off_by_a_question(bot: KnowledgeBot) -> None:
    reply = bot.reply(turn("how do I send back a jacket?"))
    assert reply.sure
    assert not reply.clarifies
    assert [source.id for source in reply.sources] == ["return"]
