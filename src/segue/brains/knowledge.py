"""Answers from help pages: which page, which of its words, and how sure.

A page's score is a blend of four likenesses between the question and the page: with the nearest of
its title and examples, with the middle of them, with the nearest of its passages, and of the very
words (`segue.brains.index`). What scores mean is in `segue.brains.sureness`. Where pages have many
examples, these teach more than likeness: see `segue.brains.examples`.

Pages in several languages are ranked language by language: an answer comes from the customer's, if
there is a sure one, else from the surest. A page's translation is thus no competitor of it.

Encoding blocks: use it from a thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from segue.brains import sureness
from segue.brains.asked import essence, other_wordings
from segue.brains.encoder import Encoder, Vector, encoder
from segue.brains.examples import Beside, Examples, Said, enough
from segue.brains.index import Alike, Index, Scores
from segue.brains.pages import Item, read_items
from segue.brains.quoting import quoted
from segue.brains.softmax import chances
from segue.domain.value import Plain

__all__ = ["ANSWERABLE", "SURE", "Answer", "Knowledge", "RunnerUp", "essence"]

SURE: Final = 0.55
"""From this confidence on an answer is given; below, the bot says that it does not know."""

ANSWERABLE: Final = 0.5
"""Nor does it answer what the pages probably hold no answer to, whichever of them is nearest."""

_FOLLOW_UP: Final = 5  # a question of so few words may lean on the one before it
_RUNNERS_UP: Final = 3
# Pages of one language that are ranked by themselves; fewer compete with all the others.
_FEWEST_OF_OWN, _FEWEST_OF_OTHERS = 2, 5
_SAYS_SOMETHING: Final = re.compile(r"\w")
_SEEN_BY: Final = {
    "public": frozenset({"public"}),
    "signed_in": frozenset({"public", "signed_in"}),
    "internal": frozenset({"public", "signed_in", "internal"}),
}


class RunnerUp(Plain, frozen=True):
    """Another page, and the chance that it is the right one."""

    id: str
    confidence: float
    title: str = ""


class Answer(Plain, frozen=True):
    """The best answer there is, right or not: `sure` says whether to give it.

    `answerable` is the probability that any page answers the question; `confidence` that this one
    does. `text` is plain text, a passage of the page or its most fitting sentences. `near` are the
    likenesses of the first pages, falling, on one scale for all knowledge.
    """

    id: str
    title: str
    url: str | None
    text: str
    confidence: float
    answerable: float
    score: float = 0.0
    lead: float = 0.0
    runners_up: tuple[RunnerUp, ...] = ()
    language: str = "en"
    near: tuple[float, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE and self.answerable >= ANSWERABLE


class Knowledge:
    """Help pages, indexed in memory. Immutable: build another when pages change."""

    def __init__(
        self,
        items: Sequence[Item],
        kept_in: Path | None = None,
        by: Encoder | None = None,
        before: Knowledge | None = None,
    ) -> None:
        """Index `items`. Their vectors are kept in the folder `kept_in`, if one is given.

        With the knowledge `before` the change, only what changed is read and encoded.

        Raises:
            EncoderMissing: when there is something to encode and nothing to do it.
        """
        self.items = tuple(item for item in items if item.passages)
        self.languages = frozenset(item.language for item in self.items)
        self.encoder: Encoder = by or (before.encoder if before else encoder())
        self.index: Index = Index(
            self.items, self.encoder, kept_in, before.index if before else None
        )
        self._number = {item.id: number for number, item in enumerate(self.items)}
        self._spoken = np.array([item.language for item in self.items], dtype=object)
        self._seen = {
            audience: np.array([item.audience in seen for item in self.items], dtype=bool)
            for audience, seen in _SEEN_BY.items()
        }
        self.learned: Examples | None = self._learn(before)

    @classmethod
    def read(cls, paths: Iterable[Path], kept_in: Path | None = None) -> Knowledge:
        """Index the help pages in files and folders; see `segue.brains.pages`."""
        return cls(read_items(paths), kept_in)

    def answer(
        self,
        question: str,
        before: Sequence[str] = (),
        audience: str = "public",
        leaving_out: Collection[str] = (),
        language: str | None = None,
    ) -> Answer | None:
        """Return the best answer to `question`; None when there are no pages for the audience, or
        no word in the question.

        `before` are the customer's earlier turns, oldest first: a very short question that finds
        nothing alone is tried together with the one before it. `audience` is public, signed_in
        (verified customers) or internal (staff, who see all pages). Pages in `leaving_out` (ids)
        are not considered. `language` is the customer's, if it is known.
        """
        if _SAYS_SOMETHING.search(question) is None:
            return None
        shown = self._shown(audience, leaving_out)
        found = self._answer(question, shown, language)
        follows = bool(before) and question != before[-1] and len(question.split()) <= _FOLLOW_UP
        if found and not found.sure and follows:
            together = self._answer(f"{before[-1]} {question}", shown, language)
            if together and together.confidence > max(SURE, found.confidence):
                return together
        return found

    def from_page(self, page: str, question: str) -> Answer | None:
        """Answer `question` from the page of this id, which somebody has chosen: that one is
        right. None when there is no such page."""
        number = self._number.get(page)
        if number is None:
            return None
        asked = essence(question)
        vector = self.encoder.encode(asked)
        alike = self.index.alike(asked, vector)
        chosen = _Ranked(np.array([number]), (1.0,), 1.0, 1.0)
        return self._told(chosen, alike, vector)

    def agreed(self, question: str, found: Answer, audience: str = "public") -> float | None:
        """Return the share of other wordings of `question` that lead where it was `found`; None
        when it is too short to be worded otherwise."""
        wordings = other_wordings(essence(question))
        shown = self._shown(audience, ())
        same = []
        for asked in wordings:
            vector = self.encoder.encode(asked)
            scores = self._scores(self.index.alike(asked, vector), vector)
            (first, *_) = self._by_language(scores, shown, found.language)
            same.append(self.items[int(first.argmax())].id == found.id)
        return sum(same) / len(same) if same else None

    def _answer(
        self, question: str, shown: NDArray[np.bool_], language: str | None
    ) -> Answer | None:
        if not shown.any():
            return None
        asked = essence(question)
        vector = self.encoder.encode(asked)
        alike = self.index.alike(asked, vector)
        best: _Ranked | None = None
        for scores in self._by_language(self._scores(alike, vector), shown, language):
            found = self._ranked(scores)
            if best is None or found.confidences[0] > best.confidences[0]:
                best = found
            if best.sure:  # the customer's own language comes first
                break
        return self._told(best, alike, vector) if best else None

    def _told(self, found: _Ranked, alike: Alike, vector: Vector) -> Answer:
        number = int(found.order[0])
        item = self.items[number]
        near = alike.blended()[found.order[: 1 + sureness.NEXT]]
        after = found.order[1 : 1 + _RUNNERS_UP].tolist()
        return Answer(
            id=item.id,
            title=item.title,
            url=item.url,
            text=quoted(item, self.index.passages_of(number, alike), vector, self.encoder),
            confidence=found.confidences[0],
            answerable=found.answerable,
            score=found.score,
            lead=sureness.lead_of(near),
            runners_up=tuple(
                RunnerUp(self.items[n].id, confidence, self.items[n].title)
                for n, confidence in zip(after, found.confidences[1:], strict=False)
            ),
            language=item.language,
            near=tuple(near.tolist()),
            needs=item.needs,
        )

    def _shown(self, audience: str, leaving_out: Collection[str]) -> NDArray[np.bool_]:
        """Return which pages may be answered from. An audience that nobody knows sees least."""
        shown: NDArray[np.bool_] = self._seen.get(audience, self._seen["public"]).copy()
        for page in leaving_out:
            if (number := self._number.get(page)) is not None:
                shown[number] = False
        return shown

    def _by_language(
        self, scores: Scores, shown: NDArray[np.bool_], language: str | None
    ) -> Iterator[Scores]:
        """Yield the scores of the pages in each language, the customer's first; those of others
        are minus infinity."""
        code = (language or "").split("-", maxsplit=1)[0].lower()
        spoken = sorted(self.languages, key=lambda one: (one != code, one))
        parts = [(one, shown & (self._spoken == one)) for one in spoken]
        own = [part for one, part in parts if one == code and part.sum() >= _FEWEST_OF_OWN]
        others = [part for one, part in parts if one != code and part.any()]
        apart = min((int(part.sum()) for part in others), default=0) >= _FEWEST_OF_OTHERS
        for part in [*own, *(others if apart and (own or len(others) > 1) else [shown])]:
            if part.any():
                yield np.where(part, scores, -np.inf).astype(np.float32)

    def _scores(self, alike: Alike, vector: Vector) -> Scores:
        """Return a score for each page; the scale is that of what was learned, or of likeness."""
        if self.learned:
            scores: Scores = self.learned.scores(
                vector, alike.said, alike.centre, alike.text, alike.words
            )
            return scores
        return alike.blended()

    def _ranked(self, scores: Scores) -> _Ranked:
        order = np.argsort(-scores, kind="stable")[: int(np.isfinite(scores).sum())]
        ranked = scores[order]
        if self.learned:
            shares = chances(scores[None])[0, order]
            # Pages that score alike share the chance.
            first = min(self.learned.right(scores), float(shares[0] / shares[:2].sum()))
            left = (1 - first) / max(float(shares[1:].sum()), 1e-9)
            others = np.minimum(first, left * shares[1 : sureness.FIRST]).tolist()
            answerable = self.learned.answerable(scores)
            return _Ranked(order, (first, *others), answerable, float(ranked[0]))
        return _Ranked(
            order, sureness.confidences(ranked), sureness.answerable(ranked), float(ranked[0])
        )

    def _learn(self, before: Knowledge | None) -> Examples | None:
        """Learn from the examples, where there are enough of them; if they changed."""
        index = self.index
        pages, texts = index.pages_said, index.said_texts
        said = np.array(
            [text in self.items[n].examples for n, text in zip(pages.tolist(), texts, strict=True)],
            dtype=bool,
        )
        of_text = enough(pages[said], len(self.items))
        if of_text is None:
            return None
        if before and before.learned and before.says_the_same(self):
            return before.learned
        # Titles are worth learning from where there is not much else.
        used = said if of_text == 0.0 else np.ones(len(said), dtype=bool)
        used |= ~np.isin(pages, pages[said])
        asked = [essence(text) for text, yes in zip(texts, used, strict=True) if yes]
        known = Said(asked, index.said[used], pages[used])
        beside = Beside(self._words_from, index.text_alike, of_text)
        return Examples(known, len(self.items), beside, np.flatnonzero(said[used]))

    def says_the_same(self, other: Knowledge) -> bool:
        """Tell whether titles and examples are the same: a new text alone teaches nothing new."""
        ids = [item.id for item in self.items] == [item.id for item in other.items]
        return ids and self.index.said_texts == other.index.said_texts

    def _words_from(self, said: Said) -> Callable[[str], NDArray[np.float64]]:
        """Return what compares words with the pages, if their examples were only `said`."""
        examples: list[list[str]] = [[] for _ in self.items]
        for text, page in zip(said.texts, said.pages, strict=True):
            examples[page].append(text)
        return self.index.words_if_said(examples).alike


class _Ranked(NamedTuple):
    """Pages by falling score, the chance of each of the first few, and of any."""

    order: NDArray[np.intp]
    confidences: tuple[float, ...]
    answerable: float
    score: float

    @property
    def sure(self) -> bool:
        return self.confidences[0] >= SURE and self.answerable >= ANSWERABLE
