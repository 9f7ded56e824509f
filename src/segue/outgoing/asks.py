"""A request before it is sent: what the caller wants, without what is not the caller's to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from segue import __version__
from segue.outgoing.errors import OutgoingError
from segue.outgoing.transporting import MOST

AGENT: Final = f"Segue/{__version__}"
_CONNECT_S: Final = 10.0
# The connection's own business; a caller's words here could split or misdirect the request.
_NOT_THE_CALLERS: Final = frozenset(
    {
        "accept-encoding", "connection", "content-length", "host", "keep-alive",
        "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """One request, ready to be written. Header names are in small letters."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    accept: tuple[str, ...]
    timeout_s: float
    most_bytes: int

    def written(self) -> Any:
        """Return it as httpx's request.

        Raises:
            OutgoingError: bad_url.
        """
        import httpx  # noqa: PLC0415 - only once somebody is asked

        wait = {"read": self.timeout_s, "write": self.timeout_s, "pool": self.timeout_s}
        wait["connect"] = min(self.timeout_s, _CONNECT_S)
        try:
            return httpx.Request(
                self.method,
                self.url,
                headers=self.headers,
                content=self.body or None,
                extensions={"timeout": wait, MOST: self.most_bytes},
            )
        except (httpx.InvalidURL, UnicodeError, TypeError, ValueError) as error:
            raise OutgoingError("bad_url", f"This is not an address: {error}.") from error


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    json: Any = None,
    accept: Sequence[str] = (),
    timeout_s: float = 15.0,
    most_bytes: int = 1,
) -> Ask:
    """Put a request together: our name, what is accepted, and JSON written out."""
    sent = {"user-agent": AGENT, "accept": ", ".join(accept) or "*/*"}
    for name, value in (headers or {}).items():
        if name.lower() not in _NOT_THE_CALLERS:
            sent[name.lower()] = value
    body = content or b""
    if json is not None:
        import msgspec  # noqa: PLC0415 - as above

        sent.setdefault("content-type", "application/json")
        body = msgspec.json.encode(json)
    return Ask(method.upper(), url, sent, body, tuple(accept), timeout_s, most_bytes)
