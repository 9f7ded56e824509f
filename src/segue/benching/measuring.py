"""What a process used, read from `/proc`, and how to say many numbers in few."""

from __future__ import annotations

import os
import platform
import resource
import statistics
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

TO_MS = 1e3
PERCENTILES = (50.0, 90.0, 99.0, 100.0)


def family(pid: int) -> list[int]:
    """The process and everything it has started."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def cpu_s(pid: int) -> float:
    """Seconds of CPU that the process and its children have used so far."""
    ticks = 0
    for one in family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])  # user and system
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_kb(pid: int) -> float:
    """Memory of the process and its children in KiB; shared pages are counted by their share."""
    held = 0
    for one in family(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    held += int(line.split()[1])
    return float(held)


def percentiles_ms(seconds: Iterable[float]) -> dict[str, float]:
    """p50, p90, p99 and max, in milliseconds; empty for nothing."""
    rising = sorted(seconds)
    if not rising:
        return {}
    last = len(rising) - 1
    found = {f"p{q:g}": rising[min(last, int(len(rising) * q / 100))] for q in PERCENTILES}
    found["max"] = found.pop("p100")
    return {name: round(value * TO_MS, 3) for name, value in found.items()}


def medians(rounds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The median of each number over the rounds, however deep; counts of faults add up."""
    told: dict[str, Any] = {}
    for name in rounds[0]:
        values = [one[name] for one in rounds if name in one]
        if isinstance(values[0], Mapping):
            told[name] = medians([one for one in values if one] or [{}])
        elif name in FAULTS:
            told[name] = sum(values)
        elif isinstance(values[0], int | float) and not isinstance(values[0], bool):
            told[name] = round(statistics.median(values), 3)
        else:
            told[name] = values[0]
    return told


FAULTS = ("sent", "delivered", "acked", "lost", "duplicated", "out_of_order", "refused", "closed")


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """How many times the floor; None where one of them is missing."""
    if not ours or not theirs:
        return None
    return round(ours / theirs, 3)


def machine() -> dict[str, Any]:
    """Where this was measured: without it a figure says nothing."""
    return {
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2),
        "kernel": platform.release(),
        "python": platform.python_version(),
    }


def many_files() -> int:
    """Allow this process, and what it starts, as many open files as the system lets it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
