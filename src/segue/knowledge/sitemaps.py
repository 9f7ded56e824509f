"""Sitemaps: lists of a site's pages, and lists of lists, packed or not, and sometimes without end.

They are read by their marks and not as XML, so that a broken one still says what it says, and an
endless one is read as far as its limit.
"""

from __future__ import annotations

import asyncio
import html
import re
import zlib
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from segue.outgoing import Outgoing, OutgoingError

MOST_BYTES: Final = 10_000_000
MOST_FILES: Final = 40
_GZIP: Final = b"\x1f\x8b"
_LOC: Final = re.compile(r"<(?:\w{1,20}:)?loc>")
_LONGEST: Final = 2_000


@dataclass(frozen=True)
class Sitemap:
    pages: tuple[str, ...]
    further: tuple[str, ...]


def read_sitemap(data: bytes) -> Sitemap:
    """Return what a sitemap lists: pages, or further sitemaps. Text with an address a line, too."""
    if data.startswith(_GZIP):
        try:
            data = zlib.decompressobj(47).decompress(data, MOST_BYTES)
        except zlib.error:
            data = b""
    text = data.decode("utf-8", "replace")
    found = tuple(
        dict.fromkeys(one for at in _LOC.finditer(text) if (one := _listed(text, at.end())))
    )
    if re.search(r"<(?:\w{1,20}:)?sitemapindex\b", text[:5_000]):
        return Sitemap((), found)
    if not found and text.startswith(("http://", "https://")):
        lines = (one.strip() for one in text.split("\n"))
        found = tuple(one for one in lines if re.fullmatch(r"https?://\S{1,2000}", one))
    return Sitemap(found, ())


def _listed(text: str, start: int) -> str:
    end = text.find("</", start, start + _LONGEST)
    named = text[start:end].strip() if end > 0 else ""
    return html.unescape(named.removeprefix("<![CDATA[").removesuffix("]]>").strip())


async def pages_listed(
    outgoing: Outgoing, starts: tuple[str, ...], headers: dict[str, str], most: int
) -> AsyncIterator[str]:
    """Yield the pages that sitemaps list, `most` at most; sitemaps that fail are passed over."""
    waiting, seen, count = list(starts), set(starts), 0
    files = 0
    while waiting and files < MOST_FILES:
        files += 1
        data = await _beginning(outgoing, waiting.pop(0), headers)
        sitemap = await asyncio.to_thread(read_sitemap, data)
        new = [one for one in sitemap.further if one not in seen]
        seen.update(new)
        waiting += new[: MOST_FILES * 2]
        for page in sitemap.pages:
            yield page
            count += 1
            if count >= most:
                return


async def _beginning(outgoing: Outgoing, url: str, headers: dict[str, str]) -> bytes:
    """Return a file, or as much of it as is read; nothing, where nothing is."""
    data = bytearray()
    try:
        # Its own limit lies beyond ours: what came before that is worth having.
        pieces = outgoing.stream("GET", url, headers=headers, idle_s=10, timeout_s=30)
        async with aclosing(pieces):
            async for piece in pieces:
                data += piece
                if len(data) >= MOST_BYTES:
                    break
    except OutgoingError:
        pass
    return bytes(data)
