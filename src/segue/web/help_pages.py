"""The demo shop's help pages, as a customer reads them: where an answer's source leads.

Markdown becomes HTML here and nowhere else; raw HTML in a page is shown as text, so a page cannot
bring scripts along.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt

from segue.demo import help_folder

_FRONT: Final = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE: Final = re.compile(r"^title:\s*(.+)$", re.MULTILINE)
_MAIN: Final = re.compile(r"<main\b.*?</main>", re.DOTALL)
_NAME: Final = re.compile(r"\A[a-z0-9-]{1,60}\Z")


@lru_cache(maxsize=128)
def help_page(name: str, shop: str) -> str | None:
    """The shop's page with this help text instead of its goods; None when there is no such text.

    `shop` is the built page of the shop.
    """
    if not _NAME.match(name):
        return None
    source = help_folder() / f"{name}.md"
    if not source.is_file():
        return None
    text = source.read_text(encoding="utf-8")
    front = _FRONT.match(text)
    body = text[front.end() :] if front else text
    found = _TITLE.search(front.group(1)) if front else None
    title = found.group(1).strip().strip("\"'") if found else name
    said = MarkdownIt("commonmark", {"html": False}).render(body)
    heading = "" if "<h1" in said else f"<h1>{html.escape(title)}</h1>"
    back = '<p class="back"><a href="/shop">Back to the shop</a></p>'
    main = f'<main class="help" id="top">{back}<article>{heading}{said}</article></main>'
    page = _MAIN.sub(lambda _: main, shop, count=1).replace('href="#', 'href="/shop#')
    return re.sub(r"<title>.*?</title>", f"<title>{html.escape(title)} · Fernhill</title>", page)
