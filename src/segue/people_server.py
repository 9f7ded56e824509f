"""People through a running server: by its HTTP API, signed in as somebody who may."""

from __future__ import annotations

from typing import Any

import httpx

from segue.policy_server import signed_in
from segue.settings import BadSettings

Row = dict[str, Any]


def change_there(url: str, email: str, method: str, name: str, path: str, body: Row) -> Row:
    """The person after it, as the server shows them. Raises `BadSettings`."""
    with signed_in(url, email) as server:
        try:
            agent = id_of(server.http.get("/agents").json(), name)
            answer = server.http.request(method, f"/agents/{agent}{path}", json=body)
            said: Row = answer.json()
        except (httpx.HTTPError, ValueError) as why:
            raise BadSettings(f"The server does not answer as it should: {why}") from why
        if answer.is_error:
            raise BadSettings(str(said.get("detail") or "The server refused."))
        return said


def id_of(people: list[Row], name: str) -> str:
    """Of whoever has this id or name. Raises `BadSettings`."""
    wanted = name.casefold()
    for one in people:
        if wanted in (one["id"].casefold(), one["name"].casefold()):
            return str(one["id"])
    known = ", ".join(one["id"] for one in people[:20]) or "nobody"
    raise BadSettings(f"There is nobody called {name!r}. There are: {known}.")
