"""The log goes to standard error, whatever that is; a log that cannot be written stops nobody."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
import structlog

from segue.logs import log_to_stderr


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_it_follows_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    log_to_stderr()
    log = structlog.get_logger()
    for said in ("first", "second"):
        there = io.StringIO()
        monkeypatch.setattr(sys, "stderr", there)
        log.warning(said)
        assert said in there.getvalue()
        there.close()


def test_a_closed_log_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    log_to_stderr()
    gone = io.StringIO()
    gone.close()
    monkeypatch.setattr(sys, "stderr", gone)
    structlog.get_logger().error("nobody reads this")
