"""Documents are read in processes of their own, and no document takes the server down."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from knowledge.papers import pdf
from segue.knowledge.documents import Document
from segue.knowledge.readers import Readers
from segue.knowledge.trouble import Unreadable

PAGE = (
    b"<html lang=en><title>Hours</title><main><h1>Hours</h1><p>We open at nine. <a href=/b>More</a>"
)


@pytest_asyncio.fixture
async def readers() -> AsyncIterator[Readers]:
    one = Readers(timeout_s=20)
    yield one
    await one.aclose()


async def test_documents_are_read_next_to_each_other(readers: Readers) -> None:
    paper = pdf([[(11.0, 100.0, "Refunds take five days, no more.")]])
    several = [Document(f"{n}.html", PAGE, "html") for n in range(6)]
    several += [Document(f"{n}.pdf", paper, "pdf") for n in range(6)]
    done = await asyncio.gather(*(readers.read(one) for one in several))
    assert [one.found[0].place for one in done] == [one.place for one in several]
    assert len(readers.pids) <= 2


async def test_plain_text_needs_no_process(readers: Readers) -> None:
    done = await readers.read(Document("a.md", b"# A\n\nb", "markdown"))
    assert done.found[0].title == "A"
    assert not readers.pids
    with pytest.raises(Unreadable) as caught:
        await readers.read(Document("a.csv", b"x,y,z\n", "table"))
    assert caught.value.code == "bad_columns"


async def test_a_page_comes_with_its_links(readers: Readers) -> None:
    page = Document("https://shop.test/a", PAGE, "html", "", "https://shop.test/a")
    done = await readers.read(page, links=True)
    assert (done.found[0].title, done.links) == ("Hours", ("https://shop.test/b",))


async def test_a_reader_that_dies_is_replaced(readers: Readers) -> None:
    await readers.read(Document("a.html", PAGE, "html"))
    (pid,) = readers.pids
    os.kill(pid, signal.SIGSTOP)
    reading = asyncio.create_task(readers.read(Document("b.html", PAGE, "html")))
    await asyncio.sleep(0)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(Unreadable) as caught:
        await reading
    assert caught.value.code == "broken"
    done = await readers.read(Document("c.html", PAGE, "html"))
    assert done.found[0].title == "Hours"


async def test_a_document_that_takes_too_long_is_given_up() -> None:
    readers = Readers(timeout_s=0.02)  # no process starts so quickly
    with pytest.raises(Unreadable) as caught:
        await readers.read(Document("slow.html", PAGE, "html"))
    assert caught.value.code == "timed_out"
    assert "slow.html" in caught.value.said
    assert not readers.pids
    await readers.aclose()


async def test_readers_stop_when_there_is_nothing_to_read() -> None:
    readers = Readers(idle_s=0.01)
    await readers.read(Document("a.html", PAGE, "html"))
    async with asyncio.timeout(10):
        while readers.pids:  # noqa: ASYNC110 - a process ends when it ends
            await asyncio.sleep(0.01)
    assert (await readers.read(Document("a.html", PAGE, "html"))).found
    await readers.aclose()
    assert not readers.pids
