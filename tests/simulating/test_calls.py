"""Files of calls are read strictly, and what cannot have happened is left out and counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from segue.simulating.calls import BadCalls, Cut, Day, days_of
from simulating.made_calls import NINE, days, gone, queued, row, written


def read(path: Path) -> tuple[list[Day], Cut]:
    cut = Cut()
    return list(days_of(path, cut)), cut


def test_days_come_one_after_the_other_with_all_their_calls(tmp_path: Path) -> None:
    rows = days(3)
    found, cut = read(written(tmp_path / "calls.jsonl", rows))
    assert [day.number for day in found] == [1, 2, 3]
    assert sum(len(day.calls) for day in found) == cut.read == len(rows)
    assert not cut.rows


def test_days_may_be_dates_and_other_columns_are_left_alone(tmp_path: Path) -> None:
    rows = [row(day="2026-11-23", vru_s=4), row(day="2026-11-24", customer=None)]
    found, _ = read(written(tmp_path / "calls.jsonl", rows))
    assert [day.date for day in found] == [date(2026, 11, 23), date(2026, 11, 24)]
    assert found[1].number == found[0].number + 1


def test_empty_lines_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path / "calls.jsonl", [row()])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\n  \n")
    assert len(read(path)[0]) == 1


def test_a_person_in_two_calls_and_a_call_of_hours_are_left_out(tmp_path: Path) -> None:
    rows = [
        row(ser_start=NINE, ser_s=300),
        row(ser_start=NINE + 100, ser_s=60),  # while the first still lasts
        row(ser_start=NINE + 100, ser_s=60, agent="bob"),
        row(ser_start=NINE + 400, ser_s=4000),
    ]
    (day,), cut = read(written(tmp_path / "calls.jsonl", rows))
    assert [call.line for call in day.calls] == [1, 3]
    assert dict(cut.why) == {"while its agent was in another call": 1, "longer than an hour": 1}


def test_two_at_once_are_two_where_that_is_how_it_is_done(tmp_path: Path) -> None:
    rows = [row(ser_start=NINE + n, ser_s=300) for n in (0, 50, 100)]
    cut = Cut()
    (day,) = days_of(written(tmp_path / "calls.jsonl", rows), cut, at_once=2)
    assert [call.line for call in day.calls] == [1, 2]
    assert cut.rows == 1


WRONG: list[tuple[Any, str]] = [
    ({**row(), "q_s": -1}, "line 2: q_s is -1"),
    ({**row(), "ser_start": 1e9}, "line 2: ser_start is 1e+09"),
    ({**row(), "outcome": "LOST"}, "line 2: outcome is AGENT"),
    ({**row(), "q_s": "long"}, "line 2: q_s: expected `float`"),
    ({key: value for key, value in row().items() if key != "agent"}, "there is no agent"),
    ({**row(), "type": " "}, "line 2: type is empty"),
    ({**row(), "day": "Tuesday"}, "line 2: 'Tuesday' is no day"),
    ({**row(), "day": 0}, "line 2: day 0 comes after day 1"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_what_is_no_call_is_named_with_its_line(
    tmp_path: Path, wrong: dict[str, Any], said: str
) -> None:
    path = written(tmp_path / "calls.jsonl", [row(), wrong])
    with pytest.raises(BadCalls) as caught:
        read(path)
    assert said in str(caught.value)
    assert "calls.jsonl" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("day,type\n1,sales\n", "line 1 is no JSON"),
        ('{"day": ' + " " * 70_000, "longer than"),
        ("[1, 2]\n", "line 1: the line: expected `object`"),
        ("\xff\xfe", "line 1 is no JSON"),
    ],
)
def test_what_is_no_file_of_calls_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadCalls, match=said):
        read(path)


def test_whoever_left_and_whoever_waited_are_told_apart(tmp_path: Path) -> None:
    (day,), _ = read(
        written(tmp_path / "calls.jsonl", [queued(NINE, 30), gone(NINE + 5, 10), row(agent="bob")])
    )
    waited = {call.line: (call.queued, call.served) for call in day.calls}
    assert waited == {1: (True, True), 2: (True, False), 3: (False, True)}
