"""`segue actions`: check a description, list it, try an action."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from actions.conftest import DEMO, FILE, SHOP_KEY, DemoShop
from segue.actions_commands import app


def segue(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_good_file_is_said_to_be_right(monkeypatch: pytest.MonkeyPatch) -> None:
    told = segue("check", str(DEMO))
    assert told.exit_code == 0
    assert told.stdout.startswith("warning: The key SHOP_KEY is not set: SEGUE_SECRET_SHOP_KEY")
    monkeypatch.setenv("SEGUE_SECRET_SHOP_KEY", SHOP_KEY)
    assert segue("check", str(DEMO)).stdout == f"{DEMO} is right: 10 actions.\n"


def test_what_is_wrong_is_told_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "actions.yaml"
    text = FILE.format(url="https://shop.example", timeout=3, idempotency="true")
    file.write_text(text.replace("GET /orders/{order}", "GET orders"))
    told = segue("check", str(file))
    assert told.exit_code == 1
    assert f"{file}: line 14, actions · 1. · request: " in told.stdout
    assert told.stdout.endswith("things are wrong.\n")
    assert segue("check", str(tmp_path / "none.yaml")).exit_code == 2


def test_the_list_says_what_is_needed() -> None:
    told = segue("list", "--file", str(DEMO)).stdout
    assert "start_return order [reason]\n    Send something back  (needs yes, identity)" in told
    lines = segue("list", "--file", str(DEMO), "--json").stdout.splitlines()
    assert json.loads(lines[0])["id"] == "track_order"


async def test_one_is_tried_and_done(
    demo: DemoShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEGUE_SECRET_SHOP_KEY", SHOP_KEY)
    file = tmp_path / "actions.yaml"
    file.write_text(DEMO.read_text().replace("http://127.0.0.1/shop/api", demo.url))
    words = ["try", "cancel_order", "order=48377", "--file", str(file), "--customer", "c-1001"]
    dry = await asyncio.to_thread(segue, *words, "--dry-run")
    assert dry.exit_code == 0
    assert "A dry run: nothing was sent." in dry.stdout
    assert SHOP_KEY not in dry.stdout
    done = await asyncio.to_thread(segue, *words, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout.splitlines()[-1])["text"].startswith("Order 48377 is cancelled.")
    again = await asyncio.to_thread(segue, *words)
    assert again.exit_code == 1
    assert "refused: Order 48377 is cancelled already." in again.stdout
    wrong = await asyncio.to_thread(segue, "try", "cancel_order", "--file", str(file))
    assert wrong.exit_code == 2
