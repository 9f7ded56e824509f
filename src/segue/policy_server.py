"""Policies through a running server: by its HTTP API, signed in as somebody who may publish."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import typer

from segue.app.policybook import ExamplesFail
from segue.app.ports import Example, StalePolicy, StoreUnavailable
from segue.domain.ids import ConversationId, Seq
from segue.policies import BadPolicy, Problem
from segue.settings import BadSettings

PATIENCE_S = 60.0
HERE = ("127.0.0.1", "localhost", "::1")
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY = 401, 403, 404, 429


class Server:
    """A signed-in caller. Every method raises `BadSettings` for what the caller can put right,
    `BadPolicy`, `ExamplesFail` and `StalePolicy` as a store does, and `StoreUnavailable`."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    @property
    def http(self) -> httpx.Client:
        """For what else is asked there."""
        return self._http

    def live(self) -> int:
        """The version that decides now."""
        return int(self._ask("GET", "/policy")["version"])

    def publish(self, form: dict[str, Any], note: str, based_on: int | None) -> int:
        """The new version."""
        if not note:
            raise BadSettings('Say in a few words why: --note "…", or `note:` in the file.')
        body = {"file": form, "note": note, "based_on": based_on or self.live()}
        return int(self._ask("POST", "/policies", body)["version"])

    def restore(self, version: int, note: str) -> int:
        """An old version as a new one."""
        return int(self._ask("POST", f"/policies/{version}/restore", {"note": note})["version"])

    def difference(self, old: int, new: int) -> list[str]:
        """What is other in the second, in sentences."""
        return [str(line) for line in self._ask("GET", f"/policies/{old}/diff/{new}")["lines"]]

    def sign_in(self, email: str, password: str) -> None:
        body = {"email": email, "password": password}
        token = self._ask("POST", "/sign-in", body)["token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def sign_out(self) -> None:
        """Leave no session behind; a server that is gone needs no goodbye."""
        with suppress(httpx.HTTPError):
            self._http.post("/sign-out", json={})

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        where = str(self._http.base_url).removesuffix("/api/v1/")
        try:
            answer = self._http.request(method, path, json=body)
            said = answer.json()
        except httpx.HTTPError as why:
            raise BadSettings(f"Nobody answers at {where} ({why}). Is the server running?") from why
        except ValueError:
            raise BadSettings(f"What answers at {where} is no Segue.") from None
        if not isinstance(said, dict) or (answer.is_error and "code" not in said):
            raise BadSettings(f"What answers at {where} is no Segue.")
        if answer.is_error:
            raise refusal(answer.status_code, said, signing_in=path == "/sign-in")
        return said


def refusal(status: int, said: dict[str, Any], *, signing_in: bool) -> Exception:
    """What the server's answer means here."""
    errors = [one for one in said.get("errors") or () if isinstance(one, dict)]
    detail = str(said.get("detail") or "The server refused.")
    match said.get("code"):
        case "bad_policy" if errors:
            return BadPolicy(Problem(e.get("code", ""), e.get("where", ""), e.get("message", ""))
                             for e in errors)  # fmt: skip
        case "examples_fail" if errors:
            return ExamplesFail([_example(one) for one in errors])
        case "stale_policy":
            newest = "".join(letter for letter in detail if letter.isdigit())
            return StalePolicy(int(newest or 0))
        case _:
            pass
    if signing_in and status in (UNAUTHORIZED, FORBIDDEN):
        return BadSettings("This address and password are not known there. Try again.")
    if status == FORBIDDEN:
        return BadSettings(f"{detail} Managers and admins publish.")
    if status == NOT_FOUND:
        return BadSettings("There is no such version there: segue policy versions.")
    if status == TOO_MANY or status >= 500:  # noqa: PLR2004 - the server's own trouble
        return StoreUnavailable(detail)
    return BadSettings(detail)


def _example(one: dict[str, str]) -> Example:
    at = datetime(1970, 1, 1, tzinfo=UTC)  # the answer does not say when
    conversation = ConversationId(one.get("conversation", ""))
    seq = Seq(int(one.get("seq") or 0))
    return Example(conversation, seq, one.get("label", ""), one.get("by", ""), at,
                   text=one.get("text", ""))  # fmt: skip


@contextmanager
def signed_in(url: str, email: str) -> Iterator[Server]:
    """Signed in at this address. The password is SEGUE_PASSWORD, or asked for."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadSettings(f"{url!r} is no address of a server. Write http://127.0.0.1:8080.")
    if not email:
        raise BadSettings("Say who publishes: --email YOUR@ADDRESS.")
    if parts.scheme == "http" and parts.hostname not in HERE:
        typer.echo("note: over http the password can be read on the way; use https.", err=True)
    base = f"{url.rstrip('/')}/api/v1"
    with httpx.Client(base_url=base, timeout=PATIENCE_S, trust_env=False) as http:
        server = Server(http)
        server.sign_in(email, password_of(email))
        try:
            yield server
        finally:
            server.sign_out()


def password_of(email: str) -> str:
    """From the environment, or from the keyboard without being shown. Never from the command line:
    there others could read it."""
    given = os.environ.get("SEGUE_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        raise BadSettings(f"Set SEGUE_PASSWORD to the password of {email}.")
    asked: str = typer.prompt(f"Password of {email}", hide_input=True, err=True)
    return asked
