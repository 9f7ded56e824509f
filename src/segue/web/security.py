"""Security headers, in one place: every answer passes here on its way out.

The workspace loads nothing but itself. The widget's frame may be embedded by the pages that the
inbox names (all, if it names none) and loads nothing but itself either. The loader is meant for
other people's pages, so it alone may be read across origins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"permissions-policy",
        b"camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=()",
    ),
)
HSTS: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
SAME_ORIGIN_ONLY: Final = (
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
FOR_ALL_PAGES: Final = (
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
)
API_POLICY: Final = b"default-src 'none'; frame-ancestors 'none'"
OWN: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self' data:; media-src 'self' data:; manifest-src 'self';"
    " base-uri 'none'; form-action 'none'; object-src 'none'"
)


def own_page(host: str, *, frame_src: str = "'none'") -> bytes:
    """The workspace, the shop, the gallery: themselves, sockets to this host, framed by nobody."""
    return (
        f"{OWN}; connect-src 'self' {_sockets(host)}; frame-src {frame_src}; frame-ancestors 'none'"
    ).encode()


def frame_page(host: str, embedders: Iterable[str]) -> bytes:
    """The widget's frame: embedded by these origins; none named means by all."""
    by = " ".join(["'self'", *embedders]) if embedders else "*"
    return f"{OWN}; connect-src 'self' {_sockets(host)}; frame-ancestors {by}".encode()


def _sockets(host: str) -> str:
    """Sockets to this very host: 'self' alone does not cover them in every browser."""
    if not host or not all(sign.isalnum() or sign in ".-:[]" for sign in host):
        return ""
    return f"ws://{host} wss://{host}"
