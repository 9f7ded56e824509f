"""Named places where a test makes this process die, as a power cut would.

`SEGUE_CRASH_AT=before_commit:3` ends it, without any farewell, the third time it gets there. The
places: `before_commit`, `after_commit` (kept, nobody knows yet) and `before_publish` (about to
tell). Without the variable a place costs one comparison.
"""

from __future__ import annotations

import os

KILLED = 137
"""The exit code of a process that was killed."""


class Crash:
    """Counts down to the chosen place."""

    def __init__(self, wanted: str) -> None:
        """`wanted` is `point` or `point:n`; empty is nowhere."""
        self.point, _, times = wanted.partition(":")
        self.left = int(times) if times else 1

    def here(self, point: str) -> None:
        """Die if this is the place, and the time."""
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                os._exit(KILLED)


_crash = Crash(os.environ.get("SEGUE_CRASH_AT", ""))
here = _crash.here
