"""Hostile documents: read or refused, in little time, and never a surprise."""

import time
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.papers import pdf
from segue.brains.errors import KnowledgeError
from segue.brains.pages import found_in_lines, found_in_markdown, passages_of
from segue.knowledge.documents import Document, Kind
from segue.knowledge.extracting import extract
from segue.knowledge.readers import Readers
from segue.knowledge.robots import read_robots
from segue.knowledge.sitemaps import read_sitemap
from segue.knowledge.sites import Site, spelled
from segue.knowledge.trouble import Unreadable

pytestmark = pytest.mark.slow  # real servers, real time-outs

SIZE = 64_000


@pytest.mark.parametrize(
    "piece",
    ["*a ", "**a ", "_a ", "`a ", "![", "[a](", "[", "<", "\\", "# ", "#", "a. ", "| ", "- ", "1. ",
     "\n\n", " ", "\n", "\n---\n", "&amp;", "<p>", "</p>", "<table><tr><td>", "<!--", "<![CDATA[",
     "<a href=x>", "<li>", "<b>", '"', ",", ";\n", "<loc> ", "<loc></loc>", "Allow: /*a\n",
     "\u202e", "\u0301", "a" * 50 + " "],
)  # fmt: skip
def test_64_kilobytes_of_anything_take_no_time(piece: str) -> None:
    text = piece * (SIZE // len(piece))
    jobs: dict[str, Callable[[], object]] = {
        "markdown": lambda: list(passages_of(found_in_markdown(text, "a.md").body)),
        "heading": lambda: list(passages_of(f"# a{text}b")),
        "lines": lambda: list(found_in_lines(text, "a.jsonl")),
        "html": lambda: extract(Document("a.html", text.encode(), "html")),
        "page": lambda: extract(Document("a.html", f"<main>{text}</main>".encode(), "html")),
        "table": lambda: extract(Document("a.csv", text.encode(), "table")),
        "robots": lambda: read_robots(f"User-agent: *\n{text}").allow("http://x.test/" + "a" * 400),
        "sitemap": lambda: read_sitemap(f"<urlset><loc>{text}".encode()),
        "address": lambda: spelled(f"http://x.test/{text}"),
    }
    for name, job in jobs.items():
        start = time.process_time()
        with suppress(Unreadable, KnowledgeError):
            job()
        assert time.process_time() - start < 2, name  # 0.05 on a quiet machine


@given(data=st.binary(max_size=400), kind=st.sampled_from(["markdown", "lines", "table", "html"]))
def test_no_bytes_are_a_surprise(data: bytes, kind: Kind) -> None:
    with suppress(Unreadable):
        for found in extract(Document("a", data, kind)):
            assert list(passages_of(found.body)) is not None


@given(st.text(alphabet='<>/="abpdivtrliu \n&;#*|[]()!-', max_size=200))
def test_no_markup_is_a_surprise(text: str) -> None:
    with suppress(Unreadable):
        extract(Document("a", f"<title>x</title>{text}".encode(), "html"))
    assert list(passages_of(text)) is not None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_address_is_a_surprise(start: str, rest: str) -> None:
    for url in (start, f"http://{start}/{rest}", f"http://x.test/{rest}?{start}"):
        if one := spelled(url):
            assert spelled(one) == one
            assert Site(one).holds(one)
            assert isinstance(read_robots(rest).allow(one), bool)


@pytest.mark.slow
async def test_a_pdf_that_unpacks_to_a_gigabyte_takes_no_server_down() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(b" " * 10_000_000) for _ in range(100)), packer.flush()])
    plain = pdf([[(11.0, 100.0, "x")]])
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    bomb = plain[:start] + (
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\n" % (len(packed), packed)
    ) + plain[end:]  # fmt: skip
    readers = Readers(timeout_s=20)
    with pytest.raises(Unreadable) as caught:
        await readers.read(Document("bomb.pdf", bomb, "pdf"))
    assert caught.value.code in {"broken", "too_large", "timed_out", "no_text"}
    fine = await readers.read(Document("a.html", b"<h1>Hours</h1><p>We open at nine.", "html"))
    assert fine.found[0].title == "Hours"
    await readers.aclose()
