"""A document before it is read, and what kind it is."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final, Literal

from segue.brains.pages import DOCUMENTS
from segue.domain.value import Plain
from segue.knowledge.trouble import Unreadable

Kind = Literal["markdown", "html", "pdf", "docx", "table", "lines"]

LARGEST_BYTES: Final = 20_000_000
LONGEST_TEXT: Final = 2_000_000  # characters: a thick book

_KINDS: Final[dict[str, Kind]] = {
    ".md": "markdown", ".markdown": "markdown", ".txt": "markdown", ".html": "html",
    ".htm": "html", ".jsonl": "lines", ".ndjson": "lines", ".json": "lines", ".pdf": "pdf",
    ".docx": "docx", ".csv": "table", ".tsv": "table",
}  # fmt: skip
_MEDIA_TYPES: Final[dict[str, Kind]] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "markdown",
    "text/markdown": "markdown", "application/pdf": "pdf", "text/csv": "table",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip
MEDIA_TYPES: Final = tuple(_MEDIA_TYPES)

# What people try, and what helps them.
_INSTEAD: Final = {
    ".doc": "Save it as .docx or PDF.", ".rtf": "Save it as .docx or PDF.",
    ".odt": "Save it as .docx or PDF.", ".pages": "Save it as .docx or PDF.",
    ".xls": "Save it as CSV (UTF-8).", ".xlsx": "Save it as CSV (UTF-8).",
    ".ods": "Save it as CSV (UTF-8).", ".ppt": "Save it as PDF.", ".pptx": "Save it as PDF.",
    ".odp": "Save it as PDF.", ".epub": "Save it as PDF.",
}  # fmt: skip
ALMOST: Final = frozenset(_INSTEAD)
"""Endings of files that hold words but are not read: their owner is told."""


class Document(Plain, frozen=True):
    """Bytes and what is known of them. `place` names it in its source and in messages."""

    place: str
    data: bytes
    kind: Kind
    charset: str = ""  # as declared by whoever sent it
    url: str | None = None


def kind_of_file(name: str) -> Kind:
    """Return the kind that a file's name tells.

    Raises:
        Unreadable: unknown_kind.
    """
    ending = PurePosixPath(name).suffix.lower()
    kind = _KINDS.get(ending)
    if kind is None:
        instead = _INSTEAD.get(ending, f"Known are {', '.join(DOCUMENTS)}.")
        raise Unreadable("unknown_kind", f"{name} is of a kind that is not read. {instead}")
    return kind


def kind_of_media(media_type: str, place: str) -> Kind:
    """Return the kind that a web server tells.

    Raises:
        Unreadable: unknown_kind.
    """
    kind = _MEDIA_TYPES.get(media_type)
    if kind is None:
        raise Unreadable("unknown_kind", f"{place} is {media_type or 'of no kind'}: not read.")
    return kind


def check_size(size: int, name: str) -> None:
    """Refuse a document before it is read.

    Raises:
        Unreadable: too_large.
    """
    if size > LARGEST_BYTES:
        raise Unreadable(
            "too_large",
            f"{name} has {size / 1e6:.0f} MB; at most {LARGEST_BYTES // 1_000_000} MB are read."
            " Split it, or leave out its pictures.",
        )


def too_long(place: str) -> Unreadable:
    """Return what is said of a document with more words than one topic can have."""
    return Unreadable("too_large", f"{place} holds too much text. Split it by topic.")
