"""What two makers of models put on the wire, checked strictly and answered exactly.

OpenAI's chat completions and Anthropic's messages, as far as a chat with one form needs them. A
field that neither knows, a role that does not fit, a tool without a schema: each is refused as the
real ones refuse it, so that a mistake shows here and not on somebody's bill.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

PIECE: Final = 14  # characters that come at once


class BadRequest(ValueError):
    """What is wrong with a request, with the status that it gets."""

    def __init__(self, said: str, status: int = 400) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """A question in words that both dialects share. `form` is how the answer is wanted: `tool`,
    `schema` or `text`; `tools` the names that were offered."""

    dialect: str
    model: str
    rules: str
    data: str
    form: str
    tools: tuple[str, ...]
    stream: bool
    counted: bool
    most: int
    headers: Mapping[str, str]

    @property
    def tokens(self) -> int:
        return (len(self.rules) + len(self.data)) // 4


@dataclass(frozen=True)
class Said:
    """An answer: words, or a call of `tool` with words that are its JSON."""

    text: str
    tool: str = ""
    stop: str = ""  # empty: the ordinary end

    @property
    def tokens(self) -> int:
        return len(self.text) // 4 + 1


def _names(words: str) -> set[str]:
    return set(words.split())


def _object(value: Any, where: str, known: set[str], needed: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRequest(f"{where} must be an object")
    if strange := set(value) - known:
        raise BadRequest(f"Unrecognized request argument supplied: {', '.join(sorted(strange))}")
    if missing := needed - set(value):
        raise BadRequest(f"{where}: missing required parameter {', '.join(sorted(missing))}")
    return value


def _text_of(content: Any, where: str) -> str:
    """Content as text: a string, or parts that are text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise BadRequest(f"{where}: content must be a string or a list")
    texts = []
    for part in content:
        if not isinstance(part, dict) or part.get("type") != "text":
            raise BadRequest(f"{where}: only text is taken here")
        if not isinstance(part.get("text"), str):
            raise BadRequest(f"{where}: a text part needs its text")
        texts.append(part["text"])
    return "\n".join(texts)


def _schema(value: Any, where: str) -> None:
    if not isinstance(value, dict) or value.get("type") != "object":
        raise BadRequest(f"{where} must be a JSON schema of an object")
    if not isinstance(value.get("properties", {}), dict):
        raise BadRequest(f"{where}.properties must be an object")


