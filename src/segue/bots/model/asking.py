"""One question to a model, within a deadline, a budget and a number of tries.

The answer is streamed, so that a stream that stalls half-way is noticed after `idle_s` and not at
the very end. The customer sees nothing of the stream: an answer counts when it was read to its end
and checked. What failed for a reason that may pass (busy, broken connection, half a stream, no
form) is tried again, after the time that the server asks for if that fits; everything else fails at
once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, Final

import structlog

from segue.bots.model.endpoint import parameters_of
from segue.bots.model.limits import Limits
from segue.bots.model.prompt import Prompt
from segue.bots.model.spending import PutAside, Spending, SpentOut
from segue.bots.model.spoken import NAME, NotAForm, Spoken, read
from segue.domain.value import Plain

if TYPE_CHECKING:
    from pydantic_ai.models import Model

log = structlog.get_logger()

_FIRST_PAUSE_S, _LEAST_LEFT_S = 0.25, 0.3
_BUSY: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_MOST_CHARACTERS: Final = 20_000


class Failed(Exception):
    """The model gave no answer: `code` is `late`, `stalled`, `cut`, `refused`, `no_form`,
    `too_much`, `status_NNN`, `unreachable`, `budget` or `error`."""

    def __init__(self, code: str, *, again: bool = False, after_s: float | None = None) -> None:
        super().__init__(code)
        self.code, self.again, self.after_s = code, again, after_s


class Purse:
    """What one turn may still use, and the book that it is written into."""

    def __init__(self, spending: Spending | None, conversation: str, limits: Limits) -> None:
        self._spending, self._conversation = spending, conversation
        self._left = limits.tokens_per_turn
        self.used = 0

    async def put_aside(self, sent: int, got: int) -> PutAside | None:
        """Raises `Failed` when the turn or the day is used up, or nothing can be written down."""
        if sent + got > self._left:
            raise Failed("budget")
        one = None
        if self._spending is not None:
            try:
                one = await asyncio.to_thread(
                    self._spending.put_aside, self._conversation, sent, got
                )
            except SpentOut as why:
                log.warning("model.spent", of=why.of)
                raise Failed("budget") from why
            except Exception as why:
                log.exception("model.book")
                raise Failed("budget") from why
        self._left -= sent + got
        return one

    async def settle(self, one: PutAside | None, aside: int, sent: int, got: int) -> None:
        self._left += aside - sent - got
        self.used += sent + got
        if one is not None and self._spending is not None:
            try:
                await asyncio.to_thread(self._spending.settle, one, sent, got)
            except Exception:  # the larger number stays in the book
                log.exception("model.book")


class Answered(Plain, frozen=True):
    """`sent` and `got` are tokens, as the endpoint counts or as estimated."""

    spoken: Spoken
    sent: int
    got: int
    tries: int


async def ask(
    model: Model, prompt: Prompt, limits: Limits, purse: Purse, deadline: float
) -> Answered:
    """Ask until `deadline` (the loop's time). Raises `Failed`."""
    loop = asyncio.get_running_loop()
    tries = 0
    while True:
        tries += 1
        try:
            async with asyncio.timeout_at(deadline):
                return await _once(model, prompt, limits, purse, tries)
        except TimeoutError as why:
            raise Failed("late") from why
        except Failed as why:
            pause = why.after_s if why.after_s is not None else _FIRST_PAUSE_S * 2 ** (tries - 1)
            left = deadline - loop.time()
            log.info("model.failed", code=why.code, tries=tries)
            if not why.again or tries >= limits.tries or pause > left - _LEAST_LEFT_S:
                raise
            await asyncio.sleep(pause)


async def _once(model: Model, prompt: Prompt, limits: Limits, purse: Purse, tries: int) -> Answered:
    aside = prompt.tokens + limits.answer_tokens
    one = await purse.put_aside(prompt.tokens, limits.answer_tokens)
    try:
        said, sent, got = await _streamed(model, prompt, limits)
    except Failed as why:
        if not _may_have_cost(why):
            await purse.settle(one, aside, 0, 0)
        raise
    # An endpoint that counts nothing is believed to have used what we counted.
    sent = sent or prompt.tokens
    got = got or min(limits.answer_tokens, len(said) // 3 + 1)
    await purse.settle(one, aside, sent, got)
    try:
        return Answered(read(said), sent, got, tries)
    except NotAForm as why:
        raise Failed("no_form", again=True) from why


def _may_have_cost(why: Failed) -> bool:
    """Nothing was made by an endpoint that turned us away or was not there."""
    return not (why.code.startswith("status_") or why.code == "unreachable")


async def _streamed(model: Model, prompt: Prompt, limits: Limits) -> tuple[str, int, int]:
    """What the model said as the form, tokens sent, tokens got. Raises `Failed`."""
    from pydantic_ai.direct import model_request_stream  # noqa: PLC0415 - loaded by the endpoint
    from pydantic_ai.messages import (  # noqa: PLC0415
        ModelRequest,
        SystemPromptPart,
        UserPromptPart,
    )
    from pydantic_ai.settings import ModelSettings  # noqa: PLC0415

    request = ModelRequest(parts=[SystemPromptPart(prompt.rules), UserPromptPart(prompt.data)])
    settings = ModelSettings(max_tokens=limits.answer_tokens, timeout=limits.timeout_s)
    if limits.maker == "openai-compatible":
        settings["temperature"] = 0.0
    asked = model_request_stream(
        model, [request], model_settings=settings, model_request_parameters=parameters_of(limits)
    )
    seen = Seen()
    try:
        async with asked as stream:
            await _drained(stream, limits.idle_s, seen)
            response = stream.get()
    except (Failed, asyncio.CancelledError):
        raise
    except TimeoutError as why:
        raise Failed("late") from why
    except Exception as why:
        failed = failure_of(why)
        if seen.characters and failed.code == "unreachable":
            raise Failed("cut", again=True) from why
        raise failed from why
    _whole(response, stream)
    usage = response.usage
    return _form_of(response), int(usage.input_tokens or 0), int(usage.output_tokens or 0)


class Seen:
    """How much of a stream came."""

    characters = 0


async def _drained(stream: Any, idle_s: float, seen: Seen) -> None:
    """Read to the end. The first word may take the whole deadline, each next one `idle_s`."""
    events: AsyncIterator[Any] = aiter(stream)
    patience: float | None = None
    while True:
        try:
            async with asyncio.timeout(patience) as waiting:
                event = await anext(events)
        except StopAsyncIteration:
            return
        except TimeoutError as why:
            if waiting.expired():
                raise Failed("stalled", again=True) from why
            raise
        seen.characters += 1 + _length(event)
        if seen.characters > _MOST_CHARACTERS:
            raise Failed("too_much")
        patience = idle_s


def _length(event: Any) -> int:
    """About how many characters came with this event."""
    delta = getattr(event, "delta", None)
    piece = getattr(delta, "content_delta", None) or getattr(delta, "args_delta", None) or ""
    return len(piece) if isinstance(piece, str) else len(str(piece))


def _whole(response: Any, stream: Any) -> None:
    """Raises `Failed` for an answer that did not come to its own end."""
    reason = response.finish_reason
    if reason == "content_filter":
        raise Failed("refused")
    if reason == "length":
        raise Failed("cut")
    state = getattr(stream, "state", "complete")
    # Every endpoint says why it stopped; a model made in a test has no address.
    unsaid = reason is None and getattr(stream, "provider_url", None) is not None
    if unsaid or state in {"incomplete", "interrupted"}:
        raise Failed("cut", again=True)


def _form_of(response: Any) -> str:
    """The form, wherever the model put it: in the call of the tool or in its words."""
    from pydantic_ai.messages import TextPart, ToolCallPart  # noqa: PLC0415

    for part in response.parts:
        if isinstance(part, ToolCallPart) and part.tool_name == NAME:
            return str(part.args_as_json_str())
    text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
    if not text.strip():
        raise Failed("no_form", again=True)
    return text


def failure_of(why: Exception) -> Failed:
    """What an error of the client means for us."""
    from pydantic_ai import exceptions as x  # noqa: PLC0415

    if isinstance(why, x.ModelHTTPError):
        again = why.status_code in _BUSY
        after = getattr(why, "retry_after", None)
        return Failed(f"status_{why.status_code}", again=again, after_s=after)
    if isinstance(why, x.ContentFilterError):
        return Failed("refused")
    if isinstance(why, x.ModelTimeoutError):
        return Failed("late")
    if isinstance(why, x.ModelConnectionError | x.ModelAPIError):
        return Failed("unreachable", again=True)
    if isinstance(why, x.UnexpectedModelBehavior):
        return Failed("cut", again=True)
    return Failed("error" if not _of_transport(why) else "unreachable", again=_of_transport(why))


def _of_transport(why: Exception) -> bool:
    import httpx2  # noqa: PLC0415

    return isinstance(why, httpx2.TransportError | httpx2.StreamError)


Clock = Callable[[], float]


class Pause:
    """After a few failed turns in a row the model is left alone for a while, so that customers do
    not wait for what does not come. One turn is then tried again."""

    AFTER, FIRST_S, LONGEST_S = 3, 15.0, 300.0

    def __init__(self, now: Clock) -> None:
        """`now` is a time that only grows, in seconds."""
        self._now, self._failed, self._until = now, 0, 0.0

    @property
    def on(self) -> bool:
        return self._now() < self._until

    def failed(self) -> None:
        self._failed += 1
        if self._failed >= self.AFTER:
            pause = min(self.LONGEST_S, self.FIRST_S * 2 ** (self._failed - self.AFTER))
            self._until = self._now() + pause

    def worked(self) -> None:
        self._failed, self._until = 0, 0.0
