"""Tools of an MCP server as actions: the few calls of the protocol that this needs.

    initialize -> notifications/initialized -> tools/list -> tools/call

Streamable HTTP, JSON or an event stream as the answer, through the guarded client like everything
else. The server gets no rights here: what it asks of us meanwhile is not answered, what it says is
data, and whether a tool changes something is believed only when it says that it does not.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from segue.actions.asking import Ask, auth, identity, put, sent_as
from segue.actions.described import Described, Left, Service
from segue.actions.flattening import MOST_FIELDS, Document, Json, TooDeep, inputs_of, rows_of
from segue.actions.keys import Keys
from segue.actions.openapi import made_of, taken
from segue.actions.sending import Sender, Silent, send
from segue.actions.shaping import inert, plain
from segue.domain.inputs import Contact
from segue.outgoing import Reply

PROTOCOL = "2025-06-18"
MOST_TOOLS, MOST_PAGES = 200, 20
LONGEST_TEXT = 1000
_NOBODY = Contact()
_GONE = 404


class NoTool(Exception):
    """The server says that it cannot: a sentence for the staff."""


class McpServer:
    """One server. `tools` reads what it has, `call` runs one; both raise `Silent`."""

    def __init__(
        self,
        service: Service,
        outgoing: Callable[[], Sender],
        keys: Keys,
        clock: Callable[[], datetime],
    ) -> None:
        self.service = service
        self._outgoing, self._keys, self._clock = outgoing, keys, clock
        self._session: str | None = None
        self._protocol = ""
        self._number = 0
        self._beginning = asyncio.Lock()

    async def tools(self) -> list[Json]:
        """All of its tools, as it describes them."""
        found: list[Json] = []
        cursor: Any = None
        for _ in range(MOST_PAGES):
            params: Json = {"cursor": cursor} if cursor else {}
            page = await self._asked("tools/list", params, _NOBODY, repeatable=True)
            found += [one for one in page.get("tools", ()) if isinstance(one, dict)]
            cursor = page.get("nextCursor")
            if not cursor or len(found) >= MOST_TOOLS:
                break
        return found[:MOST_TOOLS]

    async def call(
        self, tool: str, arguments: Json, contact: Contact, *, timeout_s: float, repeatable: bool
    ) -> Json:
        """What the tool gave. Raises `NoTool` when the server refuses."""
        params = {"name": tool, "arguments": arguments}
        return await self._asked("tools/call", params, contact, timeout_s, repeatable=repeatable)

    async def _asked(
        self,
        method: str,
        params: Json,
        contact: Contact,
        timeout_s: float = 0.0,
        *,
        repeatable: bool,
    ) -> Json:
        clock = asyncio.get_running_loop().time
        ends = clock() + (timeout_s or self.service.timeout_s)
        for attempt in (1, 2):
            async with self._beginning:
                if not self._protocol:
                    await self._begin(max(0.05, ends - clock()))
            reply, number = await self._sent(
                method, params, contact, max(0.05, ends - clock()), repeatable=repeatable
            )
            if reply.status == _GONE and self._session and attempt == 1:
                self._protocol, self._session = "", None  # the session is over: begin another
                continue
            return _result(reply, number)
        raise Silent("The MCP server forgets its sessions at once.", sent=False)

    async def _begin(self, timeout_s: float) -> None:
        about = {"name": "segue", "version": "1"}
        params = {"protocolVersion": PROTOCOL, "capabilities": {}, "clientInfo": about}
        reply, number = await self._sent("initialize", params, _NOBODY, timeout_s, repeatable=True)
        told = _result(reply, number)
        session = reply.headers.get("mcp-session-id")
        self._session = session if session and session.isascii() and session.isprintable() else None
        self._protocol = plain(str(told.get("protocolVersion") or PROTOCOL), 20)
        await self._sent("notifications/initialized", None, _NOBODY, timeout_s, repeatable=True)

    async def _sent(
        self,
        method: str,
        params: Json | None,
        contact: Contact,
        timeout_s: float,
        *,
        repeatable: bool,
    ) -> tuple[Reply, int]:
        message: Json = {"jsonrpc": "2.0", "method": method}
        if params is not None:
            self._number += 1
            message |= {"id": self._number, "params": params}
        body = json.dumps(message).encode()
        headers = [
            ("accept", "application/json, text/event-stream"),
            ("content-type", "application/json"),
            *identity(self.service, contact),
        ]
        if self._session:
            headers.append(("mcp-session-id", self._session))
        if self._protocol:
            headers.append(("mcp-protocol-version", self._protocol))
        opened = auth(self.service.auth, self._keys, "POST", "", body, self._clock())
        ask = Ask("POST", self.service.mcp, (*headers, *opened), body)
        number = self._number
        sent = await send(self._outgoing(), ask, timeout_s=timeout_s, repeatable=repeatable)
        return sent.reply, number


def _result(reply: Reply, number: int) -> Json:
    """The answer to our question in a reply of either kind. Raises `Silent` and `NoTool`."""
    if not 200 <= reply.status < 300:  # noqa: PLR2004
        said = inert(plain(reply.body[:500].decode("utf-8", "replace"), 200))
        raise Silent(f"The MCP server answered {reply.status}. {said}", sent=reply.status >= 500)  # noqa: PLR2004
    for message in _messages(reply):
        if not isinstance(message, dict) or message.get("id") != number:
            continue
        if isinstance(message.get("error"), dict):
            raise NoTool(inert(plain(str(message["error"].get("message")), 300)))
        if isinstance(message.get("result"), dict):
            result: Json = message["result"]
            return result
    raise Silent("The MCP server answered without an answer to the question.", sent=True)


def _messages(reply: Reply) -> Iterator[Any]:
    if reply.kind == "application/json":
        yield _decoded(reply.body)
    elif reply.kind == "text/event-stream":
        for event in reply.body.replace(b"\r\n", b"\n").split(b"\n\n"):
            lines = [line[5:].lstrip() for line in event.split(b"\n") if line.startswith(b"data:")]
            if lines and lines != [b""]:
                yield _decoded(b"\n".join(lines))
    else:
        kind = plain(reply.kind, 60) or "something without a kind"
        raise Silent(f"The MCP server answered with {kind}. Is this the right address?", sent=True)


def _decoded(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as why:
        raise Silent(
            f"The MCP server answered with JSON that is broken: {why}.", sent=True
        ) from why


# --- descriptions ---


def read_tools(
    tools: list[Json], service: Service, changes: dict[str, Any]
) -> tuple[list[Described], list[Left]]:
    """The tools that people can fill in, as actions; and the others, with the reason."""
    made: list[Described] = []
    left: list[Left] = []
    names = [str(tool.get("name", ""))[:128] for tool in tools]
    for tool, name in zip(tools, names, strict=True):
        if service.only and name not in service.only:
            continue
        try:
            form = _form(tool, name)
            made.append(made_of(form, name, service, changes.get(name), taken(made)))
        except TooDeep as why:
            left.append(Left(plain(name, 120), str(why)))
    missing = [name for name in (*service.only, *changes) if name not in names]
    return made, [*left, *(Left(name, "there is no such tool") for name in missing)]


def _form(tool: Json, name: str) -> Json:
    schema = tool.get("inputSchema") or {"type": "object"}
    inputs = dict(inputs_of(Document(schema), schema))
    if len(inputs) > MOST_FIELDS:
        raise TooDeep(f"it has more than {MOST_FIELDS} inputs")
    hints = tool.get("annotations")
    hints = hints if isinstance(hints, dict) else {}
    title = tool.get("title") or hints.get("title") or name.replace("_", " ").capitalize()
    form: Json = {
        "title": (("*", plain(str(title), 80)),),
        "tool": name,
        "inputs": inputs,
        "changes": hints.get("readOnlyHint") is not True,
    }
    told = plain(str(tool.get("description") or ""), 1000)
    if told:
        form["description"] = told
    answer = tool.get("outputSchema")
    if isinstance(answer, dict):
        form["result"] = {"rows": rows_of(Document(answer), answer)}
    return form


def arguments_of(described: Described, inputs: dict[str, str]) -> Json:
    """The inputs as the tool takes them."""
    made: Json = {}
    for name, value in described.fixed:
        put(made, name, value)
    for field in described.fields:
        if field.shown.name in inputs:
            put(made, field.key, sent_as(field, inputs[field.shown.name]))
    return made


def text_of(result: Json) -> str:
    """What a tool said in words: cut, and nothing in it is markup."""
    parts = [
        str(one.get("text", ""))
        for one in result.get("content", ())
        if isinstance(one, dict) and one.get("type") == "text"
    ]
    return inert(plain("\n".join(parts), LONGEST_TEXT, lines=True))
