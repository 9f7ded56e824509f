"""Markdown, in all the ways that people write it, is cut where an answer ends."""

import pytest

from segue.brains.pages import found_in_markdown, passages_of


def said(markdown: str) -> list[tuple[str, str]]:
    return [(one.heading, one.text) for one in passages_of(markdown)]


def test_a_list_with_blank_lines_stays_with_what_introduces_it() -> None:
    loose = "Do this:\n\n1. Open it.\n\n   Gently.\n\n2. Close it.\n\nThen wait.\n"
    assert said(loose) == [
        ("", "Do this:\n1. Open it. Gently.\n2. Close it."),
        ("", "Then wait."),
    ]


def test_a_list_without_end_is_cut() -> None:
    passages = said("Countries:\n\n" + "\n\n".join(f"- {'word ' * 20}{n}" for n in range(40)))
    assert len(passages) > 3
    assert all(len(text.split()) <= 260 for _, text in passages)


@pytest.mark.parametrize(
    ("markdown", "passages"),
    [
        (
            "Returns\n=======\nText.\n\nCosts\n-----\nFree.",
            [("Returns", "Text."), ("Costs", "Free.")],
        ),
        ("## Costs ##\nFree.", [("Costs", "Free.")]),
        ("## About C#\nA language.", [("About C#", "A language.")]),
        ("One.\n\n---\n\n* * *\n\nTwo.", [("", "One."), ("", "Two.")]),
        ("One.<!-- not\n\nthis -->\n\nTwo <!-- open.", [("", "One."), ("", "Two <!-- open.")]),
        ("```sh\nrun it\n```\n", [("", "run it")]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\n- x", [("", "1: b 2"), ("", "• x")]),
        ("| only a head | here |\n|---|---|\n", [("", "only a head, here")]),
        ("|---|---|\n", []),
        ("# Just a heading", []),
        ("", []),
    ],
)
def test_markdown_is_read_in_all_its_spellings(
    markdown: str, passages: list[tuple[str, str]]
) -> None:
    assert said(markdown) == passages


def test_a_title_may_be_underlined() -> None:
    assert found_in_markdown("Sending *back*\n=====\n\nText.", "x.md").title == "Sending back"
    assert found_in_markdown("Text alone.", "a/opening-hours.md").title == "opening hours"
