"""What a reading makes of an item. Pure.

What a person has set by hand (`ours`) stays. Where title or body were changed by hand, what the
source says later becomes a draft beside it, unless somebody is writing one already.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Final

from msgspec.structs import replace

from segue.app.ports_knowledge import Found, ItemDraft, KnowledgeItem, KnowledgeSource

WORDS: Final = ("title", "body")
"""Changed by hand, an item is `edited`: its source cannot change it any more."""

GONE: Final = "What it came from is not there any more."
CHANGED: Final = "Its source says something else now."
_WORD: Final = re.compile(r"\w*")
LONGEST_STEM: Final = 60
LONGEST_TITLE: Final = 300
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def made(found: Found, source: KnowledgeSource, name: str, now: datetime) -> KnowledgeItem:
    """A document as a new item."""
    return KnowledgeItem(
        id=name,
        source=source.id,
        title=found.title.strip()[:LONGEST_TITLE] or found.place,
        body=found.body,
        place=found.place,
        url=link(found.url),
        language=source.language or found.language or "en",
        audience=found.audience or source.audience,
        examples=found.examples,
        owner=source.owner,
        updated=now,
        created=now,
        by=source.name,
        print=found.print,
    )


def again(
    item: KnowledgeItem, found: Found, source: KnowledgeSource, now: datetime
) -> KnowledgeItem | None:
    """The item after its document was read again; None when nothing is other."""
    back = item.why_off == GONE
    if said(item.print) == said(found.print) and item.place == found.place and not back:
        return None
    one = replace(
        item,
        place=found.place,
        print=found.print,
        url=link(found.url),
        version=item.version + 1,
        on=item.on or back,
        why_off="" if back else item.why_off,
    )
    fresh = made(found, source, item.id, now)
    if not item.edited:
        new = {
            name: getattr(fresh, name)
            for name in (*WORDS, "examples", "language", "audience")
            if name not in item.ours
        }
        return replace(one, **new, updated=now, by=source.name)
    if (found.title, found.body) == (item.title, item.body):
        return one
    if item.draft is not None and item.draft.by:
        return replace(one, print=item.print)  # told when nobody is writing any more
    return replace(one, draft=ItemDraft(found.title, found.body, item.examples, now, note=CHANGED))


def without_its_source(item: KnowledgeItem) -> KnowledgeItem | None:
    """An item whose document is gone: None when it goes, too; edited ones are switched off."""
    if not item.edited:
        return None
    return replace(item, on=False, why_off=GONE, version=item.version + 1)


def link(url: str | None) -> str | None:
    """An address that may stand under an answer: of a page, and of nothing that runs."""
    good = url is not None and url.strip().lower().startswith(("https://", "http://", "/"))
    return url.strip() if url is not None and good else None


def said(mark: str) -> str:
    """The part of a print that stands for what a document says: its first word. Behind it may stand
    marks of its bytes or its server, which spare the next reading the work, but may differ where
    the words are the same."""
    return _WORD.match(mark)[0]  # type: ignore[index]  # it matches nothing, too


def own_name(found: Found, source: KnowledgeSource) -> str:
    """What the document calls itself: by its front matter, its row or its file; "" for nothing."""
    if found.id:
        return found.id
    place, _, part = found.place.partition("#")
    if part or source.kind not in ("folder", "upload"):
        return part
    return PurePath(place).stem


def name_for(found: Found, source: KnowledgeSource, taken: Callable[[str], bool]) -> str:
    """An id for a new item: the document's own name if it is free, and always the same one for the
    same place, so that links and reports outlive a new reading."""
    own = own_name(found, source)
    fits = bool(_ID.fullmatch(own))
    if fits and not taken(own):
        return own
    place = f"{source.id}\n{found.place}"
    digest = hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{own[:LONGEST_STEM]}.{digest}" if fits else f"k_{digest}"
