"""Other products' bots, each against a strict stand-in: answers, wishes, failures, rubbish."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.remote.making import MakeBot, turn
from bots.remote.vendors import ASKED, BOTPRESS, DIALOGFLOW, OPENAI, RASA, Vendor
from segue.app.ports_bot import BotTrouble
from segue.app.ports_outside import NotOurBot
from segue.bots.remote import Outside, gathering, turn_key
from segue.bots.remote.tokens import Tokens
from segue.fakes.botpress import FakeBotpress
from segue.fakes.dialogflow import TOKEN, FakeDialogflow
from segue.fakes.openai import FakeOpenAI
from segue.fakes.rasa import FakeRasa
from segue.fakes.serving import ANSWER, SUMMARY, Emulator
from segue.settings import BadSettings, Settings

pytestmark = pytest.mark.slow  # real servers, real time-outs


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that never says when it is done is taken to be done sooner than in earnest."""
    monkeypatch.setattr(gathering, "QUIET_S", 0.15)


BACK = (("bot", "Hello"), ("agent", "I am Ana"))


@pytest.fixture(params=ASKED, ids=[one.kind for one in ASKED])
def vendor(request: pytest.FixtureRequest) -> Vendor:
    found: Vendor = request.param
    return found


@pytest.fixture
async def fake(vendor: Vendor) -> AsyncIterator[Emulator]:
    async with vendor.fake() as made:
        yield made
    assert not made.refused, made.refused


@pytest.fixture
def outside(vendor: Vendor, fake: Emulator, bot: MakeBot, tmp_path: Path) -> Outside:
    return bot(vendor.url(fake), **vendor.settings(fake, tmp_path), bot_deadline_s=1.2)


async def test_it_answers(outside: Outside, vendor: Vendor) -> None:
    reply = await outside.answer(turn("When does it come?", history=BACK))
    assert reply.text == ANSWER
    assert reply.sure
    assert reply.person is None
    assert reply.measured is not None
    assert reply.measured.by == f"remote:{vendor.kind}"


async def test_it_asks_for_a_person_and_says_why(outside: Outside) -> None:
    reply = await outside.answer(turn("I want a person"))
    assert reply.person is not None
    assert (reply.person.why, reply.person.summary) == ("refund", SUMMARY)
    assert not reply.clarifies


async def test_a_customer_in_the_line_is_only_answered(outside: Outside, vendor: Vendor) -> None:
    reply = await outside.answer(turn("I want a person", companion=True))
    if vendor is OPENAI:  # nothing to say but the wish itself
        assert reply.text == ""
    else:
        assert (reply.text, reply.person) == ("One moment.", None)


@pytest.mark.parametrize("text", ["fail", "garbage", "nothing", "slow"])
async def test_failing_it_is_trouble(text: str, outside: Outside) -> None:
    with pytest.raises(BotTrouble):
        await outside.answer(turn(f"please {text}"))
    assert outside.state().failing == 1
    assert outside.state().last_error


async def test_a_choice_is_offered_and_comes_back(outside: Outside, vendor: Vendor) -> None:
    reply = await outside.answer(turn("choices"))
    if vendor is OPENAI:  # chat completions know none
        assert not reply.choices
        return
    assert (reply.clarifies, reply.choices) == (True, ("The red one",))
    again = await outside.answer(turn("The red one", 6))
    assert again.text == ANSWER


@pytest.mark.parametrize(
    "text", ["𝕊𝕖𝕘𝕦𝕖 👩‍👩‍👧", "متى يصل الطلب؟", "x" * 8000, "\u202eright to left", "a\nb"]
)
async def test_any_text_reaches_it(text: str, outside: Outside) -> None:
    assert (await outside.answer(turn(text))).text == ANSWER


async def test_rasa_gets_the_payload_of_a_tapped_button(bot: MakeBot) -> None:
    async with FakeRasa() as fake:
        outside = bot(fake.url, **RASA.settings(fake, Path()))
        await outside.answer(turn("choices"))
        await outside.answer(turn("The red one", 6))
    assert fake.got[-1].json()["message"] == '/choose{"colour":"red"}'


async def test_openai_reads_the_conversation_and_who_had_it(bot: MakeBot) -> None:
    async with FakeOpenAI() as fake:
        outside = bot(f"{fake.url}/v1", **OPENAI.settings(fake, Path()))
        more: dict[str, Any] = {"history": BACK, "summary": "Sent a new one."}
        await outside.answer(turn("And now?", **more))
    messages = fake.got[0].json()["messages"]
    assert [one["role"] for one in messages] == ["system", "assistant", "assistant", "user"]
    assert "Sent a new one." in messages[0]["content"]


async def test_openai_s_arguments_that_are_no_json_are_trouble(bot: MakeBot) -> None:
    calls = [{"function": {"name": "handoff_to_human", "arguments": "{"}}]
    answer = {"choices": [{"message": {"content": None, "tool_calls": calls}}]}
    async with FakeOpenAI(then=[(200, answer)]) as fake:
        outside = bot(f"{fake.url}/v1", **OPENAI.settings(fake, Path()))
        with pytest.raises(BotTrouble, match="malformed"):
            await outside.answer(turn())


async def test_an_answer_in_parts_is_one_answer(bot: MakeBot) -> None:
    parts = [{"type": "text", "text": "It is "}, {"type": "image_url"}, {"text": "here."}]
    async with FakeOpenAI(then=[(200, {"choices": [{"message": {"content": parts}}]})]) as fake:
        reply = await bot(f"{fake.url}/v1", **OPENAI.settings(fake, Path())).answer(turn())
    assert reply.text == "It is here."


