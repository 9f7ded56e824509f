"""A reply from the outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from segue.outgoing.errors import OutgoingError


@dataclass(frozen=True)
class Reply:
    """Headers have names in small letters; `url` is where it came from after all redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def kind(self) -> str:
        """The media type, without its parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The declared charset; empty where none is."""
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.strip().partition("=")
            if name.strip().lower() == "charset":
                return value.strip(" \"'").lower()
        return ""

    def good(self) -> Reply:
        """Return this reply.

        Raises:
            OutgoingError: bad_status, for any but 2xx; with the body's beginning.
        """
        if 200 <= self.status < 300:  # noqa: PLR2004
            return self
        host = urlsplit(self.url).hostname
        why = {
            401: " It does not know us: check the key or the secret.",
            403: " It does not let us: check the key's rights.",
            404: " There is nothing at this address.",
            429: " It has had too many requests: try again later.",
        }.get(self.status, " Something is wrong there." if self.status >= 500 else "")  # noqa: PLR2004
        raise OutgoingError(
            "bad_status",
            f"{host!r} answered with the status {self.status}.{why}",
            sent=True,
            status=self.status,
            body=self.body[:4_000],
            headers=dict(self.headers),
        )

    def json(self, type: Any = Any) -> Any:  # noqa: A002 - msgspec's own word
        """Return the body read as JSON, as a `type` of msgspec.

        Raises:
            OutgoingError: bad_json, naming what is wrong with it.
        """
        try:
            return msgspec.json.decode(self.body, type=type)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            host = urlsplit(self.url).hostname
            raise OutgoingError(
                "bad_json", f"{host!r} answered with JSON that cannot be read: {error}", sent=True,
                status=self.status, body=self.body[:4_000],
            ) from error  # fmt: skip


def wanted(headers: Mapping[str, str], accept: Sequence[str], url: str) -> None:
    """Refuse a good reply of another kind than asked for; `application/json` covers `…+json`.

    Raises:
        OutgoingError: bad_type.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if not accept or any(_covers(one, kind) for one in accept):
        return
    if headers.get("content-length") == "0":
        return
    raise OutgoingError(
        "bad_type",
        f"{urlsplit(url).hostname!r} answered with {kind or 'something of no kind'}, not with"
        f" {' or '.join(accept)}. Is this the right address?",
        sent=True,
    )


def _covers(wanted_kind: str, kind: str) -> bool:
    one = wanted_kind.partition(";")[0].strip().lower()
    if one in {"*/*", kind}:
        return True
    if one.endswith("/*"):
        return kind.startswith(one[:-1])
    return one == "application/json" and kind.startswith("application/") and kind.endswith("+json")
