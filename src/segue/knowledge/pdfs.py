"""PDF: lines and where they stand, put together to paragraphs, lists and headings.

A PDF knows no paragraphs. Lines go together until a gap, a bullet or another size of letters; a
short line in larger letters is a heading; what stands on most pages at the same height is not
content. Scans have no letters at all, and say so.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from segue.app.ports_knowledge import Found
from segue.knowledge.documents import LONGEST_TEXT, Document, too_long
from segue.knowledge.trouble import Unreadable

MOST_PAGES: Final = 1_000
_FEWEST_LETTERS: Final = 20  # of a document that is no scan
_HEADING_RATIO: Final = 1.12
_HEADING_WORDS: Final = 16
_SAME_ON: Final = 3  # pages: a header, a footer
_EDGE: Final = 0.1  # of the page's height
_WIDEST: Final = 2.2  # letters' sizes from line to line
_GAP: Final = 1.3  # such distances, from where on a new paragraph begins
_PAGE: Final = re.compile(r"[-–( ]*(?:\w{1,9} )?(?:\d{1,4}|[ivxl]+)(?: ?\S{1,3} ?\d{1,4})?[-–) ]*")
_LEADS_ON: Final = re.compile(r"(?:\. ?){4,80}\w{1,5}$")
_BULLET: Final = re.compile(r"^\s*(?:[•◦▪‣●○■□–—*·\uf0b7\uf0a7]|-(?=\s))\s*")
_NUMBER: Final = re.compile(r"^\s*(\d{1,3})[.)]\s+")
_NO_TITLE: Final = re.compile(
    r"untitled|microsoft word|\.(?:docx?|pdf|indd|pptx?)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Line:
    page: int
    text: str
    size: float
    y: float  # of its foot, in points from the bottom of the page
    end: float  # the same of its last letter: a word broken by a hyphen joins two lines
    edge: bool  # where headers and footers stand


def read_pdf(document: Document) -> list[Found]:
    """Return what a PDF says.

    Raises:
        Unreadable: broken, locked, no_text, too_large.
    """
    place = document.place
    lines, title = _lines_of(document.data, place)
    if sum(len(line.text) for line in lines) < _FEWEST_LETTERS:
        raise Unreadable(
            "no_text",
            f"{place} holds pictures of text, no text. Run text recognition over it first.",
        )
    lines = _without_repeated(lines)
    size = _usual_size(lines)
    blocks = list(_blocks(lines, size))
    headings = [text.lstrip("# ") for text in blocks if text.startswith("#")]
    if not title or _NO_TITLE.search(title):
        title = headings[0] if headings else PurePosixPath(place).stem.replace("-", " ")
    if blocks and blocks[0].startswith("#") and blocks[0].lstrip("# ") == title and len(blocks) > 1:
        blocks = blocks[1:]
    return [Found(place, title, "\n\n".join(blocks) + "\n")]


def _lines_of(data: bytes, place: str) -> tuple[list[_Line], str]:
    import pypdfium2  # noqa: PLC0415 - in the reader's process alone

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("locked", f"{place} needs a password. Save it without one.") from error
        raise Unreadable("broken", f"{place} is no PDF, or is damaged.") from error
    try:
        if len(pdf) > MOST_PAGES:
            raise Unreadable("too_large", f"{place} has {len(pdf)} pages. Split it by topic.")
        lines: list[_Line] = []
        letters = 0
        for number in range(len(pdf)):
            found = list(_lines_on(pypdfium2, pdf[number], number))
            letters += sum(len(line.text) for line in found)
            if letters > LONGEST_TEXT:
                raise too_long(place)
            lines += found
        return lines, str(pdf.get_metadata_value("Title")).strip()
    except pypdfium2.PdfiumError as error:
        raise Unreadable("broken", f"{place} is damaged. Print it to a new PDF.") from error
    finally:
        pdf.close()


def _lines_on(pypdfium2: Any, page: Any, number: int) -> Iterator[_Line]:
    text_page, height = page.get_textpage(), page.get_height()
    count = text_page.count_chars()
    text = text_page.get_text_range(0, count) if count > 0 else ""
    # Indexes into the text are those of the letters, unless a letter takes two.
    measurable = len(text) == count
    start = 0
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        at = start + len(line) - len(line.lstrip())
        start += len(raw) + 1
        shown = _cleaned(line)
        if not shown:
            continue
        size = y = end = 0.0
        if measurable:
            size, y = _measured(pypdfium2.raw, text_page, at)
            _, end = _measured(pypdfium2.raw, text_page, at + len(line.strip()) - 1)
        edge = measurable and not height * _EDGE < y < height * (1 - _EDGE)
        yield _Line(number, shown, size, y, end, edge)
    text_page.close()
    page.close()


def _measured(raw: Any, text_page: Any, at: int) -> tuple[float, float]:
    """Return the size of a letter and the height of its foot, in points."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page.raw, at, x, y)
    return round(float(raw.FPDFText_GetFontSize(text_page.raw, at)), 1), y.value


