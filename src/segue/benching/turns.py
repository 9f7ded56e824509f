"""The built-in bot's turn through the whole server: a customer's words in, the stored reply out.

Real sockets, real help pages, every signal read, the rules judged, both messages committed
(`synchronous=FULL`). Eight customers who write as soon as they are answered give the throughput;
twenty messages a second in open loop, counted from the time they were due, the latency. Each
conversation is five questions long, as such conversations are.

Beside it stand the figures of Rasa 3.6.21, measured once on a machine like this one (DIET, fallback
classifier, rule policy; REST channel; nothing stored): read ratios, not decimals.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect

from segue.benching import crowd
from segue.benching.measuring import cpu_s, machine, medians, percentiles_ms, pss_kb, ratio
from segue.testing import Rig

CLIENTS, RATE, LAST_S, QUESTIONS = 8, 20.0, 10.0, 5
ANSWERED_WITHIN_S = 20.0
ABOUT_PEOPLE = "contact"  # whoever asks for a person twice waits, and hears nothing more
HOUSE = (sys.executable, "-m", "segue.benching.house", "--agents", "2")
CALM = {"agent_grace_s": 3600, "customer_grace_s": 3600}
RASA: Final = {
    "msgs_s": 74.0, "p50_ms": 17.3, "p99_ms": 98.0, "cpu_ms": 12.0, "memory_mb": 790.0,
    "start_s": 20.0,
}  # fmt: skip
TARGETS: Final = {"msgs_s": 20.0, "p50_ms": 4.0, "memory_mb": 8.0, "start_s": 10.0}
WHOLE_SERVER_MB: Final = 350.0


async def measure(rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """`rounds` servers; medians, and how many times better than the figures of Rasa."""
    each = []
    for n in range(rounds):
        tell(f"round {n + 1} of {rounds}")
        began = time.perf_counter()
        async with Rig(command=HOUSE, settings=CALM) as rig:
            each.append(await one(rig, began))
    middle = medians(each)
    found = {
        "msgs_s": middle["msgs_s"],
        "p50_ms": middle["open_loop_ms"]["p50"],
        "p99_ms": middle["open_loop_ms"]["p99"],
        "cpu_ms": middle["cpu_ms"],
        "memory_mb": middle["memory_mb"],
        "start_s": middle["first_reply_s"],
    }
    better = {
        name: ratio(value, RASA[name]) if name == "msgs_s" else ratio(RASA[name], value)
        for name, value in found.items()
    }
    return {
        "what": "a turn of the built-in bot through the whole server, both messages stored",
        "machine": machine(),
        "rounds": rounds,
        "medians": middle,
        "rasa": RASA,
        "times_better": better,
        "targets": {
            **{f"{name}: {least:g} times": (better[name] or 0) >= least
               for name, least in TARGETS.items()},
            f"whole server <= {WHOLE_SERVER_MB:g} MB": middle["memory_mb"] <= WHOLE_SERVER_MB,
        },
        "each_round": each,
    }  # fmt: skip


async def one(rig: Rig, began: float) -> dict[str, Any]:
    """One server: its first reply, saturation, open loop."""
    questions = _questions()
    (alone,) = await crowd.sessions(rig, 1)
    async with _line(rig, alone) as line:
        await _asked(line, next(questions))
    first = time.perf_counter() - began
    sessions = iter(await crowd.sessions(rig, 800))
    await _saturated(rig, sessions, questions, 1.0)  # warm
    worked = cpu_s(rig.pid)
    served = await _saturated(rig, sessions, questions, LAST_S)
    worked = cpu_s(rig.pid) - worked
    waits = await _open_loop(rig, sessions, questions)
    return {
        "first_reply_s": round(first, 2),
        "msgs_s": round(served / LAST_S, 1),
        "cpu_ms": round(worked / max(1, served) * 1e3, 2),
        "open_loop_ms": percentiles_ms(waits),
        "memory_mb": round(pss_kb(rig.pid) / 1024, 1),
    }


async def _saturated(
    rig: Rig, sessions: Iterator[str], questions: Iterator[str], last_s: float
) -> int:
    """Each client asks, waits for the reply, asks on; the number of replies in time."""
    end = time.perf_counter() + last_s
    served = 0

    async def client() -> None:
        nonlocal served
        while time.perf_counter() < end:
            async with _line(rig, next(sessions)) as line:
                for _ in range(QUESTIONS):
                    await _asked(line, next(questions))
                    if time.perf_counter() > end:
                        return
                    served += 1

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return served


async def _open_loop(rig: Rig, sessions: Iterator[str], questions: Iterator[str]) -> list[float]:
    """Each message has its time, however late the one before was; seconds to each reply."""
    count = int(RATE * LAST_S)
    lines = [
        await connect(crowd.customer_url(rig, next(sessions)), open_timeout=20)
        for _ in range(count // QUESTIONS)
    ]
    began, waits = time.perf_counter() + 0.1, list[float]()

    async def ask(n: int) -> None:
        due = began + n / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await _asked(lines[n % len(lines)], next(questions))
        waits.append(time.perf_counter() - due)

    try:
        await asyncio.gather(*(ask(n) for n in range(count)))
    finally:
        await asyncio.gather(*(line.close() for line in lines))
    return waits


async def _asked(line: ClientConnection, question: str) -> None:
    """Ask, and wait for the stored reply: the bot's words, or that a person is called."""
    said = {"type": "say", "client_id": f"turn-{next(_NUMBERS)}", "text": question}
    try:
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            await line.send(json.dumps(said))
            async for frame in line:
                told = json.loads(frame)
                event = told["event"] if told["type"] == "event" else {}
                if event.get("author") == "bot" or event.get("kind") == "handoff_requested":
                    return
    except TimeoutError:
        raise TimeoutError(f"Nothing was answered to {question!r}.") from None
    raise ConnectionError("closed before the reply")


@asynccontextmanager
async def _line(rig: Rig, session: str) -> AsyncIterator[ClientConnection]:
    line = await connect(crowd.customer_url(rig, session), open_timeout=20)
    try:
        yield line
    finally:
        await line.close()


def _questions() -> Iterator[str]:
    """Questions that the demo's pages answer, each one new."""
    from segue.brains.pages import read_items  # noqa: PLC0415
    from segue.demo import help_folder  # noqa: PLC0415

    pages = [page for page in read_items([Path(help_folder())]) if page.id != ABOUT_PEOPLE]
    said = [one for page in pages for one in page.examples]
    for n in itertools.count():
        bare = said[n * 11 % len(said)].rstrip("?")
        yield f"{('Well', 'So', 'Then', 'And')[n % 4]}, {bare}, for number {1000 + n}?"


_NUMBERS = itertools.count()
