"""A wait that becomes longer than was told, and answers that are due: said once, never silently.

The first time there is an apology, with the new range and other ways beside it. The second time
there is no number any more: one that was wrong twice is not believed a third time.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain import telling
from segue.domain.floor import Floor
from segue.domain.policy import Policy
from segue.domain.relaxing import waiting_of
from segue.domain.state import Conversation

Events = tuple[e.Event, ...]


def grew(
    was: Conversation, heard: i.WaitGrew, policy: Policy, floor: Floor, now: datetime
) -> Events:
    """An apology, then the honest "nobody can say"; a report that came before is none."""
    waiting = waiting_of(was.stage)
    if waiting is None or waiting.handoff.id != heard.handoff:
        return ()
    if waiting.grew if heard.passed else heard.n <= waiting.grown:
        return ()
    there = floor.team(waiting.handoff.team)
    low, high = (there.eta_low_s, there.eta_high_s) if heard.passed else (heard.low_s, heard.high_s)
    n = waiting.grew + 1
    reported = waiting.grown if heard.passed else heard.n
    grown = e.WaitOutgrown(n, now, low, high, reported)
    if n > telling.UNSURE or not there.open:
        return (grown,)
    unsure = n == telling.UNSURE
    key = "in_line_unsure" if unsure else "in_line_longer"
    said = telling.place_line(was, there, key=key, already_in=True)
    said = replace(said, eta_low_s=None if unsure else low, eta_high_s=None if unsure else high)
    goodwill = _goodwill(was, waiting, policy, now) if unsure else ()
    return (grown, e.PlaceTold(said, now), *goodwill)


def _goodwill(
    was: Conversation, waiting: s.Waiting, policy: Policy, now: datetime
) -> tuple[e.MessagePosted, ...]:
    """What the house gives somebody who waits too long, in their language, if it gives anything."""
    own = policy.line.of(waiting.handoff.team).goodwill
    sentences = dict(policy.line.goodwill if own is None else own)
    text = sentences.get(was.language) or sentences.get(was.language.split("-")[0])
    text = text or sentences.get("en") or next(iter(sentences.values()), "")
    if not text.strip():
        return ()
    return (e.MessagePosted(e.Author.SYSTEM, text, now),)


def answer_due(was: Conversation, heard: i.AnswerDue, now: datetime) -> Events:
    """Said once before, and once when it is broken."""
    due = was.due
    if isinstance(was.stage, s.Deferred):  # a later answer has a clock of its own
        return ()
    if due is None or (due.what, due.seq) != (heard.what, heard.seq) or due.state == "broken":
        return ()
    if due.state == "soon" and not heard.broken:
        return ()
    return (alarm(due.what, now, broken=heard.broken),)


def alarm(what: str, now: datetime, *, broken: bool) -> e.AlarmRaised:
    """A case's is called a promise, for that is what it is."""
    kind = "promise" if what == "case" else what
    return e.AlarmRaised(f"{kind}_{'broken' if broken else 'due'}", now)
