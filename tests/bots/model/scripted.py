"""A model that says what a test wants it to say: pydantic-ai's own, without any network."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from pydantic_ai.messages import ModelMessage, ModelRequest
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel

from segue.fakes.models import form

Says = Callable[[str, str], dict[str, Any] | str]
"""From (rules, data) to a form, or to words as they are."""


def scripted(says: Says | dict[str, Any] | str) -> FunctionModel:
    """A model that fills the form in with this; what is left out of the form is empty."""

    async def stream(
        messages: list[ModelMessage], info: AgentInfo
    ) -> AsyncIterator[str | DeltaToolCalls]:
        rules, data = _texts(messages)
        said = says(rules, data) if callable(says) else says
        if isinstance(said, str):
            yield said
            return
        arguments = json.dumps(form(answered=bool(said.get("text"))) | said)
        name = info.output_tools[0].name
        half = len(arguments) // 2
        yield {0: DeltaToolCall(name=name, json_args=arguments[:half], tool_call_id="call")}
        yield {0: DeltaToolCall(json_args=arguments[half:])}

    return FunctionModel(stream_function=stream)


def _texts(messages: list[ModelMessage]) -> tuple[str, str]:
    request = messages[0]
    assert isinstance(request, ModelRequest)
    rules, data = (str(part.content) for part in request.parts if hasattr(part, "content"))
    return rules, data
