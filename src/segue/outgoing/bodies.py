"""Reading a reply's body within its limit, also while it is decompressed.

A few kilobytes of gzip can be gigabytes of zeros; so bodies are decompressed here, a bounded piece
at a time, and not by a client library that inflates each packet in one go.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import Any, Final

from segue.outgoing.errors import OutgoingError

ENCODINGS: Final = "gzip, deflate"
"""What is asked for; a reply in any other encoding is refused."""

_PIECE: Final = 65_536
_GZIP_OR_ZLIB, _RAW = 47, -15
_GZIP_BEGINS_WITH: Final = 0x1F


class Inflating:
    """One compressed body: gzip (also several in a row), zlib, or bare deflate."""

    def __init__(self) -> None:
        self._inflate: Any = None
        self._members = 0

    def pieces(self, raw: bytes) -> Iterator[bytes]:
        """Yield what `raw` holds, at most 64 kB at a time."""
        while True:
            if self._inflate is None:
                # What follows a whole body and is not another of its kind is padding.
                if not raw or (self._members and raw[0] != _GZIP_BEGINS_WITH):
                    return
                self._inflate, piece = _begun(raw)
            else:
                piece = self._inflate.decompress(raw, _PIECE)
            if piece:
                yield piece
            if self._inflate.eof:
                raw, self._inflate = self._inflate.unused_data, None
                self._members += 1
                continue
            raw = self._inflate.unconsumed_tail
            if not raw and len(piece) < _PIECE:
                return

    @property
    def whole(self) -> bool:
        """Whether what was read so far is complete. Nothing at all is, too."""
        return self._inflate is None


def _begun(raw: bytes) -> tuple[Any, bytes]:
    """Return a decompressor for what begins with `raw`, and its first piece."""
    inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        return inflate, inflate.decompress(raw, _PIECE)
    except zlib.error:
        inflate = zlib.decompressobj(_RAW)
        return inflate, inflate.decompress(raw, _PIECE)


def inflating(encoding: str) -> Inflating | None:
    """Return what undoes a Content-Encoding; None where there is nothing to undo.

    Raises:
        OutgoingError: bad_type, for what was not asked for.
    """
    named = [one for one in map(str.strip, encoding.lower().split(",")) if one]
    named = [one for one in named if one != "identity"]
    if not named:
        return None
    if len(named) > 1 or named[0] not in {"gzip", "x-gzip", "deflate"}:
        raise OutgoingError(
            "bad_type", f"The reply is compressed in a way that was not asked for ({encoding}).",
            sent=True,
        )  # fmt: skip
    return Inflating()


async def bounded(
    parts: AsyncIterable[bytes], inflate: Inflating | None, most_bytes: int, host: str
) -> AsyncIterator[bytes]:
    """Yield the body in pieces of at most 64 kB or a packet.

    Raises:
        OutgoingError: too_large, broken.
    """
    size = 0
    try:
        async for part in parts:
            for piece in (part,) if inflate is None else inflate.pieces(part):
                size += len(piece)
                if size > most_bytes:
                    raise too_large(host, most_bytes)
                yield piece
    except zlib.error as error:
        raise OutgoingError(
            "broken", f"The reply of {host!r} is compressed badly.", sent=True
        ) from error
    if inflate is not None and not inflate.whole:
        raise OutgoingError("broken", f"The reply of {host!r} ended half-way.", sent=True)


def too_large(host: str, most_bytes: int) -> OutgoingError:
    """Return what is said of a body that is over its limit."""
    size = f"{most_bytes / 1e6:.3g} MB" if most_bytes >= 100_000 else f"{most_bytes} bytes"  # noqa: PLR2004
    return OutgoingError(
        "too_large", f"The reply of {host!r} is larger than {size}. It was not read.", sent=True
    )
