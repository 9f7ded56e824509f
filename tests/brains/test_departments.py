"""Which team a conversation is for."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest

from segue.brains.departments import Departments, Example, read_teams, route_lines
from segue.brains.errors import BrainsError
from segue.brains.softmax import fit, temperature

BILLING = (
    "I was charged twice this month", "my invoice has the wrong address",
    "when do I get my refund", "the payment was declined", "how can I change my credit card",
    "please send me the bill again", "I want my money back", "why is the amount higher",
    "the direct debit failed", "there is a fee I do not know",
)  # fmt: skip
DELIVERY = (
    "my parcel has not arrived", "where is my package", "the courier did not ring",
    "can I change the delivery day", "the tracking number does not work",
    "how long does shipping take", "deliver it to a neighbour", "the box is damaged",
    "I need it before friday", "is there a pickup point",
)  # fmt: skip


def examples(each: int) -> list[Example]:
    said = (("Billing", BILLING), ("Delivery", DELIVERY))
    return [
        Example(team, ("hello", line, "ok thanks")) for team, lines in said for line in lines[:each]
    ]


@pytest.mark.parametrize("each", [1, 3, 10])
def test_a_conversation_goes_where_its_like_went(each: int) -> None:
    departments = Departments(examples(each))
    assert departments.team_for(["hi", "you took the money two times"]).team == "Billing"
    assert departments.team_for(["the package was never delivered"]).team == "Delivery"


def test_nobody_is_sure_of_a_conversation_that_only_said_hello() -> None:
    departments = Departments(examples(10))
    for turns in (["hello"], ["hi", "good morning"], [], [""]):
        assert not departments.team_for(turns).sure


def test_a_shorter_conversation_never_needs_less_confidence() -> None:
    lines = [
        Example(one.team, (f"{one.turns[1]} {n}", *one.turns[1:]))
        for n in range(8)
        for one in examples(10)
    ]
    departments = Departments(lines)
    needed = list(departments.thresholds.values())
    assert needed == sorted(needed, reverse=True)
    assert departments.team_for(["where is my package"]).sure


def test_one_team_alone_gets_everything() -> None:
    alone = Departments([Example("Support", ("it is broken",))])
    assert alone.team_for(["anything"]).team == "Support"


def test_learning_twice_gives_the_same_teams_with_the_same_confidence() -> None:
    first, second = Departments(examples(10)), Departments(examples(10))
    asked = ["why so expensive"]
    assert first.team_for(asked) == second.team_for(asked)


def test_lines_in_lines_out(tmp_path: Path) -> None:
    teams = tmp_path / "teams.jsonl"
    written: list[dict[str, object]] = [
        {"team": one.team, "turns": list(one.turns)} for one in examples(2)
    ]
    written.append({
        "team": "Billing",
        "turns": [{"who": "customer", "text": "my bill"}, {"who": "bot", "text": "parcel?"}],
    })  # fmt: skip
    teams.write_text("\n".join(map(json.dumps, written)) + "\n\n")
    assert read_teams(teams)[-1] == Example("Billing", ("my bill",))
    out = io.StringIO()
    asked = [
        '{"turns": [{"who": "customer", "text": "where is my parcel"}]}',
        '{"text": "the invoice is wrong"}',
        '{"turns": [{"who": "bot", "text": "where is my parcel"}]}',
        "no json",
        "",
    ]
    assert route_lines(teams, asked, out) == 2
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one.get("team") for one in told] == ["Delivery", "Billing", None, None]
    assert set(told[0]) == {"team", "confidence", "sure"}
    assert "error" in told[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"turns": ["x"]}', "line 1: it names no team"),
        ('{"team": "A", "turns": 3}', "line 1"),
        ("", "no examples"),
        ('{"team": "A", "turns": []}', "no examples"),
    ],
)
def test_a_wrong_file_of_teams_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "teams.jsonl"
    path.write_text(text)
    with pytest.raises(BrainsError, match=said):
        read_teams(path)
    with pytest.raises(BrainsError, match=r"nothing\.jsonl"):
        read_teams(tmp_path / "nothing.jsonl")


def test_the_fit_finds_the_slope_that_made_the_data() -> None:
    chance = np.random.default_rng(1)
    x = chance.normal(size=(4_000, 3)).astype(np.float32)
    x[:, 2] = 1
    truth = np.array([[0, 2.0, -1], [0, -1, 1], [0, 0.5, 0]], dtype=np.float32)
    # The largest of noisy scores is drawn as the softmax says.
    y = (x @ truth + chance.gumbel(size=(len(x), 3))).argmax(axis=1)
    found = fit(x, y, 3, 1e4, 300)
    assert np.abs((found - found[:, :1]) - truth).max() < 0.25
    assert 0.9 < temperature(x @ found, y) < 1.1
    assert temperature(3 * (x @ found), y) == pytest.approx(3, rel=0.1)


def test_the_ridge_pulls_to_where_the_fit_begins() -> None:
    x = np.ones((4, 1), dtype=np.float32)
    y = np.array([0, 0, 1, 1])
    home = np.array([[3.0, -3.0]], dtype=np.float32)
    held = fit(x, y, 2, 1e-6, 200, around=home)
    free = fit(x, y, 2, 1e6, 200, around=home)
    assert np.abs(held - home).max() < 0.01
    assert abs(free[0, 0] - free[0, 1]) < 0.1
