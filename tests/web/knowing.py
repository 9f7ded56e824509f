"""What tests of knowledge over HTTP share: a house that reads real files, and short ways to ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from segue.app.ports_bot import BotReply, BotTurn
from segue.app.ports_knowledge import KnowledgeItem
from segue.domain.actions import Measured
from segue.domain.stages import Source
from segue.knowledge.sources import Sources
from web.conftest import House

API = "/api/v1"
REFUNDS = "# Refunds\n\nRefunds arrive within seven days.\n"


async def echoing(turn: BotTurn, items: Sequence[KnowledgeItem] | None) -> tuple[BotReply, float]:
    """Answers with the item whose title is asked for; `items` None is nothing."""
    found = [one for one in items or () if one.title.casefold() in turn.text.casefold()]
    if not found:
        return BotReply("I do not know.", confidence=0.1), 0.6
    one = found[0]
    source = Source(one.id, one.title, one.url)
    measured = Measured(answerable=0.9)
    return BotReply(one.body, (source,), confidence=0.9, sure=True, measured=measured), 0.6


def stocked(house: House) -> House:
    """The house reads real files from now on."""
    library = house.segue.library
    library.syncing.documents = Sources(house.clock, library.uploads.inbox)
    library.attempt = echoing
    return house


@asynccontextmanager
async def signed_in(house: House, name: str) -> AsyncIterator[httpx.AsyncClient]:
    http = await house.http(name)
    yield http
    await http.aclose()


async def told(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def get(http: httpx.AsyncClient, path: str, **asked: Any) -> dict[str, Any]:
    return await told(await http.get(f"{API}/{path}", params=asked))


async def read(http: httpx.AsyncClient, source: str) -> dict[str, Any]:
    """The source, once nobody reads it any more."""
    async with asyncio.timeout(20):
        while True:
            found = await get(http, f"knowledge/sources/{source}")
            if found["sync"]["state"] not in ("running", "never"):
                return found
            await asyncio.sleep(0.02)


async def added(http: httpx.AsyncClient, folder: Path, **more: Any) -> dict[str, Any]:
    body = {"kind": "folder", "name": "Help", "where": str(folder), **more}
    made = await told(await http.post(f"{API}/knowledge/sources", json=body), 201)
    return await read(http, made["id"])


async def written(http: httpx.AsyncClient, title: str = "Gifts", **more: Any) -> dict[str, Any]:
    body = {"title": title, "body": f"All about {title}.", **more}
    return await told(await http.post(f"{API}/knowledge/items", json=body), 201)


async def sent(http: httpx.AsyncClient, *files: tuple[str, bytes]) -> httpx.Response:
    return await http.post(
        f"{API}/knowledge/upload", files=[("files", (name, data)) for name, data in files]
    )
