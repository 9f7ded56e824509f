"""robots.txt as RFC 9309 reads it: the group for us or for everybody, and the longest rule wins.

No file forbids nothing; a server that cannot say what it forbids is asked nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

NAME: Final = "segue"
"""The user agent that a robots.txt may name."""

_LONGEST_DELAY_S: Final = 30.0
_MOST_RULES: Final = 5_000


@dataclass(frozen=True)
class Robots:
    """What a site asks of us. `rules` are: may it be read, and what its path begins with."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay_s: float = 0.0  # between two requests
    sitemaps: tuple[str, ...] = ()

    def allow(self, url: str) -> bool:
        """Say whether an address of this site may be read."""
        parts = urlsplit(url)
        path = _plain(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if path == "/robots.txt":
            return True
        best, allowed = -1, True
        for may, rule in self.rules:
            length = len(rule)
            if (length > best or (length == best and may)) and _matches(rule, path):
                best, allowed = length, may
        return allowed


@dataclass
class _Group:
    names: list[str] = field(default_factory=list)
    rules: list[tuple[bool, str]] = field(default_factory=list)
    delay_s: float = 0.0


def read_robots(text: str) -> Robots:
    """Read the text of a robots.txt. Whatever is odd in it is passed over."""
    groups: list[_Group] = []
    sitemaps: list[str] = []
    naming = False  # the last line named an agent: the next name joins it
    for name, value in _lines(text):
        if name == "sitemap":
            sitemaps.append(value)
        elif name == "user-agent":
            if not naming:
                groups.append(_Group())
            groups[-1].names.append(value.lower())
            naming = True
        elif groups:
            naming = False
            if name in {"allow", "disallow"} and value:
                groups[-1].rules.append((name == "allow", value))
            elif name == "crawl-delay" and re.fullmatch(r"\d{1,4}(\.\d{1,4})?", value):
                groups[-1].delay_s = min(float(value), _LONGEST_DELAY_S)
    ours = [one for one in groups if NAME in one.names]
    ours = ours or [one for one in groups if "*" in one.names]
    rules = [rule for one in ours for rule in one.rules][:_MOST_RULES]
    return Robots(
        rules=tuple((may, _plain(path)) for may, path in rules),
        delay_s=max((one.delay_s for one in ours), default=0.0),
        sitemaps=tuple(dict.fromkeys(sitemaps)),
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _matches(rule: str, path: str) -> bool:
    """Say whether a path begins as a rule says; `*` is anything, `$` the end. Takes no detours:
    a rule with many stars could keep a regular expression busy for ever."""
    ends = rule.endswith("$")
    first, *others = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not ends or at == len(path)
    *between, last = others
    for piece in between:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if ends:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0


def _plain(path: str) -> str:
    """One spelling of a path: /%7Ea and /~a are the same."""
    return quote(unquote(path, errors="replace"), safe="/?=&;:@!$'()*+,~%")
