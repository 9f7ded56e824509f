"""A web site is read politely, within limits, whatever it does."""

import gzip
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from segue.app.ports_knowledge import Failure, Found, NothingThere, Progress, Read, Same
from segue.knowledge.crawling import crawl
from segue.knowledge.readers import Readers
from segue.outgoing import Outgoing
from servers.elsewhere import Asked, Elsewhere, Page, elsewhere, html, moved

pytestmark = pytest.mark.slow  # real servers, real time-outs

NOW = datetime(2026, 11, 24, tzinfo=UTC)
XML = (("Content-Type", "application/xml"),)


def page(title: str, *links: str, head: str = "", more: str = "") -> Page:
    """A help page with words of its own."""
    menu = "".join(f'<li><a href="{link}">Go to {link}</a>' for link in links)
    return html(
        f"<html lang=en><head><title>{title} | Shop</title>{head}</head><body><main>"
        f"<h1>{title}</h1><p>All there is to say about {title} is said here. {more}</p></main>"
        f"<div><ul>{menu}</ul></div></body></html>"
    )


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Elsewhere]:
    async with elsewhere() as one:
        yield one


@pytest_asyncio.fixture
async def readers() -> AsyncIterator[Readers]:
    one = Readers()
    yield one
    await one.aclose()


class Crawled:
    """What came of a crawl."""

    def __init__(self, reads: list[Read]) -> None:
        self.found = {one.place: one for one in reads if isinstance(one, Found)}
        self.same = {one.place for one in reads if isinstance(one, Same)}
        self.failed = {one.where: one for one in reads if isinstance(one, Failure)}
        self.progress = [one for one in reads if isinstance(one, Progress)]

    def titles(self) -> set[str]:
        return {one.title for one in self.found.values()}

    def prints(self) -> Mapping[str, str]:
        return {place: one.print for place, one in self.found.items()}


async def crawled(site: Elsewhere, readers: Readers, start: str = "/", **how: Any) -> Crawled:
    settings: dict[str, Any] = {"depth": 3, "most": 100, "known": {}} | how
    async with Outgoing([site.place]) as outgoing:
        reads = [
            one
            async for one in crawl(
                site.url + start, outgoing=outgoing, readers=readers, clock=lambda: NOW, **settings
            )
        ]
    return Crawled(reads)


async def test_links_are_followed_within_the_site(site: Elsewhere, readers: Readers) -> None:
    site.pages = {
        "/": page("Home", "/a", "/b#part", "https://other.test/x", "mailto:x@y.z", "/pic.png"),
        "/a": page("Returns", "/", "/c", "/b"),
        "/b": page("Shipping"),
        "/c": page("Deep", "/d"),
        "/d": page("Deeper", "/e"),
        "/e": page("Too deep"),
    }
    done = await crawled(site, readers)
    assert done.titles() == {"Home", "Returns", "Shipping", "Deep", "Deeper"}
    assert not done.failed
    found = done.found[f"{site.url}/a"]
    assert (found.url, found.language) == (f"{site.url}/a", "en")
    assert found.body == "All there is to say about Returns is said here.\n"
    assert site.paths().count("/b") == site.paths().count("/") == 1
    assert "/pic.png" not in site.paths()
    assert done.progress[-1] == Progress(5, 5)
    assert "Segue/" in site.asked[0].headers["user-agent"]


async def test_a_sitemap_lists_pages_that_nothing_links_to(
    site: Elsewhere, readers: Readers
) -> None:
    def listed(*paths: str) -> str:
        return "".join(f"<url><loc>{site.url}{one}</loc></url>" for one in paths)

    site.pages = {
        "/help/": page("Help"), "/help/a": page("A"), "/help/b": page("B"),
        "/shoes/1": page("Shoe"),
        "/robots.txt": Page(f"Sitemap: {site.url}/index.xml\n".encode()),
        "/index.xml": Page(
            f"<sitemapindex><sitemap><loc>{site.url}/one.xml.gz</loc></sitemap><sitemap>"
            f"<loc>{site.url}/index.xml</loc></sitemap></sitemapindex>".encode(), 200, XML),
        "/one.xml.gz": Page(
            gzip.compress(f"<urlset>{listed('/help/a', '/help/b', '/shoes/1')}</urlset>".encode())),
        "/only.xml": Page(f"<urlset>{listed('/shoes/1', '/help/a')}</urlset>".encode(), 200, XML),
    }  # fmt: skip
    assert (await crawled(site, readers, "/help/")).titles() == {"Help", "A", "B"}
    assert (await crawled(site, readers, "/only.xml")).titles() == {"Shoe", "A"}


