"""The guard as a transport of httpx (or httpx2), for our own client and for other libraries.

    client = httpx2.AsyncClient(transport=transport(["localhost:11434"], http="httpx2"))

Whatever such a client does on its own account (redirects, retries), each of its requests passes
here. A client that is given a transport asks no proxy of the environment.
"""

from __future__ import annotations

import importlib
import ssl
from collections.abc import AsyncIterator, Sequence
from functools import lru_cache
from typing import Any, Final, Literal

from segue.outgoing.addresses import Allowed
from segue.outgoing.bodies import ENCODINGS, Inflating, bounded, inflating, too_large
from segue.outgoing.dialling import Dialling, Resolve, resolved
from segue.outgoing.errors import OutgoingError

Http = Literal["httpx", "httpx2"]
MOST: Final = "segue.most_bytes"
"""The extension of a request that says how many bytes its reply may have."""

MOST_BYTES: Final = 50_000_000
_CORES: Final = {"httpx": "httpcore", "httpx2": "httpcore2"}


def transport(
    allow_private: Sequence[str] | Allowed = (),
    *,
    http: Http = "httpx",
    most_bytes: int = MOST_BYTES,
    resolve: Resolve = resolved,
    tls: ssl.SSLContext | None = None,
) -> Any:
    """Return an `AsyncBaseTransport` of `http`. Loads that library: about 0.1 s the first time.

    What the guard refuses is raised as that library's own `TransportError`, with the
    `OutgoingError` as its cause and in `.outgoing`.
    """
    allowed = allow_private if isinstance(allow_private, Allowed) else Allowed(allow_private)
    return _kinds(http)[0](allowed, most_bytes, resolve, tls)


@lru_cache(maxsize=2)
def _kinds(http: Http) -> tuple[Any, Any, Any]:
    """Return the classes Transport, Body and Refused, made for one library."""
    lib: Any = importlib.import_module(http)
    core: Any = importlib.import_module(_CORES[http])
    names = {"__module__": __name__, "lib": lib, "core": core}
    refused = type("Refused", (_Refused, lib.TransportError), names)
    body = type("Body", (_Body, lib.AsyncByteStream), {**names, "refused": refused})
    kinds = {**names, "refused": refused, "body": body}
    return type("Transport", (_Transport, lib.AsyncBaseTransport), kinds), body, refused


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """The usual authorities, or those that SSL_CERT_FILE names. Reading them takes 20 ms."""
    import httpx  # noqa: PLC0415 - loaded by now, or about to be

    return httpx.create_ssl_context()


class _Refused(Exception):
    """What the guard refused, as an error that the library's users expect."""

    def __init__(self, outgoing: OutgoingError, request: Any = None) -> None:
        super().__init__(outgoing.said)
        self.outgoing = outgoing
        if request is not None:
            self.request = request


class _Body:
    refused: Any

    def __init__(self, stream: Any, inflate: Inflating | None, most: int, host: str) -> None:
        self._stream = stream
        self._pieces = bounded(stream, inflate, most, host)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._pieces:
                yield piece
        except OutgoingError as error:
            raise self.refused(error) from error

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Transport:
    lib: Any
    core: Any
    refused: Any
    body: Any

    def __init__(
        self, allowed: Allowed, most_bytes: int, resolve: Resolve, tls: ssl.SSLContext | None
    ) -> None:
        context = tls or _trust()
        self.dialling = Dialling(self.core, allowed, resolve)
        self._most_bytes = most_bytes
        # The library's transport maps errors; only its pool is ours, since it takes no back end.
        self._inner = self.lib.AsyncHTTPTransport(verify=context, trust_env=False)
        self._inner._pool = self.core.AsyncConnectionPool(  # noqa: SLF001
            ssl_context=context,
            max_connections=100,
            # Of a server that answers twice, the second answer would be taken for the next
            # question's: every question has a connection of its own.
            max_keepalive_connections=0,
            network_backend=self.dialling,
        )

    async def handle_async_request(self, request: Any) -> Any:
        try:
            checked(request.url)
            request.headers["accept-encoding"] = ENCODINGS
            response = await self._inner.handle_async_request(request)
        except OutgoingError as error:
            raise self.refused(error, request) from error
        try:
            return self._read(request, response)
        except OutgoingError as error:
            await response.stream.aclose()
            raise self.refused(error, request) from error

    def _read(self, request: Any, response: Any) -> Any:
        most = int(request.extensions.get(MOST, self._most_bytes))
        length = response.headers.get("content-length", "")
        if request.method != "HEAD" and length.isdecimal() and int(length) > most:
            raise too_large(request.url.host, most)
        inflate = inflating(response.headers.get("content-encoding", ""))
        kept = [
            (name, value)
            for name, value in response.headers.raw
            if inflate is None or name.lower() not in {b"content-encoding", b"content-length"}
        ]
        return self.lib.Response(
            response.status_code,
            headers=kept,
            stream=self.body(response.stream, inflate, most, request.url.host),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


def checked(url: Any) -> None:
    """Refuse an address that is none of ours to ask, by its looks alone.

    Raises:
        OutgoingError: bad_url.
    """
    if url.scheme not in {"http", "https"}:
        raise OutgoingError("bad_url", f"An address begins with https://, not {url.scheme!r}.")
    if not url.host:
        raise OutgoingError("bad_url", "The address names no server.")
    if url.userinfo:
        raise OutgoingError(
            "bad_url",
            "The address holds a name or a password (before the @). Take it out: secrets have"
            " their own setting.",
        )
