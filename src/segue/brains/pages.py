"""Help pages as files: Markdown with optional front matter, plain text, HTML, or JSON lines.

    ---
    title: "When do I get my refund?"
    url: /shop/help/refunds
    language: en
    audience: public            # or signed_in: for customers we know; internal: for the staff
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
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from segue.app.ports_knowledge import Found
from segue.brains.errors import KnowledgeError
from segue.brains.marking import markdown_of
from segue.domain.value import Plain

KINDS: Final = (".md", ".markdown", ".txt", ".html", ".htm", ".jsonl")
DOCUMENTS: Final = (*KINDS, ".pdf", ".docx", ".csv", ".tsv")
AUDIENCES: Final = ("public", "signed_in", "internal")
LARGEST_BYTES: Final = 20_000_000
_LONGEST_PASSAGE: Final = 110  # words

# What a pattern may look ahead is bounded: pages come from anywhere, some to keep us busy.
_HEADING: Final = re.compile(r"^#{1,6}\s+(\S.*)$")
_MARKUP: Final = (
    (re.compile(r"<[^<>]{1,200}>"), ""),
    (re.compile(r"!\[([^\]]{0,300})\]\([^)]{0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\]]{1,300})\]\([^)]{0,1000}\)"), r"\1"),
    (re.compile(r"(\*\*|__|\*|`)(?=\S)(.{1,300}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)
_LONGEST_FRONT: Final = 64_000  # characters
# "Title" over "=====" or "-----".
_UNDERLINED: Final = re.compile(
    r"^(?![#>|\s]|[-*+] )(.{1,200})\n(={2,}|-{2,})[ \t]*$", re.MULTILINE
)
_RULE: Final = re.compile(r"^[ \t]{0,3}(?:[-*_][ \t]*){3,80}$|^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_INDENTED: Final = re.compile(r"\n*(?: {2,}|\t)")
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


class Front(msgspec.Struct, forbid_unknown_fields=True):
    """The front matter of a Markdown page."""

    id: str | None = None
    title: str | None = None
    url: str | None = None
    examples: tuple[str, ...] = ()
    language: str = ""
    audience: str = ""


class Line(msgspec.Struct):
    """A JSON line: `{"id", "text", "title"?, "url"?, "examples"?, "language"?, "audience"?}`."""

    text: str
    id: str | int = ""
    title: str = ""
    url: str | None = None
    examples: tuple[str, ...] = ()
    language: str = ""
    audience: str = ""


def read_items(
    paths: Iterable[Path], extract: Callable[[Path], Sequence[Found]] | None = None
) -> tuple[Item, ...]:
    """Read help pages from files, and from all files of the known kinds below folders.

    With `extract`, files of all `DOCUMENTS` are read, by it (see `segue.knowledge.extracting`).

    Raises:
        KnowledgeError: for a file that cannot be read, naming it; for an id that occurs twice.
    """
    kinds = KINDS if extract is None else DOCUMENTS
    items: dict[str, Item] = {}
    for path in paths:
        for file in _files_of(path, kinds):
            for item in map(item_of, (extract or _found_in_file)(file)):
                if item.id in items:
                    raise KnowledgeError(f"{file}: the id {item.id!r} occurs twice.")
                items[item.id] = item
    return tuple(items.values())


def item_of(found: Found) -> Item:
    """Return a document as the page that answers come from; its id is the file's name."""
    name, _, part = found.place.partition("#")
    return Item(
        id=found.id or part or Path(name).stem,
        title=found.title,
        passages=tuple(passages_of(found.body)),
        url=found.url,
        examples=found.examples,
        language=found.language or "en",
        audience=found.audience or "public",
    )


def _files_of(path: Path, kinds: Collection[str]) -> Iterator[Path]:
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in child.relative_to(path).parts)
            if child.is_file() and child.suffix.lower() in kinds and not hidden:
                yield child
    elif path.is_file():
        yield path
    else:
        raise KnowledgeError(f"{path}: there is no such file or folder.")


def _found_in_file(path: Path) -> Sequence[Found]:
    if path.stat().st_size > LARGEST_BYTES:
        raise KnowledgeError(f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB.")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8 ({error.reason}).") from error
    kind = path.suffix.lower()
    if kind in {".jsonl", ".json"}:
        return list(found_in_lines(text, str(path)))
    html = kind in {".html", ".htm"}
    return [found_in_markdown(markdown_of(text) if html else text, str(path))]


def found_in_markdown(text: str, place: str) -> Found:
    """Return the document that a Markdown text is; `place` names it, also in errors.

    Raises:
        KnowledgeError: for front matter that cannot be read.
    """
    front, body = _front_matter(text, place)
    headings = (match[1] for line in _tidied(body).splitlines() if (match := _HEADING.match(line)))
    title = front.title or _plain_heading(next(headings, ""))
    return Found(
        place=place,
        title=title or Path(place).stem.replace("-", " "),
        body=body,
        url=front.url,
        language=front.language,
        audience=_audience(front.audience, place),
        examples=front.examples,
        id=front.id or "",
    )


