"""Write tests/domain/data/waits_cases.json: what the reference of the wait estimate answers.

    python tools/waits_cases.py PATH/TO/waits_ref.py

The reference is research code that is no part of this project; what it answers is. A case is a
seeded random day: what the history is told, a line, the agents at work, the three quantiles for
everybody, and which of them are settled with which wait before the next step.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

OUT = Path(__file__).parent.parent / "tests" / "domain" / "data" / "waits_cases.json"
STEPS = 60
TYPES = "ABC"


def main(path: str) -> None:
    """Walk one day with the reference, keeping what it was told and what it said."""
    reference = _load(path)
    history = reference.History()
    rng = random.Random(1999)  # noqa: S311 - a seed, not a secret
    now = 1000.0
    steps = []
    for _ in range(STEPS):
        now = round(now + rng.expovariate(1 / 60), 3)
        steps.append(_step(reference, history, rng, now))
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(steps, separators=(",", ":")) + "\n")
    print(f"{OUT}: {len(steps)} steps")


def _load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("waits_ref", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _step(reference: Any, history: Any, rng: random.Random, now: float) -> dict[str, Any]:
    events = _events(rng, now)
    for event in events:
        match event:
            case ["joined", at, may_overtake]:
                history.ahead_rate(at, may_overtake)
            case ["service_ended", agent, seconds]:
                history.served(agent, seconds)
            case ["left_line", kind, waited, was_served]:
                history.waited(kind, waited, int(not was_served))
            case _:
                raise AssertionError(event)
    line = [
        [f"c{i}", rng.choice(TYPES), rng.choice((0, 1, 2)), _ago(rng, now, 120)]
        for i in range(rng.randrange(1, 12))
    ]
    agents = [_agent(rng, now, i) for i in range(rng.randrange(1, 5))]
    theirs = [
        reference.Agent(
            one["id"],
            one["weight"].__getitem__,
            [now - at for at in one["chats"]],
            [now - at for at in one["free"]],
            history.mean(one["id"]),
        )
        for one in agents
    ]
    found = reference.estimate_line([tuple(one) for one in line], theirs, history, now)
    settled = []
    for name, told in found.items():
        if told is not None and _by_chance(rng, 0.5):
            wait, inferred = round(rng.lognormvariate(5, 1), 3), _by_chance(rng, 0.3)
            history.settle(told[3], wait, inferred)
            settled.append([name, wait, inferred])
    return {
        "now": now,
        "events": events,
        "line": line,
        "agents": agents,
        "told": {name: told and list(told[:3]) for name, told in found.items()},
        "settled": settled,
    }


def _events(rng: random.Random, now: float) -> list[list[Any]]:
    events: list[list[Any]] = [["joined", now, _by_chance(rng, 0.3)]]
    for _ in range(rng.randrange(4)):
        events.append(
            ["service_ended", f"a{rng.randrange(5)}", round(rng.lognormvariate(5, 1.2), 3)]
        )
        events.append(
            [
                "left_line",
                rng.choice(TYPES),
                round(rng.expovariate(1 / 200), 3),
                _by_chance(rng, 0.7),
            ]
        )
    return events


def _agent(rng: random.Random, now: float, number: int) -> dict[str, Any]:
    return {
        "id": f"a{number}",
        "weight": {kind: rng.choice((0.0, 0.1, 1.0, 1.0)) for kind in TYPES},
        "chats": [_ago(rng, now, 300) for _ in range(rng.randrange(5))],
        "free": [_ago(rng, now, 40) for _ in range(rng.randrange(2))],
    }


def _by_chance(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


def _ago(rng: random.Random, now: float, mean_s: float) -> float:
    return round(now - rng.expovariate(1 / mean_s), 3)


if __name__ == "__main__":
    main(sys.argv[1])
