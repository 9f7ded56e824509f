"""Documents to Markdown: what a file or page says, whatever it is written in.

`extract` blocks and trusts nobody, but a parser written in C can still be brought down by a hostile
file. So the server calls it in a process of its own (`segue.knowledge.readers`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from segue.app.ports_knowledge import Found
from segue.brains.errors import KnowledgeError
from segue.brains.pages import found_in_lines, found_in_markdown
from segue.knowledge.decoding import decoded
from segue.knowledge.documents import (
    LONGEST_TEXT,
    Document,
    Kind,
    check_size,
    kind_of_file,
    too_long,
)
from segue.knowledge.pdfs import read_pdf
from segue.knowledge.splitting import split
from segue.knowledge.tables import read_table
from segue.knowledge.trouble import Unreadable
from segue.knowledge.web_pages import read_html
from segue.knowledge.word_files import read_docx

EDITION: Final = "1"
"""Raised when the same document would be read otherwise: prints change with it."""

_BOOKS: Final[frozenset[Kind]] = frozenset({"markdown", "html", "pdf", "docx"})
_BEGINNINGS: Final[dict[bytes, Kind]] = {
    b"{": "lines", b"[{": "lines", b"%PDF": "pdf", b"PK": "docx", b"<": "html",
}  # fmt: skip

IN_PROCESS: Final[frozenset[Kind]] = frozenset({"markdown", "lines", "table"})
"""Kinds that are read without a parser in C, hence safely in the server's own process."""


def extract(document: Document, *, split_long: bool = False) -> list[Found]:
    """Return what a document says: one item, or several for questions and answers.

    With `split_long`, a long file becomes one item a chapter, see `segue.knowledge.splitting`.
    Their `print` tells whether a later reading of the same place says something else.

    Raises:
        Unreadable: with a stable code, and a sentence that names the document.
    """
    check_size(len(document.data), document.place)
    found = _READERS[document.kind](document)
    if any(len(one.body) > LONGEST_TEXT for one in found):
        raise too_long(document.place)
    found = [msgspec.structs.replace(one, url=one.url or document.url) for one in found]
    if split_long and document.kind in _BOOKS:
        found = [part for one in found for part in split(one)]
    return [msgspec.structs.replace(one, print=one.print or print_of(one)) for one in found]


def extract_file(path: Path) -> list[Found]:
    """Read one local file, for commands that somebody runs on files of their own.

    Raises:
        KnowledgeError: for whatever is wrong with it, naming it.
    """
    try:
        check_size(path.stat().st_size, str(path))
        data = path.read_bytes()
        return extract(Document(str(path), data, _kind_of(path, data)))
    except Unreadable as error:
        raise KnowledgeError(error.said) from error
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}.") from error


def _kind_of(path: Path, data: bytes) -> Kind:
    """A file that somebody names is meant, whatever it is called: look how it begins."""
    for begins, kind in _BEGINNINGS.items():
        if path.suffix == "" and data.lstrip()[:5].startswith(begins):
            return kind
    return kind_of_file(path.name) if path.suffix else "markdown"


def print_of(found: Found) -> str:
    """Return a digest of what was found, wherever it was: two places may say the same."""
    url = None if found.url == found.place else found.url
    bare = msgspec.structs.replace(found, print="", place="", url=url)
    return digest(msgspec.json.encode(bare))


def digest(data: bytes) -> str:
    """Return a short digest of bytes, other for each edition of the reader."""
    return sha256(EDITION.encode() + data).hexdigest()[:32]


def _markdown(document: Document) -> Sequence[Found]:
    text = decoded(document.data, document.place, document.charset)
    try:
        found = found_in_markdown(text, document.place)
    except KnowledgeError as error:
        raise Unreadable("bad_front", f"{error}") from error
    if not found.body.strip():
        raise Unreadable("no_text", f"{document.place} is empty.")
    return [found]


def _lines(document: Document) -> Sequence[Found]:
    text = decoded(document.data, document.place, document.charset)
    try:
        found = list(found_in_lines(text, document.place))
    except KnowledgeError as error:
        raise Unreadable("bad_front", f"{error}") from error
    twice = [name for name, times in Counter(one.id for one in found).items() if times > 1]
    if twice:
        raise Unreadable("bad_front", f"{document.place}: the id {twice[0]!r} occurs twice.")
    return found


_READERS: Final[dict[Kind, Callable[[Document], Sequence[Found]]]] = {
    "markdown": _markdown,
    "lines": _lines,
    "table": read_table,
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
}
