"""Books to topics: a long file becomes one item for each of its chapters.

An item is one topic, and its title is half of what a question is compared with. A handbook of
thirty pages in one item would lose against every short page; so a long file is cut at its headings,
as far down as its parts are long. What is short, or has no headings, stays whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from segue.app.ports_knowledge import Found
from segue.brains.pages import plain
from segue.knowledge.slugs import Names

LONG: Final = 1_200
"""Words from which on a document is more than one topic."""

_FEWEST_WORDS: Final = 12  # a part with fewer goes with the one before it
_FEWEST_PARTS: Final = 2
_SHORT_TITLE: Final = 3  # words; such a title says too little by itself
_NUMBERED: Final = re.compile(r"^(?:\d{1,3}\.)*\d{1,3}[.)]?\s+(?=\D)")
_HEADING: Final = re.compile(r"^(#{1,5})[ \t]+(\S.*)$", re.MULTILINE)


def split(found: Found) -> list[Found]:
    """Return the document, or its chapters with places of their own, `place#chapter`.

    Documents that declare an id or examples were written as one topic, and stay one.
    """
    if found.id or found.examples or len(found.body.split()) <= LONG:
        return [found]
    parts = list(_parts(found.title, found.body))
    if len(parts) < _FEWEST_PARTS:
        return [found]
    chapters: list[Found] = []
    names = Names()
    for heading, body in parts:
        short = heading != found.title and len(heading.split()) < _SHORT_TITLE
        title = f"{found.title}: {heading}" if short else heading
        chapters.append(
            replace(found, place=f"{found.place}#{names.name(heading)}", title=title, body=body)
        )
    return chapters


def _parts(title: str, body: str, below: int = 0) -> Iterator[tuple[str, str]]:
    """Yield title and text of each part, cut at headings `below` a level; a part that is long
    still is cut further down."""
    headings = [one for one in _HEADING.finditer(body) if len(one[1]) > below]
    counts = Counter(len(one[1]) for one in headings)
    level = min((level for level, count in counts.items() if count > 1), default=0)
    cuts = [one for one in headings if len(one[1]) <= level]
    if not cuts:
        yield title, body.strip() + "\n"
        return
    held, text = title, body[: cuts[0].start()]
    ends = [one.start() for one in cuts[1:]] + [len(body)]
    for cut, end in zip(cuts, ends, strict=True):
        part = body[cut.end() : end]
        if len(part.split()) < _FEWEST_WORDS:  # too little to be asked about
            text += body[cut.start() : end]
            continue
        if len(text.split()) >= _FEWEST_WORDS:
            yield from _further(held, text, level)
            text = ""
        held, text = _NUMBERED.sub("", plain(cut[2])), text + part
    yield from _further(held, text, level)


def _further(title: str, body: str, level: int) -> Iterator[tuple[str, str]]:
    if len(body.split()) > LONG:
        yield from _parts(title, body, level)
    else:
        yield title, body.strip() + "\n"
