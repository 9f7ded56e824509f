"""Files that somebody sends: from the socket to the disk, never whole in memory.

`multipart/form-data` with one part a file. Every limit is looked at while the bytes come in; what
was written is taken away again when anything is wrong, so a request leaves all its files or none.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from segue.app.library import Uploads
from segue.web import limits
from segue.web.api.asked import Asked
from segue.web.refusals import No

WRITTEN_AT_ONCE: Final = 256 * 1024
DRAINED_BYTES: Final = 256 * 1024 * 1024
DRAINED_S: Final = 30.0
"""A refused upload is read on for so long, unkept: who is still sending hears no answer."""


@dataclass
class Files:
    """The files of one request, on their way to the disk."""

    uploads: Uploads
    whole: list[tuple[Path, str]] = field(default_factory=list)
    _name: str = ""
    _part: Path | None = None
    _open: BinaryIO | None = None
    _size: int = 0
    _held: bytearray = field(default_factory=bytearray)

    async def take(self, event: MultipartSegment | bytes | bytearray | None) -> None:
        """Whatever the parser says next. Raises the refusal."""
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            await self._end()
        elif self._open is not None:
            self._size += len(event)
            if self._size > limits.FILE_BYTES:
                most = limits.FILE_BYTES // 1_000_000
                raise No(413, "too_large", f"{self._name} is larger than {most} MB. Split it.")
            self._held += event
            if len(self._held) >= WRITTEN_AT_ONCE:
                await self._write()

    def _begin(self, segment: MultipartSegment) -> None:
        if not segment.filename:
            return  # a field of a form: nothing here asks for one
        if len(self.whole) >= limits.FILES:
            raise No(
                413, "too_large", f"More than {limits.FILES} files at once. Send them in turns."
            )
        self._name, self._size = segment.filename, 0
        self._part = self.uploads.part()
        self._open = self._part.open("wb")

    async def _write(self) -> None:
        if self._open is not None:
            held, self._held = bytes(self._held), bytearray()
            await asyncio.to_thread(self._open.write, held)

    async def _end(self) -> None:
        if self._open is None or self._part is None:
            return
        await self._write()
        self._open.close()
        self.whole.append((self._part, self._name))
        self._open = self._part = None

    async def arrived(self) -> None:
        """All of them are whole. Raises the refusal when there is none."""
        if not self.whole:
            raise No(422, "empty", "There is no file in it.")
        for part, name in self.whole:
            await asyncio.to_thread(self.uploads.arrived, part, name)

    def drop(self) -> None:
        """None of them is kept."""
        if self._open is not None:
            self._open.close()
        for part in (*(part for part, _ in self.whole), *((self._part,) if self._part else ())):
            part.unlink(missing_ok=True)


async def received(request: Asked, uploads: Uploads) -> int:
    """How many files have arrived in the inbox. Raises the refusal, and none has then."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary:
        raise No(415, "not_multipart", "Send the files as multipart/form-data.")
    files, stream = Files(uploads), request.stream()
    try:
        with PushMultipartParser(boundary, max_segment_count=limits.FILES * 2) as parser:
            async for chunk in _in_time(stream):
                for event in parser.parse(chunk):
                    await files.take(event)
        await files.arrived()
    except MultipartError as why:
        await _drained(stream)
        raise No(400, "bad_multipart", f"This is not multipart/form-data: {why}.") from None
    except No:
        await _drained(stream)
        raise
    except OSError as why:
        raise No(
            503, "unavailable", f"It cannot be kept: {why.strerror}.", retry_after_s=5
        ) from why
    finally:
        files.drop()
    return len(files.whole)


async def _in_time(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Each piece has to come within the time that a body has."""
    while True:
        try:
            async with asyncio.timeout(limits.BODY_S):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise No(408, "too_slow", "The files did not come in time.") from None
        yield chunk


async def _drained(stream: AsyncIterator[bytes]) -> None:
    """Read on without keeping anything, for a while."""
    left = DRAINED_BYTES
    with suppress(Exception):
        async with asyncio.timeout(DRAINED_S):
            async for chunk in stream:
                left -= len(chunk)
                if left < 0:
                    return
