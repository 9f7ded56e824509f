"""Word's files: mammoth makes HTML of them, after the archive was looked at from outside."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import Final

from segue.app.ports_knowledge import Found
from segue.brains.marking import markdown_of
from segue.brains.pages import found_in_markdown
from segue.knowledge.documents import Document
from segue.knowledge.trouble import Unreadable

MOST_ENTRIES: Final = 5_000
MOST_BYTES: Final = 100_000_000  # unpacked, of all entries together
MOST_BYTES_OF_TEXT: Final = 40_000_000  # unpacked, of an entry that is read
_MOST_RATIO: Final = 200  # XML shrinks to a twentieth; a bomb to a thousandth
_SMALL: Final = 1_000_000


def read_docx(document: Document) -> list[Found]:
    """Return what a .docx says; pictures are left out.

    Raises:
        Unreadable: broken, locked, bomb, no_text.
    """
    place = document.place
    check_archive(document.data, place)
    import mammoth  # noqa: PLC0415 - in the reader's process alone

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(document.data),
            convert_image=mammoth.images.img_element(lambda _: {}),
            ignore_empty_paragraphs=True,
        ).value
    except Exception as error:  # whatever a damaged file makes of a parser
        raise Unreadable(
            "broken", f"{place} is damaged: Word may open and save it anew."
        ) from error
    body = markdown_of(html)
    if not body.strip():
        raise Unreadable("no_text", f"{place} holds no words.")
    found = found_in_markdown(body, place)
    return [
        Found(place, found.title or PurePosixPath(place).stem, _without_first(body, found.title))
    ]


def check_archive(data: bytes, place: str) -> None:
    """Refuse an archive that would unpack to too much, without unpacking it.

    Raises:
        Unreadable: broken, locked, bomb.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an old Word file, or a new one with a password
        raise Unreadable(
            "locked", f"{place} needs a password or is an old .doc. Save it as .docx without one."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("broken", f"{place} is no .docx, or is damaged.") from error
    total = sum(one.file_size for one in entries)
    bad = (
        len(entries) > MOST_ENTRIES
        or total > MOST_BYTES
        or any(
            one.file_size > _SMALL and one.file_size > _MOST_RATIO * max(1, one.compress_size)
            for one in entries
        )
        or any(one.file_size > MOST_BYTES_OF_TEXT for one in entries if _is_read(one.filename))
    )
    if bad:
        raise Unreadable(
            "bomb", f"{place} would unpack to {total / 1e6:.0f} MB. It was not opened."
        )
    if not any(one.filename == "word/document.xml" for one in entries):
        raise Unreadable("broken", f"{place} is an archive, but no .docx.")


def _is_read(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _without_first(body: str, title: str) -> str:
    first, _, rest = body.partition("\n")
    return rest.lstrip() if first.startswith("# ") and rest.strip() and title else body
