"""Small days of calls, made by a seeded generator: no real customer is in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

NINE, FIVE = 9 * 3600, 17 * 3600
AGENTS = {"ann": ("sales", "help"), "bob": ("help",), "cyd": ("sales",), "dee": ("sales", "help")}


def row(**columns: Any) -> dict[str, Any]:
    """One call that was served at once; say what is different."""
    return {
        "day": 1, "type": "sales", "priority": 0, "q_start": 0, "q_s": 0, "outcome": "AGENT",
        "ser_start": NINE, "ser_s": 60, "agent": "ann", **columns,
    }  # fmt: skip


def queued(at: int, waited: int, lasted: int = 60, **columns: Any) -> dict[str, Any]:
    """One call that stood in the line and was served."""
    return row(q_start=at, q_s=waited, ser_start=at + waited, ser_s=lasted, **columns)


def gone(at: int, waited: int, **columns: Any) -> dict[str, Any]:
    """One call that left the line."""
    columns = {"outcome": "HANG", "ser_start": 0, "ser_s": 0, "agent": None, **columns}
    return row(q_start=at, q_s=waited, **columns)


def written(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """As a file."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in rows), encoding="utf-8")
    return path


def days(count: int = 3, seed: int = 5, every_s: float = 75.0) -> list[dict[str, Any]]:
    """First come, first served by four people from nine to five; some leave, some have priority."""
    dice = Random(seed)  # noqa: S311 - repeatable
    return [one for day in range(1, count + 1) for one in _day(day, dice, every_s)]


def _day(day: int, dice: Random, every_s: float) -> list[dict[str, Any]]:
    free = dict.fromkeys(AGENTS, NINE)
    came: list[tuple[int, str, int]] = []
    at = float(NINE)
    while (at := at + dice.expovariate(1 / every_s)) < FIVE:
        came.append((int(at), dice.choice(("sales", "sales", "help")), 2 * (dice.random() < 0.2)))
    rows = []
    for at_s, kind, priority in came:
        agent = min((name for name in AGENTS if kind in AGENTS[name]), key=lambda one: free[one])
        starts = max(at_s, free[agent])
        patience = int(dice.expovariate(1 / 400)) + 1
        told = {"day": day, "type": kind, "priority": priority}
        if starts - at_s > patience:
            rows.append(gone(at_s, patience, **told))
            continue
        lasts = max(5, int(dice.lognormvariate(5.0, 0.8)))
        free[agent] = starts + lasts + 5
        if starts == at_s:
            rows.append(row(**told, ser_start=starts, ser_s=lasts, agent=agent))
        else:
            rows.append(queued(at_s, starts - at_s, lasts, **told, agent=agent))
    return rows
