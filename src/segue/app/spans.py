"""A span of time as people write it: `12h`, `7d`, `4w`."""

from __future__ import annotations

import re
from datetime import timedelta

PATTERN = r"^[1-9][0-9]{0,3}[hdw]$"
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def span(text: str) -> timedelta:
    """Raises `ValueError` for anything else."""
    if re.fullmatch(PATTERN, text) is None:
        raise ValueError(f"{text!r} is no span of time. Write for example 12h, 7d or 4w.")
    return int(text[:-1]) * _UNITS[text[-1]]