async def test_endless_sitemaps_are_read_to_a_limit(site: Elsewhere, readers: Readers) -> None:
    def endless(asked: Asked) -> Page:
        if asked.path.startswith("/map"):
            number = int("".join(filter(str.isdigit, asked.path)) or 0)
            more = "".join(
                f"<sitemap><loc>{site.url}/map{number * 9 + n}.xml</loc></sitemap>"
                for n in range(9)
            )
            return Page(f"<sitemapindex>{more}</sitemapindex>".encode(), 200, XML)
        return Page(b"", 404)

    site.otherwise = endless
    site.pages = {"/": page("Home"), "/robots.txt": Page(f"Sitemap: {site.url}/map1.xml".encode())}
    assert (await crawled(site, readers)).titles() == {"Home"}
    assert len(site.asked) < 60
    many = "".join(f"<url><loc>{site.url}/p{n}</loc></url>" for n in range(50_000))
    site.pages["/robots.txt"] = Page(f"Sitemap: {site.url}/long.xml".encode())
    site.pages["/long.xml"] = Page(f"<urlset>{many}".encode(), 200, XML)
    site.otherwise = lambda asked: page(asked.path)
    done = await crawled(site, readers, most=10)
    assert len(done.found) in {10, 11}  # one may be under way when the tenth comes


async def test_robots_are_obeyed(site: Elsewhere, readers: Readers) -> None:
    site.pages = {
        "/robots.txt": Page(
            b"User-agent: *\nDisallow: /\n\nUser-agent: SEGUE\nDisallow: /private\n"
            b"Allow: /private/open$\nDisallow: /*?sort=\nCrawl-delay: 0.5\n"
        ),
        "/": page("Home", "/private", "/private/open", "/a?sort=up", "/a"),
        "/private/open": page("Open"),
        "/a": page("A"),
    }
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    done = await crawled(site, readers, pause=pause)
    assert done.titles() == {"Home", "Open", "A"}
    assert {one.code for one in done.failed.values()} == {"robots"}
    assert set(done.failed) == {f"{site.url}/private", f"{site.url}/a?sort=up"}
    assert "/private" not in site.paths()
    assert waits == [0.5, 0.5]
    assert site.busiest == 1


@pytest.mark.parametrize(
    ("robots", "why"),
    [(Page(b"User-agent: *\nDisallow: /"), "robots.txt forbids"),
     (Page(b"", 503), "robots.txt cannot be read")],
)  # fmt: skip
async def test_robots_that_forbid_everything_say_so(
    site: Elsewhere, readers: Readers, robots: Page, why: str
) -> None:
    site.pages = {"/robots.txt": robots, "/": page("Home")}
    with pytest.raises(NothingThere, match=why):
        await crawled(site, readers)
    assert set(site.paths()) == {"/robots.txt"}


async def test_what_is_no_site_says_so(site: Elsewhere, readers: Readers) -> None:
    async with Outgoing() as outgoing:
        for start, why in (
            (site.url, "private network"),
            ("ftp://x", "no address"),
            ("x", "no ad"),
        ):
            with pytest.raises(NothingThere, match=why):
                async for _ in crawl(
                    start, depth=1, most=1, outgoing=outgoing, readers=readers, clock=lambda: NOW
                ):
                    pass
    site.pages = {"/": Page(b"", 500)}
    for start, why in (("/", "status 500"), ("/nothing", "nothing at this address")):
        with pytest.raises(NothingThere, match=why):
            await crawled(site, readers, start)


async def test_pages_that_lead_away_are_told(site: Elsewhere, readers: Readers) -> None:
    site.pages = {
        "/": page("Home", "/meta", "/away", "/moved", "/round", "/gone", "/closed", "/down"),
        "/meta": moved("http://169.254.169.254/latest/meta-data"),
        "/away": moved("https://8.8.8.8/"),
        "/moved": moved("/new", 301),
        "/new": page("New"),
        "/round": moved("/round"),
        "/closed": html("sign in", status=403),
        "/down": html("oh", status=500),
    }
    done = await crawled(site, readers)
    assert done.titles() == {"Home", "New"}
    codes = {place.removeprefix(site.url): one.code for place, one in done.failed.items()}
    assert codes == {
        "/meta": "private_address", "/away": "elsewhere", "/closed": "locked",
        "/down": "unreachable",
    }  # fmt: skip
    assert all(one.at == NOW and one.said.endswith(".") for one in done.failed.values())


