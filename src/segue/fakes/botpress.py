"""Stands in for Botpress's Chat API with an encryption key, and for a bot behind it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from segue.fakes.serving import ANSWER, SUMMARY, Answer, Emulator, Got, never, wish

KEY = "botpress-encryption-key-of-32-bytes!"
STREAM = {"content-type": "text/event-stream"}


class FakeBotpress(Emulator):
    """`events` are the custom events that it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.users: set[str] = set()
        self.conversations: dict[str, list[asyncio.Queue[dict[str, Any] | None]]] = {}
        self.events: list[dict[str, Any]] = []
        self.before_saying: asyncio.Event | None = None
        self._saying: set[asyncio.Task[None]] = set()

    async def __aexit__(self, *_: object) -> None:
        for task in self._saying:
            task.cancel()
        await asyncio.gather(*self._saying, return_exceptions=True)
        await super().__aexit__(*_)

    async def answers(self, got: Got) -> Answer:
        try:
            key = OctKey.import_key(KEY)
            user = jwt.decode(got.headers["x-user-key"], key, algorithms=["HS256"]).claims["id"]
        except (JoseError, KeyError, ValueError):
            return self.refuse(401, "Unauthorized")
        match got.method, got.path.strip("/").split("/"):
            case "POST", ["users", "get-or-create"]:
                self.users.add(user)
                return 200, {"user": {"id": user, "name": got.json().get("name")}}
            case "POST", ["users"]:
                return self.refuse(400, "with an encryption key, call get-or-create")
            case _ if user not in self.users:
                return self.refuse(404, f"no user {user}")
            case "POST", ["conversations", "get-or-create"]:
                self.conversations.setdefault(got.json()["id"], [])
                return 200, {"conversation": {"id": got.json()["id"]}}
            case "GET", ["conversations", name, "listen"] if name in self.conversations:
                return 200, self._listen(name), STREAM
            case "POST", ["messages"]:
                return self._message(user, got.json())
            case "POST", ["events"]:
                self.events.append(got.json()["payload"])
                return 201, {"event": {"id": "evt_1"}}
            case _:
                return self.refuse(404, f"not found: {got.method} {got.path}")

    def _message(self, user: str, body: dict[str, Any]) -> Answer:
        name, payload = body.get("conversationId", ""), body.get("payload", {})
        if name not in self.conversations or payload.get("type") != "text":
            return self.refuse(400, "no conversation, or a payload of no kind")
        if wish(payload["text"]) == "fail":
            return 500, {"code": 500, "type": "Internal"}
        self._tell(name, "message_created", payload, user=user, by_bot=False)
        task = asyncio.create_task(self._say(name, payload["text"]))
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)
        return 201, {"message": {"id": "msg_1", "payload": payload, "conversationId": name}}

    async def _say(self, name: str, text: str) -> None:
        if self.before_saying is not None:
            await self.before_saying.wait()
        match wish(text):
            case "person":
                self._tell(name, "message_created", {"type": "text", "text": "One moment."})
                hitl = {"type": "startHitl", "title": "refund", "description": SUMMARY}
                self._tell(name, "event_created", hitl)
            case "garbage":
                for queue in self.conversations[name]:
                    queue.put_nowait({"not": "a signal"})
                    queue.put_nowait(None)
            case "slow" | "nothing":
                await never()
            case "choices":
                options = [{"label": "The red one", "value": "red"}]
                payload = {"type": "choice", "text": "Which?", "options": options}
                self._tell(name, "message_created", payload)
            case _:
                self._tell(name, "message_created", {"type": "text", "text": ANSWER})

    def _tell(
        self, name: str, kind: str, payload: dict[str, Any], *, user: str = "bot",
        by_bot: bool = True,
    ) -> None:  # fmt: skip
        data = {"id": "msg_2", "conversationId": name, "userId": user, "payload": payload}
        for queue in self.conversations[name]:
            queue.put_nowait({"type": kind, "data": {**data, "isBot": by_bot}})

    async def _listen(self, name: str) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.conversations[name].append(queue)
        try:
            yield b": hello\n\n"
            while (signal := await queue.get()) is not None:
                yield b"data: " + json.dumps(signal).encode() + b"\n\n"
        finally:
            self.conversations[name].remove(queue)
