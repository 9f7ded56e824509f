"""When a person is needed: handoff timing on MHCH, from ids of words, roles and repetition.

    python benchmarks/judgement_timing.py --data FOLDER [--set NAME]

The text of these sets is word ids, so nothing learned here could ship, and nothing does. The label
`senti` is never read: it nearly is the answer. Every input is causal: of this turn and before.

Three ways, all by ten folds over dialogues, each fold's threshold coming from the others:

- *words*: three logistic regressions over TF-IDF of this turn and of what came before, with places
  and repetition beside it; their mean;
- *course*: a logistic regression over the log-odds of *words*, out of fold, at this and earlier
  turns;
- *trees*: many random trees over the topics (a truncated SVD of the same TF-IDF), places and
  repetition. The best of the three on clothing.

Trained on 315 to 360 dialogues: an eighth of what published systems had.

Prints JSON: F1, GT-I/II/III (1 within a turn, less further off; lambda 0), AUC, with bootstrap
intervals over dialogues, for the first stage and both; and the trivial guesses. Published beside:
one logistic regression, trained on the same dialogues, on the test parts. Needs scikit-learn
(`pip install segue[bench]`). Takes five minutes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from figures import Floats, auroc, bootstrap, progress, tell
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

SETS = {
    "clothing": "evaluation_only/mhch/clothing.eval",
    "makeup": "evaluation_only/mhch/makeup.eval",
    "makeup2": "mhch/makeup2.eval",
}
PUBLISHED = {
    "clothing": {"F1": 0.630, "GT-I": 0.647, "GT-II": 0.732, "GT-III": 0.779, "AUC": 0.891},
    "makeup": {"F1": 0.654, "GT-I": 0.641, "GT-II": 0.749, "GT-III": 0.811, "AUC": 0.902},
    "makeup2": {"F1": 0.568, "GT-I": 0.562, "GT-II": 0.588, "GT-III": 0.608, "AUC": 0.929},
    "goal, clothing": {"F1": 0.66, "GT-I": 0.68},
}
FOLDS = 10
TOLERANCES = {"GT-I": 1, "GT-II": 2, "GT-III": 3}
_OFTEN = 0.5  # word overlap from which a turn counts as said again
_BACK = 4


class Turn(NamedTuple):
    """A turn as the features may see it: who, and which words."""

    speaker: int
    ids: tuple[int, ...]


class Dialogues(NamedTuple):
    """The turns of all dialogues in one row: what was said, whether a person was needed."""

    turns: list[tuple[Turn, ...]]
    needed: Floats
    of: Any  # the number of the dialogue of each turn

    def places(self) -> Iterator[tuple[tuple[Turn, ...], int]]:
        for dialogue in self.turns:
            for place in range(len(dialogue)):
                yield dialogue, place


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--data", type=Path, required=True)
    words.add_argument("--set", choices=SETS, action="append")
    given = words.parse_args()
    found = {}
    for name in given.set or SETS:
        progress(name)
        found[name] = _measure(_read(given.data / f"{SETS[name]}.jsonl"))
    tell(
        {
            "what": "handoff timing, cross-validated by dialogue",
            "trained on": "the other folds of the same set; for measuring only, nothing ships",
            "published": PUBLISHED,
            **found,
        }
    )


def _read(path: Path) -> Dialogues:
    turns, needed, of = [], [], []
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        turns.append(tuple(Turn(turn["speaker"], tuple(turn["ids"])) for turn in row["turns"]))
        needed += [float(turn["handoff"] == 1) for turn in row["turns"]]
        of += [number] * len(row["turns"])
    return Dialogues(turns, np.array(needed), np.array(of))


def _measure(data: Dialogues) -> dict[str, Any]:
    fold = np.random.default_rng(0).permutation(len(data.turns))[data.of] % FOLDS
    words, trees = _words_and_trees(data, fold)
    logs = np.log(np.clip(words, 1e-6, 1 - 1e-6) / np.clip(1 - words, 1e-6, 1))
    return {
        "dialogues": len(data.turns),
        "turns": len(data.needed),
        "words": _figures(data, fold, words),
        "course": _figures(data, fold, _course(data, fold, _so_far(data, logs))),
        "trees": _figures(data, fold, trees),
        "always": _scores(data, np.ones(len(data.needed), dtype=bool)),
        "never": _scores(data, np.zeros(len(data.needed), dtype=bool)),
    }


# Words, and trees over topics.


def _words_and_trees(data: Dialogues, fold: Any) -> tuple[Floats, Floats]:
    dense = np.array([_dense(dialogue, place) for dialogue, place in data.places()])
    earlier = np.array([_dense(dialogue, max(0, place - 1)) for dialogue, place in data.places()])
    parts: list[tuple[Callable[[tuple[Turn, ...], int], list[str]], float, int]] = [
        (_this, 1.0, 80), (_before, 0.6, 50), (_other_side, 0.6, 40), (_last_six, 0.4, 30),
        (_all_before, 0.0, 30),
    ]  # fmt: skip
    documents = [[said(*where) for where in data.places()] for said, *_ in parts]
    words, trees = np.zeros(len(data.needed)), np.zeros(len(data.needed))
    for one in range(FOLDS):
        out = fold == one
        tables = [_tfidf(some, out) for some in documents]
        numbers = csr_matrix(StandardScaler().fit(dense[~out]).transform(dense) * 0.3)
        for which in ((0, 1), (0, 1, 2), (0, 1, 3)):
            x = csr_matrix(hstack([*(parts[n][1] * tables[n] for n in which), numbers]))
            model = LogisticRegression(
                C=3.0, class_weight="balanced", solver="liblinear", max_iter=1000
            )
            model.fit(x[~out], data.needed[~out])
            words[out] += model.predict_proba(x[out])[:, 1] / 3
        topics = [
            TruncatedSVD(size, random_state=0).fit(table[~out]).transform(table)
            for table, (*_, size) in zip(tables, parts, strict=True)
        ]
        x = np.hstack([*topics, dense, earlier])
        wood = ExtraTreesClassifier(
            300, min_samples_leaf=4, class_weight="balanced_subsample", max_features=0.3,
            random_state=0,
        )  # fmt: skip
        trees[out] = wood.fit(x[~out], data.needed[~out]).predict_proba(x[out])[:, 1]
    return words, trees


def _tfidf(documents: Sequence[list[str]], out: Any) -> Any:
    table = TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True)
    table.fit([words for words, held in zip(documents, out, strict=True) if not held])
    return table.transform(documents)


def _grams(turn: Turn, mark: str) -> list[str]:
    ids = [str(one) for one in turn.ids]
    pairs = [f"{a}_{b}" for a, b in itertools.pairwise(ids)]
    return [f"{mark}{turn.speaker}:{word}" for word in (*ids, *pairs)]


def _this(dialogue: tuple[Turn, ...], place: int) -> list[str]:
    return _grams(dialogue[place], "")


def _before(dialogue: tuple[Turn, ...], place: int) -> list[str]:
    return [
        word
        for back in (1, 2)
        if place >= back
        for word in _grams(dialogue[place - back], f"{back}/")
    ]


def _other_side(dialogue: tuple[Turn, ...], place: int) -> list[str]:
    for turn in reversed(dialogue[:place]):
        if turn.speaker != dialogue[place].speaker:
            return _grams(turn, "o")
    return []


def _last_six(dialogue: tuple[Turn, ...], place: int) -> list[str]:
    return [word for turn in dialogue[max(0, place - 6) : place] for word in _grams(turn, "l")]


def _all_before(dialogue: tuple[Turn, ...], place: int) -> list[str]:
    return [word for turn in dialogue[:place] for word in _grams(turn, "a")]


def _dense(dialogue: tuple[Turn, ...], place: int) -> list[float]:
    """Return place, lengths and repetition at a turn."""
    here = dialogue[place]
    own = [turn for turn in dialogue[:place] if turn.speaker == here.speaker]
    other = [turn for turn in dialogue[:place] if turn.speaker != here.speaker]
    likes = [_alike(here, turn) for turn in own]
    recent = dialogue[max(0, place - 6) : place]
    return [
        here.speaker,
        math.log1p(place),
        math.log1p(len(here.ids)),
        math.log1p(len(own)),
        max(likes, default=0.0),
        likes[-1] if likes else 0.0,
        sum(like > _OFTEN for like in likes),
        _alike(here, dialogue[place - 1]) if place else 0.0,
        float(place > 0 and dialogue[place - 1].speaker == here.speaker),
        max((_alike(other[-1], turn) for turn in other[:-1]), default=0.0),
        math.log1p(float(np.mean([len(turn.ids) for turn in own])) if own else 0.0),
        math.log1p(float(np.mean([len(turn.ids) for turn in other])) if other else 0.0),
        sum(turn.speaker == here.speaker for turn in recent) / max(1, len(recent)),
    ]


def _alike(one: Turn, two: Turn) -> float:
    a, b = set(one.ids), set(two.ids)
    return len(a & b) / len(a | b) if a | b else 0.0


# The course: how the scores went so far.


def _so_far(data: Dialogues, logs: Floats) -> Floats:
    rows, start = [], 0
    for dialogue in data.turns:
        mine = logs[start : start + len(dialogue)]
        start += len(dialogue)
        for place in range(len(dialogue)):
            back = [mine[place - k] if place >= k else -4.0 for k in range(_BACK + 1)]
            past = mine[: place + 1]
            dense = _dense(dialogue, place)
            rows.append(
                [*back, max(back), float(np.mean(back)), float(past.max()),
                 float(np.log1p(np.exp(past)).sum()), float((past > 0).sum()), math.log1p(place),
                 *(dense[n] for n in (0, 2, 4, 5, 7, 9))]
            )  # fmt: skip
    return np.array(rows)


def _course(data: Dialogues, fold: Any, inputs: Floats) -> Floats:
    found = np.zeros(len(data.needed))
    for one in range(FOLDS):
        out = fold == one
        x = StandardScaler().fit(inputs[~out]).transform(inputs)
        model = LogisticRegression(C=0.3, class_weight="balanced", max_iter=1000)
        found[out] = model.fit(x[~out], data.needed[~out]).predict_proba(x[out])[:, 1]
    return found


# Figures.


def _figures(data: Dialogues, fold: Any, chances: Floats) -> dict[str, Any]:
    """Return the figures, each fold's threshold being the best of the other folds."""
    said = np.zeros(len(chances), dtype=bool)
    for one in range(FOLDS):
        out = fold == one
        said[out] = chances[out] >= _best_threshold(chances[~out], data.needed[~out])
    yes = data.needed > 0
    auc = bootstrap(lambda rows: auroc(chances[rows], yes[rows]), len(yes), 300, data.of)
    return {**_scores(data, said), "AUC": auc}


