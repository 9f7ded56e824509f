"""The process that reads documents which nobody vouches for, started by `segue.knowledge.readers`.

It takes one document after another on its standard input and answers on its standard output, each
as a frame of four bytes for the length and msgpack. It may use a gigabyte, opens no sockets, and
writes no files. Whatever happens to it, the server goes on.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Final

import msgspec

from segue.app.ports_knowledge import Found
from segue.domain.value import Plain
from segue.knowledge.documents import Document
from segue.knowledge.extracting import extract, print_of
from segue.knowledge.trouble import Unreadable
from segue.knowledge.web_pages import WebPage

MOST_MEMORY: Final = 1_200_000_000
_LENGTH_BYTES: Final = 4


class Work(Plain, frozen=True):
    """A document; `links` asks for what a page links to as well."""

    document: Document
    links: bool = False


class Done(Plain, frozen=True):
    """What came of it: what was `found`, or a `code` with a sentence. Of a page, its `links`."""

    found: tuple[Found, ...] = ()
    links: tuple[str, ...] = ()
    canonical: str | None = None
    code: str = ""
    said: str = ""


def main() -> None:
    """Read until the input ends."""
    _keep_small()
    # What a library prints must not get between the frames.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work = msgspec.msgpack.Decoder(Work)
    encode = msgspec.msgpack.Encoder().encode
    while len(head := sys.stdin.buffer.read(_LENGTH_BYTES)) == _LENGTH_BYTES:
        frame = sys.stdin.buffer.read(int.from_bytes(head, "big"))
        answer = encode(done(work.decode(frame)))
        out.write(len(answer).to_bytes(_LENGTH_BYTES, "big") + answer)
        out.flush()


def done(work: Work) -> Done:
    """Read one document; whatever is wrong with it is an answer."""
    place = work.document.place
    try:
        if work.links:
            return _page(work.document)
        return Done(tuple(extract(work.document, split_long=True)))
    except Unreadable as error:
        return Done(code=error.code, said=error.said)
    except MemoryError:
        return Done(code="too_large", said=f"{place} needs too much memory to read. Split it.")
    except Exception as error:  # noqa: BLE001 - a parser met something that it did not expect
        kind = type(error).__name__
        return Done(code="broken", said=f"{place} cannot be read: it is damaged ({kind}).")


def _page(document: Document) -> Done:
    """Read a page for its links, also if it has nothing else to give."""
    page = WebPage(document)
    links, canonical = tuple(page.links), page.canonical
    if "noindex" in page.wishes:
        said = f"{document.place} asks robots to leave it out (noindex)."
        return Done(links=links, canonical=canonical, code="noindex", said=said)
    try:
        found = page.found()
    except Unreadable as error:
        return Done(links=links, canonical=canonical, code=error.code, said=error.said)
    printed = msgspec.structs.replace(found, print=print_of(found))
    return Done((printed,), links, canonical)


def _keep_small() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