async def test_pages_that_cannot_be_read_are_told_and_the_others_go_on(
    site: Elsewhere, readers: Readers
) -> None:
    site.pages = {
        "/": page("Home", "/broken", "/empty", "/hidden", "/hub", "/x.pdf", "/film"),
        "/broken": Page("Größe".encode("cp1252"), 200, (("Content-Type", "text/html"),)),
        "/empty": html("<html><body><script>render()</script></body></html>"),
        "/hidden": page("Hidden", head='<meta name="robots" content="noindex">'),
        "/hub": html("<ul>" + "".join(f'<li><a href="/h{n}">Topic {n}</a>' for n in range(6))),
        "/h3": page("Found through the hub"),
        "/x.pdf": Page(b"%PDF-1.4 no", 200, (("Content-Type", "application/pdf"),)),
        "/film": Page(b"", 200, (("Content-Type", "video/mp4"),)),
    }
    done = await crawled(site, readers)
    assert done.titles() == {"Home", "Found through the hub"}
    codes = {place.removeprefix(site.url): one.code for place, one in done.failed.items()}
    assert codes == {
        "/broken": "not_text", "/empty": "no_text", "/hidden": "noindex", "/x.pdf": "broken",
    }  # fmt: skip


async def test_one_page_with_many_addresses_is_one(site: Elsewhere, readers: Readers) -> None:
    own = '<link rel="canonical" href="/a">'
    site.pages = {
        "/": page("Home", "/a?utm_source=x", "/a?b=2&a=1", "/a?a=1&b=2", "/a/../a", "/print/a"),
        "/a": page("A", head=own),
        "/print/a": page("A"),
    }
    done = await crawled(site, readers)
    assert set(done.found) == {f"{site.url}/", f"{site.url}/a"}


async def test_traps_end(site: Elsewhere, readers: Readers) -> None:
    def trap(asked: Asked) -> Page:
        if asked.path.startswith("/calendar"):
            year = int(asked.path.split("/")[2])
            return page(f"Events of {year}", f"/calendar/{year + 1}/1", f"/calendar/{year + 1}/2")
        if asked.path.startswith("/search"):
            return page(f"Results {asked.path}", *(f"{asked.path}{n}" for n in range(5)))
        if asked.path.startswith("/same"):
            return page("The same", *(f"/same/{asked.path.count('/')}{n}" for n in range(9)))
        if asked.path.startswith("/deep"):
            return page(f"Deep {asked.path}", f"{asked.path}/deep")
        return Page(b"", 404)

    site.otherwise = trap
    site.pages = {"/": page("Home", "/calendar/2026/1", "/search?q=1", "/same/0", "/deep")}
    done = await crawled(site, readers, depth=50, most=400)
    assert len(site.asked) < 160
    assert len(done.found) < 140


async def test_only_what_changed_is_read_again(site: Elsewhere, readers: Readers) -> None:
    changes = {"/b": 1}

    def marked(title: str, tag: str, *links: str) -> Any:
        def answer(asked: Asked) -> Page:
            if asked.headers.get("if-none-match") == tag:
                return Page(b"", 304)
            whole = page(title, *links)
            return Page(whole.body, 200, (*whole.headers, ("ETag", tag)))

        return answer

    site.pages = {
        "/": page("Home", "/a", "/b"),
        "/a": marked("A", '"a1"'),
        "/b": lambda _: page("B", more=f"Edition {changes['/b']}."),
        "/lonely": page("Lonely"),
    }
    first = await crawled(site, readers, depth=1)
    assert first.titles() == {"Home", "A", "B"}
    known = {**first.prints(), f"{site.url}/lonely": "x", f"{site.url}/gone": "y"}
    site.asked.clear()
    changes["/b"] = 2
    again = await crawled(site, readers, depth=1, known=known)
    assert again.same == {f"{site.url}/", f"{site.url}/a"}
    assert again.titles() == {"B", "Lonely"}
    assert not again.failed
    asked = {one.path: one.headers for one in site.asked}
    assert asked["/a"]["if-none-match"] == '"a1"'


async def test_no_more_than_two_requests_at_once(site: Elsewhere, readers: Readers) -> None:
    site.pages = {"/": page("Home", *(f"/p{n}" for n in range(20)))}
    site.otherwise = lambda asked: page(asked.path)
    assert len((await crawled(site, readers)).found) == 21
    assert site.busiest <= 2


async def test_a_crawl_that_is_given_up_leaves_nothing_behind(
    site: Elsewhere, readers: Readers
) -> None:
    site.otherwise = lambda asked: page(asked.path, f"{asked.path}1", f"{asked.path}2")
    async with Outgoing([site.place]) as outgoing:
        crawling = crawl(
            site.url, depth=9, most=99, outgoing=outgoing, readers=readers, clock=lambda: NOW
        )
        async for one in crawling:
            if isinstance(one, Found):
                break
        await crawling.aclose()
    assert len(site.asked) < 9
