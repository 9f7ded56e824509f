"""Bytes to text: by their mark, by what is declared, or as UTF-8. Never by a guess.

A guess that is wrong puts garbled words into answers; so a text in an encoding that nobody
declared is refused, with a word on how to save it.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from segue.knowledge.trouble import Unreadable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read where these are declared.
_AS_BROWSERS: Final = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_MOST_BAD: Final = 0.002  # of a page's letters
_IN_HTML: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_IN_XML: Final = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")


def decoded(data: bytes, place: str, charset: str = "", *, html: bool = False) -> str:
    """Return the text, without a byte order mark, and with line feeds alone.

    `charset` is what the sender declared; of HTML, what it declares itself counts too.

    Raises:
        Unreadable: not_text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], encoding, place)
    if wide := _wide(data):
        return _read(data, wide, place)
    declared = charset
    if html and not declared:
        found = _IN_XML.search(data[:1_024]) or _IN_HTML.search(data[:4_096])
        declared = found[1].decode("ascii") if found else ""
    try:
        return _read(data, "utf-8", place)
    except Unreadable:
        encoding = _codec(declared)
        if not encoding or (encoding == "utf-8" and not html):
            raise
    return _read(data, encoding, place, forgiving=html)


def _wide(data: bytes) -> str:
    """Name UTF-16 without its mark: ASCII letters have a zero beside them."""
    head = data[:400]
    if len(head) < 4 or b"\x00" not in head:  # noqa: PLR2004
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.1 else ""


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    return _AS_BROWSERS.get(found, found)


def _read(data: bytes, encoding: str, place: str, *, forgiving: bool = False) -> str:
    """Decode; `forgiving` overlooks a few bad letters in what declares its encoding."""
    try:
        text = data.decode(encoding, "replace" if forgiving else "strict")
        if forgiving and text.count("\ufffd") > max(2, len(text) * _MOST_BAD):
            raise ValueError(encoding)  # noqa: TRY301
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        raise Unreadable(
            "not_text", f"{place} is not text in UTF-8. Save it as UTF-8 and try again."
        ) from error
    if text[:4_000].count("\x00") > 0:
        raise Unreadable("not_text", f"{place} is not text, whatever its name says.")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
