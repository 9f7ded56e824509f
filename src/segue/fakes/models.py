"""A model that is none: speaks OpenAI's and Anthropic's dialects, quotes what it is shown.

    async with FakeModel() as model:
        limits = Limits("openai-compatible:quoter", url=model.openai_url, key=model.key)

It answers with the sentence of the passages that shares most words with the customer's, so that a
trial without any model behaves like one that never invents. Told to, it does everything that models
and the ways to them do wrong: `model.will("stalls")`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self

from segue.fakes.dialects import Anthropic, Asked, BadRequest, Dialect, OpenAI, Said
from segue.fakes.http import Answering, HttpServer, Request

Wrong = Literal[
    "stalls", "drips", "half", "hangs_up", "no_json", "cut_json", "other_tool", "long", "refuses",
    "empty", "slow", "silent", "html", "busy", "broken", "forbidden", "gone", "redirects",
]  # fmt: skip
"""What can go wrong: `stalls` and `half` within a stream, `drips` a word at a time, `long` never
ends, `other_tool` calls what was not offered, `slow` waits `seconds`, `silent` for ever."""

_STATUS: Final = {"busy": 429, "broken": 500, "forbidden": 401, "gone": 404}
_PASSAGE: Final = re.compile(r"<<\w+ passage (p\d+)>>\n(.*?)\n<<end \w+>>", re.DOTALL)
_TURN: Final = re.compile(r"<<\w+ the customer's turn to answer>>\n(.*?)\n<<end \w+>>", re.DOTALL)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ•])|\n")

Says = Callable[[Asked], dict[str, Any] | str | Awaitable[dict[str, Any] | str]]
"""What is answered: a form, or words as they are."""


def quoting(asked: Asked) -> dict[str, Any]:
    """The form with the sentence that fits best."""
    turn = _TURN.findall(asked.data)
    words = _stems(turn[-1]) if turn else set()
    best, text, cited = 0, "", ""
    for name, passage in _PASSAGE.findall(asked.data):
        for sentence in _SENTENCE.split(passage.partition("\n")[2]):
            shared = len(words & _stems(sentence))
            if shared > best:
                best, text, cited = shared, sentence.strip(), name
    return form(text, [cited] if cited else [], answered=bool(text))


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{4,}", text.lower())}


def form(
    text: str = "", cited: list[str] | tuple[str, ...] = (), *, answered: bool = True, **more: Any
) -> dict[str, Any]:
    """A filled-in form, with everything that is not given empty."""
    return {
        "text": text,
        "citations": list(cited),
        "answered": answered,
        "confidence": 0.9,
        "question": "",
        "text_in_source_language": "",
        "wants_person": False,
        "why_person": "",
        "wants_action": {"name": "", "inputs": []},
        "asks_field": "",
        **more,
    }


@dataclass
class FakeModel:
    """The stand-in. `asked` are the questions in order; `wrong` requests that were refused."""

    says: Says = quoting
    key: str = "test-key"
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _next: deque[tuple[Wrong, float]] = field(default_factory=deque)
    _always: tuple[Wrong, float] | None = None
    _server: HttpServer | None = None

    @property
    def met(self) -> list[Request]:
        """Every request, also those that were refused."""
        return self._server.requests if self._server else []

    @property
    def openai_url(self) -> str:
        return f"{self._url}/v1"

    @property
    def anthropic_url(self) -> str:
        return self._url

    @property
    def _url(self) -> str:
        if self._server is None:
            raise RuntimeError("The stand-in is not running.")
        return self._server.url

    def will(self, wrong: Wrong, *, seconds: float = 0.0, times: int = 1) -> None:
        """Do this with the next `times` requests; with all of them when it is 0. `seconds` is what
        a busy one asks to wait, and how long a slow one takes."""
        if times:
            self._next.extend([(wrong, seconds)] * times)
        else:
            self._always = (wrong, seconds)

    async def __aenter__(self) -> Self:
        self._server = await HttpServer(self._handle, port=self.port).__aenter__()
        self.port = self._server.port
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            await self._server.__aexit__()

    async def _handle(self, request: Request, answer: Answering) -> None:
        dialect: Dialect = Anthropic() if request.path == Anthropic.path else OpenAI()
        try:
            asked = self._taken(dialect, request)
        except BadRequest as why:
            self.wrong.append(str(why))
            await answer.said(why.status, dialect.error(why.status, str(why)))
            return
        self.asked.append(asked)
        wrong, seconds = self._next.popleft() if self._next else self._always or ("", 0.0)
        if wrong in {
            "",
            "stalls",
            "drips",
            "half",
            "hangs_up",
            "no_json",
            "cut_json",
            "other_tool",
        }:
            await self._speak(dialect, asked, await self._said(asked, wrong), wrong, answer)
        elif wrong in {"long", "refuses", "empty"}:
            await self._speak(dialect, asked, _odd(asked, wrong), "", answer)
        else:
            await self._fail(dialect, asked, wrong, seconds, answer)

    def _taken(self, dialect: Dialect, request: Request) -> Asked:
        if request.method != "POST" or not request.path.endswith(dialect.path):
            raise BadRequest(f"Invalid URL ({request.method} {request.path})", 404)
        if dialect.key_of(request.headers) != self.key:
            raise BadRequest("Incorrect API key provided", 401)
        try:
            body = request.json()
        except ValueError as why:
            raise BadRequest("We could not parse the JSON body of your request") from why
        return dialect.asked(body, request.headers)

    async def _said(self, asked: Asked, wrong: str) -> Said:
        told = self.says(asked)
        if isinstance(told, Awaitable):
            told = await told
        text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
        if wrong == "no_json":
            return Said("I would rather tell you a story about boots.")
        if wrong == "cut_json":
            return Said(text[: len(text) // 2])
        if wrong == "other_tool":
            return Said('{"order": "4712"}', tool="cancel_order")
        return Said(text, tool=asked.tools[0] if asked.form == "tool" else "")

    async def _speak(
        self, dialect: Dialect, asked: Asked, said: Said, wrong: str, answer: Answering
    ) -> None:
        if not asked.stream:
            await answer.said(200, dialect.whole(asked, said))
            return
        frames = list(dialect.frames(asked, said))
        await answer.stream()
        for number, frame in enumerate(frames):
            if number == len(frames) // 2:
                if wrong == "stalls":
                    await self._for_ever()
                if wrong == "hangs_up":
                    answer.hang_up()
                    return
                if wrong == "half":
                    break
            if wrong == "drips":
                await asyncio.sleep(0.002)
            await answer.piece(frame)
        await answer.end()

    async def _fail(
        self, dialect: Dialect, asked: Asked, wrong: str, seconds: float, answer: Answering
    ) -> None:
        if wrong == "silent":
            await self._for_ever()
        elif wrong == "slow":
            await asyncio.sleep(seconds)
            await self._speak(dialect, asked, await self._said(asked, ""), "", answer)
        elif wrong == "html":
            await answer.whole(200, b"<html><body>Sign in to the Wi-Fi</body></html>", "text/html")
        elif wrong == "redirects":
            await answer.whole(307, b"", location=f"{self._url}/elsewhere")
        else:
            status = _STATUS[wrong]
            later = {"retry_after": f"{seconds:g}"} if seconds else {}
            await answer.said(status, dialect.error(status, f"It is {wrong}."), **later)

    async def _for_ever(self) -> None:
        if self._server is not None:
            await self._server.closing.wait()


def _odd(asked: Asked, wrong: str) -> Said:
    if wrong == "empty":
        return Said("")
    if wrong == "refuses":
        return Said("I cannot help with that.", stop="content_filter")
    return Said("word " * 40_000, tool=asked.tools[0] if asked.form == "tool" else "")
