"""Odd and hostile calls of a bot that has the right key: a clear no, never a fault of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bots.remote.houses import BotHouse
from bots.remote.making import SECRET
from bots.remote.vendors import CHATWOOT
from segue.bots.remote.asking import number_of
from segue.fakes.chatwoot import TOKEN, FakeChatwootBot
from segue.fakes.serving import Answer, Emulator, Got
from web.conftest import House

pytestmark = pytest.mark.slow
DEEP = b'{"actions":' + b"[" * 100 + b"]" * 100 + b"}"
BODIES: list[bytes] = [
    b"", b"null", b"[]", b"7", b'"x"', b"{", b"\xff\xfe", DEEP, b"<actions/>",
    b'{"actions": null}', b'{"actions": [null]}', b'{"actions": [[]]}', b'{"actions": [7]}',
    b'{"actions": [{"do": null}]}', b'{"actions": [{"do": ["reply"]}]}',
    b'{"actions": [{"do": "reply", "text": null}]}',
    b'{"actions": [{"do": "reply", "text": "x", "choices": [{"title": ""}]}]}',
    b'{"actions": [{"do": "reply", "text": "x", "media": [{"url": "javascript:alert(1)"}]}]}',
    b'{"actions": [{"do": "reply", "text": "x", "sources": [{"title": "t", "url": "data:x"}]}]}',
    b'{"actions": [{"do": "set", "attributes": {"a": {"b": 1}}}]}',
    b'{"actions": [{"do": "run", "action": "transfer_money", "inputs": {"to": "me"}}]}',
    b'{"actions": [{"do": "ask", "field": "", "text": "x"}]}',
    b'{"actions": [{"do": "ask", "field": "card", "text": "x", "kind": "credit_card"}]}',
    b'{"actions": [{"do": "reply", "text": "x"}], "confidence": 1e999}',
    b'{"actions": [{"do": "reply", "text": "x"}], "confidence": NaN}',
    b'{"actions": [{"do": "reply", "text": "x"}], "confidence": -0.1}',
    b'{"actions": [{"do": "reply", "text": "   "}]}',
    b'{"turn_id": "trn_other", "actions": [{"do": "reply", "text": "x"}]}',
    b'{"content": {"a": 1}}', b'{"content": "x", "content_attributes": []}',
    b'{"status": 1}', b'{"team_id": []}', b'{"userId": 7}',
    b'{"actions": ' + b'"' + b"x" * 300_000 + b'"}',
]  # fmt: skip


async def taken(got: Got) -> Answer:
    return (202, {}) if got.json()["type"] == "bot.turn" else (204, b"")


async def test_odd_late_answers_are_refused_and_the_turn_is_still_open(tmp_path: Path) -> None:
    async with (
        Emulator(does=taken) as server,
        BotHouse(tmp_path, server.url, bot_deadline_s=20.0, bot_secret=SECRET) as house,
    ):
        customer = await house.customer()
        await customer.say("When does it come?")
        turn = (await server.until(1)).json()
        key = {"authorization": f"Bearer {turn['answer']['token']}"}
        json_kind = {"content-type": "application/json"}
        async with httpx.AsyncClient(trust_env=False) as http:
            for body in BODIES:
                got = await http.post(
                    turn["answer"]["url"], content=body, headers={**key, **json_kind}
                )
                assert got.status_code in (400, 413, 422), (body[:80], got.status_code, got.text)
                assert got.json()["code"], body[:80]
            good: dict[str, Any] = {"actions": [{"do": "reply", "text": "On Friday."}]}
            late = await http.post(turn["answer"]["url"], json=good, headers=key)
            assert late.status_code == 200, late.text
        await customer.sees("message", author="bot", text="On Friday.")
        assert customer.said("bot") == ["On Friday."]


async def test_odd_calls_in_chatwoot_s_words_are_refused(tmp_path: Path) -> None:
    async with FakeChatwootBot() as fake:
        settings = CHATWOOT.settings(fake, tmp_path)
        async with BotHouse(tmp_path, CHATWOOT.url(fake), **settings) as house:
            fake.home = house.url
            customer = await house.customer()
            await customer.say("slow")
            await fake.until(1)
            here = f"/api/v1/accounts/1/conversations/{number_of(customer.conversation)}"
            headers = {"api_access_token": TOKEN, "content-type": "application/json"}
            async with httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
                for body in BODIES:
                    got = await http.post(f"{here}/messages", content=body, headers=headers)
                    told = (body[:80], got.status_code, got.text)
                    assert got.status_code in (200, 400, 413, 422), told
                    assert got.status_code != 200 or b'"content": "x"' in body, told
                nowhere = here.replace("conversations/", "conversations/-")
                got = await http.post(f"{nowhere}/messages", json={"content": "x"}, headers=headers)
                assert got.status_code == 404
                far = f"/api/v1/accounts/1/conversations/{10**30}/messages"
                got = await http.post(far, json={"content": "x"}, headers=headers)
                assert got.status_code == 404


async def test_without_a_bot_of_one_s_own_there_is_nothing_to_call() -> None:

    async with House() as house, httpx.AsyncClient(base_url=house.url, trust_env=False) as http:
        for path in (
            "turns/trn_x/actions",
            "accounts/1/conversations/1/messages",
            "accounts/1/conversations/1/toggle_status",
            "accounts/1/conversations/1/assignments",
        ):
            got = await http.post(f"/api/v1/{path}", json={"actions": []})
            assert (got.status_code, got.json()["code"]) == (404, "not_found")
