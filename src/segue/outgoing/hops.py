"""Redirects: followed only where asked, and with nothing secret in the luggage."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin, urlsplit

from segue.outgoing.errors import OutgoingError
from segue.outgoing.replies import Reply

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

# What may be said to a server that nobody named: who asks, and for what kind of thing.
_HARMLESS: Final = frozenset({"user-agent", "accept", "accept-language"})
_OF_THE_BODY: Final = frozenset({"content-type"})

_Hop = tuple[str, str, dict[str, str], bytes]


def next_hop(reply: Reply, method: str, headers: dict[str, str], body: bytes, left: int) -> _Hop:
    """Return method, address, headers and body of the request that follows a redirect.

    Raises:
        OutgoingError: redirected, with the `location`, if none is `left`, or if the body would go
            to another server.
    """
    location = urljoin(reply.url, reply.headers["location"].strip())
    if left <= 0:
        raise _not_followed(reply, location, "")
    if reply.status == 303 or (reply.status in {301, 302} and method == "POST"):  # noqa: PLR2004
        method, body = ("HEAD" if method == "HEAD" else "GET"), b""
        headers = {name: one for name, one in headers.items() if name not in _OF_THE_BODY}
    if _origin(location) != _origin(reply.url):
        if body:
            raise _not_followed(reply, location, " with what was to be sent to it")
        headers = {name: one for name, one in headers.items() if name in _HARMLESS}
    return method, location, headers, body


def _not_followed(reply: Reply, location: str, luggage: str) -> OutgoingError:
    try:
        there = urlsplit(location).hostname
    except ValueError:
        there = None
    return OutgoingError(
        "redirected",
        f"{urlsplit(reply.url).hostname!r} sends us on to {there!r}{luggage}, which is not"
        " followed. If that is the right place, set that address up.",
        sent=True,
        status=reply.status,
        location=location,
    )


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port
