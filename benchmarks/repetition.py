"""How well the same question is known again, by encoder, and where unrelated sentences lie.

    python benchmarks/repetition.py --data FOLDER [--conversations 400]

Paraphrases are pairs of the question and its first three rewordings in StackFAQ; ordinary turns are
those of MultiDoGO conversations, each compared with all before it. `unrelated` are cosines of
random pairs of sentences of one language (lingua's set, twelve words each): the thresholds in
`segue.brains.repetition` stand on these figures. Prints JSON; shares come with 95 % intervals
(Wilson). Nothing is trained.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from segue.brains.encoder import Encodes
from segue.brains.errors import EncoderMissing
from segue.brains.multilingual import NAMES, encoder_named
from segue.brains.repetition import asked_again, circles

EVEN = 0.5
A_CIRCLE = 0.6  # from which the shipped rule acts
PAIRS = 600
WITHOUT_SPACES = ("zh", "ja", "th")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--conversations", type=int, default=400)
    chosen = options.parse_args()
    figures: dict[str, Any] = {}
    for name in NAMES:
        try:
            figures[name] = _figures(chosen.data, encoder_named(name), chosen.conversations)
        except EncoderMissing as missing:
            figures[name] = str(missing)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def _figures(data: Path, meaning: Encodes, most: int) -> dict[str, Any]:
    pairs = [
        asked_again(pair, meaning, "en").repeats or 0.0
        for row in _rows(data / "stackfaq/faq.jsonl")
        for pair in itertools.combinations([row["question"], *row["paraphrases"][:3]], 2)
    ]
    turns, thrice, circling = [], [], []
    for said in _conversations(data, most):
        found = [asked_again(said[: n + 1], meaning, "en") for n in range(1, len(said))]
        turns += [one.repeats or 0.0 for one in found]
        thrice.append(max((one.times for one in found), default=0) > 2)  # noqa: PLR2004
        circling.append(any((circles(one, 0.0, ()) or 0.0) >= A_CIRCLE for one in found))
    return {
        "paraphrases_found": _share([one >= EVEN for one in pairs]),
        "ordinary_turns_passed": _share([one >= EVEN for one in turns]),
        "conversations_with_three_askings": _share(thrice),
        "conversations_in_circles": _share(circling),
        "unrelated": dict(_unrelated(data, meaning)),
    }


def _conversations(data: Path, most: int) -> Iterable[list[str]]:
    talks = defaultdict(list)
    for row in _rows(data / "multidogo/dev.jsonl"):
        talks[row["conv"]].append((row["turn"], row["text"]))
    names = sorted(talks)
    random.Random(3).shuffle(names)  # noqa: S311
    for name in names[:most]:
        yield [text for _, text in sorted(talks[name])]


def _unrelated(data: Path, meaning: Encodes) -> Iterable[tuple[str, dict[str, float]]]:
    by_language = defaultdict(list)
    for row in _rows(data / "langid/sentences.jsonl"):
        joined = row["lang"] in WITHOUT_SPACES
        short = row["text"][:24] if joined else " ".join(row["text"].split()[:12])
        by_language[row["lang"]].append(short)
    chance = random.Random(5)  # noqa: S311
    for language, texts in sorted(by_language.items()):
        some = [chance.sample(texts[:100], 2) for _ in range(PAIRS)]
        cosines = [float(meaning.encode(one) @ meaning.encode(other)) for one, other in some]
        middle, high = np.quantile(cosines, [0.5, 0.998])
        yield language, {"p50": round(float(middle), 3), "p99.8": round(float(high), 3)}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def _share(hits: list[bool]) -> dict[str, Any]:
    count, n, z = sum(hits), len(hits), 1.96
    p = count / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return {"share": round(p, 4), "low": round(middle - half, 4), "high": round(middle + half, 4),
            "of": n}  # fmt: skip


if __name__ == "__main__":
    main()
