"""How the head *frustration* is trained.

Three sources, since none is enough alone:

- our own lines (`lines/tone.yaml`): what customers say when they have waited, explained it before,
  were promised something, and what they say when all is well;
- turns of real support chats of a public set (`lines/twitter_tone.yaml`), at half weight;
- comments with the emotions that people found in them (GoEmotions).

The first two make one logistic regression, together with many ordinary lines of support sets at a
hundredth of a weight each, so that a domain is no mood. The comments make another. Both are brought
to the same scale over the ordinary lines and added, the comments with `COMMENTS`. The constant is
set so that two in a hundred ordinary lines that nothing was trained on pass one half.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import yaml
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[Any]
Rows: TypeAlias = Callable[[str], list[dict[str, Any]]]
Fit: TypeAlias = Callable[[Floats, Floats, Floats, float], Floats]

FOLDER = Path(__file__).with_name("lines")
SUPPORT = "ibm_twitter_care/dev"
ANNOYED = frozenset({"anger", "annoyance", "disapproval", "disgust", "disappointment"})
ORDINARY = {
    "clinc150/train": 4_000, "banking77/train": 4_000, "multidogo/train2000": 6_000,
    "bitext/train": 2_000, "dstc11_intents/insurance": 900,
}  # fmt: skip
UNSEEN_ORDINARY = ("clinc150/dev", "banking77/dev", "multidogo/dev")
# Chosen on the support turns and GoEmotions dev, with nothing trained on the support turns.
STRENGTH, ORDINARY_WEIGHT, SUPPORT_WEIGHT, COMMENTS = 0.3, 0.01, 0.5, 0.4
PASSES = 0.02
_NOISE = re.compile(r"\.?@user\b|\blink$|https?://\S+")


class Lines(NamedTuple):
    """Where the rows of a set come from, and the vectors of texts."""

    rows: Rows
    vectors: Callable[[Sequence[str]], Floats]


class Marked(NamedTuple):
    """A text and how frustrated it is, 0 to 1."""

    text: str
    share: float


def head(
    lines: Lines,
    fit: Fit,
    support: Sequence[Marked] | None = None,
    written: Floats | None = None,
) -> Floats:
    """Return the weights and the constant; with other `support` turns than all, if given.

    `written` is the head of the comments, where it has been trained already.
    """
    ordinary = lines.vectors(_ordinary(lines.rows))
    turns = named_turns(lines.rows) if support is None else support
    spoken = _support_head(lines, fit, ordinary, turns)
    if written is None:
        written = written_head(lines, fit)
    both = _scaled(spoken, ordinary) + COMMENTS * _scaled(written, ordinary)
    both[-1] -= _passed_by_few(lines, both)
    return both


def written_head(lines: Lines, fit: Fit) -> Floats:
    """Return the head of the comments alone."""
    x, y = comments(lines, "goemotions/train")
    return fit(x, y, np.ones(len(y)), STRENGTH)


def comments(lines: Lines, name: str) -> tuple[Floats, Floats]:
    """Return the vectors of GoEmotions, and which of them are annoyed."""
    rows = lines.rows(name)
    annoyed = [float(bool(ANNOYED & set(row["labels"]))) for row in rows]
    return lines.vectors([row["text"] for row in rows]), np.array(annoyed)


@lru_cache(maxsize=1)
def own() -> tuple[Marked, ...]:
    """Return our own lines."""
    kinds: dict[str, Any] = yaml.safe_load((FOLDER / "tone.yaml").read_text("utf-8"))
    return tuple(
        Marked(str(line), kind["share"]) for kind in kinds.values() for line in kind["lines"]
    )


def named_turns(rows: Rows) -> list[Marked]:
    """Return the turns of the public support set that were read, without @names and links."""
    chats = rows(SUPPORT)
    named: dict[str, list[str]] = yaml.safe_load((FOLDER / "twitter_tone.yaml").read_text("utf-8"))
    found = []
    for mark, places in named.items():
        for place in places:
            chat, turn = map(int, place.split("."))
            text = chats[chat]["turns"][turn]["text"]
            bare = " ".join(_NOISE.sub(" ", text).split())
            found.append(Marked(bare or text, float(mark == "frustrated")))
    return found


def _support_head(lines: Lines, fit: Fit, ordinary: Floats, support: Sequence[Marked]) -> Floats:
    said = [*own(), *support]
    x = np.vstack([lines.vectors([one.text for one in said]), ordinary])
    y = np.concatenate([[one.share for one in said], np.zeros(len(ordinary))])
    weights = np.concatenate(
        [
            np.ones(len(own())),
            np.full(len(support), SUPPORT_WEIGHT),
            np.full(len(ordinary), ORDINARY_WEIGHT),
        ]
    )
    return fit(x, y, weights, STRENGTH)


def _scaled(one: Floats, ordinary: Floats) -> Floats:
    """Return the head with scores of middle 0 and spread 1 over the ordinary lines."""
    scores = ordinary @ one[:-1] + one[-1]
    moved = one.copy()
    moved[-1] -= scores.mean()
    scaled: Floats = moved / scores.std()
    return scaled


def _passed_by_few(lines: Lines, one: Floats) -> float:
    """Return the score that `PASSES` of unseen ordinary lines pass, each set counting alike."""
    scores, weights = [], []
    for name in UNSEEN_ORDINARY:
        x = lines.vectors([row["text"] for row in lines.rows(name)])
        scores.append(x @ one[:-1] + one[-1])
        weights.append(np.full(len(x), 1 / len(x) / len(UNSEEN_ORDINARY)))
    all_scores, all_weights = np.concatenate(scores), np.concatenate(weights)
    order = np.argsort(-all_scores)
    passed = int(np.searchsorted(np.cumsum(all_weights[order]), PASSES))
    return float(all_scores[order[passed]])


def _ordinary(rows: Rows) -> list[str]:
    chance = np.random.default_rng(0)
    found = []
    for name, most in ORDINARY.items():
        texts = [row["text"] for row in rows(name)]
        found += [texts[n] for n in chance.permutation(len(texts))[:most]]
    return found
