"""Commands as they are typed, in this process."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from segue.cli import main


class Typed:
    """Types a command that begins with `first`; the status it ends with, and what it prints."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *first: str
    ) -> None:
        self._patch, self._capsys, self._first = monkeypatch, capsys, first
        self.out = self.err = ""

    def __call__(self, *words: object) -> int:
        self._patch.setattr(sys, "argv", ["segue", *self._first, *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        self.out, self.err = self._capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code

    def told(self) -> Any:
        """What it printed for machines."""
        return json.loads(self.out)
