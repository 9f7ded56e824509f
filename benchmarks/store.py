"""How fast turns are kept: `python benchmarks/store.py [URL …]`. Prints JSON.

200 customers who are with a person already, each with one turn on the way: 64 bytes of text, under
an idempotency key, decided by the real domain. CPU is that of this process: deciding, writing and
answering. Without a URL: memory (no disk), and SQLite with `synchronous=FULL` in a temporary
folder. A PostgreSQL URL must name an empty database.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from segue.app.feed import Hub
from segue.app.ports import Kept, Store
from segue.domain.conversation import Conversation, step
from segue.domain.ids import AgentId, ConversationId
from segue.domain.inputs import (
    AgentPicked,
    ConversationStarted,
    CustomerAskedForPerson,
    CustomerSaid,
    Input,
    Who,
)
from segue.domain.policy import Policy
from segue.store import open_store

CALLERS, TURNS, ROUNDS = 200, 50, 3
NOW = datetime(2026, 11, 24, tzinfo=UTC)
POLICY = Policy()
TEXT = "x" * 48 + " sixty-four bytes"


async def take(store: Store, name: ConversationId, heard: Input, **how: Any) -> Kept:
    def decide(was: Conversation) -> Any:
        return step(was, heard, POLICY, now=NOW)

    return await store.take(name, decide, heard, now=NOW, **how)


async def prepare(store: Store, name: ConversationId, n: int) -> None:
    await take(store, name, ConversationStarted(number=n), new=True)
    await take(store, name, CustomerAskedForPerson())
    agent = Who(AgentId(f"agent-{n % 20}"), "Ana Silva")
    await take(store, name, AgentPicked(agent))


async def talk(store: Store, name: ConversationId, start: int, took: list[float]) -> None:
    for n in range(start, start + TURNS):
        began = time.perf_counter()
        await take(store, name, CustomerSaid(TEXT, f"k{n}"), key=f"k{n}")
        took.append(time.perf_counter() - began)


async def measure(url: str) -> dict[str, Any]:
    """The median of a few rounds."""
    store = open_store(url, Hub())
    await store.start()
    stamp = f"{time.time_ns():x}"
    names = [ConversationId(f"c_{stamp}_{n}") for n in range(CALLERS)]
    await asyncio.gather(*(prepare(store, name, n) for n, name in enumerate(names)))
    rates: list[float] = []
    cpus: list[float] = []
    took: list[float] = []
    for part in range(ROUNDS):
        cpu, began = time.process_time(), time.perf_counter()
        await asyncio.gather(*(talk(store, name, part * TURNS, took) for name in names))
        rates.append(CALLERS * TURNS / (time.perf_counter() - began))
        cpus.append((time.process_time() - cpu) / (CALLERS * TURNS) * 1e6)
    await store.stop()
    took.sort()
    return {
        "turns_per_s": round(statistics.median(rates)),
        "turns_per_s_range": [round(min(rates)), round(max(rates))],
        "cpu_us_per_turn": round(statistics.median(cpus), 1),
        "p50_ms": round(took[len(took) // 2] * 1e3, 2),
        "p99_ms": round(took[len(took) * 99 // 100] * 1e3, 2),
    }


def step_alone() -> float:
    """Microseconds of deciding, without any store."""
    one = Conversation(ConversationId("c_1"))
    agent = Who(AgentId("ana"), "Ana Silva")
    for heard in (ConversationStarted(number=1), CustomerAskedForPerson(), AgentPicked(agent)):
        one, _, _ = step(one, heard, POLICY, now=NOW)
    began = time.process_time()
    for _ in range(5000):
        step(one, CustomerSaid(TEXT, "k1"), POLICY, now=NOW)
    return (time.process_time() - began) / 5000 * 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        urls = sys.argv[1:] or ["memory:", f"sqlite:///{Path(folder) / 'bench.db'}"]
        found = {url.partition(":")[0]: asyncio.run(measure(url)) for url in urls}
    report = {
        "callers": CALLERS,
        "turns": CALLERS * TURNS * ROUNDS,
        "load_average": os.getloadavg()[0],
        "step_us": round(step_alone(), 1),
        **found,
    }
    print(json.dumps(report, indent=1))  # noqa: T201 - it talks to a terminal


if __name__ == "__main__":
    main()
