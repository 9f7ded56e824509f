"""Which words of a page are the answer: a passage, or its most fitting sentences.

Nothing is written that does not stand there. Sentences are compared only for the one passage that
is quoted, and only where it is long.
"""

from __future__ import annotations

from typing import Final

from segue.brains.encoder import Encoder, Vector
from segue.brains.index import Scores
from segue.brains.pages import Item, sentences

_LONGEST: Final = 75  # words; longer passages are cut to their most fitting sentences
_MOST_SENTENCES: Final = 12  # that are compared: each costs a millisecond or two
_FIRST_IS_BETTER: Final = 0.11  # pages begin with what most people ask


def quoted(item: Item, fits: Scores, vector: Vector, encoder: Encoder) -> str:
    """Return the best passage of `item` in plain text; `fits` says how well each fits."""
    ranked = fits.copy()
    ranked[0] += _FIRST_IS_BETTER
    return _shortened(item.passages[int(ranked.argmax())].text, vector, encoder)


def _shortened(text: str, vector: Vector, encoder: Encoder) -> str:
    if "\n" in text or len(text.split()) <= _LONGEST:
        return text
    said = sentences(text)[:_MOST_SENTENCES]
    fits = encoder.encode_all(said) @ vector
    first = last = int(fits.argmax())
    while True:
        room = _LONGEST - len(" ".join(said[first : last + 1]).split())
        after = last + 1 < len(said) and len(said[last + 1].split()) <= room
        before = first > 0 and len(said[first - 1].split()) <= room
        if after:
            last += 1
        elif before:
            first -= 1
        else:
            return " ".join(said[first : last + 1])
