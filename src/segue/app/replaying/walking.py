"""One conversation under another policy, up to the first divergence.

Every turn at which rules are read is decided again under the policy given, on the state that the
conversation really had. As long as the same things happen, the kept events lead on; where something
else would have happened, the walk ends: what the customer would have said then is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from segue.app.decisions.readings import Taken
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.applying import fold
from segue.domain.conversation import Conversation, decide
from segue.domain.errors import Refused
from segue.domain.events import Event
from segue.domain.ids import ConversationId, Seq
from segue.domain.policy import Policy
from segue.domain.value import Plain

DECIDED = (
    i.Understood,
    i.BotAnswered,
    i.BotFailed,
    i.CustomerSaid,
    i.CustomerAskedForPerson,
    i.DraftTimedOut,
    i.AgentRejectedDraft,
)
"""At these a policy has a say about who owns the conversation, or what is offered or held."""

OWNS = ("handed_off", "deferred")


class Happened(Plain, frozen=True):
    """One thing that a policy can change: handed_off, deferred, offered, held or moved."""

    what: str
    reason: str = ""
    team: str = ""
    rule: str = ""


class Divergence(Plain, frozen=True):
    """Where it would have gone another way. `was` is what happened, `would` what would have; empty
    ones are "nothing": the assistant went on."""

    seq: Seq  # the customer's turn that it is about
    at: datetime
    was: tuple[Happened, ...]
    would: tuple[Happened, ...]
    words: str  # the customer's, cut


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
    """The same for everybody: a rule may have another name, its effect may not."""
    return [replace(one, rule="") for one in was] == [replace(one, rule="") for one in would]


def walk(
    conversation: ConversationId, journal: Iterable[Taken], policy: Policy
) -> Divergence | None:
    """The first place where this policy decides otherwise; None when it never does."""
    was = Conversation(conversation)
    for taken in journal:
        events = [row.event for row in taken.rows]
        heard = taken.heard
        if not isinstance(heard, DECIDED):
            was = fold(was, events)
            continue
        try:
            made = decide(was, heard, policy, taken.floor, taken.at)
        except Refused:
            made = ()
        really, would = happened(events), happened(made)
        now = fold(was, events)
        if not alike(really, would):
            about = _about(heard, now)
            return Divergence(about, taken.at, really, would, now.last_words[:200])
        marks = next((one.marks for one in reversed(made) if isinstance(one, e.Marked)), None)
        was = now if marks is None else replace(now, marks=marks)
    return None


def _about(heard: i.Input, now: Conversation) -> Seq:
    match heard:
        case i.Understood(about=about) | i.BotAnswered(about=about) | i.BotFailed(about=about):
            return about
        case _:
            return now.heard
