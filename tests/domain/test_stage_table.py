"""The page of what may happen when is what the domain does today."""

from __future__ import annotations

import gen_stages
from domain.anything import all_inputs


def test_the_page_is_up_to_date() -> None:
    assert gen_stages.TARGET.read_text(encoding="utf-8") == gen_stages.page(), "run `./run gen`"


def test_every_kind_of_input_stands_in_the_table() -> None:
    assert gen_stages.tried() == all_inputs()


def test_everything_that_is_kept_or_done_is_explained() -> None:
    rows = [line for line in gen_stages.page().splitlines() if line.startswith("| `")]
    assert rows
    assert all(cell.strip() for row in rows for cell in row.split("|")[1:3])