def _cleaned(line: str) -> str:
    text = re.sub(r"[\ufffe\u00ad\x02]$", "-", line.rstrip())  # a hyphen where the line is broken
    text = re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _without_repeated(lines: Sequence[_Line]) -> list[_Line]:
    """Leave out page numbers, lines of a table of contents, and headers and footers: the same words
    at the same height."""
    seen = Counter(key[1:] for key in {(one.page, *_same(one)) for one in lines if one.edge})
    return [
        line
        for line in lines
        if not _LEADS_ON.search(line.text)
        and (not line.edge or (seen[_same(line)] < _SAME_ON and not _PAGE.fullmatch(line.text)))
    ]


def _same(line: _Line) -> tuple[Any, ...]:
    return re.sub(r"\d+", "0", line.text), round(line.y / 4)


def _usual_size(lines: Sequence[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _usual_pitch(lines: Sequence[_Line]) -> float:
    """Return how far apart the lines of a paragraph stand."""
    pitches = Counter(
        round(one.end - two.y)
        for one, two in itertools.pairwise(lines)
        if one.page == two.page and one.size == two.size and one.end > two.y
    )
    usual = _usual_size(lines)
    likely = {pitch: n for pitch, n in pitches.items() if pitch < usual * _WIDEST}
    return max(likely, key=lambda pitch: (likely[pitch], -pitch)) if likely else usual * 1.3


def _blocks(lines: Sequence[_Line], usual: float) -> Iterator[str]:
    """Yield paragraphs, lists and headings as Markdown."""
    larger = sorted({line.size for line in lines if line.size > usual * _HEADING_RATIO > 0})[::-1]
    pitch = _usual_pitch(lines)
    held: list[str] = []
    before: _Line | None = None
    for line in lines:
        level = larger.index(line.size) + 1 if line.size in larger else 0
        heading = bool(level) and len(line.text.split()) <= _HEADING_WORDS
        if held and before and _parted(before, line, pitch, heading=heading, held=held[0]):
            yield _joined(held)
            held = []
        if heading and not held:
            held = [f"{'#' * min(level, 4)} {line.text}"]
        elif _BULLET.match(line.text):
            held = [*held, f"- {_BULLET.sub('', line.text)}"]
        elif match := _NUMBER.match(line.text):
            held = [*held, f"{match[1]}. {_NUMBER.sub('', line.text)}"]
        else:
            held = [*held[:-1], _appended(held[-1], line.text)] if held else [line.text]
        before = line
    if held:
        yield _joined(held)


def _parted(before: _Line, line: _Line, pitch: float, *, heading: bool, held: str) -> bool:
    """Say whether a new block begins with this line."""
    listed = bool(_BULLET.match(line.text) or _NUMBER.match(line.text))
    in_list = held.startswith("- ") or bool(_NUMBER.match(held))
    if line.size != before.size and (heading or held.startswith("#")):
        return True
    if held.startswith("#"):
        return not heading
    if before.page != line.page:
        return not before.text.endswith((",", "-")) and not (listed and in_list)
    if listed:
        return not in_list
    # Upwards is another column; a text that cannot be measured has no gaps.
    return not -1.0 < before.end - line.y < pitch * _GAP


def _appended(text: str, more: str) -> str:
    if re.search(r"\w-$", text) and more[:1].islower():
        return text[:-1] + more
    return f"{text} {more}"


def _joined(held: Sequence[str]) -> str:
    return "\n".join(held)
