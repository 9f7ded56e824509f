"""The tree's own check finds what it is there to find, and leaves alone what is right."""

from pathlib import Path

import pytest

from check_tree import forbidden, lock_findings, sided, tracked, unguarded


def styles(text: str) -> list[str]:
    return list(sided("frontend/styles/x.css", text))


@pytest.mark.parametrize(
    "rule",
    [
        "margin-left: 4px;",
        "padding-right:0;",
        "left: 0;",
        "text-align: right;",
        "border-left-width: 1px;",
        "border-top-right-radius: 2px;",
    ],
)
def test_a_side_that_does_not_mirror_is_found(rule: str) -> None:
    assert len(styles(f"a {{\n  {rule}\n}}\n")) == 1


@pytest.mark.parametrize(
    "rule",
    [
        "margin-inline-start: 4px;",
        "inset-inline-end: 0;",
        "text-align: start;",
        "/* left: 0; */",
        "--panel-left: 3px;",
        "transform-origin: left top;",
    ],
)
def test_a_side_that_mirrors_is_left_alone(rule: str) -> None:
    assert styles(f"a {{\n  {rule}\n}}\n") == []


def test_a_type_may_call_a_field_left() -> None:
    assert list(sided("frontend/workspace/src/x.tsx", "{ left: number; right: string; }")) == []


def test_an_index_address_a_machine_path_and_a_note_to_self_are_found() -> None:
    text = "\n".join(("https://pypi" + ".org/simple", "/ro" + "ot/x", "# TO" + "DO: later"))
    assert [line.split(":")[1] for line in forbidden("x.md", text)] == ["1", "2", "3"]


def test_a_path_inside_the_tree_is_no_machine_path() -> None:
    assert list(forbidden("x.md", "see frontend/workspace/src and docs/home/page.md")) == []


@pytest.mark.parametrize(
    "line", ["import httpx", "    import httpx2  # later", "from urllib.request import urlopen"]
)
def test_a_request_past_the_guard_is_found(line: str) -> None:
    assert len(list(unguarded("src/segue/x.py", f"import os\n{line}\n"))) == 1


def test_reading_an_address_is_no_request() -> None:
    assert list(unguarded("x.py", "from urllib.parse import urlsplit\n# import httpx\n")) == []


def test_every_requirement_is_locked() -> None:
    assert list(lock_findings()) == []


def test_files_that_git_ignores_are_not_looked_at() -> None:
    root = Path(__file__).resolve().parents[2]
    parts = {part for path in tracked() for part in path.relative_to(root).parts}
    assert not parts & {".venv", "node_modules", "__pycache__"}
