"""Bots that live elsewhere, and are let go of at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.remote.making import MakeBot, made
from segue.bots.remote import Outside


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[MakeBot]:
    """Makes a remote bot at this address."""
    all_of_them: list[Outside] = []

    def make(url: str, **more: Any) -> Outside:
        all_of_them.append(made(tmp_path, url, **more))
        return all_of_them[-1]

    yield make
    for one in all_of_them:
        await one.aclose()
