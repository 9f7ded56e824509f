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
from collections.abc import Sequence
from typing import Final

import numpy as np

from segue.app.ports_actions import Action
from segue.brains import sureness
from segue.brains.asked import essence
from segue.brains.encoder import Encoder
from segue.brains.index import Index
from segue.brains.pages import Item, Passage
from segue.domain.fields import value_in
from segue.domain.value import Plain

SURE: Final = 0.6

# How far an action has to be ahead of the best page, in scores.
_READS, _CHANGES = 0.0, 0.06
_STATED: Final = -0.12  # when it comes with a number that the action needs
_ASKS_HOW: Final = 0.12
_NEEDED: Final = -0.06  # when the page itself wants what the action asks for
_NEAR: Final = 0.12  # so close behind, it may be what is meant: worth asking

_HOW: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hallo|hola|bonjour|ciao)\W+)?"
    r"(?:how|what|which|why|do you|is it possible|am i able|are there|wie|was|welche|warum|kann man"
    r"|geht das|cómo|como|qué|cuál|comment|quel|quelle|quels|pourquoi|est-ce|come|quale|quanto|hoe|"
    r"wat|welke|كيف|ما|هل)(?!\w)",
    re.IGNORECASE,
)
_STATES: Final = ("order", "email", "phone")


class Wanted(Plain, frozen=True):
    """The action that fits a turn best.

    `confidence` is the chance that it is meant, `ahead` how much its score exceeds what it has to.
    """

    action: str
    confidence: float
    ahead: float
    score: float = 0.0

    @property
    def meant(self) -> bool:
        return self.confidence >= SURE and self.ahead >= 0

    @property
    def perhaps(self) -> bool:
        """Is it close enough to ask whether it is meant?"""
        return self.confidence >= SURE and not self.meant and self.ahead > -_NEAR


class Actions:
    """Actions, indexed in memory. Immutable: build another when they change."""

    def __init__(self, actions: Sequence[Action], encoder: Encoder) -> None:
        """Index those of `actions` that a bot may want."""
        self.actions = tuple(one for one in actions if "bot" in one.who)
        self._encoder = encoder
        self._index = Index([_as_page(one) for one in self.actions], encoder)

    def wanted(self, said: str, pages: Sequence[float], needs: Sequence[str] = ()) -> Wanted | None:
        """Return what fits `said` best, and whether it is meant; None when there are no actions.

        `pages` are the likenesses of the first help pages, falling (`Answer.near`), `needs` what
        the first of them wants to know.
        """
        if not self.actions:
            return None
        asked = essence(said)
        scores = self._index.alike(asked, self._encoder.encode(asked)).blended()
        order = np.argsort(-scores, kind="stable")
        best = self.actions[int(order[0])]
        score = float(scores[order[0]])
        rivals = [*scores[order].tolist(), *pages[1:]]  # the first page is looked at by itself
        ranked = np.array([score, *sorted(rivals[1:], reverse=True)], dtype=np.float32)
        share = sureness.confidences(scores[order])[0] if len(order) > 1 else 1.0
        among = sum(sureness.confidences(ranked))
        apart = (
            share / max(sum(sureness.confidences(scores[order])), 1e-9) if len(order) > 1 else 1.0
        )
        ahead = score - (pages[0] if pages else 0.0) - _margin(best, said, needs)
        chance = min(among, sureness.answerable(ranked)) * apart
        return Wanted(best.id, chance, ahead, score)


def _margin(action: Action, said: str, needs: Sequence[str]) -> float:
    """How far this action has to be ahead of the best page."""
    margin = _CHANGES if action.changes else _READS
    wants = {name for one in action.inputs for name in (one.name, one.fact, one.kind)}
    if any(one.kind in _STATES and value_in(one.kind, said) for one in action.inputs):
        margin += _STATED
    elif wants.intersection(needs):
        margin += _NEEDED
    if action.changes and _HOW.match(said):
        margin += _ASKS_HOW
    return margin


def _as_page(action: Action) -> Item:
    titles = tuple(title for _, title in action.titles if title != action.title)
    return Item(
        action.id,
        action.title,
        (Passage(action.description or action.title),),
        examples=(*action.examples, *titles),
    )
