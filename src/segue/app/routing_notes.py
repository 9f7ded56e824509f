"""What became of one conversation's handoffs, and why: every offer, everybody who joined.

An offer of the router carries a note of what it rested on. The decision is made anew from that note
by the same functions, so what is explained is what decided; `recomputed` says that it came out the
same. What a person chose needs no more reason than that they did.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from segue.app.ports import Recorded
from segue.app.turn import RestedOn
from segue.domain import events as e
from segue.domain import inputs as i
from segue.domain.ids import AgentId, Seq
from segue.domain.value import Plain
from segue.domain.why import Considered, because, considered_then, decide_again


class Decided(Plain, frozen=True):
    """Somebody was chosen. `recomputed`: the same decision, made anew from what it rested on."""

    seq: Seq
    at: datetime
    agent: AgentId
    name: str
    why: str
    recomputed: bool = False
    considered: tuple[Considered, ...] = ()


def decisions_of(recorded: Iterable[Recorded]) -> list[Decided]:
    """Of one conversation's journal, in order."""
    found: list[Decided] = []
    heard: i.Input | None = None
    note: bytes | None = None
    for one in recorded:
        if one.heard is not None:
            heard, note = one.heard, one.note
        match one.row.event:
            case e.OfferMade() as made:
                found.append(_offered(one, made, heard, note))
            case e.AgentJoined(agent=agent, name=name) if not _accepted(heard):
                found.append(Decided(one.row.seq, one.row.at, agent, name, _by_hand(heard, name)))
            case _:
                pass
    return found


def _accepted(heard: i.Input | None) -> bool:
    """Whoever was offered it and took it: the offer says why."""
    return isinstance(heard, i.AgentAccepted)


def _offered(
    one: Recorded, made: e.OfferMade, heard: i.Input | None, note: bytes | None
) -> Decided:
    seq, at = one.row.seq, one.row.at
    if not isinstance(heard, i.AgentFound):
        return Decided(seq, at, made.agent, made.name, _by_hand(heard, made.name))
    rested = msgspec.json.decode(note, type=RestedOn) if note else None
    if rested is None or rested.routing is None:
        why = made.why or heard.why or "It was kept without what it rested on."
        return Decided(seq, at, made.agent, made.name, why)
    again = decide_again(rested.routing)
    same = again is not None and (again.agent, again.handoff) == (heard.agent, heard.handoff)
    return Decided(
        seq,
        at,
        made.agent,
        made.name,
        because(rested.routing),
        recomputed=same,
        considered=considered_then(rested.routing),
    )


def _by_hand(heard: i.Input | None, name: str) -> str:
    """Why somebody has it whom no router chose."""
    match heard:
        case i.AgentPicked():
            return f"{name} took it from the line."
        case i.LeadAssigned(by=by):
            return f"{by.name} assigned it."
        case i.LeadTookOver():
            return f"{name} took it over."
        case i.AgentTransferred(by=by):
            return f"{by.name} passed it on to {name}."
        case _:
            return f"{name} took it up."
