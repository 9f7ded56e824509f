"""The ASGI application: sockets first (they are hot), then pages, then the routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from email.utils import format_datetime
from typing import Any, Final, TypeAlias

import structlog

from segue.app.ports import StoreUnavailable
from segue.build import Segue
from segue.settings import BadSettings
from segue.web import limits, security, who
from segue.web.api.asked import WEB
from segue.web.context import Web
from segue.web.http_app import make_http
from segue.web.limits import Rates
from segue.web.pages import Pages, refuse
from segue.web.refusals import No
from segue.web.sockets.agent import agent_socket
from segue.web.sockets.customer import customer_socket
from segue.web.sockets.wire import Message, Receive, Scope, Send

Before: TypeAlias = Callable[[], Awaitable[None]]

CUSTOMER_SOCKET: Final = "/api/v1/widget/socket"
AGENT_SOCKET: Final = "/api/v1/agent/socket"
WIDGET_API: Final = "/api/v1/widget/"
ROUTED: Final = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")
CORS: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-max-age", b"600"),
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"content-type"),
)
log = structlog.get_logger()


def make_app(segue: Segue, *, rates: Rates | None = None, before: Before | None = None) -> WebApp:
    """The whole web face of this segue; it is started and stopped with the application.

    `before` runs when the segue has started and nobody has been let in yet.
    """
    return WebApp(Web(segue, rates or Rates()), before)


class WebApp:
    """Dispatches; every HTTP answer gets its headers here."""

    def __init__(self, web: Web, before: Before | None = None) -> None:
        self.web = web
        self._before = before
        self._pages = Pages(web.segue)
        self._http: Any = make_http()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "websocket":
            await self._socket(scope, receive, send)
        elif kind == "http":
            await self._answer(scope, receive, send)
        elif kind == "lifespan":
            await self._live(receive, send)

    # --- sockets ----------------------------------------------------------------------------------

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path == CUSTOMER_SOCKET:
            await customer_socket(self.web, scope, receive, send)
        elif path == AGENT_SOCKET:
            await agent_socket(self.web, scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 4404})

    # --- HTTP -------------------------------------------------------------------------------------

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        dressed = self._dressed(scope, send)
        size = sum(len(name) + len(value) for name, value in scope["headers"])
        if size > limits.HEADER_BYTES:
            no = No(431, "too_large", "The header is too large.")
            return await refuse(scope, dressed, no)
        if path.startswith(WIDGET_API) and scope["method"] == "OPTIONS":
            return await _preflight(dressed)
        for place, mounted in self.web.segue.mounted.items():
            if path.startswith(f"{place}/"):
                await mounted(scope, receive, dressed)
                return None
        if path.startswith(ROUTED):
            return await self._routed(scope, receive, dressed)
        return await self._pages.serve(scope, dressed)

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        public = scope["path"].startswith(WIDGET_API)
        scope[WEB] = self.web

        async def finished(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                headers += [
                    (b"cache-control", b"no-store"),
                    (b"content-security-policy", security.API_POLICY),
                    *(CORS[:1] if public else ()),
                    *(security.FOR_ALL_PAGES[:1] if public else security.SAME_ORIGIN_ONLY),
                ]
                message["headers"] = headers
            await send(message)

        await self._http(scope, receive, finished)

    def _dressed(self, scope: Scope, send: Send) -> Send:
        """The headers that every answer has, and the count of answers."""
        secure = who.is_secure(scope, self.web.segue)
        requests = self.web.metrics.requests

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                headers += security.ALWAYS
                headers.append((b"date", self._date()))
                if secure:
                    headers.append(security.HSTS)
                message["headers"] = headers
                requests.labels(area_of(scope["path"]), str(message["status"])).inc()
            await send(message)

        return dressed

    def _date(self) -> bytes:
        """Our clock's time, not the machine's: screens go by it, and a rehearsal may shift it."""
        return format_datetime(self.web.segue.clock(), usegmt=True).encode()

    # --- life -------------------------------------------------------------------------------------

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self.web.segue.start()
            if self._before is not None:
                await self._before()
            self.web.audience.start()
        except Exception as why:  # the server says it and ends
            if not isinstance(why, BadSettings | StoreUnavailable):
                log.exception("web.start_failed")
            await send({"type": "lifespan.startup.failed", "message": str(why)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.web.audience.stop()
        await self.web.replays.stop()
        await self.web.segue.stop()
        await send({"type": "lifespan.shutdown.complete"})


async def _preflight(send: Send) -> None:
    """The widget's API is for other pages, too; it knows no cookies."""
    await send({"type": "http.response.start", "status": 204, "headers": list(CORS)})
    await send({"type": "http.response.body", "body": b""})


def area_of(path: str) -> str:
    """A label with few values: whatever strangers ask for must not fill the memory."""
    for area in ("/api/v1/widget", "/api/v1/conversations", "/api", "/assets", "/widget", "/shop"):
        if path.startswith(area):
            return area
    return path if path in ROUTED else "/"
