"""The one client: every request that Segue makes to an address that somebody typed in.

    outgoing = Outgoing(allow_private=["localhost:11434"])
    reply = await outgoing.request("GET", url, timeout_s=5, accept=("application/json",))
    reply.good().json()

No proxies of the environment, no cookies, no redirects unless asked; everything has a limit in
bytes and in seconds. See `segue.outgoing.errors` for what can go wrong.
"""

from __future__ import annotations

import asyncio
import importlib
import ssl
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Self

from segue.outgoing.addresses import Allowed
from segue.outgoing.asks import Ask, ask
from segue.outgoing.dialling import Resolve, resolved
from segue.outgoing.errors import OutgoingError
from segue.outgoing.hops import REDIRECTS, next_hop
from segue.outgoing.naming import errors, named, timed_out
from segue.outgoing.repeating import AGAIN, AGAIN_AT, may_repeat, pause_s
from segue.outgoing.replies import Reply, wanted
from segue.outgoing.transporting import Http, checked, transport

MOST_BYTES: Final = 5_000_000
_SHOWN_BYTES: Final = 4_000  # of a bad reply


class Outgoing:
    """Asks the outside. One for each event loop; `aclose` when done."""

    def __init__(
        self,
        allow_private: Sequence[str] = (),
        *,
        resolve: Resolve = resolved,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Allow what `segue.outgoing.addresses.Allowed` describes. Nothing is loaded yet.

        Raises:
            ValueError: for an entry of `allow_private` that says nothing.
        """
        self._allowed = Allowed(allow_private)
        self._resolve = resolve
        self._tls = tls
        self._transport: Any = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        json: Any = None,
        timeout_s: float = 15.0,
        most_bytes: int = MOST_BYTES,
        redirects: int = 0,
        accept: Sequence[str] = (),
        retrying: int = 0,
    ) -> Reply:
        """Ask and return the reply, whatever its status (`reply.good()` minds it).

        `timeout_s` holds for everything together: looking up, redirects, further tries.
        `accept` are media types (`application/json`, `text/*`); a good reply of another kind is
        `bad_type`. `redirects` is how many are followed; each is judged anew, and only harmless
        headers go along to another server. `retrying` is how often to try again after 429, 502,
        503, 504 or no answer, and has an effect only where a repetition is harmless: on GET, HEAD,
        OPTIONS, PUT, DELETE, or with an Idempotency-Key.

        Raises:
            OutgoingError: see `segue.outgoing.errors`; never `bad_status`.
        """
        asked = ask(
            method, url, headers=headers, content=content, json=json, accept=accept,
            timeout_s=timeout_s, most_bytes=most_bytes,
        )  # fmt: skip
        tries = retrying + 1 if may_repeat(asked.method, asked.headers) else 1
        ends = asyncio.get_running_loop().time() + timeout_s
        try:
            async with asyncio.timeout_at(ends):
                return await self._tried(asked, tries, redirects, ends)
        except TimeoutError as error:
            raise timed_out(url, timeout_s) from error

    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        json: Any = None,
        idle_s: float = 30.0,
        timeout_s: float = 300.0,
        most_bytes: int = 50_000_000,
        accept: Sequence[str] = (),
        begun: Callable[[Reply], None] | None = None,
    ) -> AsyncGenerator[bytes, None]:
        """Yield the body of a good reply as it comes, for server-sent events.

        `idle_s` is the longest silence, also before the first byte; `timeout_s` the longest whole.
        To stop early, leave it through `contextlib.aclosing`. `begun` is told the status and the
        headers before the first byte.

        Raises:
            OutgoingError: as `request`; bad_status (with `status` and the `body`'s beginning) for
                any but 2xx.
        """
        asked = ask(
            method, url, headers=headers, content=content, json=json, accept=accept,
            timeout_s=idle_s, most_bytes=most_bytes,
        )  # fmt: skip
        loop = asyncio.get_running_loop()
        ends = loop.time() + timeout_s
        response: Any = None
        try:
            async with asyncio.timeout_at(min(ends, loop.time() + idle_s)):
                response = await self._sent(asked)
                await _begun(response, asked)
            if begun is not None:
                begun(_start(response, asked))
            pieces = aiter(response.stream)
            while True:
                async with asyncio.timeout_at(min(ends, loop.time() + idle_s)):
                    piece = await anext(pieces, None)
                if piece is None:
                    return
                yield piece
        except TimeoutError as error:
            raise timed_out(url, min(idle_s, timeout_s)) from error
        except errors() as error:
            raise named(error, url) from error
        finally:
            if response is not None:
                await response.stream.aclose()

    async def check(self, url: str) -> None:
        """Judge an address without asking it, when it is typed in. It is judged again when asked.

        Raises:
            OutgoingError: bad_url, private_address, unreachable.
        """
        there = ask("GET", url).written().url
        checked(there)
        port = there.port or (443 if there.scheme == "https" else 80)
        await self._transporting().dialling.judged(there.host, port)

    def transport(self, *, http: Http = "httpx", most_bytes: int = 50_000_000) -> Any:
        """Return a new transport with the same permissions, for another library's client."""
        return transport(
            self._allowed, http=http, most_bytes=most_bytes, resolve=self._resolve, tls=self._tls
        )

    def client(self, *, http: Http = "httpx2", most_bytes: int = 50_000_000, **how: Any) -> Any:
        """Return a new `AsyncClient` of that library which goes through the guard.

        For libraries that bring their own words for HTTP (models, MCP); `how` is handed to it, such
        as `timeout` in seconds. Close it when done.
        """
        lib: Any = importlib.import_module(http)
        return lib.AsyncClient(
            transport=self.transport(http=http, most_bytes=most_bytes), trust_env=False, **how
        )

    async def aclose(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _tried(self, asked: Ask, tries: int, redirects: int, ends: float) -> Reply:
        """Ask up to `tries` times; the last reply or error counts, whatever it is."""
        loop = asyncio.get_running_loop()
        number = 1
        while True:
            last: Reply | OutgoingError
            try:
                last = await self._followed(asked, redirects)
                again = last.status in AGAIN_AT
            except OutgoingError as error:
                last, again = error, error.code in AGAIN
            wait = pause_s(number, last.headers)
            if not again or number == tries or loop.time() + wait >= ends:
                if isinstance(last, OutgoingError):
                    raise last
                return last
            number += 1
            await asyncio.sleep(wait)

    async def _followed(self, asked: Ask, redirects: int) -> Reply:
        """Ask, and follow as many redirects as are allowed."""
        while True:
            try:
                reply = await self._asked(asked)
            except errors() as error:
                raise named(error, asked.url) from error
            if not _sends_on(reply):
                return reply
            method, url, headers, body = next_hop(
                reply, asked.method, asked.headers, asked.body, redirects
            )
            asked = replace(asked, method=method, url=url, headers=headers, body=body)
            redirects -= 1

    async def _asked(self, asked: Ask) -> Reply:
        response = await self._sent(asked)
        try:
            start = _start(response, asked)
            if _sends_on(start):
                return start
            if 200 <= start.status < 300 and asked.method != "HEAD":  # noqa: PLR2004
                wanted(start.headers, asked.accept, asked.url)
            pieces = [piece async for piece in response.stream]
            return replace(start, body=b"".join(pieces))
        finally:
            await response.stream.aclose()

    async def _sent(self, asked: Ask) -> Any:
        return await self._transporting().handle_async_request(asked.written())

    def _transporting(self) -> Any:
        if self._transport is None:
            self._transport = self.transport()
        return self._transport


async def _begun(response: Any, asked: Ask) -> None:
    """Refuse to stream anything but a good reply of the right kind."""
    start = _start(response, asked)
    if _sends_on(start):
        next_hop(start, asked.method, {}, b"", 0)
    if not 200 <= start.status < 300:  # noqa: PLR2004
        shown = bytearray()
        async for piece in response.stream:
            shown += piece
            if len(shown) >= _SHOWN_BYTES:
                break
        replace(start, body=bytes(shown)).good()
    wanted(start.headers, asked.accept, asked.url)


def _start(response: Any, asked: Ask) -> Reply:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(int(response.status_code), headers, b"", asked.url)


def _sends_on(reply: Reply) -> bool:
    return reply.status in REDIRECTS and "location" in reply.headers
