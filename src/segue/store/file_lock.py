"""Keeps a second server away from the same SQLite file.

The operating system forgets the lock when the process ends, however it ends; the file stays, with
the number of the process that had it last.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from segue.store.trouble import StoreMisfit, StoreTaken


class FileLock:
    """Held from `take` to `give_back`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Raises `StoreTaken` when another server has it."""
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as why:
            raise StoreMisfit(f"The lock file {self._path} cannot be written: {why}.") from why
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            other = os.read(self._file, 32).decode("ascii", "replace").strip()
            self.give_back()
            raise StoreTaken(f"Another Segue{f' (process {other})' if other else ''}") from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def give_back(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None
