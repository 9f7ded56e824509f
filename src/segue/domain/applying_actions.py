"""What is true after something happened to an action, to a field or to a proof of identity: a part
of `applying.py`."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.actions import ActionResult
from segue.domain.ids import Seq
from segue.domain.knowing import asked_of, merged
from segue.domain.rules import turns
from segue.domain.state import Conversation

DONE_KEPT = 10
CODES_KEPT = 3
StageEvent = e.FieldWanted | e.FieldMissed | e.ActionWanted | e.ActionDone


def stage_after(event: StageEvent, stage: s.Stage) -> s.Stage:
    """The stage after this event; the same object when it does not change."""
    match stage:
        case s.Offered(waiting=waiting):
            changed = _in_line(event, waiting)
            return stage if changed is waiting else replace(stage, waiting=changed)
        case s.Waiting():
            return _in_line(event, stage)
        case s.WithBot():
            return _with_bot(event, stage)
        case _:
            return stage


def _with_bot(event: StageEvent, stage: s.WithBot) -> s.WithBot:
    match event:
        case e.FieldWanted(field=field, ask=ask):
            wanted = stage.wanted if field in stage.wanted else (*stage.wanted, field)
            return replace(stage, wanted=wanted, asked=ask or stage.asked)
        case e.FieldMissed(field=field, tries=tries):
            if stage.asked is None or stage.asked.name != field:
                return stage
            return replace(stage, asked=replace(stage.asked, tries=tries))
        case e.ActionWanted():
            return replace(stage, asked=None) if stage.asked is not None else stage
        case e.ActionDone(result=ActionResult(outcome="done")):
            return replace(stage, misses=0) if stage.misses else stage
        case e.ActionDone():
            return stage
        case _:
            assert_never(event)


def _in_line(event: StageEvent, stage: s.Waiting) -> s.Waiting:
    match event:
        case e.FieldWanted(ask=ask):
            return replace(stage, asked=ask) if ask is not None else stage
        case e.FieldMissed(field=field, tries=tries):
            if stage.asked is None or stage.asked.name != field:
                return stage
            return replace(stage, asked=replace(stage.asked, tries=tries))
        case e.ActionWanted():
            return replace(stage, asked=None) if stage.asked is not None else stage
        case e.ActionDone(result=ActionResult(outcome="done")):
            return stage if stage.helped else replace(stage, helped=True)
        case e.ActionDone():
            return stage
        case _:
            assert_never(event)


def gives(now: Conversation, facts: tuple[s.Fact, ...]) -> bool:
    """Is one of these what the assistant asked for, said in the newest turn? A form that is filled
    in line by line is no long conversation."""
    asked = asked_of(now.stage)
    if asked is None:
        return False
    return any(one.name == asked.name and one.seq == now.heard for one in facts)


def beside(now: Conversation, event: e.Event) -> Conversation:
    """What such an event changes beside the stage."""
    match event:
        case e.ActionWanted(run=run):
            now = replace(now, action=run, actions=max(now.actions, run.n), wanted=None)
            if run.by is not None:
                return now
            if run.about == now.heard:
                now = replace(now, seen=turns.answered(now.seen, "asked"))
            return _replied(now, run.about, answered=True)
        case e.ActionMoved(run=run):
            return _replied(replace(now, action=run), now.heard)
        case e.ActionOver(how=how):
            wanted = now.wanted if how == "stopped" else now.action or now.wanted
            now = replace(now, action=None, wanted=wanted)
            return _replied(now, now.heard) if how == "stopped" else now
        case e.ActionDone(result=result, at=at):
            done = tuple(_undone(one, result) for one in now.done)
            about = now.action.about if now.action is not None else Seq(0)
            now = replace(now, action=None, done=(*done, result)[-DONE_KEPT:], wanted=None)
            return replace(_replied(now, about), replied_at=at)
        case e.IdentityAsked(n=0):
            return replace(now, proof=now.epoch)
        case e.CodeAsked(at=at):
            return _replied(replace(now, codes=(*now.codes, at)[-CODES_KEPT:]), now.heard)
        case e.IdentityProven(contact=contact, person=person, person_at=at):
            now = replace(now, contact=merged(now.contact, contact))
            newer = at is not None and (now.person_at is None or now.person_at < at)
            return replace(now, person=person, person_at=at) if newer else now
        case _:
            return now


def _replied(now: Conversation, about: Seq, *, answered: bool = False) -> Conversation:
    """The customer read something about this turn: nobody has to answer it any more, unless it is
    a person's, or something newer was said."""
    if answered:
        now = replace(now, answered=max(now.answered, about))
    if about != now.heard or not isinstance(now.stage, s.WithBot | s.WrappingUp):
        return now
    if not now.unanswered and now.waiting_since is None:
        return now
    return replace(now, unanswered=0, waiting_since=None)


def _undone(one: ActionResult, by: ActionResult) -> ActionResult:
    taken_back = by.undoes == one.n and by.outcome == "done" and by.undoes > 0
    return replace(one, undone=True) if taken_back else one
