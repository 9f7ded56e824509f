"""Is the bot failing? Breakdowns of dialogues as some thirty annotators saw them (DBDC3, English).

    python benchmarks/judgement_failing.py --data FOLDER [--vectors FOLDER]

Chit-chat bots, far from support, and a set without a licence: for measuring only. Nothing here
ships; what Segue looks at instead (misses, repetition, confidence) has no data of this kind.

For each turn of a bot: vectors of what it said, of what the customer had said before, their product
and difference, likenesses to earlier turns, lengths, place. A ridge regression gives the shares of
the votes (no breakdown, possible, clear), by ten folds over dialogues. F1(X): the turns that most
called a clear breakdown, by a threshold on that share chosen on the other folds. MSE and JSD: of
the shares. Beside it the guesses without looking (always failing; the mean of the shares), and the
published figures on the test part. Takes a minute or two.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from figures import Floats, Sets, auroc, bootstrap, progress, sets, tell

FOLDS = 10
RIDGES = (3.0, 10.0, 30.0, 100.0, 300.0)
PUBLISHED = {
    "test part": {"F1(X)": 0.489, "F1(X), always failing": 0.553, "AUROC(X)": 0.658,
                  "MSE": 0.0248, "JSD": 0.0433, "MSE, mean shares": 0.0315},
    "goal": {"F1(X)": "> 0.553", "MSE": "<= 0.022"},
}  # fmt: skip


class Pairs(NamedTuple):
    """Turns of bots: what is known of each, its votes as shares, and its dialogue."""

    x: Floats
    shares: Floats
    of: Any
    source: Any


def main() -> None:
    given, _ = sets(__doc__)
    pairs = _pairs(given)
    progress("folds")
    guessed, mean_shares, said = _folded(pairs)
    clear = pairs.shares.argmax(axis=1) == 2  # noqa: PLR2004 - (none, possible, clear)
    everything = np.ones(len(clear), dtype=bool)
    tell(
        {
            "what": "breakdowns of chit-chat, cross-validated by dialogue",
            "trained on": "the other folds of the same set; for measuring only, nothing ships",
            "published": PUBLISHED,
            "turns": len(clear),
            "clear breakdowns": round(float(clear.mean()), 3),
            "here": {
                "F1(X)": _over(pairs, lambda rows: _f1(said[rows], clear[rows])),
                "AUROC(X)": _over(pairs, lambda rows: auroc(guessed[rows, 2], clear[rows])),
                "AUROC(X), by bot": _by_bot(pairs, guessed[:, 2], clear),
                **_distances(pairs, guessed),
            },
            "always failing": {
                "F1(X)": _over(pairs, lambda rows: _f1(everything[rows], clear[rows]))
            },
            "mean shares": _distances(pairs, mean_shares),
        }
    )


def _pairs(given: Sets) -> Pairs:
    rows = given.rows("evaluation_only/dbdc3/dev")
    texts = [turn["text"] for row in rows for turn in row["turns"]]
    vectors = given.vectors("dbdc3", texts)
    sources = sorted({row["source"].split("_")[0] for row in rows})
    x, shares, of, source, place = [], [], [], [], 0
    for number, row in enumerate(rows):
        here = vectors[place : place + len(row["turns"])]
        place += len(row["turns"])
        kind = sources.index(row["source"].split("_")[0])
        for n, turn in enumerate(row["turns"]):
            if turn["role"] != "bot" or not turn["O"] + turn["T"] + turn["X"]:
                continue
            votes = np.array([turn["O"], turn["T"], turn["X"]], dtype=float)
            x.append(_features(row["turns"], here, n, np.eye(len(sources))[kind]))
            shares.append(votes / votes.sum())
            of.append(number)
            source.append(kind)
    return Pairs(np.array(x), np.array(shares), np.array(of), np.array(source))


def _features(turns: Any, vectors: Any, n: int, kind: Floats) -> Floats:
    """Return what is known of a bot's turn when it has been said; nothing later."""
    here = vectors[n]
    silence = np.zeros_like(here)
    asked = vectors[n - 1] if n else silence
    own = [k for k in range(n) if turns[k]["role"] == "bot"]
    theirs = [k for k in range(n) if turns[k]["role"] != "bot"]
    before = vectors[own[-1]] if own else silence
    likes = [float(here @ vectors[k]) for k in own]
    asked_likes = [float(asked @ vectors[k]) for k in theirs[:-1]]
    words = turns[n]["text"].split()
    numbers = [
        float(here @ asked), float(here @ before), max(likes, default=0.0),
        max(asked_likes, default=0.0), float(asked @ before),
        max((float(here @ vectors[k]) for k in theirs), default=0.0),
        math.log1p(len(words)), math.log1p(len(turns[n - 1]["text"].split())) if n else 0.0,
        math.log1p(n), float(n == 0), float("?" in turns[n]["text"]),
        float(n > 0 and "?" in turns[n - 1]["text"]),
    ]  # fmt: skip
    return np.concatenate(
        [here, asked, before, 8 * here * asked, np.abs(here - asked), numbers, kind, np.ones(1)]
    )


