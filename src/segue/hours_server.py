"""Hours and promises through a running server: by its HTTP API, signed in as somebody who may."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec

from segue.domain.hours_form import BadHours, HoursProblem
from segue.hours_access import Row, no_team
from segue.own_server import Caller, answered


class There(Caller):
    """Through a running server, signed in there."""

    def teams(self) -> list[Row]:
        with self.signed_in() as http:
            listed = _ask(http, "GET", "/teams")
            return [_ask(http, "GET", f"/teams/{one['id']}") for one in listed]

    def team(self, team: str) -> Row:
        with self.signed_in() as http:
            return self._of(http, team, "GET", "")

    def change(self, team: str, changes: Row) -> Row:
        with self.signed_in() as http:
            return self._of(http, team, "PATCH", "", json=changes)

    def preview(self, team: str, asked: Row) -> Row:
        staffed = "true" if asked["staffed"] else "false"
        params = {**asked, "at": asked["at"].isoformat(), "staffed": staffed}
        with self.signed_in() as http:
            return self._of(http, team, "GET", "/preview", params=params)

    def promises(self, team: str, kind: str) -> list[Row]:
        params = {"team": team, "kind": kind}
        found: list[Row] = []
        with self.signed_in() as http:
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


def _ask(http: httpx.Client, method: str, path: str, **more: Any) -> Any:
    """What it answers. Raises as `answered` does, and `BadHours`."""
    return answered(http, method, path, _bad_hours, **more)


def _bad_hours(_: httpx.Response, said: Row) -> BadHours | None:
    if said.get("code") == "bad_hours":
        return BadHours(tuple(msgspec.convert(one, HoursProblem) for one in said["errors"]))
    return None
