"""Tools of an MCP server as actions: against a real server of the protocol's own package, and
against one that misbehaves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from actions.conftest import ENVIRON, NOA, run, says, served, talking
from segue.actions import actions_in
from segue.actions.doing import Actions
from segue.domain.inputs import Contact

pytestmark = pytest.mark.slow  # real servers, real time-outs

FILE = """
segue_actions: 1
services:
  crm:
    mcp: {url}
    allow_private: true
    auth: {{kind: bearer, secret: KEY}}
    identity: {{customer_id: X-Customer}}
    timeout_s: {timeout}
    change:
      points:
        needs_identity: true
        result: {{say: {{en: "There are {{/points}} points."}}}}
"""


def actions_at(folder: Path, url: str, timeout: float = 4.0) -> Actions:
    file = folder / "actions.yaml"
    file.write_text(FILE.format(url=url, timeout=timeout))
    return actions_in(file, environ=ENVIRON)


class Living:
    """An ASGI application that has to be started, and what it was asked with."""

    def __init__(self, app: Any) -> None:
        self.app, self.headers = app, [dict[bytes, bytes]()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.headers.append(dict(scope["headers"]))
        await self.app(scope, receive, send)


@asynccontextmanager
async def real_server(*, as_json: bool, stateless: bool) -> AsyncIterator[tuple[str, Living]]:
    mcpserver = pytest.importorskip("mcp.server.mcpserver")
    types = pytest.importorskip("mcp.types")
    errors = pytest.importorskip("mcp.server.mcpserver.exceptions")
    server = mcpserver.MCPServer("crm", log_level="CRITICAL")
    reads = types.ToolAnnotations(read_only_hint=True)

    @server.tool(title="Points of a customer", annotations=reads)  # type: ignore[untyped-decorator]
    def points(card: str) -> dict[str, int]:
        """How many points are on a card."""
        return {"points": len(card) * 10}

    @server.tool()  # type: ignore[untyped-decorator]
    def gift(card: str, amount: int, wrapped: bool = False) -> str:  # noqa: FBT001, FBT002
        """Give points to somebody."""
        return f"**{amount}** points for {card} <img src=x>, {'wrapped' if wrapped else 'plain'}"

    @server.tool()  # type: ignore[untyped-decorator]
    def broken(card: str) -> str:
        """Never works."""
        raise errors.ToolError(f"no card {card}")

    @server.tool()  # type: ignore[untyped-decorator]
    def many(cards: list[str]) -> str:
        """Takes what nobody can type."""
        return ",".join(cards)

    app = Living(server.streamable_http_app(json_response=as_json, stateless_http=stateless))
    async with app.app.router.lifespan_context(app.app), served(app) as url:
        yield f"{url}/mcp", app


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "event stream"])
@pytest.mark.parametrize("stateless", [True, False], ids=["stateless", "sessions"])
async def test_the_tools_of_a_real_server_are_actions(
    tmp_path: Path, *, as_json: bool, stateless: bool
) -> None:
    async with real_server(as_json=as_json, stateless=stateless) as (url, app):
        actions = actions_at(tmp_path, url)
        assert await actions.load(), actions.left
        known = {one.id: one for one in actions.actions()}
        assert set(known) == {"points", "gift", "broken"}
        assert [(left.name, left.why) for left in actions.left] == [("many", "“cards” is array")]
        assert (known["points"].changes, known["points"].title) == (False, "Points of a customer")
        assert (known["gift"].changes, known["gift"].needs_yes) == (True, True)
        kinds = [(one.name, one.kind, one.required) for one in known["gift"].inputs]
        assert kinds == [
            ("card", "text", True),
            ("amount", "number", True),
            ("wrapped", "choice", False),
        ]
        told = await run(actions, "points", NOA, card="abc")
        assert (told.outcome, told.text) == ("done", "There are 30 points.")
        assert app.headers[-1][b"x-customer"] == b"c-1001"
        assert app.headers[-1][b"authorization"] == b"Bearer the-other-key"
        stranger = await run(actions, "points", Contact(), card="abc")
        assert stranger.outcome == "refused"
        given = await run(actions, "gift", Contact(), card="abc", amount="5", wrapped="yes")
        assert (given.outcome, given.text) == ("done", "∗∗5∗∗ points for abc ‹img src=x›, wrapped")
        assert b"x-customer" not in app.headers[-1]
        no = await run(actions, "broken", NOA, card="abc")
        assert no.outcome == "refused"
        assert "no card abc" in no.why
        assert "no card" not in no.text
        dry = await run(actions, "gift", NOA, card="abc", amount="5", dry=True)
        assert dry.rows == (("Tool", "gift"), ("card", "abc"), ("amount", "5"))
        await actions.stop()


def rpc(request: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(request.split(b"\r\n\r\n", 1)[1])
    return read


def answered(request: bytes, result: Any) -> bytes:
    return says(
        "200 OK",
        json.dumps({"jsonrpc": "2.0", "id": rpc(request).get("id"), "result": result}).encode(),
    )


TOOL = {"name": "gift", "inputSchema": {"type": "object", "properties": {"x": {"type": "string"}}}}


@pytest.mark.parametrize("how", ["silent", "html", "half", "other id", "error", "500", "redirect"])
async def test_whatever_the_server_does_the_run_ends(tmp_path: Path, how: str) -> None:
    async def speak(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
    ) -> None:
        method = rpc(request)["method"]
        if method == "initialize":
            writer.write(answered(request, {"protocolVersion": "2025-03-26"}))
        elif method == "tools/list":
            writer.write(answered(request, {"tools": [TOOL, None, {"name": 3}]}))
        elif method != "tools/call":
            writer.write(says("202 OK", b""))
        elif how == "silent":
            await reader.read()
        else:
            writer.write({
                "html": says("200 OK", b"<h1>", "text/html"),
                "half": says("200 OK", b'{"jsonrpc": "2.0", "id":'),
                "other id": says("200 OK", b'{"jsonrpc": "2.0", "id": 99, "result": {}}'),
                "error": says("200 OK", json.dumps({"id": rpc(request)["id"], "error": {
                    "message": "<b>No</b>"}}).encode()),
                "500": says("500 No", b"{}"),
                "redirect": says("302 No", b"", extra="location: http://127.0.0.1:1/\r\n"),
            }[how])  # fmt: skip
        await writer.drain()

    async with talking(speak) as raw:
        actions = actions_at(tmp_path, raw.url + "/mcp", timeout=0.6)
        assert await actions.load()
        told = await run(actions, "gift", NOA, x="1")
        await actions.stop()
    calls = [one for one in raw.heard if rpc(one)["method"] == "tools/call"]
    assert len(calls) == 1  # a change is asked for once
    assert told.outcome == ("refused" if how == "error" else "unsure")
    assert "‹b›No‹/b›" in told.why if how == "error" else told.why


async def test_a_session_that_is_over_is_begun_again(tmp_path: Path) -> None:
    calls = 0

    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
        nonlocal calls
        method = rpc(request)["method"]
        if method == "initialize":
            whole = answered(request, {"protocolVersion": "2025-03-26"})
            writer.write(whole.replace(b"\r\n\r\n", b"\r\nmcp-session-id: s1\r\n\r\n", 1))
        elif method == "tools/list":
            writer.write(answered(request, {"tools": [TOOL]}))
        elif method == "tools/call":
            calls += 1
            lost = says("404 Gone", b"{}")
            writer.write(
                lost
                if calls == 1
                else answered(request, {"content": [{"type": "text", "text": "ok"}]})
            )
        else:
            writer.write(says("202 OK", b""))
        await writer.drain()

    async with talking(speak) as raw:
        actions = actions_at(tmp_path, raw.url)
        await actions.load()
        told = await run(actions, "gift", NOA, x="1")
        await actions.stop()
    assert (told.outcome, told.text) == ("done", "ok")
    assert [rpc(one)["method"] for one in raw.heard].count("initialize") == 2


async def test_a_server_that_is_not_there_is_told_and_tried_again(tmp_path: Path) -> None:
    actions = actions_at(tmp_path, "http://127.0.0.1:9/mcp", timeout=0.4)
    assert not await actions.load()
    assert actions.actions() == ()
    assert actions.left[0].name == "crm"
    assert "cannot be reached" in actions.left[0].why
    await actions.stop()
