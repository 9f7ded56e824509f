"""The word for a person in twelve languages, typed by a customer, answered in the same turn."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from journeys.stage import Stage
from segue.testing import Rig

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORDS = {
    "en": "HUMAN PLEASE!!!",
    "de": "Ich möchte mit einem Menchen sprechen",
    "es": "quiero hablar con una persona",
    "fr": "je veux parler à un humain",
    "pt": "quero falar com um atendente",
    "it": "vorrei parlare con una persona",
    "nl": "ik wil een medewerker spreken",
    "ar": "أريد التحدث إلى موظف",
    "hi": "मुझे किसी इंसान से बात करनी है",
    "zh": "我要转人工客服",
    "ja": "人間のオペレーターと話したいです",
    "tr": "gerçek bir insanla görüşmek istiyorum",
}
HANDED_OVER = re.compile(
    "Finding someone in Orders|You’re (in line|next) for Orders|Nobody from Orders is here"
)


@pytest.mark.parametrize("language", WORDS)
async def test_asking_for_a_person_in_words_hands_over_in_the_same_turn(
    server: Rig, stage: Stage, language: str
) -> None:
    someone = await stage.shop(server, locale=language)
    await someone.open()
    await someone.say(WORDS[language])
    line = someone.log.get_by_text(HANDED_OVER)
    await expect(line).to_be_visible()

    # The line came right after the words: the assistant said nothing in between, nor afterwards.
    thread = await someone.log.inner_text()
    assert thread.index(WORDS[language]) < thread.index(await line.inner_text())
    bubbles = await someone.lines()
    assert WORDS[language] in bubbles[-1]
    await someone.shot(language)


async def test_saying_that_no_person_is_needed_is_not_asking_for_one(
    server: Rig, stage: Stage
) -> None:
    someone = await stage.shop(server)
    await someone.open()
    await someone.say("No, I don't need a human. How long does delivery take?")
    await someone.is_answered()
    await expect(someone.log.get_by_text(HANDED_OVER)).to_have_count(0)
    await expect(someone.button("Talk to a person")).to_be_visible()
