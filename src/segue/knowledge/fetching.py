"""Asking a site for its pages: who we are, how often, and what its answers mean.

A page's print is the digest of its words and what its server said to compare by (ETag, or when it
was changed last), so that the next time it is asked for only if it is another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from segue.app.ports_knowledge import NothingThere
from segue.knowledge.documents import LARGEST_BYTES
from segue.knowledge.robots import Robots, read_robots
from segue.knowledge.sites import Site, spelled
from segue.knowledge.trouble import Unreadable
from segue.outgoing import AGENT, Outgoing, OutgoingError, Reply

USER_AGENT: Final = f"{AGENT} (reads help pages for its company's assistant; robots: segue)"
_ACCEPT: Final = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.8,*/*;q=0.1"
_TIMEOUT_S: Final = 30.0
_ROBOTS_BYTES: Final = 600_000
_HOPS: Final = 5
_LONGEST_MARK: Final = 200
_SEPARATOR: Final = "\t"
_GONE: Final = frozenset({404, 410})
_CLOSED: Final = frozenset({401, 402, 403, 407, 451})
_NOT_MODIFIED: Final = 304


@dataclass(frozen=True)
class Page:
    """One answer. `same`: it has not changed; `gone`: it is not there; `moved`: look there."""

    url: str
    kind: str = ""
    charset: str = ""
    body: bytes = b""
    etag: str = ""
    modified: str = ""
    same: bool = False
    gone: bool = False
    moved: str = ""

    def marked(self, words: str) -> str:
        """Return the print of a page whose words have this digest."""
        return _SEPARATOR.join((words, self.etag, self.modified))


def content_print(mark: str) -> str:
    """Return the digest of a page's words out of its print."""
    return mark.partition(_SEPARATOR)[0]


@dataclass
class Pages:
    """Asks one site. `delay_s` is what its robots.txt wants between two requests."""

    outgoing: Outgoing
    pause: Callable[[float], Awaitable[None]]
    delay_s: float = 0.0
    headers: dict[str, str] = field(
        default_factory=lambda: {"user-agent": USER_AGENT, "accept": _ACCEPT}
    )
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _sitemaps: set[str] = field(default_factory=set)
    _first: Reply | None = None  # the start page: it need not be asked for twice

    async def start(self, url: str) -> str:
        """Return where a start page leads: it alone may send us to another server.

        Raises:
            NothingThere: when there is no page.
        """
        try:
            reply = await self._asked(url, redirects=_HOPS)
            reply.good()
        except OutgoingError as why:
            raise NothingThere(f"{url} cannot be read. {why.said}") from why
        there = spelled(reply.url) or url
        self._first = replace(reply, url=there)
        if ("xml" in reply.kind and b"<" in reply.body[:200]) or urlsplit(there).path.endswith(
            (".xml", ".xml.gz", "sitemap.txt")
        ):
            self._sitemaps.add(there)
        return there

    def is_sitemap(self, url: str) -> bool:
        """Say whether the start turned out to be a list of pages."""
        return url in self._sitemaps

    async def robots(self, url: str) -> Robots:
        """Return what a site asks of us.

        Raises:
            NothingThere: when it cannot say; it is asked nothing, then.
        """
        try:
            reply = await self.outgoing.request(
                "GET", urljoin(url, "/robots.txt"), headers=self.headers, timeout_s=_TIMEOUT_S,
                most_bytes=_ROBOTS_BYTES, redirects=_HOPS, retrying=1,
            )  # fmt: skip
        except OutgoingError as why:
            if why.code in {"redirected", "too_large", "bad_url", "private_address"}:
                return Robots()
            raise NothingThere(f"The site's robots.txt cannot be read. {why.said}") from why
        if reply.status >= 500:  # noqa: PLR2004
            raise NothingThere(
                f"The site's robots.txt cannot be read (status {reply.status}), so that it is not"
                " known what may be. Try again later."
            )
        good = reply.status == 200 and reply.kind != "text/html"  # noqa: PLR2004
        return read_robots(reply.body.decode("utf-8", "replace")) if good else Robots()

    async def get(self, url: str, site: Site, before: str = "") -> Page:
        """Ask for a page; `before` is the print of the last time, if it is to be compared.

        Raises:
            Unreadable: elsewhere, private_address, unreachable, locked, too_large.
        """
        if self._first is not None and self._first.url == url:
            reply, self._first = self._first, None
            return _page(url, reply)
        async with self._turn:  # one after another begins, as far apart as they want
            if self.delay_s:
                await self.pause(self.delay_s)
        try:
            reply = await self._asked(url, before=before)
        except OutgoingError as why:
            if why.code == "redirected":
                return await self._moved(url, why.location, site)
            known = {"too_large", "private_address"}
            code = why.code if why.code in known else "unreachable"
            raise Unreadable(code, f"{url} cannot be read. {why.said}") from why
        if reply.status == _NOT_MODIFIED and before:
            return Page(url, same=True)
        if reply.status in _GONE:
            return Page(url, gone=True)
        if reply.status in _CLOSED:
            said = f"{url} is not open to everybody (status {reply.status})."
            raise Unreadable("locked", said)
        if not 200 <= reply.status < 300:  # noqa: PLR2004
            said = f"{url} cannot be read: its server answers with the status {reply.status}."
            raise Unreadable("unreachable", said)
        return _page(url, reply)

    async def _asked(self, url: str, *, before: str = "", redirects: int = 0) -> Reply:
        headers = dict(self.headers)
        _, etag, modified = [*before.split(_SEPARATOR), "", "", ""][:3]
        if etag:
            headers["if-none-match"] = etag
        elif modified:
            headers["if-modified-since"] = modified
        return await self.outgoing.request(
            "GET", url, headers=headers, timeout_s=_TIMEOUT_S, most_bytes=LARGEST_BYTES,
            redirects=redirects, retrying=1,
        )  # fmt: skip

    async def _moved(self, url: str, location: str, site: Site) -> Page:
        """A page that moved within the site is read there; one that left it is not."""
        there = spelled(location)
        if there and site.holds(there):
            return Page(url, moved=there)
        try:
            await self.outgoing.check(location)
        except OutgoingError as why:
            if why.code == "private_address":
                raise Unreadable(why.code, f"{url} redirects elsewhere. {why.said}") from why
        host = urlsplit(location).hostname or "nowhere"
        raise Unreadable("elsewhere", f"{url} redirects to {host}, which is another site.")


def _page(url: str, reply: Reply) -> Page:
    return Page(
        url,
        kind=reply.kind or "text/html",
        charset=reply.charset,
        body=reply.body,
        etag=_mark(reply.headers.get("etag", "")),
        modified=_mark(reply.headers.get("last-modified", "")),
    )


def _mark(value: str) -> str:
    good = len(value) <= _LONGEST_MARK and value.isprintable()
    return value if good else ""