class OpenAI:
    """`POST {base}/chat/completions` with `Authorization: Bearer`."""

    name = "openai"
    path = "/chat/completions"
    _KNOWN: Final = _names(
        "model messages tools tool_choice stream stream_options max_tokens max_completion_tokens"
        " temperature top_p seed stop response_format parallel_tool_calls user n"
    )

    def key_of(self, headers: Mapping[str, str]) -> str:
        return headers.get("authorization", "").removeprefix("Bearer ")

    def asked(self, body: Any, headers: Mapping[str, str]) -> Asked:
        """The question. Raises `BadRequest`."""
        one = _object(body, "the request", self._KNOWN, {"model", "messages"})
        rules, data = self._messages(one["messages"])
        tools = tuple(self._tool(tool) for tool in one.get("tools", []))
        wanted = one.get("tool_choice", "auto")
        if not (wanted in {"auto", "none", "required"} or isinstance(wanted, dict)):
            raise BadRequest("tool_choice is auto, none, required or a tool")
        if wanted != "auto" and not tools:
            raise BadRequest("'tool_choice' is only allowed when 'tools' are specified")
        options = one.get("stream_options")
        if options is not None and not one.get("stream"):
            raise BadRequest("'stream_options' is only allowed when 'stream' is enabled")
        if "max_tokens" in one and "max_completion_tokens" in one:
            raise BadRequest("max_tokens and max_completion_tokens exclude each other")
        most = one.get("max_completion_tokens", one.get("max_tokens", 4096))
        if not isinstance(most, int) or most < 1:
            raise BadRequest("max_tokens must be a positive integer")
        return Asked(
            self.name, str(one["model"]), rules, data, self._form(one, tools), tools,
            one.get("stream") is True, bool((options or {}).get("include_usage")), most, headers,
        )  # fmt: skip

    def _messages(self, messages: Any) -> tuple[str, str]:
        if not isinstance(messages, list) or not messages:
            raise BadRequest("messages must be a list that is not empty")
        rules: list[str] = []
        data: list[str] = []
        for number, message in enumerate(messages):
            where = f"messages[{number}]"
            one = _object(message, where, {"role", "content", "name"}, {"role", "content"})
            if one["role"] not in {"system", "developer", "user", "assistant"}:
                raise BadRequest(f"{where}.role is {one['role']!r}")
            text = _text_of(one["content"], where)
            (rules if one["role"] in {"system", "developer"} else data).append(text)
        if not data:
            raise BadRequest("there is no message of a user")
        return "\n".join(rules), "\n".join(data)

    def _tool(self, tool: Any) -> str:
        one = _object(tool, "tools[]", {"type", "function"}, {"type", "function"})
        known = {"name", "description", "parameters", "strict"}
        function = _object(one["function"], "tools[].function", known, {"name"})
        _schema(function.get("parameters", {"type": "object"}), "parameters")
        return str(function["name"])

    def _form(self, one: Mapping[str, Any], tools: tuple[str, ...]) -> str:
        form = one.get("response_format")
        if form is not None:
            _object(form, "response_format", {"type", "json_schema"}, {"type"})
            if form["type"] == "json_schema":
                known = {"name", "schema", "strict", "description"}
                _schema(
                    _object(form["json_schema"], "json_schema", known, {"name"})["schema"], "schema"
                )
                return "schema"
        return "tool" if tools else "text"

    def error(self, status: int, said: str) -> dict[str, Any]:
        return {"error": {"message": said, "type": f"error_{status}", "param": None, "code": None}}

    def whole(self, asked: Asked, said: Said) -> dict[str, Any]:
        """A complete answer."""
        message: dict[str, Any] = {"role": "assistant", "content": None if said.tool else said.text}
        if said.tool:
            message["tool_calls"] = [self._call(said.tool, said.text)]
        return {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1_700_000_000,
            "model": asked.model,
            "choices": [{"index": 0, "message": message, "finish_reason": self._stop(said)}],
            "usage": self._usage(asked, said),
        }  # fmt: skip

    def frames(self, asked: Asked, said: Said) -> Iterator[bytes]:
        """The events of a stream; the last two end it."""
        first: dict[str, Any] = {"role": "assistant"}
        if said.tool:
            first["tool_calls"] = [{"index": 0} | self._call(said.tool, "")]
        yield self._chunk(asked, {"delta": first})
        for piece in _pieces(said.text):
            call = {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}
            yield self._chunk(asked, {"delta": call if said.tool else {"content": piece}})
        yield self._chunk(asked, {"delta": {}, "finish_reason": self._stop(said)})
        if asked.counted:
            yield self._chunk(asked, None, usage=self._usage(asked, said))
        yield b"data: [DONE]\n\n"

    def _chunk(self, asked: Asked, choice: dict[str, Any] | None, **more: Any) -> bytes:
        choices = [{"index": 0, "finish_reason": None} | choice] if choice is not None else []
        told = {
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_700_000_000,
            "model": asked.model, "choices": choices, **more,
        }  # fmt: skip
        return b"data: " + json.dumps(told).encode() + b"\n\n"

    def _call(self, tool: str, arguments: str) -> dict[str, Any]:
        call = {"name": tool, "arguments": arguments}
        return {"id": "call_1", "type": "function", "function": call}

    def _stop(self, said: Said) -> str:
        return said.stop or ("tool_calls" if said.tool else "stop")

    def _usage(self, asked: Asked, said: Said) -> dict[str, int]:
        sent, got = asked.tokens, said.tokens
        return {"prompt_tokens": sent, "completion_tokens": got, "total_tokens": sent + got}


