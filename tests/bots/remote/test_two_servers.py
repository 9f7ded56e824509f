"""Two servers on one PostgreSQL: a late answer may come to either of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bots.remote.making import SECRET
from segue.fakes.serving import Answer, Emulator, Got
from segue.testing import Rig
from servers.nats import Nats

pytestmark = pytest.mark.slow


async def taken(got: Got) -> Answer:
    return (202, {}) if got.json()["type"] == "bot.turn" else (204, b"")


@pytest.fixture
async def bot() -> AsyncIterator[Emulator]:
    async with Emulator(does=taken) as made:
        yield made


@pytest.fixture
async def rigs(
    postgres_url: str, nats_server: Nats, tmp_path: Path, bot: Emulator
) -> AsyncIterator[tuple[Rig, Rig]]:
    shared = {
        "database_url": postgres_url, "nats_url": nats_server.url,
        "bot": "remote", "bot_url": bot.url, "bot_secret": SECRET, "bot_deadline_s": 20,
    }  # fmt: skip
    one, two = Rig(settings=shared, folder=tmp_path), Rig(settings=shared, folder=tmp_path)
    async with one, two:
        yield one, two


async def test_a_late_answer_comes_to_the_other_server(
    rigs: tuple[Rig, Rig], bot: Emulator
) -> None:
    here, there = rigs
    wren = await here.customer("Wren")
    await wren.say("When does it come?")
    answer = (await bot.until(1)).json()["answer"]
    asked_by = here.url if answer["url"].startswith(here.url) else there.url
    other = there.url if asked_by == here.url else here.url
    url = answer["url"].replace(asked_by, other)
    body = {"actions": [{"do": "reply", "text": "On Friday."}]}
    key = {"authorization": f"Bearer {answer['token']}"}
    async with httpx.AsyncClient(trust_env=False) as http:
        late = await http.post(url, json=body, headers=key)
        assert late.status_code == 200, late.text
        again = await http.post(answer["url"], json=body, headers=key)
        assert (again.status_code, again.json()) == (200, late.json())
    await wren.sees("message", author="bot", text="On Friday.")
    assert wren.said("bot") == ["On Friday."]
    assert wren.faults == []
