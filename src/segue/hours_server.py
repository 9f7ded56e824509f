"""Hours and promises through a running server: by its HTTP API, signed in as somebody who may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from segue.app.ports import StoreUnavailable
from segue.domain.hours_form import BadHours, HoursProblem
from segue.hours_access import Row, no_team
from segue.policy_server import signed_in
from segue.settings import BadSettings

TOO_MANY = 429


@dataclass
class There:
    """Through a running server, signed in there."""

    url: str
    email: str

    def teams(self) -> list[Row]:
        with self._signed_in() as http:
            listed = _ask(http, "GET", "/teams")
            return [_ask(http, "GET", f"/teams/{one['id']}") for one in listed]

    def team(self, team: str) -> Row:
        with self._signed_in() as http:
            return self._of(http, team, "GET", "")

    def change(self, team: str, changes: Row) -> Row:
        with self._signed_in() as http:
            return self._of(http, team, "PATCH", "", json=changes)

    def preview(self, team: str, asked: Row) -> Row:
        staffed = "true" if asked["staffed"] else "false"
        params = {**asked, "at": asked["at"].isoformat(), "staffed": staffed}
        with self._signed_in() as http:
            return self._of(http, team, "GET", "/preview", params=params)

    def promises(self, team: str, kind: str) -> list[Row]:
        params = {"team": team, "kind": kind}
        found: list[Row] = []
        with self._signed_in() as http:
            while True:
                page = _ask(http, "GET", "/promises", params=params)
                for one in page["items"]:
                    who = {name: (one[name] or {}).get("id") for name in ("team", "agent")}
                    found.append({**one, **who, "customer": one["customer"]["name"]})
                if not page["next"]:
                    return found
                params["after"] = page["next"]

    def _of(self, http: httpx.Client, team: str, method: str, path: str, **more: Any) -> Row:
        known = [str(one["id"]) for one in _ask(http, "GET", "/teams")]
        if team not in known:
            raise no_team(team, known)
        found: Row = _ask(http, method, f"/teams/{team}{path}", **more)
        return found

    @contextmanager
    def _signed_in(self) -> Iterator[httpx.Client]:
        with signed_in(self.url, self.email) as server:
            yield server.http


def _ask(http: httpx.Client, method: str, path: str, **more: Any) -> Any:
    """What it answers. Raises `BadSettings` for what the caller can put right, and `BadHours`."""
    try:
        answer = http.request(method, path, **more)
        said = answer.json() if answer.content else {}
    except httpx.HTTPError as why:
        raise BadSettings(f"The server does not answer ({why}).") from why
    except ValueError:
        raise BadSettings(f"What answers at {http.base_url} is no Segue.") from None
    if answer.is_success:
        return said
    if said.get("code") == "bad_hours":
        raise BadHours(tuple(msgspec.convert(one, HoursProblem) for one in said["errors"]))
    detail = str(said.get("detail") or "The server refused.")
    if answer.status_code == TOO_MANY or answer.status_code >= 500:  # noqa: PLR2004 - its own trouble
        raise StoreUnavailable(detail)
    raise BadSettings(detail)
