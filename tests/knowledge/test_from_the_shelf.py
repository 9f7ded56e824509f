"""From an article that somebody writes to an answer that a customer reads, here and there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from segue.knowledge.grouping import Likeness
from segue.testing import Rig

pytestmark = pytest.mark.slow

ZIPS = {
    "title": "Do you repair zips?",
    "body": "We repair zips of jackets and tents for free in every one of our shops.",
    "examples": ["My zip is broken", "Can you fix a zip?", "zip repair"],
}


@asynccontextmanager
async def signed_in(rig: Rig, name: str) -> AsyncIterator[httpx.AsyncClient]:
    person = rig.account(name)
    base = f"{rig.url}/api/v1"
    async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=30) as http:
        body = {"email": person["email"], "password": person["password"]}
        token = (await http.post("/sign-in", json=body)).json()["token"]
        http.headers["authorization"] = f"Bearer {token}"
        yield http


async def asked_until(http: httpx.AsyncClient, question: str, source: str) -> dict[str, Any]:
    """Until the assistant answers from this item."""
    async with asyncio.timeout(30):
        while True:
            answer = await http.post("/knowledge/ask", json={"question": question})
            live: dict[str, Any] = answer.json()["live"]
            if source in [one["id"] for one in live["sources"]]:
                return live
            await asyncio.sleep(0.1)


async def test_the_demos_folder_is_a_source_and_answers_at_once() -> None:
    async with Rig() as rig, signed_in(rig, "Inès") as http:
        wren = await rig.customer("Wren")
        await wren.say("how long does a refund take?")
        said = await wren.sees("message", author="bot")
        assert said["sources"][0]["id"] == "refunds"
        sources = {one["id"]: one for one in (await http.get("/knowledge/sources")).json()["items"]}
        folder = sources["folder"]
        assert (folder["kind"], folder["sync"]["state"], folder["failures"]) == (
            "folder",
            "done",
            [],
        )
        assert folder["items"] >= 20
        page = (await http.get("/assistant")).json()
        assert page["covers"]["on"] == folder["items"]
        assert page["covers"]["passages"] > folder["items"]
        assert page["covers"]["trouble"] == ""
        item = (await http.get("/knowledge/items/refunds")).json()
        assert [one["question"] for one in item["answers"]] == ["how long does a refund take?"]


async def test_an_article_answers_customers_a_moment_later() -> None:
    async with Rig() as rig, signed_in(rig, "Inès") as http:
        item = (await http.post("/knowledge/items", json=ZIPS)).json()
        live = await asked_until(http, "can you fix the zip of my jacket?", item["id"])
        assert "repair zips" in live["text"]
        wren = await rig.customer("Wren")
        await wren.say("my zip is broken, can you fix it?")
        said = await wren.sees("message", author="bot")
        assert said["sources"][0]["id"] == item["id"]
        draft = {
            "version": item["version"],
            "body": "We send you a new zip by post.",
            "draft": True,
        }
        changed = (await http.patch(f"/knowledge/items/{item['id']}", json=draft)).json()
        body = {"question": "can you fix a zip?", "item": item["id"], "draft": True}
        both = (await http.post("/knowledge/ask", json=body)).json()
        assert "every one of our shops" in both["live"]["text"]
        assert "by post" in both["draft"]["text"]
        off = {"version": changed["version"], "on": False}
        assert (await http.patch(f"/knowledge/items/{item['id']}", json=off)).status_code == 200


async def test_an_article_written_here_answers_there(postgres_url: str, tmp_path: Path) -> None:
    shared = {"database_url": postgres_url}
    here, there = Rig(settings=shared, folder=tmp_path), Rig(settings=shared, folder=tmp_path)
    async with here, there, signed_in(here, "Inès") as http, signed_in(there, "Inès") as other:
        item = (await http.post("/knowledge/items", json=ZIPS)).json()
        live = await asked_until(other, "can you fix the zip of my jacket?", item["id"])
        assert live["sure"]
        counts = (await other.get("/knowledge/sources")).json()["items"]
        assert len(counts) == 3, "the folder is one source, however many servers there are"


async def test_questions_that_mean_the_same_are_one_group() -> None:
    asked = (
        "Do you repair zips?",
        "when do you open on sundays",
        "can you fix a broken zip?",
        "Are you open on Sunday?",
        "I need my zip repaired",
        "is there a discount for students",
    )
    groups = await Likeness()(asked)
    assert sorted(n for group in groups for n in group) == list(range(len(asked)))
    together = {frozenset(asked[n] for n in group) for group in groups}
    assert frozenset({asked[1], asked[3]}) in together
    assert any({asked[0], asked[2]} <= group for group in together)
    assert frozenset({asked[5]}) in together
    assert await Likeness()(()) == []
