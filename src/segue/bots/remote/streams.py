"""An answer that comes as a stream of server-sent events, gathered into one.

    data: {"delta": "Your order "}
    data: {"delta": "is on its way."}
    event: action
    data: {"do": "set", "attributes": {"order": "1234"}}
    event: done
    data: {"confidence": 0.9}

Deltas make one reply, said before the actions. Nothing is shown to the customer before the end: an
answer that somebody else has overtaken meanwhile must not have been half said.
"""

from __future__ import annotations

from typing import Any

import msgspec

from segue.app.ports_bot import BotTrouble

DONE = ("done", "[DONE]")


def events_of(raw: bytes) -> list[tuple[str, str]]:
    """(event, data) in order. A stream may end its lines in any of the three ways."""
    found: list[tuple[str, str]] = []
    event, data = "message", list[str]()
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for line in (*text.split("\n"), ""):
        if not line:
            if data:
                found.append((event, "\n".join(data)))
            event, data = "message", []
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            event = value
        elif name == "data":
            data.append(value)
    return found


def gathered(raw: bytes) -> bytes:
    """The stream as the JSON answer that it amounts to. Raises `BotTrouble` for one that broke off
    or says nothing that can be read."""
    text: list[str] = []
    actions: list[Any] = []
    whole: dict[str, Any] = {}
    ended = False
    for event, data in events_of(raw):
        if data == DONE[1]:
            ended = True
            continue
        try:
            told = msgspec.json.decode(data, type=dict[str, Any])
        except msgspec.DecodeError as why:
            raise BotTrouble(f"malformed answer: an event of its stream: {why}"[:200]) from None
        if event == DONE[0]:
            ended, whole = True, told
        elif event == "action" or "do" in told:
            actions.append(told)
        elif isinstance(told.get("delta"), str):
            text.append(told["delta"])
    if not ended:
        raise BotTrouble("malformed answer: its stream broke off")
    said = [{"do": "reply", "text": "".join(text)}] if text else []
    return msgspec.json.encode({**whole, "actions": [*said, *actions, *whole.get("actions", ())]})
