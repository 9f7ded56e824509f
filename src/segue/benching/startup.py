"""From nothing to the first accepted message, and what the imports of that cost."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from segue.benching.measuring import cpu_s, machine, medians, pss_kb
from segue.testing import Rig

IMPORTS = ("segue.cli", "segue.web.serving", "segue.opening")
TARGET_S = 2.0


async def measure(rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """One cold start on an empty folder, then `rounds` warm ones on the same."""
    folder = Path(tempfile.mkdtemp(prefix="segue-startup-"))
    try:
        tell("cold: an empty folder")
        cold = await one_start(folder)
        warm = []
        for n in range(rounds):
            tell(f"warm: {n + 1} of {rounds}")
            warm.append(await one_start(folder))
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    middle = medians(warm)
    return {
        "what": "`segue demo` from the start of the process to the first accepted message",
        "machine": machine(),
        "rounds": rounds,
        "cold": cold,
        "warm": middle,
        "targets": {
            f"warm first_accepted_s <= {TARGET_S:g}": middle["first_accepted_s"] <= TARGET_S
        },
        "import_s": {name: await import_s(name, rounds) for name in IMPORTS},
        "bare_python_s": await import_s("sys", rounds),
        "each_round": warm,
    }


async def one_start(folder: Path) -> dict[str, float]:
    """Start, say something as a new customer, stop. `cpu_s` is steadier on a busy machine."""
    began = time.perf_counter()
    async with Rig(folder=folder) as rig:
        ready = time.perf_counter() - began
        customer = await rig.customer()
        await customer.say("Hello")
        accepted = time.perf_counter() - began
        used, held = cpu_s(rig.pid), pss_kb(rig.pid)
    return {
        "ready_s": round(ready, 3),
        "first_accepted_s": round(accepted, 3),
        "cpu_s": round(used, 2),
        "memory_mb": round(held / 1024, 1),
    }


async def import_s(name: str, rounds: int) -> float:
    """Seconds for a Python that imports this and ends; the least of a few."""
    took = []
    for _ in range(max(2, rounds)):
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", f"import {name}")
        if await process.wait():
            raise RuntimeError(f"`import {name}` failed.")
        took.append(time.perf_counter() - began)
    return round(min(took), 3)
