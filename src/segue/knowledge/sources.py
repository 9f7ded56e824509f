"""Sources of every kind, read one document after another: folders, uploaded files, sites.

What lies on this machine is compared by its bytes first: a file that has not changed is not read
again. Links that lead out of a folder are not followed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from segue.app.ports import Clock
from segue.app.ports_knowledge import (
    Failure,
    Found,
    KnowledgeSource,
    NothingThere,
    Progress,
    Read,
    Same,
)
from segue.brains.pages import DOCUMENTS
from segue.knowledge.documents import ALMOST, Document, check_size, kind_of_file
from segue.knowledge.extracting import digest
from segue.knowledge.readers import Readers
from segue.knowledge.trouble import Unreadable
from segue.outgoing import Outgoing

AT_ONCE: Final = 8
MOST_FILES: Final = 20_000
_FOR_LANGUAGE: Final = 400  # characters


@dataclass
class Sources:
    """`segue.app.ports_knowledge.Documents`. `inbox` is where uploaded files wait; `private` are
    hosts of a private network that sites may be on (`segue.outgoing`)."""

    clock: Clock
    inbox: Path
    private: tuple[str, ...] = ()
    _readers: Readers | None = None
    _outgoing: Outgoing | None = None

    async def read(self, source: KnowledgeSource, known: Mapping[str, str]) -> AsyncIterator[Read]:
        """All documents of the source. Raises `NothingThere`."""
        if source.kind == "site":
            reading = self._site(source, known)
        else:
            folder = self.inbox if source.kind == "upload" else Path(source.where)
            reading = self._folder(folder, known)
        async for one in reading:
            if isinstance(one, Found):
                yield await spoken(one, known=bool(source.language))
            else:
                yield one

    async def start(self) -> None:
        """Nothing runs before something is read."""

    async def stop(self) -> None:
        """Stop the processes that read."""
        if self._readers is not None:
            await self._readers.aclose()
            self._readers = None
        if self._outgoing is not None:
            await self._outgoing.aclose()
            self._outgoing = None

    @property
    def outgoing(self) -> Outgoing:
        """The guarded client; it belongs to the loop that is running now, as the readers do."""
        if self._outgoing is None:
            self._outgoing = Outgoing(self.private)
        return self._outgoing

    @property
    def readers(self) -> Readers:
        if self._readers is None:
            self._readers = Readers()
        return self._readers

    # --- folders ----------------------------------------------------------------------------------

    async def _folder(self, folder: Path, known: Mapping[str, str]) -> AsyncIterator[Read]:
        files = await asyncio.to_thread(files_below, folder)
        prints = by_document(known)
        for start in range(0, len(files), AT_ONCE):
            some = files[start : start + AT_ONCE]
            read = [self._file(folder, one, prints) for one in some]
            for result in await asyncio.gather(*read):
                for one in result:
                    yield one
            yield Progress(start + len(some), len(files))

    async def _file(
        self, folder: Path, file: Path, prints: Mapping[str, Mapping[str, str]]
    ) -> list[Read]:
        place = file.relative_to(folder).as_posix()
        try:
            kind = kind_of_file(file.name)
            data = await asyncio.to_thread(bytes_of, file, place)
            mark = digest(data)
            before = prints.get(place, {})
            if before and all(one.endswith(f":{mark}") for one in before.values()):
                return [Same(one) for one in before]
            done = await self.readers.read(Document(place, data, kind))
        except Unreadable as why:
            return [Failure(place, why.code, why.said, self.clock())]
        return [marked(one, mark) for one in done.found]

    # --- sites ------------------------------------------------------------------------------------

    def _site(self, source: KnowledgeSource, known: Mapping[str, str]) -> AsyncIterator[Read]:
        from segue.knowledge.crawling import crawl  # noqa: PLC0415 - with its client and guard

        return crawl(
            source.where,
            depth=source.depth,
            most=source.most,
            outgoing=self.outgoing,
            readers=self.readers,
            clock=self.clock,
            known=known,
        )


def files_below(folder: Path) -> list[Path]:
    """Files that hold words, by name. Hidden ones and links out of the folder are left out.

    Raises `NothingThere`.
    """
    try:
        root = folder.resolve(strict=True)
        there = sorted(folder.rglob("*")) if root.is_dir() else None
    except FileNotFoundError:
        raise NothingThere(f"There is no folder {folder} on the server.") from None
    except OSError as why:
        raise NothingThere(f"The folder {folder} cannot be read: {why.strerror}.") from why
    if there is None:
        raise NothingThere(f"{folder} is no folder.")
    kinds = {*DOCUMENTS, *ALMOST}
    found = [one for one in there if one.suffix.lower() in kinds]
    if len(found) > MOST_FILES:
        raise NothingThere(f"{folder} has more than {MOST_FILES} files. Choose a smaller folder.")
    return [one for one in found if _ours(one, folder, root)]


def _ours(file: Path, folder: Path, root: Path) -> bool:
    if any(part.startswith(".") for part in file.relative_to(folder).parts):
        return False
    try:
        return file.is_file() and file.resolve(strict=True).is_relative_to(root)
    except OSError:  # a link to nowhere, or in a circle
        return False


def bytes_of(file: Path, place: str) -> bytes:
    """Blocks. Raises `Unreadable`: too_large, not_readable, gone."""
    try:
        check_size(file.stat().st_size, place)
        return file.read_bytes()
    except FileNotFoundError:
        raise Unreadable("gone", f"{place} went away while it was read.") from None
    except OSError as why:
        raise Unreadable("not_readable", f"{place} cannot be opened: {why.strerror}.") from why


def by_document(known: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Prints of items, by the document that they are from: a table holds many."""
    found: dict[str, dict[str, str]] = {}
    for place, mark in known.items():
        found.setdefault(place.partition("#")[0], {})[place] = mark
    return found


def marked(found: Found, mark: str) -> Found:
    """With the digest of its document's bytes behind that of its words."""
    return replace(found, print=f"{found.print}:{mark}")


async def spoken(found: Found, *, known: bool) -> Found:
    """With its language, where neither it nor its source says which."""
    if known or found.language:
        return found
    return await asyncio.to_thread(_spoken, found)


def _spoken(found: Found) -> Found:
    from segue.brains.languages import language_of  # noqa: PLC0415 - loads a model

    text = f"{found.title}. {found.body}"[:_FOR_LANGUAGE]
    return replace(found, language=language_of(text).code or "en")
