"""Help pages as files: Markdown with optional front matter, plain text, HTML, or JSON lines.

    ---
    title: "When do I get my refund?"
    url: /shop/help/refunds
    language: en
    audience: public            # or internal: for the staff's eyes
    examples: ["Where is my refund?", "How long does a refund take?"]
    ---
    Refunds arrive **5–7 business days** after…

Everything in the front matter is optional: the id is the file's name, the title its first heading.
Examples are customers' own phrasings, and worth more than any model: give five.

A page becomes *passages*, each short enough to be an answer: a paragraph, with the list that it
introduces, in plain text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import msgspec

from segue.brains.errors import KnowledgeError
from segue.domain.value import Plain

KINDS: Final = (".md", ".markdown", ".txt", ".html", ".htm", ".jsonl")
LARGEST_BYTES: Final = 2_000_000
_LONGEST_PASSAGE: Final = 110  # words

_HEADING: Final = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_BULLET: Final = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+")
_NUMBER: Final = re.compile(r"^\s*(\d{1,3})[.)]\s+")
_SENTENCE: Final = re.compile(r"(?<=[.!?。！？؟])\s+(?=[^\s\d(])")


class Passage(Plain, frozen=True):
    """A piece of a page that can be an answer, in plain text; `heading` is the one above it."""

    text: str
    heading: str = ""


class Item(Plain, frozen=True):
    """One help page."""

    id: str
    title: str
    passages: tuple[Passage, ...]
    url: str | None = None
    examples: tuple[str, ...] = ()
    language: str = "en"
    audience: str = "public"  # public | signed_in | internal
    needs: tuple[str, ...] = ()  # fields that an answer wants first (`order`)


class _Front(msgspec.Struct, forbid_unknown_fields=True):
    id: str | None = None
    title: str | None = None
    url: str | None = None
    examples: tuple[str, ...] = ()
    language: str = "en"
    audience: str = "public"


class _Line(msgspec.Struct):
    """A JSON line: `{"id", "text", "title"?, "url"?, "examples"?, "language"?, "audience"?}`."""

    text: str
    id: str | int = ""
    title: str = ""
    url: str | None = None
    examples: tuple[str, ...] = ()
    language: str = "en"
    audience: str = "public"


def read_items(paths: Iterable[Path]) -> tuple[Item, ...]:
    """Read help pages from files, and from all files of the known kinds below folders.

    Raises:
        KnowledgeError: for a file that cannot be read, naming it; for an id that occurs twice.
    """
    items: dict[str, Item] = {}
    for path in paths:
        for file, item in _items_of(path):
            if item.id in items:
                raise KnowledgeError(f"{file}: the id {item.id!r} occurs twice.")
            items[item.id] = item
    return tuple(items.values())


def _items_of(path: Path) -> Iterator[tuple[Path, Item]]:
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in child.relative_to(path).parts)
            if child.is_file() and child.suffix.lower() in KINDS and not hidden:
                yield from _items_of(child)
        return
    if not path.is_file():
        raise KnowledgeError(f"{path}: there is no such file or folder.")
    if path.stat().st_size > LARGEST_BYTES:
        raise KnowledgeError(f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB.")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8 ({error.reason}).") from error
    kind = path.suffix.lower()
    if kind in {".jsonl", ".json"}:
        yield from ((path, item) for item in _from_lines(path, text))
    else:
        html = kind in {".html", ".htm"}
        yield path, from_markdown(_text_of_html(text) if html else text, path)


def from_markdown(text: str, path: Path) -> Item:
    """Return the page that `text` is; `path` gives its id and is named in errors."""
    front, body = _front_matter(text, path)
    headings = [match[1] for line in body.splitlines() if (match := _HEADING.match(line))]
    title = front.title or (plain(headings[0]) if headings else path.stem.replace("-", " "))
    if front.audience not in {"public", "internal"}:
        raise KnowledgeError(f"{path}: the audience is public or internal, not {front.audience!r}.")
    return Item(
        id=front.id or path.stem,
        title=title,
        passages=tuple(passages_of(body)),
        url=front.url,
        examples=front.examples,
        language=front.language,
        audience=front.audience,
    )


def passages_of(body: str) -> Iterator[Passage]:
    """Yield the passages of a Markdown text in order."""
    heading = ""
    held: list[str] = []  # a paragraph that waits for the list it introduces
    for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n")):
        lines = block.strip().splitlines()
        while lines and (match := _HEADING.match(lines[0])):
            yield from _passages(held, heading)
            held, heading = [], plain(match[1])
            lines = lines[1:]
        if not lines:
            continue
        listed = bool(_BULLET.match(lines[0]) or lines[0].lstrip().startswith("|"))
        shown = _listed(lines) if listed else plain(" ".join(line.strip() for line in lines))
        if listed and held:
            yield from _passages([*held, shown], heading)
            held = []
        else:
            yield from _passages(held, heading)
            held = [shown]
    yield from _passages(held, heading)


def _passages(pieces: list[str], heading: str) -> Iterator[Passage]:
    text = "\n".join(piece for piece in pieces if piece).strip()
    if not text:
        return
    if "\n" in text or len(text.split()) <= _LONGEST_PASSAGE:
        yield Passage(text, heading)
        return
    part: list[str] = []
    for sentence in sentences(text):
        if part and len(" ".join([*part, sentence]).split()) > _LONGEST_PASSAGE:
            yield Passage(" ".join(part), heading)
            part = []
        part.append(sentence)
    yield Passage(" ".join(part), heading)


def sentences(text: str) -> list[str]:
    """Return the sentences of a plain text."""
    return [one.strip() for one in _SENTENCE.split(text) if one.strip()]


def plain(markdown: str) -> str:
    """Return one paragraph of Markdown as people read it aloud."""
    text = re.sub(r"<[^<>]{1,200}>", "", markdown)
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip().lstrip("> ")


def _listed(lines: list[str]) -> str:
    """Return a list or a table as lines of plain text."""
    if lines[0].lstrip().startswith("|"):
        rows = [[plain(cell) for cell in line.strip().strip("|").split("|")] for line in lines]
        head, *others = [row for row in rows if not all(re.fullmatch(r":?-*:?", c) for c in row)]
        return "\n".join(_row(head, row) for row in others)
    shown: list[str] = []
    for line in lines:
        if number := _NUMBER.match(line):
            shown.append(f"{number[1]}. {plain(_BULLET.sub('', line))}")
        elif _BULLET.match(line):
            shown.append(f"• {plain(_BULLET.sub('', line))}")
        elif shown:
            shown[-1] += f" {plain(line)}"
    return "\n".join(shown)


def _row(head: list[str], row: list[str]) -> str:
    """ "Size | Chest" over "S | 88 cm" is read as "S: Chest 88 cm"."""
    cells = [f"{name} {cell}" for name, cell in zip(head[1:], row[1:], strict=False)]
    return f"{row[0]}: {', '.join(cells)}" if cells else row[0]


def _front_matter(text: str, path: Path) -> tuple[_Front, str]:
    match = re.match(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if match is None:
        return _Front(), text
    import yaml  # noqa: PLC0415

    try:
        raw: Any = yaml.safe_load(match[1]) or {}
        return msgspec.convert(raw, _Front), text[match.end() :]
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"{path}: its front matter: {error}") from error


def _from_lines(path: Path, text: str) -> Iterator[Item]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError as error:
            raise KnowledgeError(f"{path}, line {number}: {error}") from error
        yield Item(
            id=str(one.id) or str(number),
            title=one.title,
            passages=tuple(passages_of(one.text)),
            url=one.url,
            examples=one.examples,
            language=one.language,
            audience=one.audience,
        )


def _text_of_html(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces)


class _Reader(HTMLParser):
    """HTML as the little Markdown that `passages_of` knows."""

    _SILENT: Final = frozenset({"script", "style", "head", "nav", "footer", "template"})
    _BLOCKS: Final = frozenset({"p", "div", "section", "article", "ul", "ol", "table", "tr", "br"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in self._SILENT:
            self._silent += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self.pieces.append("\n\n## ")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in self._BLOCKS:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._BLOCKS or re.fullmatch(r"h[1-6]", tag):
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def to_json(item: Item) -> str:
    """Return the item as one stable line: what its vectors are keyed by."""
    return json.dumps(msgspec.to_builtins(item), ensure_ascii=False, sort_keys=True)
