"""One request to the bot: tried again while there is time, and every way to fail has its words.

nobody there, broken off, 5xx   again, with growing pauses, until the deadline
429                             once more, after what `Retry-After` says, if that is in time
410                             the bot is switched off
3xx, another 4xx, too long      no second try would help
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from segue.app.ports_bot import BotTrouble
from segue.bots.remote.state import BotDown, BotState
from segue.outgoing import Outgoing, OutgoingError, Reply, retry_after_s

MOST_BYTES: Final = 1_000_000
PAUSES_S: Final = (0.2, 0.5, 1.0, 2.0, 4.0)
AGAIN: Final = ("unreachable", "timed_out", "broken")
IDLE_S: Final = 5.0  # the longest silence within a stream that has begun
GOOD, MOVED, BAD, OURS = 200, 300, 400, 500
GONE, TOO_MANY = 410, 429


@dataclass
class Ask:
    """What is sent. `headers` are made anew for each try: they may carry a time. `body` is bytes,
    or something to say as JSON. With `piece` the reply is read as it comes, and `piece` told."""

    url: str
    body: Any = None
    headers: Callable[[], Mapping[str, str]] = dict
    method: str = "POST"
    piece: Callable[[bytes], None] | None = None
    content: bytes | None = field(init=False)

    def __post_init__(self) -> None:
        given = isinstance(self.body, bytes) or self.body is None
        self.content = self.body if given else msgspec.json.encode(self.body)


class Way:
    """The way to one bot."""

    def __init__(self, outgoing: Outgoing, state: BotState) -> None:
        self.outgoing = outgoing
        self.state = state

    async def ask(self, ask: Ask, left_s: Callable[[], float]) -> Reply:
        """The first good reply. Raises `BotTrouble`."""
        slowed = False
        for pause in (*PAUSES_S, None):
            wait = pause
            try:
                reply = await self._once(ask, left_s())
            except OutgoingError as error:
                why = trouble(error)
                if error.code not in AGAIN:
                    raise why from None
            else:
                if GOOD <= reply.status < MOVED:
                    return reply
                why = self._refused(reply)
                if reply.status == TOO_MANY and not slowed:
                    slowed, wait = True, retry_after_s(reply.headers) or PAUSES_S[0]
                elif reply.status < OURS:
                    raise why
            if wait is None or wait >= left_s():
                raise why
            await asyncio.sleep(wait)
        raise BotTrouble("no answer")  # the last pause is None

    async def _once(self, ask: Ask, left_s: float) -> Reply:
        headers = {"content-type": "application/json", **ask.headers()}
        if ask.piece is None:
            return await self.outgoing.request(
                ask.method, ask.url, headers=headers, content=ask.content,
                timeout_s=left_s, most_bytes=MOST_BYTES,
            )  # fmt: skip
        return await self._streamed(ask, headers, left_s)

    async def _streamed(self, ask: Ask, headers: Mapping[str, str], left_s: float) -> Reply:
        started: list[Reply] = []
        pieces: list[bytes] = []
        stream = self.outgoing.stream(
            ask.method, ask.url, headers=headers, content=ask.content,
            idle_s=left_s, timeout_s=left_s, most_bytes=MOST_BYTES, begun=started.append,
        )  # fmt: skip
        try:
            async with aclosing(stream) as coming:
                while (piece := await _next(coming, first=not pieces)) is not None:
                    pieces.append(piece)
                    if ask.piece is not None:
                        ask.piece(piece)
        except OutgoingError as error:
            if error.code != "bad_status":
                raise
            return Reply(error.status, error.headers, error.body, ask.url)
        except TimeoutError:
            said = f"nothing more came for {IDLE_S:g} s in the middle of an answer"
            raise BotTrouble(said) from None
        start = started[0]
        return Reply(start.status, start.headers, b"".join(pieces), start.url)

    def _refused(self, reply: Reply) -> BotTrouble:
        """What a bad status means."""
        host = urlsplit(reply.url).hostname
        if reply.status == GONE:
            why = f"{host} answered 410: this bot takes no more turns"
            self.state.switch_off(why)
            return BotTrouble(why)
        if MOVED <= reply.status < BAD:
            return BotTrouble(f"redirected: {host} sends us elsewhere, which is refused")
        said = reply.body[:120].decode("utf-8", "replace")
        kind = BotDown if reply.status >= OURS else BotTrouble
        return kind(f"{host} answered {reply.status}: {said}".rstrip(": "))


def trouble(error: OutgoingError) -> BotTrouble:
    """What went wrong on the way, in words for the staff."""
    kind = BotDown if error.code in AGAIN else BotTrouble
    return kind(f"{error.code}: {error.said}"[:300])


async def _next(coming: Any, *, first: bool) -> bytes | None:
    """The next piece, or None at the end. Raises TimeoutError for a silence in the middle."""
    if first:
        piece: bytes | None = await anext(coming, None)
        return piece
    async with asyncio.timeout(IDLE_S):
        more: bytes | None = await anext(coming, None)
        return more


async def posted(outgoing: Outgoing, url: str, headers: Mapping[str, str], body: bytes) -> None:
    """Tell the bot something that needs no answer. Raises `BotTrouble` to be called again."""
    try:
        reply = await outgoing.request(
            "POST", url, headers={"content-type": "application/json", **headers}, content=body,
            timeout_s=10, most_bytes=MOST_BYTES,
        )  # fmt: skip
    except OutgoingError as error:
        raise trouble(error) from None
    if reply.status == TOO_MANY or reply.status >= OURS:
        raise BotTrouble(f"{urlsplit(url).hostname} answered {reply.status}")
