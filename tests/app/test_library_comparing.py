"""What one reading makes of one item."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from segue.app.library.comparing import again, link, made, name_for, said
from segue.app.ports_knowledge import Found, KnowledgeSource

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HELP = KnowledgeSource("s", "folder", "Help", "/x", audience="signed_in")
PAGE = Found("deep/refunds.md", "Refunds", "A week.", print="abc:1", language="de")


def never(_: str) -> bool:
    return False


def test_a_document_becomes_an_item_with_what_its_source_says_of_all() -> None:
    item = made(PAGE, HELP, "refunds", NOW)
    assert (item.audience, item.language, item.by, item.version) == ("signed_in", "de", "Help", 1)
    assert made(PAGE, replace(HELP, language="fr"), "x", NOW).language == "fr"
    assert made(replace(PAGE, audience="internal"), HELP, "x", NOW).audience == "internal"
    assert made(replace(PAGE, language=""), HELP, "x", NOW).language == "en"


def test_the_same_words_are_the_same_whatever_the_bytes() -> None:
    item = made(PAGE, HELP, "refunds", NOW)
    assert again(item, replace(PAGE, print="abc:2"), HELP, NOW) is None
    assert again(item, replace(PAGE, print="abc\tetag\tdate"), HELP, NOW) is None
    other = again(item, replace(PAGE, print="abd:1", body="Two."), HELP, NOW)
    assert other is not None
    assert (other.version, other.body) == (2, "Two.")
    assert (said(""), said("abc"), said("abc:1")) == ("", "abc", "abc")


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (PAGE, "refunds"),
        (replace(PAGE, id="money-back"), "money-back"),
        (replace(PAGE, place="faq.csv#how-long"), "how-long"),
        (replace(PAGE, id="with space"), "k_"),
        (replace(PAGE, id="../x"), "k_"),
        (replace(PAGE, place="Überweisung.md"), "k_"),
    ],
)
def test_ids_are_what_documents_call_themselves(found: Found, name: str) -> None:
    given = name_for(found, HELP, never)
    assert given == name or (name == "k_" and given.startswith("k_"))
    assert name_for(found, HELP, never) == given


def test_a_name_that_is_taken_gets_a_mark_that_stays() -> None:
    taken = name_for(PAGE, HELP, {"refunds"}.__contains__)
    assert taken.startswith("refunds.")
    assert taken == name_for(PAGE, HELP, {"refunds"}.__contains__)
    assert taken != name_for(replace(PAGE, place="other/refunds.md"), HELP, lambda _: True)


def test_pages_of_a_site_are_named_by_their_address() -> None:
    site = replace(HELP, kind="site")
    page = replace(PAGE, place="https://example.com/help/refunds")
    assert name_for(page, site, never).startswith("k_")
    assert name_for(replace(page, id="refunds"), site, never) == "refunds"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.com/x", "https://example.com/x"),
        ("/shop/help", "/shop/help"),
        (" HTTP://example.com", "HTTP://example.com"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_pages_stand_under_an_answer(url: str | None, kept: str | None) -> None:
    assert link(url) == kept
