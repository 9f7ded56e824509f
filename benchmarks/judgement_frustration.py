"""How well frustration is heard in what customers write.

    python benchmarks/judgement_frustration.py --data FOLDER [--vectors FOLDER]

Prints JSON. AUROC with 95 % bootstrap intervals on

- *support*: turns of real support chats (ibm_twitter_care, marked by one reader, see
  `lines/README.md`), with a head that was trained without them (*unseen*: our own lines and
  GoEmotions only), and by five folds (*folded*: as the shipped head, never on the turn it judges);
- *uss*: mean rating below 3 of MultiWOZ and CCPE dialogues (evaluation only; the raters marked
  whether the task failed, rather than the tone);
- *goemotions*: five annoyed emotions of the development part.

*head* is the model alone, *words* the surface alone, *both* what the rules get: either speaks.
*shipped* repeats it through the code of `segue signals` (on the support turns the shipped head is
on its own training lines, hence left out there).

Published beside: the data's own figures for a GoEmotions head on another set of real support chats
(.728), for a head trained on USS (.747) and, in domain, by folds (.799). Takes four minutes, one
with vectors kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import training_tone as tone
from figures import Floats, Sets, auroc_figure, progress, sets, share_of, tell
from train_heads import _fit as fit

from segue.brains.moods import moods_in
from segue.brains.signals import read

FOLDS = 5
PUBLISHED = {
    "other real support chats, AUROC": {
        "GoEmotions head": 0.728, "head trained on USS": 0.747, "in domain, folded": 0.799,
    },
    "goal": 0.80,
}  # fmt: skip


def main() -> None:
    given, _ = sets(__doc__)
    lines = tone.Lines(given.rows, lambda texts: given.vectors("tone", texts))
    turns = tone.named_turns(given.rows)
    progress("training without the support turns")
    alone = tone.head(lines, fit, support=())
    asked = [one.text for one in turns]
    yes = np.array([one.share > 0 for one in turns])
    x = lines.vectors(asked)
    folded = _folded(lines, turns, x)
    tell(
        {
            "what": "frustration, AUROC",
            "trained on": "own lines, GoEmotions train (Apache 2.0), ordinary lines of CLINC150,"
            " Banking77, MultiDoGO, Bitext, DSTC11; folded and shipped also on ibm_twitter_care",
            "published": PUBLISHED,
            "support": {
                "frustrated": share_of(yes),
                "unseen": _parts(asked, _chances(alone, x), yes),
                "folded": _parts(asked, folded, yes),
                "comments alone": auroc_figure(_comments_alone(lines, x), yes),
            },
            "uss": {name: _uss(given, name, alone) for name in ("mwoz.dev", "ccpe.dev")},
            "goemotions": _goemotions(lines, alone),
            "ordinary lines at .5 or more, unseen head and words": _ordinary(given, lines, alone),
        }
    )


def _parts(texts: Sequence[str], chances: Floats, yes: Any) -> dict[str, Any]:
    words = np.array([moods_in(text, "en").frustration for text in texts])
    both = 1 - (1 - chances) * (1 - words)
    return {
        "head": auroc_figure(chances, yes),
        "words": auroc_figure(words, yes),
        "both": auroc_figure(both, yes),
        "recall of both at .5": share_of((both >= 0.5)[yes]),  # noqa: PLR2004
        "calm turns at .5 or more": share_of((both >= 0.5)[~yes]),  # noqa: PLR2004
    }


def _folded(lines: tone.Lines, turns: Sequence[tone.Marked], x: Floats) -> Floats:
    """Return chances by folds."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(turns))
    found = np.zeros(len(turns))
    written = tone.written_head(lines, fit)
    for one in range(FOLDS):
        progress(f"fold {one + 1} of {FOLDS}")
        kept = [turn for turn, of in zip(turns, fold, strict=True) if of != one]
        head = tone.head(lines, fit, support=kept, written=written)
        found[fold == one] = _chances(head, x[fold == one])
    return found


def _comments_alone(lines: tone.Lines, x: Floats) -> Floats:
    head = tone.written_head(lines, fit)
    scores: Floats = x @ head[:-1] + head[-1]
    return scores


def _uss(given: Sets, name: str, head: Floats) -> dict[str, Any]:
    texts, ratings = [], []
    for row in given.rows(f"evaluation_only/uss/{name}"):
        for turn in row["turns"]:
            if turn["role"] == "user" and turn["sat"]:
                texts.append(turn["text"])
                ratings.append(float(np.mean(turn["sat"])))
    yes = np.array(ratings) < 3  # noqa: PLR2004 - the middle of the scale
    found = _parts(texts, _chances(head, given.vectors("uss", texts)), yes)
    shipped = [read([("customer", text)]).frustration for text in texts]
    return {**found, "shipped": auroc_figure(shipped, yes)}


def _goemotions(lines: tone.Lines, head: Floats) -> dict[str, Any]:
    x, y = tone.comments(lines, "goemotions/dev")
    texts = [row["text"] for row in lines.rows("goemotions/dev")]
    return _parts(texts, _chances(head, x), y > 0)


def _ordinary(given: Sets, lines: tone.Lines, head: Floats) -> dict[str, Any]:
    found = {}
    for name in tone.UNSEEN_ORDINARY:
        texts = [row["text"] for row in given.rows(name)]
        words = np.array([moods_in(text, "en").frustration for text in texts])
        both = 1 - (1 - _chances(head, lines.vectors(texts))) * (1 - words)
        found[name] = share_of(both >= 0.5)  # noqa: PLR2004
    return found


def _chances(head: Floats, x: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-(x @ head[:-1] + head[-1])))
    return chances


if __name__ == "__main__":
    main()
