"""How a run ends: the other system answered, or did not. Each run ends exactly once.

While the assistant may speak it says how it went; with a person, the card alone shows it: one
voice. What did not work is said, and a person is offered; what may have worked is looked at by one.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from segue.domain import calling, ruling, telling, wanting, words
from segue.domain import events as e
from segue.domain import stages as s
from segue.domain.actions import ActionResult, ActionRun
from segue.domain.applying import fold
from segue.domain.floor import Floor
from segue.domain.policy import Policy
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]


def finished(
    was: Conversation, result: ActionResult, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """Run `result.n` ended like this, if it is the one that runs."""
    run = was.action
    if run is None or run.n != result.n or run.state != "running":
        return (e.Dropped("action_finished", f"run {result.n} does not run"),)
    said = result.text.strip() or words.word("says", f"action_{result.outcome}", was.language)
    ended = replace(
        result,
        action=run.call.action,
        title=run.call.title,
        text=said,
        undoes=run.call.undoes,
        undone=False,
        at=now,
        then=None,
    )
    speaks = may_speak(was)
    message = e.MessagePosted(e.Author.BOT, said, now, run=run.n)
    events: Events = (
        *((message,) if speaks else ()),
        e.ActionDone(ended, now, run.by, run.name, said=speaks),
    )
    facts = tuple(s.Fact(name, value, "action", run.about) for name, value in result.facts if value)
    if facts:
        events = (*events, e.FactsLearned(facts))
    knowing = fold(was, events)
    then = result.then if result.outcome == "refused" and speaks and run.by is None else None
    if then is not None and then.needs_approval:  # somebody has to agree: so it never goes round
        return (*events, *wanting.wanted(knowing, then, run.about, policy, floor, now))
    return (*events, *_and_then(knowing, run, ended, policy, floor, now))


def unanswered(run: ActionRun) -> ActionResult:
    """The result of a run whose other system was silent for too long."""
    return ActionResult(run.n, run.call.action, run.call.title, "unsure", why="no answer in time")


def may_speak(was: Conversation) -> bool:
    """May the assistant say something to the customer now?"""
    match was.stage:
        case s.WithBot() | s.WrappingUp():
            return True
        case s.Waiting(companion=companion) | s.Offered(waiting=s.Waiting(companion=companion)):
            return companion
        case _:
            return False


def _and_then(
    was: Conversation,
    run: ActionRun,
    ended: ActionResult,
    policy: Policy,
    floor: Floor,
    now: datetime,
) -> Events:
    if ended.outcome not in ("failed", "unsure"):
        return ()
    why = f"{run.call.title}: {ended.why or ended.text}"[:300]
    evidence = (
        telling.quote(was, was.last_words),
        s.Evidence("note", why, run.about, label=f"action_{ended.outcome}"),
    )
    match was.stage:
        case s.WithBot() | s.WrappingUp() | s.Closed() if ended.outcome == "unsure":
            return calling.person(was, s.Reason.BOT_ERROR, evidence, policy, floor, now)
        case s.WithBot(offer=None) if s.Reason.BOT_ERROR not in ruling.quiet_reasons(was):
            team = calling.team_of(was, policy, floor, now)
            line = telling.place_line(was, floor.team(team), key="offer")
            return (e.PersonOffered(s.Reason.BOT_ERROR, team, line, evidence),)
        case _:
            return ()
