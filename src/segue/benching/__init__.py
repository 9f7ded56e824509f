"""Benchmarks that print JSON; where there is a floor, beside it in the same run.

    segue bench core       one turn of the domain
    segue bench relay      durable relay, customer to agent, beside floor.py
    segue bench startup    from the start of the process to the first accepted message
    segue bench idle       memory of an idle customer socket
    segue bench kill       kill -9 under load, and what is there afterwards
    segue bench understanding   acknowledging with and without reading every message
    segue bench triggers   fifty rules at one moment
    segue bench widget     bytes that a customer's browser loads
    segue bench retrieval  finding answers: speed, memory, and how well (with `--data`)
    segue bench routing    who is next: ten thousand waiting, a thousand agents, fifty skills
    segue bench waits      what the estimate of the wait costs, in small lines and in a long one
    segue bench handover   begun, handed over, routed and ringing, per second
    segue bench turns      the whole server's bot turn, from a customer's words to the reply

measuring.py   CPU and memory from /proc, percentiles, medians
generator.py   the load, in a process of its own (needs `picows`: a development package)
dialects.py    how it speaks to each server
floor.py       the least that a durable relay can be
house.py       a Segue with many people on shift
crowd.py       sessions by the thousand, conversations that were accepted
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

NAMES = (
    "core", "relay", "startup", "idle", "kill", "understanding", "triggers", "widget", "retrieval",
    "turns", "handover", "routing", "waits",
)  # fmt: skip


def run_bench(name: str, rounds: int = 3, data: Path | None = None) -> dict[str, Any]:
    """Measure `name`; more rounds take longer and disturb less. `data` is a folder of public sets,
    for those that can use it. Raises `BadSettings` for names and packages that are not there."""
    from segue.settings import BadSettings  # noqa: PLC0415 - a sentence instead of a stack trace

    if name not in NAMES:
        raise BadSettings(f"There is no benchmark {name!r}. There are: {', '.join(NAMES)}.")
    try:
        return _run(name, max(1, rounds), data)
    except ModuleNotFoundError as why:
        if why.name != "picows":
            raise
        raise BadSettings("This benchmark needs the load generator: pip install picows.") from None


def _run(name: str, rounds: int, data: Path | None) -> dict[str, Any]:
    from segue.benching import core, kill, startup, weight  # noqa: PLC0415 - one of them is used

    match name:
        case "core":
            return core.measure(rounds, tell)
        case "startup":
            return asyncio.run(startup.measure(rounds, tell))
        case "kill":
            return asyncio.run(kill.measure(rounds, tell))
        case "understanding":
            from segue.benching import understanding  # noqa: PLC0415

            return asyncio.run(understanding.measure(rounds, tell))
        case "triggers":
            from segue.benching import triggers  # noqa: PLC0415

            return triggers.measure(rounds, tell)
        case "routing":
            from segue.benching import routing  # noqa: PLC0415

            return routing.measure(rounds, tell)
        case "waits":
            from segue.benching import waits  # noqa: PLC0415

            return waits.measure(rounds, tell)
        case "widget":
            return weight.measure()
        case "retrieval":
            from segue.benching import retrieval  # noqa: PLC0415

            return retrieval.measure(rounds, tell, data)
        case "turns":
            from segue.benching import turns  # noqa: PLC0415

            return asyncio.run(turns.measure(rounds, tell))
        case "handover":
            from segue.benching import handover  # noqa: PLC0415

            return asyncio.run(handover.measure(rounds, tell))
        case "relay":
            from segue.benching import relay  # noqa: PLC0415

            return asyncio.run(relay.measure(rounds, tell))
        case _:
            from segue.benching import idle  # noqa: PLC0415

            return asyncio.run(idle.measure(rounds, tell))


def tell(line: str) -> None:
    """Progress, beside the JSON."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[2K  {line}")
        if "\n" not in line:
            sys.stderr.flush()
