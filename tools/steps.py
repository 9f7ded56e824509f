"""What a person sees while something takes long.

    with Steps("Getting Segue ready") as steps:
        steps.run("Python packages", ["uv", "pip", "install", ...])

On a terminal each step is one line with a clock and the last thing its command said; elsewhere
it is one plain line when it starts and one when it ends. What the commands print goes to a log;
when one fails, its last lines are shown and the program stops with that command's exit code.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

TAIL = 40
"""Lines of a failed command that are shown."""

COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

WHEEL = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Steps:
    """A list of steps, shown as they happen. Commands may run side by side, in threads."""

    def __init__(self, title: str, log: Path) -> None:
        """`title` heads the list once there is a first step; `log` is started anew."""
        self.title = title
        self.log = log
        self.live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.began = time.monotonic()
        self._lock = threading.RLock()
        self._running: dict[str, tuple[float, str]] = {}
        self._drawn = 0
        self._titled = False
        self._over = threading.Event()

    def __enter__(self) -> Self:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_text("")
        if self.live:
            threading.Thread(target=self._tick, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        with self._lock:
            self._wipe()
            if self._titled and kind is None:
                self._say(f"  ready in {time.monotonic() - self.began:.1f} s\n")

    def run(
        self, name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None
    ) -> None:
        """Run `command` as the step `name`; a failure ends the program, with the reason shown."""
        self._start(name)
        code, lines = self._watch(name, command, env)
        if code:
            self._fail(name, lines)
            raise SystemExit(code)
        self._end(name, "✓")

    def _watch(
        self, name: str, command: Sequence[str | Path], env: Mapping[str, str] | None
    ) -> tuple[int, list[str]]:
        lines: list[str] = []
        process = subprocess.Popen(
            [str(part) for part in command],
            env=None if env is None else {**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        assert process.stdout is not None  # noqa: S101 - told so two lines up
        with self.log.open("a") as log:
            for line in process.stdout:
                log.write(line)
                if line := COLOURS.sub("", line).rstrip():
                    lines.append(line)
                    with self._lock:
                        self._running[name] = (self._running[name][0], line.strip())
        return process.wait(), lines

    def _start(self, name: str) -> None:
        with self._lock:
            if not self._titled:
                self._say(f"{self.title}\n")
                self._titled = True
            self._running[name] = (time.monotonic(), "")
            if not self.live:
                self._say(f"  {name} ...\n")

    def _end(self, name: str, mark: str) -> None:
        with self._lock:
            began, _ = self._running.pop(name)
            self._wipe()
            self._say(f"  {mark} {name:<34}{time.monotonic() - began:>6.1f} s\n")

    def _fail(self, name: str, lines: list[str]) -> None:
        self._end(name, "✗")
        with self._lock:
            shown = "\n".join(lines[-TAIL:])
            self._say(f"\n{shown}\n\n{name} failed. All it said: {self.log}\n")

    def _tick(self) -> None:
        turn = 0
        while not self._over.wait(0.1):
            turn += 1
            with self._lock:
                self._wipe()
                width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
                for name, (began, last) in self._running.items():
                    spin = WHEEL[turn % len(WHEEL)]
                    line = f"  {spin} {name:<34}{time.monotonic() - began:>6.1f} s  {last}"
                    self._say(line[: width - 1] + "\n")
                self._drawn = len(self._running)

    def _wipe(self) -> None:
        if self._drawn:
            self._say(f"\x1b[{self._drawn}A\x1b[J")
            self._drawn = 0

    def _say(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
