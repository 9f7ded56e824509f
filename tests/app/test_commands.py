"""The commands, as somebody at a keyboard meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def segue(tmp_path: Path) -> Run:
    def run(*words: str, said: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "segue.cli", *words],
            input=said,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "SEGUE_DATA_DIR": str(tmp_path / "data"), **environ},
        )

    return run


def test_a_new_installation_gets_its_first_admin_once(segue: Run) -> None:
    first = segue("init", "--email", "ada@example.com", "--name", "Ada Byron", "--json")
    assert first.returncode == 0, first.stderr
    made = json.loads(first.stdout)
    assert made["inbox_key"].startswith("pk_")
    assert len(made["password"]) >= 12
    again = segue("init", "--email", "bo@example.com", "--name", "Bo")
    assert again.returncode == 2
    assert "add-agent" in again.stderr
    assert "Traceback" not in again.stderr


def test_a_wrong_team_or_address_is_named(segue: Run) -> None:
    segue("init", "--email", "ada@example.com", "--name", "Ada Byron")
    for words, said in (
        (("--email", "nobody", "--name", "Bo"), "not an e-mail address"),
        (("--email", "bo@example.com", "--name", "Bo", "--team", "x"), "There is no team 'x'"),
        (("--email", "ada@example.com", "--name", "Bo"), "signs in as ada@example.com already"),
        (("--email", "bo@example.com", "--name", "Bo", "--role", "king"), "is no role"),
    ):
        done = segue("add-agent", *words)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_signals_and_answers_are_json_lines(segue: Run, tmp_path: Path) -> None:
    read = segue("signals", said='{"text": "get me a human"}\n')
    assert json.loads(read.stdout)["wants_person"] > 0.9
    page = tmp_path / "shipping.md"
    page.write_text("# Shipping\n\nShipping takes 3 days and is free over 60 euros.\n")
    asked = '{"question": "how long does shipping take"}\n'
    told = json.loads(segue("answer", "--knowledge", str(page), said=asked).stdout)
    assert told["id"] == "shipping"
    assert "3 days" in told["answer"]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SEGUE_PORT": "many"}, "port"),
        ({"SEGUE_DATABASE_URL": "mysql://x"}, "no database that Segue knows"),
    ],
)
def test_a_server_that_cannot_start_says_why(
    segue: Run, environ: dict[str, str], said: str
) -> None:
    done = segue("serve", **environ)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_in_a_sentence(segue: Run, tmp_path: Path) -> None:
    import socket  # noqa: PLC0415

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = segue("demo", "--port", str(port), "--data", str(tmp_path / "demo"))
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
