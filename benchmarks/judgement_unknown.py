"""Answers and "I do not know", through the code of `segue answer`.

    python benchmarks/judgement_unknown.py --data FOLDER [--vectors FOLDER]

Prints JSON with 95 % intervals; what is asked of what is told in `segue.benching.answer_sets`. The
same figures, and how fast answers come, are told by `./run bench retrieval --data FOLDER`. Takes a
few minutes.
"""

from __future__ import annotations

from figures import progress, sets, tell

from segue.benching.answer_sets import AnswerSets


def main() -> None:
    given, _ = sets(__doc__)
    found = AnswerSets(given.data, given.kept, progress).measure()
    tell({"what": "answers, and knowing that there is none", **found})


if __name__ == "__main__":
    main()
