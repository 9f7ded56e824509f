"""The same conversation through each bot that a company may bring: answered, then with a person.

The bots are strict stand-ins, and the SDK's example for our own protocol.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from bots.remote.making import SECRET
from bots.remote.test_bot_check import example
from bots.remote.vendors import ALL, Vendor
from journeys.conftest import Servers
from journeys.stage import Stage
from segue.fakes.serving import ANSWER, SUMMARY

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("vendor", ALL, ids=[one.kind for one in ALL])
async def test_another_product_s_bot_answers_and_gives_it_to_a_person(
    vendor: Vendor, servers: Servers, stage: Stage, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        fake: Any = await stack.enter_async_context(vendor.fake())
        settings = vendor.settings(fake, tmp_path)
        rig = await servers(bot="remote", bot_url=vendor.url(fake), **settings)
        fake.home = rig.url
        sara = await stage.desk(rig, "Sara")
        wren = await stage.shop(rig)
        await wren.open()
        await wren.say("When does it come?")
        await wren.sees(ANSWER)
        await expect(wren.header).to_contain_text("assistant")
        await wren.say("It concerns personnel matters")  # at this the stand-ins want a person
        await sara.rings()
        await sara.take()
        await expect(sara.brief).to_contain_text(SUMMARY)
        await wren.sees("Sara joined.")
        await sara.reply("I have read all of it. One moment.")
        await wren.sees("I have read all of it. One moment.")
        await wren.say("garbage")  # which no bot hears any more
        await sara.sees("garbage")
        await wren.shot(vendor.kind)
        await wren.sees(ANSWER, times=1)
        assert not fake.refused, fake.refused


async def test_a_bot_of_forty_lines_asks_back_and_hands_over(
    servers: Servers, stage: Stage
) -> None:
    with example().serve() as serving:
        rig = await servers(bot="remote", bot_url=serving.url, bot_secret=SECRET)
        sara = await stage.desk(rig, "Sara")
        wren = await stage.shop(rig)
        await wren.open()
        await wren.say("Which tent should I take?")
        await wren.sees("For how many people?")
        await wren.say("For two")
        await wren.sees("The Swift weighs 1.4 kg and costs 189 €.")
        await wren.say("May I have a word with someone")
        await sara.rings()
        await sara.take()
        await expect(sara.brief).to_contain_text("Asked for a person")
        await wren.sees("Sara joined.")