async def test_botpress_makes_a_conversation_once_and_again_when_it_is_gone(
    bot: MakeBot, tmp_path: Path
) -> None:
    async with FakeBotpress() as fake:
        outside = bot(fake.url, **BOTPRESS.settings(fake, tmp_path))
        for about in (4, 6):
            await outside.answer(turn(about=about))
        made = "/conversations/get-or-create"
        assert [got.path for got in fake.got].count(made) == 1
        fake.conversations.clear()  # they have been tidying up
        with pytest.raises(BotTrouble):
            await outside.answer(turn(about=8))
        assert (await outside.answer(turn(about=10))).text == ANSWER


async def test_words_alone_hand_nothing_over(bot: MakeBot) -> None:
    said = {"choices": [{"message": {"content": "Let me connect you with a human agent."}}]}
    async with FakeOpenAI(then=[(200, said)]) as fake:
        reply = await bot(f"{fake.url}/v1", **OPENAI.settings(fake, Path())).answer(turn())
    assert reply.person is None


async def test_a_google_token_is_asked_for_once_and_again_when_refused(
    bot: MakeBot, tmp_path: Path
) -> None:
    async with FakeDialogflow() as fake:
        outside = bot(DIALOGFLOW.url(fake), **DIALOGFLOW.settings(fake, tmp_path))
        for about in (4, 6, 8):
            await outside.answer(turn(about=about))
        assert fake.given == 1
        fake.then = [(401, {})]
        with pytest.raises(BotTrouble, match="401"):
            await outside.answer(turn(about=10))
        await outside.answer(turn(about=12))
        assert fake.given == 2


async def test_a_google_token_may_come_from_a_command(bot: MakeBot, tmp_path: Path) -> None:
    script = tmp_path / "token.py"
    script.write_text(f"print({TOKEN!r})")
    command = f"{sys.executable} {script}"
    async with FakeDialogflow() as fake:
        more = {"bot_kind": "dialogflow_cx", "bot_secret": "", "bot_token_command": command}
        assert (await bot(DIALOGFLOW.url(fake), **more).answer(turn())).text == ANSWER
        more["bot_token_command"] = f"{sys.executable} -c 'raise SystemExit(3)'"
        with pytest.raises(BotTrouble, match="ended 3"):
            await bot(DIALOGFLOW.url(fake), **more).answer(turn())


async def test_an_unknown_question_is_a_miss_in_dialogflow(bot: MakeBot, tmp_path: Path) -> None:
    result = {
        "responseMessages": [{"text": {"text": ["Sorry, I did not get that."]}}],
        "match": {"matchType": "NO_MATCH", "confidence": 0.3},
    }
    async with FakeDialogflow() as fake:
        outside = bot(DIALOGFLOW.url(fake), **DIALOGFLOW.settings(fake, tmp_path))
        await outside.answer(turn())
        fake.then = [(200, {"queryResult": result})]
        reply = await outside.answer(turn(about=6))
    assert (reply.sure, reply.confidence) == (False, 0.3)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"bot_kind": "eliza"}, "no kind"),
        ({"bot_secret": ""}, "bot_secret"),
        ({"bot_secret": "whsec_short"}, "A secret is"),
        ({"bot_kind": "botpress", "bot_secret": ""}, "encryption key"),
        ({"bot_kind": "chatwoot_agentbot", "bot_secret": "x"}, "bot_token"),
        ({"bot_kind": "dialogflow_cx"}, "bot_credentials"),
        ({"bot_kind": "dialogflow_cx", "bot_credentials": "nowhere.json"}, "cannot be read"),
        ({"bot_observe": "everything"}, "bot_observe"),
        ({"bot_turn_key": "short"}, "bot_turn_key"),
        ({"bot_deadline_s": 60.0}, "at most 25"),
    ],
)
def test_settings_that_make_no_sense_stop_the_start_with_a_sentence(
    settings: dict[str, Any], why: str, bot: MakeBot
) -> None:
    with pytest.raises(BadSettings, match=why):
        bot("https://bot.example/turn", **settings)


@pytest.mark.parametrize("url", ["", "bot.example", "file:///etc/passwd", "http://"])
def test_an_address_that_is_none_stops_the_start(url: str, bot: MakeBot) -> None:
    with pytest.raises(BadSettings, match="bot_url"):
        bot(url)


async def test_echo_answers_without_any_bot(bot: MakeBot) -> None:
    outside = bot("", bot_kind="echo")
    assert (await outside.answer(turn("hello"))).text == "hello"
    person = (await outside.answer(turn("/person refund", 6))).person
    assert person is not None
    assert person.why == "refund"
    with pytest.raises(BotTrouble):
        await outside.answer(turn("/fail", 8))


def test_the_key_of_the_turns_is_made_once_and_read_by_nobody_else(
    bot: MakeBot, tmp_path: Path
) -> None:
    bot("", bot_kind="echo")
    kept = tmp_path / "turns.key"
    first = kept.read_bytes()
    bot("", bot_kind="echo")
    assert kept.read_bytes() == first
    assert kept.stat().st_mode & 0o077 == 0


def test_processes_with_the_same_key_read_each_other_s_tokens(tmp_path: Path) -> None:
    shared = "a text that was made at random"
    here, there, elsewhere = (
        Tokens(turn_key(Settings(data_dir=tmp_path / name, bot_turn_key=key)), lambda: 1000)
        for name, key in (("a", shared), ("b", shared), ("c", ""))
    )
    token = here.of(turn())
    assert there.read(token).conversation == turn().conversation
    with pytest.raises(NotOurBot):
        elsewhere.read(token)
    late = Tokens(turn_key(Settings(bot_turn_key=shared)), lambda: 1000 + 3601)
    with pytest.raises(NotOurBot):
        late.read(token)
