"""Every test that the page about the line names is there: no law stands without what holds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "line.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_what_holds_a_law_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.search(rf"^(async def|def|class) {name}\b", text, re.MULTILINE)


def test_every_row_of_a_table_names_a_test() -> None:
    laws = PAGE[PAGE.index("## The laws") :]
    rows = [row for row in laws.splitlines() if row.startswith("| ") and "---" not in row]
    bare = [row for row in rows if "::" not in row and not row.endswith("test |")]
    assert (len(rows) > 30, bare) == (True, [])
