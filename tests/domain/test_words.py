"""The customer's sentences: filled, in four languages, and never with a brace in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from segue.domain import words
from segue.domain.events import Line

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FULL = Line(
    "",
    name="Sara",
    team="Billing",
    place=2,
    eta_low_s=60,
    eta_high_s=180,
    case="4812",
    by=NOW + timedelta(hours=2),
    opens_at=NOW + timedelta(hours=20),
    time=NOW + timedelta(hours=1),
    until=NOW + timedelta(hours=2),
    email="wren@example.com",
)


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize("key", [*words.table()["lines"], "rating"])
def test_every_line_in_every_language_is_a_whole_sentence(key: str, language: str) -> None:
    for line in (replace(FULL, key=key, language=language), Line(key, language)):
        said = words.sentence(line, "Europe/Berlin", NOW)
        assert said.strip()
        assert "{" not in said
        assert "}" not in said


def test_an_unknown_language_reads_english() -> None:
    assert words.sentence(Line("reopened", "xx")) == words.sentence(Line("reopened", "en"))


def test_times_are_the_readers_and_name_the_day_when_it_is_another() -> None:
    assert words.clock_time(NOW, "Europe/Madrid", "en", NOW) == "13:00"
    assert words.clock_time(NOW + timedelta(days=1), "UTC", "de", NOW) == "Mi. 12:00"
    assert words.clock_time(NOW, "Not/AZone", "en", NOW) == "12:00"
    assert words.clock_time(None, "UTC", "en", NOW) is None


def test_a_time_a_week_away_is_said_with_its_date() -> None:
    week = NOW + timedelta(days=7)
    assert words.clock_time(week - timedelta(days=1), "UTC", "en", NOW) == "Mon 12:00"
    assert words.clock_time(week, "UTC", "en", NOW) == "Tue 1 Dec 12:00"
    assert words.clock_time(week, "UTC", "de", NOW) == "Di. 1.12. 12:00"
    assert words.clock_time(week, "UTC", "es", NOW) == "mar. 1/12 12:00"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, None, "as soon as someone is free"),
        (0, 10, "about 1 min"),
        (0, 60, "about 1 min"),
        (120, 120, "about 2 min"),
        (60, 120, "about 1–2 min"),
        (60 * 21, 60 * 40, "more than 20 min"),
        (60 * 5, 60 * 61, "more than 5 min"),
        (60 * 20, None, "more than 20 min"),
        (60 * 10, None, "more than 10 min"),
        (60 * 30, None, "more than 20 min"),
        (0, None, "as soon as someone is free"),
        (0, 120, "up to 2 min"),
        (30, 300, "up to 5 min"),
    ],
)
def test_a_wait_reads_as_a_phrase(low: int | None, high: int | None, said: str) -> None:
    assert words.eta(low, high, "en") == said


def test_a_name_that_runs_the_other_way_is_kept_apart() -> None:
    said = words.sentence(Line("left", "en", name="أمل"))
    assert f"{words.ISOLATE}أمل{words.POP}" in said
    assert words.ISOLATE not in words.sentence(Line("left", "en", name="Sara"))


def test_nobody_knows_when_somebody_is_back() -> None:
    assert words.sentence(Line("away", "en")) == words.sentence(Line("away_unknown", "en"))
