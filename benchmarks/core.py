"""One turn of the domain with words never read before, and where its time goes.

python benchmarks/core.py --rounds 15 [--profile]

`./run bench core` takes the same turn again and again, so that everything it remembers of a text
(does it ask for a person? is it a courtesy?) is remembered. Here every message is a new one, as in
life; the figure is the median of the rounds.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from random import Random
from statistics import median

from msgspec.structs import replace

from segue.benching.core import FLOOR, POLICY, START, story
from segue.benching.measuring import machine
from segue.domain import inputs as i
from segue.domain.conversation import Conversation, step

TURNS = 2_000
TARGET_US = 20.0
VOCABULARY = [
    "the",
    "parcel",
    "says",
    "delivered",
    "since",
    "Monday",
    "but",
    "it",
    "is",
    "not",
    "here",
    "at",
    "all",
    "and",
    "my",
    "neighbour",
    "has",
    "not",
    "seen",
    "it",
    "either",
    "could",
    "you",
    "look",
    "where",
    "it",
    "went",
    "please",
    "I",
    "ordered",
    "two",
    "lamps",
    "in",
    "blue",
    "with",
    "the",
    "long",
    "cable",
    "they",
    "were",
    "a",
    "present",
    "for",
    "my",
    "sister",
    "who",
    "moves",
    "on",
    "Friday",
    "what",
    "can",
    "we",
    "do",
    "about",
    "that",
    "now",
]


def sentences(length: int, seed: int) -> Iterator[str]:
    """Sentences of so many words, each one new."""
    random = Random(seed)  # noqa: S311 - for variety, not for secrets
    for n in count():
        name = "".join(chr(ord("a") + int(digit)) for digit in str(n))
        yield f"{' '.join(random.choices(VOCABULARY, k=length))} {name}"


def microseconds(was: Conversation, heard: list[i.Input]) -> float:
    now = START + timedelta(minutes=5)
    began = time.thread_time()
    for one in heard:
        step(was, one, POLICY, FLOOR, now=now)
    return (time.thread_time() - began) / len(heard) * 1e6


def turns(seed: int) -> dict[str, tuple[Conversation, list[i.Input]]]:
    """Each kind of turn, and what is heard in it, so many times over."""
    new = sentences(14, seed)
    found: dict[str, tuple[Conversation, list[i.Input]]] = {}
    for name, was, heard in story():
        fresh = isinstance(heard, i.CustomerSaid) and "in words" not in name
        said = (replace(heard, text=next(new)) if fresh else heard for _ in range(TURNS))
        found[name] = (was, list(said))
    return found


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--profile", action="store_true", help="where the time goes, on stderr")
    given = words.parse_args()
    rounds: dict[str, list[float]] = {}
    with cProfile.Profile() if given.profile else _Nothing() as profile:
        for seed in range(given.rounds):
            for name, (was, heard) in turns(seed).items():
                rounds.setdefault(name, []).append(microseconds(was, heard))
    if profile is not None:
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(25)
    each = {name: round(median(took), 2) for name, took in rounds.items()}
    with_person = ("customer said, agent has it", "agent said")
    slowest = max(each[name] for name in with_person)
    result = {
        "what": "one turn of the domain (decide, apply, react), processor time, words new",
        "machine": machine(),
        "rounds": given.rounds,
        "us_per_turn_median": each,
        "targets": {f"turns with a person <= {TARGET_US:g} us": slowest <= TARGET_US},
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


class _Nothing:
    """Instead of a profile, when none is wanted."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


if __name__ == "__main__":
    main()
