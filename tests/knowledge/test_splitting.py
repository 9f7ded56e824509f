"""A long file becomes its chapters; everything else stays whole."""

from hypothesis import given
from hypothesis import strategies as st

from segue.app.ports_knowledge import Found
from segue.knowledge.documents import Document
from segue.knowledge.extracting import extract
from segue.knowledge.splitting import split

WORDS = "Some words about it that go on. "


def book(*chapters: tuple[str, int]) -> str:
    return "".join(f"{heading}\n\n{WORDS * times}\n\n" for heading, times in chapters)


def parts(body: str, **more: str) -> list[tuple[str, str]]:
    found = split(Found("manual.pdf", "The manual", body, **more))  # type: ignore[arg-type]
    return [(one.place.partition("#")[2], one.title) for one in found]


def test_chapters_become_items_with_places_of_their_own() -> None:
    body = f"{WORDS * 3}\n\n" + book(
        ("# Care", 60),
        ("# 2.1 How to wash a tent", 60),
        ("# Care", 60),
        ("# Empty", 0),
        ("# Costs", 40),
    )
    assert parts(body) == [
        ("the-manual", "The manual"),
        ("care", "The manual: Care"),
        ("how-to-wash-a-tent", "How to wash a tent"),
        ("care-2", "The manual: Care"),
        ("costs", "The manual: Costs"),
    ]


def test_what_is_long_still_is_cut_further_down() -> None:
    body = book(
        ("## All about tents", 5), ("### How to buy one", 120), ("### How to pitch one", 120),
        ("## All about boots", 30),
    )  # fmt: skip
    assert [title for _, title in parts(body)] == [
        "All about tents", "How to buy one", "How to pitch one", "All about boots",
    ]  # fmt: skip


def test_nothing_is_lost() -> None:
    body = f"{WORDS}\n\n" + book(
        *((f"{'#' * (n % 3 + 1)} Number {n} of all", n) for n in range(40))
    )
    found = split(Found("a", "A", body))
    assert len(found) > 5
    assert sum(one.body.count("go on.") for one in found) == body.count("go on.")


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from([0, 1, 3, 50, 51, 400])), max_size=30))
def test_whatever_stands_in_a_book_it_is_cut_without_loss(chapters: list[tuple[int, int]]) -> None:
    body = book(*((f"{'#' * level} Chapter {times % 2 or ''}", times) for level, times in chapters))
    found = split(Found("a", "A", body))
    assert sum(one.body.count("go on.") for one in found) == body.count("go on.")
    assert len({one.place for one in found}) == len(found)


def test_what_is_short_or_one_topic_stays_whole() -> None:
    assert parts(book(("# One", 10), ("# Two", 10))) == [("", "The manual")]
    assert parts(WORDS * 300) == [("", "The manual")]
    assert parts(book(("# One", 200), ("# Two", 200)), id="manual") == [("", "The manual")]


def test_the_server_splits_and_the_command_does_not() -> None:
    document = Document(
        "a.md", book(("# About one", 99), ("# About two", 120)).encode(), "markdown"
    )
    assert len(extract(document)) == 1
    one, two = extract(document, split_long=True)
    assert (one.place, two.place) == ("a.md#about-one", "a.md#about-two")
    assert one.print != two.print
