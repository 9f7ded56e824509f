"""When a request may be made again, and after how long."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final

AGAIN: Final = frozenset({"unreachable", "timed_out", "broken"})
"""Errors that may be gone at the next try."""

AGAIN_AT: Final = frozenset({429, 502, 503, 504})
"""Statuses that may be."""

_HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_FIRST_S, _LONGEST_S = 0.25, 8.0


def may_repeat(method: str, headers: Mapping[str, str]) -> bool:
    """Say whether making a request twice does no more than making it once."""
    return method.upper() in _HARMLESS or "idempotency-key" in headers


def pause_s(number: int, headers: Mapping[str, str]) -> float:
    """Return the seconds after try `number` (from 1): as told by the server, or doubling."""
    told = retry_after_s(headers)
    if told is not None:
        return told
    return min(_LONGEST_S, _FIRST_S * 2.0 ** (number - 1)) * random.uniform(0.5, 1.0)  # noqa: S311


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After: seconds, or a date; None where there is none that can be read."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal() and len(text) < 8:  # noqa: PLR2004
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
