"""What the how-tos of judgement say is true: files, sentences, commands and their options."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from segue.cli import app
from segue.domain.hours_form import hours_file, read_hours
from segue.domain.policy import Policy
from segue.hours_command import app as hours_app
from segue.knowledge_commands import app as knowledge_app
from segue.policies import check_file
from segue.policies.comparing import difference
from segue.policies.parsing import parsed
from segue.policy_commands import app as policy_app

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto"
PAGES = (
    "try-rules-on-last-week.md",
    "calibrate.md",
    "change-when-a-person-is-called.md",
    "fill-the-library.md",
    "set-hours-and-callbacks.md",
    "see-what-one-more-person-does.md",
)
GROUPS = {"policy": policy_app, "knowledge": knowledge_app, "hours": hours_app}
README = HOWTO.parents[1] / "README.md"
COMMAND = re.compile(r"^\s*((?:SEGUE_\w+=\S+ )*)segue (.+?)(?:\s+#.*)?$", re.MULTILINE)


def blocks(page: Path, kind: str) -> list[str]:
    told = page.read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", told, re.DOTALL | re.MULTILINE)
    return [inside for name, inside in found if name == kind]


def options() -> dict[tuple[str, ...], set[str]]:
    """The options of every command, by its words."""
    known: dict[tuple[str, ...], set[str]] = {}
    for prefix, one in (((), app), *(((name,), group) for name, group in GROUPS.items())):
        group: Any = typer.main.get_command(one)
        for name, command in group.commands.items():
            known[*prefix, name] = {flag for each in command.params for flag in each.opts}
    return known


@pytest.mark.parametrize(
    "page", [*(HOWTO / name for name in PAGES), README], ids=lambda one: one.name
)
def test_every_command_and_option_exists(page: Path) -> None:
    known = options()
    typed = [match[2] for block in blocks(page, "") for match in COMMAND.finditer(block)]
    assert typed
    for line in typed:
        words = shlex.split(line.split(" > ")[0])
        name = tuple(words[:2]) if words[0] in GROUPS else (words[0],)
        flags = {word for word in words if word.startswith("--")}
        assert name in known, line
        assert flags <= known[name], line


@pytest.mark.parametrize("name", PAGES[:2])
def test_every_file_shown_is_a_policy(name: str) -> None:
    files = blocks(HOWTO / name, "yaml")
    assert files
    for file in files:
        checked = check_file(file, base=Policy())
        assert checked.policy is not None, checked.problems


def test_the_difference_is_told_in_the_words_of_the_program() -> None:
    page = HOWTO / PAGES[0]
    checked = check_file(blocks(page, "yaml")[0], base=Policy())
    assert checked.policy is not None
    (said,) = blocks(page, "text")
    assert difference(Policy(), checked.policy) == tuple(said.splitlines())


def test_the_hours_and_the_line_that_are_shown_can_be_used() -> None:
    hours, line = blocks(HOWTO / "set-hours-and-callbacks.md", "yaml")
    read = read_hours(parsed(hours))
    assert read_hours(hours_file(read)) == read
    assert read.week[5] == ((22 * 60, 26 * 60),)
    assert check_file(line, base=Policy()).policy is not None