def _best_threshold(chances: Floats, needed: Floats) -> float:
    tried = np.linspace(0.2, 0.9, 71)
    return float(tried[int(np.argmax([_f1(chances >= one, needed > 0) for one in tried]))])


def _f1(said: Any, yes: Any) -> float:
    return float(2 * (said & yes).sum() / max(1, said.sum() + yes.sum()))


def _scores(data: Dialogues, said: Any) -> dict[str, Any]:
    yes = data.needed > 0
    found: dict[str, Any] = {
        "F1": bootstrap(lambda rows: _f1(said[rows], yes[rows]), len(yes), 300, data.of)
    }
    parts = [(said[data.of == n], yes[data.of == n]) for n in range(len(data.turns))]
    for name, tolerance in TOLERANCES.items():
        each = np.array([_golden(*one, tolerance) for one in parts])
        found[name] = bootstrap(lambda rows, each=each: float(each[rows].mean()), len(each), 300)
    return found


def _golden(said: Any, yes: Any, tolerance: int) -> float:
    """Return how near each call is to a turn that needed it; silence is right where none did."""
    called, needed = np.flatnonzero(said), np.flatnonzero(yes)
    if not len(called) or not len(needed):
        return float(len(called) == len(needed))
    away = np.abs(called[:, None] - needed[None]).min(axis=1)
    return float(np.exp(-(away**2) / (2 * tolerance**2)).mean())


if __name__ == "__main__":
    main()
