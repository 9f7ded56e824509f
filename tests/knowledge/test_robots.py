"""robots.txt is read as its standard says."""

import time

import pytest

from segue.knowledge.robots import Robots, read_robots
from segue.knowledge.sites import Site, spelled


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /a", "/a/b", False),
        ("Disallow: /a", "/b", True),
        ("Disallow:", "/a", True),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /*/b*c", "/a/b/xxc", False),
        ("Disallow: /a%7Eb", "/a~b", False),
        ("Disallow: /?s=", "/?s=1", False),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/a", True),
    ],
)
def test_the_longest_rule_wins(rules: str, path: str, allowed: bool) -> None:  # noqa: FBT001
    robots = read_robots(f"User-agent: *\n{rules}\n")
    assert robots.allow(f"https://shop.test{path}") is allowed


def test_our_own_group_is_the_one_that_counts() -> None:
    text = (
        "Sitemap: https://shop.test/map.xml\n# nobody\nUser-agent: *\nDisallow: /\n"
        "User-agent: other\nUser-agent: Segue\nAllow: /help # here\nDisallow: /\nCrawl-delay: 2\n"
    )
    robots = read_robots(text)
    assert robots.allow("https://shop.test/help/a")
    assert not robots.allow("https://shop.test/b")
    assert robots.delay_s == 2.0
    assert robots.sitemaps == ("https://shop.test/map.xml",)


def test_no_rules_and_odd_rules_forbid_nothing() -> None:
    for text in ("", "Disallow: /", "<html>", "User-agent: x\nDisallow: /", "a\x00:b"):
        assert read_robots(text).allow("https://shop.test/")
    assert Robots().allow("https://shop.test/")


def test_a_rule_full_of_stars_takes_no_time() -> None:
    robots = read_robots("User-agent: *\nDisallow: /" + "*a" * 60 + "*b\n")
    start = time.process_time()
    assert robots.allow("https://shop.test/" + "a" * 480)
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("url", "one"),
    [
        ("HTTPS://Shop.Test:443/a/../b/./c#x", "https://shop.test/b/c"),
        ("http://shop.test", "http://shop.test/"),
        ("http://shop.test/a?utm_source=x&b=2&a=1&gclid=7", "http://shop.test/a?a=1&b=2"),
        ("http://shop.test/a;jsessionid=77?", "http://shop.test/a"),
        ("http://shop.test/ä b", "http://shop.test/%C3%A4%20b"),
        ("http://shop.test/%C3%A4%20b", "http://shop.test/%C3%A4%20b"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://me:secret@shop.test/", None),
        ("javascript:alert(1)", None),
        ("http://shop.test:99999/", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_a_page_has_one_spelling(url: str, one: str | None) -> None:
    assert spelled(url) == one


def test_a_site_is_its_host() -> None:
    site = Site("https://www.shop.test/help/start")
    assert site.holds("http://shop.test/x")
    assert site.below_start("https://shop.test/help/a")
    assert not site.below_start("https://shop.test/shoes")
    for other in ("https://shop.test.evil/", "https://help.shop.test/", "https://shop.test:8443/"):
        assert not site.holds(other)
    for trap in ("/a/b/a/b/a/b/a/b", "/x" * 13, "/logout", "/a.png", "/" + "a" * 500):
        assert not site.worth_asking(f"https://shop.test{trap}")
