"""HTML to the plain Markdown that pages are kept in: headings, lists, tables, links, emphasis.

For HTML that is all content, such as what a word processor writes. It does not look for the
content of a web page among menus and banners; it only leaves out what is never content.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset(
    {"script", "style", "head", "nav", "footer", "template", "noscript", "svg", "select", "button"}
)
_BLOCKS: Final = frozenset(
    {"p", "div", "section", "article", "main", "header", "aside", "blockquote", "figure", "form",
     "address", "details", "dl", "dd", "pre", "hr"}
)  # fmt: skip
_HEADINGS: Final = {f"h{n}": "#" * n for n in range(1, 7)} | {"summary": "###", "dt": "###"}
_EMPHASIS: Final = {"b": "**", "strong": "**"}
_DEEPEST: Final = 200


def markdown_of(html: str) -> str:
    """Return the text of `html` as Markdown. Never fails: bad HTML is read as browsers would."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.markdown()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []  # what is done, each with its own blank line before it
        self._words: list[str] = []  # of the block that is being read
        self._mark = ""  # what that block begins with: "## ", "- "
        self._silent = 0
        self._lists: list[int | None] = []  # the next number of each open list; None: bullets
        self._table: list[list[str]] | None = None
        self._cell = False  # within one of the table's
        self._link = ""
        self._tight = False  # the block goes right under the one before it
        self._begins = False  # a list outside all others, which has no item yet

    def markdown(self) -> str:
        self._end_table()
        self._end_block()
        return re.sub(r"\n{3,}", "\n\n", "".join(self._blocks)).strip() + "\n"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif self._silent:
            return
        elif tag in _HEADINGS:
            self._begin_block(f"{_HEADINGS[tag]} ")
        elif tag in {"ul", "ol"} and len(self._lists) < _DEEPEST:
            self._end_block()
            self._begins = not self._lists
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag in {"table", "tr", "td", "th"}:
            self._begin_in_table(tag)
        elif tag in _BLOCKS:
            self._block_within()
        elif tag == "br":
            self._words.append(" " if self._table is not None or self._mark else "\n")
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
            self._words.append("[")
        elif tag in _EMPHASIS:
            self._words.append(_EMPHASIS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._silent:
            return
        elif tag in {"ul", "ol"}:
            self._end_block()
            if self._lists:
                self._lists.pop()
        elif tag == "table":
            self._end_table()
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in _HEADINGS or tag == "li":
            self._end_block()
        elif tag in _BLOCKS:
            self._block_within()
        elif tag == "a":
            self._end_link()
        elif tag in _EMPHASIS:
            self._words.append(_EMPHASIS[tag])

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(re.sub(r"\s+", " ", data))

    def _begin_block(self, mark: str = "") -> None:
        if self._table is not None:
            return
        self._end_block()
        self._mark = mark

    def _block_within(self) -> None:
        """A paragraph in a list's item or a table's cell goes on; elsewhere it ends the block."""
        if self._table is not None or (self._lists and self._mark):
            self._words.append(" ")
        else:
            self._begin_block()

    def _begin_item(self) -> None:
        if self._table is not None:
            self._words.append(" ")
            return
        self._end_block()
        number = self._lists[-1] if self._lists else None
        indent = "  " * (len(self._lists) - 1)
        if number is None:
            self._mark = f"{indent}- "
        else:
            self._mark = f"{indent}{number}. "
            self._lists[-1] = number + 1
        self._tight, self._begins = bool(self._lists) and not self._begins, False

    def _end_block(self) -> None:
        if self._table is not None:
            return
        text = _tidied("".join(self._words))
        if text:
            self._blocks.append(("\n" if self._tight else "\n\n") + self._mark + text)
        self._words, self._mark, self._tight = [], "", False

    def _begin_in_table(self, tag: str) -> None:
        if self._table is None:
            self._end_block()
            self._table = []
        self._end_cell()
        if tag == "tr" or (tag in {"td", "th"} and not self._table):
            self._table.append([])
        self._cell = tag in {"td", "th"}

    def _end_cell(self) -> None:
        if self._table and self._cell:
            text = _tidied("".join(self._words)).replace("\n", " ").replace("|", "/")
            self._table[-1].append(text)
        self._words, self._cell = [], False

    def _end_table(self) -> None:
        if self._table is None:
            return
        self._end_cell()
        rows = [row for row in self._table if any(row)]
        self._table, self._words = None, []
        width = max(map(len, rows), default=0)
        if width == 1:  # a frame around text, no table
            self._blocks += [f"\n\n{row[0]}" for row in rows]
        elif rows:
            lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
            lines.insert(1, f"|{'---|' * width}")
            self._blocks.append("\n\n" + "\n".join(lines))

    def _end_link(self) -> None:
        if "[" not in self._words:
            return
        at = len(self._words) - 1 - self._words[::-1].index("[")
        text = "".join(self._words[at + 1 :])
        good = text.strip() and re.match(r"https?://|mailto:|tel:|/(?!/)", self._link)
        self._words[at:] = [f"[{text}]({self._link.replace(' ', '%20')})" if good else text]
        self._link = ""


def _tidied(text: str) -> str:
    text = re.sub(r"\*\*(\s*)\*\*", r"\1", text)
    text = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r" ?\n ?", "\n", text).strip()
