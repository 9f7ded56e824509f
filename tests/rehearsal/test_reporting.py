"""What a rehearsal says about itself."""

import json

import pytest

from segue.rehearsal import SCENARIOS, choose
from segue.rehearsal.playing import Played, Step, Thread
from segue.rehearsal.reporting import as_builtins, html_page, step_line, summary
from segue.settings import BadSettings

GOOD = Step("Sara accepts", 12.3)
BAD = Step("The customer is told", 4.0, "told nothing\nat all")
PLAY = Played("a-play", "A play", 1.5, (GOOD, BAD), (Step("One owner", 0.0),))


def test_a_step_is_a_line_with_a_tick_and_its_time() -> None:
    assert step_line(GOOD) == "  ✓ Sara accepts  12 ms"


def test_a_failed_step_says_why_below_itself() -> None:
    assert step_line(BAD).splitlines()[1:] == ["      told nothing", "      at all"]


def test_the_summary_names_what_did_not_pass() -> None:
    assert summary([PLAY]) == "1 scenario, 3 checks, 1.5 s: not passed: a-play"


def test_json_says_ok_for_the_whole_and_for_each_step() -> None:
    told = json.loads(json.dumps(as_builtins([PLAY])))
    assert told["ok"] is False
    assert [step["ok"] for step in told["scenarios"][0]["steps"]] == [True, False]


def test_the_page_escapes_what_people_said() -> None:
    played = Played("x", "X", 1, (GOOD,), (), (Thread("saw", (("customer", "<b>hi</b>"),)),))
    assert "&lt;b&gt;hi&lt;/b&gt;" in html_page([played])
    assert "<b>hi</b>" not in html_page([played])


def test_an_unknown_scenario_is_a_sentence_with_the_known_ones() -> None:
    with pytest.raises(BadSettings, match="nobody-there"):
        choose(["nobody-home"])


def test_without_names_all_are_chosen() -> None:
    assert choose([]) == list(SCENARIOS)
