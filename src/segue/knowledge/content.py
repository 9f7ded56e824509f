"""Which part of a web page is its content: what is left without menus, banners and footers.

A page that marks its content (`main`, `article`) is taken at its word. In any other, the content is
the smallest element that holds most of the words which are no links. Accordions are content, also
while they are closed: that is where help pages keep their answers.
"""

from __future__ import annotations

import re
from typing import Any, Final

_BANNERS: Final = (
    "cookie", "consent", "gdpr", "onetrust", "newsletter", "breadcrumb", "sidebar", "site-header",
    "site-footer", "skip-link", "skip-to", "share-buttons", "social-share", "was-this-helpful",
    "article-votes", "related-articles", "table-of-contents", "live-chat", "navbar",
)  # fmt: skip
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER: Final = f"translate(concat(@id, ' ', @class), '{_UPPER}', '{_UPPER.lower()}')"
_BANNER: Final = " or ".join(f"contains({_LOWER}, {one!r})" for one in _BANNERS)
_ROLES: Final = ("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu")
_OUTSIDE: Final = "[not(ancestor::main or ancestor::article)]"
_AROUND: Final = " | ".join(
    (
        "//script | //style | //noscript | //template | //nav | //footer | //iframe | //svg",
        "//dialog | //select | //textarea | //comment()",
        "//form[not(.//p or .//h1 or .//h2 or .//li or .//table)]",
        f"//header{_OUTSIDE} | //aside{_OUTSIDE}",
        f"//*[{' or '.join(f'@role={one!r}' for one in _ROLES)}]",
    )
)
_BANNERED: Final = f"//*[not(self::html or self::body or self::main or self::article)][{_BANNER}]"
_MARKED: Final = (
    ".//main | .//*[@role='main'] | .//article[not(ancestor::article or ancestor::main)]"
)
_HEADING: Final = " or ".join(f"ancestor::{one}" for one in ("h1", "h2", "h3", "h4", "summary"))
_BLOCKS: Final = "descendant::ul | descendant::ol | descendant::div | descendant::section"
_LAYOUT: Final = ".//table[.//table or .//h1 or .//h2 or .//ul//a or @role='presentation']"
_FEW_WORDS: Final = 400  # letters, beside its links
_MARKED_SHARE: Final = 0.3  # of a page's words, for a mark to be believed
_MOST: Final = 0.8  # of the words stay when we go one element down
_OF_LINKS: Final = 0.75  # of a block's words: it leads elsewhere and says nothing
_FEW_LINKS: Final = 3
_FEW_LETTERS: Final = 80  # beside its links
_ASKS: Final = re.compile(r"[?？؟;]\s*$")


def content_of(tree: Any) -> Any:
    """Return the element that holds the content. Cuts everything else out of the tree."""
    for one in tree.xpath(_AROUND):
        if one.getparent() is not None:
            one.drop_tree()
    found = tree.find("body")
    body = tree if found is None else found
    _layout_tables(body)
    _without_banners(body)
    _buttons(tree)
    root = _marked(body)
    if root is None:
        _without_lists_of_links(body)
        return _densest(body)
    if _words(root) < _FEW_WORDS:  # it only leads on to the pages that answer
        _without_lists_of_links(root)
    return root


def _layout_tables(body: Any) -> None:
    """Tables that hold tables or headings hold the page itself: their cells are its parts."""
    for table in body.xpath(_LAYOUT):
        for row in table.xpath("./tr | ./*/tr"):
            for part in (*row, row, row.getparent(), table):
                if part.tag in {"td", "th", "tr", "tbody", "thead", "tfoot", "table"}:
                    part.tag = "div"


def _without_banners(body: Any) -> None:
    """Cut what is called a banner or a sidebar; "page-with-sidebar" is the page."""
    words = _words(body)
    for one in body.xpath(f".{_BANNERED}"):
        if one.getparent() is None or one.xpath("boolean(.//h1 or .//main or .//article)"):
            continue
        if _words(one) <= words / 2:
            one.drop_tree()


def _buttons(tree: Any) -> None:
    """A button that asks is an accordion's heading; one within a heading is its words."""
    for one in tree.xpath("//button"):
        if one.xpath(f"boolean({_HEADING})"):
            one.drop_tag()
        elif _ASKS.search(one.text_content()):
            one.tag = "h3"
        else:
            one.drop_tree()


def _marked(body: Any) -> Any:
    marked = body.xpath(_MARKED)
    if not marked:
        return None
    best = max(marked, key=_words)
    return best if _words(best) >= _words(body) * _MARKED_SHARE else None


def _densest(body: Any) -> Any:
    """Go down as long as one element holds most of what its parent says."""
    at, words = body, _words(body)
    while True:
        parts = [one for one in at if isinstance(one.tag, str) and one.tag not in {"ul", "ol", "p"}]
        inner = max(parts, key=_words, default=None)
        if inner is None or inner.tag == "table" or _words(inner) < max(1, words * _MOST):
            return at
        if at.xpath("boolean(.//h1)") and not inner.xpath("boolean(self::h1 or .//h1)"):
            return at
        at = inner


def _words(element: Any) -> int:
    """Return how many letters an element says, without its links."""
    return _letters(element) - sum(map(_letters, element.xpath(".//a")))


def _letters(element: Any) -> int:
    return len(" ".join(element.text_content().split()))


def _without_lists_of_links(root: Any) -> None:
    for one in root.xpath(_BLOCKS):
        if one is root or one.getparent() is None or len(one.xpath(".//a")) < _FEW_LINKS:
            continue
        letters = _letters(one)
        beside = _words(one)
        if beside < _FEW_LETTERS and beside <= letters * (1 - _OF_LINKS):
            one.drop_tree()
