"""Addresses of a site: one spelling for each page, and none for traps.

The same page has many addresses (fragments, tracking, the order of a query), and a calendar has
pages without end. What is left here is worth asking for.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_TRACKING: Final = re.compile(
    r"utm_\w+|[a-z]{0,4}clid|gad_source|_g[al]|mc_[ce]id|ref|ref_?src|source|campaign|share|print"
    r"|(?:php)?sess(?:ion)?_?id|sid|jsessionid|aspsessionid\w*|replytocom|amp",
    re.IGNORECASE,
)
_NO_PAGE: Final = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|js|mjs|json|xml|rss|atom|woff2?|ttf|zip|gz|tar|rar"
    r"|7z|exe|dmg|apk|mp[34]|webm|mov|avi|ogg|wav|ics|vcf|xlsx?|pptx?)$",
    re.IGNORECASE,
)
_ACTIONS: Final = re.compile(r"/(?:logout|log-out|signout|sign-out|cart|checkout|wp-admin)(?:/|$)")

LONGEST: Final = 500
_LONGEST_READ: Final = 4_000
_DEEPEST: Final = 12
_MOST_REPEATS: Final = 3  # of one name in a path
_MOST_OF_A_SHAPE: Final = 60  # addresses that differ in two numbers or more, or in their query
_MOST_ALIKE: Final = 5  # pages that say the same


def spelled(url: str) -> str | None:
    """Return the one spelling of a page's address; None for no address of a page."""
    if len(url) > _LONGEST_READ:
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    if ":" in host:
        host = f"[{host}]"
    usual = {"http": 80, "https": 443}[parts.scheme]
    place = host if port in {None, usual} else f"{host}:{port}"
    path = re.sub(r"(?i);jsessionid=[^/]*", "", parts.path) or "/"
    path = quote(_without_dots(path), safe="/%:@!$&'()*+,;=~-._")
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=40)
        if not _TRACKING.fullmatch(name)
    )
    return urlunsplit((parts.scheme, place, path, urlencode(kept), ""))


def _without_dots(path: str) -> str:
    pieces: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            pieces = pieces[:-1] or [""]
        elif piece != ".":
            pieces.append(piece)
    return "/".join(pieces) if len(pieces) > 1 else "/"


class Site:
    """One site, seen from its start page; `www.` before its name makes no difference."""

    def __init__(self, start: str) -> None:
        parts = urlsplit(start)
        self.start = start
        self.root = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
        self._host = _bare(start)
        self._below = parts.path.rpartition("/")[0] + "/"
        self._of_shape: Counter[str] = Counter()
        self._alike: Counter[str] = Counter()

    def holds(self, url: str) -> bool:
        """Say whether an address belongs to this site."""
        return _bare(url) == self._host

    def below_start(self, url: str) -> bool:
        """Say whether a page lies in the start page's folder."""
        return self.holds(url) and urlsplit(url).path.startswith(self._below)

    def worth_asking(self, url: str) -> bool:
        """Say whether a page is no picture, no action and no trap. Counts: ask once for each."""
        parts = urlsplit(url)
        names = [one for one in parts.path.split("/") if one]
        if len(url) > LONGEST or len(names) > _DEEPEST:
            return False
        if _NO_PAGE.search(parts.path) or _ACTIONS.search(parts.path.lower()):
            return False
        if names and max(Counter(names).values()) > _MOST_REPEATS:
            return False
        shape = _shape(url)
        if self._alike[shape] >= _MOST_ALIKE:
            return False
        if parts.query or shape.count("0") > 1:
            self._of_shape[shape] += 1
            return self._of_shape[shape] <= _MOST_OF_A_SHAPE
        return True

    def says_the_same(self, url: str) -> None:
        """Count a page that says what another said: too many of one shape are a trap."""
        self._alike[_shape(url)] += 1


def _shape(url: str) -> str:
    """An address without its numbers and without the values of its query."""
    parts = urlsplit(url)
    names = "&".join(sorted({name for name, _ in parse_qsl(parts.query, max_num_fields=40)}))
    return re.sub(r"\d+", "0", parts.path) + f"?{names}"


def _bare(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    port = None if parts.port in {80, 443} else parts.port
    return (parts.hostname or "").removeprefix("www."), port
