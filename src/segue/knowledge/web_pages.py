"""A web page: what it says, without what stands around it on every page.

Parsed by lxml; `segue.knowledge.content` finds the content, `segue.brains.marking` writes it down.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from segue.app.ports_knowledge import Found
from segue.brains.marking import markdown_of
from segue.brains.pages import plain
from segue.knowledge.content import content_of
from segue.knowledge.decoding import decoded
from segue.knowledge.documents import LONGEST_TEXT, Document, too_long
from segue.knowledge.trouble import Unreadable

MOST_LINKS: Final = 5_000  # of one page
_SEPARATOR: Final = re.compile(r"\s+[|–—·»]\s+|\s+-\s+")
_SHORTEST_TITLE: Final = 5  # "A - Returns - Shop" is not called A
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9-]*)?")


class WebPage:
    """A parsed page. `canonical` and `links` are whole addresses, without fragments."""

    def __init__(self, document: Document) -> None:
        """Parse it.

        Raises:
            Unreadable: not_text, broken.
        """
        self._document = document
        text = decoded(document.data, document.place, document.charset, html=True)
        self._tree = _tree(text, document.place)
        self._base = document.url or ""
        if base := self._tree.xpath("string(//base/@href)").strip():
            self._base = _joined(self._base, base) or self._base

    @property
    def canonical(self) -> str | None:
        """The address that the page calls its own."""
        for link in self._tree.xpath("//link[@rel and @href]"):
            if "canonical" in link.get("rel", "").lower().split():
                return _joined(self._base, link.get("href"))
        return None

    @property
    def links(self) -> list[str]:
        """Where it links to, in order, each once; not what it asks robots not to follow."""
        if "nofollow" in self.wishes:
            return []
        found = (
            _joined(self._base, one.get("href"))
            for one in self._tree.xpath("//a[@href] | //area[@href]")
            if "nofollow" not in (one.get("rel") or "").lower()
        )
        return list(dict.fromkeys(one for one in found if one))[:MOST_LINKS]

    @property
    def wishes(self) -> set[str]:
        """What it asks of robots: noindex, nofollow."""
        asked = ""
        for one in self._tree.xpath("//meta[@name and @content]"):
            if one.get("name").lower() in {"robots", "segue"}:
                asked += f" {one.get('content').lower()}"
        wishes = set(re.findall(r"[a-z]+", asked))
        return wishes | {"noindex", "nofollow"} if "none" in wishes else wishes

    def found(self) -> Found:
        """Return what the page says.

        Raises:
            Unreadable: no_text, too_large.
        """
        language = _LANGUAGE.fullmatch(self._tree.xpath("string(/html/@lang)").strip())
        titled = self._title()
        content = content_of(self._tree)
        if len(content.text_content()) > LONGEST_TEXT:
            raise too_long(self._document.place)
        title = _heading(content) or titled or _heading(self._tree)
        body = _without_title(self._markdown(content), title)
        if not body.strip():
            raise Unreadable(
                "no_text",
                f"{self._document.place} holds no words to answer with. If it is made by scripts,"
                " give the text as a file.",
            )
        return Found(
            place=self._document.place,
            title=title or self._document.place,
            body=body,
            url=self._document.url,
            language=language[1].lower() if language else "",
        )

    def _markdown(self, content: Any) -> str:
        from lxml import html  # noqa: PLC0415 - in the reader's process alone

        if self._base:
            content.make_links_absolute(self._base, False, handle_failures="ignore")  # noqa: FBT003
        return markdown_of(html.tostring(content, encoding="unicode", with_tail=False))

    def _title(self) -> str:
        """The title without the site's name, which stands behind a stroke."""
        shared = self._tree.xpath("string(//meta[@property='og:title']/@content)")
        whole = " ".join((shared or self._tree.xpath("string(//title)")).split())
        parts = _SEPARATOR.split(whole)
        return str(parts[0] if len(parts[0]) >= _SHORTEST_TITLE else " ".join(parts[:-1]) or whole)


def _heading(content: Any) -> str:
    for one in content.xpath("descendant-or-self::h1"):
        if text := " ".join(one.text_content().split()):
            return str(text)
    return ""


def read_html(document: Document) -> list[Found]:
    """Return what a file of HTML says; its address is the one that it calls its own.

    Raises:
        Unreadable: not_text, broken, no_text.
    """
    page = WebPage(document)
    found = page.found()
    url = found.url or page.canonical
    return [Found(found.place, found.title, found.body, url, found.language)]


def _tree(text: str, place: str) -> Any:
    from lxml import etree, html  # noqa: PLC0415 - in the reader's process alone

    # A declared encoding is of no interest to text that is decoded, and lxml refuses it.
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        tree = html.document_fromstring(bare, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("no_text", f"{place} holds nothing.") from error
    return tree


def _joined(base: str, link: str) -> str | None:
    """Return a link as a whole address without its fragment; None for no page's address."""
    try:
        whole = urljoin(base, link.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return whole.partition("#")[0]


def _without_title(body: str, title: str) -> str:
    """The first heading is the title again: answers need it once."""
    first, _, rest = body.lstrip().partition("\n")
    same = first.startswith("#") and plain(first.lstrip("# ")).casefold() == title.casefold()
    return rest.lstrip() if same else body
