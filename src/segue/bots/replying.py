"""What the knowledge bot says of what it found: an answer, a question back, or that there is none.

Words of pages, of customers and of colleagues are only ever put into a reply as they are. Nothing
in them is read as a command, a place to fill in, or a name of something to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from segue.app.ports_bot import BotReply, BotTurn, Source
from segue.bots.words import code_of, listed, say, sentences
from segue.brains.encoder import Encoder
from segue.brains.knowledge import Answer
from segue.domain.actions import Measured

BY: Final = "knowledge"
_SAME_QUESTION: Final = 0.6  # cosine: what `segue.brains.repetition` calls the same
_LIKE_A_PROMISE: Final = 0.5
_QUOTED: Final = re.compile(r"[“„«]\s?(.+?)\s?[”“»](?=[,?؟\s]|$)")
_FEWEST_WORDS: Final = 3  # shorter turns are no question that could be asked again


def measured(found: Answer | None, agreed: float | None, *, quotes: bool) -> Measured:
    """Return what a confidence was made of. Quotes stand in their source: all of it is cited."""
    if found is None:
        return Measured(by=BY, answerable=0.0)
    return Measured(
        by=BY,
        answerable=found.answerable,
        cited=1.0 if quotes else None,
        agreed=agreed,
        raw=found.score,
    )


def answering(found: Answer, language: str, brand: str, agreed: float | None = None) -> BotReply:
    """Return the words of a page, with their source; in another language, that is said first."""
    text = found.text
    if found.language != code_of(language):
        frame = say("only_in", language, brand=brand, pages_in=[found.language])
        text = f"{frame}\n{text}"
    return BotReply(
        text,
        sources=(Source(found.id, found.title, found.url),),
        confidence=found.confidence,
        sure=True,
        measured=measured(found, agreed, quotes=True),
    )


def asking_which(titles: Sequence[str], found: Answer, language: str) -> BotReply:
    """Return the question which of these is meant."""
    return BotReply(
        say("clarify", language, choices=listed(titles, language)),
        confidence=found.confidence,
        sure=True,
        clarifies=True,
        choices=tuple(titles),
        measured=measured(found, None, quotes=False),
    )


def missing(
    turn: BotTurn,
    found: Answer | None,
    language: str,
    brand: str,
    *,
    pages_in: frozenset[str] = frozenset(),
    agreed: float | None = None,
) -> BotReply:
    """Return that there is no answer. `pages_in` are the languages of the pages, where the
    customer's is none of them."""
    what = "unknown"
    if turn.companion:
        what = "unknown_in_line"
    elif pages_in:
        what = "other_language"
    elif _said_last(turn) == say("unknown", language, brand=brand):
        what = "unknown_again"
    text = say(what, language, brand=brand, pages_in=pages_in)
    confidence = found.confidence if found else 0.0
    return BotReply(text, confidence=confidence, measured=measured(found, agreed, quotes=False))


def asked_which(turn: BotTurn) -> tuple[str, ...]:
    """Return the titles that the bot asked about last; nothing where it asked something else."""
    last = _said_last(turn)
    if not last:
        return ()
    for before, after in _frames():
        start = last.find(before)
        if start >= 0 and last.endswith(after):
            return tuple(_QUOTED.findall(last[start + len(before) :]))
    return ()


def question_before(turn: BotTurn) -> str:
    """Return the customer's turn that the bot's last words were about."""
    return next((text for who, text in reversed(turn.history) if who == "customer"), "")


def promised(turn: BotTurn, language: str, encoder: Encoder) -> BotReply | None:
    """Return what the person who was here has promised, where the same is asked again. It is told
    once; whoever asks on is answered."""
    if not turn.person_left or not turn.promises or len(turn.text.split()) < _FEWEST_WORDS:
        return None
    vector = encoder.encode(turn.text)
    like = {one: float(encoder.encode(one) @ vector) for one in turn.promises}
    promise = max(turn.promises, key=lambda one: like[one])
    before = [float(encoder.encode(text) @ vector) for text in _asked_of_the_person(turn)]
    same = max(before, default=0.0)
    if like[promise] < _LIKE_A_PROMISE and same < _SAME_QUESTION:
        return None
    text = say("promised", language, name=turn.person_left, promise=promise)
    if any(who == "bot" and text in said for who, said in turn.history):
        return None
    confidence = min(1.0, max(like[promise], same))
    return BotReply(
        text, confidence=confidence, sure=True, measured=Measured(by=BY, raw=confidence)
    )


def _asked_of_the_person(turn: BotTurn) -> Iterator[str]:
    """Yield what the customer had said when the person last spoke, and the person's summary."""
    last = max((n for n, (who, _) in enumerate(turn.history) if who == "agent"), default=-1)
    for who, text in turn.history[: last + 1]:
        if who == "customer" and len(text.split()) >= _FEWEST_WORDS:
            yield text
    if turn.summary:
        yield turn.summary


def _said_last(turn: BotTurn) -> str:
    """Return the bot's last words, if nobody but the customer has spoken since."""
    for who, text in reversed(turn.history):
        if who != "customer":
            return text if who == "bot" else ""
    return ""


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[str, str], ...]:
    """Return what stands before and after the titles, in each language."""
    frames = (one.split("{choices}") for one in sentences("clarify").values())
    return tuple((before, after) for before, after in frames)
