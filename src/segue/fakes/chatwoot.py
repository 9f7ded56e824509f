"""Stands in for a bot that was made for Chatwoot: takes its webhooks, answers by its calls."""

from __future__ import annotations

import asyncio
import hmac
import time
from hashlib import sha256
from typing import Any

import httpx

from segue.fakes.serving import ANSWER, SUMMARY, Answer, Emulator, Got, never, wish

SECRET, TOKEN = "cw-secret", "cw-bot-token"
OLDEST_S = 300
NEEDED = ("event", "id", "content", "message_type", "conversation", "account", "inbox", "sender")


class FakeChatwootBot(Emulator):
    """`calls` is what was answered to its calls: (what, status)."""

    def __init__(self) -> None:
        super().__init__()
        self.home = ""  # where it calls: our address
        self.calls: list[tuple[str, int]] = []
        self.events: list[dict[str, Any]] = []
        self.before_calling: asyncio.Event | None = None
        self._calling: set[asyncio.Task[None]] = set()

    async def __aexit__(self, *_: object) -> None:
        for task in self._calling:
            task.cancel()
        await asyncio.gather(*self._calling, return_exceptions=True)
        await super().__aexit__(*_)

    async def answers(self, got: Got) -> Answer:
        at = got.headers.get("x-chatwoot-timestamp", "0")
        mac = hmac.new(SECRET.encode(), f"{at}.".encode() + got.body, sha256).hexdigest()
        signed = got.headers.get("x-chatwoot-signature", "")
        if not hmac.compare_digest(signed, f"sha256={mac}"):
            return self.refuse(401, "wrong signature")
        if abs(time.time() - int(at)) > OLDEST_S or "x-chatwoot-delivery" not in got.headers:
            return self.refuse(401, "an old delivery")
        event = got.json()
        self.events.append(event)
        if event["event"] != "message_created":
            return 200, {}
        if missing := [name for name in NEEDED if name not in event]:
            return self.refuse(422, f"no {missing}")
        conversation = event["conversation"]
        if event["message_type"] != "incoming" or conversation["status"] != "pending":
            return 200, {}  # it has not got this conversation any more
        if wish(event["content"]) == "fail":
            return 500, {}
        if wish(event["content"]) == "garbage":
            return 404, b"<html>"
        task = asyncio.create_task(
            self._act(event["content"], event["account"]["id"], conversation)
        )
        self._calling.add(task)
        task.add_done_callback(self._calling.discard)
        return 200, {}

    async def _act(self, text: str, account: int, conversation: dict[str, Any]) -> None:
        path = f"/api/v1/accounts/{account}/conversations/{conversation['id']}"
        said = {"message_type": "outgoing", "private": False, "content_type": "text"}
        if self.before_calling is not None:
            await self.before_calling.wait()
        match wish(text):
            case "person":
                await self.call(f"{path}/messages", {**said, "content": "One moment."})
                await self.call(f"{path}/messages", {**said, "content": SUMMARY, "private": True})
                await self.call(f"{path}/toggle_status", {"status": "open"})
            case "slow":
                await never()
            case "nothing":
                return
            case "choices":
                items = {"items": [{"title": "The red one", "value": "red"}]}
                body = {**said, "content": "Which?", "content_type": "input_select"}
                await self.call(f"{path}/messages", {**body, "content_attributes": items})
            case _:
                await self.call(f"{path}/messages", {**said, "content": ANSWER})

    async def call(self, path: str, body: dict[str, Any], token: str = TOKEN) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, base_url=self.home) as http:
            answer = await http.post(path, json=body, headers={"api_access_token": token})
        self.calls.append((path.rsplit("/", 1)[1], answer.status_code))
        return answer
