"""Reading help pages in: `python benchmarks/ingest.py [pages]` prints JSON.

The demo's help pages stand in web pages as companies have them: menus, banners, asides, footers and
scripts around them, in three makes (marked content, an article, and nothing but `div`). Each copy
has numbers of its own, so that no two pages share a vector. They go the product's own way: read by
the readers' processes, cut into passages, every text encoded alone. Measured are pages a second,
what it costs where, how much of the words comes through and how much else, and the memory that
5,000 passages take.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from segue.brains.encoder import Encoder
from segue.brains.knowledge import Knowledge
from segue.brains.pages import Item, Passage, found_in_markdown, item_of
from segue.knowledge.documents import Document
from segue.knowledge.extracting import extract
from segue.knowledge.readers import Readers

HELP = Path(__file__).parent.parent / "src/segue/demo/help"
PASSAGES = 5_000
ENOUGH = 20.0  # pages a second

LINKS = "".join(f'<li><a href="/c/{n}">Category number {n}</a></li>' for n in range(40))
AROUND = (
    '<div class="cookie-consent"><p>We use cookies to make this shop better. Choose yours.</p>'
    "<button>Accept</button></div><header><a href='/'>Shop</a><form><input></form></header>"
    f"<nav><ul>{LINKS}</ul></nav>"
)
BELOW = (
    f'<div class="related-articles"><h2>Related</h2><ul>{LINKS[:400]}</ul></div><footer><ul>'
    f"{LINKS}</ul><p>© 2026 The Shop. All rights reserved. Imprint. Terms of sale.</p></footer>"
    f"<script>var state = {json.dumps({'x' * 9: list(range(6_000))})}</script>"
)
HEAD = "<html lang=en><head><title>{title} | The Shop</title><style>{style}</style></head><body>"
STYLE = "".join(f".c{n}{{margin:{n}px}}" for n in range(900))
MAKES = {
    "main": "{around}<main>{body}</main>{below}",
    "article": "{around}<div class=layout><div><article>{body}</article></div></div>{below}",
    "div": "{around}<div class=wrap><div class='row with-sidebar'><div class=col>{body}</div>"
    "<div class=sidebar><ul>{links}</ul></div></div></div>{below}",
}


def made(count: int) -> list[tuple[str, str, str]]:
    """Return so many pages: make, HTML, and the Markdown that is true of it."""
    markdown = MarkdownIt().enable("table")
    sources = [found_in_markdown(one.read_text(), one.name) for one in sorted(HELP.glob("*.md"))]
    pages = []
    for number in range(count):
        source = sources[number % len(sources)]
        body = re.sub(r"([.!?])(\s)", rf" in case {number}\1\2", source.body)
        make = list(MAKES)[number // len(sources) % len(MAKES)]
        shown = f"<h1>{source.title}</h1>{markdown.render(body)}"
        html = HEAD.format(title=source.title, style=STYLE) + MAKES[make].format(
            around=AROUND, below=BELOW, links=LINKS, body=shown
        )
        pages.append((make, html, f"{source.title}\n\n{body}"))
    return pages


def overlap(found: str, true: str) -> tuple[int, int, int]:
    """Return how many words were found, how many of them are true, and how many there are."""
    one, two = (Counter(re.findall(r"\w+", text.lower())) for text in (found, true))
    return sum(one.values()), sum((one & two).values()), sum(two.values())


def quality(pages: Sequence[tuple[str, str, str]], read: Callable[[str], str]) -> dict[str, Any]:
    """Return precision and recall of words, by make."""
    sums: dict[str, Counter[str]] = {make: Counter() for make in MAKES}
    start = time.process_time()
    for make, html, true in pages:
        found, right, there = overlap(read(html), true)
        sums[make].update({"found": found, "right": right, "there": there})
    spent = (time.process_time() - start) / len(pages)
    return {"ms_a_page": round(spent * 1_000, 2)} | {
        make: {
            "precision": round(one["right"] / max(1, one["found"]), 4),
            "recall": round(one["right"] / max(1, one["there"]), 4),
        }
        for make, one in sums.items()
    }


def by_us(html: str) -> str:
    found = extract(Document("page", html.encode(), "html"))[0]
    return f"{found.title}\n{found.body}"


def by_trafilatura() -> Callable[[str], str] | None:
    """The extractor that was considered, where it happens to be installed."""
    try:
        import trafilatura  # noqa: PLC0415
        from trafilatura.settings import use_config  # noqa: PLC0415
    except ImportError:
        return None
    settings = use_config()
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        settings.set("DEFAULT", name, "1")
    return lambda html: trafilatura.extract(html, config=settings, output_format="markdown") or ""


async def ingested(pages: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """Read, cut and encode, the product's own way; one batch is encoded while the next is read."""
    readers = Readers()
    warm = Document("warm", pages[0][1].encode(), "html")
    await asyncio.gather(readers.read(warm), readers.read(warm))
    start, used = time.perf_counter(), _cpu()
    documents = [Document(f"{n}.html", one.encode(), "html") for n, (_, one, _) in enumerate(pages)]
    done = await asyncio.gather(*(readers.read(one) for one in documents))
    read = time.perf_counter()
    items = [item_of(found) for one in done for found in one.found]
    cut = time.perf_counter()
    knowledge = await asyncio.to_thread(Knowledge, items)
    ended = time.perf_counter()
    await readers.aclose()
    passages = sum(len(one.passages) for one in items)
    return {
        "pages": len(items),
        "passages": passages,
        "pages_a_second": round(len(items) / (ended - start), 1),
        "enough": len(items) / (ended - start) >= ENOUGH,
        "seconds": {
            "read": round(read - start, 2),
            "cut": round(cut - read, 2),
            "encode": round(ended - cut, 2),
        },
        "processor_seconds": round(_cpu() - used, 2),
        "readers_included": False,
        "knows": len(knowledge.items),
    }


def _cpu() -> float:
    """Processor seconds of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory() -> dict[str, Any]:
    """Return what 5,000 passages of about fifty words take, encoder and index."""
    by = Encoder()
    by.encode("warm")
    words = " ".join(HELP.joinpath("returns.md").read_text().split())
    pieces = [words[n * 37 % 900 :][:300] for n in range(PASSAGES)]
    items = [
        Item(
            f"item-{n}",
            f"Title of number {n}",
            tuple(Passage(f"{pieces[n * 5 + m]} number {n * 5 + m}.") for m in range(5)),
            examples=(f"how about number {n}?",),
        )
        for n in range(PASSAGES // 5)
    ]
    before = _resident()
    start = time.perf_counter()
    knowledge = Knowledge(items, by=by)
    return {
        "passages": sum(len(one.passages) for one in knowledge.items),
        "mb": round(_resident() - before, 1),
        "seconds": round(time.perf_counter() - start, 1),
    }


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Print everything."""
    pages = made(int(sys.argv[1]) if len(sys.argv) > 1 else 336)
    other = by_trafilatura()
    some = pages[: 28 * len(MAKES)]
    by_us(some[0][1])
    shown: dict[str, Any] = {
        "what": "help pages read in",
        "html_kb_a_page": round(sum(len(one) for _, one, _ in pages) / len(pages) / 1_000, 1),
        "cores": os.cpu_count(),
        "ingest": asyncio.run(ingested(pages)),
        "words": quality(some, by_us),
        "memory": memory(),
    }
    if other is not None:
        other(some[0][1])
        shown["words_by_trafilatura"] = quality(some, other)
    sys.stdout.write(json.dumps(shown, indent=1) + "\n")


if __name__ == "__main__":
    main()
