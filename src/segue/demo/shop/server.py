"""The books over HTTP: JSON in and out, a key, and the customer in a header.

Plain ASGI, a table of routes. A key alone opens nothing of anybody's: `X-Customer` says whose.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, unquote

from segue.demo.shop import slots
from segue.demo.shop.books import Answer, Books, No, not_found

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
MOST_BYTES = 64_000
LONGEST = 200


class Asked:
    """One request, read."""

    def __init__(
        self, customer: str, parts: Mapping[str, str], query: Mapping[str, str], body: Any
    ) -> None:
        self.customer, self.parts, self.query, self.body = customer, parts, query, body

    def text(self, name: str, *, needed: bool = True) -> str:
        """A text of the body. Raises `No`."""
        value = self.body.get(name) if isinstance(self.body, dict) else None
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST:
            raise No(422, "bad_value", f"“{name}” is a text of 1 to {LONGEST} characters.")
        return value.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise No(422, "bad_value", "A day is written as 2026-11-24.") from None


def _kind_and_store(kind: str, store: str) -> tuple[str, str]:
    if kind not in slots.KINDS or store not in slots.STORES:
        raise No(422, "bad_value", f"Kinds: {slots.KINDS}; stores: {slots.STORES}.")
    return kind, store


Work = Callable[[Books, Asked], tuple[int, Answer]]


def _change_address(books: Books, it: Asked) -> tuple[int, Answer]:
    to = {name: it.text(name) for name in ("street", "postcode", "city")}
    to["country"] = it.text("country", needed=False)
    return 200, books.change_address(it.customer, it.parts["order"], to)


def _cancel(books: Books, it: Asked) -> tuple[int, Answer]:
    approved = isinstance(it.body, dict) and it.body.get("approved") is True
    return 200, books.cancel(it.customer, it.parts["order"], approved=approved)


def _start_return(books: Books, it: Asked) -> tuple[int, Answer]:
    reason = it.text("reason", needed=False) or "not said"
    return 201, books.start_return(it.customer, it.parts["order"], reason)


def _free(books: Books, it: Asked) -> tuple[int, Answer]:
    kind, store = _kind_and_store(it.query.get("kind", ""), it.query.get("store", ""))
    day = it.query.get("day")
    return 200, books.free(kind, store, _day(day) if day else None)


def _book(books: Books, it: Asked) -> tuple[int, Answer]:
    kind, store = _kind_and_store(it.text("kind"), it.text("store"))
    return 201, books.book(it.customer, kind, store, _day(it.text("day")), it.text("time"))


ROUTES: tuple[tuple[str, str, Work], ...] = (
    ("GET", "/orders", lambda books, it: (200, books.orders(it.customer))),
    ("GET", "/orders/{order}",
     lambda books, it: (200, books.order(it.customer, it.parts["order"]))),
    ("PUT", "/orders/{order}/address", _change_address),
    ("POST", "/orders/{order}/cancel", _cancel),
    ("POST", "/orders/{order}/restore",
     lambda books, it: (200, books.restore(it.customer, it.parts["order"]))),
    ("POST", "/orders/{order}/returns", _start_return),
    ("DELETE", "/returns/{id}",
     lambda books, it: (200, books.stop_return(it.customer, it.parts["id"]))),
    ("GET", "/slots", _free),
    ("GET", "/bookings", lambda books, it: (200, books.bookings(it.customer))),
    ("POST", "/bookings", _book),
    ("DELETE", "/bookings/{id}",
     lambda books, it: (200, books.cancel_booking(it.customer, it.parts["id"]))),
)  # fmt: skip
OPEN = ("/slots",)
"""What needs no customer: anybody may see which appointments there are."""

_COMPILED = tuple(
    (method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), path, work)
    for method, path, work in ROUTES
)


class ShopServer:
    """An ASGI application. Its paths may come with its mount in front or without."""

    def __init__(self, books: Books, key: str, mount: str) -> None:
        self._books, self._key, self._mount = books, key, mount

    def close(self) -> None:
        """Close the books."""
        self._books.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers: dict[str, str] = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        path: str = scope["path"].removeprefix(self._mount) or "/"
        try:
            body = await _body(receive)
            status, answer = await self._answer(scope, path, headers, body)
        except No as no:
            status, answer = no.status, {"code": no.code, "message": no.said}
        raw = json.dumps(answer, ensure_ascii=False).encode()
        shown = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"),
                 (b"content-length", str(len(raw)).encode())]  # fmt: skip
        await send({"type": "http.response.start", "status": status, "headers": shown})
        await send({"type": "http.response.body", "body": raw})

    async def _answer(
        self, scope: Scope, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, Answer]:
        method: str = scope["method"]
        if path == "/health":
            return 200, {"ok": True}
        if path == "/openapi.json":
            return 200, described()
        found = [
            (route, match, work)
            for known, pattern, route, work in _COMPILED
            if known == method and (match := pattern.fullmatch(path))
        ]
        if not found:
            raise not_found()
        given = headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {self._key}".encode()):
            raise No(401, "wrong_key", "The key is missing or wrong.")
        route, match, work = found[0]
        customer = ""
        if route not in OPEN:
            who = [unquote(headers.get(name, "")) for name in ("x-customer", "x-customer-email")]
            customer = self._books.customer(*who)
        asked = Asked(
            customer,
            {name: unquote(value) for name, value in match.groupdict().items()},
            dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))),
            _json(body) if body else {},
        )
        if method == "GET":
            return await asyncio.to_thread(work, self._books, asked)
        request = hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest()
        return await asyncio.to_thread(
            self._books.once,
            customer,
            headers.get("idempotency-key", "")[:LONGEST],
            request,
            lambda: work(self._books, asked),
        )


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise No(413, "too_large", "That is too much.")
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return bytes(body)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise No(400, "bad_json", "This is not JSON.") from None


def described() -> Answer:
    """The OpenAPI document of these services."""
    text = files("segue.demo.shop").joinpath("openapi.json").read_text(encoding="utf-8")
    read: Answer = json.loads(text)
    return read
