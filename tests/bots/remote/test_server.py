"""A server of its own process, as an administrator sets it up: the settings alone make the bot."""

from __future__ import annotations

import pytest

from bots.remote.making import SECRET
from segue.fakes.serving import Answer, Emulator, Got
from segue.testing import Rig


async def says(got: Got) -> Answer:
    told = got.json()
    if told["type"] != "bot.turn":
        return 204, b""
    text = told["input"][-1]["text"]
    if "refund" in text:
        return 200, {"actions": [{"do": "handoff", "reason": "refund", "summary": "Owes us 12 €."}]}
    return 200, {"actions": [{"do": "reply", "text": f"You said {text}."}], "confidence": 0.9}


@pytest.mark.slow
async def test_the_settings_alone_make_the_bot() -> None:
    async with Emulator(does=says) as server:
        settings = {"bot": "remote", "bot_url": server.url, "bot_secret": SECRET}
        async with Rig(settings=settings) as rig:
            agent = await rig.agent("Sara")
            await agent.available()
            customer = await rig.customer()
            await customer.say("hello")
            await customer.sees("message", author="bot", text="You said hello.")
            await customer.say("it is about a refund")
            offer = await agent.offered(customer.conversation)
            assert offer["item"]["reason"] == "bot_asked"
            brief = (await agent.get(f"conversations/{customer.conversation}"))["brief"]
            assert "Owes us 12 €." in str(brief)
            turn = next(got.json() for got in server.got if got.json()["type"] == "bot.turn")
            assert turn["answer"]["url"].startswith(rig.url)
