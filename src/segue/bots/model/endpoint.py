"""The model itself: pydantic-ai's client for the address that the administrator set.

Only here is pydantic-ai loaded, and only from a thread: it takes a second or two. The address is
always given, so that no variable of the environment can send customers' words elsewhere, and every
request passes the guard of `segue.outgoing`, where the host of `model_url` is allowed because the
administrator set it, and nothing else that is private is. Redirects are not followed, and of the
client's headers only those go out that the protocol needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from segue.bots.model.limits import BadModel, Limits
from segue.bots.model.spoken import NAME, schema
from segue.outgoing import AGENT, transport

if TYPE_CHECKING:
    from pydantic_ai.models import Model, ModelRequestParameters

OPENAI, ANTHROPIC = "https://api.openai.com/v1", "https://api.anthropic.com"
_NO_KEY: Final = "none"
_HEADERS: Final = frozenset(
    {"host", "accept", "content-type", "content-length", "authorization", "x-api-key"}
    | {"anthropic-version", "accept-encoding", "connection"}
)
MOST_BYTES: Final = 1_000_000
_FORM: Final = "Fill in what the assistant says next."


class ExtraMissing(BadModel):
    """pydantic-ai is not installed."""

    def __init__(self) -> None:
        super().__init__("Answering with a model needs an extra: pip install 'segue[llm]'.")


def address_of(limits: Limits) -> str:
    """Where the model is asked."""
    return limits.url.rstrip("/") or (ANTHROPIC if limits.maker == "anthropic" else OPENAI)


def model_of(limits: Limits) -> Model:
    """The client for this model. Blocks for a second or two the first time: use a thread.

    Raises:
        BadModel: when the settings make no sense, or the extra is not installed.
    """
    limits.checked()
    try:
        import httpx2  # noqa: PLC0415 - all of this is loaded when a model is set

        if limits.maker == "anthropic":
            return _anthropic(limits, _client(limits, httpx2))
        return _openai(limits, _client(limits, httpx2))
    except ImportError as missing:
        raise ExtraMissing from missing


def _openai(limits: Limits, client: Any) -> Model:
    from openai import AsyncOpenAI  # noqa: PLC0415
    from pydantic_ai.models.openai import OpenAIChatModel  # noqa: PLC0415
    from pydantic_ai.profiles.openai import OpenAIModelProfile  # noqa: PLC0415
    from pydantic_ai.providers.openai import OpenAIProvider  # noqa: PLC0415

    sdk = AsyncOpenAI(
        api_key=limits.key or _NO_KEY,
        base_url=address_of(limits),
        organization="",
        project="",
        http_client=client,
        max_retries=0,
    )
    profile = OpenAIModelProfile(openai_chat_streaming_requires_finish_reason=True)
    if limits.maker == "openai-compatible":
        # What every server of this kind understands.
        profile["openai_chat_supports_max_completion_tokens"] = False
        profile["openai_system_prompt_role"] = "system"
    return OpenAIChatModel(limits.name, provider=OpenAIProvider(openai_client=sdk), profile=profile)


def _anthropic(limits: Limits, client: Any) -> Model:
    from anthropic import AsyncAnthropic  # noqa: PLC0415
    from pydantic_ai.models.anthropic import AnthropicModel  # noqa: PLC0415
    from pydantic_ai.providers.anthropic import AnthropicProvider  # noqa: PLC0415

    sdk = AsyncAnthropic(
        api_key=limits.key or _NO_KEY,
        base_url=address_of(limits),
        http_client=client,
        max_retries=0,
    )
    return AnthropicModel(limits.name, provider=AnthropicProvider(anthropic_client=sdk))


def _client(limits: Limits, httpx2: Any) -> Any:
    """An HTTP client that goes to one place only."""
    where = urlsplit(address_of(limits))
    port = where.port or (443 if where.scheme == "https" else 80)
    allowed = (f"{_bracketed(where.hostname or '')}:{port}",) if limits.url else ()

    async def strip(request: Any) -> None:
        for name in [one for one in request.headers if one.lower() not in _HEADERS]:
            del request.headers[name]
        request.headers["user-agent"] = AGENT

    async def stay(response: Any) -> None:
        # The makers' libraries follow redirects whatever our client says: leave them no way to go.
        response.headers.pop("location", None)

    return httpx2.AsyncClient(
        transport=transport(allowed, http="httpx2", most_bytes=MOST_BYTES),
        timeout=httpx2.Timeout(limits.timeout_s, connect=min(3.0, limits.timeout_s)),
        follow_redirects=False,
        trust_env=False,
        event_hooks={"request": [strip], "response": [stay]},
    )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def parameters_of(limits: Limits) -> ModelRequestParameters:
    """How the form is asked for. There is one tool, the form itself: no call of it leads to
    another request, so that nothing can go round in circles."""
    from pydantic_ai.models import ModelRequestParameters  # noqa: PLC0415
    from pydantic_ai.output import OutputObjectDefinition  # noqa: PLC0415
    from pydantic_ai.tools import ToolDefinition  # noqa: PLC0415

    if limits.form == "tool":
        tool = ToolDefinition(
            name=NAME, parameters_json_schema=schema(), description=_FORM, kind="output"
        )
        return ModelRequestParameters(
            output_mode="tool", output_tools=[tool], allow_text_output=False
        )
    if limits.form == "schema":
        form = OutputObjectDefinition(
            json_schema=schema(), name=NAME, description=_FORM, strict=True
        )
        return ModelRequestParameters(output_mode="native", output_object=form)
    return ModelRequestParameters(output_mode="text", allow_text_output=True)
