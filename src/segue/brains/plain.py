"""A turn's text as the word lists read it: folded once, bounded, invisible signs dropped.

Every list of words in this folder looks at the same folded text, so it is made once a turn and
remembered. Only the beginning and the end of a long text are read: people say what matters there,
and a pasted log stands between.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from segue.domain.asking.fold import fold

READ_FIRST: Final = 1_500
READ_LAST: Final = 500

# Marks of direction, joiners and variation selectors that `fold` leaves alone.
_UNSEEN: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f]")
# Scripts written without spaces: two signs are about a word (Thai: four).
_SIGNS: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_THAI: Final = re.compile("[\u0e00-\u0e7f]+")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
# What stands between spaces and marks.
_PIECE: Final = re.compile(r"[^\s,.;:!?¡¿()\[\]\"“”]+")
_QUOTED: Final = re.compile(
    r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|„[^“”\n]{1,200}[“”]|«[^»\n]{1,200}»|「[^」\n]{1,200}」"
    r"|(?<![\w'])'[^'\n]{1,200}'(?![\w'])"
)
_FEWEST_OWN: Final = 3  # words
_COUNTED: Final = 20_000  # characters of which words are counted
_LONGEST_SHOWN: Final = 160


def ends_of(text: str) -> str:
    """Return `text`, or its beginning and its end where it is longer than anybody reads."""
    if len(text) <= READ_FIRST + READ_LAST:
        return text
    return f"{text[:READ_FIRST]}\n{text[-READ_LAST:]}"


def plain(text: str) -> str:
    """Return the folded text that word lists are compared with; at most 2,001 characters go in."""
    return _plain(ends_of(text))


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    return fold.__wrapped__(text if text.isascii() else _UNSEEN.sub("", text))


def tokens(text: str) -> list[str]:
    """Return the folded words; of scripts without spaces, overlapping pairs of signs."""
    return list(_tokens(ends_of(text)))


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for word in _WORD.findall(_plain(text)):
        if word.isascii() or not (_SIGNS.search(word) or _THAI.search(word)) or len(word) == 1:
            found.append(word)
        else:
            found.extend(word[at : at + 2] for at in range(len(word) - 1))
    return tuple(found)


def count_words(text: str) -> int:
    """Return the length in words, as people would say: two signs of Chinese are about one."""
    head = text[:_COUNTED]
    if head.isascii():
        return len(_WORD.findall(head))
    joined = 0
    for signs, a_word in ((_SIGNS, 2), (_THAI, 4)):
        for run in signs.findall(head):
            joined += -(-len(run) // a_word)
        head = signs.sub(" ", head)
    return joined + len(_WORD.findall(head))


def as_written(text: str, words: str) -> str:
    """Return `words`, found in folded text, as the customer wrote them where that can be told."""
    head = ends_of(text)
    wanted = words.split()
    pieces = [(fold(piece[0]).strip("'"), piece) for piece in _PIECE.finditer(head)]
    for at in range(len(pieces) - len(wanted) + 1):
        some = pieces[at : at + len(wanted)]
        if all(_holds(folded, word) for (folded, _), word in zip(some, wanted, strict=True)):
            return shown(head[some[0][1].start() : some[-1][1].end()])
    return shown(words)


def _holds(folded: str, word: str) -> bool:
    """Say whether a piece of text is the word, but for an elision or a prefix before it."""
    return (
        folded == word
        or (not word.isascii() and folded.endswith(word))
        or ("'" in folded and folded.rpartition("'")[2] == word)
    )


def without_quotations(text: str) -> str:
    """Return `text` less what others said in it; all of it where it is nothing but a quotation."""
    own = _QUOTED.sub(" # ", ends_of(text))
    return own if len(_WORD.findall(own)) >= _FEWEST_OWN else text


def shown(text: str) -> str:
    """Return `text` short enough to stand beside a signal."""
    text = " ".join(text[: 4 * _LONGEST_SHOWN].split())
    if not text.isascii():  # half a surrogate pair can be kept nowhere
        text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
