"""Does a customer mean something that can be done for them? Actions beside help pages.

Actions are compared with a turn as pages are, by their titles and examples, and their scores mean
the same. Doing takes more certainty than telling: an action has to be ahead of the best page,
clearly so if it changes something. A number that the action needs, said in the same breath, counts
for it; "how do I ...?" counts against changing anything: who asks how, wants to read.

A turn is compared and nothing else. Whatever it says of what should be done, or of whom it comes
from, nothing here can be told what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from segue.app.ports_actions import Action
from segue.brains import sureness
from segue.brains.asked import essence
from segue.brains.encoder import Encoder
from segue.brains.index import Index, Scores
from segue.brains.languages import language_of
from segue.brains.pages import Item, Passage
from segue.brains.wording import words_of
from segue.domain.fields import value_in
from segue.domain.value import Plain

SURE: Final = 0.6
LEAST, LEAST_IN_OTHER_LANGUAGES = 0.7, 0.8
"""Scores that an action needs in any case. Outside English the encoder sees little more than
spellings, and any two sentences of a language are somewhat alike."""

# How far an action has to be ahead of the best page, in scores.
_READS, _CHANGES = 0.0, 0.06
_ASKS_HOW: Final = 0.12  # when something is asked, not wanted
_ONE_WORD: Final = 1.0  # "return": which way round?
_NEEDED: Final = -0.06  # when the page itself wants what the action asks for
_VERBATIM, _IN_SO_MANY_WORDS = 0.9, -0.08  # when it is wanted in words that are an example's
_NEAR: Final = 0.12  # so close behind, it may be what is meant: worth asking
_EXACT: Final = 0.15  # what an example, word for word, adds: no encoder is needed to see that
_STATED: Final = 0.12  # what a number that an action needs, said with it, adds to its score
_HANDY: Final = 0.4  # so far behind, it may still be named beside an answer

_HOW: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hallo|hola|bonjour|ciao)\W+)?"
    r"(?:how|what|which|why|do you|is it possible|am i able|are there|wie|was|welche|warum|kann man"
    r"|geht das|cómo|como|qué|cuál|comment|quel|quelle|quels|pourquoi|est-ce|come|quale|quanto|hoe|"
    r"wat|welke|كيف|ما|هل)(?!\w)",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"[.,;:!?؟،。\n]+\s*")
_PARTS, _FEWEST = 2, 3  # of a turn, of so many words, are looked at alone: "I moved, so please ..."
_STATES: Final = ("order", "email", "phone")
_USUAL: Final = "en"


class Wanted(Plain, frozen=True):
    """The action that fits a turn best.

    `confidence` is the chance that it is meant, `ahead` how much its score exceeds what it has to.
    """

    action: str
    confidence: float
    ahead: float
    score: float = 0.0
    least: float = LEAST

    @property
    def meant(self) -> bool:
        return self.confidence >= SURE and self.ahead >= 0 and self.score >= self.least

    @property
    def perhaps(self) -> bool:
        """Is it close enough to ask whether it is meant?"""
        return (
            self.confidence >= SURE
            and not self.meant
            and self.ahead > -_NEAR
            and self.score >= LEAST
        )

    @property
    def handy(self) -> bool:
        """Is it worth naming beside a page's answer?"""
        return self.confidence >= SURE and not self.meant and self.ahead > -_HANDY


class Actions:
    """Actions, indexed in memory. Immutable: build another when they change."""

    def __init__(self, actions: Sequence[Action], encoder: Encoder) -> None:
        """Index those of `actions` that a bot may want."""
        self.actions = tuple(one for one in actions if "bot" in one.who)
        self._encoder = encoder
        pages = [(n, page) for n, one in enumerate(self.actions) for page in _as_pages(one)]
        self._index = Index([page for _, page in pages], encoder)
        self._verbatim: dict[str, list[int]] = {}
        for place, one in enumerate(self.actions):
            for text in (one.title, *(title for _, title in one.titles), *one.examples):
                self._verbatim.setdefault(_folded(text), []).append(place)
        self._starts = np.flatnonzero(np.diff([n for n, _ in pages], prepend=-1))

    def wanted(self, said: str, pages: Sequence[float], needs: Sequence[str] = ()) -> Wanted | None:
        """Return what fits `said` best, and whether it is meant; None when there are no actions.

        `pages` are the likenesses of the first help pages, falling (`Answer.near`), `needs` what
        the first of them wants to know.
        """
        if not self.actions:
            return None
        scores = self._scores(said)
        order = np.argsort(-scores, kind="stable")
        best, ranked = self.actions[int(order[0])], scores[order]
        score = float(ranked[0])
        margin = _margin(best, said, score, needs)
        # The first page is looked at by itself, the others are rivals like other actions.
        rivals = np.concatenate([[score], np.sort([*ranked[1:], *pages[1:]])[::-1]])
        shares = sureness.confidences(ranked) if len(ranked) > 1 else (1.0,)
        among = min(sum(sureness.confidences(rivals)), sureness.answerable(rivals))
        ahead = score - (pages[0] if pages else 0.0) - margin
        english = language_of(said).code in {None, _USUAL}
        least = LEAST if english else LEAST_IN_OTHER_LANGUAGES
        return Wanted(best.id, among * shares[0] / sum(shares), ahead, score, least)

    def _scores(self, said: str) -> Scores:
        """Return a score for each action: that of the sentence and the language that fit best, and
        more where the turn says what the action needs."""
        parts = [part for part in _PART.split(said) if len(part.split()) >= _FEWEST][:_PARTS]
        asked = dict.fromkeys(map(essence, (said, *parts)))
        pages = [self._index.alike(one, self._encoder.encode(one)).blended() for one in asked]
        scores: Scores = np.maximum.reduceat(np.max(pages, axis=0), self._starts)
        for place in self._verbatim.get(_folded(said), ()):
            scores[place] += _EXACT
        stated = {kind for kind in _STATES if value_in(kind, said)}
        for place, action in enumerate(self.actions):
            if stated.intersection(one.kind for one in action.inputs):
                scores[place] += _STATED
        return scores


def _margin(action: Action, said: str, score: float, needs: Sequence[str]) -> float:
    """How far this action has to be ahead of the best page."""
    asks = bool(_HOW.match(said)) or said.rstrip().endswith(("?", "؟"))
    margin = _CHANGES if action.changes else _READS
    wants = {name for one in action.inputs for name in (one.name, one.fact, one.kind)}
    if wants.intersection(needs):
        margin += _NEEDED
    if action.changes and len(said.split()) == 1:
        margin += _ONE_WORD
    elif action.changes and asks:
        margin += _ASKS_HOW
    elif score >= _VERBATIM:
        margin += _IN_SO_MANY_WORDS
    return margin


def _folded(text: str) -> str:
    return " ".join(words_of(essence(text)))


def _as_pages(action: Action) -> Iterator[Item]:
    """Yield a page for each language that the action has titles or examples in: the middle of
    several languages is like none of them."""
    said: dict[str, list[str]] = {_USUAL: [action.title]}
    for code, title in action.titles:
        said.setdefault(code.split("-", maxsplit=1)[0], []).append(title)
    for example in action.examples:
        said.setdefault(language_of(example).code or _USUAL, []).append(essence(example))
    for code, (title, *others) in said.items():
        about = action.description or title
        examples = tuple(one for one in dict.fromkeys(others) if one != title)
        yield Item(action.id, title, (Passage(about),), examples=examples, language=code)
