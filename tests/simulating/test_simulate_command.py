"""The command: its text, its JSON lines, its page, and what it says to mistakes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from segue.cli import app
from segue.settings import BadSettings
from simulating.made_calls import NINE, days, gone, queued, row, written

if TYPE_CHECKING:
    from playwright.async_api import Browser

MARKUP = '<script>alert("x")</script>'


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    return written(tmp_path / "calls.jsonl", days(3))


def said(*words: str) -> str:
    found = CliRunner().invoke(app, ["simulate-line", *words], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


def refused(*words: str) -> str:
    with pytest.raises(BadSettings) as caught:
        CliRunner().invoke(
            app, ["simulate-line", *words], catch_exceptions=False, standalone_mode=False
        )
    return str(caught.value)


def test_the_text_says_whether_it_held_and_who_else_would_have_said_what(calls: Path) -> None:
    told = said("--calls", str(calls), "--score-days", "2-3")
    assert told.startswith("Days 2-3: ")
    for words in ("When they joined", "moving average of waits", "By hour", "On the screen"):
        assert words in told


def test_json_is_a_line_for_each_call_and_then_the_figures(calls: Path) -> None:
    lines = [json.loads(line) for line in said("--calls", str(calls), "--json").splitlines()]
    *each, report = lines
    assert report["kind"] == "report"
    assert report["queued"] == len(each)
    assert {one["kind"] for one in each} == {"call"}
    assert sum(one["wait"] == "left" for one in each) == report["left"]
    for one in each:
        if one["median_s"] is not None:
            assert 0 <= one["low_s"] <= one["median_s"] <= one["high_s"]


def test_json_is_the_same_twice_but_for_the_time_it_took(calls: Path) -> None:
    def lines() -> list[Any]:
        found = [json.loads(line) for line in said("--calls", str(calls), "--json").splitlines()]
        del found[-1]["ms_per_event"]
        return found

    assert lines() == lines()


def test_days_after_those_that_are_scored_are_not_read(calls: Path) -> None:
    with calls.open("a") as opened:
        opened.write(json.dumps(row(day=4)) + "\nnot JSON\n")
    assert said("--calls", str(calls), "--days", "1-2").startswith("Days 1-2: ")


def test_what_if_is_told_before_and_after(calls: Path) -> None:
    told = said("--calls", str(calls), "--one-more", "daily 09:00-17:00 *", "--vip-first", "600")
    assert "what happened" in told
    assert "(1) one more: daily 09:00-17:00 *" in told
    assert "of those with priority wait less than" in told


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--days", "foo"), "are no days"),
        (("--days", "5-3"), "are no days"),
        (("--days", "8-9"), "none of the days"),
        (("--days", "1", "--score-days", "2"), "is among those that were read"),
        (("--first-day", "yesterday"), "is no date"),
        (("--one-more", "whenever"), "says no shift"),
        (("--one-more", "tue 09:00-17:00 sales"), "--first-day"),
        (("--without", "zoe"), "zoe is not at work"),
    ],
)
def test_mistakes_become_sentences(calls: Path, words: tuple[str, ...], what: str) -> None:
    assert what in refused("--calls", str(calls), *words)


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in refused("--calls", str(tmp_path / "nothing.jsonl"))
    assert "cannot be read" in refused("--calls", str(tmp_path))


def test_a_day_without_anybody_in_the_line_is_a_day_too(tmp_path: Path) -> None:
    path = written(tmp_path / "calls.jsonl", [row()])
    page = tmp_path / "line.html"
    assert "0 stood in the line" in said("--calls", str(path), "--report", str(page))
    assert "No wait became known" in page.read_text(encoding="utf-8")


def test_the_page_needs_nothing_else_and_runs_nothing(calls: Path, tmp_path: Path) -> None:
    page = tmp_path / "line.html"
    said("--calls", str(calls), "--one-more", "daily 09:00-17:00 *", "--report", str(page))
    told = page.read_text(encoding="utf-8")
    assert "<script" not in told
    assert not re.search(r"https?://|url\(|@import|<link|<img", told)
    assert "One more: daily 09:00-17:00 *" in told
    assert told.count("<svg") == told.count("</svg>")


def test_names_of_types_and_people_are_words_on_the_page(tmp_path: Path) -> None:
    rows = [
        row(ser_s=300, type=MARKUP, agent=MARKUP),
        queued(NINE + 10, 290, type=MARKUP, agent=MARKUP),
        gone(NINE + 30, 20, type=MARKUP),
    ]
    page = tmp_path / "line.html"
    path = written(tmp_path / "calls.jsonl", rows)
    said("--calls", str(path), "--without", MARKUP, "--report", str(page))
    assert MARKUP not in page.read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1440])
async def test_the_page_fits_a_phone_and_a_desk(
    browser: Browser, calls: Path, tmp_path: Path, width: int
) -> None:
    page = tmp_path / "line.html"
    said("--calls", str(calls), "--without", "ann", "--report", str(page))
    context = await browser.new_context(viewport={"width": width, "height": 800})
    shown = await context.new_page()
    complaints: list[str] = []
    shown.on("console", lambda message: complaints.append(message.text))
    await shown.goto(page.as_uri())
    assert await shown.evaluate("document.documentElement.scrollWidth") <= width
    assert await shown.locator("figure svg:visible").count() >= 2
    assert not complaints
