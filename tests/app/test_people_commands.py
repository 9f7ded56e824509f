"""`segue people` and `segue add-agent` with skills, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app.typed import Typed


@pytest.fixture
def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Typed]:
    """Types commands on an installation with an admin and one agent."""
    monkeypatch.setenv("SEGUE_DATA_DIR", str(tmp_path / "data"))
    types = Typed(monkeypatch, capsys)
    assert types("init", "--email", "ada@example.com", "--name", "Ada Byron") == 0
    assert types("add-agent", "--email", "sara@example.com", "--name", "Sara Kim",
                 "--skill", "refunds:2", "--language", "de-AT") == 0  # fmt: skip
    yield types
    structlog.reset_defaults()


def test_an_agent_begins_with_skills_and_languages(typed: Typed) -> None:
    assert typed("people", "list", "--json") == 0
    ada, sara = typed.told()
    assert (ada["skills"], ada["languages"]) == ([], [])
    assert (sara["skills"], sara["languages"], sara["capacity"]) == (["refunds:2"], ["de"], 4)
    assert typed("people", "list") == 0
    assert "Sara Kim (agent, offline): support; refunds:2; de; up to 4" in typed.out


def test_people_are_found_by_what_they_can_do(typed: Typed) -> None:
    assert typed("people", "list", "--skill", "refunds:2", "--json") == 0
    assert [one["id"] for one in typed.told()] == ["sara-kim"]
    assert typed("people", "list", "--skill", "refunds:3") == 0
    assert "Nobody" in typed.out


def test_what_is_not_named_stays_and_a_dash_takes_all(typed: Typed) -> None:
    assert typed("people", "set", "Sara Kim", "--capacity", "2", "--skill", "gift cards") == 0
    assert "gift cards; de; up to 2" in typed.out
    assert typed("people", "set", "sara-kim", "--skill", "-", "--language", "-") == 0
    assert "support; none; any language; up to 2" in typed.out


def test_somebody_is_lent_and_taken_back(typed: Typed, tmp_path: Path) -> None:
    assert typed("people", "lend", "sara-kim", "--team", "support") == 2
    assert "serves this team already" in typed.err
    assert typed("people", "lend", "sara-kim", "--team", "sales") == 2
    assert "There is no team “sales”" in typed.err
    assert (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [(("set", "sara-kim"), "Say what to change"),
     (("set", "bo", "--capacity", "1"), "nobody called 'bo'"),
     (("set", "sara-kim", "--skill", "refunds:9"), "a level is 1, 2 or 3"),
     (("set", "sara-kim", "--language", "german"), "no language code"),
     (("set", "sara-kim", "--status", "asleep"), "one of available"),
     (("set", "sara-kim", "--capacity", "99"), "capacity")],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(
    typed: Typed, words: tuple[str, ...], said: str
) -> None:
    assert typed("people", *words) == 2
    assert said in typed.err
    assert typed("people", "list", "--json") == 0
    assert json.loads(typed.out)[1]["skills"] == ["refunds:2"]


def test_a_wrong_skill_makes_nobody(typed: Typed) -> None:
    assert typed("add-agent", "--email", "x@example.com", "--name", "X", "--skill", "a:7") == 2
    assert "a level is 1, 2 or 3" in typed.err


def test_what_was_learned_of_teams_is_shown(typed: Typed, tmp_path: Path) -> None:
    assert typed("teams", "show") == 0
    assert "Nothing was learned yet" in typed.out
    file = tmp_path / "teams.jsonl"
    rows = [{"team": "support", "turns": ["where is my parcel"]}, {"team": "x", "turns": ["tax"]}]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    assert typed("teams", "learn", "--file", file) == 0
    assert "x                        1  left out" in typed.out
    assert "There are not two teams" in typed.out
    assert typed("teams", "learn", "--file", file, "--json") == 0
    assert typed.told()["left_out"] == {"x": 1}
    file.write_text("{")
    assert typed("teams", "learn", "--file", file) == 2
    assert "line 1" in typed.err
