"""What must hold at the end of every play, whatever happened in it.

The record of the server is compared with what the screens got: the customer saw every line that
was theirs, once and in order, and nothing that was not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from segue.rehearsal.playing import Play, Step
from segue.testing import Customer

Record = list[dict[str, Any]]
SPOKEN = ("handoff_requested", "agent_joined", "deferred", "bot_returned")
PERSON_GONE = ("agent_left", "agent_lost", "bot_returned", "closed", "wrap_up", "deferred")


def examine(play: Play, records: dict[str, Record]) -> tuple[Step, ...]:
    """Hold every law against every customer of the play. `records` are by conversation."""
    rules: tuple[tuple[str, Callable[[Customer, Record], Iterator[str]]], ...] = (
        ("Every event once and in order", _in_order),
        ("Every message that was kept is on the customer's screen, and no other", _complete),
        ("Every handoff says in words what happens now", _said),
        ("One owner at a time, and the epoch never goes back", _one_owner),
        ("No word of the assistant while a person is there", _bot_is_silent),
    )
    found = []
    for says, rule in rules:
        broken = [
            f"{one.name}: {why}"
            for one in play.customers
            for why in rule(one, records.get(one.conversation, []))
        ]
        found.append(Step(says, 0.0, "; ".join(broken)))
    found.append(Step("No note of the team reached a customer", 0.0, "; ".join(_leaks(play))))
    return tuple(found)


def _in_order(one: Customer, _: Record) -> Iterator[str]:
    yield from one.faults


def _complete(one: Customer, record: Record) -> Iterator[str]:
    if not record:
        yield "there is no record"
        return
    kept = [row["event"]["text"] for row in record if row["event"]["kind"] == "message"]
    seen = one.said()
    if one.connected and kept != seen:
        yield f"kept {kept}, seen {seen}"
    elif kept[: len(seen)] != seen:
        yield f"kept {kept}, seen before the connection ended {seen}"


def _said(one: Customer, _: Record) -> Iterator[str]:
    for event in one.events.values():
        if event["kind"] in SPOKEN and not event.get("text", "").strip():
            yield f"{event['kind']} without words"


def _one_owner(one: Customer, record: Record) -> Iterator[str]:
    owner: str | None = None
    for row in record:
        event = row["event"]
        if event["kind"] == "agent_joined":
            if owner is not None and owner != event["agent"]:
                yield f"{event['agent']} joined at {row['seq']} while {owner} had it"
            owner = event["agent"]
        elif event["kind"] in PERSON_GONE:
            owner = None
        elif event["kind"] == "message" and event["author"] == "agent" and owner is None:
            yield f"somebody who had it no more spoke at {row['seq']}"
    epochs = [state["epoch"] for state in one.states]
    if epochs != sorted(epochs):
        yield f"epochs on the customer's screen: {epochs}"


def _bot_is_silent(one: Customer, _: Record) -> Iterator[str]:
    person = False
    for seq, event in sorted(one.events.items()):
        kind = event["kind"]
        if kind == "agent_joined":
            person = True
        elif kind in PERSON_GONE:
            person = False
        elif person and kind == "message" and event["author"] == "bot":
            yield f"the assistant spoke at {seq}: {event['text'][:80]!r}"


def _leaks(play: Play) -> Iterator[str]:
    for one in play.customers:
        got = json.dumps(one.frames, ensure_ascii=False)
        for note in play.notes:
            if note in got:
                yield f"{one.name} got {note!r}"
        if '"kind": "note"' in got:
            yield f"{one.name} got an event of the kind note"
