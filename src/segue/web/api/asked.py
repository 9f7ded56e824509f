"""The request as our handlers see it: a strict body, and who asks.

Litestar converts bodies leniently (`"3"` would do for 3); here they are decoded once, strictly,
into the type that the handler names: unknown fields, wrong types and deep nesting are refused.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State

from segue.build import Segue
from segue.web import limits
from segue.web.context import Web
from segue.web.refusals import No
from segue.web.sockets.wire import Scope
from segue.web.who import Caller

CALLER = "segue.caller"
WEB = "segue.web"


@lru_cache(maxsize=256)
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


class Asked(Request[Any, Any, State]):
    """Litestar's request with our own reading of bodies."""

    @property
    def web(self) -> Web:
        found: Web = self.asgi[WEB]
        return found

    @property
    def asgi(self) -> Scope:
        """The scope, as our own functions take it."""
        scope: Any = self.scope
        found: Scope = scope
        return found

    @property
    def segue(self) -> Segue:
        return self.web.segue

    @property
    def caller(self) -> Caller:
        """Who is signed in; the route's permission was checked already."""
        found: Caller = self.asgi[CALLER]
        return found

    async def body(self) -> bytes:
        """The body, if it comes in time."""
        try:
            async with asyncio.timeout(limits.BODY_S):
                return await super().body()
        except TimeoutError:
            raise No(408, "too_slow", "The body did not come in time.") from None

    async def json(self) -> Any:
        """The body as the struct that the handler wants."""
        raw = await self.body()
        kind, _ = self.content_type
        if kind not in ("application/json", ""):
            raise No(415, "not_json", "Send JSON, with `Content-Type: application/json`.")
        if limits.too_deep(raw):
            raise No(422, "bad_request", f"Nested deeper than {limits.DEPTH}.")
        wanted = self.route_handler.parsed_fn_signature.parameters["data"].annotation
        return _decoder(wanted).decode(raw)
