"""Stands in for an agent behind OpenAI's chat completions."""

from __future__ import annotations

import json
from typing import Any

from segue.fakes.serving import ANSWER, SUMMARY, Answer, Emulator, Got, never, wish

KEY = "sk-fake"
ROLES = ("system", "user", "assistant", "tool")
FIELDS = {"model", "messages", "temperature", "tools", "tool_choice", "stream", "user"}


class FakeOpenAI(Emulator):
    async def answers(self, got: Got) -> Answer:
        if (got.method, got.path) != ("POST", "/v1/chat/completions"):
            return self.refuse(404, f"Unknown request URL: {got.method} {got.path}")
        if got.headers.get("authorization") != f"Bearer {KEY}":
            return self.refuse(401, "Incorrect API key provided")
        body = got.json()
        wrong = _wrong(body)
        if wrong:
            return self.refuse(400, wrong)
        return await self._said(str(body["messages"][-1]["content"]))

    async def _said(self, text: str) -> Answer:
        message: dict[str, Any] = {"role": "assistant", "content": ANSWER}
        reason = "stop"
        match wish(text):
            case "person":
                given = {"reason": "refund", "summary": SUMMARY, "queue": "orders"}
                function = {"name": "handoff_to_human", "arguments": json.dumps(given)}
                calls = [{"id": "call_1", "type": "function", "function": function}]
                message = {"role": "assistant", "content": None, "tool_calls": calls}
                reason = "tool_calls"
            case "fail":
                return 500, {"error": {"message": "The server had an error"}}
            case "garbage":
                return 200, {"object": "chat.completion", "choices": "none"}
            case "slow":
                await never()
            case "nothing":
                message, reason = {"role": "assistant", "content": ""}, "length"
            case _:
                pass
        return 200, {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1764000000,
            "model": "any",
            "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12},
        }

    def refuse(self, status: int, why: str) -> Answer:
        self.refused.append(why)
        return status, {"error": {"message": why, "type": "invalid_request_error", "code": None}}


def _wrong(body: dict[str, Any]) -> str:
    if unknown := set(body) - FIELDS:
        return f"Unrecognized request argument supplied: {min(unknown)}"
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        return "[] is too short - 'messages'"
    for one in messages:
        if one.get("role") not in ROLES or not isinstance(one.get("content"), str):
            return f"Invalid value: {one!r}"
    tools = body.get("tools", [])
    if any(one.get("type") != "function" or "name" not in one["function"] for one in tools):
        return "Invalid type for 'tools'"
    return "" if isinstance(body.get("model"), str) else "you must provide a model parameter"
