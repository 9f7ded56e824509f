"""How well the language of a few words is known, and how often nobody guesses.

    python benchmarks/judgement_language.py --data FOLDER

Prints JSON: for the first 1, 2, 4 and 8 words of 2,800 sentences in 14 languages (and for whole
sentences), through the code of `segue signals`: the share that gets an answer instead of "unsure",
how often an answer is right, and how often the likeliest language is. Languages without spaces
between words (Chinese, Japanese, Thai) are cut at three characters a word. Nothing is trained here.
Published beside: py3langid over all its languages, without the right to say nothing.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from figures import progress, sets, share_of, tell

from segue.brains.languages import language_of

WORDS = (1, 2, 4, 8)
WHOLE = 10_000
UNSPACED = frozenset({"zh", "ja", "th"})
CHARACTERS = 3  # of a language without spaces, for one word
SAME = {"nb": "no", "nn": "no"}
PUBLISHED = {
    "py3langid, 97 languages, right": {"2": 0.867, "4": 0.965, "whole": 0.998},
    "goal": "right >= 0.97 at four words, unsure at one",
}


def main() -> None:
    given, _ = sets(__doc__)
    rows = given.rows("langid/sentences")
    found: dict[str, Any] = {}
    for words in (*WORDS, WHOLE):
        progress(f"{words} words")
        found["whole" if words == WHOLE else str(words)] = _figures(rows, words)
    tell({"what": "language", "trained on": "nothing", "published": PUBLISHED, "words": found})


def _figures(rows: list[dict[str, Any]], words: int) -> dict[str, Any]:
    begun = time.process_time()
    spoken = [language_of(_beginning(row["text"], row["lang"], words)).code for row in rows]
    each = (time.process_time() - begun) / len(rows)
    truth = [SAME.get(row["lang"], row["lang"]) for row in rows]
    answered = np.array([code is not None for code in spoken])
    right = np.array([code == lang for code, lang in zip(spoken, truth, strict=True)])
    worst = {
        lang: round(float(right[of & answered].mean()), 3)
        for lang in sorted(set(truth))
        for of in [np.array([one == lang for one in truth])]
        if (of & answered).any()
    }
    lowest = sorted(worst.items(), key=lambda one: one[1])[:3]
    return {
        "answered": share_of(answered),
        "right when answering": share_of(right[answered]),
        "right of all": share_of(right),
        "hardest": dict(lowest),
        "ms": round(each * 1e3, 3),
    }


def _beginning(text: str, language: str, words: int) -> str:
    if language in UNSPACED:
        return text[: words * CHARACTERS]
    return " ".join(text.split()[:words])


if __name__ == "__main__":
    main()