def found_in_lines(text: str, place: str) -> Iterator[Found]:
    """Yield the documents in JSON lines, or in one JSON list of the same objects. Each has a place
    of its own, `place#id`.

    Raises:
        KnowledgeError: for a line that cannot be read, with its number.
    """
    if text.lstrip().startswith("["):
        yield from _found_in_list(text, place)
        return
    for number, line in enumerate(text.split("\n"), 1):  # U+2028 is an ordinary letter in JSON
        if not line.strip():
            continue
        try:
            one = msgspec.json.decode(line, type=Line)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise KnowledgeError(f"{place}, line {number}: {_in_one_line(error)}.") from error
        yield _found_in_line(one, number, place)


def _found_in_list(text: str, place: str) -> Iterator[Found]:
    try:
        lines = msgspec.json.decode(text, type=list[Line])
    except (msgspec.DecodeError, UnicodeError) as error:
        raise KnowledgeError(f"{place}: {_in_one_line(error)}.") from error
    for number, one in enumerate(lines, 1):
        yield _found_in_line(one, number, place)


def _found_in_line(one: Line, number: int, place: str) -> Found:
    name = str(one.id) or str(number)
    return Found(
        place=f"{place}#{name}",
        title=one.title,
        body=one.text,
        url=one.url,
        language=one.language,
        audience=_audience(one.audience, f"{place}, number {number}"),
        examples=one.examples,
        id=name,
    )


def _audience(named: str, place: str) -> str:
    if named and named not in AUDIENCES:
        known = ", ".join(AUDIENCES)
        raise KnowledgeError(f"{place}: the audience is one of {known}, not {named!r}.")
    return named


def passages_of(body: str) -> Iterator[Passage]:
    """Yield the passages of a Markdown text in order.

    A list stays together with the paragraph that introduces it, also where blank lines stand
    between its items, up to the length of two passages.
    """
    heading = ""
    held: list[str] = []  # a paragraph that waits for the list it introduces, and that list
    in_list = False
    for block in re.split(r"\n\s*?\n", _tidied(body)):
        lines = block.strip().splitlines()
        while lines and (match := _HEADING.match(lines[0])):
            yield from _passages(held, heading)
            held, heading, in_list = [], _plain_heading(match[1]), False
            lines = lines[1:]
        if not lines:
            continue
        table = lines[0].lstrip().startswith("|")
        listed = table or bool(_BULLET.match(lines[0]))
        shown = _listed(lines) if listed else plain(" ".join(line.strip() for line in lines))
        if in_list and not listed and _INDENTED.match(block):
            held[-1] += f" {shown}"
        elif listed and held and not (table and in_list) and _fits(held, shown, in_list=in_list):
            held = [*held, shown]
            in_list = not table
        else:
            yield from _passages(held, heading)
            held, in_list = [shown], listed and not table
        if table:
            yield from _passages(held, heading)
            held = []
    yield from _passages(held, heading)


def _fits(held: list[str], shown: str, *, in_list: bool) -> bool:
    words = sum(len(one.split()) for one in (*held, shown))
    return not in_list or words <= 2 * _LONGEST_PASSAGE


def _tidied(body: str) -> str:
    """Markdown in the one spelling that is read here: no comments, no rules, hashes before
    headings."""
    text = body.replace("\r\n", "\n")
    first, *others = text.split("<!--")
    ended = (one.partition("-->") for one in others)
    text = first + "".join(after if end else f"<!--{inside}" for inside, end, after in ended)
    text = _UNDERLINED.sub(lambda match: f"{'#' if match[2][0] == '=' else '##'} {match[1]}", text)
    return _RULE.sub("", text)


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
    text = markdown
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return re.sub(r"\s+", " ", text).strip().lstrip("> ")


def _plain_heading(markdown: str) -> str:
    """Hashes may stand behind a heading, too."""
    text = markdown.rstrip()
    bare = text.rstrip("#")
    return plain(bare if bare != text and bare.endswith((" ", "\t")) else text)


def _listed(lines: list[str]) -> str:
    """Return a list or a table as lines of plain text."""
    if lines[0].lstrip().startswith("|"):
        rows = [[plain(cell) for cell in line.strip().strip("|").split("|")] for line in lines]
        rows = [row for row in rows if not all(re.fullmatch(r":?-*:?", cell) for cell in row)]
        if len(rows) < 2:  # noqa: PLR2004 - nothing stands under the head
            return ", ".join(rows[0]) if rows else ""
        return "\n".join(_row(rows[0], row) for row in rows[1:])
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


def _front_matter(text: str, place: str) -> tuple[Front, str]:
    match = re.match(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.DOTALL)
    if match is None:
        return Front(), text
    if len(match[1]) > _LONGEST_FRONT:
        raise KnowledgeError(f"{place}: its front matter is longer than a page.")
    import yaml  # noqa: PLC0415

    try:
        raw: Any = yaml.safe_load(match[1]) or {}
        return msgspec.convert(raw, Front), text[match.end() :]
    except (yaml.YAMLError, msgspec.ValidationError, RecursionError) as error:
        raise KnowledgeError(f"{place}: its front matter: {_in_one_line(error)}.") from error


def _in_one_line(error: Exception) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark is not None and problem:
        return f"{problem} (line {mark.line + 2})"
    return " ".join(str(error).split()).rstrip(".")


def to_json(item: Item) -> str:
    """Return the item as one stable line: what its vectors are keyed by."""
    return json.dumps(msgspec.to_builtins(item), ensure_ascii=False, sort_keys=True)
