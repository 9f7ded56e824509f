"""How well a conversation's team is known after a few turns, through the code of `segue route`.

    python benchmarks/judgement_route.py --data FOLDER [--vectors FOLDER]

Prints JSON: learned from the 2,000 training conversations of MultiDoGO (six departments), asked of
the development conversations after 1, 2, 3 and 5 customer turns: right, right among the 80 % it is
surest of, how many it is *sure* of and how often rightly, and calibration. Then the same with 1, 5
and 20 examples a team, and *patience*: going by the first sure turn, how many turns that takes and
how often it is right. Published beside: MiniLM and LR on the test part. Takes a minute or two.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from figures import Sets, calibration_figure, progress, sets, share_of, tell

from segue.brains.departments import Departments, Example, Routed

TURNS = (1, 2, 3, 5)
MOST_TURNS = 6
SUREST = 0.8
FEW = (1, 5, 20)
PUBLISHED = {
    "MiniLM and LR, test part": {"1": 0.306, "2": 0.914, "3": 0.966, "5": 0.982},
    "the same, 80 % surest": {"1": 0.362, "2": 0.998, "3": 0.999, "5": 1.0},
    "goal": "0.93 at two turns, 0.995 on the 80 % surest",
}


def main() -> None:
    given, _ = sets(__doc__)
    train, dev = (_conversations(given, part) for part in ("train2000", "dev"))
    progress("learning from 2,000 conversations")
    begun = time.process_time()
    departments = Departments(train, given.kept / "route" if given.kept else None)
    seconds = time.process_time() - begun
    progress("asking")
    found: dict[str, Any] = {
        "what": "team of a conversation",
        "trained on": "MultiDoGO train2000 (CDLA-Permissive 1.0), when the command runs",
        "measured on": "MultiDoGO dev",
        "published": PUBLISHED,
        "learning_s": round(seconds, 1),
        "thresholds": {str(k): round(v, 3) for k, v in departments.thresholds.items()},
        "after turns": {str(k): _figures(departments, dev, k) for k in TURNS},
        "patience": _patience(departments, dev),
        "few examples": {},
    }
    for few in FEW:
        progress(f"with {few} examples a team")
        some = Departments(_some(train, few))
        found["few examples"][str(few)] = _figures(some, dev, 3)
    tell(found)


def _conversations(given: Sets, part: str) -> list[Example]:
    turns: dict[str, list[tuple[int, str]]] = {}
    team: dict[str, str] = {}
    for row in given.rows(f"multidogo/{part}"):
        turns.setdefault(row["conv"], []).append((row["turn"], row["text"]))
        team[row["conv"]] = row["domain"]
    return [Example(team[c], tuple(text for _, text in sorted(turns[c]))) for c in turns]


def _some(train: Sequence[Example], few: int) -> list[Example]:
    order = np.random.default_rng(3).permutation(len(train))
    left = {example.team: few for example in train}
    found = []
    for n in order:
        if left[train[n].team]:
            left[train[n].team] -= 1
            found.append(train[n])
    return found


def _figures(departments: Departments, dev: Sequence[Example], turns: int) -> dict[str, Any]:
    routed = [departments.team_for(one.turns[:turns]) for one in dev]
    right = np.array([r.team == one.team for r, one in zip(routed, dev, strict=True)])
    confidence = np.array([r.confidence for r in routed])
    sure = np.array([r.sure for r in routed])
    surest = np.argsort(-confidence, kind="stable")[: int(SUREST * len(dev))]
    return {
        "right": share_of(right),
        "right, 80 % surest": share_of(right[surest]),
        "sure": share_of(sure),
        "right where sure": share_of(right[sure]),
        "calibration": calibration_figure(confidence, right),
    }


def _patience(departments: Departments, dev: Sequence[Example]) -> dict[str, Any]:
    """Go by the first turn that is sure, or by the last one read."""
    right, waited = [], []
    for one in dev:
        routed: Routed | None = None
        for k in range(1, min(MOST_TURNS, len(one.turns)) + 1):
            routed = departments.team_for(one.turns[:k])
            if routed.sure:
                break
        waited.append(k)
        right.append(routed is not None and routed.team == one.team)
    return {
        "right": share_of(np.array(right)),
        "turns": round(float(np.mean(waited)), 2),
        "most turns": MOST_TURNS,
    }


if __name__ == "__main__":
    main()
