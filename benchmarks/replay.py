"""A policy against 5,000 kept conversations: how long it takes, and what it finds.

python benchmarks/replay.py [--conversations 5000] [--rounds 3] [--keep FOLDER] [--profile]

The store is made first, in made-up time, through the product's own door (`segue.benching.days`);
that is not measured. Then the live policy and one with other thresholds are replayed on it, as
`segue replay` does, and prints JSON: seconds of the wall clock and of the processor, and the
change. `--keep` keeps the store, and uses it the next time.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import pstats
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from segue.app.feed import Hub
from segue.app.ports_bot import BotReply, BotTurn
from segue.app.replaying import Report, replay
from segue.app.replaying.whatif import with_value
from segue.benching.days import BEGIN, SUPPORT, Days, Turned, staff
from segue.benching.measuring import machine
from segue.build import Segue, put_together
from segue.domain.policy import Policy
from segue.domain.signals import Signals
from segue.settings import Settings
from segue.store import open_store

TARGET_S = 10.0
WEEK = timedelta(days=7)
POLICY = Policy(team=SUPPORT)
AGENTS = 6


class Silent:
    """Never asked: the days answer for it."""

    async def answer(self, turn: BotTurn) -> BotReply:
        raise NotImplementedError(turn)


async def silent(_: tuple[tuple[str, str], ...]) -> Signals:
    return Signals()


def house(folder: Path, clock: Turned) -> Segue:
    hub = Hub()
    store = open_store(f"sqlite:///{folder / 'segue.db'}", hub)
    return put_together(
        Settings(), store, Silent(), silent, None, hub=hub, clock=clock, policy=POLICY
    )


def changed() -> Policy:
    """The same rules with other numbers: more offers for the mood, fewer held answers."""
    policy = with_value(POLICY, "frustration", "frustration", 0.4)
    policy = with_value(policy, "low-confidence", "confidence", 0.35)
    return with_value(policy, "two-misses", "misses", 1.0)


async def timed(segue: Segue, policy: Policy) -> tuple[float, float, Report]:
    wall, cpu = time.perf_counter(), time.process_time()
    report = await replay(segue.store, policy, since=BEGIN, until=BEGIN + WEEK)
    return time.perf_counter() - wall, time.process_time() - cpu, report


async def measure(folder: Path, conversations: int, rounds: int) -> dict[str, Any]:
    clock = Turned()
    segue = house(folder, clock)
    await segue.store.start()
    try:
        if not await segue.store.active_since(BEGIN):
            await staff(segue, AGENTS)
            days = Days(segue, clock)
            began = time.perf_counter()
            await days.play(conversations, WEEK)
            took = time.perf_counter() - began
            sys.stderr.write(f"made {conversations} conversations in {took:.0f} s\n")
        told: dict[str, Any] = {}
        for name, policy in (("live", POLICY), ("changed", changed())):
            runs = [await timed(segue, policy) for _ in range(rounds)]
            report = runs[0][2]
            told[name] = {
                "wall_s": round(median(run[0] for run in runs), 2),
                "cpu_s": round(median(run[1] for run in runs), 2),
                "conversations": report.conversations,
                "turns": report.turns,
                "net": report.net,
                "counts": report.counts,
                "the_same_each_time": all(run[2] == report for run in runs),
            }
        return told
    finally:
        await segue.store.stop()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--conversations", type=int, default=5000)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--keep", type=Path, help="the folder of the store")
    words.add_argument("--profile", action="store_true", help="where the time goes, on stderr")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="segue-replay-") as passing:
        folder = given.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        profile = cProfile.Profile()
        if given.profile:
            told = profile.runcall(asyncio.run, measure(folder, given.conversations, given.rounds))
            pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(35)
        else:
            told = asyncio.run(measure(folder, given.conversations, given.rounds))
    slowest = max(one["wall_s"] for one in told.values())
    result = {
        "what": "replay of a policy over kept conversations, seconds (median of the rounds)",
        "machine": machine(),
        "rounds": given.rounds,
        **told,
        "targets": {
            f"{given.conversations} conversations <= {TARGET_S:g} s": slowest <= TARGET_S,
            "the live policy changes nothing": not told["live"]["counts"],
        },
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
