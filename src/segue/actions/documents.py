"""Documents and servers that describe actions: read from beside the file, or from where they are.

What cannot be read is told and tried again; what was known of it before stays in use, so that a
document server that is down takes no action away.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from segue.actions.described import Described, Left, Service
from segue.actions.keys import Keys, NoKey
from segue.actions.mcp import McpServer, NoTool, read_tools
from segue.actions.openapi import read_openapi
from segue.actions.parsing import LARGEST, parsed
from segue.actions.problems import BadActions
from segue.actions.reading import Read
from segue.actions.sending import Sender, Silent
from segue.domain.value import Plain
from segue.outgoing import OutgoingError

DOCUMENT_S = 20.0


class Loaded(Plain, frozen=True):
    """What documents and servers gave; `whole`: all of them could be read."""

    services: tuple[Service, ...] = ()
    actions: tuple[Described, ...] = ()
    left: tuple[Left, ...] = ()
    whole: bool = True


class Documents:
    """The documents and servers of the services that have one."""

    def __init__(
        self,
        read: Read,
        sender: Callable[[], Sender],
        keys: Keys,
        clock: Callable[[], datetime],
        folder: str,
    ) -> None:
        self._services, self._changes, self._folder = read.services, read.changes, Path(folder)
        self._sender = sender
        self._servers = {
            one.id: McpServer(one, sender, keys, clock) for one in read.services if one.mcp
        }
        self._last: dict[str, Loaded] = {}

    @property
    def elsewhere(self) -> bool:
        """Is anything to be read over the network?"""
        return any(one.mcp or _is_url(one.openapi) for one in self._services)

    def server(self, service: str) -> McpServer:
        return self._servers[service]

    def allowed(self) -> list[str]:
        """`host:port` of what the administrator lets be in a private network."""
        found = []
        for one in self._services:
            for url in (one.url, one.mcp, one.openapi):
                if one.allow_private and _is_url(url):
                    found.append(place_of(url))  # noqa: PERF401 - reads better so
        return found

    def beside(self) -> Loaded:
        """The documents that are files. Raises `BadActions`."""
        for one in self._services:
            if one.openapi and not _is_url(one.openapi):
                self._last[one.id] = self._from_file(one)
        return self._all(())

    async def load(self) -> Loaded:
        """Everything that is elsewhere, too."""
        failed = []
        for one in self._services:
            try:
                if one.mcp:
                    tools = await self._servers[one.id].tools()
                    made, left = read_tools(tools, one, self._changes.get(one.id, {}))
                    self._last[one.id] = Loaded((), tuple(made), tuple(left))
                elif _is_url(one.openapi):
                    self._last[one.id] = await self._from_url(one)
            except (OutgoingError, Silent, NoTool, NoKey, BadActions) as why:
                failed.append(Left(one.id, f"it cannot be read: {why}"))
        return self._all(failed)

    def _all(self, failed: tuple[Left, ...] | list[Left]) -> Loaded:
        every = [self._last[one.id] for one in self._services if one.id in self._last]
        return Loaded(
            tuple(service for one in every for service in one.services),
            tuple(action for one in every for action in one.actions),
            (*failed, *(left for one in every for left in one.left)),
            whole=not failed,
        )

    def _from_file(self, service: Service) -> Loaded:
        path = self._folder / service.openapi
        try:
            raw = path.read_bytes()
        except OSError as why:
            from segue.actions.problems import Problem  # noqa: PLC0415

            said = f"The document {path} cannot be read: {why.strerror}."
            raise BadActions((Problem(f"services · {service.id} · openapi", said),)) from why
        return self._read(raw, service, "")

    async def _from_url(self, service: Service) -> Loaded:
        reply = await self._sender().request(
            "GET",
            service.openapi,
            headers={"accept": "application/json, application/yaml, */*"},
            content=None,
            timeout_s=DOCUMENT_S,
            most_bytes=LARGEST,
        )
        return self._read(reply.good().body, service, service.openapi)

    def _read(self, raw: bytes, service: Service, where: str) -> Loaded:
        source = parsed(raw, "The document")
        found = read_openapi(source, service, self._changes.get(service.id, {}), where)
        return Loaded((found.service,), tuple(found.actions), tuple(found.left))


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def place_of(url: str) -> str:
    """`host:port` of an address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
