"""Effects become rows of the job table, in the same transaction as the events they follow from.

Pure. `Consider`, `AskBot` and `SendMail` are work to be done once, named by where they came from;
`SetTimer` is one row a name, set again and again; wake-ups (`FindAgent`, `CountMissedOffer`) need
no row, because whoever they wake also looks by themselves.

    {conversation}/{seq of the turn}/{n}     work; also its idempotency key towards the outside
    {conversation}/timer/{name}              a timer
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

import msgspec

from segue.domain import effects as x
from segue.domain.ids import ConversationId, Seq
from segue.domain.value import Plain

TIMER = "timer"
_encode = msgspec.json.Encoder().encode


class Put(Plain, frozen=True):
    """Keep this piece of work; one with the same key is forgotten."""

    key: str
    kind: str
    conversation: ConversationId | None
    body: bytes
    run_at: datetime


class Cancel(Plain, frozen=True):
    """Forget the work of this key, if there is any."""

    key: str


class CancelTimers(Plain, frozen=True):
    """Forget every timer of this conversation."""

    conversation: ConversationId


JobChange: TypeAlias = Put | Cancel | CancelTimers


def timer_key(conversation: ConversationId, name: str) -> str:
    """The one row of this timer."""
    return f"{conversation}/{TIMER}/{name}"


def job_changes(
    conversation: ConversationId, seq: Seq, effects: Iterable[x.Effect], now: datetime
) -> list[JobChange]:
    """What a turn whose first event has the number `seq` does to the job table, in order."""
    changes: list[JobChange] = []
    for n, effect in enumerate(effects):
        match effect:
            case x.Consider() | x.AskBot() | x.SendMail() | x.RunAction() | x.SendCode():
                kind = str(effect.__struct_config__.tag)
                key = f"{conversation}/{seq}/{n}"
                changes.append(Put(key, kind, conversation, _encode(effect), now))
            case x.SetTimer(name=name, at=at):
                key = timer_key(conversation, name)
                changes.append(Put(key, TIMER, conversation, _encode(effect), at))
            case x.CancelTimer(name="*"):
                changes.append(CancelTimers(conversation))
            case x.CancelTimer(name=name):
                changes.append(Cancel(timer_key(conversation, name)))
            case x.FindAgent() | x.FindStandBy() | x.CountMissedOffer():
                pass
    return changes


class Settled(Plain, frozen=True):
    """Many changes in a row, as the least that has to be done: forget, then keep."""

    timers_of: tuple[ConversationId, ...] = ()
    forget: tuple[str, ...] = ()
    put: tuple[Put, ...] = ()


def settle(changes: Iterable[JobChange]) -> Settled:
    """The same end as doing them one after the other.

    Whatever is put is forgotten first: a row set again gets a new id, so that the worker who has
    just finished the old one cannot take the new one away.
    """
    ends: dict[str, Put | None] = {}
    timers_of: dict[ConversationId, None] = {}
    for change in changes:
        match change:
            case Put(key=key):
                ends[key] = change
            case Cancel(key=key):
                ends[key] = None
            case CancelTimers(conversation=conversation):
                timers_of[conversation] = None
                start = timer_key(conversation, "")
                for key in [key for key in ends if key.startswith(start)]:
                    del ends[key]
    kept = tuple(put for put in ends.values() if put is not None)
    again = (key for key, put in ends.items() if put is None or put.kind == TIMER or _named(put))
    return Settled(tuple(timers_of), tuple(again), kept)


def _named(put: Put) -> bool:
    """Was it put by a name of its own, so that an older one may be there?"""
    return put.conversation is None
