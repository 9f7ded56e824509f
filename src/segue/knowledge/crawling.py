"""A web site, read page by page: politely, within limits, and only what changed.

From the start page by its links, and from its sitemap; a start that is a sitemap itself is read as
it lists. robots.txt is obeyed, two requests at most are under way, and every address goes through
the guard. Nothing that a site does makes this run without end.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from segue.app.ports import Clock
from segue.app.ports_knowledge import Failure, Found, NothingThere, Progress, Read, Same
from segue.knowledge.documents import LARGEST_BYTES, Document, kind_of_media
from segue.knowledge.fetching import Page, Pages, content_print
from segue.knowledge.readers import Readers
from segue.knowledge.robots import Robots
from segue.knowledge.sitemaps import pages_listed
from segue.knowledge.sites import Site, spelled
from segue.knowledge.trouble import Unreadable
from segue.outgoing import Outgoing

AT_ONCE: Final = 2
_MOST_TOLD: Final = 50  # pages that robots.txt forbids: all of them would bury the rest
_HUB_LINKS: Final = 5  # a page without words of its own that links on is no failure

Pause = Callable[[float], Awaitable[None]]


async def crawl(
    start: str,
    *,
    depth: int,
    most: int,
    outgoing: Outgoing,
    readers: Readers,
    clock: Clock,
    known: Mapping[str, str] | None = None,
    pause: Pause = asyncio.sleep,
) -> AsyncGenerator[Read, None]:
    """Read a site. Yields what `segue.app.ports_knowledge.Documents.read` promises.

    `depth` is how many links are followed from the start page, `most` how many pages are kept.
    `known` are the prints of pages that were read before, by their place: their address.

    Raises:
        NothingThere: when the start page cannot be read or robots.txt forbids it; says which.
    """
    pages = Pages(outgoing, pause)
    address = spelled(start)
    if address is None:
        raise NothingThere(f"{start!r} is no address of a web page. It begins with https://.")
    robots = await _allowed(pages, address)
    there = await pages.start(address)
    site = Site(there)
    if not site.holds(address):
        robots = await _allowed(pages, there)
    crawling = _Crawl(site, robots, depth, most, pages, readers, clock, known or {})
    async for one in crawling.run(outgoing):
        yield one


async def _allowed(pages: Pages, start: str) -> Robots:
    robots = await pages.robots(start)
    if not robots.allow(start):
        raise NothingThere(
            f"The site's robots.txt forbids reading {start}. Allow the user agent segue there, or"
            " give the pages as files."
        )
    return robots


@dataclass(frozen=True)
class _Visit:
    """What came of asking for one page."""

    url: str
    depth: int
    reads: tuple[Read, ...] = ()
    links: tuple[str, ...] = ()
    moved: str = ""


@dataclass
class _Crawl:
    site: Site
    robots: Robots
    depth: int
    most: int
    pages: Pages
    readers: Readers
    clock: Clock
    known: Mapping[str, str]
    waiting: deque[tuple[str, int]] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    contents: dict[str, str] = field(default_factory=dict)  # a place by the digest of its words
    kept: int = 0
    asked: int = 0
    forbidden: int = 0
    listed: bool = False  # by a sitemap: pages need not be read for their links alone

    async def run(self, outgoing: Outgoing) -> AsyncIterator[Read]:
        is_list = self.pages.is_sitemap(self.site.start)
        self.pages.delay_s = self.robots.delay_s
        if not is_list:
            self._queue(self.site.start, 0)
        async for page in self._listed(outgoing, is_list=is_list):
            self._queue(page, self.depth if is_list else min(1, self.depth))
        async for one in self._all():
            yield one
        for place in self.known:  # nothing leads there any more, and it may be there
            page = place.partition("#")[0]  # a chapter is asked for with its book
            if self.site.holds(page):
                self._queue(page, self.depth, certain=True)
        async for one in self._all():
            yield one

    async def _listed(self, outgoing: Outgoing, *, is_list: bool) -> AsyncIterator[str]:
        own = tuple(filter(self.site.holds, self.robots.sitemaps))
        starts = (self.site.start,) if is_list else own or (f"{self.site.root}sitemap.xml",)
        headers = self.pages.headers
        async for page in pages_listed(outgoing, starts, headers, self.most * 4):
            if (url := spelled(page)) and (is_list or self.site.below_start(url)):
                self.listed = True
                yield url

    async def _all(self) -> AsyncIterator[Read]:
        """Visit everything that waits, and what it leads to."""
        room = 1 if self.robots.delay_s else AT_ONCE
        under_way: set[asyncio.Task[_Visit]] = set()
        try:
            while self.waiting or under_way:
                while self.waiting and len(under_way) < room and self._go_on():
                    url, depth = self.waiting.popleft()
                    self.asked += 1
                    under_way.add(asyncio.create_task(self._visit(url, depth)))
                if not under_way:
                    self.waiting.clear()
                    return
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    for read in self._took(one.result()):
                        yield read
                    total = self.asked + len(self.waiting)
                    yield Progress(
                        self.asked - len(under_way), max(self.asked, min(total, self.most))
                    )
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    def _go_on(self) -> bool:
        """Pages that give nothing count too, or a site could lead us on for ever."""
        return self.kept < self.most and self.asked < self.most * 2 + 20

    def _queue(self, url: str, depth: int, *, certain: bool = False) -> None:
        if url in self.seen or not self.site.holds(url):
            return
        if not certain and not self.site.worth_asking(url):
            return
        self.seen.add(url)
        self.waiting.append((url, depth))

    def _took(self, visit: _Visit) -> Sequence[Read]:
        """Take what a visit brought: follow its links, and leave out what was said already."""
        if visit.moved:
            self._queue(visit.moved, visit.depth)
        for link in visit.links if visit.depth < self.depth else ():
            if url := spelled(link):
                self._queue(url, visit.depth + 1)
        reads: list[Read] = []
        for one in visit.reads:
            if isinstance(one, Found | Same):
                if one.place in self.told:
                    continue
                self.told.add(one.place)
            if isinstance(one, Found):
                mark = content_print(one.print)
                if self.contents.setdefault(mark, one.place) != one.place:
                    self.site.says_the_same(visit.url)
                    continue
            if isinstance(one, Failure) and one.code == "robots":
                self.forbidden += 1
                if self.forbidden > _MOST_TOLD:
                    continue
            self.kept += isinstance(one, Found | Same)
            reads.append(one)
        return reads

    async def _visit(self, url: str, depth: int) -> _Visit:
        try:
            if not self.robots.allow(url):
                raise Unreadable("robots", f"{url} is forbidden by the site's robots.txt.")  # noqa: TRY301
            # Only where its links are not needed is a page asked for conditionally.
            before = self.known.get(url, "") if self.listed or depth >= self.depth else ""
            page = await self.pages.get(url, self.site, before)
            return await self._read(page, depth)
        except Unreadable as why:
            return _Visit(url, depth, (Failure(url, why.code, why.said, self.clock()),))

    async def _read(self, page: Page, depth: int) -> _Visit:
        url = page.url
        if page.moved or page.gone:
            return _Visit(url, depth, moved=page.moved)
        if page.same:
            return _Visit(url, depth, (Same(url),))
        try:
            kind = kind_of_media(page.kind, url)
        except Unreadable:
            return _Visit(url, depth)  # a picture or a film, by an address that does not say so
        document = Document(url, page.body[:LARGEST_BYTES], kind, page.charset, url)
        if kind != "html":
            done = await self.readers.read(document)
            return _Visit(url, depth, tuple(self._compared(one, page) for one in done.found))
        done = await self.readers.read(document, links=True)
        if done.code:
            if done.code == "no_text" and len(done.links) >= _HUB_LINKS:
                return _Visit(url, depth, links=done.links)
            failed = Failure(url, done.code, done.said, self.clock())
            return _Visit(url, depth, (failed,), done.links)
        own = self._own(url, done.canonical)
        found = [replace(one, place=own, url=own) for one in done.found]
        reads = tuple(self._compared(one, page) for one in found)
        return _Visit(url, depth, reads, done.links)

    def _own(self, url: str, canonical: str | None) -> str:
        """The address that a page calls its own, unless all pages call the first theirs."""
        own = spelled(canonical) if canonical else None
        if own is None or not self.site.holds(own) or own in {self.site.root, self.site.start}:
            return url
        self.seen.add(own)
        return own

    def _compared(self, found: Found, page: Page) -> Found | Same:
        before = self.known.get(found.place, "")
        if before and content_print(before) == content_print(found.print):
            self.contents.setdefault(content_print(before), found.place)
            return Same(found.place)
        return replace(found, print=page.marked(found.print))
