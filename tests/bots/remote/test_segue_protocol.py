"""Segue's own protocol towards a bot, over real sockets: what is sent, and what is made of it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from bots.remote.making import KEY, SECRET, MakeBot, turn
from segue.app.ports_bot import BotTrouble, NothingToSay
from segue.bots.remote import sending, signing
from segue.domain.stages import Fact, Priority
from segue.fakes.serving import Answer, Emulator, Got

pytestmark = pytest.mark.slow  # real servers, real time-outs

SAMPLE = json.loads(
    '{"turn_id":"trn_01JD","actions":[{"do":"reply","text":"Shall I get a person?","choices":'
    '[{"id":"handoff:yes","title":"Talk to a human"}]},{"do":"set","attributes":{"order":"1234"}},'
    '{"do":"handoff","reason":"asked_for_human","queue":"billing","summary":"Refund for order 1234"'
    ',"fields":{"order":"1234"}}],"confidence":0.41}'
)


def said(text: str = "It is on its way.", **more: Any) -> Answer:
    return 200, {"actions": [{"do": "reply", "text": text}], **more}


async def test_a_turn_is_signed_as_standard_webhooks_says(bot: MakeBot) -> None:
    async with Emulator(then=[said()]) as server:
        await bot(server.url).answer(turn())
    got = server.got[0]
    told = Webhook(SECRET).verify(got.body, got.headers)
    assert told["type"] == "bot.turn"
    assert told["input"][0]["text"] == "where is my order"
    assert told["conversation"]["owner_epoch"] == 1
    assert got.headers["webhook-id"] == told["turn_id"]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(got.body + b" ", got.headers)


def test_our_signature_is_the_reference_s_to_the_letter() -> None:
    at = int(time.time())
    theirs = Webhook(SECRET).sign("msg_1", datetime.fromtimestamp(at, UTC), '{"a": 1}')
    assert signing.signature(KEY, "msg_1", at, b'{"a": 1}') == theirs


def test_two_secrets_sign_while_one_is_being_changed() -> None:
    keys = signing.keys_of(f"{SECRET} whsec_bmV3LXNlY3JldC0zMi1ieXRlcy1sb25nLWluZGVlZCE=")
    signed = signing.headers(keys, "m", int(time.time()), b"{}")
    Webhook(SECRET).verify("{}", signed)
    Webhook("whsec_bmV3LXNlY3JldC0zMi1ieXRlcy1sb25nLWluZGVlZCE=").verify("{}", signed)


@pytest.mark.parametrize("secret", ["hello", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!"])
def test_a_secret_that_is_none_is_refused_at_the_start(secret: str) -> None:
    with pytest.raises(ValueError, match="A secret is"):
        signing.keys_of(secret)


async def test_the_documented_answer_becomes_a_request_for_a_person(bot: MakeBot) -> None:
    asked = turn()
    async with Emulator(then=[(200, {**SAMPLE, "turn_id": ""})]) as server:
        reply = await bot(server.url).answer(asked)
    assert reply.person is not None
    assert (reply.person.team, reply.person.summary) == ("billing", "Refund for order 1234")
    assert reply.text == "Shall I get a person?"
    assert reply.choices == ("Talk to a human",)
    assert reply.facts == (Fact("order", "1234", "crm"),)
    assert reply.confidence == 0.41


async def test_several_replies_are_joined_and_media_are_links(bot: MakeBot) -> None:
    actions = [
        {"do": "typing"},
        {"do": "reply", "text": "One."},
        {
            "do": "reply",
            "text": "Two.",
            "media": [{"url": "https://x.example/a.png", "title": "A"}],
        },
        {"do": "note", "text": "looked it up"},
        {"do": "set", "attributes": {"vip": True, "n": 3, "gone": None}, "tags": ["late"]},
    ]
    async with Emulator(then=[(200, {"actions": actions})]) as server:
        reply = await bot(server.url).answer(turn())
    assert reply.text == "One.\n\nTwo.\nA: https://x.example/a.png"
    assert (reply.note, reply.tags) == ("looked it up", ("late",))
    assert {fact.name: fact.value for fact in reply.facts} == {"vip": "yes", "n": "3"}
    assert reply.sure
    assert reply.confidence == 1.0


async def test_what_this_version_does_not_know_is_ignored(bot: MakeBot) -> None:
    actions = [{"do": "dance", "how": []}, {"do": "reply", "text": "Yes.", "mood": "glad"}]
    async with Emulator(then=[(200, {"actions": actions, "version": 9})]) as server:
        assert (await bot(server.url).answer(turn())).text == "Yes."


async def test_priority_skills_and_close_are_understood(bot: MakeBot) -> None:
    hand = {"do": "handoff", "priority": "high", "skills": ["french"], "reason": "angry"}
    close: list[dict[str, Any]] = [{"do": "reply", "text": "Bye."}, {"do": "close"}]
    async with Emulator(then=[(200, {"actions": [hand]}), (200, {"actions": close})]) as server:
        outside = bot(server.url)
        person = (await outside.answer(turn())).person
        solved = (await outside.answer(turn(about=6))).solved
    assert person is not None
    assert (person.priority, person.skills, person.why) == (Priority.HIGH, ("french",), "angry")
    assert solved


async def test_control_characters_do_not_get_in(bot: MakeBot) -> None:
    actions = [
        {"do": "reply", "text": "a\u0000b\u0007\r\nc\u202e", "choices": [{"title": "\u0000x"}]},
        {"do": "set", "attributes": {"o\u0000rder": "1\u001b[31m2"}, "tags": ["\u0001", "t\u0002"]},
        {"do": "handoff", "reason": "r\u0000", "summary": "s\u0000", "skills": ["\u0000"]},
        {"do": "note", "text": "n\u0000"},
    ]
    async with Emulator(then=[(200, {"actions": actions})]) as server:
        reply = await bot(server.url).answer(turn())
    assert reply.text == "ab\nc\u202e"  # direction marks belong to some scripts
    assert (reply.choices, reply.tags, reply.note) == (("x",), ("t",), "n")
    assert reply.facts == (Fact("order", "1[31m2", "crm"),)
    assert reply.person is not None
    assert (reply.person.why, reply.person.summary, reply.person.skills) == ("r", "s", ())


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example/", "data:text/html,x", "https://x y", "x"]
)
async def test_a_link_leads_to_a_page_or_is_refused(url: str, bot: MakeBot) -> None:
    said_so = {"do": "reply", "text": "x", "sources": [{"title": "t", "url": url}]}
    async with Emulator(then=[(200, {"actions": [said_so]})]) as server:
        with pytest.raises(BotTrouble, match="malformed"):
            await bot(server.url).answer(turn())


async def test_a_miss_is_a_miss_and_small_talk_is_neither(bot: MakeBot) -> None:
    async with Emulator(then=[said("Hm.", missed=True), said("Hi!", small_talk=True)]) as server:
        outside = bot(server.url)
        missed, hello = await outside.answer(turn()), await outside.answer(turn(about=6))
    assert not missed.sure
    assert missed.confidence <= 0.2
    assert hello.small_talk


async def test_the_same_turn_has_the_same_id_and_is_tried_again_after_a_5xx(bot: MakeBot) -> None:
    async with Emulator(then=[(503, {}), (502, {}), said()]) as server:
        reply = await bot(server.url).answer(turn())
    assert reply.text == "It is on its way."
    assert len({got.headers["webhook-id"] for got in server.got}) == 1
    assert len(server.got) == 3


async def test_retry_after_is_honoured_once(bot: MakeBot) -> None:
    slow: Answer = (429, {}, {"retry-after": "1"})
    async with Emulator(then=[slow, said(), slow, slow]) as server:
        outside = bot(server.url, bot_deadline_s=5.0)
        before = time.monotonic()
        await outside.answer(turn())
        assert time.monotonic() - before >= 1.0
        with pytest.raises(BotTrouble, match="429"):
            await outside.answer(turn(about=6))


async def test_retry_after_beyond_the_deadline_is_not_waited_for(bot: MakeBot) -> None:
    async with Emulator(then=[(429, {}, {"retry-after": "60"})]) as server:
        before = time.monotonic()
        with pytest.raises(BotTrouble, match="429"):
            await bot(server.url).answer(turn())
    assert time.monotonic() - before < 1.0


async def test_410_switches_the_bot_off_and_says_so(bot: MakeBot) -> None:
    async with Emulator(then=[(410, {})]) as server:
        outside = bot(server.url)
        for _ in range(2):
            with pytest.raises(BotTrouble, match="410"):
                await outside.answer(turn())
    assert len(server.got) == 1
    assert not outside.state().ok
    assert "410" in outside.state().off


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((302, {}, {"location": "http://127.0.0.1:9/"}), "redirected"),
        ((404, {}), "404"),
        ((200, b"<html>", {"content-type": "text/html"}), "malformed"),
        ((200, b"{"), "malformed"),
        ((200, {}), "malformed"),
        ((200, {"actions": []}), "empty"),
        ((200, {"actions": [{"do": "reply"}]}), "malformed"),
        ((200, {"actions": [{"do": "reply", "text": 7}]}), "malformed"),
        ((200, {"actions": [{"do": "set", "attributes": {}}]}), "empty"),
        ((200, {"actions": [{"do": "reply", "text": "x"}], "confidence": 7}), "malformed"),
        ((200, {"turn_id": "trn_other", "actions": [{"do": "reply", "text": "x"}]}), "another"),
        ((200, {"actions": [{"do": "reply", "text": "x" * 20_001}]}), "malformed"),
        ((200, b"x" * 1_100_000), "too_large"),
        ((200, {"actions": [{"do": "typing"}] * 40}), "malformed"),
    ],
)
async def test_a_bot_that_misbehaves_is_trouble(answer: Answer, why: str, bot: MakeBot) -> None:
    async with Emulator(then=[answer]) as server:
        outside = bot(server.url)
        with pytest.raises(BotTrouble, match=why):
            await outside.answer(turn())
    assert len(server.got) == 1
    assert outside.state().failing == 1


async def test_nobody_there_is_trouble_within_the_deadline(bot: MakeBot) -> None:
    async with Emulator() as server:
        pass
    before = time.monotonic()
    with pytest.raises(BotTrouble, match=r"unreachable"):
        await bot(server.url, bot_deadline_s=1.0).answer(turn())
    assert time.monotonic() - before < 1.5


async def test_a_bot_that_hangs_is_trouble_at_the_deadline(bot: MakeBot) -> None:
    async with Emulator(hold=asyncio.Event()) as server:
        with pytest.raises(BotTrouble, match="no answer within"):
            await bot(server.url, bot_deadline_s=0.3).answer(turn())


async def test_a_bot_that_is_down_is_not_waited_for_by_everybody(bot: MakeBot) -> None:
    """After five turns in a row nobody waits any more; ten seconds later one of them tries."""
    async with Emulator(hold=asyncio.Event()) as server:
        outside = bot(server.url, bot_deadline_s=0.15)
        for about in range(4, 14):
            with pytest.raises(BotTrouble, match="no answer within" if about < 9 else "is down"):
                await outside.answer(turn(about=about))
        assert len(server.got) <= 5
        state = outside._state  # noqa: SLF001 - to let time go by
        clock = state.clock
        state.clock = lambda: clock() + timedelta(seconds=11)
        assert server.hold is not None
        server.does = _said
        server.hold.set()
        assert (await outside.answer(turn(about=20))).text == "It is on its way."
        assert outside.state().ok


async def test_rubbish_is_no_reason_to_stop_asking(bot: MakeBot) -> None:
    async with Emulator(then=[(200, b"{")] * 7) as server:
        outside = bot(server.url)
        for about in range(4, 11):
            with pytest.raises(BotTrouble, match="malformed"):
                await outside.answer(turn(about=about))
    assert len(server.got) == 7


async def test_one_turn_at_a_time_and_the_newest_brings_the_others_along(bot: MakeBot) -> None:
    hold = asyncio.Event()
    async with Emulator(hold=hold, then=[said("one"), said("three")]) as server:
        outside = bot(server.url)
        first = asyncio.create_task(outside.answer(turn("a", 4)))
        await server.until(1)
        second = asyncio.create_task(outside.answer(turn("b", 5, history=(("customer", "a"),))))
        await asyncio.sleep(0)
        more = (("bot", "hello"), ("customer", "a"), ("customer", "b"))
        third = asyncio.create_task(outside.answer(turn("c", 6, history=more)))
        await asyncio.sleep(0)
        assert len(server.got) == 1
        hold.set()
        assert (await first).text == "one"
        with pytest.raises(NothingToSay):
            await second
        assert (await third).text == "three"
    told = server.got[1].json()
    assert [one["text"] for one in told["input"]] == ["a", "b", "c"]
    assert told["history"] == [{"who": "bot", "text": "hello"}]
    assert len(server.got) == 2


async def test_other_conversations_do_not_wait(bot: MakeBot) -> None:
    from msgspec.structs import replace  # noqa: PLC0415

    from segue.domain.ids import ConversationId  # noqa: PLC0415

    hold = asyncio.Event()
    async with Emulator(hold=hold, does=_said) as server:
        outside = bot(server.url)
        turns = [replace(turn(), conversation=ConversationId(f"c_{n}")) for n in range(5)]
        answers = [asyncio.create_task(outside.answer(one)) for one in turns]
        await server.until(5)
        hold.set()
        assert [one.text for one in await asyncio.gather(*answers)] == ["It is on its way."] * 5


async def _said(_: Got) -> Answer:
    return said()


async def test_a_tapped_choice_comes_back_by_its_id(bot: MakeBot) -> None:
    offer = {"do": "reply", "text": "Which?", "choices": [{"title": "The red one", "id": "red"}]}
    async with Emulator(then=[(200, {"actions": [offer]}), said()]) as server:
        outside = bot(server.url)
        reply = await outside.answer(turn())
        assert (reply.clarifies, reply.choices) == (True, ("The red one",))
        await outside.answer(turn("The red one", 6))
    assert server.got[1].json()["input"][0]["choice"] == "red"


async def test_what_a_person_left_reaches_the_bot(bot: MakeBot) -> None:
    async with Emulator(then=[said()]) as server:
        back: dict[str, Any] = {
            "person_left": "Ana",
            "summary": "Refund sent.",
            "promises": ("a mail",),
        }
        await bot(server.url).answer(turn(**back))
    told = server.got[0].json()
    assert told["handback"] == {"by": "Ana", "summary": "Refund sent.", "promises": ["a mail"]}


STREAM = {"content-type": "text/event-stream"}


async def test_a_stream_is_gathered_into_one_answer(bot: MakeBot) -> None:
    raw = (
        b'data: {"delta": "Your order "}\n\ndata: {"delta": "is here."}\r\n\r\n: ping\n\n'
        b'event: action\ndata: {"do": "set", "attributes": {"order": "12"}}\n\n'
        b'event: done\ndata: {"confidence": 0.8}\n\n'
    )
    async with Emulator(then=[(200, raw, STREAM)]) as server:
        reply = await bot(server.url).answer(turn())
    assert (reply.text, reply.confidence) == ("Your order is here.", 0.8)
    assert reply.facts[0].value == "12"
    assert "text/event-stream" in server.got[0].headers["accept"]


@pytest.mark.parametrize(
    "raw", [b'data: {"delta": "half', b'data: {"delta": "a"}\n\n', b"data: x\n\n"]
)
async def test_a_stream_that_breaks_off_is_trouble(raw: bytes, bot: MakeBot) -> None:
    async with Emulator(then=[(200, raw, STREAM)]) as server:
        with pytest.raises(BotTrouble, match="malformed"):
            await bot(server.url).answer(turn())


async def test_a_stream_that_falls_silent_is_trouble_before_the_deadline(
    bot: MakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield b'data: {"delta": "Your order"}\n\n'
        await asyncio.Event().wait()

    monkeypatch.setattr(sending, "IDLE_S", 0.2)
    async with Emulator(then=[(200, half(), STREAM)]) as server:
        before = time.monotonic()
        with pytest.raises(BotTrouble, match="in the middle"):
            await bot(server.url, bot_deadline_s=10.0).answer(turn())
        assert time.monotonic() - before < 5


async def test_a_promise_of_a_later_answer_that_is_not_kept_is_trouble(bot: MakeBot) -> None:
    async with Emulator(then=[(202, b""), (200, {"actions": [{"do": "wait"}]})]) as server:
        outside = bot(server.url, bot_deadline_s=0.3)
        for about in (4, 6):
            with pytest.raises(BotTrouble, match="no answer within"):
                await outside.answer(turn(about=about))


def test_the_bot_s_address_may_not_lead_elsewhere_than_the_administrator_said() -> None:
    from segue.bots.remote import place_of  # noqa: PLC0415

    assert place_of("https://bot.example/turn") == "bot.example:443"
    assert place_of("http://10.0.0.7:5005/x") == "10.0.0.7:5005"
    assert place_of("http://[::1]/x") == "[::1]:80"
    assert place_of("file:///etc/passwd") is None
