"""A bot that fails in every way at once: nobody is left alone, and nothing is said twice."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from bots.remote.houses import BotHouse
from segue.fakes.serving import Answer, Emulator, Got

pytestmark = pytest.mark.slow
CHATS = 24
LATE_S = (0.02, 0.1, 0.5, 1.2)  # the deadline is one second


class Chaos(Emulator):
    """Does something else at every request, and posts some answers twice, late or both."""

    dice: Random
    posting: set[asyncio.Task[None]]

    async def answers(self, got: Got) -> Answer:
        told = got.json()
        if told["type"] != "bot.turn":
            return self.dice.choice([(204, b""), (500, {}), (404, {})])
        said = {"actions": [{"do": "reply", "text": f"A {told['turn_id']}"}]}
        match self.dice.randrange(9):
            case 0:
                return 503, {}
            case 1:
                return 200, b"<html>"
            case 2:
                await asyncio.sleep(self.dice.choice(LATE_S))
                return 200, said
            case 3 | 4:
                for _ in range(self.dice.choice((1, 2))):
                    task = asyncio.create_task(self._post(told, said))
                    self.posting.add(task)
                return 202, {}
            case 5:
                return 429, {}, {"retry-after": "0"}
            case 6:
                return 200, {"actions": [{"do": "handoff", "reason": "chaos"}]}
            case _:
                return 200, said

    async def _post(self, told: dict[str, Any], said: dict[str, Any]) -> None:
        await asyncio.sleep(self.dice.choice(LATE_S))
        key = {"authorization": f"Bearer {told['answer']['token']}"}
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.post(told["answer"]["url"], json=said, headers=key)
        assert answer.status_code in (200, 409), answer.text


@pytest.mark.parametrize("seed", [1, 2])
async def test_nobody_is_left_alone(seed: int, tmp_path: Path) -> None:
    dice = Random(seed)  # noqa: S311 - no secret
    async with Chaos() as server:
        server.dice, server.posting = dice, set()
        async with BotHouse(tmp_path, server.url, bot_deadline_s=1.0) as house:
            lead = await house.agent("Lea")
            chats = await asyncio.gather(*(house.customer() for _ in range(CHATS)))

            async def talk(place: int) -> None:
                chat = chats[place]
                for n in range(3):
                    await chat.say(f"Question {n}")
                    await asyncio.sleep(0.05 * (place % 4))
                if place % 6 == 0:
                    await lead.act(chat.conversation, "take_over", why="I want to")

            await asyncio.gather(*(talk(place) for place in range(CHATS)))
            for chat in chats:  # the newest turn was answered, or a person was called
                await chat.until(partial(_settled, chat.events), what="an answer or a person")
            await asyncio.gather(*server.posting)
            for chat in chats:
                record = [one["event"] for one in await lead.record(chat.conversation)]
                said = [one["text"] for one in record if _by_bot(one)]
                assert len(said) == len(set(said)), "a turn was answered twice"
                joined = [n for n, one in enumerate(record) if one["kind"] == "agent_joined"]
                if joined:
                    assert not any(_by_bot(one) for one in record[joined[0] :])
                assert chat.faults == []


def _settled(events: dict[int, dict[str, Any]]) -> bool:
    kinds = [event["kind"] for _, event in sorted(events.items())]
    if {"handoff_requested", "agent_joined"} & set(kinds):
        return True
    messages = [one for _, one in sorted(events.items()) if one["kind"] == "message"]
    return bool(messages) and messages[-1]["author"] == "bot"


def _by_bot(event: dict[str, Any]) -> bool:
    return bool(event["kind"] == "message" and event["author"] == "bot")
