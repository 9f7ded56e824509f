"""The bot of the help pages: answers with its source, says when it does not know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml

import segue
from segue.app.ports_bot import BotReply, BotTurn
from segue.bots.knowledge import KnowledgeBot
from segue.bots.words import say
from segue.domain.ids import ConversationId, Epoch, Seq

ROOT = Path(segue.__file__).parent


@pytest.fixture(scope="module")
def bot() -> KnowledgeBot:
    return KnowledgeBot(ROOT / "demo" / "help", brand="Fernhill")


def turn(
    text: str,
    language: str = "en",
    history: tuple[tuple[str, str], ...] = (),
    *,
    companion: bool = False,
) -> BotTurn:
    return BotTurn(
        ConversationId("c_1"), Seq(4), Epoch(1), language, text, history, companion=companion
    )


def test_an_answer_comes_with_its_source(bot: KnowledgeBot) -> None:
    reply = bot.reply(turn("Where is my refund for order 1234?"))
    assert reply.sure
    assert "5–7 business days" in reply.text
    assert [(one.id, one.title, one.url) for one in reply.sources] == [
        ("refunds", "Refund policy", "/shop/help/refunds")
    ]
    assert 0.8 < reply.confidence <= 1
    assert not reply.small_talk


def test_not_knowing_is_said_plainly_and_is_a_miss(bot: KnowledgeBot) -> None:
    reply = bot.reply(turn("do you sell kayaks"))
    assert not reply.sure
    assert reply.text.startswith("I don’t know that")
    assert "person" in reply.text
    assert reply.sources == ()
    again = bot.reply(turn("who is your CEO", history=(("bot", reply.text),)))
    assert again.text.startswith("I don’t know that either")


def test_a_greeting_is_neither_an_answer_nor_a_miss(bot: KnowledgeBot) -> None:
    reply = bot.reply(turn("Hola!"))
    assert reply.small_talk
    assert reply.sure
    assert "Fernhill" in reply.text
    assert reply.text.startswith("¡Hola!")


def test_thanks_are_answered_in_the_conversations_language(bot: KnowledgeBot) -> None:
    assert bot.reply(turn("👍", language="de-AT")).text.startswith("In Ordnung")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wo bleibt meine Bestellung von letzter Woche?", "Englisch"),
        ("¿Dónde está mi pedido de la semana pasada?", "inglés"),
        ("أين طلبي من الأسبوع الماضي؟", "الإنجليزية"),
        ("Où est ma commande de la semaine dernière ?", "anglais"),
    ],
)
def test_a_language_without_help_pages_is_named(bot: KnowledgeBot, text: str, words: str) -> None:
    reply = bot.reply(turn(text))
    assert not reply.sure
    assert words in reply.text


@pytest.mark.parametrize("text", ["my tent", "tent care", "boots fit"])
def test_two_words_are_not_taken_for_another_language(bot: KnowledgeBot, text: str) -> None:
    assert "only in English" not in bot.reply(turn(text)).text


def test_in_the_line_nothing_suggests_that_the_place_is_at_risk(bot: KnowledgeBot) -> None:
    reply = bot.reply(turn("do you sell kayaks", companion=True))
    assert "You keep your place" in reply.text
    assert not reply.sure


def test_without_pages_every_question_is_a_miss() -> None:
    reply = KnowledgeBot(None, brand="Fernhill").reply(turn("where is my order"))
    assert not reply.sure
    assert reply.text.startswith("I don’t know that")


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[KnowledgeBot]:
    page = tmp_path / "hours.md"
    page.write_text("# Opening hours\nWe are open from nine to five.\n", "utf-8")
    bot = KnowledgeBot(page, brand="Fernhill", cache=tmp_path / "cache")
    yield bot
    bot.close()


async def test_it_answers_off_the_loop(running: KnowledgeBot) -> None:
    async with asyncio.timeout(20):
        await running.warm()
        replies = await asyncio.gather(
            *(running.answer(turn("what are your opening hours?")) for _ in range(20))
        )
    assert {type(reply) for reply in replies} == {BotReply}
    assert replies[0].text == "We are open from nine to five."


def test_every_sentence_is_there_in_eight_languages_and_keeps_the_rules() -> None:
    table = yaml.safe_load((ROOT / "bots/words.yaml").read_text("utf-8"))
    forbidden = ("ticket", "escalat", "queue", " user", " agent", " bot")
    for what, sentences in table.items():
        if what in {"version", "names"}:
            continue
        assert set(sentences) == {"en", "de", "es", "fr", "pt", "it", "nl", "ar"}, what
        for language in sentences:
            places = dict.fromkeys(("choices", "label", "title", "name", "promise"), "x")
            text = say(what, language, brand="Fernhill", pages_in=["en"], **places)
            assert not any(word in text.lower() for word in forbidden), text
            assert "{" not in text
    assert say("thanks", "xx", brand="Fernhill") == say("thanks", "en", brand="Fernhill")
