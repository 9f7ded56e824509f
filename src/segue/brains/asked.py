"""A question made ready: without its greeting, and in other wordings of itself."""

from __future__ import annotations

import re
from typing import Final

_OPENING: Final = re.compile(
    r"^\W*(?:"
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|dear all|thanks|thank you|please)"
    r"(?: there| team| all)?[\s,.!:;-]+)+",
    re.IGNORECASE,
)
# A number says which order, not what is asked: "my refund for order 1234" is about a refund, "where
# is my order 1234" about an order.
_REFERENCE: Final = re.compile(
    r"\b(?:for|with|about|on) (?:my |the )?order (?:number |no\.? |nr\.? )?"
    r"#?[A-Z]{0,3}-?\d{3,}\b"
    r"|(?<=order)(?: number| no\.?| nr\.?)? #?[A-Z]{0,3}-?\d{3,}\b"
    r"|#?\b(?=\w{0,12}\d{3})\w{1,24}\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_][\w'’-]*")
_LONGEST: Final = 2_000  # characters; nobody's question is longer, and the encoder reads no more
_SMALL_WORD: Final = 3  # letters: such words hold a sentence together, in most languages
_FEWEST: Final = 2  # words that are still a question


def essence(question: str) -> str:
    """Return the question without its greeting and without numbers that only name a case."""
    question = question[:_LONGEST]
    bare = _OPENING.sub("", question)
    bare = re.sub(r"\s+", " ", _REFERENCE.sub(" ", bare)).strip()
    return bare or question


def other_wordings(asked: str) -> tuple[str, ...]:
    """Return the same question without its small words, and its first two thirds; none of them
    for a question that is too short to be said otherwise."""
    words = _WORD.findall(asked)
    content = [word for word in words if len(word) > _SMALL_WORD or not word.isalpha()]
    begun = words[: max(_FEWEST, (2 * len(words) + 2) // 3)]
    found = [
        " ".join(some) for some in (content, begun) if _FEWEST <= len(some) < len(words)
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))
