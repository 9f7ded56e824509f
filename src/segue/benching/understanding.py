"""Does understanding what customers write slow down acknowledging it? Side by side in one run.

A hundred customers write 200 messages a second in open loop, first to a Segue that reads and
answers nothing, then to one that reads every signal and answers from its help pages. What counts is
the time from sending to `accepted`: that is when a customer's words are safe. Reading goes on
behind it and may fall behind; how far is told too.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from segue.benching import crowd
from segue.benching.measuring import cpu_s, machine, ratio
from segue.testing import Rig

CUSTOMERS, RATE, LAST_S = 100, 200.0, 8.0
HOUSE = (sys.executable, "-m", "segue.benching.house", "--agents", "2")
CALM = {"agent_grace_s": 3600, "customer_grace_s": 3600}
SENTENCES = (
    "Where is my parcel with the number {n}? It should have been here on Monday.",
    "I would like to change the address of order {n} before it is sent.",
    "Your invoice {n} has the wrong amount on it, could you look at that please",
    "do you have the blue lamp in size {n} again soon?",
    "I sent number {n} back two weeks ago and there is still no refund!!",
    "my code {n} does not work when I log in, what can I do",
)


async def measure(rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Both houses in turn, `rounds` times; medians and the ratio between them."""
    found: dict[str, list[dict[str, float]]] = {"silent": [], "reading": []}
    for n in range(rounds):
        for name in ("silent", "reading") if n % 2 == 0 else ("reading", "silent"):
            tell(f"round {n + 1} of {rounds}: {name}")
            command = (*HOUSE, "--silent") if name == "silent" else HOUSE
            async with Rig(command=command, settings=CALM) as rig:
                found[name].append(await one(rig))
    middle = {
        name: {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}
        for name, runs in found.items()
    }
    return {
        "what": "acknowledging 200 messages a second, with and without understanding them",
        "machine": machine(),
        "rounds": rounds,
        "medians": middle,
        "ratios": {
            f"ack_{p}": ratio(middle["reading"][f"ack_{p}_ms"], middle["silent"][f"ack_{p}_ms"])
            for p in ("p50", "p99")
        },
        "each_round": found,
    }


async def one(rig: Rig) -> dict[str, float]:
    """One run against one house."""
    sessions = await crowd.sessions(rig, CUSTOMERS)
    lines = [await connect(crowd.customer_url(rig, one), open_timeout=20) for one in sessions]
    sent: dict[str, float] = {}
    took: list[float] = []
    answered = [0]
    hearing = [asyncio.create_task(_hear(line, sent, took, answered)) for line in lines]
    await _write(lines, sent, "warm", 1.0)
    await asyncio.sleep(1.0)
    took.clear()
    answered[0] = 0
    cpu = cpu_s(rig.pid)
    count = await _write(lines, sent, "run", LAST_S)
    deadline = time.perf_counter() + 10.0
    while len(took) < count and time.perf_counter() < deadline:  # noqa: ASYNC110 - counts frames
        await asyncio.sleep(0.02)
    done_by_then = answered[0]
    for task in hearing:
        task.cancel()
    await asyncio.gather(*hearing, return_exceptions=True)
    await asyncio.gather(*(line.close() for line in lines))
    took.sort()
    return {
        "sent": count,
        "acknowledged": len(took),
        "ack_p50_ms": round(took[len(took) // 2] * 1000, 3),
        "ack_p99_ms": round(took[int(len(took) * 0.99)] * 1000, 3),
        "answered_by_the_end": done_by_then,
        "server_cpu_s": round(cpu_s(rig.pid) - cpu, 2),
    }


async def _hear(
    line: ClientConnection, sent: dict[str, float], took: list[float], answered: list[int]
) -> None:
    async for frame in line:
        told = json.loads(frame)
        if told["type"] == "accepted" and told["client_id"] in sent:
            took.append(time.perf_counter() - sent.pop(told["client_id"]))
        elif told["type"] == "event" and told["event"].get("author") == "bot":
            answered[0] += 1


async def _write(
    lines: list[ClientConnection], sent: dict[str, float], run: str, last_s: float
) -> int:
    """Each message has its time, however late the one before was."""
    began = time.perf_counter()
    for n in range(int(RATE * last_s)):
        due = began + n / RATE
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        client_id = f"{run}-{n}"
        text = SENTENCES[n % len(SENTENCES)].format(n=1000 + n)
        sent[client_id] = due
        said = {"type": "say", "client_id": client_id, "text": text}
        await lines[n % len(lines)].send(json.dumps(said))
    return int(RATE * last_s)
