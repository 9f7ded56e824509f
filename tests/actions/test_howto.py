"""What docs/howto/let-the-assistant-act.md shows is true."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import typer.main

from segue.actions.reading import read_file
from segue.actions_commands import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "let-the-assistant-act.md"


def blocks(kind: str) -> list[str]:
    parts = PAGE.read_text(encoding="utf-8").split("```")[1::2]
    return [body for name, _, body in (one.partition("\n") for one in parts) if name == kind]


def test_every_file_shown_is_a_description() -> None:
    files = blocks("yaml")
    assert len(files) == 4
    for file in files:
        assert read_file(file).services


def test_every_command_shown_exists() -> None:
    group: Any = typer.main.get_command(app)
    lines = [line for one in blocks("") for line in one.splitlines() if "segue actions" in line]
    assert len(lines) == 2
    for line in lines:
        words = shlex.split(line)[2:]
        command = group.commands[words[0]]
        known = {flag for each in command.params for flag in each.opts}
        assert {word for word in words if word.startswith("--")} <= known