def _folded(pairs: Pairs) -> tuple[Floats, Floats, Any]:
    """Return guessed shares, mean shares, and which turns are said to fail; all out of fold."""
    fold = np.random.default_rng(0).permutation(pairs.of.max() + 1)[pairs.of] % FOLDS
    guessed, mean = np.zeros_like(pairs.shares), np.zeros_like(pairs.shares)
    said = np.zeros(len(fold), dtype=bool)
    clear = pairs.shares.argmax(axis=1) == 2  # noqa: PLR2004
    for one in range(FOLDS):
        out, inner = fold == one, fold == (one + 1) % FOLDS
        known = ~out & ~inner
        ridge, threshold = _chosen(pairs, known, inner, clear)
        guessed[out] = _shares(_ridge(pairs.x[~out], pairs.shares[~out], ridge), pairs.x[out])
        mean[out] = pairs.shares[~out].mean(axis=0)
        said[out] = guessed[out, 2] >= threshold
    return guessed, mean, said


def _chosen(pairs: Pairs, known: Any, inner: Any, clear: Any) -> tuple[float, float]:
    """Return the ridge with the smallest error on the inner fold, and the best threshold there."""
    best = (math.inf, 0.0, 0.0)
    for ridge in RIDGES:
        shares = _shares(_ridge(pairs.x[known], pairs.shares[known], ridge), pairs.x[inner])
        error = float(((shares - pairs.shares[inner]) ** 2).mean())
        if error < best[0]:
            tried = np.linspace(0.1, 0.6, 51)
            threshold = tried[
                int(np.argmax([_f1(shares[:, 2] >= one, clear[inner]) for one in tried]))
            ]
            best = (error, ridge, float(threshold))
    return best[1], best[2]


def _ridge(x: Floats, y: Floats, ridge: float) -> Floats:
    pull = ridge * np.eye(x.shape[1])
    pull[-1, -1] = 1e-6
    weights: Floats = np.linalg.solve(x.T @ x + pull, x.T @ y)
    return weights


def _shares(weights: Floats, x: Floats) -> Floats:
    raw = np.clip(x @ weights, 0.01, None)
    shares: Floats = raw / raw.sum(axis=1, keepdims=True)
    return shares


def _by_bot(pairs: Pairs, scores: Floats, clear: Any) -> dict[str, float]:
    """Return the AUROC within each bot's dialogues: telling bots apart is no judgement of turns."""
    return {
        str(bot): round(auroc(scores[pairs.source == bot], clear[pairs.source == bot]), 3)
        for bot in np.unique(pairs.source)
    }


def _distances(pairs: Pairs, shares: Floats) -> dict[str, Any]:
    truth = pairs.shares
    errors = ((shares - truth) ** 2).mean(axis=1)
    middle = (shares + truth) / 2
    apart = (_information(shares, middle) + _information(truth, middle)) / 2
    return {
        "MSE": _over(pairs, lambda rows: float(errors[rows].mean())),
        "JSD": _over(pairs, lambda rows: float(apart[rows].mean())),
    }


def _information(p: Floats, q: Floats) -> Floats:
    """Return the Kullback-Leibler divergence of each row, in nats."""
    part = np.where(p > 0, p * np.log(np.maximum(p, 1e-12) / np.maximum(q, 1e-12)), 0.0)
    total: Floats = part.sum(axis=1)
    return total


def _f1(said: Any, yes: Any) -> float:
    return float(2 * (said & yes).sum() / max(1, said.sum() + yes.sum()))


def _over(pairs: Pairs, of: Any) -> Any:
    return bootstrap(of, len(pairs.of), 300, pairs.of)


if __name__ == "__main__":
    main()
