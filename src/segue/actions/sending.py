"""Makes a request at most as often as is safe, within the time there is.

Something that only reads may be asked again. Something that changes is sent again only with the
run's key, by which the other system knows that it is the same run; without one, a second try could
do it twice. Redirects are refused: nobody but the company says where a customer's order goes.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from segue.actions.asking import Ask
from segue.outgoing import OutgoingError, Reply, retry_after_s

MOST_BYTES = 1_000_000
MOST_TRIES = 4
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 2.0
AGAIN_AFTER = frozenset({"unreachable", "timed_out", "broken"})
TOO_MANY, FAULT = 429, 500
UNDONE = frozenset({307, 308})
"""Redirects that say that nothing was done here; after others something may have been."""


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


class Silent(Exception):
    """No answer that could be used. `sent`: the other system may have seen it."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.why, self.sent = why, sent


async def send(outgoing: Sender, ask: Ask, *, timeout_s: float, repeatable: bool) -> Reply:
    """The last reply, whatever its status. Raises `Silent`."""
    clock = asyncio.get_running_loop().time
    ends = clock() + timeout_s
    tries = MOST_TRIES if repeatable else 1
    sent = False
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
            if reply.status != TOO_MANY and reply.status < FAULT:
                return reply
            sent = sent or reply.status >= FAULT
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
        return reply
    raise Silent(last, sent=sent)
