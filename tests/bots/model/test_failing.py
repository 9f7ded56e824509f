"""Whatever an endpoint does wrong, the customer gets the offline answer, and soon."""

from __future__ import annotations

import asyncio
from typing import get_args

import pytest

from bots.model.conftest import Making
from bots.model.house import limits_for, turn
from segue.app.ports_bot import BotReply, BotTurn
from segue.bots.knowledge import KnowledgeBot
from segue.bots.model.asking import Pause
from segue.fakes.models import FakeModel, Wrong, form

pytestmark = pytest.mark.slow  # real servers, real time-outs

ASKED = "How long does a refund take after you get my parcel back?"
SAID = {
    "stalls": "stalled", "half": "cut", "hangs_up": "cut", "no_json": "no_form",
    "cut_json": "no_form", "other_tool": "no_form", "long": "too_much", "refuses": "refused",
    "empty": "no_form", "silent": "late", "busy": "status_429", "broken": "status_500",
    "forbidden": "status_401", "gone": "status_404", "redirects": "unreachable",
}  # fmt: skip


@pytest.mark.parametrize("dialect", ["openai", "anthropic"])
@pytest.mark.parametrize("wrong", [one for one in get_args(Wrong) if one not in {"drips", "slow"}])
async def test_any_failure_leads_to_the_offline_answer(
    making: Making, fake: FakeModel, offline: KnowledgeBot, wrong: Wrong, dialect: str
) -> None:
    bot = making(limits_for(fake, dialect, timeout_s=0.5 if wrong == "silent" else 4, idle_s=0.3))
    fake.will(wrong, times=0)
    await bot.warm()
    async with asyncio.timeout(5):
        reply = await bot.answer(turn(ASKED))
    assert reply == offline.reply(turn(ASKED))
    (why,) = bot.why
    assert why == SAID.get(wrong, why)
    assert why not in {"answered", "broken", "error"}
    assert len(fake.met) == 1


@pytest.mark.parametrize("dialect", ["openai", "anthropic", "openai-compatible"])
@pytest.mark.parametrize("output", ["tool", "schema", "text"])
async def test_the_form_is_filled_in_however_it_is_asked_for(
    making: Making, fake: FakeModel, dialect: str, output: str
) -> None:
    bot = making(limits_for(fake, dialect, output=output))
    reply = await bot.answer(turn(ASKED))
    assert not fake.wrong
    assert dict(bot.why) == {"answered": 1}
    assert "5–7 business days" in reply.text
    assert reply.measured is not None
    assert reply.measured.by == "model:quoter"
    assert [one.id for one in reply.sources] == ["refunds"]


async def test_a_slow_drip_is_no_stall(making: Making, fake: FakeModel) -> None:
    fake.will("drips")
    bot = making(limits_for(fake))
    assert (await bot.answer(turn(ASKED))).sure
    assert bot.why["answered"] == 1


async def test_a_slow_model_is_not_waited_for(making: Making, fake: FakeModel) -> None:
    fake.will("slow", seconds=4.0)
    bot = making(limits_for(fake, timeout_s=0.3))
    await bot.warm()
    async with asyncio.timeout(2):
        assert (await bot.answer(turn(ASKED))).sure
    assert bot.why["late"] == 1


@pytest.mark.parametrize("wrong", ["busy", "broken", "half", "hangs_up", "stalls", "no_json"])
async def test_what_may_pass_is_tried_again(making: Making, fake: FakeModel, wrong: Wrong) -> None:
    fake.will(wrong, seconds=0.05 if wrong == "busy" else 0)
    bot = making(limits_for(fake, tries=2, idle_s=0.2))
    assert (await bot.answer(turn(ASKED))).measured is not None
    assert bot.why["answered"] == 1
    assert len(fake.asked) == 2


async def test_nobody_waits_longer_than_a_busy_server_wants(
    making: Making, fake: FakeModel
) -> None:
    fake.will("busy", seconds=30)
    bot = making(limits_for(fake, tries=3))
    async with asyncio.timeout(2):
        await bot.answer(turn(ASKED))
    assert len(fake.asked) == 1


@pytest.mark.parametrize("wrong", ["forbidden", "gone"])
async def test_what_will_not_pass_is_not_tried_again(
    making: Making, fake: FakeModel, wrong: Wrong
) -> None:
    fake.will(wrong, times=0)
    bot = making(limits_for(fake, tries=3))
    await bot.answer(turn(ASKED))
    assert len(fake.asked) == 1


async def test_a_model_that_calls_tools_for_ever_is_asked_so_often_and_no_more(
    making: Making, fake: FakeModel
) -> None:
    fake.will("other_tool", times=0)
    bot = making(limits_for(fake, tries=3))
    await bot.answer(turn(ASKED))
    assert len(fake.asked) == 3


async def test_after_some_failures_the_model_is_left_alone_for_a_while(
    making: Making, fake: FakeModel
) -> None:
    fake.will("forbidden", times=0)
    bot = making(limits_for(fake))
    for _ in range(Pause.AFTER + 2):
        assert (await bot.answer(turn(ASKED))).sure
    assert bot.why == {"status_401": Pause.AFTER, "paused": 2}


def test_a_pause_grows_and_ends() -> None:
    now = 0.0
    pause = Pause(lambda: now)
    for _ in range(Pause.AFTER):
        assert not pause.on
        pause.failed()
    assert pause.on
    now = Pause.FIRST_S
    assert not pause.on
    pause.failed()
    now += Pause.FIRST_S
    assert pause.on
    now += Pause.FIRST_S
    assert not pause.on
    pause.worked()
    pause.failed()
    assert not pause.on


class Broken:
    """An offline bot that fails."""

    async def answer(self, turn: BotTurn) -> BotReply:
        raise OSError(turn.text)


async def test_a_model_may_answer_when_the_help_pages_cannot(
    making: Making, fake: FakeModel
) -> None:
    bot = making(limits_for(fake), offline=Broken())
    assert (await bot.answer(turn(ASKED))).sure


async def test_when_both_fail_the_bot_has_failed(making: Making, fake: FakeModel) -> None:
    fake.will("broken", times=0)
    bot = making(limits_for(fake), offline=Broken())
    with pytest.raises(RuntimeError, match="status_500"):
        await bot.answer(turn(ASKED))


async def test_a_model_that_is_not_there_costs_nothing_but_its_answer(
    making: Making, fake: FakeModel
) -> None:
    limits = limits_for(fake)
    await fake.__aexit__()
    bot = making(limits)
    assert (await bot.answer(turn(ASKED))).sure
    assert bot.why == {"unreachable": 1}


async def test_only_the_headers_of_the_protocol_go_out(
    making: Making, fake: FakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-secret: 1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    bot = making(limits_for(fake))
    await bot.answer(turn(ASKED))
    assert set(fake.asked[0].headers) <= {
        "host", "accept", "accept-encoding", "connection", "content-type", "content-length",
        "authorization", "user-agent",
    }  # fmt: skip
    assert "Python" not in fake.asked[0].headers["user-agent"]


async def test_many_turns_at_once_are_answered(making: Making, fake: FakeModel) -> None:
    fake.says = lambda _: form("Standard delivery takes 3–5 working days.", ["p1"])
    bot = making(limits_for(fake, at_once=4, tokens_per_conversation=0))
    replies = await asyncio.gather(*(bot.answer(turn("How long is delivery?")) for _ in range(24)))
    assert all(one.sure for one in replies)
