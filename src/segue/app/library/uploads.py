"""Files on their way in: each stays in a folder of this process until it was read.

The folder is an inbox, not an archive: what counts is in the items, and whoever restarts in the
middle finds here what is still to be read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import TypeAlias

LONGEST_NAME = 120
_UNFIT = re.compile(r"[^\w .()+,@=-]+")

Seen: TypeAlias = dict[Path, int]
"""Files with when each was written, in nanoseconds."""


@dataclass(frozen=True)
class Uploads:
    """`folder` is made when it is first needed."""

    folder: Path

    @property
    def inbox(self) -> Path:
        """What is whole, and waits to be read."""
        return self.folder / "inbox"

    def part(self) -> Path:
        """A new file to write to, out of everybody's sight."""
        parts = self.folder / "parts"
        parts.mkdir(parents=True, exist_ok=True)
        return parts / token_hex(8)

    def arrived(self, part: Path, name: str) -> Path:
        """The file is whole: from now on it waits. One of the same name is replaced."""
        self.inbox.mkdir(parents=True, exist_ok=True)
        place = self.inbox / safe_name(name)
        os.replace(part, place)  # noqa: PTH105 - in one step, also over an older one
        return place

    def sweep(self, before: datetime) -> None:
        """Take away what somebody began to send before then, and never ended."""
        parts = self.folder / "parts"
        if parts.is_dir():
            old = [one for one in parts.iterdir() if one.stat().st_mtime < before.timestamp()]
            drop(old)

    def waiting(self) -> Seen:
        if not self.inbox.is_dir():
            return {}
        return {one: one.stat().st_mtime_ns for one in sorted(self.inbox.iterdir())}

    def read(self, seen: Seen) -> None:
        """These were read, unless they were replaced meanwhile."""
        now = self.waiting()
        drop(one for one, at in seen.items() if now.get(one) == at)


def drop(files: Iterable[Path]) -> None:
    for one in files:
        one.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """The last part of what a browser calls a file, as a name that every disk allows."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = last.rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = _UNFIT.sub("_", stem).strip(" .")[: LONGEST_NAME - 12] or "file"
    ending = _UNFIT.sub("", ending)[:10]
    return f"{stem}.{ending}" if ending else stem
