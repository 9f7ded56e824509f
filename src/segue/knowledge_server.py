"""Knowledge through a running server: by its HTTP API, signed in as somebody who may."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from segue.app.ports_knowledge import UPLOADS
from segue.knowledge_access import Row, Tell, nothing_called
from segue.own_server import Caller, answered
from segue.policy_server import NOT_FOUND
from segue.settings import BadSettings

LOOK_S = 0.3


class There(Caller):
    """Through a running server, signed in there."""

    def sources(self) -> list[Row]:
        with self.signed_in() as http:
            return list(_ask(http, "GET", "/knowledge/sources")["items"])

    def add(self, wanted: Row, tell: Tell) -> Row:
        with self.signed_in() as http:
            made = _ask(http, "POST", "/knowledge/sources", json=wanted)
            return _watched(http, made["id"], tell)

    def upload(self, files: Sequence[Path], tell: Tell) -> Row:
        with self.signed_in() as http:
            sent = [("files", (file.name, file.open("rb"))) for file in files]
            try:
                _ask(http, "POST", "/knowledge/upload", files=sent)
            finally:
                for _, (_, opened) in sent:
                    opened.close()
            return _watched(http, UPLOADS, tell)

    def sync(self, ids: Sequence[str], tell: Tell) -> list[Row]:
        with self.signed_in() as http:
            there = _ask(http, "GET", "/knowledge/sources")["items"]
            wanted = list(ids) or [
                one["id"] for one in there if one["kind"] in ("folder", "site") and one["on"]
            ]
            for name in wanted:
                _ask(http, "POST", f"/knowledge/sources/{name}/sync")
            return [_watched(http, name, tell) for name in wanted]

    def items(self, words: str, source: str, which: str) -> list[Row]:
        found: list[Row] = []
        asked = {"q": words, "source": source, "filter": which, "limit": "200"}
        with self.signed_in() as http:
            while True:
                page = _ask(http, "GET", "/knowledge/items", params=asked)
                found += page["items"]
                if not page["next"]:
                    return found
                asked["after"] = page["next"]

    def ask(self, question: str, item: str) -> Row:
        body: Row = {"question": question}
        body |= {"item": item, "draft": True} if item else {}
        with self.signed_in() as http:
            return _ask(http, "POST", "/knowledge/ask", json=body)

    def remove(self, name: str) -> str:
        with self.signed_in() as http:
            for kind, path in (("source", "sources"), ("item", "items")):
                answer = http.get(f"/knowledge/{path}/{name}")
                if answer.is_success:
                    _ask(http, "DELETE", f"/knowledge/{path}/{name}")
                    return kind
        raise nothing_called(name)


def _watched(http: httpx.Client, name: str, tell: Tell) -> Row:
    """Until it is read."""
    while True:
        one = _ask(http, "GET", f"/knowledge/sources/{name}")
        sync = one["sync"]
        if sync["state"] != "running":
            tell(one["name"], 0, 0)
            return one
        tell(one["name"], sync["done"], sync["total"])
        time.sleep(LOOK_S)


def _ask(http: httpx.Client, method: str, path: str, **more: Any) -> Row:
    """What it answers. Raises as `answered` does."""
    found: Row = answered(http, method, path, _unknown, **more)
    return found


def _unknown(answer: httpx.Response, _: Row) -> BadSettings | None:
    if answer.status_code == NOT_FOUND:
        return nothing_called(answer.url.path.rsplit("/", 1)[-1])
    return None
