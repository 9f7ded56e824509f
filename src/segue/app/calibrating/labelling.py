"""What one's own conversations say about scores, without anybody labelling by hand.

    wants_person  where only the model suspected it: was the offer taken, or asked for soon after?
    frustration   verdicts on handoffs for the mood; ratings after the last turn that was read
    confidence    answers: approved or rejected by a person; followed by the same question or a
                  request for a person; how it ended where no person was called

Turns that somebody labelled by hand say the same of the first two, and outdo the rest.

A label is 1 where the score should have been high. Turns that say nothing give none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from segue.app.decisions.readings import Taken
from segue.app.labels import LABELS, PERSON
from segue.app.ports import Example
from segue.domain import events as e
from segue.domain.ids import Seq
from segue.domain.signals import Signals
from segue.domain.stages import Reason
from segue.domain.value import Plain

SIGNALS = ("wants_person", "frustration", "confidence")
SOON = 2  # turns
SAME_QUESTION = 0.5
GOOD, BAD = (4, 5), (1, 2)
WELL = ("solved", "assumed_solved")
OUGHT = {"right": 1, "too_late": 1, "too_early": 0, "bots_job": 0}


class Label(Plain, frozen=True):
    """One score and what it should have been near."""

    signal: str
    p: float
    y: int


NOT_READ = Signals()


@dataclass
class _Turn:
    """One turn of the customer, as far as labels need it."""

    seq: Seq
    signals: Signals = NOT_READ
    confidence: float | None = None
    draft: str = ""  # approved | edited | rejected
    offered: bool = False
    taken: bool | None = None
    mood: bool = False  # handed over for the mood at this turn
    asked: bool = False
    person: bool | None = None  # should one have come, as somebody labelled it?


@dataclass
class _Story:
    turns: list[_Turn]
    rating: int | None = None
    outcome: str = ""
    verdict: str = ""
    called: bool = False  # a person


def labels_of(journal: Iterable[Taken], examples: Sequence[Example] = ()) -> list[Label]:
    """The labels of one conversation; `examples` are those of its turns."""
    story = _told(journal)
    for turn in story.turns:
        said = (one.label for one in examples if one.seq == turn.seq and one.label in LABELS)
        label = next(said, None)
        turn.person = None if label is None else label == PERSON
    return [*_wants(story), *_frustrated(story), *_right(story)]


def _told(journal: Iterable[Taken]) -> _Story:
    story = _Story([])
    for taken in journal:
        for row in taken.rows:
            _hear(story, row.seq, row.event)
    return story


def _hear(story: _Story, seq: Seq, event: e.Event) -> None:
    if isinstance(event, e.MessagePosted) and event.author == e.Author.CUSTOMER:
        story.turns.append(_Turn(seq))
        return
    if not story.turns:
        return
    turn = story.turns[-1]
    match event:
        case e.SignalsRead(about=about, signals=signals):
            for one in story.turns:
                if one.seq == about:
                    one.signals = signals
        case e.MessagePosted(author=e.Author.BOT, confidence=float() as confidence):
            turn.confidence = confidence
        case e.DraftHeld(draft=draft):
            turn.confidence = draft.confidence
        case e.DraftSettled(how=how):
            turn.draft = how
        case e.PersonOffered(reason=Reason.ASKED):
            turn.offered = True
        case e.PersonDeclined():
            _settle(story, taken=False)
        case e.HandoffRequested(handoff=handoff):
            _settle(story, taken=True)
            story.called = True
            turn.asked = turn.asked or handoff.reason == Reason.ASKED
            turn.mood = turn.mood or handoff.reason == Reason.MOOD
        case e.VerdictGiven(verdict=verdict):
            story.verdict = verdict
        case e.Rated(score=score):
            story.rating = score
        case e.WrapUpBegun(outcome=outcome) | e.ConversationClosed(outcome=outcome):
            story.outcome = outcome
        case _:
            pass


def _settle(story: _Story, *, taken: bool) -> None:
    for turn in reversed(story.turns):
        if turn.offered and turn.taken is None:
            turn.taken = taken
            return


def _wants(story: _Story) -> Iterator[Label]:
    for n, turn in enumerate(story.turns):
        p = turn.signals.wants_person
        if p is None or turn.signals.wants_person_by != "model":
            continue
        if turn.person is not None:
            yield Label("wants_person", p, int(turn.person))
        elif turn.taken is not None:
            yield Label("wants_person", p, int(turn.taken))
        elif any(later.asked for later in story.turns[n + 1 : n + 1 + SOON]):
            yield Label("wants_person", p, 1)


def _frustrated(story: _Story) -> Iterator[Label]:
    for turn in story.turns:
        p = turn.signals.frustration
        if p is not None and turn.mood and turn.person is not None:
            yield Label("frustration", p, int(turn.person))
        elif p is not None and turn.mood and story.verdict in OUGHT:
            yield Label("frustration", p, OUGHT[story.verdict])
    read = [turn for turn in story.turns if turn.signals.frustration is not None]
    if read and story.rating in (*GOOD, *BAD):
        yield Label("frustration", read[-1].signals.frustration or 0.0, int(story.rating in BAD))


def _right(story: _Story) -> Iterator[Label]:
    """Once a person was called, how it ended says nothing of the answers before."""
    answered = [n for n, turn in enumerate(story.turns) if turn.confidence is not None]
    for n in answered:
        turn, after = story.turns[n], story.turns[n + 1 : n + 1 + SOON]
        again = any((one.signals.repeats or 0.0) >= SAME_QUESTION for one in after[:1])
        badly = not story.called and story.rating in BAD and n == answered[-1]
        if turn.draft in ("approved", "edited", "rejected"):
            yield Label("confidence", turn.confidence or 0.0, int(turn.draft == "approved"))
        elif again or badly or any(one.asked for one in after):
            yield Label("confidence", turn.confidence or 0.0, 0)
        elif not story.called and story.outcome in WELL and story.rating not in BAD:
            yield Label("confidence", turn.confidence or 0.0, 1)
