"""`segue policy`, `segue replay` and `segue calibrate`, as they are typed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import structlog

from app.conftest import Postbox, Scripted, read
from app.typed import Typed
from segue.app.feed import Hub
from segue.benching.days import SUPPORT, Days, Turned, staff
from segue.build import put_together, wall_clock
from segue.domain.policy import Policy
from segue.settings import Settings
from segue.store import open_store

GOOD = """
segue_policy: 1
note: one miss is enough
rules:
  - recipe: two-misses
    when: [{misses: {at_least: 1}}]
"""
WRONG = """
segue_policy: 1
rules:
  - id: mine
    lane: mood
    do: fly
    when: [{frustration: {at_least: 7}}]
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation after a day."""
    folder = tmp_path_factory.mktemp("house")

    async def play() -> None:
        clock, hub = Turned(wall_clock() - timedelta(days=2)), Hub()
        store = open_store(f"sqlite:///{folder / 'segue.db'}", hub)
        policy = Policy(team=SUPPORT)
        segue = put_together(Settings(), store, Scripted(), read, Postbox(), hub=hub, clock=clock,
                             policy=policy)  # fmt: skip
        await store.start()
        await staff(segue, 4)
        await Days(segue, clock, Random(5)).play(120, timedelta(hours=8))  # noqa: S311
        await store.stop()

    asyncio.run(play())
    return folder


@pytest.fixture
def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Typed]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "wrong.yaml").write_text(WRONG)
    yield Typed(monkeypatch, capsys)
    structlog.reset_defaults()  # a command lets this process log to where it prints


def test_a_wrong_file_is_told_from_a_good_one_by_the_status(typed: Typed, house: Path) -> None:
    assert typed("policy", "check", "good.yaml", "--data", house) == 0
    assert "nobody who asks for a person is left" in typed.out
    assert typed("policy", "check", "wrong.yaml", "--data", house) == 1
    assert "mine" in typed.out
    assert typed("policy", "check", "wrong.yaml", "--data", house, "--json") == 1
    assert not typed.told()["ok"]


def test_what_is_wrong_with_the_line_is_told_with_its_place(
    typed: Typed, house: Path, tmp_path: Path
) -> None:
    file = tmp_path / "line.yaml"
    file.write_text("line: {teams: {support: {let_go: [{after: 1 min, levels: 1}, {after: 5}]}}}")
    assert typed("policy", "check", file, "--data", house) == 1
    assert "line.teams.support.let_go[2].after: 5 is no length of time" in typed.out
    file.write_text("line: {let_go: [{after: 1 min, skills: [refunds]}], goodwill: {de: Gern.}}")
    assert typed("policy", "check", file, "--data", house) == 0
    assert "note: line.let_go[1].skills: Nobody has the skill “refunds”" in typed.out
    assert "note: line.goodwill: There is no sentence in English" in typed.out
    assert typed("policy", "diff", 1, file, "--data", house) == 0
    assert "Line, let go: " in typed.out


def test_a_file_can_be_checked_where_no_installation_is(typed: Typed) -> None:
    assert typed("policy", "check", "good.yaml") == 0
    assert "no teams" in typed.out
    assert typed("policy", "check", "wrong.yaml") == 1
    assert typed("policy", "check", "nowhere.yaml") == 2
    assert "nowhere.yaml" in typed.err
    assert not Path("segue-data").exists()


def test_a_replay_says_what_would_have_been(typed: Typed, house: Path) -> None:
    assert typed("replay", "--policy", "good.yaml", "--data", house) == 0
    assert "handoffs" in typed.out
    assert "agent-hours a week" in typed.out
    assert "stops at the first divergence" in typed.out
    assert typed("replay", "--data", house) == 0
    assert "every decision is the same" in typed.out
    assert typed("replay", "--policy", "good.yaml", "--data", house, "--json") == 0
    told = typed.told()
    assert told["counts"]["gained"] == told["net"] > 0
    assert typed("replay", "--policy", "wrong.yaml", "--data", house) == 2
    assert typed("replay", "--since", "a week", "--data", house) == 2
    assert "7d" in typed.err
    assert typed("replay", "--channel", "sms", "--data", house, "--json") == 0
    assert typed.told()["conversations"] == 0


def test_every_kept_turn_can_be_decided_again(typed: Typed, house: Path) -> None:
    assert typed("replay", "--verify", "--data", house) == 0
    assert "all come out the same" in typed.out
    assert typed("replay", "--verify", "--data", house, "--json") == 0
    told = typed.told()
    assert told["turns"] > told["conversations"] == 120
    assert told["differences"] == []


def test_the_difference_of_two_policies_is_told_in_words(typed: Typed, house: Path) -> None:
    assert typed("policy", "diff", "1", "good.yaml", "--data", house) == 0
    assert "2 → 1" in typed.out
    assert typed("policy", "diff", "1", "1", "--data", house) == 0
    assert "decide the same" in typed.out
    assert typed("policy", "diff", "1", "99", "--data", house) == 2


def test_lines_can_be_tried_without_an_installation(typed: Typed) -> None:
    said = ("where is it", "bot?: I do not know", "get me a human")
    assert typed("policy", "try", "good.yaml", *said) == 0
    assert "Two misses" in typed.out
    assert typed("policy", "try", "good.yaml", "get me a human", "--closed", "--json") == 0
    customer = typed.told()["turns"][0]
    assert customer["outcome"]["kind"] == "handed_off"
    assert typed("policy", "try", "wrong.yaml", "hello") == 2


def test_what_is_published_is_live_and_can_be_taken_back(typed: Typed, house: Path) -> None:
    assert typed("policy", "publish", "wrong.yaml", "--data", house) == 2
    assert typed("policy", "publish", "good.yaml", "--by", "Ines", "--data", house) == 0
    assert "Version 2 is live" in typed.out
    assert typed("policy", "show", "--data", house) == 0
    assert "two-misses" in typed.out
    assert typed("policy", "restore", "1", "--data", house) == 0
    assert typed("policy", "restore", "99", "--data", house) == 2
    assert typed("policy", "versions", "--data", house, "--json") == 0
    newest, second, first = typed.told()
    assert (newest["version"], newest["live"], newest["note"]) == (3, True, "as version 1 was")
    assert (second["by"], second["note"]) == ("Ines", "one miss is enough")
    assert first["version"] == 1
    assert typed("replay", "--policy", "good.yaml", "--data", house, "--json") == 0
    assert typed.told()["net"] > 0, "what is live says nothing about what was decided then"


def test_scores_are_calibrated_shown_applied_and_taken_back(typed: Typed, house: Path) -> None:
    assert typed("calibrate", "--signal", "wants_person", "--data", house) == 0
    assert "At least 50" in typed.out
    assert "Nothing was changed" in typed.out
    assert typed("calibrate", "--signal", "luck", "--data", house) == 2
    assert typed("calibrate", "--undo", "--data", house) == 2
    assert typed("calibrate", "--hazard", "--data", house, "--json") == 0
    told = typed.told()
    assert {one["signal"] for one in told["signals"]} == {
        "wants_person", "frustration", "confidence"}  # fmt: skip
    assert told["hazard"]["handovers"] < 200
    sure = next(one for one in told["signals"] if one["signal"] == "confidence")
    assert sure["labels"] >= 50
    assert typed("calibrate", "--signal", "confidence", "--apply", "--data", house) == 0
    assert "is live" in typed.out
    assert typed("policy", "show", "--data", house) == 0
    assert "calibration:" in typed.out
    assert typed("calibrate", "--undo", "--data", house) == 0
    assert typed("policy", "show", "--data", house) == 0
    assert "calibration:" not in typed.out
