"""`segue route`, as somebody at a keyboard meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def route(teams: Path, said: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "segue.cli", "route", "--teams", str(teams)],
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_conversations_are_routed_by_examples(tmp_path: Path) -> None:
    teams = tmp_path / "teams.jsonl"
    teams.write_text(
        '{"team": "Billing", "turns": ["my invoice is wrong"]}\n'
        '{"team": "Delivery", "turns": ["my parcel is late"]}\n'
    )
    done = route(teams, '{"turns": [{"who": "customer", "text": "I paid twice"}]}\n')
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["team"] == "Billing"
    assert 0 < told["confidence"] <= 1
    assert told["sure"] in {True, False}


def test_a_missing_file_of_teams_is_a_sentence(tmp_path: Path) -> None:
    done = route(tmp_path / "none.jsonl", "")
    assert done.returncode == 2
    assert "none.jsonl" in done.stderr
    assert "Traceback" not in done.stderr
