"""Makes a request at most as often as is safe, within the time there is.

Something that only reads may be asked again. Something that changes is sent again only with the
run's key, by which the other system knows that it is the same run; without one, a second try could
do it twice. Redirects are refused: nobody but the company says where a customer's order goes.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from segue.actions.asking import Ask
from segue.outgoing import Outgoing, OutgoingError, Reply, retry_after_s

MOST_BYTES = 1_000_000
MOST_TRIES = 4
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 2.0
AGAIN_AFTER = frozenset({"unreachable", "timed_out", "broken"})
TOO_MANY, FAULT = 429, 500
UNDONE = frozenset({307, 308, 429, 501, 503})
"""Statuses that say that nothing was done, also of something that changes."""


class Sender(Protocol):
    """The guarded client, as far as it is needed here: `segue.outgoing.Outgoing`."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        content: bytes | None,
        timeout_s: float,
        most_bytes: int,
    ) -> Reply: ...


class Fresh:
    """The guarded client with a line of its own for every request.

    On a line that is used again, what a server said beyond its answer would be taken for the answer
    to the next question, which may be another customer's.
    """

    def __init__(self, allow_private: Sequence[str]) -> None:
        """`allow_private` as `segue.outgoing.Outgoing` takes it."""
        self._allowed = tuple(allow_private)
        self._tls: ssl.SSLContext | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: dict[str, str],
        content: bytes | None,
        timeout_s: float,
        most_bytes: int,
    ) -> Reply:
        if self._tls is None:
            self._tls = await asyncio.to_thread(_trust)  # once: it reads all the certificates
        async with Outgoing(self._allowed, tls=self._tls) as outgoing:
            return await outgoing.request(
                method,
                url,
                headers=headers,
                content=content,
                timeout_s=timeout_s,
                most_bytes=most_bytes,
            )


def _trust() -> ssl.SSLContext:
    """Whom to believe: what the environment says, else the usual authorities."""
    import certifi  # noqa: PLC0415 - loaded when somebody is asked

    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    return ssl.create_default_context(cafile=file or certifi.where(), capath=folder)


class Silent(Exception):
    """No answer that could be used. `sent`: the other system may have seen it."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.why, self.sent = why, sent


class Sent(NamedTuple):
    """The last reply, whatever its status. `maybe`: an earlier try may have been done already."""

    reply: Reply
    maybe: bool = False


async def send(outgoing: Sender, ask: Ask, *, timeout_s: float, repeatable: bool) -> Sent:
    """Ask until there is an answer, or no time left. Raises `Silent`."""
    clock = asyncio.get_running_loop().time
    ends = clock() + timeout_s
    tries = MOST_TRIES if repeatable else 1
    sent = maybe = False
    for number in range(1, tries + 1):
        reply: Reply | None = None
        try:
            reply = await outgoing.request(
                ask.method,
                ask.url,
                headers=dict(ask.headers),
                content=ask.body or None,
                timeout_s=max(0.05, ends - clock()),
                most_bytes=MOST_BYTES,
            )
            maybe = sent
            if reply.status != TOO_MANY and reply.status < FAULT:
                return Sent(reply, maybe)
            sent = sent or reply.status not in UNDONE
            pause = retry_after_s(reply.headers)
        except OutgoingError as why:
            sent = sent or (why.sent and why.status not in UNDONE)
            pause = None
            if why.code not in AGAIN_AFTER:
                raise Silent(why.said, sent=sent) from why
            last = why.said
        pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (number - 1)) if pause is None else pause
        if number == tries or clock() + pause >= ends:
            break
        await asyncio.sleep(pause)
    if reply is not None:
        return Sent(reply, maybe)
    raise Silent(last, sent=sent)
