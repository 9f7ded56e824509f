"""What the benchmarks count with."""

import json
import os

import pytest

from segue.benching import NAMES, core, run_bench
from segue.benching.dialects import NONE, SIZE, TEXTS, FloorDialect, SegueDialect
from segue.benching.kill import PLACES, fates
from segue.benching.measuring import cpu_s, family, medians, percentiles_ms, pss_kb, ratio
from segue.benching.relay import met, verdict
from segue.settings import BadSettings


def test_percentiles_are_in_milliseconds_and_end_with_the_worst() -> None:
    found = percentiles_ms([0.001] * 99 + [0.5])
    assert (found["p50"], found["max"]) == (1.0, 500.0)
    assert percentiles_ms([]) == {}


def test_figures_get_the_median_and_faults_are_added_up() -> None:
    rounds = [{"msgs_per_s": n, "lost": n, "delivery_ms": {"p50": n}} for n in (1, 2, 9)]
    assert medians(rounds) == {"msgs_per_s": 2, "lost": 12, "delivery_ms": {"p50": 2}}


def test_a_ratio_needs_both_sides() -> None:
    assert ratio(5.0, 10.0) == 0.5
    assert ratio(5.0, 0.0) is None
    assert not met(None, "<=", 2.0)
    assert met(0.4, ">=", 0.4)


def test_this_process_uses_cpu_and_memory() -> None:
    assert os.getpid() in family(os.getpid())
    assert cpu_s(os.getpid()) > 0
    assert pss_kb(os.getpid()) > 1000


def test_every_message_has_the_same_size() -> None:
    assert {len(text) for text in TEXTS} == {SIZE}


def test_segue_frames_are_known_by_their_number() -> None:
    speaks = SegueDialect("r1")
    frame = json.loads(speaks.say(7))
    assert frame["client_id"] == "r1-7"
    event = b'{"type":"event","conversation":"c","event":{"author":"customer","client_id":"r1-7"}}'
    assert speaks.delivered(event) == 7
    assert speaks.acked(event) == NONE
    assert speaks.acked(b'{"type":"accepted","client_id":"r1-12","seq":3}') == 12
    assert speaks.acked(b'{"type":"accepted","client_id":"r0-12","seq":3}') == NONE


def test_floor_frames_are_known_by_their_number() -> None:
    assert json.loads(FloorDialect().say(7))["id"] == "7"
    assert FloorDialect().acked(b'{"t": "ack", "id": "7"}') == 7


def test_deaths_come_at_random_and_at_every_named_place() -> None:
    deaths = list(fates(6, seed=1))
    assert [one.place.partition(":")[0] for one in deaths if one.place] == list(PLACES)
    assert deaths == list(fates(6, seed=1))


def test_a_verdict_says_which_targets_were_met() -> None:
    one = {
        "msgs_per_s": 10.0, "server_cpu_us_per_msg": 20.0, "lost": 0, "duplicated": 0,
        "out_of_order": 0, "refused": 0, "closed": 0,
        "delivery_ms": {"p50": 1.0, "p99": 2.0}, "generator_lag_ms": {"p99": 0.1},
    }  # fmt: skip
    slow = {**one, "msgs_per_s": 3.0, "lost": 1}
    told = verdict({
        "segue saturation": [slow], "floor saturation": [one],
        "segue open_loop": [one], "floor open_loop": [one],
    })  # fmt: skip
    assert told["targets"]["cpu_per_msg <= 2.5"]
    assert not told["targets"]["msgs_per_s >= 0.4"]
    assert not told["targets"]["nothing lost, twice or out of order"]


def test_the_story_of_the_core_benchmark_goes_from_hello_to_rating() -> None:
    names = [name for name, _, _ in core.story()]
    assert (names[0], names[-1]) == ("started", "customer rated")


def test_an_unknown_benchmark_is_a_sentence_with_the_known_ones() -> None:
    with pytest.raises(BadSettings, match=", ".join(NAMES)):
        run_bench("speed")
