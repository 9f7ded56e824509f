"""Sets the stage for load: sessions by the thousand, conversations that people accepted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from urllib.parse import urlsplit

from segue.testing import AgentClient, Customer, Rig

AT_ONCE = 16
FAR = 2**52
"""An `after` beyond every number: load does not want the thread again."""

ACCEPTED_WITHIN_S = 60.0


async def sessions(rig: Rig, count: int) -> list[str]:
    """So many new sessions, over a few connections that stay open."""
    where = urlsplit(rig.url)
    body = json.dumps({"inbox_key": rig.inbox_key, "locale": "en"}).encode()
    request = (
        f"POST /api/v1/widget/sessions HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
    made: list[str] = []

    async def open_some(many: int) -> None:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        for _ in range(many):
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            size = next(
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length")
            )
            answer = await reader.readexactly(size)
            if b" 201 " not in head.partition(b"\r\n")[0]:
                raise ConnectionError(f"No session: {head!r} {answer[:300]!r}")
            made.append(str(json.loads(answer)["session"]))
        writer.close()

    share, rest = divmod(count, AT_ONCE)
    await asyncio.gather(*(open_some(share + (n < rest)) for n in range(AT_ONCE)))
    return made


async def staff(rig: Rig) -> list[AgentClient]:
    """Everybody, signed in and available."""
    made: list[AgentClient] = []
    for account in rig.told["agents"]:
        one = AgentClient(rig, account)
        rig.screens.append(one)
        await one.start()
        await one.available()
        made.append(one)
    return made


async def in_conversation(rig: Rig, count: int, agents: Sequence[AgentClient]) -> list[Customer]:
    """So many customers who asked for a person and were accepted, by the public contract."""
    made: list[Customer] = []

    async def come(n: int) -> None:
        one = await rig.customer(f"customer {n}")
        made.append(one)
        await one.ask_person()
        await one.shows("joined", within=ACCEPTED_WITHIN_S)

    accepting = [asyncio.create_task(accept_all(one)) for one in agents]
    try:
        for first in range(0, count, AT_ONCE):
            await asyncio.gather(*(come(n) for n in range(first, min(count, first + AT_ONCE))))
    finally:
        for task in accepting:
            task.cancel()
        await asyncio.gather(*accepting, return_exceptions=True)
    return made


async def accept_all(agent: AgentClient) -> None:
    """Take whatever rings, until cancelled."""
    while True:
        offer = await agent.offered(within=3600.0)
        agent.offers.pop(offer["conversation"], None)
        await agent.accept(offer)


def customer_url(rig: Rig, session: str) -> str:
    return rig.socket_url("/api/v1/widget/socket", session=session, after=FAR)


def agent_url(rig: Rig, token: str) -> str:
    return rig.socket_url("/api/v1/agent/socket", token=token)
