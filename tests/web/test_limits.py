"""Sizes, depths and rates, one by one."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.web.limits import Bucket, Buckets, Rate, clean, countable, too_deep


def test_a_bucket_lets_a_burst_through_and_then_a_steady_stream() -> None:
    bucket, rate = Bucket(), Rate(burst=3, per_s=2)
    assert [bucket.take(rate, 100.0) for _ in range(3)] == [0.0, 0.0, 0.0]
    wait = bucket.take(rate, 100.0)
    assert wait == pytest.approx(0.5)
    assert bucket.take(rate, 100.0 + wait) == 0.0
    assert bucket.take(rate, 100.0 + wait) > 0


@given(st.lists(st.floats(0, 5), max_size=60))
def test_no_pattern_of_asking_gets_more_than_the_rate(pauses: list[float]) -> None:
    bucket, rate = Bucket(), Rate(burst=5, per_s=1)
    now, passed = 0.0, 0
    for pause in pauses:
        now += pause
        passed += bucket.take(rate, now) == 0.0
    assert passed <= 5 + now + 1e-6


def test_buckets_forget_those_not_used_for_longest() -> None:
    buckets = Buckets(Rate(1, 0.001), most=2)
    assert buckets.take("a", 0) == 0
    assert buckets.take("b", 0) == 0
    assert buckets.take("a", 0) > 0
    assert buckets.take("c", 0) == 0
    assert buckets.take("a", 0) > 0
    assert buckets.take("b", 0) == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", None),
        ("127.8.9.1", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", None),
        ("unix:", None),
    ],
)
def test_limits_count_by_network_and_never_the_loopback(address: str, counted: str | None) -> None:
    assert countable(address) == counted


NESTED = st.recursive(
    st.none() | st.text(max_size=8) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=40,
)


def depth_of(value: object) -> int:
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 0


@given(NESTED, st.integers(0, 6))
def test_depth_is_counted_as_json_nests(value: object, most: int) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert too_deep(text, most) == (depth_of(value) > most)
    assert too_deep(text.encode(), most) == (depth_of(value) > most)


def test_brackets_in_words_are_no_depth() -> None:
    assert not too_deep(json.dumps({"text": "[" * 500 + '\\"{{{'}))


def test_a_large_frame_is_looked_through_in_no_time() -> None:
    frame = '{"text":"' + "[{" * 30_000 + '"}'
    began = time.perf_counter()
    assert not too_deep(frame)
    assert time.perf_counter() - began < 0.05


@given(st.text())
def test_cleaned_words_can_be_stored_and_shown_everywhere(text: str) -> None:
    words = clean(text)
    assert clean(words) == words
    assert "\x00" not in words
    words.encode()
    assert not any(ord(sign) < 0x20 and sign not in "\n\t" for sign in words)
    assert words == words.strip()


def test_marks_of_direction_and_joiners_are_kept() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert clean(f" \u2067שלום\u2069 {family} ") == f"\u2067שלום\u2069 {family}"
