"""Stands in for a Rasa server with its REST channel."""

from __future__ import annotations

from typing import Any

from segue.fakes.serving import ANSWER, SUMMARY, Answer, Emulator, Got, never, wish

PATH = "/webhooks/rest/webhook"


class FakeRasa(Emulator):
    async def answers(self, got: Got) -> Answer:
        if (got.method, got.path.partition("?")[0]) != ("POST", PATH):
            return self.refuse(404, f"no such route: {got.method} {got.path}")
        body = got.json()
        if not isinstance(body.get("sender"), str) or not isinstance(body.get("message"), str):
            return self.refuse(400, "sender and message are texts")
        if not set(body) <= {"sender", "message", "metadata", "stream"}:
            return self.refuse(400, f"unknown fields: {sorted(body)}")
        return await self._said(body["sender"], body["message"])

    async def _said(self, sender: str, message: str) -> Answer:
        to = {"recipient_id": sender}
        handover: dict[str, Any] = {
            "handover": True, "reason": "refund", "summary": SUMMARY, "fields": {"order": "1234"},
        }  # fmt: skip
        match wish(message):
            case "person":
                return 200, [{**to, "text": "One moment."}, {**to, "custom": handover}]
            case "fail":
                return 500, {"version": "3.6", "status": "failure", "reason": "broken action"}
            case "garbage":
                return 200, b"<html>not rasa</html>", {"content-type": "text/html"}
            case "slow":
                await never()
            case "nothing":
                return 200, []
            case "choices":
                buttons = [{"title": "The red one", "payload": '/choose{"colour":"red"}'}]
                return 200, [{**to, "text": "Which?", "buttons": buttons}]
            case _:
                pass
        return 200, [{**to, "text": ANSWER}]
