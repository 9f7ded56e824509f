"""`name@version` of everything that took part in a reading, so that a figure can be traced."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Final

_DIGITS: Final = 8


def of_text(name: str, text: str) -> str:
    """Return the name with a short hash of whatever decides its results."""
    return f"{name}@{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


@lru_cache(maxsize=32)
def of_files(name: str, *paths: Path) -> str:
    """Return the name with a short hash of its tables; files that are missing count as empty."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes() if path.exists() else b"")
    return f"{name}@{digest.hexdigest()[:_DIGITS]}"


@lru_cache(maxsize=8)
def of_package(name: str) -> str:
    """Return the name with the version of the package that is installed."""
    try:
        return f"{name}@{metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name
