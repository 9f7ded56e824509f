"""Readers: processes that read documents for the server, started when needed and stopped after.

A document that takes too long, too much memory, or its reader down with it, costs that reader and
nothing else; the next document gets a new one.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Final

import msgspec

from segue.knowledge.documents import Document, check_size
from segue.knowledge.extracting import IN_PROCESS
from segue.knowledge.reading_process import Done, Work, done
from segue.knowledge.trouble import Unreadable

READERS: Final = 2
IDLE_S: Final = 30.0
TIMEOUT_S: Final = 30.0
_DOCUMENTS: Final = 500  # after so many a reader makes room for a fresh one
_LARGEST_ANSWER: Final = 64_000_000


class _Reader:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.read = 0

    async def ask(self, work: Work) -> Done:
        """Raises EOFError when the reader is gone."""
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        frame = msgspec.msgpack.encode(work)
        try:
            stdin.write(len(frame).to_bytes(4, "big") + frame)
            await stdin.drain()
            length = int.from_bytes(await stdout.readexactly(4), "big")
            if length > _LARGEST_ANSWER:
                raise EOFError
            answer = await stdout.readexactly(length)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise EOFError from error
        self.read += 1
        return msgspec.msgpack.decode(answer, type=Done)

    async def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        with suppress(OSError):
            await self.process.communicate()  # to the end: closes both pipes


class Readers:
    """At most `most` processes. One for each event loop; `aclose` when done."""

    def __init__(
        self, most: int = READERS, timeout_s: float = TIMEOUT_S, idle_s: float = IDLE_S
    ) -> None:
        self._room = asyncio.Semaphore(most)
        self._timeout_s = timeout_s
        self._idle_s = idle_s
        self._free: list[_Reader] = []
        self._all: set[_Reader] = set()
        self._idle: asyncio.TimerHandle | None = None
        self._stopping: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> list[int]:
        """The processes that there are at the moment."""
        return [one.process.pid for one in self._all]

    async def read(self, document: Document, *, links: bool = False) -> Done:
        """Read one document; with `links`, a page and what it links to.

        Raises:
            Unreadable: with a stable code, and a sentence that names the document. With `links`,
                what is wrong with a page stands in what is returned, next to its links.
        """
        check_size(len(document.data), document.place)
        work = Work(document, links)
        if document.kind in IN_PROCESS and not links:
            found = await asyncio.to_thread(done, work)
        else:
            found = await self._by_reader(work)
        if found.code and not links:
            raise Unreadable(found.code, found.said)
        return found

    async def aclose(self) -> None:
        """Stop all of them."""
        if self._idle is not None:
            self._idle.cancel()
        readers, self._all = list(self._all), set()
        self._free.clear()
        await asyncio.gather(*(one.stop() for one in readers), *self._stopping)

    async def _by_reader(self, work: Work) -> Done:
        place = work.document.place
        async with self._room:
            reader = self._free.pop() if self._free else await self._start()
            whole = False
            try:
                async with asyncio.timeout(self._timeout_s):
                    found = await reader.ask(work)
                whole = True
            except TimeoutError:
                return Done(
                    code="timed_out",
                    said=f"{place} took longer than {self._timeout_s:g} s to read. Split it.",
                )
            except EOFError:
                said = f"{place} cannot be read: it is damaged, or needs too much memory."
                return Done(code="broken", said=said)
            finally:
                if whole and reader.read < _DOCUMENTS:
                    self._free.append(reader)
                    self._rest()
                else:
                    self._drop(reader)
            return found

    async def _start(self) -> _Reader:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "segue.knowledge.reading_process", stdin=PIPE, stdout=PIPE
        )
        reader = _Reader(process)
        self._all.add(reader)
        return reader

    def _drop(self, reader: _Reader) -> None:
        if reader not in self._all:
            return
        self._all.discard(reader)
        task = asyncio.get_running_loop().create_task(reader.stop())
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)

    def _rest(self) -> None:
        """Stop the idle ones when nothing was read for a while."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._stop_free)

    def _stop_free(self) -> None:
        free, self._free = self._free, []
        for reader in free:
            self._drop(reader)
