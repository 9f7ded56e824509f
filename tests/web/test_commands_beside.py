"""The commands of policies, typed beside a running server on SQLite: reading works, changing goes
through the server, and every mistake ends with a sentence."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from segue.cli import main
from segue.domain.policy import Policy
from segue.policies import read_policy
from segue.policies.spelling import whole_yaml
from web.conftest import PASSWORD, House, MakeHouse

pytestmark = pytest.mark.slow  # real servers, real time-outs

EARLY = """
segue_policy: 1
team: orders
note: One miss is enough
rules:
  - recipe: two-misses
    when: [misses: {at_least: 1}]
  - recipe: urgent-words
    priority: null
    on: off
  - id: refunds-first
    lane: bot_failure
    when: [about_money: {at_least: 0.7}]
    do: approve
    say: {de: "Moment."}
"""
MANAGER = ("--email", "max@fernhill.example")


class Typed:
    """Types a command beside the house; its status, and what it prints."""

    def __init__(
        self, house: House, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._house, self._patch, self._capsys = house, patch, capsys
        self.out = self.err = ""

    async def __call__(self, *words: object, said: str = "") -> int:
        self._patch.setattr(sys, "argv", ["segue", *map(str, words)])
        self._patch.setattr(sys, "stdin", io.StringIO(said))
        status = await asyncio.to_thread(_status)
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return status

    async def there(self, *words: object, who: tuple[str, ...] = MANAGER) -> int:
        """Through the server."""
        return await self(*words, "--url", self._house.url, *who)

    def told(self) -> Any:
        return json.loads(self.out)


def _status() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    raise AssertionError("a command ends with a status")


@pytest.fixture
async def typed(
    houses: MakeHouse,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> AsyncIterator[Typed]:
    house = await houses()
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("DATA_DIR", house.folder / "data"), ("DEFAULT_TEAM", "orders"), ("PASSWORD", PASSWORD),
    ):  # fmt: skip
        monkeypatch.setenv(f"SEGUE_{name}", str(value))
    (tmp_path / "early.yaml").write_text(EARLY)
    (tmp_path / "nowhere.yaml").write_text("segue_policy: 1\nteam: vienna\n")
    (tmp_path / "empty.yaml").write_text("")
    (tmp_path / "huge.yaml").write_bytes(b"a" * 2_000_100)
    (tmp_path / "noise.yaml").write_bytes(bytes(range(256)))
    yield Typed(house, monkeypatch, capsys)
    structlog.reset_defaults()  # a command lets this process log to where it prints


async def test_a_policy_is_published_through_the_server_and_taken_back(typed: Typed) -> None:
    assert await typed.there("policy", "publish", "early.yaml") == 0
    assert "Version 2 is live" in typed.out
    assert "2 → 1" in typed.out
    assert "segue policy restore 1 --url http://" in typed.out
    assert await typed.there("policy", "publish", "early.yaml", "--based-on", 1) == 1
    assert "Version 2 was published meanwhile" in typed.err
    assert await typed.there("policy", "restore", 1, "--note", "too many") == 0
    assert "1 → 2" in typed.out
    assert await typed.there("policy", "restore", 1) == 0, "the same again is allowed"
    assert await typed("policy", "versions", "--json") == 0
    newest, third, second, first = typed.told()
    assert (second["by"], second["note"]) == ("Max Weber", "One miss is enough")
    assert (third["note"], newest["live"], first["by"]) == ("too many", True, "Segue")


async def test_beside_a_running_server_the_command_says_how_to_publish(typed: Typed) -> None:
    assert await typed("policy", "publish", "early.yaml") == 1
    assert "--url http://127.0.0.1:8080 --email" in typed.err
    assert "only it may change it" in typed.err
    assert await typed("calibrate", "--apply", "--undo") == 2
    assert await typed("calibrate", "--undo") == 2
    assert "nothing to undo" in typed.err
    assert await typed("policy", "versions") == 0, "reading needs nothing"


async def test_what_a_server_refuses_is_said(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await typed.there("policy", "publish", "nowhere.yaml") == 2
    assert "few words why" in typed.err
    assert await typed.there("policy", "publish", "nowhere.yaml", "--note", "x") == 2
    assert "There is no team “vienna”" in typed.err
    assert "Nothing was changed" in typed.err
    lead = ("--email", "lea@fernhill.example")
    assert await typed.there("policy", "publish", "early.yaml", who=lead) == 2
    assert "Managers and admins publish" in typed.err
    assert await typed.there("policy", "publish", "early.yaml", who=()) == 2
    assert "--email" in typed.err
    assert await typed.there("policy", "restore", 77) == 2
    assert "no such version" in typed.err
    for url, why in (("ftp://x", "no address"), ("http://127.0.0.1:1", "Nobody answers")):
        assert await typed("policy", "restore", 1, "--url", url, *MANAGER) == 2
        assert why in typed.err
    monkeypatch.setenv("SEGUE_PASSWORD", "wrong")
    assert await typed.there("policy", "publish", "early.yaml") == 2
    assert "not known there" in typed.err
    monkeypatch.delenv("SEGUE_PASSWORD")
    assert await typed.there("policy", "publish", "early.yaml") == 2
    assert "Set SEGUE_PASSWORD" in typed.err


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("policy", "check"), (1, 2)),
        (("policy", "diff", "1"), (2,)),
        (("policy", "try"), (2,)),
        (("policy", "publish"), (2,)),
        (("replay", "--policy"), (2,)),
        (("rehearse", "--policy"), (2,)),
    ],
)
async def test_a_file_that_is_no_policy_is_named(
    typed: Typed, words: tuple[str, ...], status: tuple[int, ...]
) -> None:
    for file in ("not-there.yaml", ".", "empty.yaml", "huge.yaml", "noise.yaml"):
        assert await typed(*words, file, said="hello\n") in status, file
        assert (typed.out + typed.err).strip()


MISTAKES = (
    "policy show 99", "policy show x", "policy nonsense", "policy diff 1 99", "policy try 1",
    "policy publish", "replay --since 7", "replay --policy 99", "calibrate --since soon",
    "signals --encoder best", "answer --knowledge not-there", "nonsense",
)  # fmt: skip


async def test_a_mistake_is_status_two_and_a_sentence(typed: Typed) -> None:
    for words in MISTAKES:
        assert await typed(*words.split()) == 2, words
        assert typed.err.strip()
        assert not typed.out


async def test_no_database_and_what_is_none_are_told(typed: Typed, tmp_path: Path) -> None:
    assert await typed("policy", "show", "--data", tmp_path / "elsewhere") == 1
    assert "There is no database" in typed.err
    assert await typed("policy", "publish", "early.yaml", "--data", tmp_path / "elsewhere") == 1
    assert not (tmp_path / "elsewhere").exists()
    (tmp_path / "segue.db").write_text("hello")
    for words in (("policy", "show"), ("replay",), ("policy", "restore", "1")):
        assert await typed(*words, "--data", tmp_path) == 1
        assert "not a" in typed.err


async def test_every_rule_in_full_reads_back_to_the_same_policy(
    typed: Typed, tmp_path: Path
) -> None:
    assert await typed.there("policy", "publish", "early.yaml") == 0
    assert await typed("policy", "show", "--whole") == 0
    whole = typed.out
    assert whole.startswith("# Version 2 (live), by Max Weber")
    assert "# When at least 1 answer" in whole or "# When an answer missed" in whole
    (tmp_path / "whole.yaml").write_text(whole)
    assert await typed("policy", "diff", "2", "whole.yaml") == 0
    assert typed.out.strip() == "They decide the same."
    base = Policy()
    policy = read_policy(EARLY, base=base)
    assert read_policy(whole_yaml(policy), base=base) == policy
    assert read_policy(whole_yaml(base), base=base) == base
    assert await typed("policy", "show", "--whole", "--json") == 0
    assert len(typed.told()["file"]["rules"]) == len(policy.rules.all)


async def test_a_server_says_what_is_wrong_with_its_first_policy(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEGUE_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setenv("SEGUE_POLICY_FILE", "empty.yaml")
    assert await typed("serve") == 2
    assert "empty.yaml is wrong" in typed.err
    assert await typed("doctor") == 1
    assert "FAIL  policy" in typed.out
    monkeypatch.setenv("SEGUE_POLICY_FILE", "early.yaml")
    assert await typed("doctor") == 0
    assert "note  mail" in typed.out
