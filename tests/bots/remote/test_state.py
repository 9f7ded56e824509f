"""How one's own bot is can be seen: on the system page, and by the doctor."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bots.remote.houses import BotHouse
from bots.remote.making import SECRET
from segue.doctor import Note, _bot
from segue.fakes.serving import Emulator
from segue.settings import Settings


@pytest.mark.slow
async def test_the_system_page_says_that_it_is_off_and_people_answer(tmp_path: Path) -> None:
    async with Emulator(then=[(410, {})]) as server, BotHouse(tmp_path, server.url) as house:
        agent = await house.agent("Ana")
        await agent.available()
        before = (await agent.get("system"))["bot"]
        customer = await house.customer()
        await customer.say("When does it come?")
        await agent.offered(customer.conversation)
        after = (await agent.get("system"))["bot"]
    assert (before["ok"], before["kind"], before["off"]) == (True, "segue", "")
    assert (after["ok"], after["failures"]) == (False, 1)
    assert "410" in after["off"]
    assert after["host"] == f"127.0.0.1:{server.port}"
    assert SECRET not in str(after)


def looked(tmp_path: Path, **settings: str) -> str | None:
    return asyncio.run(_bot(Settings(data_dir=tmp_path, **settings)))  # type: ignore[arg-type]


def test_the_doctor_says_what_is_wrong_with_its_settings(tmp_path: Path) -> None:
    good = {"bot": "remote", "bot_url": "http://127.0.0.1:9/", "bot_secret": SECRET}
    assert looked(tmp_path) is None
    found = looked(tmp_path, **good)
    assert isinstance(found, Note)
    assert "bot-check" in found
    assert "bot_secret" in str(looked(tmp_path, **{**good, "bot_secret": ""}))
    gone = {**good, "bot_url": "http://bot.invalid/"}
    assert "bot_url" in str(looked(tmp_path, **gone))