class Anthropic:
    """`POST {base}/v1/messages` with `anthropic-version` and the key as a bearer, or in `x-api-key`
    as older clients send it."""

    name = "anthropic"
    path = "/v1/messages"
    _KNOWN: Final = _names(
        "model messages system max_tokens tools tool_choice stream temperature top_p top_k"
        " stop_sequences metadata thinking output_config output_format cache_control"
    )
    _STOPS: Final = {"length": "max_tokens", "content_filter": "refusal"}

    def key_of(self, headers: Mapping[str, str]) -> str:
        return headers.get("x-api-key") or headers.get("authorization", "").removeprefix("Bearer ")

    def asked(self, body: Any, headers: Mapping[str, str]) -> Asked:
        """The question. Raises `BadRequest`."""
        if not headers.get("anthropic-version"):
            raise BadRequest("anthropic-version: header is required")
        one = _object(body, "the request", self._KNOWN, {"model", "messages", "max_tokens"})
        if not isinstance(one["max_tokens"], int) or one["max_tokens"] < 1:
            raise BadRequest("max_tokens: must be a positive integer")
        data = self._messages(one["messages"])
        tools = tuple(self._tool(tool) for tool in one.get("tools", []))
        wanted = one.get("tool_choice", {"type": "auto"})
        if not isinstance(wanted, dict) or wanted.get("type") not in {
            "auto",
            "any",
            "tool",
            "none",
        }:
            raise BadRequest("tool_choice.type is auto, any, tool or none")
        schema = "output_format" in one or "format" in (one.get("output_config") or {})
        form = "schema" if schema else "tool" if tools else "text"
        return Asked(
            self.name, str(one["model"]), _text_of(one.get("system", ""), "system"), data, form,
            tools, one.get("stream") is True, counted=True, most=one["max_tokens"], headers=headers,
        )  # fmt: skip

    def _messages(self, messages: Any) -> str:
        if not isinstance(messages, list) or not messages:
            raise BadRequest("messages: at least one message is required")
        data = []
        for number, message in enumerate(messages):
            where = f"messages.{number}"
            one = _object(message, where, {"role", "content"}, {"role", "content"})
            if one["role"] != ("user", "assistant")[number % 2]:
                raise BadRequest(f"{where}: roles must alternate between user and assistant")
            text = _text_of(one["content"], where)
            if not text.strip():
                raise BadRequest(f"{where}: text content blocks must be non-empty")
            data.append(text)
        return "\n".join(data)

    def _tool(self, tool: Any) -> str:
        known = {"name", "description", "input_schema", "strict", "cache_control", "type"}
        one = _object(tool, "tools", known, {"name", "input_schema"})
        _schema(one["input_schema"], "tools.input_schema")
        return str(one["name"])

    def error(self, status: int, said: str) -> dict[str, Any]:
        kinds = {401: "authentication_error", 429: "rate_limit_error", 404: "not_found_error"}
        kind = kinds.get(status, "invalid_request_error" if status < 500 else "api_error")  # noqa: PLR2004
        return {"type": "error", "error": {"type": kind, "message": said}, "request_id": "req_1"}

    def whole(self, asked: Asked, said: Said) -> dict[str, Any]:
        """A complete answer."""
        block: dict[str, Any] = {"type": "text", "text": said.text}
        if said.tool:
            block = self._block(said) | {"input": json.loads(said.text)}
        return self._message(asked) | {
            "content": [block],
            "stop_reason": self._stop(said),
            "usage": {"input_tokens": asked.tokens, "output_tokens": said.tokens},
        }

    def frames(self, asked: Asked, said: Said) -> Iterator[bytes]:
        """The events of a stream; the last two end it."""
        yield self._event("message_start", message=self._message(asked))
        block = self._block(said) if said.tool else {"type": "text", "text": ""}
        yield self._event("content_block_start", index=0, content_block=block)
        for piece in _pieces(said.text):
            delta = {"type": "text_delta", "text": piece}
            if said.tool:
                delta = {"type": "input_json_delta", "partial_json": piece}
            yield self._event("content_block_delta", index=0, delta=delta)
        yield self._event("content_block_stop", index=0)
        delta_of_message = {"stop_reason": self._stop(said), "stop_sequence": None}
        usage = {"output_tokens": said.tokens}
        yield self._event("message_delta", delta=delta_of_message, usage=usage)
        yield self._event("message_stop")

    def _message(self, asked: Asked) -> dict[str, Any]:
        return {
            "id": "msg_1", "type": "message", "role": "assistant", "model": asked.model,
            "content": [], "stop_reason": None, "stop_sequence": None,
            "usage": {"input_tokens": asked.tokens, "output_tokens": 1},
        }  # fmt: skip

    def _block(self, said: Said) -> dict[str, Any]:
        return {"type": "tool_use", "id": "toolu_1", "name": said.tool, "input": {}}

    def _event(self, kind: str, **told: Any) -> bytes:
        data = json.dumps({"type": kind, **told})
        return f"event: {kind}\ndata: {data}\n\n".encode()

    def _stop(self, said: Said) -> str:
        return self._STOPS.get(said.stop, said.stop) or ("tool_use" if said.tool else "end_turn")


Dialect = OpenAI | Anthropic


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]
