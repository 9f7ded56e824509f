"""One conversation under another policy, up to the first divergence.

Every turn at which a policy has a say is decided again under the policy given, on the state that
the conversation really had. As long as the same things happen, the kept events lead on; where
something else would have happened, the walk ends: what the customer would have said then is not
known.

What only this policy would have left in the state (its marks, its tags, the rule behind an offer or
a held answer) takes the place of what the old one left there. What the customer's words ask for is
no matter of policy: a turn of words that called nobody then is not read again, so that a newer
lexicon is never taken for an effect of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from segue.app.decisions.readings import Taken
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain import stages as s
from segue.domain.applying import fold
from segue.domain.conversation import Conversation, decide
from segue.domain.errors import Refused
from segue.domain.events import Event
from segue.domain.ids import ConversationId, Seq, TeamId
from segue.domain.policy import Policy
from segue.domain.value import Plain

JUDGED = (i.Understood, i.BotAnswered)
SPOKEN = (i.CustomerSaid, i.CustomerAskedForPerson, i.CustomerTookPerson)
FALLEN_BACK = (i.BotFailed, i.BotAskedForPerson, i.DraftTimedOut, i.AgentRejectedDraft)
"""At all of these a policy has a say about who owns it, or what is offered or held."""

OWNS = ("handed_off", "deferred")
QUOTE = 200


class Happened(Plain, frozen=True):
    """One thing that a policy can change: handed_off, deferred, offered, held or moved."""

    what: str
    reason: str = ""
    team: str = ""
    rule: str = ""


class Divergence(Plain, frozen=True):
    """Where it would have gone another way. `was` is what happened, `would` what would have; empty
    ones are "nothing": the assistant went on. `staffed` and `free` are the people and the free
    seats of the team then."""

    seq: Seq  # the customer's turn that it is about
    at: datetime
    was: tuple[Happened, ...]
    would: tuple[Happened, ...]
    words: str  # the customer's, cut
    staffed: int = 0
    free: int = 0


def happened(events: Iterable[Event]) -> tuple[Happened, ...]:
    """What of these events a policy could have changed."""
    found = []
    for event in events:
        match event:
            case e.HandoffRequested(handoff=handoff):
                found.append(Happened("handed_off", handoff.reason, handoff.team, handoff.rule))
            case e.AnswerDeferred(handoff=handoff):
                found.append(Happened("deferred", handoff.reason, handoff.team, handoff.rule))
            case e.PersonOffered(reason=reason, team=team, rule=rule):
                found.append(Happened("offered", reason, team, rule))
            case e.DraftHeld(draft=draft):
                found.append(Happened("held", "", draft.team or "", draft.rule))
            case e.TeamChanged(team=team):
                found.append(Happened("moved", "", team))
            case _:
                pass
    return tuple(found)


def alike(was: Sequence[Happened], would: Sequence[Happened]) -> bool:
    """The same way for the customer: another rule, or another reason, may lead to it."""
    return [(one.what, one.team) for one in was] == [(one.what, one.team) for one in would]


@dataclass(frozen=True, slots=True)
class Walked:
    """One turn: what happened, what would have, and the conversation after it, as it really was.

    `about` is the customer's turn.
    """

    taken: Taken
    about: Seq
    was: tuple[Happened, ...]
    would: tuple[Happened, ...]
    now: Conversation


def walk(
    conversation: ConversationId, journal: Iterable[Taken], policy: Policy
) -> Divergence | None:
    """The first place where this policy decides otherwise; None when it never does."""
    for one in walked(conversation, journal, policy):
        if not alike(one.was, one.would):
            return _divergence(one)
    return None


def walked(
    conversation: ConversationId, journal: Iterable[Taken], policy: Policy
) -> Iterator[Walked]:
    """Every turn under this policy, each on what really came before it.

    After the first that is not alike, all is a guess: whoever goes on answers for it.
    """
    was = Conversation(conversation)
    for taken in journal:
        events = [row.event for row in taken.rows]
        really = happened(events)
        now = fold(was, events)
        made = _decided(was, taken, policy, really)
        would = really if made is None else happened(made)
        yield Walked(taken, _about(taken.heard, now), really, would, now)
        was = now if made is None else _as_left_by(made, events, was, now)


def _decided(
    was: Conversation, taken: Taken, policy: Policy, really: Sequence[Happened]
) -> tuple[Event, ...] | None:
    """What this policy makes of the turn; None where no policy has a say."""
    heard = taken.heard
    spoken = isinstance(heard, SPOKEN)
    if not isinstance(heard, JUDGED + SPOKEN + FALLEN_BACK) or (spoken and not really):
        return None
    try:
        made = decide(was, heard, policy, taken.floor, taken.at)
    except Refused:
        made = ()
    return None if spoken and not happened(made) else made


def _as_left_by(
    made: Sequence[Event], events: Sequence[Event], was: Conversation, now: Conversation
) -> Conversation:
    """The state after the turn, with what this policy would have left in it."""
    own: dict[type, Event] = {type(event): event for event in made if isinstance(event, LEFT)}
    theirs = {type(event) for event in events if isinstance(event, LEFT)}
    if not own and not theirs:
        return now
    marked, tagged = own.get(e.Marked), own.get(e.Tagged)
    marks = was.marks if e.Marked in theirs else now.marks
    tags = was.tags if e.Tagged in theirs else now.tags
    return replace(
        now,
        marks=marked.marks if isinstance(marked, e.Marked) else marks,
        tags=tagged.tags if isinstance(tagged, e.Tagged) else tags,
        stage=_stage(own, now.stage),
    )


LEFT = (e.Marked, e.Tagged, e.PersonOffered, e.DraftHeld)


def _stage(own: dict[type, Event], stage: s.Stage) -> s.Stage:
    offered, held = own.get(e.PersonOffered), own.get(e.DraftHeld)
    if not isinstance(stage, s.WithBot):
        return stage
    if isinstance(offered, e.PersonOffered) and stage.offer is not None:
        offer = s.PersonOffer(offered.reason, offered.team, offered.evidence, offered.rule)
        stage = replace(stage, offer=offer)
    if isinstance(held, e.DraftHeld) and stage.draft is not None:
        old = stage.draft
        stage = replace(stage, draft=replace(held.draft, n=old.n, until=old.until))
    return stage


def _divergence(one: Walked) -> Divergence:
    team = next((happened.team for happened in (*one.would, *one.was) if happened.team), "")
    there = one.taken.floor.team(TeamId(team))
    words = one.now.last_words[:QUOTE]
    at = one.taken.at
    return Divergence(one.about, at, one.was, one.would, words, there.staffed, there.free)


def _about(heard: i.Input | None, now: Conversation) -> Seq:
    match heard:
        case i.Understood(about=about) | i.BotAnswered(about=about) | i.BotFailed(about=about):
            return about
        case _:
            return now.heard
